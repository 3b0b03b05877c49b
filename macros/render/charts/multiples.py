"""One small panel a series, all on one scale, so that panels and years can be compared with each other."""

from __future__ import annotations

from collections.abc import Sequence

from macros.render.charts.axis import Axis, gap
from macros.render.charts.svg import WIDE, Canvas, Drawing, Size
from macros.render.charts.years import Series, Timeline

HIGH = 840
COLUMNS = {WIDE.name: 3}
BETWEEN = 220
WIDEST = 340
LEAST = 10  # a column that would be lower is drawn like this


def draw(line: Timeline, series: Sequence[Series], size: Size) -> Drawing:
    """The panels, row by row."""
    columns = COLUMNS.get(size.name, 2)
    wide = (size.width - BETWEEN * (columns - 1)) // columns
    largest = max(1, *(n for one in series for year in line.years if (n := year.number(one.term)) is not None))
    canvas = Canvas()
    y = 0
    for row in range(0, len(series), columns):
        panels = series[row : row + columns]
        heads = [size.wrap(one.label, wide) for one in panels]
        start = y + size.line * max(len(lines) for lines in heads)
        base = start + size.line + 40 + HIGH
        for index, (one, head) in enumerate(zip(panels, heads, strict=True)):
            left = (wide + BETWEEN) * index
            for number, text in enumerate(head):
                canvas.text(left, y + size.line * number + size.base, text, "gk-c-number")
            _panel(canvas, line, one, Axis(line, left, left + wide), (start, base, largest), size)
        y = base + size.line + 180
    return Drawing(y - 80, "".join(canvas.parts))


def _panel(canvas: Canvas, line: Timeline, one: Series, axis: Axis, scale: tuple[int, int, int], size: Size) -> None:
    start, base, largest = scale
    axis.mark_breaks(canvas, start + 60, base)
    wide = min(WIDEST, axis.step * 3 // 5)
    for index, year in enumerate(line.years):
        number = year.number(one.term)
        if number is None and axis.has_room(index, size.font + 10):
            axis.text(canvas, index, base - 60, gap(year, one.term), "gk-c-quiet", size)
        if number is None:
            continue
        high = HIGH * number // largest
        seen = max(high, LEAST)
        if number:
            canvas.rect(axis.x(index) - wide // 2, base - seen, wide, seen, "gk-c-out")
        if axis.has_room(index, size.measure(str(largest)) + 30):
            kind = "gk-c-number" if number else "gk-c-quiet"
            axis.text(canvas, index, base - high - 60, str(number), kind, size)
    axis.draw(canvas, base, size)
