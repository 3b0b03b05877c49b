"""Where the cells of a statutory table stand on a sheet: plain regions, one row of heads, nothing merged.

A sheet is read cell by cell by those who listen, and filtered and counted by those who reckon. So groups of rows are
a column of their own, groups of columns are part of the head, and a block without row labels, whose groups of columns
have the same columns, has a row for each group.
"""

from __future__ import annotations

from dataclasses import dataclass

from macros.form import Block, Cell, Head, Table

GROUP, ITEM = "所属项目", "项目"
SHORT = 6  # a corner with more characters is a remark, not a head


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a region: its labels, one for each column of labels, and its cells."""

    labels: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a sheet with one row of heads: ``label_heads`` for the labels, ``heads`` for the cells."""

    id: str
    title: str
    remark: str
    label_heads: tuple[str, ...]
    heads: tuple[str, ...]
    lines: tuple[Line, ...]


def regions(table: Table) -> tuple[Region, ...]:
    """The regions of a table, a block each."""
    return tuple(_region(table, block, number) for number, block in enumerate(table.blocks, 1))


def _region(table: Table, block: Block, number: int) -> Region:
    own = table.id if len(table.blocks) == 1 else f"{table.id}_{number}"
    title = block.heading or ""
    if block.rows:
        label_heads, remark = _label_heads(block)
        rows = _rows(table, block, len(label_heads))
        heads = tuple(_column_name(block, leaf) for leaf in block.column_leaves())
    else:
        label_heads, remark = (ITEM,), ""
        rows, heads = _turned(table, block)
    units = dict.fromkeys(cell.unit for line in rows for cell in line.cells)
    if len(units) == 1:
        remark = f"单位：{next(iter(units))}。{remark}"
    else:
        heads = tuple(_with_unit(head, [line.cells[at] for line in rows]) for at, head in enumerate(heads))
    return Region(own, title, remark, label_heads, heads, rows)


def _label_heads(block: Block) -> tuple[tuple[str, ...], str]:
    """The heads of the columns of labels, and what the corner remarks."""
    corner = block.corner or ""
    if max(head.depth() for head in block.rows) > 1:
        return (GROUP, ITEM), corner
    return (corner if 0 < len(corner) <= SHORT else ITEM,), "" if len(corner) <= SHORT else corner


def _rows(table: Table, block: Block, labels: int) -> tuple[Line, ...]:
    found = []
    for leaf in block.row_leaves():
        groups = "·".join(leaf.labels[:-1])
        cells = tuple(table.cell(block, leaf, column) for column in block.column_leaves())
        found.append(Line((groups, leaf.label)[-labels:], cells))
    return tuple(found)


def _column_name(block: Block, leaf: Head) -> str:
    """The labels of a column; one that stands over all columns tells nothing apart."""
    return "·".join(leaf.labels[1:] if len(block.columns) == 1 and len(leaf.labels) > 1 else leaf.labels)


def _turned(table: Table, block: Block) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """A block of one row: its groups of columns as rows when they all have the same columns, else that one row."""
    groups: dict[tuple[str, ...], list[Head]] = {}
    for leaf in block.column_leaves():
        groups.setdefault(leaf.labels[:-1], []).append(leaf)
    names = {tuple(leaf.label for leaf in leaves) for leaves in groups.values()}
    row = block.row_leaves()[0]
    if len(names) != 1:
        leaves = block.column_leaves()
        cells = tuple(table.cell(block, row, leaf) for leaf in leaves)
        return (Line((table.caption,), cells),), tuple(_column_name(block, leaf) for leaf in leaves)
    lines = tuple(
        Line(("·".join(labels) or table.caption,), tuple(table.cell(block, row, leaf) for leaf in leaves))
        for labels, leaves in groups.items()
    )
    return lines, next(iter(names))


def _with_unit(head: str, cells: list[Cell]) -> str:
    units = dict.fromkeys(cell.unit for cell in cells)
    return head if "单位" in head else f"{head}（{'、'.join(units)}）"
