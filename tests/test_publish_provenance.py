"""Where data come from is told by Git, and only what Git knows for certain."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from macros.publish.provenance import read_provenance
from tests.content import CONTENT
from tests.publish_tree import OWN, publish
from tests.repository import commit, git

DATA, PAGE = f"data/reports/{OWN}.yml", f"docs/reports/{OWN}.md"
FIRST, SECOND, THIRD = "2025-01-20T08:00:00Z", "2025-01-21T00:30:00Z", "2025-01-22T00:00:00Z"


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    for name in ("data", "docs"):
        shutil.copytree(CONTENT / name, root / name)
    git(root, "init", "-q")
    return root


def provenance(tree: Path, site: Path) -> Any:
    publish(tree, site, (OWN,))
    return json.loads((site / f"api/v1/reports/{OWN}.json").read_text(encoding="utf-8"))["provenance"]


def test_the_commit_and_its_time_in_beijing_are_named_with_the_hash_of_the_file(tree: Path, tmp_path: Path) -> None:
    made = commit(tree, "报告", FIRST)
    found = provenance(tree, tmp_path / "site")
    assert found["source"] == {
        "path": DATA,
        "sha256": hashlib.sha256((tree / DATA).read_bytes()).hexdigest(),
        "commit": made,
        "committed_at": "2025-01-20T16:00:00+08:00",
    }
    assert found["generated_at"] == "2025-01-20T16:00:00+08:00"
    assert (found["form"], found["document_number"]) == ("2021", "国办公开办函〔2021〕30号")


def test_the_time_is_that_of_the_last_commit_that_touched_data_or_page(tree: Path, tmp_path: Path) -> None:
    first = commit(tree, "报告", FIRST)
    append(tree / PAGE, "\n")
    second = commit(tree, "正文", SECOND)
    append(tree / "docs/about.md", "\n")
    commit(tree, "别的页面", THIRD)
    found = provenance(tree, tmp_path / "site")
    assert found["source"]["commit"] == first
    assert found["page"]["commit"] == second
    assert found["generated_at"] == "2025-01-21T08:30:00+08:00"


def test_a_clock_set_back_does_not_change_which_commit_is_the_last(tree: Path, tmp_path: Path) -> None:
    commit(tree, "报告", SECOND)
    append(tree / DATA, "# 注\n")
    last = commit(tree, "数据", FIRST)
    found = provenance(tree, tmp_path / "site")
    assert found["source"]["commit"] == last
    assert found["generated_at"] == "2025-01-20T16:00:00+08:00"


def test_what_came_by_a_merge_came_with_the_merge(tree: Path, tmp_path: Path) -> None:
    commit(tree, "报告", FIRST)
    git(tree, "checkout", "-q", "-b", "work")
    append(tree / DATA, "# 注\n")
    commit(tree, "数据", SECOND)
    git(tree, "checkout", "-q", "main")
    git(tree, "merge", "-q", "--no-ff", "-m", "合并", "work", at=THIRD)
    found = provenance(tree, tmp_path / "site")
    assert found["source"]["commit"] == git(tree, "rev-parse", "HEAD")
    assert found["generated_at"] == "2025-01-22T08:00:00+08:00"


@pytest.mark.parametrize("staged", [False, True])
def test_a_file_with_changes_not_committed_names_no_commit(tree: Path, tmp_path: Path, staged: bool) -> None:
    commit(tree, "报告", FIRST)
    append(tree / DATA, "# 注\n")
    if staged:
        git(tree, "add", "-A")
    found = provenance(tree, tmp_path / "site")
    assert (found["source"]["commit"], found["generated_at"]) == (None, None)
    assert found["page"]["commit"] is not None


def test_a_file_that_was_never_committed_or_was_taken_out_names_no_commit(tree: Path, tmp_path: Path) -> None:
    text = (tree / DATA).read_bytes()
    commit(tree, "报告", FIRST)
    git(tree, "rm", "-q", "--cached", DATA)
    git(tree, "commit", "-q", "-m", "撤下", at=SECOND)
    assert (tree / DATA).read_bytes() == text
    assert provenance(tree, tmp_path / "site")["source"]["commit"] is None


def test_without_commits_or_without_git_there_is_no_time_and_no_feed_but_all_else(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert provenance(tree, tmp_path / "empty")["generated_at"] is None
    shutil.rmtree(tree / ".git")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    found = provenance(tree, tmp_path / "none")
    assert (found["source"]["path"], found["source"]["commit"], found["generated_at"]) == (DATA, None, None)
    assert {path.name for path in (tmp_path / "none/feeds").iterdir()} == {"deadlines.ics"}
    feeds = json.loads((tmp_path / "none/api/v1/index.json").read_text(encoding="utf-8"))["feeds"]
    assert (feeds["publications"], feeds["corrections"]) == (None, None)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not read_provenance(tree).commits


def test_a_shallow_clone_names_only_commits_it_can_know(tree: Path, tmp_path: Path) -> None:
    commit(tree, "报告", FIRST)
    append(tree / PAGE, "\n")
    commit(tree, "正文", SECOND)
    append(tree / "docs/about.md", "\n")
    commit(tree, "别的页面", THIRD)
    for depth, known in ((1, False), (2, False)):
        clone = tmp_path / f"clone{depth}"
        git(tmp_path, "clone", "-q", "--depth", str(depth), tree.as_uri(), str(clone))
        found = provenance(clone, tmp_path / f"site{depth}")
        assert (found["source"]["commit"] is not None) is known
        assert found["generated_at"] is None
    clone = tmp_path / "whole"
    git(tmp_path, "clone", "-q", tree.as_uri(), str(clone))
    assert provenance(clone, tmp_path / "site")["generated_at"] == "2025-01-21T08:30:00+08:00"


def test_a_project_below_the_root_of_its_repository_is_told_by_its_own_paths(tmp_path: Path) -> None:
    top = tmp_path / "top"
    for name in ("data", "docs"):
        shutil.copytree(CONTENT / name, top / "site" / name)
    git(top, "init", "-q")
    made = commit(top, "报告", FIRST)
    found = provenance(top / "site", tmp_path / "out")
    assert (found["source"]["path"], found["source"]["commit"]) == (DATA, made)
