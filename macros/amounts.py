"""Sums of cells that keep apart what is a number, what is blank and what does not apply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from macros.facts import Number
from macros.form import Block, Form, Head, Table
from macros.messages.words import brief
from macros.report import Report, State, total


@dataclass(frozen=True, slots=True)
class Amount:
    """What a report states in some cells together: their sum (``None`` when no cell holds a number), and the gaps."""

    label: str
    cells: tuple[str, ...]
    number: Number | None
    blank: tuple[str, ...]
    not_applicable: tuple[str, ...]

    @property
    def missing(self) -> str:
        """Why there is no number, in a word."""
        return "不适用" if self.not_applicable and not self.blank else "空白"


def amount(report: Report, label: str, cells: Iterable[str]) -> Amount:
    """The sum of the cells; a cell the report does not have counts as blank."""
    cells = tuple(cells)
    numbers, blank, gone = [], [], []
    for cell in cells:
        value = report.cells.get(cell)
        if value is not None and value.number is not None:
            numbers.append(value.number)
        elif value is not None and value.state is State.NOT_APPLICABLE:
            gone.append(cell)
        else:
            blank.append(cell)
    return Amount(label, cells, total(numbers) if numbers else None, tuple(blank), tuple(gone))


def amount_of(report: Report, form: Form, table: Table, term: str, at: str | None) -> Amount:
    """A term of the table: a row (or a group of rows) in the column ``at``, or one cell when ``at`` is ``None``."""
    name = f"{table.id}.{term}"
    if at is None:
        cell = form.cells[name]
        label = "·".join(brief(head.name) for head in (cell.row, cell.column) if head.label)
        return amount(report, label, (name,))
    return amount(report, row_label(table, term), _places(table, term, at))


@lru_cache(maxsize=512)
def _places(table: Table, term: str, at: str) -> tuple[str, ...]:
    """The cells of a row or a group of rows in a column."""
    path, column = tuple(term.split(".")), tuple(at.split("."))
    return tuple(
        table.cell(block, row, head).address
        for block in table.blocks
        for head in block.column_leaves()
        if head.path == column
        for row in block.row_leaves()
        if row.path[: len(path)] == path
    )


@lru_cache(maxsize=512)
def row_label(table: Table, term: str) -> str:
    """The label of a row or a group of rows, without the remark printed behind it."""
    path = tuple(term.split("."))
    found = next((h for block in table.blocks for h in _heads(block) if h.has_id and h.path == path), None)
    return brief(found.name) if found else term


def _heads(block: Block) -> Iterator[Head]:
    heads = list(block.rows)
    while heads:
        head = heads.pop(0)
        yield head
        heads += head.children
