"""Lines that read otherwise, of pages and settings that are no report: for reviewers, who know those by their words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from macros.changes.files import FileChange
from macros.changes.owners import group_of
from macros.git import Revision
from macros.rules.case import ChangeCase
from macros.source import MAX_BYTES

GROUPS = {"pages", "settings"}
SUFFIXES = {".md", ".yml"}


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line before and after; ``before`` is ``None`` for a new one, ``after`` for one that is gone."""

    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class TextChange:
    """A file whose words changed, and the lines."""

    file: str
    lines: tuple[LineChange, ...]


def changed_texts(change: ChangeCase, revision: Revision) -> Iterator[TextChange]:
    """Every page and every file of settings that differs and can be read as text."""
    for one in change.files:
        path = change.path(one.path)
        if one.sort != "file" or group_of(path).id not in GROUPS or Path(path).suffix not in SUFFIXES:
            continue
        before, after = _lines(revision.read(one.path), one.before), _lines(_now(change, one), one.after)
        lines = tuple(changed_lines(before, after))
        if lines:
            yield TextChange(change.name(one.path), lines)


def changed_lines(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[LineChange]:
    """The lines that differ, in order; blank ones and white space at the ends aside."""
    same = SequenceMatcher(None, before, after, autojunk=False)
    for kind, a, b, c, d in same.get_opcodes():
        if kind != "equal":
            for index in range(max(b - a, d - c)):
                yield LineChange(
                    before[a + index] if a + index < b else None, after[c + index] if c + index < d else None
                )


def _now(change: ChangeCase, one: FileChange) -> bytes | None:
    here = change.top / one.path
    return here.read_bytes() if one.what != "gone" and one.after is not None and one.after <= MAX_BYTES else None


def _lines(data: bytes | None, size: int | None) -> tuple[str, ...]:
    """The lines of a file; none of one that is not there, is no text, or is too large to be one of ours."""
    if data is None or size is None or size > MAX_BYTES:
        return ()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return ()
    return tuple(line.strip() for line in text.splitlines() if line.strip())
