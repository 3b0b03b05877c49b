"""The revision a change is compared with: what main was before it."""

from __future__ import annotations

import os
import subprocess
from typing import Any

from macros.hosting.runner import StepError, event, inner

NOTHING = "0" * 40  # what GitHub writes for a branch that was not there before


def revision(root: str = ".") -> str | None:
    """The base of the pull request, of the queued merge, or of the push; ``None`` for the first commit of all.

    A pull request is checked as GitHub would merge it: the merge's first parent is main as it is now, while the event
    still names main as it was when the pull request was opened.
    """
    name, found = os.environ.get("GITHUB_EVENT_NAME", ""), event()
    candidates = [*_named(name, found), *_parents(root)[:1]]
    if name == "pull_request":
        parents = _parents(root)
        if len(parents) == 2 and parents[1] == inner(found, "pull_request", "head", "sha"):
            return parents[0]
        if not candidates:
            raise StepError("事件里没有修改申请的基准版本，不能比较。")
        return candidates[0]
    return next((one for one in candidates if _known(root, one)), None)


def first_parents(root: str = ".") -> list[str]:
    """The commits main has been at, newest first; empty where the whole history is not at hand."""
    if _git(root, "rev-parse", "--is-shallow-repository") != "false":
        return []
    return _git(root, "rev-list", "--first-parent", "HEAD").split()


def _named(name: str, found: dict[str, Any]) -> list[str]:
    keys = {
        "pull_request": ("pull_request", "base", "sha"),
        "merge_group": ("merge_group", "base_sha"),
        "push": ("before",),
    }
    value = inner(found, *keys[name]) if name in keys else None
    return [value] if isinstance(value, str) and _is_commit(value) and value != NOTHING else []


def _is_commit(text: str) -> bool:
    return len(text) in {40, 64} and set(text) <= set("0123456789abcdef")


def _git(root: str, *args: str) -> str:
    done = subprocess.run(["git", "-C", root, *args], capture_output=True, text=True, check=False)  # noqa: S603, S607
    return done.stdout.strip() if done.returncode == 0 else ""


def _parents(root: str) -> list[str]:
    return _git(root, "rev-list", "--parents", "--max-count=1", "HEAD").split()[1:]


def _known(root: str, commit: str) -> bool:
    return _git(root, "cat-file", "-t", commit) == "commit"
