"""The catalogue of rules: each is registered once, with what it rests on and what it proves.

A rule is a generator of facts; it never writes a sentence and never knows where its findings are shown. Rules with
scope ``file`` find nothing themselves: their facts come from reading (``source``, ``report_file``, ``page``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from macros.facts import Fact, NotAssessed

Severity = Literal["error", "warning", "notice"]
Scope = Literal["file", "report", "page", "text", "tree", "history", "site", "change"]
Found: TypeAlias = Iterator[Fact | NotAssessed]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``basis`` is the clause or reason (Chinese); ``proves`` one Chinese sentence.

    ``forms`` are the form versions it knows (empty: all); ``first_year`` and ``last_year`` bound the report years.
    ``gate``: a warning that keeps what is public from being published until it is answered.
    """

    id: str
    severity: Severity
    family: str
    basis: str
    proves: str
    scope: Scope
    forms: tuple[str, ...] = ()
    first_year: int | None = None
    last_year: int | None = None
    check: Callable[..., Found] | None = None
    gate: bool = False

    def applies(self, form: str, year: int) -> bool:
        """Whether a report of this form and year is judged by this rule."""
        return (
            (not self.forms or form in self.forms)
            and (self.first_year is None or year >= self.first_year)
            and (self.last_year is None or year <= self.last_year)
        )


RULES: dict[str, Rule] = {}


def register(rule: Rule) -> None:
    """Add a rule; an id stands once."""
    if rule.id in RULES:
        raise ValueError(rule.id)
    RULES[rule.id] = rule


def rule(
    rule_id: str,
    severity: Severity,
    family: str,
    *,
    basis: str,
    proves: str,
    scope: Scope = "report",
    forms: tuple[str, ...] = (),
    first_year: int | None = None,
    last_year: int | None = None,
    gate: bool = False,
) -> Callable[[Callable[..., Found]], Callable[..., Found]]:
    """Register the decorated function as a rule."""

    def keep(check: Callable[..., Found]) -> Callable[..., Found]:
        register(Rule(rule_id, severity, family, basis, proves, scope, forms, first_year, last_year, check, gate))
        return check

    return keep


def reading(rule_id: str, family: str, *, basis: str, proves: str, severity: Severity = "error") -> None:
    """Register a rule whose facts come from reading the file."""
    register(Rule(rule_id, severity, family, basis, proves, "file"))
