"""The statutory form, as data: tables, rows, columns, labels, units, articles and identities.

A form is a file in ``data/forms/``; nothing about its rows or labels is repeated in Python. A table is one or more
blocks; a block is a tree of columns crossed with a tree of rows; a leaf has a path, and a cell's address is table,
row path and column path joined by dots (``requests.denied.state_secret.natural_person``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Literal, TypeAlias

Kind = Literal["count", "money", "change"]
Over: TypeAlias = Literal["rows", "columns"] | None
Write = Literal["mapping", "value", "sequence"]


@dataclass(frozen=True)
class Head:
    """A node of a row or column tree: a label, with children or as a leaf.

    ``path`` is the part of the address it stands for (nodes without an id add nothing); ``labels`` are the printed
    labels from the outermost group to itself. ``unit`` and ``kind`` are set where they differ from the block's.
    """

    label: str
    path: tuple[str, ...]
    labels: tuple[str, ...]
    children: tuple[Head, ...] = ()
    article: str | None = None
    meaning: str | None = None
    unit: str | None = None
    kind: Kind | None = None
    has_id: bool = False

    def leaves(self) -> tuple[Head, ...]:
        """The leaves under this node (itself when it is one), in printed order."""
        return tuple(leaf for child in self.children for leaf in child.leaves()) or (self,)

    def depth(self) -> int:
        """How many levels of labels stand here."""
        return 1 + max((child.depth() for child in self.children), default=0)

    @cached_property
    def name(self) -> str:
        """The label with the groups that have an id before it: ``（三）不予公开·1.属于国家秘密``."""
        return "·".join(self.labels[-len(self.path) :]) if len(self.path) > 1 else self.label


UNLABELLED = Head("", (), ())


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the form: its address, where it stands, and what may stand in it."""

    address: str
    table: str
    row: Head
    column: Head
    unit: str
    kind: Kind


@dataclass(frozen=True)
class Block:
    """A part of a printed table: rows crossed with columns under one heading."""

    heading: str | None
    corner: str | None
    unit: str
    write: Write
    columns: tuple[Head, ...]
    rows: tuple[Head, ...]

    def column_leaves(self) -> tuple[Head, ...]:
        """The columns that hold numbers."""
        return self._column_leaves

    def row_leaves(self) -> tuple[Head, ...]:
        """The rows that hold numbers; one without a label when the block has no row labels."""
        return self._row_leaves

    @cached_property
    def _column_leaves(self) -> tuple[Head, ...]:
        return tuple(leaf for head in self.columns for leaf in head.leaves())

    @cached_property
    def _row_leaves(self) -> tuple[Head, ...]:
        return tuple(leaf for head in self.rows for leaf in head.leaves()) or (UNLABELLED,)


@dataclass(frozen=True, eq=False)
class Table:
    """A statutory table of the form; itself and no other, so what is worked out of it can be kept."""

    id: str
    section: str
    caption: str
    blocks: tuple[Block, ...]

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """All cells in printed order, row by row."""
        return tuple(self.cell(block, row, column) for block, row, column in self._crossings())

    def _crossings(self) -> Iterator[tuple[Block, Head, Head]]:
        for block in self.blocks:
            for row in block.row_leaves():
                for column in block.column_leaves():
                    yield block, row, column

    def cell(self, block: Block, row: Head, column: Head) -> Cell:
        """The cell where a row and a column of a block meet."""
        address = ".".join((self.id, *row.path, *column.path))
        unit = column.unit or row.unit or block.unit
        return Cell(address, self.id, row, column, unit, column.kind or row.kind or "count")


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six sections, with its exact heading."""

    id: str
    number: str
    heading: str
    article: str | None
    meaning: str | None

    @property
    def title(self) -> str:
        """The heading as printed: ``一、总体情况``."""
        return f"{self.number}、{self.heading}"


@dataclass(frozen=True, slots=True)
class Identity:
    """Two sums of terms that must be equal (勾稽关系); the terms are rows, columns or addresses (``over``)."""

    id: str
    rule: str
    table: str
    over: Over
    sum: tuple[str, ...]
    equals: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Sum:
    """An identity taken at one place: the cells of both sides, by address."""

    identity: Identity
    subject: Head | None
    left: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def key(self) -> str:
        """What tells this sum from every other of the form."""
        return ".".join((self.identity.id, *(self.subject.path if self.subject else ())))


@dataclass(frozen=True, slots=True)
class Link:
    """Cells a rule beyond the identities looks at: rows, columns or addresses by the part they play."""

    rule: str
    table: str
    over: Over
    terms: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Linked:
    """A link taken at one place: the addresses that play each part (a group names all cells under it)."""

    link: Link
    subject: Head | None
    cells: Mapping[str, tuple[str, ...]]

    @property
    def key(self) -> str:
        """The row or column it is taken in; the same in another year's form."""
        return ".".join(self.subject.path) if self.subject else ""

    def one(self, part: str) -> str:
        """The cell that plays a part only one cell can play."""
        return self.cells[part][0]


@dataclass(frozen=True, slots=True)
class Highlight:
    """A number the site says first: a cell, its label, what zero says, and the cells (or groups) it is made of."""

    cell: str
    label: str
    zero: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A share the site computes from a report, never part of it: one sum of terms over another.

    The terms are rows of the table in the column ``at`` (a group's id stands for all leaves under it), or cells of
    the table where ``at`` is ``None``.
    """

    id: str
    label: str
    meaning: str
    table: str
    at: str | None
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Form:
    """A statutory form: everything a report of its years is held against; itself and no other, like its tables."""

    id: str
    title: str
    document_number: str
    issuer: str
    issued: date
    first_year: int
    last_year: int | None
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    identities: tuple[Identity, ...]
    links: tuple[Link, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    path: str = ""

    def applies_to(self, year: int) -> bool:
        """Whether reports of ``year`` are made on this form."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    @cached_property
    def cells(self) -> dict[str, Cell]:
        """Every cell by its address, in printed order."""
        return {cell.address: cell for table in self.tables for cell in table.cells}

    @cached_property
    def sums(self) -> tuple[Sum, ...]:
        """Every identity at every place it holds."""
        return tuple(found for identity in self.identities for found in self._places(identity))

    @cached_property
    def sums_of(self) -> dict[str, tuple[Sum, ...]]:
        """The sums each cell stands in, by address."""
        found: dict[str, list[Sum]] = {}
        for one in self.sums:
            for address in (*one.left, *one.right):
                found.setdefault(address, []).append(one)
        return {address: tuple(sums) for address, sums in found.items()}

    @cached_property
    def totals(self) -> frozenset[str]:
        """The cells that state a total: the one cell alone on the right of a sum."""
        return frozenset(one.right[0] for one in self.sums if len(one.right) == 1)

    @cached_property
    def linked(self) -> dict[str, tuple[Linked, ...]]:
        """Every link at every place it holds, by rule."""
        found: dict[str, list[Linked]] = {}
        for link in self.links:
            found.setdefault(link.rule, []).extend(self._linked(link))
        return {rule: tuple(places) for rule, places in found.items()}

    def table(self, table_id: str) -> Table | None:
        """The table with this id."""
        return next((table for table in self.tables if table.id == table_id), None)

    def section(self, section_id: str) -> Section | None:
        """The section with this id."""
        return next((section for section in self.sections if section.id == section_id), None)

    def section_of(self, table: Table) -> Section:
        """The section a table stands in; a form whose table names no section of it is refused when it is read."""
        return next(section for section in self.sections if section.id == table.section)

    def _places(self, identity: Identity) -> Iterator[Sum]:
        table = self.table(identity.table)
        if table is None:
            return
        if identity.over is None:
            left, right = (tuple(f"{table.id}.{term}" for term in terms) for terms in (identity.sum, identity.equals))
            yield Sum(identity, self.cells[left[0]].column, left, right)
            return
        for block in table.blocks:
            across, along = block.column_leaves(), block.row_leaves()
            if identity.over == "rows":
                across, along = along, across
            left_heads, right_heads = (_named(along, terms) for terms in (identity.sum, identity.equals))
            for subject in across:
                left, right = (
                    tuple(_address(table, identity.over, subject, head) for head in heads)
                    for heads in (left_heads, right_heads)
                )
                yield Sum(identity, subject, left, right)

    def _linked(self, link: Link) -> Iterator[Linked]:
        table = self.table(link.table)
        if table is None:
            return
        if link.over is None:
            known = tuple(cell.address for cell in table.cells)
            found = {part: under(f"{table.id}.{term}", known) for part, term in link.terms.items()}
            yield Linked(link, None, found)
            return
        for block in table.blocks:
            across, along = block.column_leaves(), block.row_leaves()
            if link.over == "rows":
                across, along = along, across
            heads = {part: _named(along, (term,)) for part, term in link.terms.items()}
            if all(heads.values()):
                for subject in across:
                    cells = {
                        part: tuple(_address(table, link.over, subject, head) for head in leaves)
                        for part, leaves in heads.items()
                    }
                    yield Linked(link, subject, cells)


@lru_cache(maxsize=256)
def under(prefix: str, addresses: tuple[str, ...]) -> tuple[str, ...]:
    """The addresses that ``prefix`` names: itself, or all below it."""
    return tuple(a for a in addresses if a == prefix or a.startswith(f"{prefix}."))


def _address(table: Table, over: str, subject: Head, head: Head) -> str:
    """Where a head crosses the row (``over`` rows) or column that is the subject."""
    path = subject.path + head.path if over == "rows" else head.path + subject.path
    return ".".join((table.id, *path))


def _named(heads: tuple[Head, ...], terms: tuple[str, ...]) -> list[Head]:
    """The leaves that the terms name, in the order of the terms; a group's id names all leaves under it."""
    wanted = [tuple(term.split(".")) for term in terms]
    return [head for term in wanted for head in heads if head.path[: len(term)] == term]
