"""Fixtures of the tests that build or browse: the built site, a server below a path, a browser, a tree to spoil."""

from __future__ import annotations

import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from macros.build import build
from tests.content import CONTENT
from tests.project_tree import copy_project

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, built once."""
    to = tmp_path_factory.mktemp("built") / "site"
    build(CONTENT, to)
    return to


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of everything a build needs, to be spoiled."""
    return copy_project(tmp_path / "tree")


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the parent's
        """Say nothing."""


@contextmanager
def serving(folder: Path, kind: type[Quiet] = Quiet) -> Iterator[str]:
    """The address of a local server that gives the files of a folder."""

    def handler(*args: object) -> Quiet:
        return kind(*args, directory=str(folder))  # type: ignore[arg-type]

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The site served below a path of a local server, as an agency would mount it."""
    with serving(site.parent) as server:
        yield f"{server}site/"


def find_chromium() -> str | None:
    """The browser of this machine."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def chromium_arguments() -> list[str]:
    """What Chromium needs to run here."""
    arguments = ["--disable-gpu", "--disable-background-networking"]
    return [*arguments, "--no-sandbox"] if os.geteuid() == 0 else arguments


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium; without one the tests fail and say how to get it."""
    found = find_chromium()
    if found is None:
        pytest.fail("no Chromium found: run `make browser`")
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=found, args=chromium_arguments())
        yield chromium
        chromium.close()
