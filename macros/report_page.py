"""What the site adds to a report on its own page: facts and key figures above it, charts under its tables, data below.

All of it is set apart from the text of the report, and none of it is in the editor's Markdown.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from html import escape

from macros.built import Built
from macros.form import Form, Table
from macros.highlights import highlights
from macros.render.highlights import render as highlight_list
from macros.render.tables import statutory_table
from macros.report import Report

TITLE_END = "</h1>"


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


def surrounded(content: str, report: Report, form: Form, facts: Iterable[tuple[str, str]], below: str) -> str:
    """The text of the report between what the site puts above it, after its title, and ``below`` it."""
    title, end, text = content.partition(TITLE_END)
    return f"{title}{end}{_facts(facts)}{_highlights(report, form)}{text}{below}"


def _facts(facts: Iterable[tuple[str, str]]) -> str:
    items = "".join(f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>" for label, value in facts)
    return f'<dl class="gk-facts">{items}</dl>' if items else ""


def _highlights(report: Report, form: Form) -> str:
    said = highlights(report, form)
    if not said:
        return ""
    return (
        '<section class="gk-aside" aria-labelledby="highlights">'
        '<p class="gk-aside__title" id="highlights">报告要点<small>本站取自报告的表格，不是报告正文</small></p>'
        f"{highlight_list(said, '')}</section>"
    )
