"""What was public cannot change unseen: a real Git repository, the command itself, and every way around it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from macros.cli import main
from macros.rules import RULES
from tests.case_files import all_cases, change, edited, lay_down, lay_out, read_case
from tests.content import CONTENT
from tests.repository import commit, git

REPORT = "data/reports/suzhou-gxj/2024.yml"
PAGE = "docs/reports/suzhou-gxj/2024.md"
HISTORY = {"correction-missing", "correction-changed", "correction-repeated", "status-backwards"}
WHOLE = {rule.id for rule in RULES.values() if rule.scope == "change"}
LICENSING = "proactive_disclosure.administrative_licensing"


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, dict[str, Any]]:
    """``gongkai check --format json``."""
    status = main(["check", "--format", "json", *args])
    return status, json.loads(capsys.readouterr().out)


def rules(result: dict[str, Any]) -> list[str]:
    """The history findings of a result."""
    return [f["rule"] for f in result["findings"] if f["rule"] in HISTORY]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The real report and its page, committed, in a repository that is the working folder."""
    lay_out({}, tmp_path)
    (tmp_path / PAGE).write_bytes((CONTENT / PAGE).read_bytes())
    (tmp_path / "mkdocs.yml").write_text("site_name: t\n", encoding="utf-8")
    git(tmp_path, "init", "-q")
    commit(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


# --- the cases ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", [p for p in all_cases() if "published" in read_case(p)], ids=lambda p: f"{p.parent.name}/{p.stem}"
)
def test_history_rule_speaks_exactly_where_its_case_says(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The committed state is the case with ``published`` (and ``published_page``) put in its place."""
    case = read_case(path)
    lay_out(case, tmp_path, path.name)
    (tmp_path / "mkdocs.yml").write_text("site_name: t\n", encoding="utf-8")
    report, page = tmp_path / REPORT, tmp_path / PAGE
    now = report.read_bytes()
    report.write_text(edited(now.decode(), case["published"], path.name), encoding="utf-8")
    if "published_page" in case:
        page.write_text(case["published_page"], encoding="utf-8")
    git(tmp_path, "init", "-q")
    commit(tmp_path)
    report.write_bytes(now)
    if "page" in case:
        page.write_text(case["page"], encoding="utf-8")
    else:
        page.unlink(missing_ok=True)
    for item in case.get("later", []):
        lay_down(tmp_path, item)
    monkeypatch.chdir(tmp_path)
    status, result = run(capsys, "--against", "HEAD")
    mine = [f for f in result["findings"] if f["rule"] == path.parent.name]
    if path.stem.startswith("fail-"):
        assert mine
        assert status == 1
        assert all(f["message"] and f["line"] >= 1 and f["column"] >= 1 for f in mine)
        for text in case.get("says", []):
            assert any(text in f["message"] for f in mine), [f["message"] for f in mine]
    else:
        assert [*rules(result), *mine] == []


# --- when the rules run -------------------------------------------------------------------------------------------


def test_nothing_changed_is_clean_and_the_rules_have_run(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The rules on history run with ``--against`` and are not counted, nor reported as missing, without."""
    status, with_history = run(capsys, "--against", "HEAD")
    assert (status, rules(with_history)) == (0, [])
    _, without = run(capsys)
    assert with_history["checked"]["rules"] == without["checked"]["rules"] + len(HISTORY | WHOLE)
    for result in (with_history, without):
        assert not [gap for gap in result["not_assessed"] if gap["rule"] in HISTORY | WHOLE]
    assert tree.is_dir()


def test_a_report_that_is_new_is_not_assessed(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """There is nothing to compare with: listed, not passed."""
    new = tree / "data/reports/suzhou-gxj/2025.yml"
    new.write_text((tree / REPORT).read_text().replace("year: 2024", "year: 2025"), encoding="utf-8")
    _, result = run(capsys, "--against", "HEAD")
    missed = [g for g in result["not_assessed"] if g["rule"] in HISTORY]
    assert {(g["rule"], g["file"]) for g in missed} == {(r, "data/reports/suzhou-gxj/2025.yml") for r in HISTORY}
    assert {g["reason"] for g in missed} == {"所比较的版本里还没有这份报告"}


def test_a_report_that_could_not_be_read_then_is_not_assessed(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A base that is no report proves nothing."""
    text = (tree / REPORT).read_text()
    (tree / REPORT).write_text("form: [", encoding="utf-8")
    commit(tree)
    (tree / REPORT).write_text(text, encoding="utf-8")
    _, result = run(capsys, "--against", "HEAD")
    assert {g["rule"] for g in result["not_assessed"]} >= HISTORY


@pytest.mark.parametrize("revision", ["no-such-branch", "", "--output=x", "-1", "HEAD:data", "HEAD\n", "0" * 40])
def test_a_revision_that_is_none_stops_the_command(
    tree: Path, revision: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2 and a sentence; nothing that looks like an option reaches Git."""
    assert main(["check", f"--against={revision}"]) == 2
    assert capsys.readouterr().err.startswith("gongkai：")
    assert not (tree / "x").exists()


def test_without_a_repository_the_command_stops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A copy without its history cannot be compared."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    paths = lay_out({}, tmp_path)
    assert main(["check", "--against", "HEAD", *map(str, paths)]) == 2
    assert "不在 Git 仓库里" in capsys.readouterr().err


def test_without_git_the_command_stops(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback where there is no program."""
    monkeypatch.setenv("PATH", str(tree))
    assert main(["check", "--against", "HEAD"]) == 2
    assert "没有 git 命令" in capsys.readouterr().err


def test_it_works_from_a_hook_and_from_another_folder(
    tree: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """Git tells its hooks where it is by variables, which would mislead here."""
    change(tree / REPORT, ("administrative_licensing: 1 ", "administrative_licensing: 2 "))
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    monkeypatch.setenv("GIT_DIR", ".git")
    status, result = run(capsys, "--against", "HEAD", str(tree / "data"), str(tree / "docs"))
    assert status == 1
    assert rules(result) == ["correction-missing"]


# --- what is found ------------------------------------------------------------------------------------------------


def test_a_changed_cell_needs_its_entry(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The finding writes the entry out; with it, the check is green."""
    change(tree / REPORT, ("administrative_licensing: 1 ", "administrative_licensing: 2 "))
    status, result = run(capsys, "--against", "HEAD")
    assert (status, rules(result)) == (1, ["correction-missing"])
    found = next(f for f in result["findings"] if f["rule"] == "correction-missing")
    assert (found["expected"], found["actual"], found["line"]) == (1, 2, 11)
    assert found["cells"] == [{"address": LICENSING, "value": 2, "line": 11, "column": 29}]
    entry = f"{{date: 2025-02-01, cell: {LICENSING}, from: 1, to: 2, kind: 更正, reason: 复核台账}}"
    change(tree / REPORT, ("corrections: []", f"corrections:\n  - {entry}"))
    assert run(capsys, "--against", "HEAD")[0] == 0


def test_two_steps_of_which_the_public_saw_none_are_refused(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """1 to 3, then 3 to 2: nobody has seen the 3. A gap between the entries is an error of its own."""
    steps = "\n".join(
        f"  - {{date: 2025-02-0{i}, cell: {LICENSING}, from: {a}, to: {b}, kind: 更正, reason: 复核台账}}"
        for i, (a, b) in enumerate([(1, 3), (3, 2)], 1)
    )
    change(
        tree / REPORT,
        ("administrative_licensing: 1 ", "administrative_licensing: 2 "),
        ("corrections: []", f"corrections:\n{steps}"),
    )
    status, result = run(capsys, "--against", "HEAD")
    assert (status, rules(result)) == (1, ["correction-repeated"])
    (found,) = [f for f in result["findings"] if f["rule"] == "correction-repeated"]
    assert "公布的是 1，现在是 2" in found["message"]
    assert f"gongkai correct suzhou-gxj/2024 {LICENSING} 2 --kind" in found["message"]
    change(tree / REPORT, ("from: 3, to: 2", "from: 4, to: 2"))
    assert sorted(rules(run(capsys, "--against", "HEAD")[1])) == ["correction-missing", "correction-repeated"]


def test_every_kind_of_change_is_seen_at_once(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A cell, a blank, a figure, a fee and a sentence: five findings, each where it stands."""
    change(
        tree / REPORT,
        ("administrative_penalties: 0", "administrative_penalties: 7"),
        ("carried_in:               [  null,", "carried_in:               [     0,"),
        ("value: 1020", "value: 1021"),
        ("notices: null", "notices: 0"),
    )
    change(tree / PAGE, ("要求，以", "要求以"))
    status, result = run(capsys, "--against", "HEAD")
    assert (status, rules(result)) == (1, ["correction-missing"] * 5)
    assert [f["file"] for f in result["findings"] if f["rule"] in HISTORY] == [REPORT] * 4 + [PAGE]


def test_a_cell_cited_in_the_text_is_one_change(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The sentence that cites a corrected cell changes by itself and needs no entry of its own."""
    address = "proactive_disclosure.normative_documents.in_force"
    entry = f"{{date: 2025-02-01, cell: {address}, from: 9, to: 10, kind: 更正, reason: 复核目录}}"
    change(tree / REPORT, ("in_force: 9", "in_force: 10"), ("corrections: []", f"corrections:\n  - {entry}"))
    assert rules(run(capsys, "--against", "HEAD")[1]) == []


@pytest.mark.parametrize("gone", [REPORT, PAGE])
def test_what_is_public_does_not_disappear(tree: Path, gone: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The report's file, or its page."""
    (tree / gone).unlink()
    status, result = run(capsys, "--against", "HEAD")
    assert status == 1
    assert [f["file"] for f in result["findings"] if f["rule"] == "correction-missing"] == [gone]


def test_a_draft_may_disappear(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody was promised anything."""
    change(tree / REPORT, ("status: published", "status: draft"))
    commit(tree)
    (tree / REPORT).unlink()
    assert rules(run(capsys, "--against", "HEAD")[1]) == []


def test_another_year_under_the_same_name_is_an_error(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A report does not become another one."""
    change(tree / REPORT, ("year: 2024", "year: 2023"))
    _, result = run(capsys, "--against", "HEAD")
    assert "correction-missing" in rules(result)


def test_a_report_that_moved_is_still_the_same(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Moved from a wrong folder to the right one: compared with what it was, not called new."""
    old = tree / "reports/suzhou-gxj/2024.yml"
    old.parent.mkdir(parents=True)
    (tree / REPORT).rename(old)
    commit(tree)
    old.rename(tree / REPORT)
    change(tree / REPORT, ("administrative_licensing: 1 ", "administrative_licensing: 2 "))
    assert rules(run(capsys, "--against", "HEAD", ".")[1]) == ["correction-missing"]


def test_one_report_alone_is_held_against_its_page_too(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Naming only the data does not let a change of the text through."""
    change(tree / PAGE, ("要求，以", "要求以"))
    assert rules(run(capsys, "--against", "HEAD", REPORT)[1]) == ["correction-missing"]


def test_errors_of_history_cannot_be_explained_away(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The explanation is an error of its own."""
    answer = "{rule: correction-missing, cells: [proactive_disclosure], reason: 无, by: 办公室, date: 2025-02-01}"
    change(
        tree / REPORT,
        ("administrative_licensing: 1 ", "administrative_licensing: 2 "),
        ("explanations: []", f"explanations:\n  - {answer}"),
    )
    status, result = run(capsys, "--against", "HEAD")
    assert status == 1
    assert {"correction-missing", "explanation-of-error"} <= {f["rule"] for f in result["findings"]}
