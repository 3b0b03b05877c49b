"""The files that differ between a Git revision and the working folder: by name, kind and size, none of them opened."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from macros.git import Revision, git

What = Literal["added", "changed", "gone"]
Sort = Literal["file", "link", "repository"]
SORTS: dict[bytes, Sort] = {b"120000": "link", b"160000": "repository"}
NOTHING = b"000000"
MAX_FILE = 5 * 1_048_576  # no file of the repository is larger


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that is new, different or gone; ``path`` is below the repository's root, sizes are in bytes.

    ``sort`` is what lies there now (before, when it is gone): a file, a symbolic link, a repository of its own.
    """

    path: str
    what: What
    sort: Sort
    before: int | None
    after: int | None


def changed_files(revision: Revision) -> tuple[FileChange, ...]:
    """Every file that differs, also those that Git was not told of yet; ignored ones are no part of a change."""
    raw = git(
        revision.top, "diff", "--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", revision.commit, "--"
    )
    new = git(revision.top, "ls-files", "-z", "--others", "--exclude-standard", "--full-name")
    found = {one.path: one for one in _compared(revision.top, raw or b"")}
    for one in _untracked(revision.top, new or b""):
        was = found.get(one.path)  # taken out of Git's list, yet it lies there
        found[one.path] = one if was is None else replace(one, what="changed", before=was.before)
    return tuple(sorted(found.values(), key=lambda one: one.path))


def _compared(top: Path, raw: bytes) -> Iterator[FileChange]:
    parts = raw.split(b"\0")
    lines = [(about.lstrip(b":").split(b" "), path) for about, path in zip(parts[::2], parts[1::2], strict=False)]
    sizes = _sizes(top, [about[2] for about, _ in lines if about[0] != NOTHING])
    for (old_mode, new_mode, blob, _, _), name in lines:
        path = os.fsdecode(name)
        mode = old_mode if new_mode == NOTHING else new_mode
        what: What = "added" if old_mode == NOTHING else "gone" if new_mode == NOTHING else "changed"
        after = None if what == "gone" else _size(top / path)
        yield FileChange(path, what, SORTS.get(mode, "file"), sizes.get(blob), after)


def _untracked(top: Path, names: bytes) -> Iterator[FileChange]:
    for name in names.split(b"\0"):
        path = os.fsdecode(name)
        if path.endswith("/"):  # Git does not look into a repository inside of this one
            yield FileChange(path.rstrip("/"), "added", "repository", None, None)
        elif path:
            sort: Sort = "link" if (top / path).is_symlink() else "file"
            yield FileChange(path, "added", sort, None, _size(top / path))


def _size(path: Path) -> int | None:
    return path.lstat().st_size if path.is_symlink() or path.is_file() else None


def _sizes(top: Path, blobs: list[bytes]) -> dict[bytes, int]:
    """The sizes of contents Git keeps, asked for at once."""
    told = git(top, "cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)", said=b"\n".join(blobs))
    answers = (line.split(b" ") for line in (told or b"").splitlines())
    return {answer[0]: int(answer[2]) for answer in answers if len(answer) == 3 and answer[1] == b"blob"}


def buried(revision: Revision, limit: int) -> tuple[str, ...]:
    """The paths of large contents that came after the revision and went again: history keeps them for good."""
    about = ("--objects", f"--filter=blob:limit={limit}", "--filter-print-omitted", "HEAD", f"^{revision.commit}")
    listed = git(revision.top, "rev-list", *about) or b""
    blobs = {line[1:] for line in listed.splitlines() if line.startswith(b"~")}
    if not blobs:
        return ()
    here = git(revision.top, "ls-tree", "-r", "-z", "--full-tree", "HEAD") or b""
    blobs -= {line.split(b"\t")[0].split(b" ")[2] for line in here.split(b"\0") if line}
    named = git(revision.top, "rev-list", "--objects", "HEAD", f"^{revision.commit}") or b""
    pairs = (line.partition(b" ") for line in named.splitlines())
    return tuple(sorted(os.fsdecode(path) for blob, _, path in pairs if blob in blobs))
