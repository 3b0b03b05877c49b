"""The artifact of a pull request, read as what it is: a file by anybody. Nothing of it is unpacked to the disk."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from dataclasses import dataclass

from macros.hosting.review_artifact import NUMBER, TEXT
from macros.hosting.runner import StepError, visible

WHOLE = 2_000_000  # bytes of the archive
SIZES = {TEXT: 1_000_000, NUMBER: 20}  # bytes of each file; a comment holds 65,536 characters
HOW = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


@dataclass(frozen=True, slots=True)
class Review:
    """What the pull request says of itself; the text is still to be made harmless."""

    number: int
    text: str


def read_review(archive: bytes) -> Review:
    """The number and the text in the archive. Raises ``StepError`` for anything that an honest check does not write."""
    if len(archive) > WHOLE:
        raise StepError(f"审核意见稿的压缩包有 {len(archive)} 字节，超过 {WHOLE} 字节，没有采用。")
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            files = _files(opened)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError):
        raise StepError("审核意见稿的压缩包打不开或已损坏，没有采用。") from None
    number = files[NUMBER].strip()
    if not number.isascii() or not number.isdigit() or number.startswith("0"):
        raise StepError(f"压缩包里的修改申请号“{visible(number)}”不是正整数，没有采用。")
    return Review(int(number), files[TEXT])


def _files(opened: zipfile.ZipFile) -> dict[str, str]:
    infos = opened.infolist()
    names = [info.filename for info in infos]
    if len(names) != len(SIZES) or set(names) != set(SIZES):
        shown = "、".join(visible(name[:80]) for name in names[:5]) or "没有文件"
        raise StepError(f"压缩包里应只有 {'、'.join(SIZES)}，却是：{shown}（共 {len(names)} 个），没有采用。")
    return {info.filename: _text(opened, info) for info in infos}


def _text(opened: zipfile.ZipFile, info: zipfile.ZipInfo) -> str:
    limit, mode = SIZES[info.filename], info.external_attr >> 16
    if mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode):
        raise StepError(f"压缩包里的 {info.filename} 不是普通文件，没有采用。")
    if info.flag_bits & 1 or info.compress_type not in HOW:
        raise StepError(f"压缩包里的 {info.filename} 加了密或用了别的压缩方法，没有采用。")
    with opened.open(info) as stream:
        data = stream.read(limit + 1)  # what the directory of the archive says of the size is not believed
    if len(data) > limit:
        raise StepError(f"压缩包里的 {info.filename} 超过 {limit} 字节，没有采用。")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise StepError(f"压缩包里的 {info.filename} 不是 UTF-8 文字，没有采用。") from None
