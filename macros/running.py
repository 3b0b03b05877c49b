"""Rules run on a case, and what a run has gathered so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from macros.explanations import Answers
from macros.facts import Fact, NotAssessed
from macros.messages.words import Names
from macros.rules import RULES
from macros.rules.registry import Rule

READING = {
    family: tuple(r.id for r in RULES.values() if r.scope == "file" and r.family == family)
    for family in ("数据文件写法", "格式相符", "页面写法", "理由说明")
}


@dataclass(slots=True)
class Tally:
    """What a run has gathered so far."""

    facts: list[tuple[Fact, Names]] = field(default_factory=list)
    gaps: list[NotAssessed] = field(default_factory=list)
    ran: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sources: dict[str, tuple[str, ...]] = field(default_factory=dict)
    answers: list[Answers] = field(default_factory=list)
    private: set[str] = field(default_factory=set)  # files of reports that are not published yet
    files: int = 0
    cells: int = 0

    def take(self, facts: Iterable[Fact], names: Names) -> None:
        """Keep facts with the words of their form."""
        self.facts += [(fact, names) for fact in facts]

    def add(self, other: Tally) -> None:
        """Take over what another run has gathered."""
        self.facts += other.facts
        self.gaps += other.gaps
        self.ran.update(other.ran)
        self.sources.update(other.sources)
        self.answers += other.answers
        self.private |= other.private
        self.files += other.files
        self.cells += other.cells


def judge(rules: Iterable[Rule], case: object) -> tuple[list[Fact], list[NotAssessed], list[str]]:
    """Rules on one case: what they found, what could not be judged, and the ids of the rules that could judge."""
    facts: list[Fact] = []
    missing: list[NotAssessed] = []
    judged: list[str] = []
    for rule in rules:
        if rule.check is None:
            continue
        found = list(rule.check(case))
        missed = [one for one in found if isinstance(one, NotAssessed)]
        facts += [one for one in found if isinstance(one, Fact)]
        missing += missed
        if not missed:
            judged.append(rule.id)
    return facts, missing, judged


def run_rules(scope: str, case: object, tally: Tally) -> tuple[list[Fact], list[str]]:
    """Every rule of a scope on one case: the facts, and the ids of the rules that could judge."""
    facts, missing, judged = judge((rule for rule in RULES.values() if rule.scope == scope), case)
    tally.gaps += missing
    return facts, judged
