"""The balance of the requests as a flow: what came in on the left, all of it in the middle, what became of it right."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from macros.amounts import Amount
from macros.facts import shown
from macros.render.charts.facts import Flow
from macros.render.charts.svg import NARROW, WIDE, Canvas, Drawing, Length, Size

TALL = 240  # all requests together are at most this high,
UNIT = 16  # and one of them at most this
NODE = 10  # how wide a node is
GAP = 12


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the three nodes stand, and how much room labels have left and right."""

    left: int
    middle: int
    right: int
    label: int
    room: int


PLACES = {WIDE.name: Columns(166, 325, 480, 154, 226), NARROW.name: Columns(98, 160, 220, 90, 102)}


@dataclass(frozen=True, slots=True)
class Node:
    """An amount on its way to the drawing: its place, its height, the lines of its label."""

    amount: Amount
    top: Length
    high: Length
    middle: Length
    lines: tuple[str, ...]


def draw(flow: Flow, unit: str, size: Size) -> Drawing:
    """The flow; its whole is above zero."""
    places = PLACES[size.name]
    scale = min(Fraction(UNIT), Fraction(TALL) / Fraction(flow.sources.whole))
    head = size.line + 8
    sides = [
        [(one, size.wrap(one.label, room)) for one in parts.drawn]
        for parts, room in ((flow.sources, places.label), (flow.results, places.room))
    ]
    heights = [_height(side, scale, size) for side in sides]
    whole = Fraction(flow.sources.whole) * scale
    inner = max(*heights, whole)
    columns = [
        _nodes(side, scale, size, head + Fraction(inner - height) / 2)
        for side, height in zip(sides, heights, strict=True)
    ]
    canvas = Canvas()
    start = head + Fraction(inner - whole) / 2
    for side, nodes in zip(("in", "out"), columns, strict=True):
        y: Length = start
        for node in nodes:
            if side == "in":
                _ribbon(canvas, places.left + NODE, node.top, places.middle, y, node.high, "in")
            else:
                _ribbon(canvas, places.middle + NODE, y, places.right, node.top, node.high, "out")
            y += node.high
    canvas.rect(places.middle, start, NODE, whole, "gk-c-node")
    text = f"合计 {shown(flow.sources.whole)} {unit}"
    canvas.text(places.middle + NODE, min(start, columns[0][0].top) - 8, text, "gk-c-number", "end")
    for side, nodes in zip(("in", "out"), columns, strict=True):
        for node in nodes:
            _label(canvas, node, places, size, unit, side)
    return Drawing(inner + head + 6, "".join(canvas.parts))


def _slot(one: Amount, lines: list[str], scale: Fraction, size: Size) -> Length:
    return max(_thick(one, scale), Fraction(size.line * (len(lines) + 1)))


def _thick(one: Amount, scale: Fraction) -> Fraction:
    assert one.number is not None
    return Fraction(one.number) * scale


def _height(side: list[tuple[Amount, list[str]]], scale: Fraction, size: Size) -> Length:
    return sum((_slot(one, lines, scale, size) for one, lines in side), Fraction(GAP * (len(side) - 1)))


def _nodes(side: list[tuple[Amount, list[str]]], scale: Fraction, size: Size, top: Length) -> list[Node]:
    found, y = [], top
    for one, lines in side:
        slot, high = _slot(one, lines, scale, size), _thick(one, scale)
        found.append(Node(one, y + Fraction(slot - high) / 2, high, y + Fraction(slot) / 2, tuple(lines)))
        y += slot + GAP
    return found


def _ribbon(canvas: Canvas, x1: Length, y1: Length, x2: Length, y2: Length, high: Length, side: str) -> None:
    """A band of one height from one node to another."""
    bend = Fraction(x1 + x2) / 2
    canvas.path(
        ("M", x1, y1, "C", bend, y1, bend, y2, x2, y2, "V", y2 + high,
         "C", bend, y2 + high, bend, y1 + high, x1, y1 + high, "Z"),
        f"gk-c-ribbon gk-c-ribbon--{side}",
    )  # fmt: skip


def _label(canvas: Canvas, node: Node, places: Columns, size: Size, unit: str, side: str) -> None:
    """The node itself, its number, and below that its label."""
    x = places.left if side == "in" else places.right
    canvas.rect(x, node.top, NODE, max(node.high, Fraction(1)), f"gk-c-{side}")
    place, anchor = (x - 8, "end") if side == "in" else (x + NODE + 8, "start")
    high = size.line * (len(node.lines) + 1)
    y = node.middle - Fraction(high, 2) + Fraction(size.line * 3, 4)
    canvas.text(place, y, f"{shown(node.amount.number)} {unit}", "gk-c-number", anchor)
    for line in node.lines:
        y += size.line
        canvas.text(place, y, line, "", anchor)
