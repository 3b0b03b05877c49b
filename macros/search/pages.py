"""A page as the search sees it: a small thing that can travel between processes."""

from __future__ import annotations

from dataclasses import dataclass

from macros.built import Built
from macros.facts import shown
from macros.project import Project
from macros.report import Report
from macros.search.entries import CELLS, FIGURES, Entry, read
from macros.search.tables import cells_of
from macros.search.tokens import written


@dataclass(frozen=True, slots=True)
class Found:
    """A page with its entries; ``agency``, ``year`` and ``form`` when it is the page of a report.

    ``tokens`` are those of each entry and of its heading, when they are worked out already.
    """

    path: str
    title: str
    entries: tuple[Entry, ...]
    agency: str | None = None
    year: int | None = None
    form: str | None = None
    tokens: tuple[tuple[str, str], ...] | None = None


def read_page(project: Project, page: Built) -> Found | None:
    """What can be found on a page; ``None`` for one that is left out of the search."""
    if not page.searched or page.path == "404.html":
        return None
    content = read(page.title, page.content)
    own = page.report is not None and page.path == f"reports/{page.report}.html"
    report = project.report(page.report) if own and page.report else None
    form = project.forms.get(report.form) if report else None
    if report is None or form is None:
        return Found(page.path, page.title, tuple(content.entries), tokens=written(content.entries))
    entries = [*content.entries, *_figures(report, content.figures)]
    entries.append(Entry("", "", cells_of(form, report), CELLS))
    made_from = (report.agency, report.year, form.id)
    return Found(page.path, page.title, tuple(entries), *made_from, tokens=written(entries))


def _figures(report: Report, places: dict[str, str]) -> list[Entry]:
    """The figures that the page prints, each opening where it stands."""
    found = []
    for figure in report.figures.values():
        text = shown(figure.value)
        if text is not None and text in places:
            found.append(Entry(places[text], figure.label, f"{text}{figure.unit}", FIGURES))
    return found
