"""A report as a workbook: notes, a sheet for each statutory table, the numbers of the narrative."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from macros.form import Form, Table
from macros.project import Project
from macros.publish.names import agency_name, announced_title, document_notice
from macros.publish.sheet_look import Look
from macros.publish.sheet_notes import about, figures, notes, remarks
from macros.publish.sheet_sums import Place
from macros.publish.sheet_table import TableSheet
from macros.report import Report

MADE = datetime(1980, 1, 1)  # noqa: DTZ001 - no clock: the date every file of a zip has here
NO_TEXT_IS_A_FORMULA = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
A4 = 9
LONGEST = 31  # characters of a sheet's name
UNNAMEABLE = re.compile(r"[\[\]:*?/\\]")
NOTES, FIGURES, REMARKS = "说明", "正文数字", "更正和说明"


def workbook(project: Project, report: Report, form: Form) -> bytes:
    """The workbook of a report; the same report gives the same bytes."""
    out = BytesIO()
    book = Workbook(out, {"in_memory": True, **NO_TEXT_IS_A_FORMULA})
    _properties(book, project, report, form)
    look = Look(book)
    first = _sheet(book, look, project, report, NOTES, announced_title(project, report), wide=False)
    verdicts: dict[str, dict[Place, str]] = {}
    for table in form.tables:
        name = sheet_name(form, table)
        sheet = _sheet(book, look, project, report, name, form.section_of(table).title, wide=True)
        made = TableSheet(sheet, look, report, form, table)
        made.write()
        verdicts[name] = made.verdicts
    figures(_sheet(book, look, project, report, FIGURES, FIGURES, wide=True), look, report, form)
    if report.corrections or report.explanations:
        remarks(_sheet(book, look, project, report, REMARKS, REMARKS, wide=True), look, report, form)
    notes(first, look, about(project, report, form), verdicts)
    book.close()
    return out.getvalue()


def sheet_name(form: Form, table: Table) -> str:
    """The name of a table's sheet: the title of its section, or its caption when it stands there with another."""
    alone = sum(one.section == table.section for one in form.tables) == 1
    return UNNAMEABLE.sub("", form.section_of(table).title if alone else table.caption)[:LONGEST]


def _properties(book: Any, project: Project, report: Report, form: Form) -> None:
    book.set_properties(
        {
            "title": announced_title(project, report),
            "subject": form.title,
            "author": agency_name(project, report.agency),
            "comments": document_notice(project, report) or "",
            "created": MADE,
        }
    )
    book.set_calc_mode("auto")


def _sheet(book: Any, look: Look, project: Project, report: Report, name: str, heading: str, *, wide: bool) -> Any:
    """A sheet with its title, the report it is of, and how it goes to paper."""
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, heading, look("title"))
    sheet.set_row(0, 26)
    words = announced_title(project, report)
    said = document_notice(project, report)
    sheet.write_string(1, 0, said or words, look("notice" if said else "remark"))
    sheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True, "insert_hyperlinks": False})
    sheet.hide_gridlines(2)
    sheet.set_paper(A4)
    if wide:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 1 if wide else 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    sheet.set_header("&C" + words.replace("&", "&&"))
    sheet.set_footer("&C第 &P 页，共 &N 页")
    return sheet
