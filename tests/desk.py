"""An editor's desk: the project in a Git repository of its own, to be edited, checked, built and committed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.content import ROOT
from tests.project_tree import copy_project
from tests.repository import git


class Desk:
    """The working folder of an editor; every command runs in it."""

    def __init__(self, root: Path) -> None:
        """Lay out the project below ``root`` and commit it."""
        self.root = root / "gongkai"
        copy_project(self.root)
        self._days = 0
        self.git("init", "--quiet")
        (self.root / ".git/info/exclude").write_text("/macros\n/site\n/.cache\n", encoding="utf-8")
        self.commit("公布2024年度报告")

    @property
    def data(self) -> Path:
        """The data of the real report."""
        return self.root / "data/reports/suzhou-gxj/2024.yml"

    @property
    def page(self) -> Path:
        """The text of the real report."""
        return self.root / "docs/reports/suzhou-gxj/2024.md"

    def git(self, *args: str, day: int = 0) -> str:
        """Run Git, by default on the first day of this desk's calendar."""
        return git(self.root, *args, at=f"2026-03-{day + 1:02d}T09:00:00+08:00", author="编辑")

    def commit(self, message: str) -> None:
        """Commit everything, a day after the last time."""
        self.git("add", "data", "docs", "theme", "mkdocs.yml")
        self.git("commit", "--quiet", "--message", message, day=self._days)
        self._days += 1

    def change(self, path: Path, old: str, new: str) -> None:
        """Edit a file as a person would: the first place where ``old`` stands, which must be there."""
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{path}: {old}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def run(self, *args: str, expect: int | None = 0) -> str:
        """What ``gongkai`` prints, both streams; ``expect`` is the exit status it must have, ``None`` for any."""
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", "NO_COLOR": "1"}
        done = subprocess.run(
            [sys.executable, "-m", "macros.cli", *args],
            cwd=self.root, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert expect in (None, done.returncode), done.stdout
        return done.stdout

    def build(self, *args: str) -> Path:
        """The site as it is now."""
        self.run("build", *args)
        return self.root / "site"
