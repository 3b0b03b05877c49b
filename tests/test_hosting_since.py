"""Before a release the officer sees everything that goes out with it, not only the last merge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from macros.hosting import since
from tests.fake_github import US, Fake
from tests.hosting_desk import step
from tests.repository import commit, git


@pytest.fixture
def line(desk: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Four states of main, the first one first; the third came with a branch. A review only says what it compares."""
    git(desk, "init", "-q")
    states = [commit(desk, "first"), commit(desk, "second")]
    git(desk, "checkout", "-q", "-b", "patch")
    commit(desk, "inner")
    git(desk, "checkout", "-q", "main")
    git(desk, "merge", "-q", "--no-ff", "-m", "third", "patch")
    states += [git(desk, "rev-parse", "HEAD"), commit(desk, "fourth")]
    monkeypatch.setattr(since, "reviewed", lambda against: f"与 {against} 比较".encode())
    return states


def released(sha: str, **change: Any) -> dict[str, Any]:
    """A release of ours, made of a state of main."""
    return {"tag_name": f"gongkai-site-2026-01-01-{sha[:10]}", "author": dict(US), "draft": False, **change}


def told(github: Fake, *releases: dict[str, Any]) -> str:
    """What the page of the run says."""
    github.releases[:] = releases
    assert step("since") == 0
    return Path("summary.md").read_text(encoding="utf-8")


def test_what_was_refused_before_is_reviewed_with_the_next(line: list[str], github: Fake) -> None:
    text = told(github, released(line[1]), released(line[0]))
    assert f"与 {line[1]} 比较" in text
    assert "此后 main 上有 2 次合并：" in text
    assert text.index(f"/office/gongkai/commit/{line[3]})") < text.index(f"/office/gongkai/commit/{line[2]})")
    assert since.TOGETHER in text


def test_a_single_merge_is_reviewed_without_more_ado(line: list[str], github: Fake) -> None:
    text = told(github, released(line[2]))
    assert f"与 {line[2]} 比较" in text
    assert "此后 main 上有 1 次合并：" in text
    assert since.TOGETHER not in text


def test_a_release_run_again_is_compared_with_the_one_before(line: list[str], github: Fake) -> None:
    assert f"与 {line[2]} 比较" in told(github, released(line[3]), released(line[2]))


@pytest.mark.parametrize(
    "change",
    [
        {"draft": True},
        {"author": {"login": "eve", "type": "User"}},
        {"tag_name": "v1.0"},
        {"tag_name": "gongkai-site-2026-01-01-0123456789"},
    ],
    ids=["draft", "by somebody", "another tag", "not on main"],
)
def test_a_release_that_is_none_of_ours_hides_nothing(line: list[str], github: Fake, change: dict[str, Any]) -> None:
    assert f"与 {line[1]} 比较" in told(github, released(line[2], **change), released(line[1]))


def test_the_first_release_of_all_says_so(line: list[str], github: Fake) -> None:
    assert line
    assert "这次提交以前没有发布过" in told(github)


def test_without_the_history_nothing_is_said_to_be_the_first(
    line: list[str], github: Fake, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    github.releases[:] = [released(line[0])]
    (desk / ".git/shallow").write_text(f"{line[3]}\n", encoding="ascii")
    assert step("since") == 1
    assert "没有取到提交的全部历史" in capsys.readouterr().out
