"""The files of a site held against each other: settings, agency, statement, words of the search, names of pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from macros.accessibility import read_accessibility
from macros.agency import read_agency
from macros.facts import Fact, NotAssessed, Position
from macros.inputs import shown_name
from macros.page import Page, load_page
from macros.reader import Reader
from macros.rules.case import TreeCase
from macros.rules.registry import Found, rule
from macros.rules.site import FAMILY
from macros.source import Document, Map, Scalar, load

# Pages the site makes by itself, below docs/.
MADE = re.compile(
    r"(?:404|search|sitemap)\.md|(?:api|feeds|assets)/.*|reports/[^/]+/(?:compare|\d+-(?:numbers|proof))\.md"
)


@rule(
    "page-reserved",
    "error",
    FAMILY,
    basis="网站自动生成搜索、网站地图、历年比较和逐项数据等页面，同名的页面会被盖掉",
    proves="页面没有占用网站自动生成的页面的位置。",
    scope="tree",
)
def page_reserved(case: TreeCase) -> Found:
    """A page that would be overwritten."""
    for item in case.inputs:
        parts = item.parts
        below = "/".join(parts[1:])
        if item.kind == "page" and parts[:1] == ("docs",) and MADE.fullmatch(below):
            yield Fact("page-reserved", Position(item.name), actual=below, key=below)


@rule(
    "site-agency",
    "error",
    FAMILY,
    basis="没有写明报告的页面，机关的名称和联系方式取自网站的主办单位",
    proves="网站的主办单位（agency）有机关信息文件。",
    scope="tree",
)
def site_agency(case: TreeCase) -> Found:
    """The agency of the settings is one of ``data/agencies``; said once, where the mistake is."""
    path = case.root / "data" / "site.yml"
    if not path.is_file():
        asking = next((page.path for page in _pages(case, "agency") if page.meta("report") is None), None)
        if asking is not None:
            yield Fact("site-agency", Position(shown_name(path)), detail={"why": "site", "page": asking}, key="site")
        return
    document = load(path, shown_name(path))
    node = document.root.node("agency") if isinstance(document.root, Map) else None
    if not isinstance(node, Scalar) or not node.valid or not isinstance(node.value, str):
        return  # said where the settings are read
    name = node.value
    file = case.root / "data" / "agencies" / f"{name}.yml"
    if not name.replace("-", "").isalnum() or not file.is_file():
        yield Fact("site-agency", node.at, actual=name, detail={"why": "agency", "known": _known(case)}, key=name)
    elif read_agency(load(file), Reader()) is None:
        yield Fact("site-agency", node.at, actual=name, detail={"why": "unread"}, key=name)


def _known(case: TreeCase) -> str:
    return "、".join(path.stem for path in sorted((case.root / "data" / "agencies").glob("*.yml")))


@rule(
    "site-file",
    "notice",
    FAMILY,
    basis="缺了这些文件，页面上相应的内容是空的",
    proves="无障碍自查结果和搜索用词的文件都在。",
    scope="tree",
)
def site_file(case: TreeCase) -> Found:
    """What a page shows, or the search uses, has its file."""
    data = case.root / "data"
    statement, words = data / "accessibility.yml", data / "search.yml"
    if not statement.is_file():
        for page in _pages(case, "accessibility"):
            at = next(call.at for call in page.calls if call.name == "accessibility")
            yield Fact("site-file", at, actual=shown_name(statement), detail={"why": "statement"}, key=statement.name)
    if not words.is_file() and (data / "site.yml").is_file():
        yield Fact("site-file", Position(shown_name(words)), actual=words.name, detail={"why": "words"}, key=words.name)


@rule(
    "accessibility-test",
    "error",
    FAMILY,
    basis="无障碍说明写明怎样检测，写出来的检测必须确有其事",
    proves="无障碍说明提到的自动检测都存在。",
    scope="tree",
)
def accessibility_test(case: TreeCase) -> Found:
    """Every test a method names is defined in the file it names."""
    path = case.root / "data" / "accessibility.yml"
    if not path.is_file():
        return
    document = load(path, shown_name(path))
    if not (case.root / "tests").is_dir():
        yield NotAssessed("accessibility-test", shown_name(path), "no-tests")
        return
    for method in read_accessibility(document, Reader()).methods:
        for test in method.tests:
            if not _defined(case.root, test):
                yield Fact("accessibility-test", _test_at(document, test), actual=test, key=test)


def _defined(root: Path, test: str) -> bool:
    name, _, function = test.partition("::")
    path = root / name
    if not re.fullmatch(r"tests/[\w/]+\.py", name) or not path.is_file():
        return False
    return re.search(rf"^def {re.escape(function)}\(", path.read_text(encoding="utf-8"), re.MULTILINE) is not None


def _test_at(document: Document, test: str) -> Position:
    """Where the name of a test stands: the first line that has it."""
    for number, line in enumerate(document.lines, 1):
        if test in line:
            return Position(document.path, number, line.index(test) + 1)
    return Position(document.path)


def _pages(case: TreeCase, macro: str) -> Iterator[Page]:
    """The pages of ``docs`` that call a macro."""
    for item in case.inputs:
        parts = item.parts
        if item.kind == "page" and parts[:1] == ("docs",):
            page = load_page(item.path, item.name)
            if any(call.name == macro for call in page.calls):
                yield page
