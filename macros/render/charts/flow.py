"""The balance of the requests as a flow: what came in on the left, all of it in the middle, what became of it right."""

from __future__ import annotations

from dataclasses import dataclass

from macros.amounts import Amount
from macros.facts import shown
from macros.render.charts.facts import Flow, Parts
from macros.render.charts.svg import NARROW, WIDE, Canvas, Drawing, Size

TALL = 2400  # all requests together are at most this high,
UNIT = 160  # and one of them at most this
NODE = 100  # how wide a node is
GAP = 120
LEAST = 10  # a node that would be thinner is drawn like this


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the three nodes stand, and how much room labels have left and right."""

    left: int
    middle: int
    right: int
    label: int
    room: int


PLACES = {WIDE.name: Columns(1660, 3250, 4800, 1540, 2260), NARROW.name: Columns(980, 1600, 2200, 900, 1020)}


@dataclass(frozen=True, slots=True)
class Node:
    """An amount on its way to the drawing: its place, its height, the lines of its label."""

    amount: Amount
    top: int
    high: int
    middle: int
    lines: tuple[str, ...]


def draw(flow: Flow, unit: str, size: Size) -> Drawing:
    """The flow; its whole is above zero."""
    places, all_of_it = PLACES[size.name], int(flow.sources.whole)
    head = size.line + 80
    sides = [
        _measured(parts, room, all_of_it, size)
        for parts, room in ((flow.sources, places.label), (flow.results, places.room))
    ]
    heights = [sum(slot for *_, slot in side) + GAP * (len(side) - 1) for side in sides]
    whole = max(sum(high for _, _, high, _ in side) for side in sides)
    inner = max(*heights, whole)
    start = head + (inner - whole) // 2
    columns = [_nodes(side, head + (inner - high) // 2) for side, high in zip(sides, heights, strict=True)]
    canvas = Canvas()
    for side, nodes in zip(("in", "out"), columns, strict=True):
        y = start
        for node in nodes:
            if side == "in":
                _ribbon(canvas, places.left + NODE, node.top, places.middle, y, node.high, "in")
            else:
                _ribbon(canvas, places.middle + NODE, y, places.right, node.top, node.high, "out")
            y += node.high
    canvas.rect(places.middle, start, NODE, whole, "gk-c-node")
    text = f"合计 {all_of_it} {unit}"
    canvas.text(places.middle + NODE, min(start, columns[0][0].top) - 80, text, "gk-c-number", "end")
    for side, nodes in zip(("in", "out"), columns, strict=True):
        for node in nodes:
            _label(canvas, node, places, size, unit, side)
    return Drawing(inner + head + 60, "".join(canvas.parts))


def _measured(parts: Parts, room: int, whole: int, size: Size) -> list[tuple[Amount, list[str], int, int]]:
    """The amounts to be drawn, each with the lines of its label, its height, and the height of its place."""
    found = []
    for one in parts.drawn:
        assert one.number is not None
        lines = size.wrap(one.label, room)
        high = min(int(one.number) * UNIT, int(one.number) * TALL // whole)
        found.append((one, lines, high, max(high, size.line * (len(lines) + 1))))
    return found


def _nodes(side: list[tuple[Amount, list[str], int, int]], top: int) -> list[Node]:
    found = []
    for one, lines, high, slot in side:
        found.append(Node(one, top + (slot - high) // 2, high, top + slot // 2, tuple(lines)))
        top += slot + GAP
    return found


def _ribbon(canvas: Canvas, x1: int, y1: int, x2: int, y2: int, high: int, side: str) -> None:
    """A band of one height from one node to another."""
    bend = (x1 + x2) // 2
    canvas.path(
        ("M", x1, y1, "C", bend, y1, bend, y2, x2, y2, "V", y2 + high,
         "C", bend, y2 + high, bend, y1 + high, x1, y1 + high, "Z"),
        f"gk-c-ribbon gk-c-ribbon--{side}",
    )  # fmt: skip


def _label(canvas: Canvas, node: Node, places: Columns, size: Size, unit: str, side: str) -> None:
    """The node itself, its number, and below that its label."""
    x = places.left if side == "in" else places.right
    canvas.rect(x, node.top, NODE, max(node.high, LEAST), f"gk-c-{side}")
    place, anchor = (x - 80, "end") if side == "in" else (x + NODE + 80, "start")
    y = node.middle - size.line * (len(node.lines) + 1) // 2 + size.base
    canvas.text(place, y, f"{shown(node.amount.number)} {unit}", "gk-c-number", anchor)
    for line in node.lines:
        y += size.line
        canvas.text(place, y, line, "", anchor)
