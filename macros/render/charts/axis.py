"""Years along a line: where each stands, which are written, where the form changed."""

from __future__ import annotations

from dataclasses import dataclass

from macros.render.charts.svg import Canvas, Size
from macros.render.charts.years import Timeline, Year

MISSING, BLANK = "缺", "空"


@dataclass(frozen=True, slots=True)
class Axis:
    """The years of a timeline between ``left`` and ``right``, each in the middle of its own stretch."""

    line: Timeline
    left: int
    right: int

    @property
    def step(self) -> int:
        """The stretch of one year."""
        return (self.right - self.left) // len(self.line.years)

    def x(self, index: int) -> int:
        """The middle of a year."""
        return self.left + self.step * index + self.step // 2

    def text(self, canvas: Canvas, index: int, y: int, text: str, kind: str, size: Size) -> None:
        """A text in the middle of a year, moved inwards where it would stick out."""
        half = size.measure(text) // 2
        x = max(self.left + half, min(self.x(index), self.right - half))
        canvas.text(x, y, text, kind, "middle")

    def has_room(self, index: int, wide: int) -> bool:
        """Whether a text this wide is set at a year: the last one, and of the others as many as do not touch."""
        return (len(self.line.years) - 1 - index) % (wide // self.step + 1) == 0

    def draw(self, canvas: Canvas, base: int, size: Size) -> None:
        """The base line and the years below it; where they stand too close, not every one."""
        canvas.line(self.left, base, self.right, base, "gk-c-axis")
        wide = size.measure("0000")
        wide += 60 if self.step > wide else wide // 2  # the outer ones are moved inwards
        for index, one in enumerate(self.line.years):
            if self.has_room(index, wide):
                kind = "" if one.amounts else "gk-c-quiet"
                self.text(canvas, index, base + size.line, str(one.year), kind, size)

    def mark_breaks(self, canvas: Canvas, top: int, base: int) -> None:
        """An upright line wherever the form changed."""
        for index in self.line.breaks:
            x = self.left + self.step * (index + 1)
            canvas.line(x, top, x, base, "gk-c-break")


def gap(year: Year, term: str) -> str:
    """The sign for a year without a number; empty where there is one."""
    if not year.amounts:
        return MISSING
    return BLANK if year.number(term) is None else ""


def ceiling(largest: int) -> int:
    """The next round number: 1, 2 or 5 with zeros."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if step * factor >= largest:
                return step * factor
        step *= 10
