"""Reports as CSV: one line for each number, for spreadsheets (WPS, Excel) as well as for programs.

UTF-8 with a byte order mark, lines ending in CR LF. No text can begin a formula: one that would gets an apostrophe
before it (as does a text that begins with an apostrophe, so that it can be taken off again).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from macros.calls import FEE_LABELS, FEE_UNITS
from macros.facts import Number, shown
from macros.form import Form
from macros.project import Project
from macros.publish.json_data import state_of
from macros.publish.names import agency_name
from macros.render.tables.legend import corrections_by_cell
from macros.report import Report

BOM = "\ufeff"
COLUMNS = (
    "agency", "agency_name", "year", "form", "table", "table_label", "row", "row_label", "column", "column_label",
    "value", "state", "unit", "kind", "address", "corrections",
)  # fmt: skip
FIGURES, FIGURES_LABEL = "figures", "正文引用的数字"
FEES, FEES_LABEL = "processing_fee", "信息处理费"
FORMULA = frozenset("=+-@\t\r\n'＝＋－＠")


@lru_cache(maxsize=4096)
def safe(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula."""
    first = text.lstrip()[:1] or text[:1]
    return f"'{text}" if text[:1] in FORMULA or first in FORMULA else text


@lru_cache(maxsize=16)
def _frames(form: Form) -> tuple[tuple[str, list[str], list[str]], ...]:
    """What stands before and behind the value of every cell of the form, with its address."""
    captions = {table.id: table.caption for table in form.tables}
    return tuple(
        (
            cell.address,
            [
                cell.table, safe(captions[cell.table]), ".".join(cell.row.path), safe(cell.row.name),
                ".".join(cell.column.path), safe(cell.column.name),
            ],
            [safe(cell.unit), cell.kind, cell.address],
        )
        for cell in form.cells.values()
    )  # fmt: skip


def report_rows(project: Project, report: Report, form: Form) -> Iterator[list[str]]:
    """The lines of a report: its cells as the form orders them, then the numbers of the narrative and the fees."""
    own = [report.agency, safe(agency_name(project, report.agency)), str(report.year), form.id]
    fixed = corrections_by_cell(report)
    for address, before, after in _frames(form):
        value = report.cells[address]
        yield [*own, *before, _number(value.number), value.state.value, *after, safe(fixed.get(address, ""))]
    for one in report.figures.values():
        yield [*own, *_loose(FIGURES, FIGURES_LABEL, one.id, one.label, one.value, one.unit, fixed)]
    for key, label in FEE_LABELS.items():
        if key in report.fees:
            yield [*own, *_loose(FEES, FEES_LABEL, key, label, report.fees[key].value, FEE_UNITS[key], fixed)]


def _loose(
    table: str, table_label: str, row: str, label: str, value: Number | None, unit: str, fixed: Mapping[str, str]
) -> list[str]:
    """A number outside the tables."""
    number, state = _number(value), state_of(value).value
    address = f"{table}.{row}"
    words = safe(fixed.get(address, ""))
    return [table, table_label, safe(row), safe(label), "", "", number, state, safe(unit), "", address, words]


def _number(value: Number | None) -> str:
    text = shown(value)
    return "" if text is None else text


def csv_text(rows: Iterable[list[str]], *, head: bool = True) -> str:
    """Lines of CSV, with the byte order mark and the names of the columns before them."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    if head:
        out.write(BOM)
        writer.writerow(COLUMNS)
    writer.writerows(rows)
    return out.getvalue()
