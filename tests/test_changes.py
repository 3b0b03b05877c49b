"""The change as a whole: one mistake gives one verdict, and nothing that must be answered is published unanswered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from macros.changes.files import FileChange, changed_files
from macros.changes.owners import GROUPS, group_of
from macros.cli import main
from macros.git import Revision
from macros.rules.case import ChangeCase
from macros.rules.changes import change_mixed
from tests.change_repo import ABOUT, BAD, CORRECTED, PAGE, REPORT, change, edit, make
from tests.content import ROOT
from tests.repository import commit, git

PHONE = "13812345678"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The repository, as the working folder."""
    monkeypatch.chdir(tmp_path)
    return make(tmp_path)


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, dict[str, Any]]:
    """``gongkai check --format json``."""
    capsys.readouterr()
    status = main(["check", "--format", "json", *args])
    return status, json.loads(capsys.readouterr().out)


def errors(result: dict[str, Any]) -> list[str]:
    """The rules of the errors found."""
    return [f["rule"] for f in result["findings"] if f["severity"] == "error"]


# --- one verdict --------------------------------------------------------------------------------------------------


def test_the_repository_the_bad_changes_start_from_is_clean(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """So every error below is of the change."""
    status, result = run(capsys, "--against", "HEAD")
    assert (status, errors(result)) == (0, [])
    assert tree.is_dir()


@pytest.mark.parametrize("name", BAD)
def test_a_bad_change_gives_one_verdict(tree: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One error, whole and in Chinese, whatever else follows from it."""
    rule, changes = BAD[name]
    change(tree, *changes)
    commit(tree)
    status, result = run(capsys, "--against", "HEAD~1")
    assert status == 1
    assert errors(result) == [rule], [f["message"] for f in result["findings"]]
    (found,) = (f for f in result["findings"] if f["severity"] == "error")
    assert found["message"].endswith("。")
    assert "Traceback" not in found["message"]


@pytest.mark.parametrize("name", ["report-deleted", "agency-file-renamed", "workflow-added", "large-file"])
def test_the_verdict_is_the_same_before_it_is_committed(
    tree: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """At the desk, with files Git was not told of."""
    rule, changes = BAD[name]
    change(tree, *changes)
    assert errors(run(capsys, "--against", "HEAD")[1]) == [rule]


def test_what_follows_from_a_mistake_is_told_with_it(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is dropped: other programs find it beside its cause."""
    change(tree, {"path": REPORT, "gone": True}, {"path": PAGE, "gone": True})
    (found,) = (f for f in run(capsys, "--against", "HEAD")[1]["findings"] if f["severity"] == "error")
    assert {part["rule"] for part in found["related"]} == {"link-target"}


def test_two_mistakes_are_two_verdicts(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A cause takes what follows from it and no more."""
    change(tree, edit(ABOUT, ("说明", "<script>说明")), edit(PAGE, ("接受社会监督", "接受监督")))
    assert errors(run(capsys, "--against", "HEAD")[1]) == ["raw-html", "correction-missing"]


def test_a_payload_hides_no_change_of_another_section(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only the words of the section it stands in are told with it."""
    change(tree, edit(PAGE, ("接受社会监督", "接受<b onclick=x>社会监督</b>"), ("未收取", "没有收取")))
    assert sorted(errors(run(capsys, "--against", "HEAD")[1])) == ["correction-missing", "raw-html"]


@pytest.mark.parametrize("status", ["draft", "review"])
def test_a_report_not_yet_public_may_be_deleted(
    tmp_path: Path, status: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its page goes with it; nobody was promised anything, and nobody links to it."""
    monkeypatch.chdir(tmp_path)
    make(tmp_path, {"report": [{"find": "status: published", "put": f"status: {status}"}]})
    change(tmp_path, edit(ABOUT, ("，见[报告](reports/suzhou-gxj/2024.md)", "")))
    commit(tmp_path)
    change(tmp_path, {"path": REPORT, "gone": True}, {"path": PAGE, "gone": True})
    assert run(capsys, "--against", "HEAD")[0] == 0


def test_a_corrected_report_passes(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The good way through."""
    change(tree, CORRECTED)
    assert run(capsys, "--against", "HEAD")[0] == 0


def test_a_large_file_that_came_and_went_is_found(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """History keeps it; what was there before the change is no part of it."""
    change(tree, {"path": "scan.bin", "size": 6_000_000})
    commit(tree)
    change(tree, {"path": "scan.bin", "gone": True})
    commit(tree)
    assert errors(run(capsys, "--against", "HEAD~2")[1]) == ["change-large-file"]
    assert errors(run(capsys, "--against", "HEAD")[1]) == []


# --- the files ----------------------------------------------------------------------------------------------------


def test_every_kind_of_change_is_seen_whatever_git_knows_of_it(tree: Path) -> None:
    """Committed, staged, changed in place, not yet added; ignored files are no part of a change."""
    (tree / ".gitignore").write_text("/site/\n", encoding="utf-8")
    change(tree, {"path": "a.txt", "text": "1"}, {"path": "gone.txt", "text": "22"}, {"path": "to-link", "text": "x"})
    commit(tree)
    change(tree, {"path": "committed.txt", "text": "333"})
    commit(tree)
    change(
        tree, {"path": "staged.txt", "text": "4"}, {"path": "gone.txt", "gone": True}, {"path": "to-link", "gone": True}
    )
    git(tree, "add", "-A")
    change(
        tree,
        {"path": "名 称\n.txt", "text": "55"},
        {"path": "site/x.html", "text": "6"},
        {"path": "to-link", "link": "a.txt"},
        edit("a.txt", ("1", "1234")),
    )
    found = {one.path: (one.what, one.sort, one.before, one.after) for one in changed_files(Revision(tree, "HEAD~1"))}
    assert found == {
        "a.txt": ("changed", "file", 1, 4),
        "committed.txt": ("added", "file", None, 3),
        "gone.txt": ("gone", "file", 2, None),
        "staged.txt": ("added", "file", None, 1),
        "to-link": ("changed", "link", 1, 5),
        "名 称\n.txt": ("added", "file", None, 2),
    }


def test_a_file_outside_the_project_is_no_part_of_its_program(tmp_path: Path) -> None:
    """A project in a folder of a larger repository; a file of no known kind within the folder may not come along."""
    for other, found in (("notes.txt", 0), ("sub/notes.txt", 1)):
        files = tuple(FileChange(path, "changed", "file", 1, 1) for path in (f"sub/{REPORT}", other))
        assert len(list(change_mixed(ChangeCase(tmp_path, "sub/", files, (), ())))) == found


def test_nothing_changed_is_no_change(tree: Path) -> None:
    """Also when only the time of a file did."""
    (tree / REPORT).touch()
    assert changed_files(Revision(tree, "HEAD")) == ()


def test_every_file_of_this_repository_has_an_owner() -> None:
    """Only papers at the root are without a group of their own, and no group is empty words."""
    listed = git(ROOT, "ls-files", "-z").split("\0")
    assert {group_of(path).id for path in listed if path} >= {group.id for group in GROUPS} - {"workflows"}
    loose = {path for path in listed if path and group_of(path).id == "others"}
    assert not [path for path in loose if "/" in path]


# --- what must be answered before it is public --------------------------------------------------------------------


def test_a_number_of_a_person_is_not_published_unanswered(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An error until somebody answers for it; the message has the answer ready, and with it the check is green."""
    change(tree, edit(PAGE, ("接受社会监督", f"接受社会监督，电话{PHONE}")))
    status, result = run(capsys)
    assert (status, errors(result)) == (1, ["mobile-number"])
    (found,) = (f for f in result["findings"] if f["severity"] == "error")
    assert '{rule: mobile-number, text: "电话138****5678", reason: …, by: …, date: …}' in found["message"]
    assert "不能公布" in found["message"]
    assert PHONE not in json.dumps(result)
    answer = '{rule: mobile-number, text: "电话138****5678", reason: 值班电话, by: 办公室, date: 2025-02-01}'
    change(tree, edit(REPORT, ("explanations: []", f"explanations:\n  - {answer}")))
    status, result = run(capsys)
    assert (status, errors(result)) == (0, [])
    (found,) = (f for f in result["findings"] if f["rule"] == "mobile-number")
    assert (found["severity"], found["explained"]["by"]) == ("warning", "办公室")


def test_a_page_answers_for_itself(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In its front matter."""
    change(tree, edit(ABOUT, ("说明", f"电话{PHONE}")))
    assert run(capsys)[0] == 1
    answer = '- {rule: mobile-number, text: "电话138****5678", reason: 值班电话, by: 办公室, date: 2025-02-01}'
    change(tree, edit(ABOUT, ("title: 关于本站\n", f"title: 关于本站\nexplanations:\n  {answer}\n")))
    assert run(capsys)[0] == 0


def test_the_draft_of_a_report_is_only_warned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                              capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    """Nobody outside sees it yet; the day it is published, the answer is due."""
    monkeypatch.chdir(tmp_path)
    make(tmp_path, {"report": [{"find": "status: published", "put": "status: review"}]})
    change(tmp_path, edit(PAGE, ("接受社会监督", f"接受社会监督，电话{PHONE}")))
    status, result = run(capsys)
    assert status == 0
    assert [f["severity"] for f in result["findings"] if f["rule"] == "mobile-number"] == ["warning"]
    change(tmp_path, edit(REPORT, ("status: review", "status: published")))
    assert errors(run(capsys)[1]) == ["mobile-number"]


def test_settings_have_no_place_for_an_answer(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """So the message does not ask for one."""
    (tree / "data/site.yml").write_text(
        f"demonstration: true\nname: 年报\nagency: suzhou-gxj\nundertaker: 电话{PHONE}\n", encoding="utf-8"
    )
    _, result = run(capsys)
    (found,) = (f for f in result["findings"] if f["rule"] == "mobile-number")
    assert (found["severity"], "explanations" in found["message"]) == ("error", False)


def test_the_catalogue_says_which_warnings_must_be_answered(capsys: pytest.CaptureFixture[str]) -> None:
    """In the terminal and for machines."""
    main(["rules"])
    told = capsys.readouterr().out
    assert told.count("没有说明理由的，不能公布") == 5
    main(["rules", "--format", "json"])
    gates = {rule["id"] for rule in json.loads(capsys.readouterr().out)["rules"] if rule["gate"]}
    assert gates == {"resident-id", "mobile-number", "bank-card", "applicant-name", "secrecy-mark"}
