"""Statutory tables as accessible HTML: the header levels, row groups and cells the form prints, nothing of its own.

Every data cell names all its headers, from the outermost group inwards, rows first. Zero, blank and not applicable
are told apart by class and by words for those who listen.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from macros.facts import shown
from macros.form import Block, Cell, Form, Head, Table
from macros.render.lists import answer
from macros.report import CellValue, Report, State

BLANK = '<span class="visually-hidden" data-search-exclude>空白</span>'


def statutory_table(report: Report, form: Form, table: Table) -> str:
    """The whole table with scroll region, caption and legend; no blank line, since Markdown ends a block there."""
    caption = f"t-{table.id}-caption"
    width = max(_label_levels(block) + len(block.column_leaves()) for block in table.blocks)
    parts = [
        f'<div class="gk-table gk-table--{table.id}" role="region" tabindex="0" aria-labelledby="{caption}">',
        '<table class="statutory">',
        f'<caption id="{caption}">{escape(table.caption)}</caption>',
        "<colgroup>" + "<col>" * width + "</colgroup>",
    ]
    for number, block in enumerate(table.blocks, 1):
        parts += _Block(report, table, block, number, width).rows(alone=len(table.blocks) == 1)
    parts += ["</table>", "</div>", _legend(report, form, table)]
    return "\n".join(parts)


def _legend(report: Report, form: Form, table: Table) -> str:
    """Units, and what an empty cell means, where the table has one."""
    units = list(dict.fromkeys(cell.unit for cell in table.cells))
    states = {report.cells[cell.address].state for cell in form.cells.values() if cell.table == table.id}
    notes = [f"单位：{units[0]}。"] if len(units) == 1 else []
    if State.BLANK in states:
        notes.append("有斜纹底色的格子在原表中为空白，空白不等于零。")
    if State.NOT_APPLICABLE in states:
        notes.append("“不适用”表示本机关没有该项职权或事项。")
    notes += [
        f"已说明：{answer(one)}。"
        for one in report.explanations
        if any(name.split(".")[0] == table.id for name in one.cells)
    ]
    return f'<p class="gk-legend">{"".join(notes)}</p>' if notes else ""


def _label_levels(block: Block) -> int:
    return max((head.depth() for head in block.rows), default=0)


class _Block:
    """One block of a table on its way to HTML."""

    def __init__(self, report: Report, table: Table, block: Block, number: int, width: int) -> None:
        self.report, self.table, self.block, self.width = report, table, block, width
        self.prefix = table.id if len(table.blocks) == 1 else f"{table.id}-{number}"
        self.labels = _label_levels(block)
        self.levels = max(head.depth() for head in block.columns)
        self.ids: dict[int, str] = {}
        self.over: dict[int, tuple[str, ...]] = {}
        for axis, heads in (("c", block.columns), ("r", block.rows)):
            for index, head in enumerate(heads, 1):
                self._name(head, f"{self.prefix}-{axis}{index}", ())

    def _name(self, head: Head, own: str, above: tuple[str, ...]) -> None:
        self.ids[id(head)] = own
        self.over[id(head)] = above
        for index, child in enumerate(head.children, 1):
            self._name(child, f"{own}-{index}", (*above, own))

    def rows(self, *, alone: bool) -> Iterator[str]:
        """The rows of the block: a head of its own when it is the whole table, else a body with its heading."""
        yield "<thead>" if alone else "<tbody>"
        if self.block.heading:
            own = f"{self.prefix}-h"
            yield (
                f'<tr class="block"><th id="{own}" colspan="{self.width}" scope="colgroup">'
                f"{escape(self.block.heading)}</th></tr>"
            )
        yield from self._header_rows()
        if alone:
            yield "</thead>"
            for head in self.block.rows:
                yield "<tbody>"
                yield from self._body_rows(head)
                yield "</tbody>"
            if not self.block.rows:
                yield "<tbody>"
                yield "<tr>" + "".join(self._cells(self.block.row_leaves()[0])) + "</tr>"
                yield "</tbody>"
        else:
            for head in self.block.rows:
                yield from self._body_rows(head)
            yield "</tbody>"

    # --- heads ---

    def _header_rows(self) -> Iterator[str]:
        for level in range(self.levels):
            cells = [self._corner()] if level == 0 and self.labels else []
            cells += [self._column(head, level) for head in self._at(self.block.columns, level)]
            yield "<tr>" + "".join(cells) + "</tr>"

    def _corner(self) -> str:
        text = escape(self.block.corner or "")
        spans = _span("rowspan", self.levels) + _span("colspan", self.labels)
        return f'<th id="{self.prefix}-corner" scope="col"{spans}>{text}</th>' if text else f"<td{spans}></td>"

    def _at(self, heads: tuple[Head, ...], level: int) -> list[Head]:
        return list(heads) if level == 0 else [h for head in heads for h in self._at(head.children, level - 1)]

    def _column(self, head: Head, level: int) -> str:
        leaves = list(head.leaves())
        last = leaves[-1] is self.block.column_leaves()[-1]
        spare = self.width - self.labels - len(self.block.column_leaves()) if last else 0
        span = _span("colspan", len(leaves) + spare)
        rows = "" if head.children else _span("rowspan", self.levels - level)
        scope = "colgroup" if head.children else "col"
        above = self.over[id(head)]
        if self.block.heading:
            above = (f"{self.prefix}-h", *above)
        return f'<th id="{self.ids[id(head)]}" scope="{scope}"{_headers(above)}{span}{rows}>{escape(head.label)}</th>'

    def _body_rows(self, head: Head) -> Iterator[str]:
        """The rows under a row head; a group's own cell stands in its first row."""
        for leaf, before in _first_of_groups(head):
            cells = [self._row_head(group) for group in before]
            cells.append(self._row_head(leaf))
            yield f"<tr>{''.join(cells)}{''.join(self._cells(leaf))}</tr>"

    def _row_head(self, head: Head) -> str:
        above = self.over[id(head)]
        leaves = len(list(head.leaves()))
        scope = "rowgroup" if head.children else "row"
        span = _span("rowspan", leaves) if head.children else _span("colspan", self.labels - len(above))
        if self.block.heading:
            above = (f"{self.prefix}-h", *above)
        return f'<th id="{self.ids[id(head)]}" scope="{scope}"{_headers(above)}{span}>{escape(head.label)}</th>'

    # --- numbers ---

    def _cells(self, row: Head) -> Iterator[str]:
        columns = self.block.column_leaves()
        spare = self.width - self.labels - len(columns)
        for column in columns:
            cell = self.table.cell(self.block, row, column)
            value = self.report.cells[cell.address]
            names = [f"{self.prefix}-h"] if self.block.heading else []
            if row.label:
                names += [*self.over[id(row)], self.ids[id(row)]]
            names += [*self.over[id(column)], self.ids[id(column)]]
            yield _data(cell, value, tuple(names), spare if column is columns[-1] else 0)


def _first_of_groups(head: Head, before: tuple[Head, ...] = ()) -> Iterator[tuple[Head, tuple[Head, ...]]]:
    """Each leaf under a head, with the groups whose first leaf it is."""
    if not head.children:
        yield head, before
        return
    for index, child in enumerate(head.children):
        yield from _first_of_groups(child, (*before, head) if index == 0 else ())


def _data(cell: Cell, value: CellValue, headers: tuple[str, ...], spare: int) -> str:
    span = _span("colspan", 1 + spare)
    start = f'<td id="{cell.address}"{_headers(headers)}{span}'
    if value.number is None:
        kind, text = ("na", "不适用") if value.state is State.NOT_APPLICABLE else ("blank", BLANK)
        return f'{start} class="{kind}">{text}</td>'
    text = shown(value.number) or ""
    zero = ' class="zero"' if value.number == 0 else ""
    return f'{start}{zero}><data value="{text}">{text}</data></td>'


def _span(name: str, count: int) -> str:
    return f' {name}="{count}"' if count > 1 else ""


def _headers(ids: tuple[str, ...]) -> str:
    return f' headers="{" ".join(ids)}"' if ids else ""
