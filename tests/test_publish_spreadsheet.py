"""The workbook holds what the report holds, reckons it anew by live formulas, and is the same wherever it is made."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]
from openpyxl.utils import range_boundaries  # type: ignore[import-untyped]
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]

from macros.calls import FEE_LABELS
from macros.facts import Number, Position, shown
from macros.form import Form, Table
from macros.publish import spreadsheet
from macros.report import Correction, Figure, Report, State
from tests.case_files import FIXTURES
from tests.project_tree import said_here_and_elsewhere
from tests.real_reports import ALL, OURS, PROJECT, real

GOOD, NOTHING = "相符", "无数可核"
LABELS = ("所属项目", "项目", "信息内容")
FORMULAS = ("（计算）", "核对")
MAKE = """
import sys
from hashlib import sha256
from pathlib import Path
from macros.project import Project
from macros.publish import spreadsheet
project = Project(Path(sys.argv[1]))
report = project.report("suzhou-gxj/2024")
print(sha256(spreadsheet.workbook(project, report, project.forms[report.form])).hexdigest())
"""
Place = tuple[int, int]


def made(report: Report, form: Form) -> bytes:
    return spreadsheet.workbook(PROJECT, report, form)


def opened(data: bytes, *, values: bool = False) -> Any:
    return load_workbook(BytesIO(data), data_only=values)


def sheet_of(book: Any, form: Form, table: Table) -> Any:
    return book[spreadsheet.sheet_name(form, table)]


def region(sheet: Any, name: str) -> Iterator[tuple[frozenset[str], Any]]:
    """The cells of a region that state something, each with the words of its row and its column, as one set."""
    left, top, right, bottom = range_boundaries(sheet.tables[f"gk_{name}"].ref)
    heads = [sheet.cell(top, column).value for column in range(left, right + 1)]
    labels = sum(head in LABELS for head in heads)
    for row in range(top + 1, bottom + 1):
        names = [sheet.cell(row, column).value or "" for column in range(left, left + labels)]
        for column, head in enumerate(heads[labels:], left + labels):
            if not head.endswith(FORMULAS):
                words = [word for text in (*names, head) for word in text.split("·") if word]
                yield frozenset(words), sheet.cell(row, column)


def stated_cells(sheet: Any, table: Table) -> dict[str, Any]:
    """The cells of the sheet by address: found by the words of their rows and columns, not by their place."""
    found: dict[str, Any] = {}
    for number, block in enumerate(table.blocks, 1):
        name = table.id if len(table.blocks) == 1 else f"{table.id}_{number}"
        over_all = {block.columns[0].label} if len(block.columns) == 1 and block.columns[0].children else set()
        read = dict(region(sheet, name))
        for leaf in block.row_leaves():
            for column in block.column_leaves():
                cell = table.cell(block, leaf, column)
                words = {*leaf.labels, *column.labels} - over_all
                plain = frozenset(words)
                with_unit = frozenset({*(words - {column.label}), f"{column.label}（{cell.unit}）"})
                found[cell.address] = read.pop(plain) if plain in read else read.pop(with_unit)
        assert not read
    assert len(found) == len(table.cells)
    return found


def holds(cell: Any, number: Number | None, state: State | None = None) -> bool:
    """Whether a cell holds exactly that, and shows it with the same decimals."""
    if number is None:
        return bool(cell.value == ("不适用" if state is State.NOT_APPLICABLE else None))
    places = len(cell.number_format.partition(".")[2])
    value = Decimal(repr(cell.value))
    return value == number and format(value, f".{places}f") == shown(number)


# --- equality ---


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_cell_reads_back_as_the_report_states_it(path: Path) -> None:
    report, form = real(path)
    book = opened(made(report, form))
    read = 0
    for table in form.tables:
        for address, cell in stated_cells(sheet_of(book, form, table), table).items():
            value = report.cells[address]
            assert holds(cell, value.number, value.state), (address, cell.value)
            read += 1
    assert read == len(form.cells)


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_figure_and_fee_reads_back(path: Path) -> None:
    report, form = real(path)
    sheet = opened(made(report, form))["正文数字"]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=5)}
    assert list(rows) == [
        *(f"figures.{name}" for name in report.figures),
        *(f"processing_fee.{n}" for n in report.fees),
    ]
    for name, figure in report.figures.items():
        row = rows[f"figures.{name}"]
        assert (row[1].value, row[3].value) == (figure.label, figure.unit)
        assert holds(row[2], figure.value)
    for name, fee in report.fees.items():
        assert rows[f"processing_fee.{name}"][1].value == FEE_LABELS[name]
        assert holds(rows[f"processing_fee.{name}"][2], fee.value)


def test_a_number_a_blank_and_not_applicable_are_told_apart() -> None:
    report, form = changed({"requests.granted.other": "n/a", "requests.granted.research_institution": 0})
    table = form.tables[1]
    cells = stated_cells(sheet_of(opened(made(report, form)), form, table), table)
    names = ("natural_person", "research_institution", "commercial_enterprise", "other")
    assert [cells[f"requests.granted.{name}"].value for name in names] == [2, 0, None, "不适用"]


def test_a_number_longer_than_a_spreadsheet_keeps_stands_as_text() -> None:
    long = 12345678901234567890
    report, form = changed(
        {
            "requests.granted.natural_person": long,
            "proactive_disclosure.administrative_fees": Decimal("0.1234567890123456"),
        }
    )
    book = opened(made(report, form))
    cells = stated_cells(sheet_of(book, form, form.tables[1]), form.tables[1])
    assert cells["requests.granted.natural_person"].value == str(long)
    cells = stated_cells(sheet_of(book, form, form.tables[0]), form.tables[0])
    assert cells["proactive_disclosure.administrative_fees"].value == "0.1234567890123456"


def changed(values: Mapping[str, Number | str | None]) -> tuple[Report, Form]:
    """Our report with other values in some cells."""
    report, form = real(OURS)
    cells = dict(report.cells)
    for address, value in values.items():
        state = State.BLANK if value is None else State.NOT_APPLICABLE if value == "n/a" else State.NUMBER
        number = None if isinstance(value, str) else value
        cells[address] = replace(cells[address], state=state, number=number)
    return replace(report, cells=cells), form


# --- formulas ---


def formulas(sheet: Any) -> dict[Place, str]:
    return {(cell.row, cell.column): cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}


def cells_of(text: str) -> set[Place]:
    """The cells a part of a formula names."""
    found = set()
    for first, last in re.findall(r"([A-Z]+[0-9]+)(?::([A-Z]+[0-9]+))?", text):
        left, top, right, bottom = range_boundaries(f"{first}:{last or first}")
        found |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
    return found


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_identity_of_the_form_is_a_live_formula_over_its_very_cells(path: Path) -> None:
    report, form = real(path)
    book = opened(made(report, form))
    for table in form.tables:
        sheet = sheet_of(book, form, table)
        places = {address: (cell.row, cell.column) for address, cell in stated_cells(sheet, table).items()}
        verdicts = [re.search(r"ROUND\(SUM\(([^)]*)\)-SUM\(([^)]*)\),6\)=0", text) for text in formulas(sheet).values()]
        found = {(frozenset(cells_of(m[1])), frozenset(cells_of(m[2]))) for m in verdicts if m}
        assert found == {
            (frozenset(places[a] for a in one.left), frozenset(places[a] for a in one.right))
            for one in form.sums
            if one.identity.table == table.id
        }
        assert sum(m is not None for m in verdicts) == len(found)


def test_a_stated_total_is_a_value_and_its_formula_stands_beside_it() -> None:
    report, form = real(OURS)
    data = made(report, form)
    table = form.tables[1]
    sheet, values = (sheet_of(opened(data, values=one), form, table) for one in (False, True))
    cell = stated_cells(sheet, table)["requests.new_requests.total"]
    assert cell.value == 8
    assert sheet.cell(cell.row, cell.column + 1).value.startswith("=IF(COUNT(")
    assert values.cell(cell.row, cell.column + 1).value == 8
    assert values.cell(cell.row, cell.column + 2).value == GOOD


WRONG = {
    "requests.new_requests.natural_person": 10,
    "requests.granted.total": None,
    "requests.carried_in.other": "n/a",
    "reconsideration_litigation.reconsideration.total": 3,
}


def verdicts(book: Any) -> list[str]:
    """What every cell 核对 says."""
    words = (GOOD, NOTHING, "相差", "总计空白", "有非数字")
    return [
        cell.value
        for sheet in book.worksheets[1:]
        for row in sheet.iter_rows(min_row=3)
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith(words)
    ]


def test_what_does_not_agree_is_said_by_the_stored_values_too() -> None:
    said = verdicts(opened(made(*changed(WRONG)), values=True))
    assert len(said) == len(real(OURS)[1].sums)
    assert sorted(one for one in said if one not in (GOOD, NOTHING)) == [
        "总计空白",
        "相差 2",
        "相差 2",
        "相差 2",
        "相差 3",
    ]


def test_a_verdict_turns_red_when_it_does_not_agree() -> None:
    report, form = real(OURS)
    sheet = sheet_of(opened(made(report, form)), form, form.tables[1])
    red = set()
    for area, rules in sheet.conditional_formatting._cf_rules.items():
        for rule in rules:
            if rule.type == "expression" and rule.formula[0].startswith("NOT("):
                assert rule.dxf.fill.bgColor.rgb == "FFB00020"
                red |= cells_of(str(area.sqref))
    wanted = {place for place, text in formulas(sheet).items() if GOOD in text}
    assert wanted
    assert red == wanted


# --- what a reader and an editor meet ---


@pytest.mark.parametrize("path", [OURS, FIXTURES / "fj-pingtan/2019.yml"], ids=["2021", "2019"])
def test_nothing_is_merged_and_every_region_has_heads(path: Path) -> None:
    report, form = real(path)
    book = opened(made(report, form))
    names = [name for sheet in book for name in sheet.tables]
    assert len(names) == len(set(names))
    for sheet in book:
        assert not sheet.merged_cells.ranges
        assert sheet["A1"].value
        assert sheet["A2"].value.startswith("演示：")
        for table in sheet.tables.values():
            left, top, right, _ = range_boundaries(table.ref)
            heads = [sheet.cell(top, column).value for column in range(left, right + 1)]
            assert heads == [column.name for column in table.tableColumns]
            assert all(heads)
            assert len(set(heads)) == len(heads)


def test_only_stated_cells_can_be_typed_into_and_each_says_what_it_takes() -> None:
    report, form = real(OURS)
    book = opened(made(report, form))
    for table in form.tables:
        sheet = sheet_of(book, form, table)
        assert sheet.protection.sheet
        stated = {(cell.row, cell.column) for cell in stated_cells(sheet, table).values()}
        open_cells = {(c.row, c.column) for row in sheet.iter_rows() for c in row if not c.protection.locked}
        assert open_cells == stated
        asked = set()
        for rule in sheet.data_validations.dataValidation:
            assert "不要填 0" in rule.prompt
            assert rule.error
            assert rule.type == "custom"
            asked |= cells_of(str(rule.sqref))
        assert asked == stated


def test_the_sheets_are_named_and_the_notes_tell_the_symbols() -> None:
    report, form = real(OURS)
    book = opened(made(report, form), values=True)
    assert book.sheetnames == ["说明", *(form.section_of(table).title for table in form.tables), "正文数字"]
    notes = {row[0].value: row[1].value for row in book["说明"].iter_rows()}
    assert "空白不等于零" in notes["（空的格子，有底纹）"]
    assert {"0", "不适用"} <= notes.keys()
    assert notes["三、收到和处理政府信息公开申请情况"] == "39项勾稽关系，没有不符"
    assert book.properties.title == "苏州市工业和信息化局2024年政府信息公开工作年度报告"
    assert book["三、收到和处理政府信息公开申请情况"].freeze_panes == "C6"


def test_no_text_of_an_editor_becomes_a_formula() -> None:
    report, form = real(OURS)
    texts = ["=1+1", "+1", "-1", "@x", '=HYPERLINK("http://a.b")', "{=1}", "https://example.org/"]
    figures = {f"f{n}": Figure(f"f{n}", 1, text, text, "overview", text, Position("x")) for n, text in enumerate(texts)}
    fix = Correction(date(2025, 3, 1), "figures.f0", 1, "=2", "=kind", "=reason", Position("x"))
    book = opened(made(replace(report, figures=figures, corrections=(fix,)), form))
    sheet = book["正文数字"]
    for row, text in enumerate(texts, 5):
        for column in (2, 4, 6):
            cell = sheet.cell(row, column)
            assert (cell.value, cell.data_type, cell.hyperlink, cell.quotePrefix) == (text, "s", None, True)
    assert not formulas(book["更正和说明"])
    assert "=kind：=reason" in [cell.value for row in book["更正和说明"].iter_rows() for cell in row]


@pytest.mark.parametrize("path", [OURS, FIXTURES / "fj-pingtan/2019.yml"], ids=["2021", "2019"])
def test_the_file_keeps_the_rules_of_its_format(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.xlsx"
    file.write_bytes(made(*real(path)))
    result = OpenXmlValidator().validate(file)
    assert [error.description for error in result.errors] == []


# --- the same bytes ---


def test_the_same_report_gives_the_same_bytes_elsewhere_and_at_another_time(tmp_path: Path) -> None:
    assert len(said_here_and_elsewhere(MAKE, tmp_path / "there")) == 1
    with ZipFile(BytesIO(made(*real(OURS)))) as archive:
        assert {one.date_time[0] for one in archive.infolist()} == {1980}
        assert b"1980-01-01T00:00:00Z" in archive.read("docProps/core.xml")


# --- another program reckons it ---

OFFICE = shutil.which("soffice")


def recalculated(books: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The workbooks after LibreOffice has reckoned them: openpyxl saves no values, so none can be left over."""
    given, out = folder / "given", folder / "out"
    given.mkdir()
    for name, book in books.items():
        book.save(given / f"{name}.xlsx")
    call = [
        OFFICE or "soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
        "--convert-to", "xlsx", "--outdir", str(out), *map(str, sorted(given.iterdir())),
    ]  # fmt: skip
    subprocess.run(call, capture_output=True, check=True, timeout=180)
    return {name: load_workbook(out / f"{name}.xlsx", data_only=True) for name in books}


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is missing: apt-get install libreoffice-calc-nogui")
def test_libreoffice_reckons_every_formula_to_the_stored_value(tmp_path: Path) -> None:
    paths = (OURS, FIXTURES / "fj-pingtan/2019.yml")  # a report on each form
    data = {f"{path.parent.name}-{path.stem}": made(*real(path)) for path in paths}
    data["wrong"] = made(*changed(WRONG))
    typed = opened(data["suzhou-gxj-2024"])
    table = real(OURS)[1].tables[1]
    cells = stated_cells(sheet_of(typed, real(OURS)[1], table), table)
    cells["requests.granted.natural_person"].value = "３"
    books = {name: opened(one) for name, one in data.items()} | {"typed": typed}
    again = recalculated(books, tmp_path)
    for name, one in data.items():
        stored = opened(one, values=True)
        checked = 0
        for sheet in books[name]:
            for row, column in formulas(sheet):
                ours, theirs = (book[sheet.title].cell(row, column).value for book in (stored, again[name]))
                assert ours == theirs, (name, sheet.title, row, column)
                checked += 1
        assert checked > 80
    said = verdicts(again["typed"])
    assert said.count("有非数字") == 2  # its row and its column
    notes = {row[0].value: row[1].value for row in again["typed"]["说明"].iter_rows()}
    assert notes["三、收到和处理政府信息公开申请情况"] == "39项勾稽关系，2项需要核实"
