"""The narrative of a report's page, passage by passage, as plain text that can be compared with another year's."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from macros.facts import Position
from macros.form import Form
from macros.page import Call, Page

OPENING = "intro"
HEADING = re.compile(r"^##[ \t]+([一二三四五六七八九十]+)、.*$", re.MULTILINE)
ATTRIBUTES = re.compile(r"\{:[^{}\n]*\}")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Passage:
    """What stands under one of the form's headings (``intro``: before the first), and where it begins."""

    id: str
    text: str
    at: Position


def passages(page: Page, form: Form, spoken: Callable[[Call], str]) -> dict[str, Passage]:
    """The passages of a page by section id; ``spoken`` says what stands in the place of a macro call."""
    starts = [(OPENING, page.body, page.body)]
    for match in HEADING.finditer(page.text, page.body):
        section = next((s.id for s in form.sections if s.number == match.group(1)), None)
        if section is not None and section not in {start[0] for start in starts}:
            starts.append((section, match.start(), match.end()))
    ends = [start for _, start, _ in starts[1:]] + [len(page.text)]
    return {
        section: Passage(section, _words(page, begin, end, spoken), page.at(start))
        for (section, start, begin), end in zip(starts, ends, strict=True)
    }


def _words(page: Page, begin: int, end: int, spoken: Callable[[Call], str]) -> str:
    """The text of a stretch of the page without white space, comments and attributes."""
    parts = []
    at = begin
    for call in page.calls:
        if begin <= call.start and call.end <= end:
            parts += [page.text[at : call.start], spoken(call)]
            at = call.end
    parts.append(page.text[at:end])
    return SPACE.sub("", ATTRIBUTES.sub("", COMMENT.sub("", "".join(parts))))
