"""Many files at once: folders of agencies spread over processes, gathered in the order of one process.

A report is judged with its page and with what lies in its folder, so a folder is never torn apart and each file is
read by one process only. Few files, one processor, or a
comparison with Git (which remembers what it has seen) stay in this process.
"""

from __future__ import annotations

import copyreg
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from macros.facts import Fact, Plain
from macros.forks import BrokenError, each, processors
from macros.inputs import Input
from macros.messages.words import Names
from macros.pairing import Pages
from macros.project import Project, ProjectError
from macros.running import Tally

if TYPE_CHECKING:
    from macros.history import History

FEW = 100
CHUNKS_EACH = 4


def _view(values: dict[str, Plain]) -> MappingProxyType[str, Plain]:
    return MappingProxyType(values)


def _packed(
    view: MappingProxyType[str, Plain],
) -> tuple[Callable[..., MappingProxyType[str, Plain]], tuple[dict[str, Plain]]]:
    return _view, (dict(view),)


# The default of a fact's detail is a read-only view. The type itself cannot be pickled (it has no public name), so a
# function of ours puts it together again.
copyreg.pickle(MappingProxyType, _packed)

Judge: TypeAlias = "Callable[[Project, Input, Pages, History | None, Tally], None]"


@dataclass(frozen=True, slots=True)
class Work:
    """What every process has from the start: how to judge a file, and what it is held against."""

    judge: Judge
    project: Project
    pages: Pages
    keep: bool = False  # whether the reports are wanted after the check

    def tallies(self, items: list[Input], history: History | None, *, keep: bool) -> Iterator[tuple[Input, Tally]]:
        """Every file judged by itself; unless told to ``keep`` it, what was read is let go folder by folder."""
        for folder in folders(items):
            for item in folder:
                tally = Tally()
                self.judge(self.project, item, self.pages, history, tally)
                yield item, tally
            for item in () if keep else folder:
                packed = self.project.packed(item.path) if self.keep else None
                if packed is not None:
                    self.project.adopt(item.path, packed)
                self.project.forget(item.path)
                self.pages.forget(item)

    def part(self, items: list[Input]) -> list[Part]:
        """What one process of several finds in some folders."""
        parts: list[Part] = []
        for item, tally in replace(self, keep=False).tallies(items, None, keep=False):
            facts = [(fact, names.form.id if names.form else None) for fact, names in tally.facts]
            tally.facts = []
            shown = {fact.at.path for fact, _ in facts}
            tally.sources = {name: lines for name, lines in tally.sources.items() if name in shown}
            packed = self.project.packed(item.path) if self.keep and item.kind == "data" else None
            parts.append(Part(item.path, tally, facts, packed))
        return parts


@dataclass(frozen=True, slots=True)
class Part:
    """What was found in a file: facts with the id of their form, which does not travel with each of them."""

    path: Path
    tally: Tally
    facts: list[tuple[Fact, str | None]]
    report: bytes | None = None


def check_all(work: Work, items: list[Input], history: History | None, tally: Tally) -> None:
    """Judge every file; what was found stands in ``tally`` in the order of ``items``."""
    workers = processors()
    many = len(items) >= FEW
    if not many or workers < 2 or history is not None:
        found = {item.path: one for item, one in work.tallies(items, history, keep=not many)}
    else:
        found = _spread(work, items, workers)
    for item in items:
        tally.add(found[item.path])


def _spread(work: Work, items: list[Input], workers: int) -> dict[Path, Tally]:
    """The files judged by several processes."""
    words: dict[str | None, Names] = {form_id: Names(form) for form_id, form in work.project.forms.items()}
    words[None] = Names()
    if work.pages.files:
        work.pages.load(work.pages.files[0])  # loads what reading a page needs, once for all processes
    found: dict[Path, Tally] = {}
    try:
        for parts in each(work.part, chunks(items, workers * CHUNKS_EACH)):
            for part in parts:
                part.tally.facts = [(fact, words[form_id]) for fact, form_id in part.facts]
                found[part.path] = part.tally
                if part.report is not None:
                    work.project.adopt(part.path, part.report)
    except BrokenError:
        raise ProjectError("校验进程意外中止（可能是内存不足），没有结果") from None
    return found


def folders(items: list[Input]) -> list[list[Input]]:
    """The items by folder: an agency's reports, and its pages, which lie in a folder of the same name."""
    found: dict[str, list[Input]] = {}
    for item in items:
        found.setdefault(item.path.absolute().parent.name, []).append(item)
    return list(found.values())


def chunks(items: list[Input], count: int) -> list[list[Input]]:
    """The items in about ``count`` parts of like size, folders whole."""
    size = -(-len(items) // count)
    parts: list[list[Input]] = [[]]
    for folder in folders(items):
        if len(parts[-1]) >= size:
            parts.append([])
        parts[-1] += folder
    return parts
