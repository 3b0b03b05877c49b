"""A tarball and a zip that are the same bytes for the same files: sorted, one time, one owner, fixed modes."""

from __future__ import annotations

import gzip
import io
import shutil
import tarfile
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, TypeAlias

Content: TypeAlias = "Path | bytes"  # a file on the disk, or what is to stand in it
MODE, FOLDER_MODE = 0o644, 0o755


def write_tar(to: Path, folder: str, files: Mapping[str, Content], time: datetime) -> None:
    """A gzipped tarball with everything in one folder, every file of the same time."""
    seconds = int(time.timestamp())
    with (
        to.open("wb") as out,
        gzip.GzipFile(filename="", mode="wb", fileobj=out, compresslevel=9, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for name in _folders(files):
            entry = tarfile.TarInfo(f"{folder}/{name}".rstrip("/"))
            entry.type, entry.mtime, entry.mode = tarfile.DIRTYPE, seconds, FOLDER_MODE
            archive.addfile(entry)
        for name in sorted(files):
            with _opened(files[name]) as content:
                entry = tarfile.TarInfo(f"{folder}/{name}")
                entry.size = content.seek(0, io.SEEK_END)
                entry.mtime, entry.mode = seconds, MODE
                content.seek(0)
                archive.addfile(entry, content)


def write_zip(to: Path | IO[bytes], folder: str, files: Mapping[str, Content], time: datetime) -> None:
    """The same as a zip, for those who open it by a double click."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{folder}/{name}", time.timetuple()[:6])
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            entry.external_attr = (0o100000 | MODE) << 16
            with _opened(files[name]) as content, archive.open(entry, "w") as packed:
                shutil.copyfileobj(content, packed)


def _folders(files: Mapping[str, Content]) -> list[str]:
    """Every folder the files lie in, each before those within: the server can read them whatever made them."""
    found = {parent.as_posix() for name in files for parent in PurePosixPath(name).parents}
    return sorted(name.removeprefix(".") for name in found)


def _opened(content: Content) -> IO[bytes]:
    return io.BytesIO(content) if isinstance(content, bytes) else content.open("rb")
