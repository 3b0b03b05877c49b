"""A picture as a PNG file made of bands: a band that comes again in other pictures is packed once."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

SIGNATURE = b"\x89PNG\r\n\x1a\n"
BITS, PALETTE = 4, 3  # sixteen colours, each pixel the number of one
ZLIB_START, ZLIB_END = b"\x78\x01", b"\x03\x00"  # the header; an empty last block
LEVEL = 4  # with runs only: most of a picture is paper


@dataclass(frozen=True, slots=True)
class Band:
    """Some rows of a picture, as they are (each begins with a zero byte: not filtered) and packed by themselves."""

    height: int
    rows: bytes
    packed: bytes


def band(height: int, rows: bytes) -> Band:
    """Pack rows so that what comes after them does not need to know them."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS, strategy=zlib.Z_RLE)
    return Band(height, rows, packer.compress(rows) + packer.flush(zlib.Z_FULL_FLUSH))


def png(width: int, bands: Sequence[Band], colors: bytes) -> bytes:
    """The bands below each other as a file; ``colors`` are red, green and blue of each."""
    check = 1
    for one in bands:
        check = zlib.adler32(one.rows, check)
    data = ZLIB_START + b"".join(one.packed for one in bands) + ZLIB_END + struct.pack(">I", check)
    size = struct.pack(">IIBBBBB", width, sum(one.height for one in bands), BITS, PALETTE, 0, 0, 0)
    chunks = ((b"IHDR", size), (b"PLTE", colors), (b"IDAT", data), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(kind, held) for kind, held in chunks)


def _chunk(kind: bytes, held: bytes) -> bytes:
    return struct.pack(">I", len(held)) + kind + held + struct.pack(">I", zlib.crc32(kind + held))
