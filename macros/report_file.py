"""Reading a report file against its form: every cell with its place, everything that does not fit as a fact."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from macros.facts import Number
from macros.form import UNLABELLED, Block, Cell, Form, Head, Table
from macros.marks import MARK
from macros.reader import Reader, entries, kind_of, nearest, written
from macros.report import CellValue, Correction, Explanation, Fee, Figure, Report, State
from macros.source import Document, Map, Node, Scalar, Sequence

HEAD_KEYS = ("agency", "year", "form", "status", "published")
OPTIONAL_KEYS = ("index_number",)  # 索引号: given by the agency's own scheme, if at all
TAIL_KEYS = ("figures", "processing_fee", "explanations", "corrections")
STATUSES = ("draft", "review", "published")
STATUS_WORDS = {"草稿": "draft", "送审": "review", "已公布": "published"}
UNKNOWN_YEAR = -1
YEARS = range(2008, 2101)  # 政府信息公开条例 took effect on 1 May 2008
FEES = ("notices", "charged", "received")
CAN_FALL = {"%", "‰", "百分点", "个百分点"}  # units of a change, which may be below zero
WITHDRAWAL = "撤回"
CORRECTION_KINDS = ("更正", "修订", WITHDRAWAL)
NOT_APPLICABLE = "n/a"


def report_form_id(document: Document) -> str | None:
    """The id of the form a report says it is made on; ``None`` when it does not say so readably."""
    root = document.root
    if isinstance(root, Map):
        node = root.node("form")
        if isinstance(node, Scalar) and node.valid and (isinstance(node.value, str) or type(node.value) is int):
            return str(node.value)
    return None


def read_report(document: Document, form: Form, reader: Reader) -> Report | None:
    """The report in a document; ``None`` only when the document is no mapping at all."""
    root = reader.mapping(document.root, "")
    if root is None:
        return None
    tables = tuple(table.id for table in form.tables)
    reader.keys(root, "", (*HEAD_KEYS, *tables, *TAIL_KEYS), OPTIONAL_KEYS)
    form_node = root.node("form")
    if isinstance(form_node, Scalar) and form_node.valid and isinstance(form_node.value, int):
        reader.wrong(form_node, "form", "text")
    cells: dict[str, CellValue] = {}
    for table in form.tables:
        node = reader.mapping(root.node(table.id), table.id)
        if node is not None:
            for value in _table(table, node, reader):
                if not value.marked:
                    cells[value.address] = value
    report = Report(
        path=document.path,
        agency=reader.text(root.node("agency"), "agency") or "",
        year=_year(root.node("year"), reader),
        form=form.id,
        status=reader.choice(root.node("status"), "status", STATUSES, aliases=STATUS_WORDS) or "",
        published=reader.day(root.node("published"), "published", blank=True),
        cells=cells,
        figures={f.id: f for f in _figures(root.node("figures"), form, reader)},
        fees={f.id: f for f in _fees(root.node("processing_fee"), reader)},
        explanations=read_explanations(root.node("explanations"), reader),
        corrections=tuple(
            _correction(n, i, reader) for i, n in enumerate(reader.sequence(root.node("corrections"), "corrections"))
        ),
        at=root.at,
        places={key: node.at for key, node, _ in entries(root)},
        index_number=reader.text(root.node("index_number"), "index_number", blank=True),
        marks={value.address: value for value in _marks(root, form, ())} if _may_be_marked(document) else {},
    )
    _misspelt_once(reader)
    return report


def _year(node: Node | None, reader: Reader) -> int:
    """The report year, or ``UNKNOWN_YEAR`` (and a fact) when it cannot be one."""
    year = reader.integer(node, "year")
    if year is None or node is None:
        return UNKNOWN_YEAR
    if year not in YEARS:
        reader.say("value-choice", node.at, year, f"{YEARS.start} 至 {YEARS.stop - 1} 之间的年度", name="year", near="")
        return UNKNOWN_YEAR
    return year


def _misspelt_once(reader: Reader) -> None:
    """A row or key that is misspelt is not also missing: the one finding says what was probably meant."""
    meant = {
        f"{str(fact.detail['name']).rpartition('.')[0]}.{fact.detail['near']}".lstrip(".")
        for fact in reader.facts
        if fact.rule in {"row-unknown", "key-unknown"} and fact.detail.get("near")
    }
    reader.facts[:] = [
        fact
        for fact in reader.facts
        if fact.rule not in {"row-missing", "key-missing"} or fact.detail["name"] not in meant
    ]


# --- tables -------------------------------------------------------------------------------------------------------


def _table(table: Table, node: Map, reader: Reader) -> Iterator[CellValue]:
    """The cells of one table; rows that are missing, unknown or of the wrong shape become facts."""
    for block in table.blocks:
        for row in block.rows:
            yield from _row(table, block, row, node, reader)
        if not block.rows:
            yield from _by_column(table, block, UNLABELLED, node, reader)
    _unknown_rows(table, node, reader)


def _row(table: Table, block: Block, row: Head, parent: Map, reader: Reader) -> Iterator[CellValue]:
    if not row.has_id:
        for child in row.children:
            yield from _row(table, block, child, parent, reader)
        return
    address = ".".join((table.id, *row.path))
    node = parent.node(row.path[-1])
    if node is None:
        reader.say("row-missing", parent.at, expected=row.path[-1], name=address, label=row.name)
        return
    if row.children:
        group = reader.mapping(node, address)
        if group is not None:
            for child in row.children:
                yield from _row(table, block, child, group, reader)
            known = [child.path[-1] for child in row.children]
            _unknown(group, known, address, reader)
        return
    if block.write == "sequence":
        yield from _by_position(table, block, row, node, reader)
    elif block.write == "value":
        yield from _value(table.cell(block, row, block.column_leaves()[0]), node, reader)
    else:
        found = reader.mapping(node, address)
        if found is not None:
            yield from _by_column(table, block, row, found, reader)


def _by_position(table: Table, block: Block, row: Head, node: Node, reader: Reader) -> Iterator[CellValue]:
    """A row written as a list in the order of the columns."""
    columns = block.column_leaves()
    name = ".".join((table.id, *row.path))
    if not isinstance(node, Sequence):
        reader.wrong(node, name, "list")
        return
    if len(node.items) != len(columns):
        labels = "、".join(c.label for c in columns)
        for item in node.items:
            if isinstance(item, Scalar) and item.valid and _run_together(item.raw):
                reader.say("row-comma", item.at, item.raw, name=name, label=row.label)
                return
        reader.say(
            "row-length", node.at, len(node.items), str(len(columns)), name=name, label=row.name, columns=labels
        )  # fmt: skip
        return
    for column, item in zip(columns, node.items, strict=True):
        yield from _value(table.cell(block, row, column), item, reader)


def _run_together(text: str) -> bool:
    """Whether a value is several, with the comma between them left out or written full-width."""
    parts = text.replace("，", " ").replace("、", " ").split()
    return len(parts) > 1 and all(part in {"null", NOT_APPLICABLE} or part.isdecimal() for part in parts)


def _by_column(table: Table, block: Block, row: Head, node: Map, reader: Reader) -> Iterator[CellValue]:
    """A row written as a mapping from column to value; columns in groups nest."""
    groups: dict[tuple[str, ...], Map] = {}
    missing: set[tuple[str, ...]] = set()
    for column in block.column_leaves():
        parent: Map | None = node
        for depth in range(1, len(column.path)):
            path = column.path[:depth]
            if path not in groups and path not in missing and parent is not None:
                inner = parent.node(path[-1])
                name = ".".join((table.id, *row.path, *path))
                if inner is None:
                    reader.say("row-missing", parent.at, expected=path[-1], name=name, label=column.labels[-2])
                found = reader.mapping(inner, name)
                if found is None:
                    missing.add(path)
                else:
                    groups[path] = found
            parent = groups.get(path)
        if parent is None:
            continue
        cell = table.cell(block, row, column)
        item = parent.node(column.path[-1])
        if item is None:
            name = column.name if not row.label else f"{row.name}·{column.name}"
            reader.say("row-missing", parent.at, expected=column.path[-1], name=cell.address, label=name)
            continue
        yield from _value(cell, item, reader)
    for path, group in groups.items():
        known = [c.path[-1] for c in block.column_leaves() if c.path[:-1] == path]
        _unknown(group, known, ".".join((table.id, *row.path, *path)), reader)
    if row.path:
        known = [c.path[0] for c in block.column_leaves()]
        _unknown(node, known, ".".join((table.id, *row.path)), reader)


def _unknown_rows(table: Table, node: Map, reader: Reader) -> None:
    known = [head.path[0] for block in table.blocks for head in (block.row_leaves() if block.rows else ())]
    known += [c.path[0] for block in table.blocks if not block.rows for c in block.column_leaves()]
    _unknown(node, known, table.id, reader)


def _unknown(node: Map, known: list[str], name: str, reader: Reader) -> None:
    missing = [key for key in known if key not in node.entries]
    for key, key_node, _ in entries(node):
        if key not in known and key_node.valid:
            near = nearest(key, missing) or nearest(key, known)
            reader.say("row-unknown", key_node.at, key, name=f"{name}.{key}", near=near)


def _value(cell: Cell, node: Node, reader: Reader) -> Iterator[CellValue]:
    """One cell: a number of the right kind, ``null`` or ``n/a``."""
    if isinstance(node, Scalar):
        if not node.valid:
            return
        value = node.value
        if value is None or value == MARK:
            yield CellValue(cell.address, State.BLANK, None, node.at, value == MARK)
            return
        if value == NOT_APPLICABLE and not node.style:
            yield CellValue(cell.address, State.NOT_APPLICABLE, None, node.at)
            return
        if type(value) is int or (cell.kind == "money" and isinstance(value, Decimal)):
            assert isinstance(value, int | Decimal)
            if value < 0 and cell.kind != "change":
                reader.say("value-negative", node.at, value, "≥ 0", name=cell.address, label=cell_label(cell))
                return
            yield CellValue(cell.address, State.NUMBER, value, node.at)
            return
    reader.say(
        "cell-type", node.at, written(node), cell.kind, name=cell.address, label=cell_label(cell), kind=kind_of(node)
    )


def _may_be_marked(document: Document) -> bool:
    """Whether the file need be searched for marks: the word stands in it, or may stand there escaped."""
    return MARK in document.text or "\\" in document.text


def _marks(node: Node, form: Form, path: tuple[str, ...]) -> Iterator[CellValue]:
    """Every mark in the file, by the address of its cell or by the keys that lead to it."""
    if isinstance(node, Scalar):
        if node.valid and node.value == MARK:
            yield CellValue(".".join(path), State.BLANK, None, node.at, marked=True)
        return
    if isinstance(node, Map):
        for key, _, item in entries(node):
            yield from _marks(item, form, path if path[:1] == ("figures",) and key == "value" else (*path, key))
        return
    row = _columns(form, path)
    for index, item in enumerate(node.items):
        yield from _marks(item, form, (*path, *(row[index] if len(row) == len(node.items) else (str(index + 1),))))


def _columns(form: Form, path: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The paths of the columns of a row that is written as a list; none where no such row stands."""
    for table in form.tables:
        for block in table.blocks if table.id == path[0] else ():
            if any(row.path == path[1:] for row in block.row_leaves()):
                return [column.path for column in block.column_leaves()]
    return []


def is_mark(node: Node | None) -> bool:
    """Whether a value is still to be filled in."""
    return isinstance(node, Scalar) and node.valid and node.value == MARK


def cell_label(cell: Cell) -> str:
    """Row and column of a cell in the form's words."""
    return "，".join(part for part in (cell.row.name, cell.column.name) if part)


# --- what stands beside the tables --------------------------------------------------------------------------------


def _figures(node: Node | None, form: Form, reader: Reader) -> Iterator[Figure]:
    sections = tuple(section.id for section in form.sections)
    for key, key_node, item in entries(reader.mapping(node, "figures")):
        name = f"figures.{key}"
        found = reader.mapping(item, name)
        if found is None:
            continue
        reader.keys(found, name, ("value", "unit", "label", "section"), ("source",))
        node = found.node("value")
        value = None if is_mark(node) else reader.number(node, f"{name}.value", blank=True)
        unit = reader.text(found.node("unit"), f"{name}.unit") or ""
        label = reader.text(found.node("label"), f"{name}.label") or ""
        if node is not None and value is not None and value < 0 and unit not in CAN_FALL:
            reader.say("value-negative", node.at, value, "≥ 0", name=f"{name}.value", label=label)
        yield Figure(
            key,
            value,
            unit,
            label,
            reader.choice(found.node("section"), f"{name}.section", sections) or "",
            reader.text(found.node("source"), f"{name}.source", blank=True),
            key_node.at,
        )


def _fees(node: Node | None, reader: Reader) -> Iterator[Fee]:
    found = reader.mapping(node, "processing_fee")
    if found is None:
        return
    reader.keys(found, "processing_fee", FEES)
    for key in FEES:
        item = found.node(key)
        if item is None:
            continue
        name = f"processing_fee.{key}"
        if is_mark(item):
            yield Fee(key, None, item.at)
            continue
        value = reader.integer(item, name, blank=True) if key == "notices" else reader.number(item, name, blank=True)
        if value is not None and value < 0:
            reader.say("value-negative", item.at, value, "≥ 0", name=name, label="")
            continue
        yield Fee(key, value, item.at)


def read_explanations(node: Node | None, reader: Reader) -> tuple[Explanation, ...]:
    """Answers to warnings, as a report or the front matter of a page gives them."""
    return tuple(_explanation(n, i, reader) for i, n in enumerate(reader.sequence(node, "explanations")))


def _explanation(node: Node, index: int, reader: Reader) -> Explanation:
    name = f"explanations[{index + 1}]"
    found = reader.mapping(node, name)
    if found is None:
        return Explanation("", (), None, "", "", None, node.at)
    reader.keys(found, name, ("rule", "reason", "by", "date"), ("cells", "text"))
    cells = tuple(
        text for n in reader.sequence(found.node("cells"), f"{name}.cells") if (text := reader.text(n, f"{name}.cells"))
    )
    return Explanation(
        reader.text(found.node("rule"), f"{name}.rule") or "",
        cells,
        reader.text(found.node("text"), f"{name}.text"),
        reader.text(found.node("reason"), f"{name}.reason") or "",
        reader.text(found.node("by"), f"{name}.by") or "",
        reader.day(found.node("date"), f"{name}.date"),
        found.at,
    )


def _correction(node: Node, index: int, reader: Reader) -> Correction:
    name = f"corrections[{index + 1}]"
    found = reader.mapping(node, name)
    if found is None:
        return Correction(None, "", None, None, "", "", node.at)
    reader.keys(found, name, ("date", "cell", "from", "to", "kind", "reason"))
    return Correction(
        reader.day(found.node("date"), f"{name}.date"),
        reader.text(found.node("cell"), f"{name}.cell") or "",
        _old_or_new(found.node("from"), f"{name}.from", reader),
        _old_or_new(found.node("to"), f"{name}.to", reader),
        reader.choice(found.node("kind"), f"{name}.kind", CORRECTION_KINDS) or "",
        reader.text(found.node("reason"), f"{name}.reason") or "",
        found.at,
    )


def _old_or_new(node: Node | None, name: str, reader: Reader) -> Number | str | None:
    """A value before or after a correction: a number, text, or ``null`` for blank; a day as its text."""
    if isinstance(node, Scalar) and node.valid:
        value = node.value
        if isinstance(value, date):
            return value.isoformat()
        if value is None or isinstance(value, str) or type(value) is int or isinstance(value, Decimal):
            assert not isinstance(value, bool)
            return value
    if node is not None:
        reader.wrong(node, name, "number")
    return None
