"""A preview goes online only as plain files of a site, of the pull request that was checked."""

from __future__ import annotations

import io
import stat
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from macros.hosting import site_archive
from macros.hosting.runner import StepError
from macros.hosting.site_archive import read_site
from tests.fake_github import REPOSITORY, Fake, pull_request, zipped
from tests.hosting_desk import SHA, run_event, step, tell
from tests.repository import git

NAME = "gongkai-site-2026-01-01-abc"
SITE = {
    f"{NAME}/site/index.html": b"<p>",
    f"{NAME}/site/a/b.css": b"p{}",
    f"{NAME}/site/SHA256SUMS": b"",
    f"{NAME}/x": b"n",
}


def entry(**change: Any) -> bytes:
    """A preview with one file more, made by hand."""
    whole = io.BytesIO(zipped(SITE))
    with zipfile.ZipFile(whole, "a") as archive:
        info = zipfile.ZipInfo(change.get("name", f"{NAME}/site/x.html"))
        info.external_attr = change.get("mode", 0o100644) << 16
        archive.writestr(info, b"x")
    return whole.getvalue()


def test_the_plain_files_of_a_site_are_taken_also_wrapped_once_more() -> None:
    taken = {"index.html": b"<p>", "a/b.css": b"p{}", "SHA256SUMS": b""}
    assert dict(read_site(zipped(SITE))) == taken
    assert dict(read_site(zipped({f"{NAME}-preview.zip": zipped(SITE)}))) == taken


@pytest.mark.parametrize(
    "archive",
    [
        b"PK",
        entry(name=f"{NAME}/site/../../x.html"),
        entry(name=f"{NAME}/site/.git/config"),
        entry(name=f"{NAME}/site/a\\b.html"),
        entry(name=f"{NAME}/site/x.php"),
        entry(name=f"{NAME}/site/x.html.sh"),
        entry(name=f"{NAME}/site/x.htmlx"),
        entry(name=f"{NAME}/site/CNAME"),
        entry(name=f"{NAME}/site/-x.html"),
        entry(name=f"{NAME}/site/a\nb.html"),
        entry(name=f"{NAME}/site/INDEX.html"),
        entry(mode=stat.S_IFLNK | 0o777),
        entry(mode=stat.S_IFDIR | 0o755),
    ],
    ids=range(13),
)
def test_a_preview_that_holds_anything_else_is_refused(archive: bytes) -> None:
    with pytest.raises(StepError, match=r"没有采用。$"):
        list(read_site(archive))


def test_files_too_large_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_archive, "SITE", 5)
    with pytest.raises(StepError, match="超过"):
        list(read_site(zipped(SITE)))


@pytest.fixture
def online(github: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The repository of previews, still empty, and a check that handed over a preview."""
    bare = tmp_path / "server/office/previews.git"
    git(tmp_path, "init", "-q", "--bare", "--initial-branch=gh-pages", str(bare))
    monkeypatch.setenv("GITHUB_SERVER_URL", f"file://{tmp_path}/server")
    monkeypatch.setenv("PREVIEW_REPOSITORY", "office/previews")
    monkeypatch.setenv("PREVIEW_TOKEN", "other")
    github.artifacts[f"{NAME}-preview.zip"] = zipped(SITE)
    return bare


def listed(bare: Path) -> set[str]:
    """What is online."""
    return set(git(bare, "ls-tree", "-r", "--name-only", "gh-pages").split())


def test_a_preview_goes_online_and_those_of_closed_pull_requests_go(online: Path, github: Fake) -> None:
    assert step("preview") == 0
    first = {"pr-7/index.html", "pr-7/a/b.css", "pr-7/SHA256SUMS", ".nojekyll", "robots.txt"}
    assert listed(online) == first
    github.artifacts[f"{NAME}-preview.zip"] = zipped({f"{NAME}/site/index.html": b"new"})
    assert step("preview") == 0
    assert listed(online) == {"pr-7/index.html", ".nojekyll", "robots.txt"}
    github.pulls[:] = [pull_request(8, SHA)]
    assert step("preview") == 0
    assert listed(online) == {"pr-8/index.html", ".nojekyll", "robots.txt"}


@pytest.mark.parametrize("spoil", ["not checked", "newer commits", "two pull requests", "this repository", "hostile"])
def test_nothing_else_goes_online(online: Path, github: Fake, monkeypatch: pytest.MonkeyPatch, spoil: str) -> None:
    if spoil == "not checked":
        tell(run_event(conclusion="failure"))
    elif spoil == "newer commits":
        github.pulls[:] = [pull_request(7, "d" * 40)]
    elif spoil == "two pull requests":
        github.pulls.append(pull_request(8, SHA))
    elif spoil == "this repository":
        monkeypatch.setenv("PREVIEW_REPOSITORY", REPOSITORY.upper())
    else:
        github.artifacts[f"{NAME}-preview.zip"] = entry(name=f"{NAME}/site/.git/config")
    step("preview")
    assert subprocess.run(["git", "-C", str(online), "rev-parse", "-q", "--verify", "gh-pages"], check=False).returncode


def test_the_comment_links_a_preview_online_only_to_an_address_that_is_one(
    online: Path, github: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert online.is_dir()
    for address, link in (
        ("https://office.example/previews/", True),
        ("javascript:x//", False),
        ("https://x/a)b", False),
    ):
        monkeypatch.setenv("PREVIEW_ADDRESS", address)
        assert step("comment") == 0
        assert ("在线查看" in github.comments[0]["body"]) is link
