"""The structure tree of a PDF: its elements in reading order, its tables as rows of cells."""

from __future__ import annotations

from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Pdf


def elements(node: Object) -> Iterator[Dictionary]:
    """All structure elements below a node, in reading order, each before those in it."""
    for child in children(node):
        yield child
        yield from elements(child)


def children(node: Object) -> Iterator[Dictionary]:
    """The structure elements directly in a node; what they print is left out."""
    for child in below(node):
        if isinstance(child, Dictionary) and "/S" in child:
            yield child


def below(node: Object) -> list[object]:
    """Everything directly in a node: elements, numbers of marked contents, references to them."""
    found: object = node.get("/K")
    if isinstance(found, Array):
        return [*found]
    return [] if found is None else [found]


def contents(element: Dictionary) -> Iterator[tuple[tuple[int, int], int]]:
    """The marked contents directly in an element, in order: the page each is on, and its number there."""
    for child in below(element):
        if isinstance(child, int):
            yield object_number(element.Pg), child
        elif isinstance(child, Dictionary) and "/MCID" in child:
            yield object_number(child.Pg if "/Pg" in child else element.Pg), int(child.MCID)


def object_number(node: object) -> tuple[int, int]:
    """By what an object is known in its file."""
    found: tuple[int, int] = node.objgen  # type: ignore[attr-defined]  # pikepdf's types do not tell it
    return found


def tables(pdf: Pdf) -> Iterator[Dictionary]:
    """The tables of a document."""
    return (one for one in elements(pdf.Root.StructTreeRoot) if Name.Table == one.S)


def rows(table: Dictionary) -> Iterator[list[Dictionary]]:
    """The rows of a table, each as its cells."""
    for one in children(table):
        if one.S == Name.TR:
            yield list(children(one))
        elif one.S in (Name.THead, Name.TBody, Name.TFoot):
            yield from rows(one)


def table_attributes(cell: Dictionary) -> Dictionary | None:
    """The attributes of a cell (or a table) that speak of tables."""
    found = cell.get("/A")
    for one in found if isinstance(found, Array) else [found]:
        if isinstance(one, Dictionary) and one.get("/O") == Name.Table:
            return one
    return None


def span(cell: Dictionary, name: str) -> int:
    """How many rows or columns a cell takes: ``/RowSpan``, ``/ColSpan``."""
    found = table_attributes(cell)
    return int(found[name]) if found is not None and name in found else 1


def header_ids(cell: Dictionary) -> tuple[str, ...]:
    """The heads a cell names, as they are named."""
    found = table_attributes(cell)
    return tuple(str(one) for one in found.get("/Headers", Array())) if found is not None else ()
