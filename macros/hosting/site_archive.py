"""The preview of a pull request, read as what it is: files by anybody, of which only a plain static site is taken."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator

from macros.hosting.checked import PREVIEW
from macros.hosting.hostile import HOW
from macros.hosting.runner import StepError, visible

WHOLE = 300_000_000  # bytes of the archive
FILE = 50_000_000  # bytes of one file
SITE = 600_000_000  # bytes of all files
MANY = 20_000
KINDS = re.compile(r"\.(html|css|js|json|jsonld|csv|txt|yml|md|xml|ics|svg|png|pdf|docx|xlsx|zip)")
PLACE = re.compile(r"gongkai-site-[0-9a-f-]+/site/(?P<path>[^/].*)", re.DOTALL)
PART = re.compile(
    r"[\w(（][\w.()（）《》〔〕、，-]*"
)  # nothing hidden, nothing upwards, nothing a shell or a system would read
BARE = {"SHA256SUMS"}


def read_site(archive: bytes) -> Iterator[tuple[str, bytes]]:
    """The files below ``site/``. Raises ``StepError`` for what an honest product does not hold."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            names = opened.namelist()
            if len(names) == 1 and PREVIEW.fullmatch(names[0]):  # GitHub may wrap the one file once more
                with opened.open(names[0]) as inside:
                    archive = inside.read(WHOLE + 1)
        if len(archive) > WHOLE:
            raise StepError(f"预览超过 {WHOLE} 字节，没有采用。")
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            yield from _files(opened)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError):
        raise StepError("预览的压缩包打不开或已损坏，没有采用。") from None


def _files(opened: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    infos = opened.infolist()
    if len(infos) > MANY or len({info.filename.casefold() for info in infos}) != len(infos):
        raise StepError(f"预览里的文件多于 {MANY} 个，或有重名，没有采用。")
    total = 0
    for info in infos:
        mode = info.external_attr >> 16
        if info.flag_bits & 1 or info.compress_type not in HOW or (stat.S_IFMT(mode) and not stat.S_ISREG(mode)):
            raise StepError(f"预览里的 {visible(info.filename)} 不是普通文件，没有采用。")
        place = PLACE.fullmatch(info.filename)
        if place is None:
            continue  # notes for those who open it from a disk
        path = place["path"]
        with opened.open(info) as stream:
            data = stream.read(FILE + 1)
        total += len(data)
        if len(data) > FILE or total > SITE:
            raise StepError(f"预览里的 {visible(path)} 超过 {FILE} 字节，或合计超过 {SITE} 字节，没有采用。")
        parts = path.split("/")
        known = KINDS.fullmatch(parts[-1][parts[-1].rfind(".") :]) if "." in parts[-1] else parts[-1] in BARE
        if not known or not all(PART.fullmatch(part) for part in parts):
            raise StepError(f"预览里的 {visible(path)} 不是网站会有的文件，没有采用。")
        yield path, data
