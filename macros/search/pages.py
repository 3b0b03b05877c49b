"""A page as the search sees it: a small thing that can travel between processes."""

from __future__ import annotations

from dataclasses import dataclass

from macros.built import Built
from macros.facts import shown
from macros.form import Form
from macros.indicators import Share, shares
from macros.project import Project
from macros.render.tables.place import numbers_name
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
    entries = [*content.entries, *_figures(report, content.figures), *_computed(report, form)]
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


def _computed(report: Report, form: Form) -> list[Entry]:
    """The page of numbers, and the indicators that stand on it, each opening there."""
    page = f"/{numbers_name(report)}"
    found = [Entry(page, "逐数说明", "报告中每一个数的含义、依据条款、勾稽关系和更正情况。")]
    return found + [
        Entry(f"{page}#indicator-{one.indicator.id}", one.indicator.label, _said(one), FIGURES)
        for one in shares(report, form)
    ]


def _said(one: Share) -> str:
    """What comes out, what it means and how it is computed."""
    value = f"{one.refusal}。" if one.percent is None else f"{one.percent}%（{one.fraction}），本站计算。"
    sides = ("＋".join(amount.label for amount in side) for side in (one.numerator, one.denominator))
    return f"{value}{one.indicator.meaning}算式：{'÷'.join(sides)}"
