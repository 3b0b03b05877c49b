"""What the check hands to the commenting workflow: the review as Markdown, and which pull request it is of."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from macros.hosting.base import revision
from macros.hosting.runner import StepError, event, inner, summarize

FOLDER, TEXT, NUMBER = "review", "review.md", "number"


def write_review(command: list[str] | None = None) -> int:
    """Run ``gongkai review`` against the base and put what it prints into ``review/``. Errors found are no fault."""
    number = inner(event(), "pull_request", "number")
    against = revision()
    if not isinstance(number, int) or against is None:
        raise StepError("这不是修改申请，没有可以审查的改动。")
    text = reviewed(against, command)
    folder = Path(FOLDER)
    folder.mkdir(exist_ok=True)
    (folder / TEXT).write_bytes(text)
    (folder / NUMBER).write_text(f"{number}\n", encoding="ascii")
    summarize(text.decode("utf-8", "replace"))
    return 0


def reviewed(against: str, command: list[str] | None = None) -> bytes:
    """The review as Markdown; empty when nothing changed."""
    gongkai = [sys.executable, "-P", "-m", "macros.cli"]
    command = command or [*gongkai, "review", "--against", against, "--format", "markdown"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)  # noqa: S603 - our own
    sys.stderr.write(done.stderr.decode("utf-8", "replace"))
    if done.returncode not in {0, 1}:
        raise StepError("审核意见稿没有生成，原因见上面的记录。")
    return done.stdout
