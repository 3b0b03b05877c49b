"""One statutory table as a sheet: its regions, the numbers as stated, the formulas that hold them to account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from macros.form import Form, Table
from macros.publish.sheet_look import GREEN, RED, Look, exact, rule
from macros.publish.sheet_plan import Region, regions
from macros.publish.sheet_sums import AGREES, CHECK, NOTHING, Check, Formula, Place, checks
from macros.report import CellValue, Report, State

TOP = 4  # title, report, notice and an empty row stand above the first region
WIDTHS = {1: (26,), 2: (30, 44)}
WIDTH, FORMULA_WIDTH = 13, 15


@dataclass(frozen=True, slots=True)
class Written:
    """A sheet that was written: the range of each of its verdicts, and how many there are."""

    verdicts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A region on its sheet: the row of its heads, and where its labels end."""

    region: Region
    head: int

    @property
    def labels(self) -> int:
        """How many columns of labels it has."""
        return len(self.region.label_heads)

    @property
    def right(self) -> int:
        """The first column right of its cells."""
        return self.labels + len(self.region.heads)

    @property
    def bottom(self) -> int:
        """The last row of its cells."""
        return self.head + len(self.region.lines)

    def places(self) -> dict[str, Place]:
        """Where each of its cells stands."""
        return {
            cell.address: (self.head + 1 + row, self.labels + column)
            for row, line in enumerate(self.region.lines)
            for column, cell in enumerate(line.cells)
        }


class TableSheet:
    """A table on its way to a sheet."""

    def __init__(self, sheet: Any, look: Look, report: Report, form: Form, table: Table) -> None:
        self.sheet, self.look, self.report, self.form, self.table = sheet, look, report, form, table
        self.verdicts: list[str] = []

    def write(self) -> Written:
        """All regions of the table, one below the other."""
        row = TOP
        for region in regions(self.table):
            spot = Spot(region, row + 2)
            row = self._region(spot) + 2
        self._columns()
        return Written(tuple(self.verdicts))

    def _columns(self) -> None:
        parts = regions(self.table)
        labels = max(len(part.label_heads) for part in parts)
        for at, width in enumerate(WIDTHS[labels]):
            self.sheet.set_column(at, at, width)
        right = labels + max(len(part.heads) for part in parts)
        self.sheet.set_column(labels, right - 1, WIDTH)
        self.sheet.set_column(right, right + 3, FORMULA_WIDTH)

    def _region(self, spot: Spot) -> int:
        """Write a region; the row after it."""
        region = spot.region
        self.sheet.write_string(spot.head - 2, 0, region.title, self.look("region"))
        self.sheet.write_string(spot.head - 1, 0, region.remark, self.look("remark"))
        places = spot.places()
        found = [
            one for one in checks(self.form, self.report, self.table.id, self._all_places(places)) if self._of(one)
        ]
        for row, line in enumerate(region.lines, spot.head + 1):
            for column, label in enumerate(line.labels):
                self.sheet.write_string(row, column, label, self.look("label"))
            for column, cell in enumerate(line.cells, spot.labels):
                self._cell(row, column, self.report.cells[cell.address])
        self._validate(spot)
        beside = self._beside(spot, [one for one in found if one.beside])
        self._table(region.id, (spot.head, spot.bottom), (*region.label_heads, *region.heads, *beside))
        return self._below(spot, [one for one in found if not one.beside])
