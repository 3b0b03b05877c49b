"""What the site adds to a report on its own page: key figures above it, charts under its tables, data below.

All of it is set apart from the text of the report, and none of it is in the editor's Markdown.
"""

from __future__ import annotations

from macros.built import Built
from macros.calls import TableTarget
from macros.project import Project
from macros.render.tables import statutory_table


def is_own_page(page: Built) -> bool:
    """Whether this is the page of the report it names, not one that only cites it."""
    return page.report is not None and page.path == f"reports/{page.report}.html"


def table_of_report(project: Project, target: TableTarget, *, own: bool) -> str:
    """A statutory table; on the report's own page its charts follow it."""
    table = statutory_table(target.report, target.form, target.table)
    if not own:
        return table
    return table
