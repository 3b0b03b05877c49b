"""One statutory table as a sheet: its regions, the numbers as stated, the formulas that hold them to account."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from macros.facts import Number
from macros.form import Cell, Form, Kind, Table
from macros.publish.sheet_look import GREEN, HATCH, RED, Look, exact, height, rule
from macros.publish.sheet_plan import Region, regions
from macros.publish.sheet_sums import AGREES, CHECK, NOTHING, Check, Formula, Place, checks, reference, spans
from macros.report import CellValue, Report, State

TOP = 3  # the title, the report and its notice, an empty row
WIDTHS = {1: (34,), 2: (38, 44)}
WIDTH, FORMULA_WIDTH = 13, 15


@dataclass(frozen=True, slots=True)
class Spot:
    """A region on its sheet: the row of its heads; labels, cells and what is beside them follow each other."""

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

    def cells(self) -> list[tuple[Place, Cell]]:
        """Where each of its cells stands."""
        return [
            ((row, column), cell)
            for row, line in enumerate(self.region.lines, self.head + 1)
            for column, cell in enumerate(line.cells, self.labels)
        ]


@dataclass
class TableSheet:
    """A table on its way to a sheet; ``verdicts`` are all that were reached, by place."""

    sheet: Any
    look: Look
    report: Report
    form: Form
    table: Table
    verdicts: dict[Place, str] = field(default_factory=dict)

    def write(self) -> None:
        """All regions of the table, one below the other. Raises ``ValueError`` for an identity that has no place."""
        parts = regions(self.table)
        row = TOP
        spots = []
        for region in parts:
            spot = Spot(region, row + (2 if region.title else 1))
            spots.append(spot)
            row = self._region(spot) + 1
        if len(self.verdicts) != sum(one.identity.table == self.table.id for one in self.form.sums):
            raise ValueError(f"{self.table.id}: an identity between two blocks has no place on a sheet")
        self._colours()
        self._columns(spots)
        self._paper(spots, row)

    def _columns(self, spots: list[Spot]) -> None:
        labels = max(spot.labels for spot in spots)
        right = max(spot.right for spot in spots)
        for at, width in enumerate(WIDTHS[labels]):
            self.sheet.set_column(at, at, width)
        self.sheet.set_column(labels, right - 1, WIDTH)
        self.sheet.set_column(right, right + 3, FORMULA_WIDTH)

    def _paper(self, spots: list[Spot], bottom: int) -> None:
        """What stays in view, and what is repeated on paper."""
        first = spots[0]
        if len(spots) == 1:
            self.sheet.freeze_panes(first.head + 1, first.labels)
            self.sheet.repeat_rows(first.head)
        else:
            self.sheet.freeze_panes(1, first.labels)
        self.sheet.print_area(0, 0, bottom, max(spot.right for spot in spots) + (2 if self.verdicts else 0))

    def _region(self, spot: Spot) -> int:
        """Write a region; the row after it."""
        region = spot.region
        if region.title:
            self.sheet.write_string(spot.head - 2, 0, region.title, self.look("region"))
        self.sheet.write_string(spot.head - 1, 0, region.remark, self.look("remark"))
        widths = WIDTHS[spot.labels]
        for row, line in enumerate(region.lines, spot.head + 1):
            for column, label in enumerate(line.labels):
                self.sheet.write_string(row, column, label, self.look("label"))
            self.sheet.set_row(row, max(height(label, width) for label, width in zip(line.labels, widths, strict=True)))
        for (row, column), cell in spot.cells():
            self._value(row, column, self.report.cells[cell.address])
        self._validate(spot)
        found = checks(self.form, self.report, {cell.address: place for place, cell in spot.cells()})
        beside = self._beside(spot, [one for one in found if one.beside])
        self._heads(region.id, spot.head, spot.bottom, (*region.label_heads, *region.heads, *beside))
        return self._below(spot, [one for one in found if not one.beside])

    def _heads(self, name: str, top: int, bottom: int, heads: tuple[str, ...]) -> None:
        """Make the region a table of the workbook: readers announce its heads."""
        columns = [{"header": head, "header_format": self.look("head")} for head in heads]
        options = {"name": f"gk_{name}", "columns": columns, "autofilter": False, "style": None}
        self.sheet.add_table(top, 0, bottom, len(heads) - 1, options)
        self.sheet.set_row(top, max(height(head, WIDTH) for head in heads))

    # --- what is stated ---

    def _value(self, row: int, column: int, value: CellValue) -> None:
        if value.number is None:
            if value.state is State.NOT_APPLICABLE:
                self.sheet.write_string(row, column, value.text, self.look("gap"))
            else:
                self.sheet.write_blank(row, column, None, self.look("gap"))
        elif exact(value.number):
            self.sheet.write_number(row, column, value.number, self.look.number(value.number))
        else:
            self.sheet.write_string(row, column, value.text, self.look("gap"))

    def _validate(self, spot: Spot) -> None:
        """What may be typed into the cells: a rule for each column whose cells are of one kind, else for each cell."""
        last = spot.right - 1
        self.sheet.conditional_format(
            spot.head + 1, spot.labels, spot.bottom, last, {"type": "blanks", "format": self.look.mark("blank", HATCH)}
        )
        for column, cells in groupby(sorted(spot.cells(), key=lambda one: one[0][1]), key=lambda one: one[0][1]):
            for kind, same in groupby(cells, key=_kind):
                rows = [place[0] for place, _ in same]
                options = rule(kind, reference((rows[0], column)))
                self.sheet.data_validation(rows[0], column, rows[-1], column, options)

    # --- what is reckoned ---

    def _beside(self, spot: Spot, found: list[Check]) -> tuple[str, ...]:
        """Write the checks of rows to the right of the cells; the heads of their columns."""
        of_row: dict[int, int] = {}
        heads: dict[int, str] = {}
        for one in found:
            column = of_row.get(one.at, spot.right)
            for name, formula in one.sums:
                heads.setdefault(column, _unlike(name, heads, spot))
                self._formula(one.at, column, formula)
                column += 1
            heads.setdefault(column, _unlike(CHECK, heads, spot))
            self._verdict(one.at, column, one.verdict)
            of_row[one.at] = column + 1
        return tuple(heads[column] for column in sorted(heads))

    def _below(self, spot: Spot, found: list[Check]) -> int:
        """Write the checks of columns below the cells, under heads of their own; the row after them."""
        if not found:
            return spot.bottom + 1
        top = row = spot.bottom + 2
        for basis, same in groupby(found, key=lambda one: one.basis):
            checked = list(same)
            for number, (name, _) in enumerate(checked[0].sums):
                row += 1
                self._below_labels(row, (basis, name)[-spot.labels :])
                for one in checked:
                    self._formula(row, one.at, one.sums[number][1])
            row += 1
            self._below_labels(row, (basis, CHECK)[-spot.labels :])
            for one in checked:
                self._verdict(row, one.at, one.verdict)
        labels = ("依据", "勾稽关系")[-spot.labels :]
        self._heads(f"{spot.region.id}_check", top, row, (*labels, *spot.region.heads))
        return row + 1

    def _below_labels(self, row: int, labels: tuple[str, ...]) -> None:
        for column, label in enumerate(labels):
            self.sheet.write_string(row, column, label, self.look("label"))
        widths = WIDTHS[len(labels)]
        self.sheet.set_row(row, max(height(label, width) for label, width in zip(labels, widths, strict=True)))

    def _formula(self, row: int, column: int, formula: Formula) -> None:
        value: Number | str = formula.value
        look = self.look("formula") if isinstance(value, str) else self.look.number(value, "formula")
        self.sheet.write_formula(row, column, formula.text, look, value)

    def _verdict(self, row: int, column: int, formula: Formula) -> None:
        self.sheet.write_formula(row, column, formula.text, self.look("verdict"), formula.value)
        self.verdicts[row, column] = str(formula.value)

    def _colours(self) -> None:
        """What does not agree turns red; the words say it too."""
        for first, last in spans(self.verdicts):
            here = reference(first)
            fine = f'OR({here}="{AGREES}",{here}="{NOTHING}")'
            for criteria, name, look in ((f"=NOT({fine})", "red", RED), (f"={fine}", "green", GREEN)):
                options = {"type": "formula", "criteria": criteria, "format": self.look.mark(name, look)}
                self.sheet.conditional_format(*first, *last, options)


def _kind(one: tuple[Place, Cell]) -> Kind:
    return one[1].kind


def _unlike(name: str, heads: dict[int, str], spot: Spot) -> str:
    """A head no other column of the region has."""
    taken = {*heads.values(), *spot.region.heads, *spot.region.label_heads}
    return next(one for one in (name, *(f"{name}{n}" for n in range(2, 100))) if one not in taken)
