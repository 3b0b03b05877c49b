"""Every rule has cases it lets pass and cases it does not; the file's name says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.check import check
from macros.project import Project
from macros.rules import RULES
from tests.case_files import CASES, all_cases, lay_out, read_case
from tests.content import CONTENT

FORMS = Project(CONTENT).forms


# Cases with a history need a Git repository: test_corrections runs them.
PLAIN = [path for path in all_cases() if "published" not in read_case(path)]


@pytest.mark.parametrize("path", PLAIN, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_rule_speaks_exactly_where_its_case_says(path: Path, tmp_path: Path) -> None:
    """``fail-*`` draws a finding of the rule (with a sentence and a place), ``pass-*`` draws none."""
    case = read_case(path)
    paths = lay_out(case, tmp_path, path.name)
    project = Project(tmp_path)
    if "files" not in case:
        project._forms = FORMS  # the same files, read once
    result = check(project, paths)
    told = [one for f in result.findings for one in (f, *f.parts)]  # what follows from a mistake is told with it
    mine = [f for f in told if f.rule == path.parent.name]
    if path.stem.startswith("fail-"):
        assert mine, [f.message for f in result.findings]
        assert all(f.problem and f.basis and f.line >= 1 and f.column >= 1 for f in mine)
        for text in case.get("says", []):
            assert any(text in f.message for f in mine), [f.message for f in mine]
    else:
        assert path.stem.startswith("pass-")
        assert not mine, [f.message for f in mine]


def test_every_rule_has_a_case_that_passes_and_one_that_fails() -> None:
    """A rule without both is a rule nobody has seen work; a folder without a rule is a case nobody runs."""
    missing = [
        f"{rule}: {kind}"
        for rule in RULES
        for kind in ("pass", "fail")
        if not list((CASES / rule).glob(f"{kind}-*.yml"))
    ]
    assert missing == []
    assert {p.parent.name for p in all_cases()} <= set(RULES)
