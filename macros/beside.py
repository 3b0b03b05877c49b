"""The pages made beside the pages of docs/: every number of a report, the years of an agency, the page of results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from macros.built import Built
from macros.history_page import history_page
from macros.inputs import shown_name
from macros.numbers_page import numbers_page
from macros.places import COMPARE, history_name, own_page, proof_name
from macros.project import Project
from macros.proof import Proofs
from macros.publish.datapackage import Written
from macros.render import compare, indicators
from macros.render import proof as proof_page
from macros.render.tables.place import numbers_name
from macros.report import Report
from macros.report_page import reports_with_page, topped
from macros.told import Told


def beside(
    project: Project, page: Built, proofs: Proofs, made: Mapping[str, Written], told: Told
) -> Iterator[Built]:  # fmt: skip
    """The pages that stand beside ``page``: none, but for a report's own page."""
    report = project.report(page.report) if page.report else None
    if report is None or page.path != own_page(report.address):
        return
    form = project.forms[report.form]
    anchors = {heading.id for heading in page.headings()}
    title, description, content = numbers_page(project, report, form, anchors, told.origin)
    content = topped(content, told.notice) + indicators.section(report, form)
    yield replace(page.beside(numbers_name(report), title, description, content), searched=False)
    files = (f"data/reports/{report.id}.yml", f"docs/reports/{report.id}.md")
    verdicts = proofs.verdicts(shown_name(project.root / name) for name in files)
    name = proof_name(report.address)
    title, description, content = proof_page.page(page.title, report, form, verdicts, made)
    content = topped(content, told.notice if report.edition else "")
    yield replace(page.beside(name, title, description, content), searched=False)
    if report.edition is not None:
        return
    name = history_name(report.id)
    yield replace(page.beside(name, *history_page(project, report, form, told.history)), searched=False)
    years = reports_with_page(project, report.agency)
    if len(years) > 1 and years[-1] == report:
        yield _comparison(project, page, years)


def _comparison(project: Project, page: Built, years: tuple[Report, ...]) -> Built:
    title, description, content = compare.page(project, years[0].agency, years)
    return replace(page.beside(COMPARE, title, description, content), report=None)
