"""The report this project publishes and those kept as fixtures, each with its form."""

from __future__ import annotations

from pathlib import Path

from macros.form import Form
from macros.project import Project
from macros.report import Report
from tests.case_files import FIXTURES
from tests.content import CONTENT

PROJECT = Project(CONTENT)
OURS = CONTENT / "data/reports/suzhou-gxj/2024.yml"
ALL = [OURS, *sorted(FIXTURES.glob("*/*.yml"))]


def report_at(path: Path) -> Report:
    """The report in a file."""
    report = PROJECT.read(path)[0]
    assert report is not None
    return report


def real(path: Path) -> tuple[Report, Form]:
    """The report in a file, and its form."""
    report = report_at(path)
    return report, PROJECT.forms[report.form]
