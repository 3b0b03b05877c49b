"""A step's own repository: what GitHub would answer, and the files of the runner around it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from macros.hosting import __main__ as hosting
from tests.content import ROOT
from tests.fake_github import REPOSITORY, Fake, fake_github, pull_request, zipped

SHA = "c0ffee" + "0" * 34
GOOD = {"review.md": "## 校验通过\n".encode(), "number": b"7\n"}


def run_event(**change: Any) -> dict[str, Any]:
    """A check of a fork's pull request that has ended."""
    run = {
        "id": 5, "event": "pull_request", "path": ".github/workflows/check.yml", "conclusion": "success",
        "head_sha": SHA, "head_branch": "patch", "repository": {"full_name": REPOSITORY},
        "head_repository": {"full_name": "fork/gongkai", "owner": {"login": "fork"}},
    }  # fmt: skip
    return {"workflow_run": {**run, **change}}


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Fake]:
    """A repository with one open pull request, whose check handed over its review."""
    monkeypatch.chdir(tmp_path)
    for name in (".github", "macros"):
        (tmp_path / name).symlink_to(ROOT / name)
    with fake_github(Fake(artifacts={"review": zipped(GOOD)}, pulls=[pull_request(7, SHA)])) as fake:
        settings = {
            "GITHUB_API_URL": fake.address, "GITHUB_SERVER_URL": "https://github.example", "GITHUB_TOKEN": "t",
            "GITHUB_REPOSITORY": REPOSITORY, "GITHUB_EVENT_PATH": str(tmp_path / "event.json"), "no_proxy": "*",
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"), "GITHUB_REF_NAME": "main", "GITHUB_SHA": SHA,
        }  # fmt: skip
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        tell(run_event())
        yield fake


@pytest.fixture
def desk(github: Fake, tmp_path: Path) -> Path:
    """The working folder of a step in that repository."""
    assert github.address
    return tmp_path


def tell(event: dict[str, Any]) -> None:
    """Write the event down as the runner does."""
    Path("event.json").write_text(json.dumps(event), encoding="utf-8")


def step(name: str) -> int:
    """Run a step as the workflow does."""
    return hosting.main([name])
