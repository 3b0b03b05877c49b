"""What was released of each report, from Git: every commit of the first-parent line that touched its data or page.

A commit on that line is what came to the public; what a merge brought is the merge's. One ``git log``, one
``git rev-list`` and one ``git cat-file`` serve all reports. Where history is cut off (a shallow clone), the oldest
commit that is here only tells how things stood, never that they were changed then.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from macros.commit_words import REVIEWS, CommitWords, read_commit
from macros.git import git
from macros.inputs import UsageError
from macros.publish.provenance import LOG, time_of

FOLDERS = ("data/reports", "docs/reports")
FILE = re.compile(r"(data/reports|docs/reports)/([A-Za-z0-9-]+/[0-9]{4})\.(yml|md)")
GITHUB = "GitHub"  # commits made by its buttons name it as committer


@dataclass(frozen=True, slots=True)
class Release:
    """A commit of the released line and how it left a report: the blobs of its data and its page.

    ``time`` is ``None`` where Git has none that can be; ``edge``: older history is not here. ``writers`` are those who
    wrote it, ``merger`` who merged it.
    """

    commit: str
    time: datetime | None
    data: str | None
    page: str | None
    edge: bool = False
    writers: tuple[str, ...] = ()
    merger: str | None = None
    trailers: tuple[tuple[str, str], ...] = ()
    pull: str | None = None


@dataclass(frozen=True, slots=True)
class Releases:
    """The releases of every report, the oldest first; ``known`` is whether there is a history at all.

    ``order`` is the place of every commit of the line, ``blobs`` what stood in the files of reports that changed.
    """

    known: bool = False
    by_report: Mapping[str, tuple[Release, ...]] = field(default_factory=dict)
    touched: frozenset[str] = frozenset()
    blobs: Mapping[str, bytes] = field(default_factory=dict)
    order: Mapping[str, int] = field(default_factory=dict)

    def of(self, report_id: str) -> tuple[Release, ...]:
        """The releases of a report, the oldest first."""
        return self.by_report.get(report_id, ())

    def touched_since(self, report_id: str) -> bool:
        """Whether the files that lie there are not those of the last release."""
        return bool({f"data/reports/{report_id}.yml", f"docs/reports/{report_id}.md"} & self.touched)

    def files_at(self, release: Release, agency: str) -> Iterator[tuple[str, bytes]]:
        """The reports and pages of an agency as a release left them, by path."""
        until = self.order[release.commit]
        for report_id, found in self.by_report.items():
            then = [one for one in found if self.order[one.commit] <= until]
            if report_id.partition("/")[0] != agency or not then:
                continue
            for path, blob in (
                (f"data/reports/{report_id}.yml", then[-1].data),
                (f"docs/reports/{report_id}.md", then[-1].page),
            ):
                if blob is not None and blob in self.blobs:
                    yield path, self.blobs[blob]


def read_releases(root: Path) -> Releases:
    """The releases from Git; none where there is no Git, or no commit."""
    line = (*LOG, "--first-parent", "-m", "--raw", "--no-abbrev", "--format=%H", "--", *FOLDERS)
    try:
        listed = git(root, *line)
        graph = git(root, "rev-list", "--parents", "HEAD", "--")
        changed = git(root, "diff", "--no-color", "--no-ext-diff", "--name-only", "--relative", "HEAD", "--", *FOLDERS)
        shallow = git(root, "rev-parse", "--git-path", "shallow")
    except UsageError:
        return Releases()
    if listed is None or graph is None or changed is None or shallow is None:
        return Releases()
    edge = root / shallow.decode().rstrip("\n")
    cut = frozenset(edge.read_text(encoding="ascii").split()) if edge.is_file() else frozenset()
    steps = list(_steps(listed.decode("utf-8", "replace")))[::-1]
    order = {commit: number for number, (commit, _) in enumerate(steps)}
    parents = {line[0]: line[1:] for line in map(str.split, graph.decode("ascii").splitlines())}
    states = _states(steps)
    brought = _brought(parents, frozenset(order), steps)
    agencies = {report_id.partition("/")[0] for report_id, some in states.items() if len(some) > 1}
    wanted = {commit for some in states.values() for commit, *_ in some}
    wanted |= {one for commit in wanted for one in brought[commit]}
    blobs = {
        blob for report_id, some in states.items() if report_id.partition("/")[0] in agencies
        for _, *both in some for blob in both if blob is not None
    }  # fmt: skip
    objects = _objects(root, sorted(wanted | blobs))
    words = {commit: read_commit(objects[commit]) for commit in wanted if commit in objects}
    made = {
        commit: _release(commit, [words[one] for one in brought[commit] if one in words], words[commit], commit in cut)
        for commit in order
        if commit in words
    }
    return Releases(
        True,
        {
            report_id: tuple(
                replace(made[commit], data=data, page=page) for commit, data, page in some if commit in made
            )
            for report_id, some in states.items()
        },
        frozenset(changed.decode("utf-8", "replace").splitlines()),
        {blob: objects[blob] for blob in blobs if blob in objects},
        order,
    )


Step: TypeAlias = "tuple[str, list[tuple[str, str | None]]]"
State: TypeAlias = "tuple[str, str | None, str | None]"


def _steps(log: str) -> Iterator[Step]:
    """Each commit of the line with the files it left behind: path and blob, ``None`` for one that went."""
    step: Step | None = None
    for line in log.splitlines():
        if line.startswith(":") and step is not None:
            about, _, path = line.partition("\t")
            blob = about.split()[3]
            step[1].append((path, blob if blob.strip("0") else None))
        elif line:
            if step is not None:
                yield step
            step = (line, [])
    if step is not None:
        yield step


def _states(steps: Iterable[Step]) -> dict[str, list[State]]:
    """How each commit that touched a report left its data and its page."""
    found: dict[str, list[State]] = {}
    for commit, files in steps:
        for path, blob in files:
            name = FILE.fullmatch(path)
            if name is None or (name[1] == FOLDERS[0]) is not (name[3] == "yml"):
                continue
            some = found.setdefault(name[2], [])
            if not some or some[-1][0] != commit:
                some.append((commit, some[-1][1], some[-1][2]) if some else (commit, None, None))
            _, data, page = some[-1]
            some[-1] = (commit, blob, page) if name[3] == "yml" else (commit, data, blob)
    return found


def _brought(
    parents: Mapping[str, list[str]], wanted: frozenset[str], steps: Iterable[Step]
) -> dict[str, tuple[str, ...]]:
    """The commits each merge of the line brought with it, merges left out."""
    line = []
    at: str | None = next(iter(parents), None)
    while at is not None:
        line.append(at)
        above = parents.get(at, [])
        at = above[0] if above and above[0] in parents else None
    seen: set[str] = set()
    found: dict[str, tuple[str, ...]] = dict.fromkeys((commit for commit, _ in steps), ())
    for commit in reversed(line):
        seen.add(commit)
        new: list[str] = []
        waiting = list(parents[commit][1:])
        while waiting:
            one = waiting.pop()
            if one not in seen and one in parents:
                seen.add(one)
                new += [one] if len(parents[one]) < 2 else []
                waiting += parents[one]
        if commit in wanted:
            found[commit] = tuple(reversed(new))
    return found


def _release(commit: str, inner: list[CommitWords], own: CommitWords, edge: bool) -> Release:
    """A commit of the line, what it brought told with it.

    Who reviewed and approved is taken from the merge alone: in their own commits, writers could name anybody; and
    nobody reviews what he wrote himself.
    """
    merger = own.author if inner else own.committer if own.committer not in (own.author, GITHUB) else None
    writers = [one.author for one in inner] or [own.author]
    merged = bool(inner) or own.pull is not None
    trailers = [two for one in inner for two in one.trailers if two[0] not in REVIEWS]
    trailers += [two for two in own.trailers if two[0] not in REVIEWS or (merged and two[1] not in writers)]
    time = time_of(own.seconds)
    return Release(
        commit, time, None, None, edge, tuple(dict.fromkeys(writers)), merger, tuple(dict.fromkeys(trailers)), own.pull
    )  # fmt: skip


def _objects(root: Path, names: list[str]) -> dict[str, bytes]:
    """What Git keeps under these names; a name it does not have is left out."""
    said = git(root, "cat-file", "--batch", said="".join(f"{name}\n" for name in names).encode()) or b""
    found: dict[str, bytes] = {}
    start = 0
    while start < len(said):
        end = said.index(b"\n", start)
        head = said[start:end].decode("ascii", "replace").split()
        start = end + 1
        if len(head) == 3 and head[2].isdecimal():
            found[head[0]] = said[start : start + int(head[2])]
            start += int(head[2]) + 1
    return found
