"""The fonts documents are set in: Fandol as ``make fonts`` fetched it from Debian, else Noto, which is always there.

Which of the two it is depends on nothing but the folder of fetched fonts and ``GONGKAI_FONTS``, never on what else a
machine has installed; a fetched file that is not exactly the known one is refused. So the same sources with the same
fonts give the same bytes, and the file says which fonts they are.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from pylopdf_fonts_zh_cn import serif_path

FOLDER = Path(__file__).resolve().parent.parent / ".cache" / "fonts"
CHOICE = "GONGKAI_FONTS"  # fandol or noto; without it, fandol where it was fetched
NOTO_FOLDER = Path(serif_path()).parent
SERIF, SANS = "Noto Serif SC", "Noto Sans SC"

# The files of Fandol 0.3 (2015, its last release) that are used.
FANDOL = {
    "FandolFang-Regular.otf": "d838ad32ce2244d8144f408c37fe71065aba6fbbc80759a4d2aa2033948d5bc9",
    "FandolHei-Regular.otf": "4afa97aa8751e0118617df88272b58d43691b5cffb7ea024c4580496e9f34d28",
    "FandolKai-Regular.otf": "ea7e7fb4f9b3ac694a68d43946e04d21deed6e8c29a7c2d3081e1a4138f2f827",
    "FandolSong-Bold.otf": "ffa76a70e128947a4dd22151d5ee829b23e24ce3cb6fe8ad49891cd1c2d9e9b9",
    "FandolSong-Regular.otf": "a3820003227d4abe31fe28b493200d94a849ccfd078b50a019264f70353020b0",
}


class FontsError(Exception):
    """The fonts asked for are not there, or not the known ones."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """Families by the part they play, the first that has a letter prints it; the files lie in ``folders``.

    ``drawn_bold`` is set where the title's family has no bold letters of its own. ``words`` names the fonts to readers.
    """

    name: str
    fang: tuple[str, ...]
    hei: tuple[str, ...]
    kai: tuple[str, ...]
    song: tuple[str, ...]
    drawn_bold: bool
    folders: tuple[Path, ...]
    words: str


NOTO = Fonts(
    "noto", (SERIF,), (SANS,), (SERIF,), (SERIF,), True, (NOTO_FOLDER,),
    "正文思源宋体（Noto Serif SC），标题思源黑体（Noto Sans SC）",
)  # fmt: skip


def fandol(folder: Path) -> Fonts:
    """Fandol, with Noto for letters it lacks. Raises ``FontsError`` where a file is missing or another one."""
    wrong = [name for name, digest in FANDOL.items() if _digest(folder / name) != digest]
    if wrong:
        raise FontsError(f"{folder}：字体文件缺失或与已知的不同：{'、'.join(wrong)}。请删除该文件夹，再运行 make fonts")
    return Fonts(
        "fandol", ("FandolFang R", SERIF), ("FandolHei", SANS), ("FandolKai", SERIF), ("FandolSong", SERIF), False,
        (folder, NOTO_FOLDER),
        "仿宋、黑体、楷体、宋体均为 Fandol，其中没有的字用思源宋体（Noto Serif SC）、思源黑体（Noto Sans SC）",
    )  # fmt: skip


def _digest(path: Path) -> str | None:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def chosen() -> Fonts:
    """The fonts documents are set in here. Raises ``FontsError``."""
    return _chosen(os.environ.get(CHOICE, ""))


@cache
def _chosen(choice: str) -> Fonts:
    if choice not in ("", "fandol", "noto"):
        raise FontsError(f"{CHOICE} 只能是 fandol 或 noto，现为 {choice}")
    if choice == "noto" or (choice == "" and not FOLDER.is_dir()):
        return NOTO
    return fandol(FOLDER)


if __name__ == "__main__":  # what `make fonts` asks before it keeps what it fetched
    try:
        fandol(Path(sys.argv[1]))
    except FontsError as error:
        sys.exit(str(error))
