"""The steps of the check: what is compared with what, what is handed over, and one conclusion."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from macros.hosting import __main__ as hosting
from macros.hosting.base import NOTHING, revision
from macros.hosting.hostile import read_review
from macros.hosting.review_artifact import write_review
from macros.hosting.runner import StepError, output
from tests.content import ROOT
from tests.fake_github import zipped
from tests.hosting_desk import step, tell
from tests.repository import git


@pytest.fixture
def merged(desk: Path) -> dict[str, str]:
    """A repository checked out as GitHub does for a pull request: at the merge of its head into main."""
    assert desk == Path.cwd()
    git(desk, "init", "-q")
    git(desk, "commit", "-q", "--allow-empty", "-m", "old")
    old = git(desk, "rev-parse", "HEAD")
    git(desk, "checkout", "-q", "-b", "patch")
    git(desk, "commit", "-q", "--allow-empty", "-m", "patch")
    head = git(desk, "rev-parse", "HEAD")
    git(desk, "checkout", "-q", "main")
    git(desk, "commit", "-q", "--allow-empty", "-m", "new")
    new = git(desk, "rev-parse", "HEAD")
    git(desk, "merge", "-q", "--no-ff", "-m", "merge", "patch")
    return {"old": old, "head": head, "new": new}


def test_a_pull_request_is_compared_with_main_as_it_is_now(
    merged: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_EVENT_NAME", "pull_request")
    event = {"pull_request": {"number": 7, "base": {"sha": merged["old"]}, "head": {"sha": merged["head"]}}}
    tell(event)
    assert revision() == merged["new"]
    git(Path.cwd(), "checkout", "-q", merged["head"])
    assert revision() == merged["old"]


def test_a_push_is_compared_with_what_was_there_before(merged: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_EVENT_NAME", "push")
    tell({"before": merged["old"]})
    assert revision() == merged["old"]
    for before in (NOTHING, "e" * 40, "--output=x"):
        tell({"before": before})
        assert revision() == merged["new"]
    git(Path.cwd(), "checkout", "-q", merged["old"])
    assert revision() is None


def test_a_queued_merge_is_compared_with_its_base(merged: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_EVENT_NAME", "merge_group")
    tell({"merge_group": {"base_sha": merged["new"]}})
    assert revision() == merged["new"]


@pytest.mark.parametrize(("status", "kept"), [(0, True), (1, True), (2, False)])
def test_the_review_is_handed_over_also_when_errors_were_found(
    merged: dict[str, str], monkeypatch: pytest.MonkeyPatch, status: int, kept: bool
) -> None:
    monkeypatch.setenv("GITHUB_EVENT_NAME", "pull_request")
    tell({"pull_request": {"number": 7, "base": {"sha": merged["old"]}, "head": {"sha": merged["head"]}}})
    stand_in = [sys.executable, "-c", f"print('x'); raise SystemExit({status})"]
    if kept:
        assert write_review(stand_in) == 0
        archive = zipped({path.name: path.read_bytes() for path in Path("review").iterdir()})
        assert (read_review(archive).number, read_review(archive).text) == (7, "x\n")
    else:
        with pytest.raises(StepError):
            write_review(stand_in)
        assert not Path("review").exists()


@pytest.mark.parametrize(
    ("results", "status"),
    [
        (("success", "success", "success"), 0),
        (("success", "failure", "success"), 1),
        (("success", "skipped", "success"), 1),
        (("success", "cancelled", "success"), 1),
        (("success", "success"), 1),
        ((), 1),
    ],
)
def test_the_conclusion_is_good_only_when_every_job_ran_and_succeeded(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], results: tuple[str, ...], status: int
) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    jobs = zip(("content", "code", "workflows"), results, strict=False)
    monkeypatch.setenv("NEEDS", json.dumps({name: {"result": result, "outputs": {}} for name, result in jobs}))
    assert step("conclude") == status
    assert ("::error::" in capsys.readouterr().out) is (status == 1)


def test_an_output_cannot_smuggle_in_a_second_one() -> None:
    with pytest.raises(StepError):
        output("sha256", "x\ny=z")


def test_a_file_at_the_root_stands_in_for_no_module_of_a_step_with_rights(tmp_path: Path) -> None:
    """The step does its work without having run one of them."""
    shutil.copytree(ROOT / "macros", tmp_path / "macros", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in sys.stdlib_module_names:
        (tmp_path / f"{name}.py").write_text(f"raise SystemExit('{name} 不是 Python 的')\n", encoding="utf-8")
    needs = json.dumps({name: {"result": "success"} for name in ("content", "code", "workflows")})
    done = subprocess.run(
        ["make", "conclude", f"PYTHON={Path(sys.executable).resolve()}"],
        cwd=tmp_path, env={"PATH": os.environ["PATH"], "NEEDS": needs}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, "结论：通过" in done.stdout) == (0, True), done.stderr


def test_steps_with_rights_need_no_package() -> None:
    steps = [name for name in hosting.STEPS if name != "verdict"]
    modules = ", ".join(f"macros.hosting.{hosting.STEPS[name][0]}" for name in steps)
    loaded = "[m for m in sys.modules if m.split('.')[0] in {'yaml', 'mkdocs', 'lxml'}]"
    code = f"import sys; sys.path.append({str(ROOT)!r}); import {modules}; print({loaded})"
    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == "[]\n", done.stderr
