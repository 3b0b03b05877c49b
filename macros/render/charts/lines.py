"""A few series over the years as lines: straight from point to point, broken where a year or the form is another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from macros.render.charts.axis import Axis, ceiling, gap
from macros.render.charts.svg import WIDE, Canvas, Drawing, Size
from macros.render.charts.years import Series, Timeline

HIGH = 1900
ROOM = {WIDE.name: 1900}  # for the names of the series, right of their last point; on a narrow drawing above it
KINDS = ("out", "in")
DOT = 40


def draw(line: Timeline, series: Sequence[Series], size: Size) -> Drawing:
    """The lines; at most two, told apart by colour, by the shape of their points and by their names."""
    beside = ROOM.get(size.name)
    canvas = Canvas()
    y = 0
    if beside is None:
        y = _names_above(canvas, series, size)
    numbers = [n for one in series for year in line.years if (n := year.number(one.term)) is not None]
    top = ceiling(max(*numbers, 1))
    start = y + size.line * 2
    base = start + HIGH
    axis = Axis(line, size.measure(str(top)) + 100, size.width - (60 if beside is None else beside))
    for tick in sorted({0, top}):
        place = base - HIGH * tick // top
        canvas.text(axis.left - 80, place + 50, str(tick), "gk-c-quiet", "end")
        if tick:
            canvas.line(axis.left, place, axis.right, place, "gk-c-grid")
    axis.draw(canvas, base, size)
    axis.mark_breaks(canvas, start - 100, base)
    for index in line.breaks:
        canvas.text(axis.left + axis.step * (index + 1), start - 160, "格式变更", "gk-c-quiet", "middle")
    ends: list[tuple[int, Series, str]] = []
    for one, kind in zip(series, KINDS, strict=False):
        places = [_y(year.number(one.term), top, base) for year in line.years]
        for index, (here, there) in enumerate(pairwise(places)):
            if here is not None and there is not None and line.joined(index, one.term):
                canvas.line(axis.x(index), here, axis.x(index + 1), there, f"gk-c-line gk-c-line--{kind}")
        for index, height in enumerate(places):
            if height is not None:
                _point(canvas, axis.x(index), height, kind)
        last = [place for place in places if place is not None]
        if last and beside is not None:
            ends.append((last[-1], one, kind))
    _values(canvas, line, series, axis, (top, base), size)
    low = _names_beside(canvas, ends, axis.right + 40, size.width - axis.right - 100, size)
    return Drawing(max(base + size.line, low - size.line) + 80, "".join(canvas.parts))


def _y(number: int | None, top: int, base: int) -> int | None:
    return None if number is None else base - HIGH * number // top


def _point(canvas: Canvas, x: int, y: int, kind: str) -> None:
    """A square for the first series, a diamond for the second."""
    if kind == "out":
        canvas.rect(x - DOT, y - DOT, 2 * DOT, 2 * DOT, "gk-c-out")
    else:
        canvas.path(("M", x, y - DOT - 20, "L", x + DOT + 20, y, x, y + DOT + 20, x - DOT - 20, y, "Z"), "gk-c-in")


def _values(
    canvas: Canvas, line: Timeline, series: Sequence[Series], axis: Axis, scale: tuple[int, int], size: Size
) -> None:
    """The number at each point, above it; the lower of two close ones below. A year without any says why."""
    top, base = scale
    widest = max(size.measure(str(year.number(one.term))) for one in series for year in line.years)
    for index, year in enumerate(line.years):
        found = sorted(n for one in series if (n := year.number(one.term)) is not None)
        gaps = [sign for one in series if (sign := gap(year, one.term))]
        if gaps and axis.has_room(index, size.font + 10):
            axis.text(canvas, index, base - 80, gaps[0], "gk-c-quiet", size)
        if not axis.has_room(index, widest + 40):
            continue
        places = [base - HIGH * number // top for number in found]
        close = len(places) == 2 and places[0] - places[1] < 2 * size.line
        for order, (number, place) in enumerate(zip(found, places, strict=True)):
            below = close and order == 0 and base - place > size.line
            beside = close and order == 0 and not below
            y = place + size.line if below else place - 90
            if not beside:
                axis.text(canvas, index, y, str(number), "gk-c-number", size)
            elif axis.step > 3 * widest:
                canvas.text(axis.x(index) + 120, place - 30, str(number), "gk-c-number")


def _names_above(canvas: Canvas, series: Sequence[Series], size: Size) -> int:
    """Point and name of each series, a line each; how high that is."""
    for index, (one, kind) in enumerate(zip(series, KINDS, strict=False)):
        y = size.line * index + size.base
        _point(canvas, 80, y - 50, kind)
        canvas.text(200, y, one.label)
    return size.line * len(series)


def _names_beside(canvas: Canvas, ends: list[tuple[int, Series, str]], x: int, room: int, size: Size) -> int:
    """The name of each series right of its last point, moved apart where they would touch; where the last one ends."""
    free = 0
    for place, one, kind in sorted(ends, key=lambda end: end[0]):
        y = max(place + 50, free)
        _point(canvas, x + 60, y - 50, kind)
        for text in size.wrap(one.label, room - 160):
            canvas.text(x + 180, y, text)
            y += size.line
        free = y + 60
    return free
