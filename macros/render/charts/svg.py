"""Drawing in SVG: shapes by class, text that stays text, no colour and no style (the stylesheet has them)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from html import escape
from typing import TypeAlias

from macros.render.words import width

Length: TypeAlias = int | Fraction


@dataclass(frozen=True, slots=True)
class Size:
    """One of the two sizes a chart is drawn in; the stylesheet shows the one that fits. Letters are ``font`` high."""

    name: str
    width: int
    font: int
    line: int

    def measure(self, text: str) -> Length:
        """About how wide the text is: a Chinese character is square, another letter a little over half of that."""
        return Fraction(sum(width(c) * 10 if width(c) == 2 else 11 for c in text) * self.font, 20)

    def wrap(self, text: str, room: Length) -> list[str]:
        """The text in lines no wider than ``room`` and about equally long; a mark does not open a line."""
        lines = self._lines(text, room)
        narrower = self.measure(text) / Fraction(len(lines)) + self.font
        again = self._lines(text, min(narrower, Fraction(room)))
        return again if len(again) == len(lines) else lines

    def _lines(self, text: str, room: Length) -> list[str]:
        lines = [""]
        for letter in text:
            if lines[-1] and self.measure(lines[-1] + letter) > room and letter not in "，。、）”：；":
                lines.append("")
            lines[-1] += letter
        return lines


WIDE = Size("wide", 720, 15, 20)
NARROW = Size("narrow", 340, 13, 17)
SIZES = (WIDE, NARROW)


def at(value: Length) -> str:
    """A coordinate to a tenth."""
    tenths = round(value * 10)
    whole, rest = divmod(abs(tenths), 10)
    return f"{'-' if tenths < 0 else ''}{whole}{f'.{rest}' if rest else ''}"


@dataclass(slots=True)
class Canvas:
    """What has been drawn so far."""

    parts: list[str] = field(default_factory=list)

    def rect(self, x: Length, y: Length, wide: Length, high: Length, kind: str) -> None:
        """A rectangle."""
        self.parts.append(f'<rect class="{kind}" x="{at(x)}" y="{at(y)}" width="{at(wide)}" height="{at(high)}"/>')

    def path(self, steps: Iterable[str | Length], kind: str) -> None:
        """A path from letters and coordinates."""
        shape = " ".join(step if isinstance(step, str) else at(step) for step in steps)
        self.parts.append(f'<path class="{kind}" d="{shape}"/>')

    def line(self, x1: Length, y1: Length, x2: Length, y2: Length, kind: str) -> None:
        """A straight line."""
        self.path(("M", x1, y1, "L", x2, y2), kind)

    def text(self, x: Length, y: Length, text: str, kind: str = "", anchor: str = "start", lead: str = "") -> None:
        """A line of text on its base line; ``lead`` is a number set in bold before it."""
        names = " ".join(name for name in (kind, "" if anchor == "start" else f"gk-c-{anchor}") if name)
        bold = f'<tspan class="gk-c-number">{escape(lead)}</tspan> ' if lead else ""
        shown = f' class="{names}"' if names else ""
        self.parts.append(f'<text{shown} x="{at(x)}" y="{at(y)}">{bold}{escape(text)}</text>')


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished drawing: how high it is, and what is in it."""

    height: Length
    shapes: str


def svg(drawing: Drawing, size: Size, name: str, title: str, description: str) -> str:
    """The drawing as an image with a name and a description."""
    own = f"{name}-{size.name}"
    return (
        f'<svg class="gk-chart__{size.name}" viewBox="0 0 {size.width} {at(drawing.height)}" role="img" '
        f'aria-labelledby="{own}-t {own}-d" focusable="false"><title id="{own}-t">{escape(title)}</title>'
        f'<desc id="{own}-d">{escape(description)}</desc>{drawing.shapes}</svg>'
    )
