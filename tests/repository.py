"""Git as somebody, at a time that is said, without the settings of this machine."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
WHEN = "2025-01-15T01:00:00Z"


def git(tree: Path, *args: str, at: str = WHEN, author: str = "张三") -> str:
    """What Git says in a folder, without the white space around it. A new repository begins with ``main``."""
    who = {
        f"GIT_{one}_{key}": value
        for one in ("AUTHOR", "COMMITTER")
        for key, value in (("NAME", author), ("EMAIL", "editor@example.invalid"), ("DATE", at))
    }
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")} | ALONE | who
    command = ["git", "-C", str(tree), "-c", "init.defaultBranch=main", *args]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=True)
    return done.stdout.strip()


def commit(tree: Path, message: str = "state", at: str = WHEN, author: str = "张三") -> str:
    """Everything there is, as one commit, also when nothing changed; its name."""
    git(tree, "add", "-A")
    git(tree, "commit", "-q", "--allow-empty", "-m", message, at=at, author=author)
    return git(tree, "rev-parse", "HEAD")
