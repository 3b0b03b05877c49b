"""Where a published file comes from: the file of the repository, its hash, and the commit that brought it.

A commit is named only when the file is exactly as it was committed, and only when the history that is here reaches
that far: a shallow clone knows no older commit than its last, so nothing is said rather than something wrong.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

from macros.form import Form
from macros.git import git
from macros.inputs import UsageError
from macros.project import Project
from macros.publish.json_text import Object
from macros.report import Report

BEIJING = timezone(timedelta(hours=8))
LATEST = 253_402_271_999  # the last second of the year 9999 in Beijing
FOLDERS = ("data", "docs/reports")
LOG = ("-c", "log.showSignature=false", "log", "--no-color", "--no-ext-diff", "--no-renames", "--relative")


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of the published line: its name, its time in Beijing if it has one, and how many came after it."""

    id: str
    time: str | None
    age: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """The last commit that touched each file, by its path below the root of the project.

    ``superseded`` are the addresses of a report's editions that corrections have replaced, the oldest first.
    """

    root: Path
    commits: Mapping[str, Commit] = field(default_factory=dict)
    superseded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def name(self, path: Path) -> str | None:
        """The path of a file below the root; ``None`` when it lies elsewhere."""
        try:
            return path.resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return None

    def file(self, path: Path) -> Object:
        """Path, hash and commit of a file; what is not known is null."""
        name = self.name(path)
        commit = self.commits.get(name) if name else None
        return {
            "path": name,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "commit": commit.id if commit else None,
            "committed_at": commit.time if commit else None,
        }

    def made_at(self, *paths: Path) -> str | None:
        """The time of the last commit that touched one of the files; ``None`` when it is not known of all."""
        found = [self.commits.get(self.name(path) or "") for path in paths if path.is_file()]
        known = [commit for commit in found if commit is not None]
        return min(known, key=lambda one: one.age).time if known and len(known) == len(found) else None


def read_provenance(root: Path) -> Provenance:
    """The last commits from Git; none where there is no Git, or no commit."""
    try:
        listed = git(root, *LOG, "--first-parent", "-m", "--name-status", "--format=%H %ct", "--", *FOLDERS)
        changed = git(root, "diff", "--no-color", "--no-ext-diff", "--name-only", "--relative", "HEAD", "--", *FOLDERS)
        shallow = git(root, "rev-parse", "--git-path", "shallow")
    except UsageError:
        return Provenance(root)
    if listed is None or changed is None or shallow is None:
        return Provenance(root)
    edge = root / shallow.decode().rstrip("\n")
    cut = frozenset(edge.read_text(encoding="ascii").split()) if edge.is_file() else frozenset()
    touched = frozenset(changed.decode().splitlines())
    return Provenance(root, {name: commit for name, commit in _last(listed.decode()).items()
                             if name not in touched and commit.id not in cut})  # fmt: skip


def _last(log: str) -> dict[str, Commit]:
    """The first commit that names a file, the log being from new to old; a file that went has none."""
    found: dict[str, Commit | None] = {}
    commit = None
    age = 0
    for line in log.splitlines():
        status, tab, name = line.partition("\t")
        if tab and commit is not None:
            found.setdefault(name, None if status == "D" else commit)
        elif line:
            commit_id, _, seconds = line.partition(" ")
            time = time_of(seconds)
            commit, age = Commit(commit_id, time.isoformat() if time else None, age), age + 1
    return {name: one for name, one in found.items() if one is not None}


def time_of(seconds: str) -> datetime | None:
    """The time of a commit, told in seconds by Git. Anything can stand there; zero is written for want of a time."""
    if not (seconds.isascii() and seconds.isdecimal() and len(seconds) <= len(str(LATEST))):
        return None
    return datetime.fromtimestamp(int(seconds), BEIJING) if 0 < int(seconds) <= LATEST else None


def report_paths(project: Project, report: Report) -> tuple[Path, Path]:
    """The files of a report: its data, and its page in the tree the data lie in (which need not be there)."""
    named = Path(report.path)
    data = named if named.is_file() else project.report_path(report.id) or named
    above = data.absolute().parents  # <tree>/data/reports/<agency>/<year>.yml
    tree = above[min(3, len(above) - 1)]
    return data, tree / "docs" / "reports" / report.agency / f"{report.year}.md"


def report_provenance(project: Project, report: Report, form: Form, known: Provenance) -> Object:
    """What is told of where a report's data come from."""
    data, page = report_paths(project, report)
    return {
        "form": form.id,
        "document_number": form.document_number,
        "source": known.file(data),
        "page": known.file(page) if page.is_file() else None,
        "generated_at": known.made_at(data, page),
    }
