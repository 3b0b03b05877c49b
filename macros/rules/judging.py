"""What every rule on a report's narrative starts from: the page's prose beside the report and its form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from macros.facts import NotAssessed
from macros.form import Form
from macros.page import Page
from macros.prose import Prose, read_prose
from macros.report import CellValue, Report
from macros.rules.case import PageCase
from macros.rules.registry import RULES, Found, Severity, rule
from macros.rules.statements import Statement, statements


@dataclass(frozen=True, slots=True, eq=False)
class Narrative:
    """The narrative of a report: its prose, what the prose states of the tables, the report and its form.

    Compared by identity, so that a rule can keep what it has worked out of one.
    """

    page: Page
    prose: Prose
    stated: tuple[Statement, ...]
    report: Report
    form: Form

    def cells(self, addresses: tuple[str, ...]) -> list[CellValue] | None:
        """The cells at some addresses, or ``None`` when one of them could not be read."""
        found = [self.report.cells.get(address) for address in addresses]
        known = [value for value in found if value is not None]
        return known if len(known) == len(found) else None


@dataclass(slots=True)
class _Memo:
    """The page read last: all rules judge one page before the next, so one is enough."""

    page: Page | None = None
    narrative: Narrative | None = None


LAST = _Memo()


def narrative_of(case: PageCase) -> Narrative | None:
    """The narrative a page is, or ``None`` when its report or form could not be read."""
    report, form = case.scene.report, case.scene.form
    if report is None or form is None:
        return None
    if LAST.page is not case.page:
        prose = read_prose(case.page, case.scene)
        stated = tuple(statements(prose, form, report.year))
        LAST.page, LAST.narrative = case.page, Narrative(case.page, prose, stated, report, form)
    return LAST.narrative


def narrative_rule(
    rule_id: str, severity: Severity, family: str, *, basis: str, proves: str, first_year: int | None = None
) -> Callable[[Callable[[Narrative], Found]], Callable[..., Found]]:
    """Register a rule on the narrative; pages that are no report are neither judged nor counted as a gap."""

    def keep(check: Callable[[Narrative], Found]) -> Callable[..., Found]:
        def judge(case: PageCase) -> Found:
            if not case.is_report:
                return
            narrative = narrative_of(case)
            if narrative is None:
                yield NotAssessed(rule_id, case.page.path, "form-unread")
            elif RULES[rule_id].applies(narrative.form.id, narrative.report.year):
                yield from check(narrative)

        return rule(
            rule_id, severity, family, basis=basis, proves=proves, scope="page", first_year=first_year
        )(judge)  # fmt: skip

    return keep
