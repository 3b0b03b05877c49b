"""Which files a check is about: found from the paths given, told apart by where they lie and what they hold."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["data", "page", "link", "other"]
DATA = {".yml", ".yaml"}
PAGES = {".md", ".markdown", ".mdown", ".mkdn", ".mkd"}
SKIPPED = {"site", "node_modules", "__pycache__"}


class UsageError(Exception):
    """The command was called with something it cannot work on; the text is for the person who called it."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file to check: its path, the name it is shown under, and the root it was found from.

    ``link`` is any symbolic link; ``other`` a file in ``docs`` or ``data`` that is neither data nor a page.
    """

    path: Path
    name: str
    kind: Kind
    root: Path


def shown_name(path: Path) -> str:
    """The path relative to the working folder where it lies inside, else as given."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


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
        inside = published_part(Path(folder), root) is not None
        # In docs/ and data/ nothing is passed over that MkDocs would publish: it leaves out hidden folders only.
        folders[:] = sorted(f for f in folders if not f.startswith(".") and (inside or f not in SKIPPED))
        for name in sorted([*files, *links]):
            path = Path(folder, name)
            kind = _kind(path)
            if kind == "page" and not _is_page(path):
                continue
            if kind is None and inside and not name.startswith("."):
                kind = "other"
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


def _is_page(path: Path) -> bool:
    """Whether a Markdown file met in a folder is a page of a site: it lies in ``docs`` or opens with front matter."""
    if "docs" in path.absolute().parts:
        return True
    with path.open("rb") as file:
        return file.read(3) == b"---"
