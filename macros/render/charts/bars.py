"""Amounts as bars from one line; where there are few, every single one is a block of its own."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from macros.amounts import Amount
from macros.facts import shown
from macros.render.charts.svg import WIDE, Canvas, Drawing, Length, Size

FEW = 20  # up to here each one is drawn by itself,
BLOCK = 16  # at most this wide
BAR = 16
LABEL = 330  # the widest column of labels


def draw(amounts: Sequence[Amount], unit: str, size: Size) -> Drawing:
    """A bar for each amount (all above zero), labelled left of it, on a narrow drawing above it."""
    beside = size.name == WIDE.name
    room = min(LABEL, max(_rounded(size.measure(one.label)) for one in amounts)) if beside else size.width
    start = room + 12 if beside else 0
    largest = max(one.number for one in amounts if one.number is not None)
    space = size.width - start - size.measure(f" {shown(largest)} {unit}") - 10
    step = min(space / Fraction(largest), Fraction(BLOCK + 3)) if largest <= FEW else space / Fraction(largest)
    canvas = Canvas()
    y = Fraction(2)
    for one in amounts:
        assert one.number is not None
        lines = size.wrap(one.label, room)
        if beside:
            high = max(len(lines) * size.line, BAR + 8)
            top = y + Fraction(high - len(lines) * size.line, 2)
            bar = y + Fraction(high - BAR, 2)
        else:
            top, bar, high = y, y + len(lines) * size.line + 2, len(lines) * size.line + BAR + 2
        for index, line in enumerate(lines):
            place = room if beside else 0
            canvas.text(
                place, top + size.line * index + Fraction(size.line * 3, 4), line, "", "end" if beside else "start"
            )
        end = _bar(canvas, start, bar, Fraction(one.number) * step, step, blocks=largest <= FEW)
        canvas.text(end + 8, bar + BAR - 3, f"{shown(one.number)} {unit}", "gk-c-number")
        y += high + 10
    if beside:
        canvas.line(start, 0, start, y - 8, "gk-c-axis")
    return Drawing(y - 6, "".join(canvas.parts))


def _bar(canvas: Canvas, x: Length, y: Length, wide: Length, step: Fraction, *, blocks: bool) -> Length:
    """The bar, whole or in blocks; where it ends."""
    if not blocks:
        canvas.rect(x, y, max(wide, Fraction(1)), BAR, "gk-c-out")
        return x + wide
    for index in range(int(wide / step)):
        canvas.rect(x + index * step + (2 if index or x else 0), y, step - 3, BAR, "gk-c-out")
    return x + wide


def _rounded(length: Length) -> int:
    return int(length) + 1
