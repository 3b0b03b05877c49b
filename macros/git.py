"""What a Git revision holds: files as they were, read with ``git`` itself and never through a shell."""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

from macros.inputs import UsageError

HOOK_VARIABLES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY")


def git(folder: Path, *args: str, said: bytes = b"") -> bytes | None:
    """What ``git`` prints, told ``said``; ``None`` when it refuses. Raises ``UsageError`` when there is no ``git``."""
    environment = {key: value for key, value in os.environ.items() if key not in HOOK_VARIABLES}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(  # noqa: S603 - no shell; the revision was refused where it looks like an option
            ["git", "-C", str(folder), *args],  # noqa: S607 - the git of the person who calls
            input=said, capture_output=True, check=False, env=environment,
        )  # fmt: skip
    except FileNotFoundError:
        raise UsageError("没有 git 命令，不能与历史版本比较。") from None
    return done.stdout if done.returncode == 0 else None


def top_of(folder: Path) -> Path:
    """The root of the repository a folder lies in. Raises ``UsageError`` when it lies in none."""
    top = git(folder, "rev-parse", "--show-toplevel")
    if top is None:
        raise UsageError(f"{folder} 不在 Git 仓库里，不能与历史版本比较。")
    return Path(os.fsdecode(top.rstrip(b"\n"))).resolve()


class Revision:
    """The files of one commit of the repository a folder lies in."""

    def __init__(self, folder: Path, revision: str) -> None:
        """Raises ``UsageError`` when the folder is in no repository, or the revision is not in it."""
        if not revision or revision.startswith("-") or not revision.isprintable():
            raise UsageError(f"--against 后面应写 Git 的版本，如 HEAD 或 origin/main，不能是“{revision}”。")
        self.top = top_of(folder)
        commit = git(self.top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if commit is None:
            raise UsageError(f"仓库里没有版本“{revision}”；如果只取了部分历史，请先取回它（git fetch）。")
        self.commit = commit.decode("ascii").strip()
        listed = git(self.top, "ls-tree", "-r", "-z", "--full-tree", self.commit) or b""
        self.blobs: dict[str, str] = {}
        for line in listed.split(b"\0"):
            if line:
                about, _, path = line.partition(b"\t")
                mode, kind, blob = about.split(b" ")
                if kind == b"blob" and mode != b"120000":
                    self.blobs[os.fsdecode(path)] = blob.decode("ascii")

    def path(self, file: Path) -> str | None:
        """The path of a file in the repository; ``None`` when it lies outside."""
        try:
            return file.resolve().relative_to(self.top).as_posix()
        except ValueError:
            return None

    def read(self, path: str) -> bytes | None:
        """A file as it was; ``None`` when it was not there. The working copy serves where it is the same."""
        blob = self.blobs.get(path)
        if blob is None:
            return None
        here = self.top / path
        if here.is_file() and not here.is_symlink():
            data = here.read_bytes()
            if _blob_id(data, blob) == blob:
                return data
        return git(self.top, "cat-file", "blob", blob)


def _blob_id(data: bytes, like: str) -> str:
    """The name Git gives a file's content, in the kind of hash the repository uses."""
    whole = b"blob %d\0" % len(data) + data
    if len(like) == 64:
        return hashlib.sha256(whole).hexdigest()
    return hashlib.sha1(whole, usedforsecurity=False).hexdigest()
