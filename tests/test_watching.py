"""What is saved while a preview starts is seen as soon as it runs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from mkdocs.livereload import LiveReloadServer

from macros import watching


@pytest.fixture(autouse=True)
def _forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "_before", {})
    monkeypatch.setattr(watching, "_serving", False)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "__pycache__").mkdir(parents=True)
    (folder / "2024.yml").write_text("a: 1\n", encoding="utf-8")
    return folder


@pytest.fixture
def started(data: Path) -> Iterator[Callable[[Callable[[], object]], threading.Event]]:
    """Start a preview of the folder as MkDocs does, with what happens during its first build: was it built again?"""
    servers = []

    def start(during: Callable[[], object]) -> threading.Event:
        watching.on_startup(command="serve", dirty=False)
        watching.on_config(SimpleNamespace(docs_dir=str(data), watch=[str(data)]))
        during()
        again = threading.Event()
        server = LiveReloadServer(again.set, host="127.0.0.1", port=0, root=str(data))
        server.watch(str(data))
        watching.on_serve(server, config=None, builder=again.set)
        servers.append(server)
        threading.Thread(target=server.serve, daemon=True).start()
        return again

    yield start
    for server in servers:
        server.shutdown()


def test_what_is_saved_during_the_first_build_is_built_again(
    data: Path, started: Callable[[Callable[[], object]], threading.Event]
) -> None:
    again = started(lambda: (data / "2024.yml").write_text("a: 2, not 1\n", encoding="utf-8"))
    assert again.wait(20)


def test_nothing_is_built_twice_when_only_python_kept_its_own(
    data: Path, started: Callable[[Callable[[], object]], threading.Event]
) -> None:
    again = started(lambda: (data / "__pycache__" / "x.pyc").write_bytes(b"x"))
    assert not again.wait(2)


def test_a_build_without_preview_watches_nothing(data: Path) -> None:
    watching.on_startup(command="build", dirty=False)
    watching.on_config(SimpleNamespace(docs_dir=str(data), watch=[]))
    assert not watching._before
