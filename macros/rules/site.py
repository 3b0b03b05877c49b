"""The site's settings: what they say has the shape such things have, and what official furniture is still unknown."""

from __future__ import annotations

import re

from macros.agency import REPOSITORY
from macros.facts import Fact, Plain, Position
from macros.rules.case import SiteCase
from macros.rules.registry import Found, rule

FAMILY = "网站信息"
GUIDE = "《政府网站发展指引》（国办发〔2017〕47号）"
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
WEB = r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?(?:/[^\s<>\"]*)?"
SHAPES = {
    "address": re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d+)?/(?:[^\s<>\"?#]*/)?", re.IGNORECASE),
    "site_domain": re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+"),
    "site_code": re.compile(r"\d{10}|bm\d{8}"),
    "icp_number": re.compile(rf"[{PROVINCES}]ICP备\d{{6,12}}号(?:-\d{{1,4}})?"),
    "police_number": re.compile(rf"[{PROVINCES}]公网安备 ?\d{{11,14}}号"),
    "party_government_mark": re.compile(WEB, re.IGNORECASE),
    "error_report": re.compile(WEB, re.IGNORECASE),
    "repository": REPOSITORY,
}
MAY_LACK = {"repository"}  # no furniture of a government site


@rule(
    "site-format",
    "error",
    FAMILY,
    basis=f"{GUIDE}：网站标识、备案号和网址印在每一页上，写错了就指向别的网站",
    proves="网站标识码、备案号、域名和网址的写法正确。",
    scope="site",
)
def site_format(case: SiteCase) -> Found:
    """A setting that is given has the shape of what it is."""
    for key, shape in SHAPES.items():
        value = case.site.texts.get(key)
        if value is not None and not shape.fullmatch(value):
            yield Fact("site-format", _place(case, key), actual=value, detail={"key": key}, key=key)


@rule(
    "site-column",
    "error",
    FAMILY,
    basis=f"{GUIDE}：栏目标签写在栏目的页面上",
    proves="每个栏目都是本站的一个页面。",
    scope="site",
)
def site_column(case: SiteCase) -> Found:
    """A column opens with a page of ``docs``."""
    for column in case.site.columns:
        parts = column.page.split("/")
        inside = column.page.endswith(".md") and not {"", ".", ".."} & set(parts)
        if not (inside and (case.docs / column.page).is_file()):
            yield Fact("site-column", _place(case, "columns"), actual=column.page, key=column.page)


@rule(
    "site-furniture",
    "notice",
    FAMILY,
    basis=f"{GUIDE}：网站、栏目、内容页的标签和页脚的标识",
    proves="政府网站应当具备的标签和标识都已填写。",
    scope="site",
)
def site_furniture(case: SiteCase) -> Found:
    """What is not known is left out of the pages; it is told here, all at once."""
    missing = [key for key in SHAPES if key not in MAY_LACK and case.site.texts.get(key) is None]
    if not case.site.columns or not all(column.keywords and column.type for column in case.site.columns):
        missing.append("columns")
    if missing:
        detail: dict[str, Plain] = {"missing": tuple(missing), "demonstration": case.site.demonstration}
        start = next(iter(case.places.values()), Position(case.path))
        yield Fact("site-furniture", start, actual=len(missing), detail=detail, key="missing")


def _place(case: SiteCase, key: str) -> Position:
    return case.places.get(key, Position(case.path))
