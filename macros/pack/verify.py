"""A site, a product or a folder of products held against the list of hashes it carries. Nothing is unpacked.

What an archive would do when it is unpacked is part of what is held against the list: where its files go, and as what.
"""

from __future__ import annotations

import gzip
import hashlib
import lzma
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from macros.inputs import UsageError
from macros.pack.archives import FOLDER_MODE, MODE
from macros.pack.sums import NAME, SumsError, differences, read_sums, sums_of

PRODUCT = "gongkai-site-"  # what the name of every product begins with
TARBALL, ZIP, PREVIEW = ".tar.gz", ".zip", "-preview"
OTHERWISE = "\\:\0"  # what some system reads as the end of a name, a drive or a folder
BLOCK = 1 << 20
LONGEST = 16 << 20  # bytes of a list; that of a site of a thousand reports is far below
# What reading an archive that somebody altered can come to: an encrypted member is a RuntimeError, a place before the
# beginning an OSError, a number that is none a ValueError.
DAMAGED = (
    tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    EOFError, OSError, RuntimeError, ValueError, OverflowError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """A file or folder of an archive, and the rights it would be given; ``content`` is ``None`` for a folder."""

    whole: str
    mode: int
    content: IO[bytes] | None

    @property
    def top(self) -> str:
        """The folder at the top it lies in, or is."""
        return self.whole.partition("/")[0]

    @property
    def name(self) -> str:
        """Its path below that folder; nothing for the folder itself."""
        return self.whole.partition("/")[2]

    @property
    def stays_inside(self) -> bool:
        """Whether it stays below its folder wherever it is unpacked, on every system."""
        plain = all(part not in {"", ".", ".."} for part in self.whole.split("/"))
        return plain and not any(one in self.whole for one in OTHERWISE) and bool(self.name or self.content is None)


def verify(path: Path) -> list[str]:
    """One sentence for everything that is not as the list says; none when all is. Raises ``UsageError``."""
    try:
        if path.is_dir():
            return _folder(path)
        for suffix, members in ((TARBALL, _of_tarball), (ZIP, _of_zip)):
            if path.name.endswith(suffix):
                with path.open("rb") as file:
                    return _archive(path, members(path, file))
    except SumsError as error:
        return str(error).split("\n")
    raise UsageError(f"{path} 不是文件夹，也不是 {TARBALL} 或者 {ZIP} 压缩包，无法核对。")


def _folder(path: Path) -> list[str]:
    if not (path / NAME).is_file():
        raise UsageError(f"{path} 里没有清单 {NAME}，无法核对。")
    listed = read_sums((path / NAME).read_bytes().decode("utf-8", "backslashreplace"), str(path / NAME))
    return differences(listed, sums_of(path))


def _archive(path: Path, members: Iterator[Member]) -> list[str]:
    try:
        return _compared(path, members)
    except DAMAGED:
        return [f"{path}：压缩包已损坏，读不完整；请重新取得。"]


def _compared(path: Path, members: Iterator[Member]) -> list[str]:
    """Members lie in one folder, which is named as the product is, with the list at its top."""
    found: dict[str, str] = {}
    folders: dict[str, str] = {}
    tops: set[str] = set()
    text, said = None, []
    for one in members:
        if not one.stays_inside:
            said.append(f"{one.whole}：不是文件夹里的普通文件名，解开会写到别处。")
            continue
        tops.add(one.top)
        mode = FOLDER_MODE if one.content is None else MODE
        if one.mode != mode:
            said.append(f"{one.whole}：权限是 {one.mode:o}，应为 {mode:o}。")
        if one.content is None:
            folders[one.name] = one.whole
        elif one.name in found or (one.name == NAME and text is not None):
            said.append(f"{one.whole}：压缩包里出现两次。")
        elif one.name == NAME:
            text = one.content.read(LONGEST + 1)
        else:
            found[one.name] = _digest(one.content)
    if text is None or len(text) > LONGEST:
        raise SumsError(f"{path}：压缩包里没有清单 {NAME}，或者清单过大。")
    needed = {"", *(parent.as_posix() for name in found for parent in PurePosixPath(name).parents)}
    said += [f"{folders[name]}：是另外加进来的空文件夹。" for name in sorted(folders.keys() - needed)]
    listed = read_sums(text.decode("utf-8", "backslashreplace"), f"{path}:{NAME}")
    return [*_other_tops(path, tops), *said, *differences(listed, found)]


def _other_tops(path: Path, tops: set[str]) -> list[str]:
    stem = path.name.removesuffix(TARBALL).removesuffix(ZIP).removesuffix(PREVIEW)
    if stem.startswith(PRODUCT) and tops != {stem}:
        others = "、".join(sorted(tops - {stem}))
        return [f"{path}：里面应只有文件夹 {stem}，与压缩包同名，却有 {others}；改过压缩包名称的，请改回再核对。"]
    return [f"{path}：里面应只有一个文件夹，却有 {'、'.join(sorted(tops))}。"] if len(tops) > 1 else []


def _digest(content: IO[bytes]) -> str:
    known = hashlib.sha256()
    while block := content.read(BLOCK):
        known.update(block)
    return known.hexdigest()


def _of_tarball(path: Path, file: IO[bytes]) -> Iterator[Member]:
    with gzip.open(file) as packed, tarfile.open(fileobj=packed, mode="r|") as archive:
        for member in archive:
            content = archive.extractfile(member) if member.isfile() else None
            if content is None and not member.isdir():
                raise SumsError(f"{path}：{member.name} 是链接或者特殊文件，压缩包里只应有普通文件。")
            yield Member(member.name, member.mode, content)
        while packed.read(BLOCK):  # a damaged tarball may seem to end sooner; gzip tells at its end
            pass


def _of_zip(path: Path, file: IO[bytes]) -> Iterator[Member]:
    with zipfile.ZipFile(file) as archive:
        for entry in archive.infolist():
            mode = entry.external_attr >> 16
            if entry.is_dir() or stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
                raise SumsError(f"{path}：{entry.filename} 是链接或者特殊文件，压缩包里只应有普通文件。")
            with archive.open(entry) as content:
                yield Member(entry.orig_filename, stat.S_IMODE(mode), content)
