"""How a report is laid out: the order of its keys, the aligned grid, and the form's labels beside its rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from macros.comments import Comments, Note, units
from macros.facts import Position
from macros.form import Block, Form, Head, Table
from macros.report_file import FEES, HEAD_KEYS, OPTIONAL_KEYS, TAIL_KEYS
from macros.source import Entry, Map, Node, Scalar, Sequence
from macros.written import flow, width

Path = tuple[str, ...]
AIRY = ("figures", "processing_fee")  # a blank line stands before these and before every table
COLUMNS = "# 各列依次为："
NARROW = 4  # a column is never narrower than a blank cell (null), so that filling one moves nothing


@dataclass(slots=True)
class Layout:
    """What is known beforehand: labels by path, aligned values by place, the column where a value starts."""

    labels: dict[Path, str] = field(default_factory=dict)
    tables: tuple[str, ...] = ()
    heads: dict[Path, str] = field(default_factory=dict)
    texts: dict[Position, str] = field(default_factory=dict)
    columns: dict[Position, int] = field(default_factory=dict)

    def group(self, path: Path) -> object:
        """Lines of one table align their comments with each other."""
        return path[0] if path and path[0] in self.tables else None

    def mark(self, path: Path, note: Note) -> None:
        """Put the form's label beside a row; what an editor wrote there instead goes above."""
        if not self.labels:
            return
        if len(path) == 1:
            while note.before and note.before[0] is None:
                del note.before[0]
            if path[0] in self.tables or path[0] in AIRY:
                note.before.insert(0, None)
        elif path[0] in self.tables:
            note.before = [text for text in note.before if text is not None]
        label = self.labels.get(path)
        if label is not None:
            if note.beside and words(note.beside) != words(label):
                note.before.append(note.beside)
            note.beside = label


def words(comment: str) -> str:
    """What a comment says, however it is spaced."""
    return " ".join(comment.lstrip("#").split())


# --- order --------------------------------------------------------------------------------------------------------


def lift_top(comments: Comments, root: Map) -> None:
    """What opens the file stays there, whichever key comes first: down to the last blank line, or all of it."""
    if not root.entries:
        return
    note = comments.note(("entry", next(iter(root.entries.values())).key.at))
    blanks = [index for index, text in enumerate(note.before) if text is None and index]
    end = blanks[-1] + 1 if blanks else len(note.before)
    comments.top, note.before = note.before[:end], note.before[end:]


def arranged(root: Map, form: Form) -> Map:
    """The report with its keys in the order of the form, each row of a table in one line, each group in several."""
    orders: dict[Path, list[str]] = {(): [*HEAD_KEYS, *OPTIONAL_KEYS, *(table.id for table in form.tables), *TAIL_KEYS]}
    for address in form.cells:
        path = tuple(address.split("."))
        for depth in range(1, len(path)):
            known = orders.setdefault(path[:depth], [])
            if path[depth] not in known:
                known.append(path[depth])
    groups: set[Path] = {(table.id,) for table in form.tables}
    for table in form.tables:
        groups |= {(table.id, *head.path) for block in table.blocks for head in _groups(block.rows)}
    orders[("processing_fee",)] = list(FEES)
    return _arranged(root, (), orders, groups)


def _groups(heads: tuple[Head, ...]) -> Iterator[Head]:
    for head in heads:
        if head.children and head.has_id:
            yield head
        yield from _groups(head.children)


LISTED = {
    "figures": ("value", "unit", "label", "section", "source"),
    "explanations": ("rule", "cells", "text", "reason", "by", "date"),
    "corrections": ("date", "cell", "from", "to", "kind", "reason"),
}


def _arranged(root: Map, path: Path, orders: dict[Path, list[str]], groups: set[Path]) -> Map:
    entries = {}
    for key, entry in _sorted(root, orders.get(path, [])).entries.items():
        here, node = (*path, key), entry.node
        if here[0] in LISTED and not path:
            node = _listed(node, LISTED[key])
        elif isinstance(node, Map):
            node = _arranged(node, here, orders, groups)
            if here in groups:
                node = replace(node, flow=not node.entries)
            elif here in orders and path and _is_row(node):
                node = replace(node, flow=True)
        elif isinstance(node, Sequence) and here in orders and path and _is_row(node):
            node = replace(node, flow=True)
        entries[key] = Entry(entry.key, node)
    return replace(root, entries=entries)


def _is_row(node: Map | Sequence) -> bool:
    """Whether only single values stand in it."""
    nodes = [e.node for e in node.entries.values()] if isinstance(node, Map) else node.items
    return all(isinstance(inner, Scalar) for inner in nodes)


def _sorted(node: Map, order: list[str] | tuple[str, ...]) -> Map:
    """Known keys in their order, then the others as they stood."""
    known = [key for key in order if key in node.entries]
    rest = [key for key in node.entries if key not in order]
    return replace(node, entries={key: node.entries[key] for key in (*known, *rest)})


def _listed(node: Node, order: tuple[str, ...]) -> Node:
    """The keys of each figure, explanation or correction in order."""
    if isinstance(node, Sequence):
        return replace(node, items=tuple(_sorted(i, order) if isinstance(i, Map) else i for i in node.items))
    if isinstance(node, Map):
        return replace(
            node,
            entries={
                key: Entry(e.key, _sorted(e.node, order) if isinstance(e.node, Map) else e.node)
                for key, e in node.entries.items()
            },
        )
    return node


# --- labels and columns -------------------------------------------------------------------------------------------


def layout(root: Map, form: Form, comments: Comments) -> Layout:
    """Labels, aligned rows and column headings of a report that is already in order."""
    plan = Layout(tables=tuple(table.id for table in form.tables))
    for table in form.tables:
        plan.labels[table.id,] = _comment(form.section_of(table).title)
        for block in table.blocks:
            for head in _named(block.rows or block.columns):
                unit = f"（{head.unit or block.unit}）" if _is_money(table, block, head) else ""
                plan.labels[table.id, *head.path] = _comment(head.label + unit)
        node = root.node(table.id)
        if isinstance(node, Map):
            _align(table, node, plan, comments)
    return plan


def _comment(label: str) -> str:
    return "# " + " ".join(label.split())


def _named(heads: tuple[Head, ...]) -> Iterator[Head]:
    for head in heads:
        if head.has_id:
            yield head
        yield from _named(head.children)


def _is_money(table: Table, block: Block, head: Head) -> bool:
    """Whether the row is one amount of money: its unit is worth a word."""
    return block.write == "value" and not head.children and (
        table.cell(block, head, block.column_leaves()[0]).kind == "money"
    )  # fmt: skip


def _align(table: Table, node: Map, plan: Layout, comments: Comments) -> None:
    """Rows in one line start at one column; numbers that stand in one column end at one."""
    rows = list(_rows(node, 2))
    if not rows:
        return
    start = max(indent + len(flow(entry.key)) + 1 for entry, indent in rows) + 1
    shapes: dict[tuple[str, ...], list[Node]] = {}
    for entry, _ in rows:
        plan.columns[entry.node.at] = start
        shape = tuple(entry.node.entries) if isinstance(entry.node, Map) else ("",)
        shapes.setdefault(shape, []).append(entry.node)
    grid = next((b for b in table.blocks if b.write == "sequence"), None)
    labels = [" ".join(column.label.split()) for column in grid.column_leaves()] if grid else []
    for nodes in shapes.values():
        _columns(nodes, [width(labels[0])] if labels else [], plan)
    if labels and any(isinstance(entry.node, Sequence) for entry, _ in rows):
        _headings(labels, node, start, comments)


def _rows(node: Map, indent: int) -> Iterator[tuple[Entry, int]]:
    """The rows below a table's node that are written in one line, with their indentation."""
    for entry in node.entries.values():
        if isinstance(entry.node, Map) and not entry.node.flow:
            yield from _rows(entry.node, indent + 2)
        elif isinstance(entry.node, Map | Sequence) and entry.node.flow and _is_row(entry.node):
            yield entry, indent


def _columns(nodes: list[Node], least: list[int], plan: Layout) -> None:
    """Write rows of one shape with their numbers under each other; the first column as wide as its heading."""
    cells = [_cells(node) for node in nodes]
    grid = isinstance(nodes[0], Sequence)
    for node, row in zip(nodes, cells, strict=True):
        parts = []
        for index, (key, text) in enumerate(row):
            wide = max(width(other[index][1]) for other in cells if index < len(other))
            heading = least[index] if grid and index < len(least) else 0
            wide = max(wide, heading, NARROW if grid else 0)
            parts.append(key + " " * (wide - width(text)) + text)
        left, right = "[]" if isinstance(node, Sequence) else "{}"
        plan.texts[node.at] = left + ", ".join(parts) + right


def _cells(node: Node) -> list[tuple[str, str]]:
    if isinstance(node, Map):
        return [(f"{flow(e.key)}: ", flow(e.node)) for e in node.entries.values()]
    assert isinstance(node, Sequence)
    return [("", flow(item)) for item in node.items]


def _headings(labels: list[str], node: Map, start: int, comments: Comments) -> None:
    """A comment above the grid that names its columns; the one of last time goes."""
    line = COLUMNS + " " * max(1, start + 1 - 2 - width(COLUMNS)) + " ".join(labels)
    notes = [comments.note(unit.name) for unit in units(node, ())]
    old = next((note for note in notes if any(text and words(text) == words(line) for text in note.before)), None)
    if old is not None:
        del old.before[[words(text or "") for text in old.before].index(words(line))]
    notes[0].before.insert(0, line)
