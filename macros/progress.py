"""How far a long build is: told by the process that works, shown by the one that has the terminal.

The worker writes two numbers to a file of the command; without one (a bare ``mkdocs build``) nothing is told. The
command shows a bar when its errors go to a terminal and a second has passed, and wipes it at the end.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TextIO

VARIABLE = "GONGKAI_PROGRESS"
WIDTH, FIRST, STEP = 30, 1.0, 0.2


def tell(done: int, total: int) -> None:
    """Say how many of the pages are finished."""
    name = os.environ.get(VARIABLE)
    if name:
        Path(name).write_text(f"{done} {total}", encoding="ascii")


def bar(done: int, total: int) -> str:
    """The bar: ``生成页面 ██████------ 40/100``."""
    full = WIDTH * done // total if total else 0
    return f"生成页面 {'█' * full}{'-' * (WIDTH - full)} {done}/{total}"


def wait(process: subprocess.Popen[bytes], told: Path, out: TextIO = sys.stderr) -> int:
    """Wait for a process to end and show what it tells; its exit status."""
    start, shown = time.monotonic(), False
    while True:
        try:
            status = process.wait(STEP if out.isatty() else None)
        except subprocess.TimeoutExpired:
            if time.monotonic() - start >= FIRST:
                out.write(f"\r{_said(told)}\x1b[K")
                out.flush()
                shown = True
            continue
        if shown:
            out.write("\r\x1b[K")
            out.flush()
        return status


def _said(told: Path) -> str:
    try:
        done, total = told.read_text(encoding="ascii").split()
    except (OSError, ValueError):  # nothing told yet, or just being written
        return "校验并生成页面……"
    return bar(int(done), int(total))
