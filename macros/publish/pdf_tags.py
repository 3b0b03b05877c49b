"""The last step of a PDF: Typst cannot say which cells are heads of rows, the grid can, so each cell is told.

What the file says of its time is the time it was given or nothing; its marks stay only if our own check finds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf, Stream, String

from macros.grid import Grid, GridCell
from macros.publish.pdf_check import faults
from macros.publish.pdf_structure import elements, rows, span, table_attributes, tables

SCOPES = {"heading": Name.Column, "corner": Name.Column, "column": Name.Column, "row": Name.Row}
TIMES = re.compile(
    rb"<xmp:ModifyDate>[^<]*</xmp:ModifyDate>|<xmp:CreateDate>[^<]*</xmp:CreateDate>"
    rb"|<xmpMM:History>.*?</xmpMM:History>",
    re.DOTALL,
)
MARKS = re.compile(rb"<(pdfaid|pdfuaid):(part|conformance)>[^<]*</\1:\2>")


class TagsError(Exception):
    """The file's tables are not those of the grid; a defect of this program, never of a report."""


def finished(made: bytes, grids: Iterable[Grid | None], *, timed: bool) -> bytes:
    """A file of Typst's with every cell's heads; ``None`` stands for a table an editor has written.

    ``timed``: the time in the file is a true one. Raises ``TagsError``.
    """
    with Pdf.open(BytesIO(made)) as pdf:
        ids: dict[str, Object] = {}
        for number, (table, grid) in enumerate(zip(tables(pdf), grids, strict=True), 1):
            if grid is not None:
                _tag(table, grid, f"t{number}-")
        for one in elements(pdf.Root.StructTreeRoot):
            if "/ID" in one:
                ids[str(one.ID)] = one
        _set_ids(pdf, ids)
        if "/Suspects" in pdf.Root.MarkInfo:
            del pdf.Root.MarkInfo.Suspects  # false says what its absence says; Poppler takes it for an error
        if not timed:
            _rewrite(pdf, TIMES)
            for key in ("/CreationDate", "/ModDate"):
                if key in pdf.docinfo:
                    del pdf.docinfo[key]
        if faults(pdf):
            _rewrite(pdf, MARKS)
        said = BytesIO()
        pdf.save(said, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
    return said.getvalue()


def _tag(table: Dictionary, grid: Grid, prefix: str) -> None:
    """Give the cells of one table their kind, name, reach and heads."""
    attributes = table_attributes(table)
    if attributes is None:
        attributes = Dictionary(O=Name.Table)
        _add(table, attributes)
    attributes.Summary = String(grid.table.caption)
    found = list(rows(table))
    if len(found) != grid.height:
        raise TagsError(f"{grid.table.id}: {len(found)} rows, not {grid.height}")
    for number, row in enumerate(found):
        for cell, one in zip(row, grid.line(number), strict=True):
            if (span(cell, "/RowSpan"), span(cell, "/ColSpan")) != (one.rows, one.columns):
                raise TagsError(f"{grid.table.id}: row {number}, column {one.column} has another reach")
            _tag_cell(cell, one, prefix)


def _tag_cell(cell: Dictionary, one: GridCell, prefix: str) -> None:
    attributes = Dictionary(O=Name.Table)
    if one.rows > 1:
        attributes.RowSpan = one.rows
    if one.columns > 1:
        attributes.ColSpan = one.columns
    if one.heads:
        attributes.Headers = Array([String(prefix + head) for head in one.heads])
    head = one.kind != "value" and one.text != ""  # an empty corner is the head of nothing
    cell.S = Name.TH if head else Name.TD
    if head:
        attributes.Scope = SCOPES[one.kind]
        cell.ID = String(prefix + one.id)
    elif "/ID" in cell:
        del cell.ID
    _add(cell, attributes)


def _add(element: Dictionary, attributes: Dictionary) -> None:
    """Attributes of tables in the place of those there were; attributes of looks stay."""
    known = element.get("/A")
    others = [
        other
        for other in (known if isinstance(known, Array) else [known])
        if isinstance(other, Dictionary) and other.get("/O") != Name.Table
    ]
    element.A = Array([attributes, *others])


def _set_ids(pdf: Pdf, ids: dict[str, Object]) -> None:
    """The tree by which a reader finds an element by its name, as one leaf in order."""
    root = pdf.Root.StructTreeRoot
    if ids:
        names = sorted(ids, key=lambda name: bytes(String(name)))
        root.IDTree = Dictionary(Names=Array([part for name in names for part in (String(name), ids[name])]))
    elif "/IDTree" in root:
        del root.IDTree


def _rewrite(pdf: Pdf, gone: re.Pattern[bytes]) -> None:
    """Take something out of the metadata."""
    old = pdf.Root.Metadata
    words = gone.sub(b"", old.read_bytes())
    pdf.Root.Metadata = Stream(pdf, words, Type=Name.Metadata, Subtype=Name.XML)
