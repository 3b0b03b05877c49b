"""A statutory table as a grid: what stands where, which cells are heads, how far they reach, and what they head.

The page writes its tables for the web itself; documents and spreadsheets are laid out from this grid, and a test holds
both to the same cells, spans and heads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from macros.form import Block, Cell, Form, Head, Table
from macros.report import CellValue, Report

Kind = Literal["heading", "corner", "column", "row", "value"]


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: where it begins (from 0), how far it reaches, and what it is.

    A value has ``cell`` and ``value``; ``heads`` are the ids of all heads above and before it, from the outermost
    inwards, rows first. A head has an ``id`` of its own and, in ``heads``, those it stands under.
    """

    row: int
    column: int
    rows: int
    columns: int
    kind: Kind
    text: str
    id: str = ""
    heads: tuple[str, ...] = ()
    group: bool = False
    head: Head | None = None
    cell: Cell | None = None
    value: CellValue | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A whole table. The first ``header_rows`` are heads and stand again on every new sheet of paper.

    A table of several blocks has no such rows: each block begins with its own. ``label_columns`` is the number of
    columns of row labels in the widest block.
    """

    table: Table
    width: int
    height: int
    header_rows: int
    label_columns: int
    cells: tuple[GridCell, ...]

    def line(self, row: int) -> tuple[GridCell, ...]:
        """The cells that begin in a row, from left to right."""
        return tuple(cell for cell in self.cells if cell.row == row)


def label_levels(block: Block) -> int:
    """How many columns of row labels a block has."""
    return max((head.depth() for head in block.rows), default=0)


def grids(report: Report, form: Form) -> tuple[Grid, ...]:
    """The tables of a report in the order of its form. Raises ``KeyError`` for a cell the report does not state."""
    return tuple(grid(report, table) for table in form.tables)


def grid(report: Report, table: Table) -> Grid:
    """One table of a report. Raises ``KeyError`` for a cell the report does not state."""
    width = max(label_levels(block) + len(block.column_leaves()) for block in table.blocks)
    cells: list[GridCell] = []
    top = 0
    for number, block in enumerate(table.blocks, 1):
        prefix = table.id if len(table.blocks) == 1 else f"{table.id}-{number}"
        made = _Block(report, table, block, prefix, width, top)
        cells += made.cells()
        top = made.bottom
    alone = len(table.blocks) == 1
    block = table.blocks[0]
    head = (1 if block.heading else 0) + max(one.depth() for one in block.columns)
    labels = max(label_levels(block) for block in table.blocks)
    return Grid(table, width, top, head if alone else 0, labels, tuple(cells))


class _Block:
    """One block on its way into the grid."""

    def __init__(self, report: Report, table: Table, block: Block, prefix: str, width: int, top: int) -> None:
        self.report, self.table, self.block, self.prefix = report, table, block, prefix
        self.width, self.top = width, top
        self.labels = label_levels(block)
        self.columns = block.column_leaves()
        self.levels = max(head.depth() for head in block.columns)
        self.first = top + (1 if block.heading else 0)  # the first row of column heads
        self.bottom = self.first + self.levels + len(block.row_leaves())
        self.over: tuple[str, ...] = (f"{prefix}-h",) if block.heading else ()

    def cells(self) -> Iterator[GridCell]:
        """All cells of the block, row by row."""
        found = [*self._heading(), *self._corner(), *self._column_heads(), *self._rows()]
        yield from sorted(found, key=lambda cell: (cell.row, cell.column))

    def _heading(self) -> Iterator[GridCell]:
        if self.block.heading:
            yield GridCell(self.top, 0, 1, self.width, "heading", self.block.heading, f"{self.prefix}-h")

    def _corner(self) -> Iterator[GridCell]:
        if self.labels:
            text = self.block.corner or ""
            yield GridCell(self.first, 0, self.levels, self.labels, "corner", text, f"{self.prefix}-corner")

    def _column_heads(self) -> Iterator[GridCell]:
        at = self.labels
        for index, head in enumerate(self.block.columns, 1):
            yield from self._column(head, f"{self.prefix}-c{index}", self.over, 0, at)
            at += len(list(head.leaves()))

    def _column(self, head: Head, own: str, above: tuple[str, ...], level: int, at: int) -> Iterator[GridCell]:
        leaves = list(head.leaves())
        rows = 1 if head.children else self.levels - level
        reach = len(leaves) + (self._spare() if leaves[-1] is self.columns[-1] else 0)
        yield GridCell(self.first + level, at, rows, reach, "column", head.label, own, above, bool(head.children), head)
        for index, child in enumerate(head.children, 1):
            yield from self._column(child, f"{own}-{index}", (*above, own), level + 1, at)
            at += len(list(child.leaves()))

    def _spare(self) -> int:
        """The columns of wider blocks, which the last column of this one takes too."""
        return self.width - self.labels - len(self.columns)

    def _rows(self) -> Iterator[GridCell]:
        at = self.first + self.levels
        if not self.block.rows:
            yield from self._values(self.block.row_leaves()[0], self.over, at)
        for index, head in enumerate(self.block.rows, 1):
            yield from self._row(head, f"{self.prefix}-r{index}", self.over, 0, at)
            at += len(list(head.leaves()))

    def _row(self, head: Head, own: str, above: tuple[str, ...], level: int, at: int) -> Iterator[GridCell]:
        leaves = len(list(head.leaves()))
        reach = 1 if head.children else self.labels - level
        yield GridCell(at, level, leaves, reach, "row", head.label, own, above, bool(head.children), head)
        if not head.children:
            yield from self._values(head, (*above, own), at)
        for index, child in enumerate(head.children, 1):
            yield from self._row(child, f"{own}-{index}", (*above, own), level + 1, at)
            at += len(list(child.leaves()))

    def _values(self, row: Head, heads: tuple[str, ...], at: int) -> Iterator[GridCell]:
        over = {id(leaf): ids for leaf, ids in self._column_ids()}
        for place, column in enumerate(self.columns):
            cell = self.table.cell(self.block, row, column)
            value = self.report.cells[cell.address]
            reach = 1 + (self._spare() if column is self.columns[-1] else 0)
            yield GridCell(
                at, self.labels + place, 1, reach, "value", value.text, heads=(*heads, *over[id(column)]),
                cell=cell, value=value,
            )  # fmt: skip

    def _column_ids(self) -> Iterator[tuple[Head, tuple[str, ...]]]:
        for index, head in enumerate(self.block.columns, 1):
            yield from _leaf_ids(head, f"{self.prefix}-c{index}", ())


def _leaf_ids(head: Head, own: str, above: tuple[str, ...]) -> Iterator[tuple[Head, tuple[str, ...]]]:
    """Each leaf under a head with the ids from the outermost group to itself."""
    if not head.children:
        yield head, (*above, own)
    for index, child in enumerate(head.children, 1):
        yield from _leaf_ids(child, f"{own}-{index}", (*above, own))
