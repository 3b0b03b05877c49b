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


def passages(page: Page, form: Form, spoken: Callable[[Call], str]) -> dict[str, Passage]:
    """The passages of a page by section id; ``spoken`` says what stands in the place of a macro call."""
    starts = [(OPENING, page.body, page.body)]
    for match in HEADING.finditer(page.text, page.body):
        section = next((s.id for s in form.sections if s.number == match.group(1)), None)
        if section is not None and section not in {start[0] for start in starts}:
            starts.append((section, match.start(), match.end()))
    ends = [start for _, start, _ in starts[1:]] + [len(page.text)]
    return {
        section: _passage(section, _words(page, begin, end, spoken), page.at(start))
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
    """The text of a stretch of the page without comments and attributes."""
    parts = []
    at = begin
    for call in page.calls:
        if begin <= call.start and call.end <= end:
            parts += [page.text[at : call.start], spoken(call)]
            at = call.end
    parts.append(page.text[at:end])
    return ATTRIBUTES.sub("", COMMENT.sub("", "".join(parts)))
