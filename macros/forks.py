"""Work spread over processes, its results in the order of the work.

The processes are forks: what the function holds (a project with its forms, say) is there without being sent. Where
there is no fork, or one processor, this process does all of it.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

Item = TypeVar("Item")
Done = TypeVar("Done")


class BrokenError(Exception):
    """A process ended before its work was done (memory, most often)."""


def processors() -> int:
    """How many processes to use: one where there is no fork; ``GONGKAI_PROCESSES`` says otherwise."""
    if not sys.platform.startswith("linux"):
        return 1
    asked = os.environ.get("GONGKAI_PROCESSES", "")
    if asked.isascii() and asked.isdigit():
        return int(asked)
    return min(8, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1)


def each(function: Callable[[Item], Done], items: Sequence[Item], *, at_once: int = 1, few: int = 2) -> Iterator[Done]:
    """``function`` of every item; fewer than ``few`` stay in this process, ``at_once`` go to a process together.

    Raises ``BrokenError``, and whatever ``function`` raises.
    """
    workers = processors()
    if len(items) < few or workers < 2:
        yield from map(function, items)
        return
    # Loaded here: a check of a few files starts without them.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    context = multiprocessing.get_context("fork")
    try:
        with ProcessPoolExecutor(workers, context, initializer=_start, initargs=(function,)) as pool:
            yield from pool.map(_one, items, chunksize=at_once)
    except BrokenProcessPool:
        raise BrokenError from None


_FUNCTION: list[Callable[[Any], Any]] = []  # set once in each process of a pool


def _start(function: Callable[[Any], Any]) -> None:
    """A process of the pool lives for one task: what it has from the start is never swept, the rest seldom."""
    _FUNCTION[:] = [function]
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def _one(item: Any) -> Any:
    return _FUNCTION[0](item)
