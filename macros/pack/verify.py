"""A site, a product or a folder of products held against the list of hashes it carries. Nothing is unpacked."""

from __future__ import annotations

import gzip
import hashlib
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from macros.inputs import UsageError
from macros.pack.sums import NAME, SumsError, differences, read_sums, sums_of

TARBALL, ZIP = ".tar.gz", ".zip"
BLOCK = 1 << 20
LONGEST = 16 << 20  # bytes of a list; that of a site of a thousand reports is far below


def verify(path: Path) -> list[str]:
    """One sentence for everything that is not as the list says; none when all is. Raises ``UsageError``."""
    try:
        if path.is_dir():
            return _folder(path)
        if path.name.endswith(TARBALL):
            return _archive(path, _of_tarball(path))
        if path.name.endswith(ZIP):
            return _archive(path, _of_zip(path))
    except SumsError as error:
        return str(error).split("\n")
    except (tarfile.TarError, gzip.BadGzipFile, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        return [f"{path}：压缩包已损坏，读不完整；请重新取得。"]
    raise UsageError(f"{path} 不是文件夹，也不是 {TARBALL} 或者 {ZIP} 压缩包，无法核对。")


def _folder(path: Path) -> list[str]:
    if not (path / NAME).is_file():
        raise UsageError(f"{path} 里没有清单 {NAME}，无法核对。")
    listed = read_sums((path / NAME).read_bytes().decode("utf-8", "backslashreplace"), str(path / NAME))
    return differences(listed, sums_of(path))


def _archive(path: Path, members: Iterator[tuple[str, IO[bytes]]]) -> list[str]:
    """Members lie in one folder, with the list at its top."""
    found: dict[str, str] = {}
    text = None
    twice = []
    for whole, content in members:
        _, _, name = whole.partition("/")
        if name in found or (name == NAME and text is not None):
            twice.append(f"{whole}：压缩包里出现两次。")
        elif name == NAME:
            text = content.read(LONGEST + 1)
        else:
            found[name] = _digest(content)
    if text is None or len(text) > LONGEST:
        raise SumsError(f"{path}：压缩包里没有清单 {NAME}，或者清单过大。")
    return twice + differences(read_sums(text.decode("utf-8", "backslashreplace"), f"{path}:{NAME}"), found)


def _digest(content: IO[bytes]) -> str:
    known = hashlib.sha256()
    while block := content.read(BLOCK):
        known.update(block)
    return known.hexdigest()


def _of_tarball(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    with gzip.open(path) as packed, tarfile.open(fileobj=packed, mode="r|") as archive:
        for member in archive:
            content = archive.extractfile(member) if member.isfile() else None
            if content is not None:
                yield member.name, content
            elif not member.isdir():
                raise SumsError(f"{path}：{member.name} 是链接或者特殊文件，压缩包里只应有普通文件。")
        while packed.read(BLOCK):  # a damaged tarball may seem to end sooner; gzip tells at its end
            pass


def _of_zip(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            if not entry.is_dir():
                with archive.open(entry) as content:
                    yield entry.filename, content
