"""Reading a form file into the model of ``form``; what is wrong with the file becomes facts."""

from __future__ import annotations

from datetime import date

from macros.facts import Position
from macros.form import (
    Block,
    Form,
    Head,
    Highlight,
    Identity,
    Indicator,
    Kind,
    Link,
    Over,
    Section,
    Table,
    Write,
    under,
)
from macros.reader import Reader, entries
from macros.source import Document, Map, Node, Scalar

TOP = ("id", "title", "document_number", "issuer", "issued", "years", "sections", "tables", "identities")
MORE = ("links", "highlights", "indicators")
KINDS: dict[str, Kind] = {"count": "count", "money": "money", "change": "change"}
OVERS: dict[str, Over] = {"rows": "rows", "columns": "columns"}
WRITES: dict[str, Write] = {"mapping": "mapping", "value": "value", "sequence": "sequence"}


def read_form(document: Document, reader: Reader) -> Form | None:
    """The form in a document, or ``None`` (with facts in ``reader``) when it cannot be one."""
    before = len(reader.facts) + len(document.problems)
    root = reader.mapping(document.root, "")
    if root is None:
        return None
    reader.keys(root, "", TOP, MORE)
    years = reader.mapping(root.node("years"), "years")
    first = last = None
    if years is not None:
        reader.keys(years, "years", ("from", "to"))
        first = reader.integer(years.node("from"), "years.from")
        last = reader.integer(years.node("to"), "years.to", blank=True)
    sections = tuple(_section(node, f"sections[{i}]", reader) for i, node in _items(root, "sections", reader))
    tables = tuple(_table(node, f"tables[{i}]", reader) for i, node in _items(root, "tables", reader))
    identities = tuple(_identity(node, f"identities[{i}]", reader) for i, node in _items(root, "identities", reader))
    links = tuple(_link(node, f"links[{i}]", reader) for i, node in _items(root, "links", reader))
    highlights = tuple(_highlight(node, f"highlights[{i}]", reader) for i, node in _items(root, "highlights", reader))
    indicators = tuple(_indicator(node, f"indicators[{i}]", reader) for i, node in _items(root, "indicators", reader))
    texts = {key: reader.text(root.node(key), key) for key in TOP[:4]}
    issued = reader.day(root.node("issued"), "issued")
    if len(reader.facts) > before or document.problems or first is None:
        return None
    form = Form(
        str(texts["id"]), str(texts["title"]), str(texts["document_number"]), str(texts["issuer"]),
        issued or date.min, first, last, sections, tables, identities, links, highlights, indicators,
        path=document.path,
    )  # fmt: skip
    _prove(form, root.at, reader)
    return form if len(reader.facts) == before else None


def _prove(form: Form, at: Position, reader: Reader) -> None:
    """A form that names a section, table, row or column it does not have is refused whole."""
    for one in form.tables:
        if form.section(one.section) is None:
            reader.say("form-reference", at, one.section, name=f"tables.{one.id}.section")
    addresses = [cell.address for one in form.tables for cell in one.cells]
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
    _prove_links(form, at, reader)
    _prove_indicators(form, at, reader)


def _prove_indicators(form: Form, at: Position, reader: Reader) -> None:
    """Every term leads to counts of the table: of anything else there is no share."""
    for one in form.indicators:
        name, table = f"indicators.{one.id}", form.table(one.table)
        if table is None:
            reader.say("form-reference", at, one.table, name=f"{name}.table")
            continue
        for term in (*one.numerator, *one.denominator):
            cells = [form.cells[address] for address in under(f"{table.id}.{term}", tuple(form.cells))]
            if one.at is None:
                known = [cell for cell in cells if cell.address == f"{table.id}.{term}"]
            else:
                known = [cell for cell in cells if cell.column.path == tuple(one.at.split("."))]
            if not known or any(cell.kind != "count" for cell in known):
                reader.say("form-reference", at, term, name=name)


def _prove_links(form: Form, at: Position, reader: Reader) -> None:
    for highlight in form.highlights:
        for name in (highlight.cell, *highlight.parts):
            if not under(name, tuple(form.cells)):
                reader.say("form-reference", at, name, name=f"highlights.{highlight.cell}")
    for link in form.links:
        table = form.table(link.table)
        if table is None:
            reader.say("form-reference", at, link.table, name=f"links.{link.rule}.table")
            continue
        for term in link.terms.values():
            if not _leads_somewhere(term, link, table):
                reader.say("form-reference", at, term, name=f"links.{link.rule}")


def _leads_somewhere(term: str, link: Link, table: Table) -> bool:
    if link.over is None:
        return bool(under(f"{table.id}.{term}", tuple(cell.address for cell in table.cells)))
    return _among(term, link.over, table)


def _known(term: str, identity: Identity, table: Table) -> bool:
    if identity.over is None:
        return any(cell.address == f"{table.id}.{term}" for cell in table.cells)
    return _among(term, identity.over, table)


def _among(term: str, over: str, table: Table) -> bool:
    """Whether a term names a column (``over`` rows) or a row of the table, or a group of them."""
    path = tuple(term.split("."))
    heads = [h for b in table.blocks for h in (b.column_leaves() if over == "rows" else b.row_leaves())]
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
    over = _over(found, name, reader)
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
        over, sides["sum"], sides["equals"], value["basis"],
    )  # fmt: skip


def _over(node: Map, name: str, reader: Reader) -> Over:
    return OVERS.get(reader.choice(node.node("over"), f"{name}.over", tuple(OVERS), blank=True) or "")


def _link(node: Node, name: str, reader: Reader) -> Link:
    found = reader.mapping(node, name)
    if found is None:
        return Link("", "", None, {})
    reader.keys(found, name, ("rule", "table", "over", "terms"))
    terms = {
        key: reader.text(item, f"{name}.terms.{key}") or ""
        for key, _, item in entries(reader.mapping(found.node("terms"), f"{name}.terms"))
    }
    value = {key: reader.text(found.node(key), f"{name}.{key}") or "" for key in ("rule", "table")}
    return Link(value["rule"], value["table"], _over(found, name, reader), terms)


def _highlight(node: Node, name: str, reader: Reader) -> Highlight:
    found = reader.mapping(node, name)
    if found is None:
        return Highlight("", "", "", ())
    reader.keys(found, name, ("cell", "label", "zero", "parts"))
    parts = (reader.text(item, f"{name}.parts") or "" for item in reader.sequence(found.node("parts"), f"{name}.parts"))
    value = {key: reader.text(found.node(key), f"{name}.{key}") or "" for key in ("cell", "label", "zero")}
    return Highlight(value["cell"], value["label"], value["zero"], tuple(parts))


def _indicator(node: Node, name: str, reader: Reader) -> Indicator:
    found = reader.mapping(node, name)
    if found is None:
        return Indicator("", "", "", "", None, (), ())
    reader.keys(found, name, ("id", "label", "meaning", "table", "at", "numerator", "denominator"))
    value = {key: reader.text(found.node(key), f"{name}.{key}") or "" for key in ("id", "label", "meaning", "table")}
    sides = {
        side: tuple(
            reader.text(item, f"{name}.{side}") or "" for item in reader.sequence(found.node(side), f"{name}.{side}")
        )
        for side in ("numerator", "denominator")
    }
    for side, terms in sides.items():
        if not terms and found.node(side) is not None:
            reader.say("value-type", found.at, "[]", "list", name=f"{name}.{side}", kind="list")
    return Indicator(
        value["id"], value["label"], value["meaning"], value["table"],
        reader.text(found.node("at"), f"{name}.at", blank=True), sides["numerator"], sides["denominator"],
    )  # fmt: skip
