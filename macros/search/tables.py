"""Rows and columns of a form as things to be found, once for all reports made on it; and the cells of one report.

A head says where its cells stand (block, from, to); a report only brings its values, in the order of the form. So a
thousand reports of seventy rows are seventy entries.
"""

from __future__ import annotations

from collections.abc import Iterator

from macros.facts import shown
from macros.form import Block, Form, Head, Table
from macros.report import Report, State

ROW, COLUMN = 0, 1
NOT_APPLICABLE = "x"


def form_shape(form: Form) -> dict[str, object]:
    """The form as the search reads it."""
    blocks: list[dict[str, object]] = []
    heads: list[list[object]] = []
    at = 0
    for table in form.tables:
        for block in table.blocks:
            columns, rows = block.column_leaves(), block.row_leaves()
            blocks.append(
                {
                    "table": table.caption,
                    "at": at,
                    "columns": [column.name for column in columns],
                    "rows": [row.name for row in rows],
                    "total": next((i for i, column in enumerate(columns) if column.path[-1:] == ("total",)), -1),
                }
            )
            heads += _heads(table, block, len(blocks) - 1)
            at += len(rows) * len(columns)
    return {"addresses": list(form.cells), "blocks": blocks, "heads": heads}


def _heads(table: Table, block: Block, number: int) -> Iterator[list[object]]:
    unit = table.cell(block, block.row_leaves()[0], block.column_leaves()[0]).unit
    for axis, trees, leaves in ((ROW, block.rows, block.row_leaves()), (COLUMN, block.columns, block.column_leaves())):
        for head in (one for tree in trees for one in _all(tree)):
            places = [place for place, leaf in enumerate(leaves) if leaf in set(head.leaves())]
            text = f"{table.caption} {head.article or ''} {head.meaning or ''}"
            own = head.unit or unit
            yield [_name(head), text, number, axis, places[0], places[-1] + 1, own, _place(table, head)]


def _name(head: Head) -> str:
    """The labels from the outermost group that says something of its own."""
    return "·".join(head.labels[-2:]) if len(head.path) > 1 else head.label


def _all(head: Head) -> Iterator[Head]:
    yield head
    for child in head.children:
        yield from _all(child)


def _place(table: Table, head: Head) -> str:
    """Where the row stands by its printed numbers, as people cite it: ``三（四）1`` is ``三41`` in Chinese figures."""
    marks = [label.strip("（）").split("）")[0].split(".")[0].split("、")[0] for label in head.labels]
    found = "".join(mark for mark in marks if mark in "一二三四五六七八九" or mark.isdigit())
    return found if table.id == "requests" else ""


def cells_of(form: Form, report: Report) -> str:
    """The values of a report in the order of the form: numbers as written, nothing for a blank, ``x`` for 不适用."""
    found = []
    for address in form.cells:
        value = report.cells.get(address)
        text = None if value is None else shown(value.number)
        not_applicable = value is not None and value.state is State.NOT_APPLICABLE
        found.append(NOT_APPLICABLE if not_applicable else text or "")
    return ",".join(found)
