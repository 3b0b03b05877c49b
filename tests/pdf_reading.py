"""Reads a PDF back the way a screen reader does: by its structure tree, letters by each font's own map."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TypeAlias

from pikepdf import Dictionary, Name, Object, Page, Pdf, String, parse_content_stream

from macros.publish.pdf_structure import (
    below,
    children,
    contents,
    elements,
    header_ids,
    object_number,
    rows,
    span,
    tables,
)

Letters: TypeAlias = dict[int, str]
CHAR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")
RANGE = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")
PART = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell as a screen reader meets it."""

    row: int
    column: int
    rows: int
    columns: int
    head: bool
    text: str
    id: str
    heads: tuple[str, ...]


class Reading:
    """A PDF, read."""

    def __init__(self, file: bytes) -> None:
        self.pdf = Pdf.open(BytesIO(file))
        self._fonts: dict[tuple[int, int], Letters] = {}
        self._said: dict[tuple[tuple[int, int], int], str] = {}
        self.artifacts: list[str] = []
        for page in self.pdf.pages:
            self._read(page)

    def text(self, element: Dictionary) -> str:
        """What an element says."""
        return "".join(self._parts(element))

    def told(self) -> list[tuple[str, str]]:
        """Headings and paragraphs outside of tables and lists, in order: kind and words."""
        top = next(children(self.pdf.Root.StructTreeRoot))
        return [(str(one.S), self.text(one)) for one in children(top) if one.S not in (Name.Table, Name.L)]

    def words(self) -> str:
        """Everything the structure says, in order."""
        return "".join(self.text(one) for one in children(self.pdf.Root.StructTreeRoot))

    def pages(self) -> list[str]:
        """Everything each page says, in the order it is drawn."""
        own = [object_number(page.obj) for page in self.pdf.pages]
        return ["".join(said for (page, _), said in self._said.items() if page == one) for one in own]

    def tables(self) -> list[list[ReadCell]]:
        """The tables, cell by cell."""
        return [list(self._cells(table)) for table in tables(self.pdf)]

    def kinds(self) -> list[str]:
        """The kinds of all elements, in order."""
        return [str(one.S) for one in elements(self.pdf.Root.StructTreeRoot)]

    def _parts(self, element: Dictionary) -> Iterator[str]:
        own = contents(element)
        for child in below(element):
            if isinstance(child, Dictionary) and "/S" in child:
                yield from self._parts(child)
            elif isinstance(child, int) or (isinstance(child, Dictionary) and "/MCID" in child):
                yield self._said[next(own)]

    def _cells(self, table: Dictionary) -> Iterator[ReadCell]:
        taken: set[tuple[int, int]] = set()
        for number, row in enumerate(rows(table)):
            for cell in row:
                tall, wide = span(cell, "/RowSpan"), span(cell, "/ColSpan")
                at = next(column for column in range(99) if (number, column) not in taken)
                taken |= {(number + down, at + right) for down in range(tall) for right in range(wide)}
                own = str(cell.ID) if "/ID" in cell else ""
                yield ReadCell(number, at, tall, wide, cell.S == Name.TH, self.text(cell), own, header_ids(cell))

    def _read(self, page: Page) -> None:
        """What each marked content of a page says."""
        fonts = page.get("/Resources", Dictionary()).get("/Font", Dictionary())
        own = object_number(page.obj)
        letters: Letters = {}
        marks: list[tuple[str, int | None]] = []
        for instruction in parse_content_stream(page):
            operator, operands = str(instruction.operator), instruction.operands
            if operator == "Tf":
                letters = self._letters(fonts[str(operands[0])])
            elif operator in ("BDC", "BMC"):
                about = operands[1] if len(operands) > 1 else None
                mcid = int(about["/MCID"]) if isinstance(about, Dictionary) and "/MCID" in about else None
                assert not (isinstance(about, Dictionary) and "/ActualText" in about), "not read here"
                marks.append((str(operands[0]), mcid))
                if mcid is not None:
                    self._said.setdefault((own, mcid), "")
            elif operator == "EMC":
                marks.pop()
            elif operator in ("Tj", "TJ"):
                parts = operands[0] if operator == "TJ" else [operands[0]]
                said = "".join(_decoded(bytes(part), letters) for part in parts if isinstance(part, String | bytes))
                mcid = next((mcid for _, mcid in reversed(marks) if mcid is not None), None)
                if mcid is None:
                    self.artifacts.append(said)
                else:
                    self._said[own, mcid] += said

    def _letters(self, font: Object) -> Letters:
        key = object_number(font)
        if key not in self._fonts:
            found: Letters = {}
            for kind, body in PART.findall(font.ToUnicode.read_bytes()):
                if kind == b"bfchar":
                    found |= {int(code, 16): _utf16(to) for code, to in CHAR.findall(body)}
                else:
                    for first, last, to in RANGE.findall(body):
                        start, text = int(first, 16), _utf16(to)
                        found |= {
                            code: text[:-1] + chr(ord(text[-1]) + code - start)
                            for code in range(start, int(last, 16) + 1)
                        }
            self._fonts[key] = found
        return self._fonts[key]


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be")


def _decoded(code: bytes, letters: Letters) -> str:
    return "".join(letters[int.from_bytes(code[at : at + 2])] for at in range(0, len(code), 2))
