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
        raise StepError("这不是合并请求，没有可以审查的改动。")
    command = command or [sys.executable, "-m", "macros.cli", "review", "--against", against, "--format", "markdown"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)  # noqa: S603 - our own
    sys.stderr.write(done.stderr.decode("utf-8", "replace"))
    if done.returncode not in {0, 1}:
        raise StepError("审查说明没有生成，原因见上面的记录。")
    folder = Path(FOLDER)
    folder.mkdir(exist_ok=True)
    (folder / TEXT).write_bytes(done.stdout)
    (folder / NUMBER).write_text(f"{number}\n", encoding="ascii")
    summarize(done.stdout.decode("utf-8", "replace"))
    return 0
