"""How a page is made: one title, every id once, tables and lists in paragraphs of their own, links that lead on."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from macros.calls import LISTS, CallError, resolve
from macros.facts import Fact
from macros.links import SCHEME, read_target
from macros.markup import Mark, marks
from macros.page import Call, Page, load_page
from macros.project import Project
from macros.prose import UNKNOWN
from macros.rules.case import PageCase
from macros.rules.reading import PAGE
from macros.rules.registry import Found, rule
from macros.rules.safety import marks_of
from macros.source import MAX_PER_RULE

BLOCKS = ("table", *LISTS)
FENCE = re.compile(r"^ {0,3}(```+|~~~+)[^\n]*\n.*?(?:^ {0,3}\1[^\n]*$|\Z)", re.DOTALL | re.MULTILINE)
TITLE = re.compile(r"^#(?![#\n])[^\n]*|^[^\n]+\n=+ *$|<h1[\s>]", re.MULTILINE | re.IGNORECASE)
UNNAMED = re.compile(r"^#{1,6}(?!#)(?!.*\{:[^}\n]*#)[^\n]*$|^[^\n]+\n[=-]+ *$", re.MULTILINE)
OF_REPORT = re.compile(r"(?:\A|.*/)docs/reports/([^/]+)/(\d+)\.md\Z")
MADE = re.compile(r"(?:\d+-(?:numbers|proof)|compare|search|sitemap)\.html\Z")  # pages the site makes by itself


class _Code:
    """Where in a text code stands: nothing there is a heading, an id or a link."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [found.span() for found in FENCE.finditer(text)]
        self.starts = [start for start, _ in self.spans]

    def __contains__(self, offset: int) -> bool:
        index = bisect_right(self.starts, offset) - 1
        if index >= 0 and offset < self.spans[index][1]:
            return True
        line = self.text.rfind("\n", 0, offset) + 1
        return self.text.count("`", line, offset) % 2 == 1


@rule(
    "page-heading",
    "error",
    PAGE,
    basis="页面标题各页一个，读屏软件和搜索靠它认出页面",
    proves="每个页面有且只有一个一级标题。",
    scope="page",
)
def page_heading(case: PageCase) -> Found:
    """One heading of the first level: ``# …``, underlined with ``=``, or a tag."""
    filled, _ = marks_of(case)
    code = _Code(filled.text)
    found = [one.start() for one in TITLE.finditer(filled.text) if one.start() not in code]
    if len(found) != 1:
        at = filled.at(found[1]) if found else case.page.at(case.page.body)
        yield Fact("page-heading", at, actual=len(found), expected=1, key="h1")


@rule(
    "id-repeated",
    "error",
    PAGE,
    basis="一个地址只能通向一处",
    proves="页面里的编号不重复。",
    scope="page",
)
def id_repeated(case: PageCase) -> Found:
    """An id stands once on a page."""
    filled, marked = marks_of(case)
    first: dict[str, int] = {}
    for start, name in sorted(_ids(marked, filled.text)):
        if name not in first:
            first[name] = filled.at(start).line
        else:
            yield Fact("id-repeated", filled.at(start), actual=name, detail={"first": first[name]}, key=name)


def _ids(marked: tuple[Mark, ...], text: str) -> Iterator[tuple[int, str]]:
    """The ids written in a page, with their offsets."""
    code = _Code(text)
    for mark in marked:
        listed = mark.kind == "attributes" and "{:" in mark.text
        if (listed or mark.kind == "tag") and mark.start not in code:
            yield from ((mark.start, value) for name, value in mark.attributes if name == "id")


@rule(
    "macro-repeated",
    "error",
    PAGE,
    basis="表格和列表的每一处都有固定的地址，一页里只能有一份",
    proves="同一张表、同一个列表在一页里只出现一次。",
    scope="page",
)
def macro_repeated(case: PageCase) -> Found:
    """Tables and lists bring ids with them."""
    first: dict[str, int] = {}
    for call in case.page.calls:
        shown = _shown(call)
        if call.name in BLOCKS and shown in first:
            yield Fact("macro-repeated", call.at, actual=shown, detail={"first": first[shown]}, key=shown)
        first.setdefault(shown, call.at.line)


def _shown(call: Call) -> str:
    name = next((str(value) for value in (*call.args, *call.kwargs.values())), None)
    return f"{call.name}()" if name is None else f'{call.name}("{name}")'


@rule(
    "macro-place",
    "error",
    PAGE,
    basis="表格和列表是成块的内容，不能放在句子和单元格里",
    proves="表格和列表的宏各自单独成段。",
    scope="page",
)
def macro_place(case: PageCase) -> Found:
    """A block alone on its line, a blank line before and after it."""
    text = case.page.text
    for call in case.page.calls:
        if call.name not in BLOCKS:
            continue
        before, after = text[case.page.body : call.start], text[call.end :]
        lines_before, lines_after = before.split("\n"), after.split("\n")
        alone = not lines_before[-1].strip("\ufeff") and not lines_after[0].strip()
        apart = all(not near.strip() for near in (*lines_before[-2:-1], *lines_after[1:2]))
        if not (alone and apart) and _known(case, call):
            yield Fact("macro-place", call.at, actual=_shown(call), key=_shown(call))


def _known(case: PageCase, call: Call) -> bool:
    """Whether a call names something; one that names nothing is said elsewhere."""
    try:
        resolve(case.scene, call.name, call.args, call.kwargs)
    except CallError:
        return False
    return True


@rule(
    "page-report",
    "error",
    PAGE,
    basis="docs/reports/机关/年度.md 是这份报告的正文，它的数字取自 report 写明的报告",
    proves="报告页面的 report 与它的位置相同。",
    scope="page",
)
def page_report(case: PageCase) -> Found:
    """The page of a report takes its numbers from that report."""
    found = OF_REPORT.match(Path(case.scene.path).absolute().as_posix())
    if found is None:
        return
    own = f"{found[1]}/{found[2]}"
    if case.page.meta("report") != own:
        yield Fact("page-report", case.page.meta_at("report"), actual=case.page.meta("report"), expected=own, key=own)


@rule(
    "link-target",
    "error",
    PAGE,
    basis="读者点了要能到达",
    proves="链接和图片所指的本站页面、文件和位置都存在。",
    scope="page",
)
def link_target(case: PageCase) -> Found:
    """Relative links lead to files of ``docs``, their anchors to ids of the page."""
    here = Path(case.scene.path).absolute()
    if "docs" not in here.parts:
        return
    filled, marked = marks_of(case)
    code = _Code(filled.text)
    found = 0
    for mark in sorted(marked, key=lambda one: one.start):
        inline = filled.text.startswith("](", max(mark.start - 2, 0))
        raw = filled.text.startswith("<", mark.start)
        if mark.kind not in {"link", "image"} or not (inline or raw) or mark.start in code:
            continue
        why = _astray(case, here, read_target(mark.text), raw=raw)
        if why is not None and found < MAX_PER_RULE:
            found += 1
            words = read_target(mark.text)[:60]
            yield Fact("link-target", filled.at(mark.start), actual=words, detail={"why": why}, key=words)


def _astray(case: PageCase, here: Path, target: str, *, raw: bool) -> str | None:
    """What a link of this site lacks (a word for ``messages``); ``None`` for links elsewhere and for good ones."""
    if not target or UNKNOWN in target or SCHEME.match(target) or target.startswith(("/", "\\")):
        return None
    name, _, anchor = target.partition("#")
    path = unquote(name.split("?", maxsplit=1)[0])
    file = here.parent / path if path else here
    if raw and path.endswith(".html"):
        if MADE.search(path):
            return None
        file = file.with_suffix(".md")
    if not file.is_file():
        return "html" if path.endswith(".html") and file.with_suffix(".md").is_file() else "file"
    if not anchor or file.suffix != ".md":
        return None
    known = _of_page(case.page) if file == here else _anchors(case.scene.project, file)
    return "anchor" if known is not None and unquote(anchor) not in known else None


@lru_cache(maxsize=256)
def _anchors(_: Project, path: Path) -> frozenset[str] | None:
    return _of_page(load_page(path))


def _of_page(page: Page) -> frozenset[str] | None:
    """The ids of a page; ``None`` when a list or a heading without an id brings others."""
    text = page.text[page.body :]
    code = _Code(text)
    if any(call.name in LISTS for call in page.calls) or any(one.start() not in code for one in UNNAMED.finditer(text)):
        return None
    return frozenset(name for _, name in _ids(tuple(marks(text)), text))
