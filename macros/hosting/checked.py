"""The run of the check that set a workflow off, and what GitHub itself says of it; the artifacts are only listed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from macros.hosting.api import GitHub
from macros.hosting.runner import StepError, event, inner

WORKFLOW = ".github/workflows/check.yml"
PREVIEW = re.compile(r"gongkai-site-[0-9a-f-]+-preview\.zip")


@dataclass(frozen=True, slots=True)
class Checked:
    """A check of a pull request that has ended."""

    id: int
    sha: str
    conclusion: str
    artifacts: dict[str, int]
    numbers: frozenset[int]

    @property
    def preview(self) -> int | None:
        """The artifact with the preview, by the name that only a product has."""
        return next((number for name, number in self.artifacts.items() if PREVIEW.fullmatch(name)), None)


def checked_run(github: GitHub) -> Checked:
    """Read the event. Raises ``StepError`` for anything but a check of a pull request to this repository."""
    run = event().get("workflow_run")
    if inner(run, "event") != "pull_request" or str(inner(run, "path")).partition("@")[0] != WORKFLOW:
        raise StepError("这一步只接由修改申请引起的“检查”，这一次不是。")
    if inner(run, "repository", "full_name") != github.repository:
        raise StepError("这次检查不是本仓库的，没有处理。")
    number, sha = inner(run, "id"), inner(run, "head_sha")
    if not isinstance(number, int) or re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", str(sha)) is None:
        raise StepError("事件里没有写明运行的编号和提交。")
    artifacts = _artifacts(github, number)
    return Checked(number, str(sha), str(inner(run, "conclusion")), artifacts, _pull_requests(github, run))


def _artifacts(github: GitHub, run: int) -> dict[str, int]:
    """The newest of each name: a run that was started again has several."""
    listed = inner(github.get(f"/actions/runs/{run}/artifacts?per_page=100"), "artifacts")
    found = [one for one in listed or [] if isinstance(inner(one, "id"), int) and inner(one, "expired") is not True]
    return {str(one.get("name")): one["id"] for one in sorted(found, key=lambda one: int(one["id"]))}


def _pull_requests(github: GitHub, run: Any) -> frozenset[int]:
    """The open pull requests whose head is the very commit that was checked; GitHub is asked, not the artifact."""
    owner, branch = inner(run, "head_repository", "owner", "login"), inner(run, "head_branch")
    repository = inner(run, "head_repository", "full_name")
    if not all(isinstance(one, str) and one for one in (owner, branch, repository)):
        raise StepError("事件里没有写明检查的是哪个仓库和分支。")
    found = github.all(f"/pulls?state=open&head={quote(f'{owner}:{branch}', safe='')}")
    return frozenset(
        one["number"]
        for one in found
        if inner(one, "head", "sha") == inner(run, "head_sha")
        and inner(one, "head", "repo", "full_name") == repository
        and inner(one, "base", "repo", "full_name") == github.repository
        and isinstance(inner(one, "number"), int)
    )
