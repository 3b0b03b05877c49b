"""Many data files at once: folders of agencies spread over processes, gathered in the order of one process.

A report is judged with what lies in its folder, so a folder is never torn apart. Few files, one processor, or a
comparison with Git (which remembers what it has seen) stay in this process.
"""

from __future__ import annotations

import copyreg
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from macros.facts import Fact, Plain
from macros.inputs import Input
from macros.messages.words import Names
from macros.page import Page
from macros.project import Project, ProjectError

if TYPE_CHECKING:
    from macros.check import Tally
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

Judge: TypeAlias = "Callable[[Project, Input, dict[str, Page], History | None, Tally], None]"


@dataclass(frozen=True, slots=True)
class Work:
    """What every process has from the start: how to judge a file, and what it is held against."""

    judge: Judge
    project: Project
    pages: dict[str, Page]
    empty: type[Tally]

    def part(self, items: list[Input]) -> Part:
        """Judge some folders."""
        tally = self.empty()
        self.folders(items, None, tally)
        facts = [(fact, names.form.id if names.form else None) for fact, names in tally.facts]
        tally.facts = []
        shown = {fact.at.path for fact, _ in facts}
        tally.sources = {name: lines for name, lines in tally.sources.items() if name in shown}
        return Part(tally, facts)

    def folders(self, items: list[Input], history: History | None, tally: Tally) -> None:
        """One folder after the other; of many, what was read is let go."""
        for _, group in groupby(items, key=lambda item: item.path.parent):
            folder = list(group)
            for item in folder:
                self.judge(self.project, item, self.pages, history, tally)
            if len(items) >= FEW // CHUNKS_EACH:
                for item in folder:
                    self.project.forget(item.path)


@dataclass(frozen=True, slots=True)
class Part:
    """What one process found: facts with the id of their form, which does not travel with each of them."""

    tally: Tally
    facts: list[tuple[Fact, str | None]]


def check_all_data(work: Work, items: list[Input], history: History | None, tally: Tally) -> None:
    """Judge every data file; what was found stands in ``tally`` in the order of the files."""
    workers = processors()
    if len(items) < FEW or workers < 2 or history is not None or not sys.platform.startswith("linux"):
        work.folders(items, history, tally)
        return
    words: dict[str | None, Names] = {form_id: Names(form) for form_id, form in work.project.forms.items()}
    words[None] = Names()
    # Loaded here: a check of a few files starts without them.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    try:
        context = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(workers, context, initializer=_start, initargs=(work,)) as pool:
            for part in pool.map(_part, chunks(items, workers * CHUNKS_EACH)):
                tally.facts += [(fact, words[form_id]) for fact, form_id in part.facts]
                tally.gaps += part.tally.gaps
                tally.answers += part.tally.answers
                tally.ran.update(part.tally.ran)
                tally.sources.update(part.tally.sources)
                tally.files += part.tally.files
                tally.cells += part.tally.cells
    except BrokenProcessPool:
        raise ProjectError("校验进程意外中止（可能是内存不足），没有结果") from None


def processors() -> int:
    """How many processes to use; ``GONGKAI_PROCESSES`` says otherwise."""
    asked = os.environ.get("GONGKAI_PROCESSES", "")
    if asked.isascii() and asked.isdigit():
        return int(asked)
    return min(8, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1)


def chunks(items: list[Input], count: int) -> list[list[Input]]:
    """The items in about ``count`` parts of like size, in order, folders whole."""
    size = -(-len(items) // count)
    parts: list[list[Input]] = [[]]
    for _, group in groupby(items, key=lambda item: item.path.parent):
        if len(parts[-1]) >= size:
            parts.append([])
        parts[-1] += group
    return parts


_WORK: list[Work] = []  # set once in each process of the pool


def _start(work: Work) -> None:
    _WORK[:] = [work]


def _part(items: list[Input]) -> Part:
    return _WORK[0].part(items)
