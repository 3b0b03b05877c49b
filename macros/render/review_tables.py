"""Statutory tables for reviewers: as they will read, each changed cell with what stood there before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from macros.changes.review import ReportChange
from macros.changes.values import CellChange
from macros.form import Block, Cell, Form, Head, Table
from macros.messages.words import brief
from macros.render.outline import Rows, Said, said
from macros.report import CellValue, Report, State


def tables(change: ReportChange) -> Iterator[Rows]:
    """Whole tables: all of a report that is new or about to be published, else those in which a cell changed."""
    report, form = change.now, change.form
    if report is None or form is None:
        return
    cells = {cell.address: cell for cell in change.cells}
    other_form = change.before is not None and change.before.form != report.form
    whole = change.before is None or other_form or change.becomes_public
    for table in form.tables:
        if whole or any(cell.address in cells for cell in table.cells):
            yield from _table(table, form, report, {} if other_form else cells)


def _table(table: Table, form: Form, report: Report, changes: Mapping[str, CellChange]) -> Iterator[Rows]:
    title = form.section_of(table).title
    for block in table.blocks:
        yield (_upright if block.rows else _lying)(table, block, report, changes, title)
        title = ""


def _upright(
    table: Table, block: Block, report: Report, changes: Mapping[str, CellChange], title: str
) -> Rows:  # fmt: skip
    columns = block.column_leaves()
    heads = (block.heading or "项目", *(_name(column) for column in columns))
    lines = tuple(
        (said(_name(row)), *(_cell(table.cell(block, row, column), report, changes) for column in columns))
        for row in block.row_leaves()
    )
    return Rows(heads, lines, title)


def _lying(table: Table, block: Block, report: Report, changes: Mapping[str, CellChange], title: str) -> Rows:
    """A block without rows has too many columns for a comment: one line a column."""
    row = block.row_leaves()[0]
    cells = [table.cell(block, row, column) for column in block.column_leaves()]
    lines = tuple((said(_name(cell.column)), _cell(cell, report, changes)) for cell in cells)
    return Rows((block.heading or "项目", "件数"), lines, title)


def _name(head: Head) -> str:
    return brief(head.name)


def _cell(cell: Cell, report: Report, changes: Mapping[str, CellChange]) -> Said:
    change = changes.get(cell.address)
    value = shown_cell(report.marks.get(cell.address) or report.cells.get(cell.address))
    if change is None:
        return said("" if value == BLANK else value)
    return said(f"{shown_cell(change.before)} → {value}", "change")


BLANK = "空白"


def shown_cell(value: CellValue | None) -> str:
    """A cell in a word: blank is not zero, and what could not be read is neither."""
    if value is None:
        return "（未读出）"
    return BLANK if value.state is State.BLANK and not value.text else value.text
