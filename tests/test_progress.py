"""A long build shows how far it is on a terminal, and nothing elsewhere."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from macros import progress


class Terminal(io.StringIO):
    """A terminal that remembers what was written to it."""

    def isatty(self) -> bool:
        return True


def run(told: Path, seconds: float, out: io.StringIO) -> int:
    code = f"import time; from macros.progress import tell; tell(40, 100); time.sleep({seconds}); raise SystemExit(3)"
    environment = {progress.VARIABLE: str(told), "PYTHONPATH": str(Path(progress.__file__).parent.parent)}
    return progress.wait(subprocess.Popen([sys.executable, "-c", code], env=environment), told, out)


def test_a_long_build_shows_a_bar_on_a_terminal_and_wipes_it(tmp_path: Path) -> None:
    out = Terminal()
    assert run(tmp_path / "told", 2.0, out) == 3
    assert "40/100" in out.getvalue()
    assert out.getvalue().endswith("\r\x1b[K")


def test_nothing_is_shown_elsewhere(tmp_path: Path) -> None:
    out = io.StringIO()
    assert run(tmp_path / "told", 1.3, out) == 3
    assert out.getvalue() == ""


@pytest.mark.parametrize(("done", "full"), [(0, 0), (50, 15), (100, 30)])
def test_the_bar_is_as_long_as_what_is_done(done: int, full: int) -> None:
    assert progress.bar(done, 100).count("█") == full


def test_nothing_to_do_is_an_empty_bar() -> None:
    assert progress.bar(0, 0).count("█") == 0
