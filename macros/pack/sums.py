"""A list of files with the hash of each, as ``sha256sum`` writes and checks it; and a folder held against it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from macros.render.words import printable

NAME = "SHA256SUMS"
LINE = re.compile(r"([0-9a-f]{64})  (.+)")


class SumsError(Exception):
    """A list that cannot be read, or a folder that no list can describe; the text is a sentence for the person."""


def digest(path: Path) -> str:
    """The hash of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_below(folder: Path) -> Iterator[str]:
    """The path of every file below a folder, in order. Raises ``SumsError`` for what is neither file nor folder."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise SumsError(f"{printable(str(path))} 是链接或者特殊文件，网站里只应有普通文件；请删去后重新生成。")
        if path.is_file():
            yield name


def sums_of(folder: Path) -> dict[str, str]:
    """The hash of every file below a folder but of the list itself. Raises ``SumsError``."""
    return {name: digest(folder / name) for name in files_below(folder) if name != NAME}


def as_text(sums: Mapping[str, str]) -> str:
    """The list, in the order of the names."""
    return "".join(f"{sums[name]}  {name}\n" for name in sorted(sums))


def read_sums(text: str, where: str) -> dict[str, str]:
    """The hashes of a list. Raises ``SumsError`` with every line that is none."""
    sums: dict[str, str] = {}
    wrong: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        found = LINE.fullmatch(line)
        if found is None:
            wrong.append(f"{where}:{number}：应为64位校验值、两个空格、文件名，实为“{printable(line[:100])}”。")
        elif found[2] in sums:
            wrong.append(f"{where}:{number}：{printable(found[2])} 在清单里出现两次。")
        else:
            sums[found[2]] = found[1]
    if wrong or not sums:
        raise SumsError("\n".join(wrong) or f"{where}：清单是空的。")
    return sums


def differences(listed: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    """One sentence for every file that is not as the list says."""
    said = []
    for name in sorted({*listed, *found}):
        shown = printable(name)
        if name not in found:
            said.append(f"{shown}：清单中有，但文件不在。")
        elif name not in listed:
            said.append(f"{shown}：清单中没有，是另外加进来的。")
        elif listed[name] != found[name]:
            said.append(f"{shown}：内容与清单不同，清单中的SHA-256是 {listed[name]}，现在是 {found[name]}。")
    return said
