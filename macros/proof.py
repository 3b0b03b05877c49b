"""What the check has proved of one report: every rule that concerns it, with what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from macros.findings import Finding, Gap, Result
from macros.rules.registry import RULES, Rule

Outcome = Literal["holds", "explained", "open", "not-assessed"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a rule: ``findings`` are what it found, explained or still open; ``reasons`` why it could not judge.

    A rule with a finding that is open is open, whatever else it says; one that could not judge never holds.
    """

    rule: Rule
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    reasons: tuple[str, ...] = ()


def verdicts(result: Result, files: Iterable[str]) -> tuple[Verdict, ...]:
    """The rules that ran, or should have, on a report's files (as the check names them), in the catalogue's order."""
    names = set(files)
    found: dict[str, list[Finding]] = {}
    for finding in result.findings:
        if finding.file in names:
            found.setdefault(finding.rule, []).append(finding)
    missed: dict[str, list[Gap]] = {}
    for gap in result.not_assessed:
        if gap.file in names:
            missed.setdefault(gap.rule, []).append(gap)
    ran = {rule for name in names for rule in result.ran.get(name, ())}
    return tuple(
        _verdict(rule, found.get(rule.id, []), missed.get(rule.id, []))
        for rule in RULES.values()
        if rule.id in ran or rule.id in found or rule.id in missed
    )


def _verdict(rule: Rule, found: list[Finding], missed: list[Gap]) -> Verdict:
    outcome: Outcome = "holds"
    if any(finding.explanation is None for finding in found):
        outcome = "open"
    elif missed:
        outcome = "not-assessed"
    elif found:
        outcome = "explained"
    return Verdict(rule, outcome, tuple(found), tuple(dict.fromkeys(gap.reason for gap in missed)))
