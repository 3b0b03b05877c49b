"""A report is made on the form of its year, and stands where its agency and year say."""

from __future__ import annotations

from macros.facts import Fact
from macros.rules.case import ReportCase
from macros.rules.registry import Found, rule

FAMILY = "格式相符"


@rule(
    "form-year",
    "error",
    FAMILY,
    basis="各格式印发通知规定的适用年度",
    proves="报告使用的是其年度应当使用的格式。",
)
def form_year(case: ReportCase) -> Found:
    """The form a report names is the one for its year (real: the trial form used in 2022 and 2023)."""
    report = case.report
    if report.year >= 0 and not case.form.applies_to(report.year):
        right = case.form_for_year
        yield Fact(
            "form-year",
            report.place("form"),
            expected=right.id if right else None,
            actual=report.form,
            detail={
                "year": report.year,
                "number": case.form.document_number,
                "right": right.document_number if right else "",
            },
            key=report.form,
        )


@rule(
    "report-place",
    "error",
    FAMILY,
    basis="一份报告一个文件：data/reports/机关/年度.yml",
    proves="文件所在的文件夹和文件名与其中写的机关、年度一致。",
)
def report_place(case: ReportCase) -> Found:
    """Folder and file name agree with agency and year."""
    report = case.report
    if report.year >= 0 and case.stem.isdigit() and len(case.stem) == 4 and case.stem != str(report.year):
        at = report.place("year")
        yield Fact("report-place", at, expected=case.stem, actual=report.year, detail={"what": "year"}, key="year")
    if report.agency and case.stem == str(report.year) and case.folder != report.agency:
        at = report.place("agency")
        yield Fact(
            "report-place", at, expected=case.folder, actual=report.agency, detail={"what": "agency"}, key="agency"
        )


@rule(
    "agency-unknown",
    "notice",
    FAMILY,
    basis="机关信息写在 data/agencies/ 中",
    proves="报告的机关有机关信息文件。",
)
def agency_unknown(case: ReportCase) -> Found:
    """The agency has a file; without one, rules that depend on its kind cannot be judged."""
    if case.agency is None and case.report.agency:
        yield Fact("agency-unknown", case.report.place("agency"), actual=case.report.agency, key=case.report.agency)
