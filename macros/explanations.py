"""Answers to warnings: which findings an explanation covers, and which explanations cover nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from macros.facts import Fact, NotAssessed, Plain, shown
from macros.findings import Finding
from macros.page import Page
from macros.reader import Reader, nearest
from macros.report import Explanation
from macros.report_file import read_explanations
from macros.rules import RULES
from macros.source import Map

ON_PAGES = {"page", "text"}


@dataclass(frozen=True, slots=True)
class Answers:
    """What one file explains, and the files whose findings it speaks of: a report's also its page's."""

    file: str
    given: tuple[Explanation, ...]
    page: str | None
    is_report: bool

    @property
    def files(self) -> frozenset[str]:
        """The files whose findings are answered."""
        return frozenset({self.file, *([self.page] if self.page else [])})


def of_page(page: Page, reader: Reader) -> Answers:
    """The explanations in a page's front matter."""
    root = page.front.root if page.front else None
    given = read_explanations(root.node("explanations"), reader) if isinstance(root, Map) else ()
    return Answers(page.path, given, None, is_report=False)


def covers(explanation: Explanation, finding: Finding) -> bool:
    """Whether an explanation answers a finding: the rule, and every cell of it or some words of it.

    What must be answered before it is public is answered one by one, by exactly what the finding says it is about.
    """
    if explanation.rule != finding.rule:
        return False
    if RULES[finding.rule].gate:
        return explanation.text == finding.key
    if explanation.text is not None and any(
        explanation.text in words for words in (finding.key, shown(finding.actual) or "")
    ):
        return True
    if explanation.cells:
        addresses = [ref.address for ref in finding.cells]
        return bool(addresses) and all(any(_within(a, cell) for cell in explanation.cells) for a in addresses)
    return explanation.text is None and not finding.cells


def _within(address: str, prefix: str) -> bool:
    return address == prefix or address.startswith(f"{prefix}.")


def explained(findings: Iterable[Finding], answers: Iterable[Answers]) -> list[Finding]:
    """The findings, those that are answered with their answer. Errors are never explained away."""
    by_file: dict[str, list[Explanation]] = {}
    for one in answers:
        for file in one.files:
            by_file.setdefault(file, []).extend(one.given)
    result = []
    for finding in findings:
        answer = None
        if finding.severity != "error":
            answer = next((e for e in by_file.get(finding.file, ()) if covers(e, finding)), None)
        result.append(replace(finding, explanation=answer) if answer else finding)
    return result


def idle(
    findings: list[Finding], answers: Iterable[Answers], missed: Iterable[NotAssessed]
) -> Iterator[Fact | NotAssessed]:
    """Explanations of errors, explanations that answer nothing, and those of which nobody can tell."""
    not_run = {(gap.path, gap.rule) for gap in missed}
    for one in answers:
        for explanation in one.given:
            rule = RULES.get(explanation.rule)
            if not explanation.rule:
                continue  # it could not be read, and that was said
            if rule is None:
                yield _fact("explanation-unused", explanation, nearest(explanation.rule, RULES))
            elif rule.severity == "error":
                yield _fact("explanation-of-error", explanation, "")
            elif any(finding.file in one.files and covers(explanation, finding) for finding in findings):
                continue
            elif any((file, rule.id) in not_run for file in one.files):
                yield NotAssessed("explanation-unused", one.file, "rule-not-run", {"rule": rule.id})
            elif one.is_report and one.page is None and rule.scope in ON_PAGES:
                yield NotAssessed("explanation-unused", one.file, "page-not-checked", {"rule": rule.id})
            else:
                yield _fact("explanation-unused", explanation, "")


def _fact(rule_id: str, explanation: Explanation, near: str) -> Fact:
    about = ",".join((explanation.rule, *explanation.cells, explanation.text or ""))
    known = explanation.rule in RULES
    detail: dict[str, Plain] = {"known": known, "cells": explanation.cells, "text": explanation.text}
    return Fact(rule_id, explanation.at, expected=near or None, actual=explanation.rule, detail=detail, key=about)
