"""A hook of MkDocs: what is saved while a preview starts is not missed.

MkDocs looks at the files for the first time after the first build, in a thread of its own. What an editor saves in
between would stay unseen until the next change. So each watcher begins by comparing with what lay there before.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from watchdog.events import FileModifiedEvent
from watchdog.utils.dirsnapshot import DirectorySnapshot, DirectorySnapshotDiff

if TYPE_CHECKING:
    from watchdog.observers.api import EventEmitter

_before: dict[str, DirectorySnapshot] = {}
_serving = False


def on_startup(*, command: str, **_: Any) -> None:
    """MkDocs begins."""
    global _serving
    _serving = command == "serve"


def on_config(config: Any) -> None:
    """Before each build; the first time, what lies in the watched folders is noted."""
    if _serving and not _before:
        for path in {config.docs_dir, *config.watch}:
            _before[path] = DirectorySnapshot(path)


def on_serve(server: Any, **_: Any) -> None:
    """The first build is done, and nothing is watched yet."""
    for emitter in server.observer.emitters:
        path = emitter.watch.path
        if path in _before:
            emitter.on_thread_start = _catching_up(emitter, emitter.on_thread_start, _before[path])


def changed(before: DirectorySnapshot, now: DirectorySnapshot) -> list[str]:
    """The files that were saved, made or removed between the two, sorted; what Python keeps for itself aside."""
    diff = DirectorySnapshotDiff(before, now)
    moved = [path for pair in diff.files_moved for path in pair]
    paths = {*diff.files_created, *diff.files_modified, *diff.files_deleted, *moved}
    return sorted(path for path in map(str, paths) if "__pycache__" not in Path(path).parts)


def _catching_up(emitter: EventEmitter, start: Any, before: DirectorySnapshot) -> Any:
    def on_thread_start() -> None:
        start()
        for path in changed(before, DirectorySnapshot(emitter.watch.path)):
            emitter.queue_event(FileModifiedEvent(path))

    return on_thread_start
