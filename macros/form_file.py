"""Reading a form file into the model of ``form``; what is wrong with the file becomes facts."""

from __future__ import annotations

from datetime import date

from macros.facts import Position
from macros.form import Block, Form, Head, Identity, Kind, Section, Table, Write
from macros.reader import Reader
from macros.source import Document, Map, Node, Scalar

TOP = ("id", "title", "document_number", "issuer", "issued", "years", "sections", "tables", "identities")
KINDS: dict[str, Kind] = {"count": "count", "money": "money", "change": "change"}
WRITES: dict[str, Write] = {"mapping": "mapping", "value": "value", "sequence": "sequence"}


def read_form(document: Document, reader: Reader) -> Form | None:
    """The form in a document, or ``None`` (with facts in ``reader``) when it cannot be one."""
    before = len(reader.facts) + len(document.problems)
    root = reader.mapping(document.root, "")
    if root is None:
        return None
    reader.keys(root, "", TOP)
    years = reader.mapping(root.node("years"), "years")
    first = last = None
    if years is not None:
        reader.keys(years, "years", ("from", "to"))
        first = reader.integer(years.node("from"), "years.from")
        last = reader.integer(years.node("to"), "years.to", blank=True)
    sections = tuple(_section(node, f"sections[{i}]", reader) for i, node in _items(root, "sections", reader))
    tables = tuple(_table(node, f"tables[{i}]", reader) for i, node in _items(root, "tables", reader))
    identities = tuple(_identity(node, f"identities[{i}]", reader) for i, node in _items(root, "identities", reader))
    texts = {key: reader.text(root.node(key), key) for key in TOP[:4]}
    issued = reader.day(root.node("issued"), "issued")
    if len(reader.facts) > before or document.problems or first is None:
        return None
    form = Form(
        str(texts["id"]), str(texts["title"]), str(texts["document_number"]), str(texts["issuer"]),
        issued or date.min, first, last, sections, tables, identities, document.path,
    )  # fmt: skip
    _prove(form, root.at, reader)
    return form if len(reader.facts) == before else None


def _prove(form: Form, at: Position, reader: Reader) -> None:
    """A form that names a section, table, row or column it does not have is refused whole."""
    for table in form.tables:
        if form.section(table.section) is None:
            reader.say("form-reference", at, table.section, name=f"tables.{table.id}.section")
    addresses = [cell.address for table in form.tables for cell in table.cells]
    for address in sorted({a for a in addresses if addresses.count(a) > 1}):
        reader.say("form-reference", at, address, name="tables")
    for identity in form.identities:
        table = form.table(identity.table)
        if table is None:
            reader.say("form-reference", at, identity.table, name=f"identities.{identity.id}.table")
            continue
        for term in (*identity.sum, *identity.equals):
            if not _known(term, identity, table):
                reader.say("form-reference", at, term, name=f"identities.{identity.id}")


def _known(term: str, identity: Identity, table: Table) -> bool:
    path = tuple(term.split("."))
    if identity.over is None:
        return any(cell.address == f"{table.id}.{term}" for cell in table.cells)
    blocks = table.blocks
    heads = [
        h for b in blocks for h in (b.column_leaves() if identity.over == "rows" else b.row_leaves())
    ]  # fmt: skip
    return any(head.path[: len(path)] == path for head in heads)


def _items(root: Map, key: str, reader: Reader) -> list[tuple[int, Node]]:
    return list(enumerate(reader.sequence(root.node(key), key), 1))


def _section(node: Node, name: str, reader: Reader) -> Section:
    found = reader.mapping(node, name)
    if found is None:
        return Section("", "", "", None, None)
    reader.keys(found, name, ("id", "number", "heading"), ("article", "meaning"))
    value = {key: reader.text(found.node(key), f"{name}.{key}") for key in found.entries}
    return Section(
        str(value.get("id")), str(value.get("number")), str(value.get("heading")),
        value.get("article"), value.get("meaning"),
    )  # fmt: skip


def _table(node: Node, name: str, reader: Reader) -> Table:
    found = reader.mapping(node, name)
    if found is None:
        return Table("", "", "", ())
    reader.keys(found, name, ("id", "section", "caption", "blocks"))
    value = {key: reader.text(found.node(key), f"{name}.{key}") for key in ("id", "section", "caption")}
    blocks = tuple(_block(item, f"{name}.blocks[{i}]", reader) for i, item in _items(found, "blocks", reader))
    return Table(str(value["id"]), str(value["section"]), str(value["caption"]), blocks)


def _block(node: Node, name: str, reader: Reader) -> Block:
    found = reader.mapping(node, name)
    if found is None:
        return Block(None, None, "", "value", (), ())
    reader.keys(found, name, ("heading", "corner", "unit", "write", "columns", "rows"))
    heads = {
        axis: tuple(_head(item, f"{name}.{axis}[{i}]", axis, (), (), reader) for i, item in _items(found, axis, reader))
        for axis in ("columns", "rows")
    }
    return Block(
        reader.text(found.node("heading"), f"{name}.heading", blank=True),
        reader.text(found.node("corner"), f"{name}.corner", blank=True),
        reader.text(found.node("unit"), f"{name}.unit") or "",
        WRITES[reader.choice(found.node("write"), f"{name}.write", tuple(WRITES)) or "value"],
        heads["columns"],
        heads["rows"],
    )


def _head(
    node: Node, name: str, axis: str, path: tuple[str, ...], labels: tuple[str, ...], reader: Reader
) -> Head:  # fmt: skip
    found = reader.mapping(node, name)
    if found is None:
        return Head("", path, labels)
    reader.keys(found, name, ("id", "label"), ("article", "meaning", "unit", "kind", axis))
    own = reader.text(found.node("id"), f"{name}.id", blank=True)
    label = reader.text(found.node("label"), f"{name}.label") or ""
    path = (*path, own) if own else path
    labels = (*labels, label)
    children = tuple(
        _head(item, f"{name}.{axis}[{i}]", axis, path, labels, reader) for i, item in _items(found, axis, reader)
    )
    kind = reader.choice(found.node("kind"), f"{name}.kind", tuple(KINDS))
    return Head(
        label, path, labels, children,
        reader.text(found.node("article"), f"{name}.article"),
        reader.text(found.node("meaning"), f"{name}.meaning"),
        reader.text(found.node("unit"), f"{name}.unit"),
        KINDS[kind] if kind else None,
        own is not None,
    )  # fmt: skip


def _identity(node: Node, name: str, reader: Reader) -> Identity:
    found = reader.mapping(node, name)
    if found is None:
        return Identity("", "", "", None, (), (), "")
    reader.keys(found, name, ("id", "rule", "table", "over", "sum", "equals", "basis"))
    over = reader.choice(found.node("over"), f"{name}.over", ("rows", "columns"), blank=True)
    sides = {
        side: tuple(
            item.raw for item in reader.sequence(found.node(side), f"{name}.{side}") if isinstance(item, Scalar)
        )
        for side in ("sum", "equals")
    }
    for side, terms in sides.items():
        if not terms:
            reader.say("value-type", found.at, "[]", "list", name=f"{name}.{side}", kind="list")
    value = {key: reader.text(found.node(key), f"{name}.{key}") or "" for key in ("id", "rule", "table", "basis")}
    return Identity(
        value["id"], value["rule"], value["table"],
        "rows" if over == "rows" else "columns" if over == "columns" else None,
        sides["sum"], sides["equals"], value["basis"],
    )  # fmt: skip
