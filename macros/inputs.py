"""Which files a check is about: found from the paths given, told apart by where they lie and what they hold."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["data", "page", "link", "hidden", "other"]
DATA = {".yml", ".yaml"}
PAGES = {".md", ".markdown", ".mdown", ".mkdn", ".mkd"}
SKIPPED = {"site", "node_modules", "__pycache__"}
# Hidden files that systems and editors leave behind; nobody puts them there, and they do nothing.
LEFT_BEHIND = re.compile(r"\.DS_Store|\._.*|\..*\.sw[a-p]|\.~lock\..*#")


class UsageError(Exception):
    """The command was called with something it cannot work on; the text is for the person who called it."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file to check: its path, the name it is shown under, and the root it was found from.

    ``link`` is any symbolic link; in ``docs`` or ``data``, ``hidden`` is a file or folder whose name begins with a dot,
    ``other`` a file that is neither data nor a page.
    """

    path: Path
    name: str
    kind: Kind
    root: Path

    @property
    def parts(self) -> tuple[str, ...]:
        """The names from ``docs`` or ``data`` down to the file; nothing when it lies in neither."""
        return published_part(self.path, self.root) or ()


def shown_name(path: Path) -> str:
    """The path relative to the working folder where it lies inside, else as given."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def linked_folder(path: Path, root: Path) -> Path | None:
    """The first folder from ``root`` down to a file that is a link: what is written there would land elsewhere."""
    parts = path.relative_to(root).parts[:-1]
    folders = (root.joinpath(*parts[:count]) for count in range(1, len(parts) + 1))
    return next((folder for folder in folders if folder.is_symlink()), None)


def collect(paths: list[Path]) -> list[Input]:
    """All data files and pages under the paths, sorted. Raises ``UsageError`` for a path that is not there."""
    found: dict[Path, Input] = {}
    for path in paths:
        if not path.exists() and not path.is_symlink():
            raise UsageError(f"找不到 {path}，请检查路径。")
        for item in _below(path) if path.is_dir() else _single(path):
            found.setdefault(item.path.absolute(), item)
    return sorted(found.values(), key=lambda item: item.name)


def _single(path: Path) -> Iterator[Input]:
    kind = _kind(path)
    if kind is None:
        raise UsageError(f"{path} 不是数据文件（.yml）或页面（.md），无法校验。")
    yield Input(path, shown_name(path), kind, path.parent)


def _below(root: Path) -> Iterator[Input]:
    if root.is_symlink():
        yield Input(root, shown_name(root), "link", root.parent)
    for folder, folders, files in os.walk(root):
        links = [f for f in folders if Path(folder, f).is_symlink()]
        hidden = [f for f in folders if f.startswith(".") and f not in links]
        inside = published_part(Path(folder), root) is not None
        # In docs/ and data/ nothing is passed over that MkDocs would publish: it leaves out hidden folders only.
        folders[:] = sorted(f for f in folders if not f.startswith(".") and (inside or f not in SKIPPED))
        for name in sorted([*files, *links, *(hidden if inside else ())]):
            path = Path(folder, name)
            kind = _kind(path)
            if kind == "page" and not _is_page(path):
                kind = None
            if kind is None and inside:
                kind = ("hidden" if _steers(path) else None) if name.startswith(".") else "other"
            if kind is not None:
                yield Input(path, shown_name(path), kind, root)


def published_part(path: Path, root: Path) -> tuple[str, ...] | None:
    """The names from ``docs`` or ``data`` down to the path, if it lies in such a folder at or below ``root``."""
    base = root.absolute()
    parts = (base.name, *path.absolute().relative_to(base).parts)
    start = next((index for index, part in enumerate(parts) if part in {"docs", "data"}), None)
    return None if start is None else parts[start:]


def _kind(path: Path) -> Kind | None:
    if path.is_symlink():
        return "link"
    if not path.is_file():
        return None  # a pipe or a device: never opened
    if path.suffix in DATA:
        return "data"
    return "page" if path.suffix in PAGES else None


def _steers(path: Path) -> bool:
    """Whether something hidden can be of any effect: not what is left behind, nor an empty file that keeps a folder."""
    return not LEFT_BEHIND.fullmatch(path.name) and (path.is_dir() or path.stat().st_size > 0)


def _is_page(path: Path) -> bool:
    """Whether a Markdown file met in a folder is a page of a site: it lies in ``docs`` or opens with front matter."""
    if "docs" in path.absolute().parts:
        return True
    with path.open("rb") as file:
        return file.read(3) == b"---"
