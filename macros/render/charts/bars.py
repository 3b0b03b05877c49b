"""Amounts as bars from one line; where there are few, every single one is a block of its own."""

from __future__ import annotations

from collections.abc import Sequence

from macros.amounts import Amount
from macros.facts import shown
from macros.render.charts.svg import WIDE, Canvas, Drawing, Size

FEW = 20  # up to here each one is drawn by itself,
BLOCK = 190  # at most this wide with the space after it
SPACE = 30
BAR = 160
LEAST = 10  # a bar that would be shorter is drawn like this
LABEL = 3300  # the widest column of labels


def draw(amounts: Sequence[Amount], unit: str, size: Size) -> Drawing:
    """A bar for each amount (all above zero), labelled left of it, on a narrow drawing above it."""
    beside = size.name == WIDE.name
    room = min(LABEL, max(size.measure(one.label) for one in amounts) + 10) if beside else size.width
    start = room + 120 if beside else 0
    largest = max(int(one.number) for one in amounts if one.number is not None)
    space = size.width - start - size.measure(f" {largest} {unit}") - 100
    canvas = Canvas()
    y = 20
    for one in amounts:
        assert one.number is not None
        lines = size.wrap(one.label, room)
        words = len(lines) * size.line
        if beside:
            high = max(words, BAR + 80)
            top, bar = y + (high - words) // 2, y + (high - BAR) // 2
        else:
            high = words + BAR + 20
            top, bar = y, y + words + 20
        for index, line in enumerate(lines):
            base = top + size.line * index + size.base
            canvas.text(room if beside else 0, base, line, "", "end" if beside else "start")
        end = _bar(canvas, start, bar, int(one.number), largest, space)
        canvas.text(end + 80, bar + BAR - 30, f"{shown(one.number)} {unit}", "gk-c-number")
        y += high + 100
    if beside:
        canvas.line(start, 0, start, y - 80, "gk-c-axis")
    return Drawing(y - 60, "".join(canvas.parts))


def _bar(canvas: Canvas, x: int, y: int, number: int, largest: int, space: int) -> int:
    """The bar, whole or in blocks; where it ends."""
    if largest > FEW:
        wide = max(number * space // largest, LEAST)
        canvas.rect(x, y, wide, BAR, "gk-c-out")
        return x + wide
    step = min(space // largest, BLOCK)
    for index in range(number):
        canvas.rect(x + index * step + SPACE // 2, y, step - SPACE, BAR, "gk-c-out")
    return x + number * step
