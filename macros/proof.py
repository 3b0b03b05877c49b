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


class Proofs:
    """The result of a check, by file."""

    def __init__(self, result: Result) -> None:
        self._ran = result.ran
        self._found: dict[str, list[Finding]] = {}
        self._missed: dict[str, list[Gap]] = {}
        for finding in result.findings:
            self._found.setdefault(finding.file, []).append(finding)
        for gap in result.not_assessed:
            self._missed.setdefault(gap.file, []).append(gap)

    def verdicts(self, files: Iterable[str]) -> tuple[Verdict, ...]:
        """The rules that ran, or should have, on some files (as the check names them), in the catalogue's order."""
        names = tuple(files)
        found = [one for name in names for one in self._found.get(name, ())]
        missed = [one for name in names for one in self._missed.get(name, ())]
        known = {rule for name in names for rule in self._ran.get(name, ())}
        known |= {one.rule for one in found} | {one.rule for one in missed}
        return tuple(_verdict(rule, found, missed) for rule in RULES.values() if rule.id in known)


def _verdict(rule: Rule, found: Iterable[Finding], missed: Iterable[Gap]) -> Verdict:
    own = tuple(finding for finding in found if finding.rule == rule.id)
    reasons = tuple(dict.fromkeys(gap.reason for gap in missed if gap.rule == rule.id))
    outcome: Outcome = "holds"
    if any(finding.explanation is None for finding in own):
        outcome = "open"
    elif reasons:
        outcome = "not-assessed"
    elif own:
        outcome = "explained"
    return Verdict(rule, outcome, own, reasons)
