"""The requests of several years side by side: which years there are, on which form, and what each states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from macros.amounts import Amount
from macros.form import Form
from macros.render.charts.facts import flow, shape
from macros.report import Report


@dataclass(frozen=True, slots=True)
class Year:
    """One year on the axis; no ``amounts`` where there is no report, or where its numbers contradict each other."""

    year: int
    form: str | None
    has_report: bool
    amounts: Mapping[str, Amount]

    def number(self, term: str) -> int | None:
        """The count a term has in this year."""
        one = self.amounts.get(term)
        return one.number if one is not None and isinstance(one.number, int) else None


@dataclass(frozen=True, slots=True)
class Series:
    """A term that every form in use has, with its label."""

    term: str
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Every calendar year from the first report to the last; the terms on both sides of the balance."""

    table: str
    unit: str
    years: tuple[Year, ...]
    sources: tuple[Series, ...]
    results: tuple[Series, ...]

    @property
    def breaks(self) -> tuple[int, ...]:
        """Positions after which another form is in force."""
        return tuple(i for i, (one, next_one) in enumerate(pairwise(self.years)) if one.form != next_one.form)

    def joined(self, index: int, term: str) -> bool:
        """Whether a line may lead from this year to the next: both state a number, on one form."""
        return index not in self.breaks and all(y.number(term) is not None for y in self.years[index : index + 2])


def timeline(reports: Sequence[Report], forms: Mapping[str, Form]) -> Timeline | None:
    """The years of one agency's reports; ``None`` when fewer than two can be shown."""
    by_year = {one.year: one for one in sorted(reports, key=lambda one: one.year)}
    if len(by_year) < 2:
        return None
    years: list[Year] = []
    sides: list[tuple[dict[str, str], dict[str, str]]] = []
    table = unit = ""
    for year in range(min(by_year), max(by_year) + 1):
        report = by_year.get(year)
        if report is None:
            found = next((form.id for form in forms.values() if form.applies_to(year)), None)
            years.append(Year(year, found, False, {}))
            continue
        form = forms[report.form]
        drawn = next((one for t in form.tables if (one := shape(form, t)) is not None), None)
        if drawn is None:
            years.append(Year(year, form.id, True, {}))
            continue
        table, unit = drawn.table.id, drawn.table.cells[0].unit
        state = flow(report, form, drawn)
        pairs = [
            dict(zip(terms, parts.amounts, strict=True))
            for terms, parts in ((drawn.balance.sum, state.sources), (drawn.results, state.results))
        ]
        sides.append(({t: a.label for t, a in pairs[0].items()}, {t: a.label for t, a in pairs[1].items()}))
        years.append(Year(year, form.id, True, {**pairs[0], **pairs[1]} if state.sound else {}))
    if sum(bool(one.amounts) for one in years) < 2:
        return None
    sources, results = (tuple(_common([side[i] for side in sides])) for i in (0, 1))
    return Timeline(table, unit, tuple(years), sources, results)


def _common(labels: list[dict[str, str]]) -> list[Series]:
    """The terms all years have, under the label of the newest."""
    newest = labels[-1]
    return [Series(term, newest[term]) for term in newest if all(term in one for one in labels)]
