"""The words of a line, with everything blanked that is written for machines: macros, markup, addresses, YAML keys.

A blanked stretch keeps its length, so that columns stay true. ``BLANK`` is no letter, digit or mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from macros.facts import Position
from macros.rules.case import TextCase

BLANK = "\x1a"
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
WIDE_DIGITS = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")

MACRO = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
MACHINE = re.compile(
    r"`[^`]*`"  # code
    r"|\{:?[^{}]*\}"  # attribute lists
    r"|<[A-Za-z/!][^<>]*>"  # tags, autolinks
    r"|(?<=\])\([^()\s]*(?:\s+(?:\"[^\"]*\"|'[^']*'))?\)"  # the target of a link
    r"|(?<=\])\[[^\[\]]*\]|\[\^[^\[\]]*\]:?|^\s{0,3}\[[^\[\]]*\]:\s.*"  # references, notes
    r"|!(?=\[)|&(?:[a-z]+|#\w+);|\\."
    r"|(?:https?|ftp)://[\w./?=&%#:@~+,;-]*[\w/]|(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+",
    re.ASCII,
)
LINE_START = re.compile(r"\s*(?:>\s*)*(?:(?:[-*+]|\d+[.)])\s+|#{1,6}\s+|:\s+|(?:!!!|\?\?\?\+?)\s.*)?")
FRONT_LINE = re.compile(r"\s*(?:-\s+)?(?:[\w-]+:(?:\s+|$))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: ``raw`` without the macros, ``words`` without anything written for machines."""

    at: Position
    raw: str
    words: str

    def place(self, offset: int) -> Position:
        """The place of a character of the line."""
        return Position(self.at.path, self.at.line, self.at.column + offset)


def lines(case: TextCase) -> Iterator[Line]:
    """The lines of a text case, blanked where they are not words."""
    front = False
    for index, (at, text) in enumerate(case.pieces):
        raw = _blank(MACRO, text)
        if not case.is_page:
            yield Line(at, raw, _blank(MACHINE, raw))
            continue
        if re.fullmatch(r"---[ \t]*", text) and (index == 0 or front):
            front = not front
            yield Line(at, BLANK * len(text), BLANK * len(text))
            continue
        start = FRONT_LINE if front else LINE_START
        words = _blank(start, raw, once=True)
        yield Line(at, raw, _quotes(words) if front else _blank(MACHINE, words))


def _blank(pattern: re.Pattern[str], text: str, *, once: bool = False) -> str:
    if once:
        found = pattern.match(text)
        return text if found is None else BLANK * found.end() + text[found.end() :]
    return pattern.sub(lambda one: BLANK * len(one.group()), text)


def _quotes(text: str) -> str:
    """A value of front matter without the quotes YAML wants around it."""
    found = re.fullmatch(rf"({BLANK}*)([\"'])(.*)(\2)\s*", text)
    return text if found is None else f"{found.group(1)}{BLANK}{found.group(3)}{BLANK}"
