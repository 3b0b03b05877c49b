"""The check as a whole: which rules really ran, what the command answers, and what a finding is known by."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from macros.check import ALL_FILES, OF_THE_PAGE, check
from macros.cli import main
from macros.findings import Result
from macros.project import Project
from macros.report import Report
from macros.rules import RULES
from tests.case_files import FIXTURES, lay_out
from tests.content import CONTENT

REAL = CONTENT / "data" / "reports" / "suzhou-gxj" / "2024.yml"
REPORTS = [REAL, *sorted(FIXTURES.glob("*/*.yml"))]
OF_PAGES = {"页面写法"}


def missed(result: Result, file: str) -> set[str]:
    """The rules that were not assessed on a file."""
    return {gap.rule for gap in result.not_assessed if gap.file == file}


def of_reports(report: Report) -> set[str]:
    """Every rule a report file is due, by the catalogue alone."""
    return {
        rule.id
        for rule in RULES.values()
        if (rule.scope == "file" and rule.family not in OF_PAGES)
        or rule.scope == "text"
        or (rule.scope == "report" and rule.applies(report.form, report.year))
    }


# --- counts are real ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", REPORTS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_each_rule_due_on_a_report_ran_or_is_listed_as_not_assessed(path: Path) -> None:
    """A rule that silently never runs would be missing here."""
    project = Project(CONTENT)
    result = check(project, [path])
    (name,) = (n for n in result.ran if n != ALL_FILES)
    report = project.read(path)[0]
    assert report is not None
    gaps = missed(result, name)
    assert len(result.ran[name]) == len(set(result.ran[name]))
    assert set(result.ran[name]) == of_reports(report) - gaps
    assert gaps <= of_reports(report) | set(OF_THE_PAGE)
    assert set(OF_THE_PAGE) <= gaps  # its page was not among what is checked: not judged, and said so
    tree = {rule.id for rule in RULES.values() if rule.scope == "tree"}
    assert set(result.ran[ALL_FILES]) == tree
    assert set(result.rules) == set(result.ran[name]) | tree
    assert (result.files, result.cells) == (1, len(report.cells))


NO_YEAR_BEFORE = {"carry-over", "large-swing", "same-figures", "same-narrative"}
NO_DAY = {"deadline", "published-before-year-end"}
NOT_ASSESSED = {
    "suzhou-gxj/2024": NO_YEAR_BEFORE | {"documents-in-force"} | NO_DAY,
    "fj-pingtan/2019": NO_YEAR_BEFORE | NO_DAY | {"rulemaking-power"},
    "fj-pingtan/2020": NO_DAY | {"rulemaking-power", "same-narrative"},
    "fj-pingtan/2021": NO_DAY
    | {"rulemaking-power", "same-narrative", "large-swing", "same-figures", "fee-within-charges"},
    "fj-pingtan/2022": NO_DAY | {"rulemaking-power", "same-narrative", "fee-within-charges"},
    "js-huaian/2024": NO_YEAR_BEFORE
    | NO_DAY
    | {"documents-in-force", "rulemaking-power", "fee-within-charges", "fee-overdue-notices"},
    "sh-gov-office/2025": NO_YEAR_BEFORE | NO_DAY | {"documents-in-force", "rulemaking-power", "fee-within-charges"},
}


@pytest.mark.parametrize("path", REPORTS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_exactly_these_rules_could_not_be_judged(path: Path) -> None:
    """What a real report does not say cannot be judged, and nothing else is left out (rules of the text aside)."""
    result = check(Project(CONTENT), [path])
    families = {"年度衔接", "法律与跨表", "勾稽关系", "格式相符"}
    judged_here = {rule.id for rule in RULES.values() if rule.family in families}
    gaps = {gap.rule for gap in result.not_assessed} & judged_here
    assert gaps == NOT_ASSESSED[f"{path.parent.name}/{path.stem}"]
    assert all(gap.reason for gap in result.not_assessed)


def test_each_rule_due_on_a_page_ran_or_is_listed_as_not_assessed() -> None:
    """The same for the narrative of the real report."""
    page = CONTENT / "docs" / "reports" / "suzhou-gxj" / "2024.md"
    result = check(Project(CONTENT), [page])
    (name,) = (n for n in result.ran if n != ALL_FILES)
    due = {
        rule.id
        for rule in RULES.values()
        if (rule.scope == "file" and rule.family in {"页面写法", "理由说明"}) or rule.scope in {"page", "text"}
    }
    assert set(result.ran[name]) == due - missed(result, name)


def test_no_rule_is_without_a_place_to_run() -> None:
    """Rules of reading find nothing by themselves; every other rule has its check."""
    assert all((rule.check is None) == (rule.scope == "file") for rule in RULES.values())


def test_the_links_of_the_forms_are_those_of_rules() -> None:
    """A misspelt link would leave its rule without anything to look at."""
    for form in Project(CONTENT).forms.values():
        assert set(form.linked) <= set(RULES)
        assert all(place.cells[part] for places in form.linked.values() for place in places for part in place.cells)


def test_unreadable_form_leaves_every_report_rule_unassessed(tmp_path: Path) -> None:
    """No form, no judgement; the exit status is that of an error."""
    paths = lay_out({"report": [{"find": 'form: "2021"', "put": 'form: "2031"'}]}, tmp_path)
    result = check(Project(tmp_path), paths)
    due = {rule.id for rule in RULES.values() if rule.scope == "report"}
    assert due <= {gap.rule for gap in result.not_assessed}
    assert not due & set(result.rules)
    assert result.failed


# --- the command --------------------------------------------------------------------------------------------------


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, dict[str, Any]]:
    """``gongkai check --format json``."""
    status = main(["check", "--format", "json", *args])
    return status, json.loads(capsys.readouterr().out)


def test_exit_status_says_whether_errors_were_found(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """0 with warnings, 1 with errors, 2 when the command could not run."""
    assert run(capsys, str(REAL))[0] == 0
    assert run(capsys, str(FIXTURES / "fj-pingtan" / "2020.yml"))[0] == 1
    other = tmp_path / "note.txt"
    other.write_text("", encoding="utf-8")
    for path in (tmp_path / "nowhere.yml", other):
        assert main(["check", str(path)]) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.startswith("gongkai：")


def test_json_has_the_promised_shape(capsys: pytest.CaptureFixture[str]) -> None:
    """Keys and kinds as DESIGN.md names them; more keys may stand beside them."""
    _, result = run(capsys, str(FIXTURES))
    assert set(result) == {"findings", "not_assessed", "checked"}
    assert set(result["checked"]) == {"files", "cells", "rules"}
    assert all(type(count) is int for count in result["checked"].values())
    assert result["checked"]["files"] == len(REPORTS) - 1
    assert result["findings"]
    for found in result["findings"]:
        assert {
            "rule", "severity", "file", "line", "column", "message", "cells", "expected", "actual"
        } <= set(found)  # fmt: skip
        assert found["severity"] in {"error", "warning", "notice"}
        assert found["severity"] == RULES[found["rule"]].severity
        assert type(found["line"]) is int
        assert type(found["column"]) is int
        for cell in found["cells"]:
            assert {"address", "value", "line", "column"} <= set(cell)
            assert isinstance(cell["value"], int | str | None)
    assert result["not_assessed"]
    assert all(set(gap) == {"rule", "reason", "file"} for gap in result["not_assessed"])


def test_paths_outside_the_repository_are_checked_with_its_forms(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The year before is looked for beside the file; its own rules apply as anywhere."""
    folder = tmp_path / "fj-pingtan"
    folder.mkdir()
    for year in (2021, 2022):
        text = (FIXTURES / "fj-pingtan" / f"{year}.yml").read_text(encoding="utf-8")
        (folder / f"{year}.yml").write_text(text.replace("in_force: 698", "in_force: 700"), encoding="utf-8")
    status, result = run(capsys, str(folder / "2022.yml"))
    assert status == 0
    (found,) = (f for f in result["findings"] if f["rule"] == "documents-in-force")
    assert (found["file"], found["expected"], found["actual"]) == ((folder / "2022.yml").as_posix(), 698, 700)
    assert (found["line"], found["column"]) == (9, 61)


def test_findings_stand_in_the_order_of_files_and_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """And the same call says the same twice."""
    first, second = (run(capsys, str(FIXTURES), str(REAL))[1] for _ in range(2))
    places = [(f["file"], f["line"], f["column"], f["rule"]) for f in first["findings"]]
    assert places == sorted(places)
    assert first == second


# --- what a finding is known by -----------------------------------------------------------------------------------


def fingerprints(root: Path, **case: Any) -> dict[str, str]:
    """Rule of each finding by its fingerprint."""
    result = check(Project(root), lay_out(case, root))
    marks = {f.fingerprint: f.rule for f in result.findings}
    assert len(marks) == len(result.findings)
    return marks


WRONG = [
    {"find": "results_total:            [     8,", "put": "results_total:            [     9,"},
    {"find": "published: null", "put": "published: 2025-02-03"},
    {"find": "in_force: 9", "put": "in_force: 2"},
]
ELSEWHERE = [
    {"find": "# 数据录自", "put": "#\n#\n# 另一行\n# 数据录自"},
    {"find": "administrative_licensing: 1 ", "put": "administrative_licensing: 77   "},
    {"find": "value: 1020", "put": "value: 1021"},
]


def test_fingerprints_survive_edits_elsewhere(tmp_path: Path) -> None:
    """Lines may move and other figures change: the mistakes stay the same mistakes."""
    before = fingerprints(tmp_path / "a", report=WRONG)
    after = fingerprints(tmp_path / "b", report=[*WRONG, *ELSEWHERE])
    assert before == after
    assert {"deadline", "in-force-bounds"} <= set(before.values())


def test_a_mended_finding_takes_only_its_own_fingerprint_away(tmp_path: Path) -> None:
    """The others are still known."""
    before = fingerprints(tmp_path / "a", report=WRONG)
    after = fingerprints(tmp_path / "b", report=WRONG[:2])
    assert set(before) - set(after) == {mark for mark, rule in before.items() if rule == "in-force-bounds"}
    assert set(after) <= set(before)
