"""A text for reviewers before it is Markdown or a terminal's: sections of words, lists and grids, not escaped yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Mark = Literal["", "was", "now", "change", "code"]


@dataclass(frozen=True, slots=True)
class Words:
    """Words in one hand: what was, what is now, a change from one to the other, a name for machines."""

    text: str
    mark: Mark = ""


Said: TypeAlias = "tuple[Words, ...]"


def said(text: str, mark: Mark = "") -> Said:
    """Words all in one hand."""
    return (Words(text, mark),)


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list with what belongs to it; ``tick`` is a box to tick off."""

    words: Said
    under: tuple[Said, ...] = ()
    tick: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    words: Said


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: heads, and lines of as many cells, the first of them a label."""

    heads: tuple[str, ...]
    lines: tuple[tuple[Said, ...], ...]
    title: str = ""


Piece: TypeAlias = "Item | Text | Rows"


@dataclass(frozen=True, slots=True)
class Part:
    """A section: heading and pieces. ``rank``: the lower, the sooner it gets room; ``folded``: shown when opened."""

    title: str
    pieces: tuple[Piece, ...]
    rank: int
    level: int = 4
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """The whole: what is said first, then the sections in the order they are read."""

    title: str
    lead: tuple[str, ...]
    parts: tuple[Part, ...]
