"""The reports of one agency cell by cell: the cells all its forms share, and those that only one form has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from macros.facts import Number
from macros.form import Cell, Form, Table
from macros.report import CellValue, Report, State


@dataclass(frozen=True, slots=True)
class Line:
    """One cell through the years, newest first; ``None`` for a report that does not have it."""

    cell: Cell
    values: tuple[CellValue | None, ...]
    change: Number | None

    @property
    def is_still(self) -> bool:
        """Whether no year states anything but zero."""
        return all(value is None or not value.number for value in self.values)

    @property
    def only_blank(self) -> bool:
        """Whether no year states a number."""
        return all(value is None or value.number is None for value in self.values)


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one table under one heading: a column of a large grid, or (``None``) of the whole table."""

    table: Table
    column: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """The cells of a table that only one form has, in the years made on it."""

    form: Form
    reports: tuple[Report, ...]
    group: Group


@dataclass(frozen=True, slots=True)
class Comparison:
    """The reports, newest first; ``form`` is that of the newest, whose labels the shared cells bear."""

    form: Form
    reports: tuple[Report, ...]
    groups: tuple[Group, ...]
    apart: tuple[Apart, ...]

    @property
    def has_change(self) -> bool:
        """Whether the newest report can be set against the one before: the year before, on the same form."""
        return follows(self.reports)


def compare(reports: Sequence[Report], forms: Mapping[str, Form]) -> Comparison:
    """The reports side by side."""
    newest_first = tuple(sorted(reports, key=lambda one: -one.year))
    used = tuple(dict.fromkeys(one.form for one in newest_first))
    shared = {
        address
        for address, cell in forms[used[0]].cells.items()
        if all(_same(cell, forms[other].cells.get(address)) for other in used)
    }
    groups = tuple(_groups(forms[used[0]], newest_first, shared, by_column=True))
    apart = []
    for form in (forms[name] for name in used):
        mine = tuple(one for one in newest_first if one.form == form.id)
        own = set(form.cells) - shared
        apart += [Apart(form, mine, group) for group in _groups(form, mine, own, by_column=False)]
    return Comparison(forms[used[0]], newest_first, groups, tuple(apart))


def _same(cell: Cell, other: Cell | None) -> bool:
    """Whether two forms mean one thing by an address: the same unit and kind."""
    return other is not None and (cell.unit, cell.kind) == (other.unit, other.kind)


def _groups(form: Form, reports: tuple[Report, ...], addresses: set[str], *, by_column: bool) -> list[Group]:
    """The tables with the cells among ``addresses``; ``by_column`` a grid in columns, its totals first."""
    found = []
    for table in form.tables:
        cells = [cell for cell in table.cells if cell.address in addresses]
        columns: dict[str | None, list[Cell]] = {}
        for cell in cells:
            columns.setdefault(cell.column.name if by_column and is_grid(table) else None, []).append(cell)
        lines = {
            name: tuple(_line(cell, reports) for cell in members)
            for name, members in sorted(columns.items(), key=lambda one: not _is_total(form, one[1]))
        }
        found += [Group(table, name, members) for name, members in lines.items()]
    return found


def is_grid(table: Table) -> bool:
    """Whether every row of the table has all its columns in one line."""
    return all(block.write == "sequence" for block in table.blocks)


def _is_total(form: Form, cells: list[Cell]) -> bool:
    return all(cell.address in form.totals for cell in cells[:1])


def _line(cell: Cell, reports: tuple[Report, ...]) -> Line:
    values = tuple(one.cells.get(cell.address) for one in reports)
    numbers = [None if value is None or value.state is not State.NUMBER else value.number for value in values]
    change = None
    if follows(reports) and numbers[0] is not None and numbers[1] is not None:
        change = numbers[0] - numbers[1]
    return Line(cell, values, change)


def missing_years(reports: tuple[Report, ...]) -> tuple[int, ...]:
    """The years between the reports (newest first) of which there is none, newest first."""
    known = {one.year for one in reports}
    return tuple(year for year in range(reports[0].year, reports[-1].year, -1) if year not in known)


def follows(reports: tuple[Report, ...]) -> bool:
    """Whether the first report is of the year after the second, on the same form."""
    return len(reports) > 1 and reports[0].year == reports[1].year + 1 and reports[0].form == reports[1].form
