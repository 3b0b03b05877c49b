"""Findings: facts with their rule's severity and clause and the sentence people read; the shape of all outputs."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field, replace

from macros.facts import CellRef, Fact, NotAssessed, Number
from macros.messages import reason, sentence
from macros.messages.words import Line, Names
from macros.private import masked
from macros.report import Explanation
from macros.rules.registry import RULES, Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a person should look at. ``message`` is whole; ``problem`` and ``mend`` are its two parts.

    ``lead`` and ``lines`` say what ``problem`` says, for outputs with room; ``names`` has the words for addresses.
    """

    rule: str
    severity: Severity
    file: str
    line: int
    column: int
    problem: str
    mend: str
    basis: str
    cells: tuple[CellRef, ...]
    expected: Number | str | None
    actual: Number | str | None
    fingerprint: str
    key: str
    parts: tuple[Finding, ...] = ()
    explanation: Explanation | None = None
    lead: str = ""
    lines: tuple[Line, ...] = ()
    names: Names = field(default_factory=Names, repr=False, compare=False)

    @property
    def message(self) -> str:
        """Problem and mend in one text."""
        return self.problem + self.mend

    @property
    def place(self) -> tuple[str, int, int, str]:
        """Sort key: file, line, column, rule."""
        return (self.file, self.line, self.column, self.rule)


@dataclass(frozen=True, slots=True)
class Gap:
    """A rule that could not be judged on a file, with the reason as a sentence."""

    rule: str
    reason: str
    file: str


@dataclass(frozen=True, slots=True)
class Result:
    """Everything a run of the check found; ``sources`` holds the lines of the files that have findings."""

    findings: tuple[Finding, ...]
    not_assessed: tuple[Gap, ...]
    files: int
    cells: int
    rules: tuple[str, ...]
    ran: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sources: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def count(self, severity: Severity, *, explained: bool = False) -> int:
        """How many findings of a severity there are, explained ones counted only on request."""
        return sum(f.severity == severity and (explained or f.explanation is None) for f in self.findings)

    @property
    def failed(self) -> bool:
        """Whether errors were found."""
        return self.count("error") > 0


def finding(fact: Fact, names: Names) -> Finding:
    """The finding a fact becomes. Findings are public: no number of a person stands in one."""
    rule = RULES[fact.rule]
    text = sentence(fact, names)
    return Finding(
        fact.rule, rule.severity, fact.at.path, fact.at.line, fact.at.column,
        masked(text.problem), masked(text.mend), rule.basis,
        fact.cells, _stated(fact.expected), _stated(fact.actual), fingerprint(fact), masked(fact.key),
        tuple(finding(part, names) for part in fact.parts),
        lead=masked(text.lead or text.problem),
        lines=tuple(replace(one, label=masked(one.label), value=masked(one.value)) for one in text.lines),
        names=names,
    )  # fmt: skip


def _stated(value: Number | str | None) -> Number | str | None:
    return masked(value) if isinstance(value, str) else value


def held(found: Iterable[Finding], private: Container[str]) -> Iterator[Finding]:
    """The findings; what must be answered before it is public is an error in a public file until it is answered."""
    for one in found:
        gate = RULES[one.rule].gate and one.explanation is None and one.file not in private
        yield replace(one, severity="error") if gate else one


def fingerprint(fact: Fact) -> str:
    """The same for the same mistake wherever it moves in its file: rule, file and what it is about, never the line."""
    about = masked(fact.key or ",".join(sorted(ref.address for ref in fact.cells)) or str(fact.actual))
    parts = "/".join(fact.at.path.replace("\\", "/").split("/")[-2:])
    return hashlib.sha256(f"{fact.rule}\n{parts}\n{about}".encode()).hexdigest()[:16]


def gaps(found: Iterable[NotAssessed]) -> tuple[Gap, ...]:
    """The gaps as people read them, without repetition."""
    return tuple(dict.fromkeys(Gap(gap.rule, reason(gap), gap.path) for gap in found))
