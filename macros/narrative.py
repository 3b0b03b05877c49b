"""The narrative of a report's page, passage by passage, as plain text that can be compared with another year's."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from macros.facts import Position
from macros.form import Form
from macros.page import Call, Page

OPENING = "intro"
FRONT = ("title", "description")  # of the front matter: what search results, shared links and tabs show
HEADING = re.compile(r"^##[ \t]+([一二三四五六七八九十]+)、.*$", re.MULTILINE)
ATTRIBUTES = re.compile(r"\{:[^{}\n]*\}")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
IN_LIST = re.compile(r"\"[^\"]*\"|'[^']*'|(?<![^\s:])#[^\s}]+")  # a value, or an id
SPACE = re.compile(r"\s+")
EMPTY_LINES = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Passage:
    """What stands under one of the form's headings (``intro``: before the first), and where it begins.

    ``text`` is without white space; ``paragraphs`` are the same words block by block, spaces kept.
    """

    id: str
    text: str
    at: Position
    paragraphs: tuple[str, ...] = ()


def without_lists(words: str) -> str:
    """The words without attribute lists."""
    return ATTRIBUTES.sub("", words)


def without_ids(words: str) -> str:
    """The words without ids: they say nothing to readers, all else in an attribute list may."""
    return ATTRIBUTES.sub(_without_id, words)


def _without_id(found: re.Match[str]) -> str:
    left = IN_LIST.sub(lambda part: "" if part[0].startswith("#") else part[0], found[0])
    return left if left.strip("{: }\t") else ""


def passages(
    page: Page, form: Form, spoken: Callable[[Call], str], seen: Callable[[str], str] = without_lists
) -> dict[str, Passage]:
    """The passages of a page by section id; ``spoken`` says what stands in the place of a macro call.

    ``seen`` makes of the words under a heading (and the heading's attribute list) what is told of them.
    """
    starts = [(OPENING, page.body, page.body)]
    for match in HEADING.finditer(page.text, page.body):
        section = next((s.id for s in form.sections if s.number == match.group(1)), None)
        if section is not None and section not in {start[0] for start in starts}:
            listed = page.text.find("{:", match.start(), match.end())
            starts.append((section, match.start(), match.end() if listed < 0 else listed))
    ends = [start for _, start, _ in starts[1:]] + [len(page.text)]
    return {
        section: _passage(section, seen(_words(page, begin, end, spoken)), page.at(start))
        for (section, start, begin), end in zip(starts, ends, strict=True)
    }


def front_passages(page: Page) -> dict[str, Passage]:
    """What the front matter of a page says to readers."""
    found = ((key, page.meta(key)) for key in FRONT)
    return {key: _passage(key, text, page.meta_at(key)) for key, text in found if text is not None}


def _passage(section: str, words: str, at: Position) -> Passage:
    blocks = (SPACE.sub(" ", block).strip() for block in EMPTY_LINES.split(words))
    return Passage(section, SPACE.sub("", words), at, tuple(block for block in blocks if block))


def _words(page: Page, begin: int, end: int, spoken: Callable[[Call], str]) -> str:
    """The text of a stretch of the page without comments."""
    parts = []
    at = begin
    for call in page.calls:
        if begin <= call.start and call.end <= end:
            parts += [page.text[at : call.start], spoken(call)]
            at = call.end
    parts.append(page.text[at:end])
    return COMMENT.sub("", "".join(parts))
