"""One block of a statutory table: header levels, row groups and cells, each cell naming all its headers.

All of it comes from the form, but for what stands in the cells: a cell is a gap here, filled for each report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from macros.facts import shown
from macros.form import Block, Head, Table
from macros.report import CellValue, State

BLANK = '<span class="visually-hidden" data-search-exclude>空白</span>'
GAP = "\0"  # no label has this character


def label_levels(block: Block) -> int:
    """How many columns of row labels the block has."""
    return max((head.depth() for head in block.rows), default=0)


@dataclass(frozen=True, slots=True)
class Gap:
    """A cell as far as the form knows it: its tag up to its class, and what follows the class."""

    address: str
    start: str
    unit: str

    def filled(self, value: CellValue, remark: str | None, page: str) -> str:
        """The cell with a value; ``page`` says more of it, ``remark`` what was corrected."""
        kinds, text = shown_value(value)
        noted, heard = self.unit, ""
        if remark:
            kinds = f"{kinds} corrected".strip()
            noted += f' data-corrected="{escape(remark)}"'
            heard = f'<span class="visually-hidden" data-search-exclude>，更正过：{escape(remark)}</span>'
        shown_as = f' class="{kinds}"' if kinds else ""
        return f'{self.start}{shown_as}{noted}><a href="{page}#{self.address}">{text}</a>{heard}</td>'


class BlockRows:
    """One block of a table on its way to HTML.

    ``prefix`` stands before every id, ``anchors`` are those of the labels, ``terms`` the page that explains them.
    """

    def __init__(
        self, table: Table, number: int, prefix: str, terms: str, anchors: Mapping[int, str], width: int
    ) -> None:
        self.table, self.start, self.terms, self.width = table, prefix, terms, width
        self.block = table.blocks[number - 1]
        self.one_unit = len({cell.unit for cell in table.cells}) == 1
        self.anchors = anchors
        self.gaps: list[Gap] = []
        self.prefix = prefix + (table.id if len(table.blocks) == 1 else f"{table.id}-{number}")
        self.labels = label_levels(self.block)
        self.columns = self.block.column_leaves()
        self.spare = width - self.labels - len(self.columns)
        self.cells = {(id(cell.row), id(cell.column)): cell for cell in table.cells}
        self.levels = max(head.depth() for head in self.block.columns)
        self.ids: dict[int, str] = {}
        self.over: dict[int, tuple[str, ...]] = {}
        for axis, heads in (("c", self.block.columns), ("r", self.block.rows)):
            for index, head in enumerate(heads, 1):
                self._name(head, f"{self.prefix}-{axis}{index}", ())

    def _name(self, head: Head, own: str, above: tuple[str, ...]) -> None:
        self.ids[id(head)] = own
        self.over[id(head)] = above
        for index, child in enumerate(head.children, 1):
            self._name(child, f"{own}-{index}", (*above, own))

    def rows(self, *, alone: bool) -> Iterator[str]:
        """The rows of the block: a head of its own when it is the whole table, else a body with its heading.

        Each cell is a ``GAP``, and ``gaps`` tells in their order which.
        """
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
        leaves = head.leaves()
        spare = self.spare if leaves[-1] is self.columns[-1] else 0
        span = _span("colspan", len(leaves) + spare)
        rows = "" if head.children else _span("rowspan", self.levels - level)
        return self._head(head, "colgroup" if head.children else "col", span + rows)

    def _body_rows(self, head: Head) -> Iterator[str]:
        """The rows under a row head; a group's own cell stands in its first row."""
        for leaf, before in _first_of_groups(head):
            cells = [self._row_head(group) for group in before]
            cells.append(self._row_head(leaf))
            yield f"<tr>{''.join(cells)}{''.join(self._cells(leaf))}</tr>"

    def _row_head(self, head: Head) -> str:
        leaves = len(head.leaves())
        span = _span("rowspan", leaves) if head.children else _span("colspan", self.labels - len(self.over[id(head)]))
        return self._head(head, "rowgroup" if head.children else "row", span)

    def _head(self, head: Head, scope: str, spans: str) -> str:
        above = self.over[id(head)]
        if self.block.heading:
            above = (f"{self.prefix}-h", *above)
        return f'<th id="{self.ids[id(head)]}" scope="{scope}"{_headers(above)}{spans}>{self._label(head)}</th>'

    def _label(self, head: Head) -> str:
        """The printed label, leading to what it means when that is known."""
        if head.meaning is None:
            return escape(head.label)
        article = f' data-article="{escape(head.article)}"' if head.article else ""
        href = f"{self.terms}#{self.anchors[id(head)]}"
        return f'<a href="{href}" data-meaning="{escape(head.meaning)}"{article}>{escape(head.label)}</a>'

    # --- numbers ---

    def _cells(self, row: Head) -> Iterator[str]:
        names = (f"{self.prefix}-h",) if self.block.heading else ()
        if row.label:
            names = (*names, *self.over[id(row)], self.ids[id(row)])
        for column in self.columns:
            cell = self.cells[id(row), id(column)]
            above = (*names, *self.over[id(column)], self.ids[id(column)])
            spare = self.spare if column is self.columns[-1] else 0
            unit = "" if self.one_unit else f' data-unit="{escape(cell.unit)}"'
            start = f'<td id="{self.start}{cell.address}"{_headers(above)}{_span("colspan", 1 + spare)}'
            self.gaps.append(Gap(cell.address, start, unit))
            yield GAP


def shown_value(value: CellValue) -> tuple[str, str]:
    """The class of a cell and what stands in it."""
    if value.marked:
        return "mark", value.text
    if value.number is None:
        return ("na", "不适用") if value.state is State.NOT_APPLICABLE else ("blank", BLANK)
    text = shown(value.number) or ""
    return "zero" if value.number == 0 else "", f'<data value="{text}">{text}</data>'


def _first_of_groups(head: Head, before: tuple[Head, ...] = ()) -> Iterator[tuple[Head, tuple[Head, ...]]]:
    """Each leaf under a head, with the groups whose first leaf it is."""
    if not head.children:
        yield head, before
        return
    for index, child in enumerate(head.children):
        yield from _first_of_groups(child, (*before, head) if index == 0 else ())


def _span(name: str, count: int) -> str:
    return f' {name}="{count}"' if count > 1 else ""


def _headers(ids: tuple[str, ...]) -> str:
    return f' headers="{" ".join(ids)}"' if ids else ""
