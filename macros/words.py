"""The words of a line, with everything blanked that is written for machines: macros, markup, addresses, YAML keys.

A blanked stretch keeps its length, so that columns stay true. ``BLANK`` is no letter, digit or mark.
"""

from __future__ import annotations

import re
from bisect import bisect_right
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
HINT = re.compile(r"[`{<\[\]&\\@]|//")  # without one of these there is nothing of ``MACRO`` or ``MACHINE``


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: ``raw`` without the macros, ``words`` without anything written for machines."""

    at: Position
    raw: str
    words: str

    def place(self, offset: int) -> Position:
        """The place of a character of the line."""
        return Position(self.at.path, self.at.line, self.at.column + offset)


@dataclass(frozen=True, slots=True)
class Text:
    """The lines of a file that hold anything; ``raw`` and ``words`` are all of them in one, for a quick “no”."""

    lines: tuple[Line, ...]
    raw: str
    words: str


@dataclass(slots=True)
class _Memo:
    """The file read last: all rules judge one file before the next, so one is enough."""

    case: TextCase | None = None
    text: Text | None = None


LAST = _Memo()


def text_of(case: TextCase) -> Text:
    """The text of a case, blanked where it is no words; read once for all rules."""
    if LAST.case is not case or LAST.text is None:
        found = tuple(line for line in _lines(case) if line.raw)
        raw, words = ("\n".join(parts) for parts in ([one.raw for one in found], [one.words for one in found]))
        LAST.case, LAST.text = case, Text(found, raw, words)
    return LAST.text


def lines(case: TextCase) -> tuple[Line, ...]:
    """The lines of a text case, blanked where they are not words; empty ones are left out."""
    return text_of(case).lines


class Whole:
    """A case as one text, macros blanked, with the place of each character; nothing reads across what is not next."""

    def __init__(self, case: TextCase) -> None:
        self._lines = lines(case)
        self._starts: list[int] = []
        parts, length = [], 0
        for index, line in enumerate(self._lines):
            follows = case.is_page and index > 0 and self._lines[index - 1].at.line + 1 == line.at.line
            parts += [("\n" if follows else f"\n{BLANK}\n") if index else "", line.raw]
            length += len(parts[-2])
            self._starts.append(length)
            length += len(line.raw)
        self.text = "".join(parts)

    def place(self, offset: int) -> Position:
        """The place of a character of the text."""
        index = bisect_right(self._starts, offset) - 1
        return self._lines[index].place(offset - self._starts[index])


def lines_with(case: TextCase, *hints: str) -> Iterator[Line]:
    """The lines that hold one of some strings: all that a pattern can match which needs one of them."""
    present = [hint for hint in hints if hint in text_of(case).raw]
    if present:
        yield from (line for line in lines(case) if any(hint in line.raw for hint in present))


def lines_like(case: TextCase, hint: re.Pattern[str]) -> Iterator[Line]:
    """The lines in which a simple pattern occurs: all that a costly one can match which needs it."""
    if hint.search(text_of(case).raw):
        yield from (line for line in lines(case) if hint.search(line.raw))


def _lines(case: TextCase) -> Iterator[Line]:
    front = False
    for index, (at, text) in enumerate(case.pieces):
        hint = HINT.search(text) is not None
        raw = _blank(MACRO, text) if hint else text
        if not case.is_page:
            yield Line(at, raw, _blank(MACHINE, raw) if hint else raw)
            continue
        if text.startswith("---") and not text[3:].strip(" \t") and (index == 0 or front):
            front = not front
            yield Line(at, BLANK * len(text), BLANK * len(text))
            continue
        start = FRONT_LINE if front else LINE_START
        words = _blank(start, raw, once=True)
        yield Line(at, raw, _quotes(words) if front else _blank(MACHINE, words) if hint else words)


def _blank(pattern: re.Pattern[str], text: str, *, once: bool = False) -> str:
    if once:
        found = pattern.match(text)
        return text if found is None else BLANK * found.end() + text[found.end() :]
    return pattern.sub(lambda one: BLANK * len(one.group()), text)


def _quotes(text: str) -> str:
    """A value of front matter without the quotes YAML wants around it."""
    found = re.fullmatch(rf"({BLANK}*)([\"'])(.*)(\2)\s*", text)
    return text if found is None else f"{found.group(1)}{BLANK}{found.group(3)}{BLANK}"
