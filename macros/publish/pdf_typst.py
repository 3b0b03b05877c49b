"""Typst: data in, PDF out. What it sets is taken from ``report.typ``, and nothing of this machine but the fonts named.

Typst keeps threads, and they do not live on in a forked process: where the parent has used Typst already, a child
would wait for ever. Such a child lets a process of its own do it; so this file imports nothing of ours.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Literal

import typst

TEMPLATE = Path(__file__).with_name("report.typ")
STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
MISSING = re.compile(r'the text `"(.*?)"` could not be displayed')
ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
REFUSED = 3  # how the process of its own says that Typst refused; the words stand on its standard output

_users: set[int] = set()  # the processes that have used Typst: this one, or one it was forked from


class PdfError(Exception):
    """The document cannot be made; the words say why."""


def typeset(data: str, folders: tuple[Path, ...], time: int) -> bytes:
    """The file as Typst makes it. Raises ``PdfError``."""
    if _users - {os.getpid()}:
        return _elsewhere(data, folders, time)
    _users.add(os.getpid())
    try:
        file = _compiler(folders).compile(
            format="pdf", sys_inputs={"document": data}, pdf_standards=[*STANDARDS], timestamp=time
        )
    except typst.TypstError as error:
        raise PdfError(_words(str(error))) from error
    assert isinstance(file, bytes)
    return file


@cache
def _compiler(folders: tuple[Path, ...]) -> typst.Compiler:
    """One for all reports: what it has learned of the fonts is kept."""
    fonts = typst.Fonts(False, False, [str(folder) for folder in folders])
    return typst.Compiler(str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=fonts)


def _elsewhere(data: str, folders: tuple[Path, ...], time: int) -> bytes:
    """The same, by a new process."""
    asked = json.dumps([data, [str(folder) for folder in folders], time]).encode()
    run = subprocess.run([sys.executable, "-P", __file__], input=asked, capture_output=True, check=False)  # noqa: S603
    if run.returncode == REFUSED:
        raise PdfError(run.stdout.decode())
    run.check_returncode()
    return run.stdout


def _words(said: str) -> str:
    """What Typst says, as editors read it."""
    missing = MISSING.search(said)
    if missing is None:
        return f"无法排成 PDF：{said}"
    text = ESCAPE.sub(lambda found: chr(int(found.group(1), 16)), missing.group(1))
    letters = "、".join(f"“{letter}”（U+{ord(letter):04X}）" for letter in dict.fromkeys(text))
    return f"PDF 的字体没有这个字：{letters}。请改用其他写法，或者用文字说明这个字"


def _answer() -> int:
    """What the process of its own does."""
    data, folders, time = json.load(sys.stdin.buffer)
    try:
        said = typeset(data, tuple(map(Path, folders)), time)
    except PdfError as error:
        sys.stdout.buffer.write(str(error).encode())
        return REFUSED
    sys.stdout.buffer.write(said)
    return 0


if __name__ == "__main__":
    sys.exit(_answer())
