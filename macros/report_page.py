"""What the site adds to a report on its own page: facts and key figures above it, charts under its tables, data below.

All of it is set apart from the text of the report, and none of it is in the editor's Markdown.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import TypeAlias

from macros.built import Built
from macros.form import Form, Table
from macros.furniture.facts import report_facts
from macros.highlights import highlights
from macros.places import COMPARE, history_name, own_page, proof_name
from macros.project import PUBLIC, Project
from macros.render.charts import after_table
from macros.render.highlights import render as highlight_list
from macros.render.tables import statutory_table
from macros.render.tables.place import Place, numbers_name
from macros.report import Report

TITLE_END = "</h1>"
DRAFT = (
    '<section class="gk-corrected" aria-labelledby="draft">'
    '<p class="gk-corrected__title" id="draft">本报告还没有公布</p>'
    "<p>本页只供编制和审核，内容可能还要改，请勿外传。没有供下载的文件。</p></section>"
)
Fact: TypeAlias = "tuple[str, str]"


def table_of_report(report: Report, form: Form, table: Table, page: Built, place: Place) -> str:
    """A statutory table; on the report's own page its charts follow it."""
    made = statutory_table(report, form, table, place)
    return made if page.path != own_page(report.address) else made + after_table(report, form, table.id)


@lru_cache(maxsize=16)
def reports_with_page(project: Project, agency: str) -> tuple[Report, ...]:
    """The reports of an agency that have a page and are filled in, the oldest first; the same for all of a build."""
    docs = project.root / "docs" / "reports" / agency
    years = sorted(path.stem for path in docs.glob("*.md") if path.stem.isdecimal())
    found = (project.report(f"{agency}/{year}") for year in years)
    return tuple(report for report in found if report is not None and project.shows(report) and not report.marks)


def own_content(
    project: Project, page: Built, report: Report, form: Form, offered: str, notice: str, dates: Iterable[Fact]
) -> str:  # fmt: skip
    """The content of a report's own page: after its title what the site says first, at its end the ways on.

    ``offered`` is the list of what can be downloaded, ``notice`` what must be known before the report is read,
    ``dates`` what history tells of its publication.
    """
    facts = [*report_facts(project, report, form), *dates]
    notice = notice if report.status == PUBLIC else DRAFT
    return topped(page.content, notice + _facts(facts) + _highlights(report, form)) + _ways(project, report, offered)


def topped(content: str, notice: str) -> str:
    """A page with something after its title, before its text."""
    title, end, text = content.partition(TITLE_END)
    return f"{title}{end}{notice}{text}"


def _ways(project: Project, report: Report, offered: str) -> str:
    """Where to go from here: every number, other years, how the numbers are checked."""
    up = "../../"
    ways = [
        (numbers_name(report), "逐项数据"),
        (proof_name(report.address), "核对记录"),
        (history_name(report.id), "历史"),
        (f"{up}terms.html", "表格用语说明"),
        (f"{up}checks.html", "校验规则"),
    ]
    if report.edition is None and len(reports_with_page(project, report.agency)) > 1:
        ways.insert(1, (COMPARE, "历年比较"))
    items = "".join(f'<li><a href="{escape(link)}">{text}</a></li>' for link, text in ways)
    return (
        '<section class="gk-aside gk-noprint" aria-labelledby="more">'
        '<p class="gk-aside__title" id="more">数据和核对<small>本站提供，不是报告正文</small></p>'
        f'<ul class="gk-links">{items}</ul>{offered}</section>'
    )


def _facts(facts: Iterable[Fact]) -> str:
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
