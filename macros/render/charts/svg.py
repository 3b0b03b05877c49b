"""Drawing in SVG: shapes by class, text that stays text, no colour and no style (the stylesheet has them).

ints are whole tenths of a unit of the drawing, so that the same report gives the same picture everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape

from macros.render.words import width


@lru_cache(maxsize=4096)
def _units(text: str) -> int:
    """The width of a text in twentieths of its letters' height."""
    return sum(20 if width(letter) == 2 else 11 for letter in text)


@lru_cache(maxsize=4096)
def _wrapped(text: str, room: int) -> tuple[str, ...]:
    """The text in lines no wider than ``room`` and about equally long."""
    lines = _lines(text, room)
    again = _lines(text, min(room, _units(text) // len(lines) + 20))
    return again if len(again) == len(lines) else lines


def _lines(text: str, room: int) -> tuple[str, ...]:
    lines, left = [""], room
    for letter in text:
        wide = _units(letter)
        if lines[-1] and wide > left and letter not in "，。、）”：；":
            lines.append("")
            left = room
        lines[-1] += letter
        left -= wide
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class Size:
    """One of the two sizes a chart is drawn in; the stylesheet shows the one that fits. Letters are ``font`` high."""

    name: str
    width: int
    font: int
    line: int

    @property
    def base(self) -> int:
        """How far below the top of a line its letters stand."""
        return self.line * 3 // 4

    def measure(self, text: str) -> int:
        """About how wide the text is: a Chinese character is square, another letter a little over half of that."""
        return _units(text) * self.font // 20

    def wrap(self, text: str, room: int) -> list[str]:
        """The text in lines no wider than ``room`` and about equally long; a mark does not open a line."""
        return list(_wrapped(text, room * 20 // self.font))


WIDE = Size("wide", 7200, 150, 200)
NARROW = Size("narrow", 3400, 130, 170)
SIZES = (WIDE, NARROW)


@lru_cache(maxsize=8192)
def at(value: int) -> str:
    """A length as it is written in the drawing."""
    whole, rest = divmod(abs(value), 10)
    return f"{'-' if value < 0 else ''}{whole}{f'.{rest}' if rest else ''}"


@dataclass(slots=True)
class Canvas:
    """What has been drawn so far."""

    parts: list[str] = field(default_factory=list)

    def rect(self, x: int, y: int, wide: int, high: int, kind: str) -> None:
        """A rectangle."""
        self.parts.append(f'<rect class="{kind}" x="{at(x)}" y="{at(y)}" width="{at(wide)}" height="{at(high)}"/>')

    def path(self, steps: Iterable[str | int], kind: str) -> None:
        """A path from letters and coordinates."""
        shape = " ".join(step if isinstance(step, str) else at(step) for step in steps)
        self.parts.append(f'<path class="{kind}" d="{shape}"/>')

    def line(self, x1: int, y1: int, x2: int, y2: int, kind: str) -> None:
        """A straight line."""
        self.path(("M", x1, y1, "L", x2, y2), kind)

    def text(self, x: int, y: int, text: str, kind: str = "", anchor: str = "start", lead: str = "") -> None:
        """A line of text on its base line; ``lead`` is a number set in bold before it."""
        names = " ".join(name for name in (kind, "" if anchor == "start" else f"gk-c-{anchor}") if name)
        bold = f'<tspan class="gk-c-number">{escape(lead)}</tspan> ' if lead else ""
        shown = f' class="{names}"' if names else ""
        self.parts.append(f'<text{shown} x="{at(x)}" y="{at(y)}">{bold}{escape(text)}</text>')


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished drawing: how high it is, and what is in it."""

    height: int
    shapes: str


def svg(drawing: Drawing, size: Size, name: str, title: str, description: str) -> str:
    """The drawing as an image with a name and a description."""
    own = f"{name}-{size.name}"
    return (
        f'<svg class="gk-chart__{size.name}" viewBox="0 0 {at(size.width)} {at(drawing.height)}" role="img" '
        f'aria-labelledby="{own}-t {own}-d" focusable="false"><title id="{own}-t">{escape(title)}</title>'
        f'<desc id="{own}-d">{escape(description)}</desc>{drawing.shapes}</svg>'
    )
