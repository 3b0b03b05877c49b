"""Blank is not zero: what was left blank is named, and where an identity read it as nothing, the finding says so."""

from __future__ import annotations

from macros.facts import Fact
from macros.report import CellValue
from macros.rules.case import ReportCase
from macros.rules.registry import Found, rule

FAMILY = "空白单元格"
MANY_ROWS = 3


@rule(
    "blank-cells",
    "warning",
    FAMILY,
    basis="格式没有规定空白等于零；空白可能是零，也可能是漏填",
    proves="表格没有空白的格子。",
)
def blank_cells(case: ReportCase) -> Found:
    """One finding for a row with blanks, or one for the table when more than a few rows have them."""
    for table in case.form.tables:
        rows: dict[str, list[CellValue]] = {}
        for cell in table.cells:
            value = case.report.cells.get(cell.address)
            if value is not None and case.report.is_blank(cell.address):
                rows.setdefault(cell.row.name, []).append(value)
        if len(rows) > MANY_ROWS:
            everything = [value for values in rows.values() for value in values]
            yield _fact(case, table.id, "", everything, len(rows))
        else:
            for name, values in rows.items():
                yield _fact(case, table.id, name, values, 1)


def _fact(case: ReportCase, table: str, row: str, values: list[CellValue], rows: int) -> Fact:
    assumed = {one.key for value in values for one in case.form.sums_of.get(value.address, ())}
    whole = sum(1 for cell in case.form.cells.values() if cell.table == table)
    return Fact(
        "blank-cells",
        min(value.at for value in values),
        tuple(value.ref() for value in values),
        actual=len(values),
        detail={"table": table, "row": row, "rows": rows, "of": whole, "assumed": len(assumed)},
        key=f"{table}.{row}",
    )
