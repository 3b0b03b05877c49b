"""Editors' content cannot do harm: no code, no script, no way out of ``docs``, in what a page or a data file holds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from macros.facts import Fact, Position
from macros.links import read_target, refusal
from macros.markup import Filled, Mark, fill, marks
from macros.page import MARK
from macros.reader import entries, scalars
from macros.rules.case import PageCase, TextCase
from macros.rules.registry import Found, rule
from macros.source import MAX_PER_RULE, Map

FAMILY = "内容安全"
NO_SCRIPT = "页面只是文字：不得带入程序、样式、表单和别处的内容"
TAGS = frozenset(
    (  # noqa: SIM905 - shorter than a list
        "div span br hr p sup sub abbr data time strong em b i u small s ul ol li dl dt dd blockquote q "
        "cite details summary figure figcaption table caption colgroup col thead tbody tfoot tr th td a "
        "img ruby rt rp wbr h1 h2 h3 h4 h5 h6"
    ).split()
)
ATTRIBUTES = frozenset(
    (  # noqa: SIM905 - shorter than a list
        "class id markdown title lang dir colspan rowspan scope headers span open datetime value start "
        "reversed width height alt"
    ).split()
)
OF_TAG = {("a", "href"), ("img", "src"), ("blockquote", "cite"), ("q", "cite")}
OWN_ID = re.compile(r"[^\W_][\w.-]*\Z")  # the theme's own ids begin with an underscore
# Ids the site puts on pages: of the frame, of what stands around a report, of tables (with dots) and lists.
RESERVED = re.compile(r"gk-|(?:more|highlights)\Z|(?:terms?|rules?|method)-|t-.+-caption\Z|.*\.")
CLASSES = ("gk-lead", "gk-latest", "gk-cards")  # every other might hide words or look like a part of the frame
BOXES = ("note", "info", "tip", "warning")
KEYS = ("title", "description", "report", "hide", "search", "explanations")
SCRIPT_LINK = re.compile(r"(?:javascript|vbscript|livescript|data|file|blob|about)\s*:", re.IGNORECASE)
SCRIPT = re.compile(r"(?:java|vb|live)script\s*:", re.IGNORECASE)
MARKDOWN = re.compile(r"\]\(\s*<?[a-z][a-z0-9+.-]*:|\{:", re.IGNORECASE)  # a link or picture, an attribute list


@rule(
    "raw-html",
    "error",
    FAMILY,
    basis=NO_SCRIPT,
    proves="页面里只有排版用的网页标签，没有脚本、样式、框架、表单和事件属性，没有会藏起文字的类名和属性。",
    scope="page",
)
def raw_html(case: PageCase) -> Found:
    """Tags and attribute lists outside the short list of what sets text."""
    found = 0
    filled, marked = marks_of(case)
    for mark in marked:
        problem = _markup(mark)
        if problem is not None and found < MAX_PER_RULE:
            found += 1
            why, words = problem
            allowed = "、".join({"class": CLASSES, "box": BOXES}.get(why, ())) or None
            yield Fact("raw-html", filled.at(mark.start), (), allowed, words, {"why": why}, words)
    root = case.page.front.root if case.page.front else None
    for scalar in scalars(root) if root is not None else ():
        if re.search(r"[<>\"]", scalar.raw):
            yield Fact("raw-html", scalar.at, actual=scalar.raw[:40], detail={"why": "front"}, key=scalar.raw[:40])


@dataclass(slots=True)
class _Memo:
    """The page read last: its rules follow each other."""

    case: PageCase | None = None
    found: tuple[Filled, tuple[Mark, ...]] | None = None


LAST = _Memo()


def marks_of(case: PageCase) -> tuple[Filled, tuple[Mark, ...]]:
    """The page with its calls filled in, and everything in it that becomes HTML."""
    if LAST.case is not case or LAST.found is None:
        filled = fill(case.page, case.scene)
        LAST.case, LAST.found = case, (filled, tuple(marks(filled.text)))
    return LAST.found


def _markup(mark: Mark) -> tuple[str, str] | None:
    """What is wrong with a tag or an attribute list, and the words it is about."""
    if mark.kind in {"bad-tag", "comment"}:
        return mark.kind, mark.text
    if mark.kind == "tag" and mark.text not in TAGS:
        return "tag", f"<{mark.text}>"
    if mark.kind == "box" and not set(mark.text.split()) <= set(BOXES):
        return "box", mark.text
    if mark.kind not in {"tag", "attributes"}:
        return None
    for name, value in mark.attributes:
        if name not in ATTRIBUTES and (mark.kind == "attributes" or (mark.text, name) not in OF_TAG):
            return "attribute", name
        if name == "id" and not OWN_ID.match(value):
            return "id", value
        if name == "id" and RESERVED.match(value):
            return "reserved", value
        if name == "class" and not set(value.split()) <= set(CLASSES):
            return "class", value
    return None


@rule(
    "unsafe-link",
    "error",
    FAMILY,
    basis="链接只通向网页、邮箱、电话和本站页面；页面不从别处取图片",
    proves="链接只用 http、https、mailto、tel 和本站的相对地址，不越出 docs/，图片都在本站。",
    scope="page",
)
def unsafe_link(case: PageCase) -> Found:
    """Links as a browser reads them: entities decoded, blanks and control characters dropped."""
    filled, marked = marks_of(case)
    found = 0
    for mark in marked:
        if mark.kind not in {"link", "image"}:
            continue
        why = refusal(mark.text, case.scene.path, image=mark.kind == "image")
        if why is not None and found < MAX_PER_RULE:
            found += 1
            words = read_target(mark.text)[:60]
            yield Fact("unsafe-link", filled.at(mark.start), actual=words, detail={"why": why}, key=words)


@rule(
    "front-matter-key",
    "error",
    FAMILY,
    basis="页面信息会盖住同名的宏，还能换用别的模板、关闭宏，因此只允许列明的几项",
    proves="页面信息只有 title、description、report、hide、search、explanations。",
    scope="page",
)
def front_matter_key(case: PageCase) -> Found:
    """Page metadata becomes template variables and hides macros of the same name."""
    root = case.page.front.root if case.page.front else None
    for name, key, _ in entries(root if isinstance(root, Map) else None):
        if name not in KEYS:
            yield Fact("front-matter-key", key.at, expected="、".join(KEYS), actual=name, key=name)


@rule(
    "data-markup",
    "error",
    FAMILY,
    basis="数据里的文字会印到页面上，不得带入模板、标签和脚本",
    proves="数据里的文字没有模板符号、网页标签、Markdown 链接和脚本链接。",
    scope="text",
)
def data_markup(case: TextCase) -> Found:
    """The words of data files are printed on pages; template marks, tags and script links are no words."""
    if case.is_page:
        return
    for at, text in case.pieces:
        tag = re.search(r"<[A-Za-z/!?]", text) or MARKDOWN.search(text)
        decoded = read_target(text)
        if MARK.search(text) or tag or SCRIPT_LINK.match(decoded) or SCRIPT.search(decoded):
            place = Position(at.path, at.line, at.column)
            yield Fact("data-markup", place, actual=text[:60], key=text[:60])
