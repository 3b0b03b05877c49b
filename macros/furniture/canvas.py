"""A sheet of paper for letters and boxes in a few inks, drawn without a browser; sixteen colours, small files.

Every pixel is the number of a colour. Each ink has a few steps from paper to full strength, which letters need at
their edges. A letter the font does not have is refused: nothing is printed as an empty box.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Literal, TypeAlias

from PIL import Image, ImageDraw, ImageFont
from PIL.ImageFont import FreeTypeFont
from pylopdf_fonts_zh_cn import sans_path, serif_path

Face: TypeAlias = Literal["song", "hei"]
Ink: TypeAlias = Literal["ink", "red", "white"]
Color: TypeAlias = tuple[int, int, int]
Line: TypeAlias = tuple[tuple[float, float], ...]

PAPER: Color = (255, 255, 255)
COLORS: dict[Ink, tuple[Color, Color]] = {  # from, to
    "ink": (PAPER, (31, 30, 28)),
    "red": (PAPER, (155, 28, 31)),
    "white": ((155, 28, 31), PAPER),
}
STEPS = 5
FULL = 255  # how strong an ink can be
ABSENT = "\U0010ffff"  # no font has a letter here


class NoGlyphError(Exception):
    """The font cannot print a letter; the letters are the text."""


def _palette() -> list[int]:
    """Paper, then the steps of each ink."""
    colors = [PAPER]
    for low, high in COLORS.values():
        colors += [
            (_mix(low[0], high[0], step), _mix(low[1], high[1], step), _mix(low[2], high[2], step))
            for step in range(1, STEPS + 1)
        ]
    return [part for color in colors for part in color]


def _mix(low: int, high: int, step: int) -> int:
    return low + (high - low) * step // STEPS


@cache
def font(face: Face, size: int) -> FreeTypeFont:
    """A face at a size."""
    path: Path = serif_path() if face == "song" else sans_path()
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _absent(face: Face) -> bytes:
    return bytes(font(face, 16).getmask(ABSENT))


@cache
def has_glyph(face: Face, letter: str) -> bool:
    """Whether a face can print a letter; a space is always there."""
    return letter.isspace() or bytes(font(face, 16).getmask(letter)) != _absent(face)


@lru_cache(maxsize=256)
def _letters(words: str, face: Face, size: int, bold: float) -> tuple[Image.Image, tuple[int, int]]:
    """A line of letters as a mask, and where it lies around the middle of its base; titles and labels come again."""
    made = font(face, size)
    left, top, right, bottom = made.getbbox(words, anchor="ms", stroke_width=bold)
    at = (math.floor(left) - 1, math.floor(top) - 1)
    mask = Image.new("L", (math.ceil(right) - at[0] + 1, math.ceil(bottom) - at[1] + 1), 0)
    pen = ImageDraw.Draw(mask)
    pen.text((-at[0], -at[1]), words, fill=FULL, font=made, anchor="ms", stroke_width=bold)
    return mask, at


class Canvas:
    """The sheet: a layer for each ink, laid over each other at the end."""

    def __init__(self, width: int, height: int) -> None:
        self.size = (width, height)
        self._layers = {ink: Image.new("L", self.size, 0) for ink in COLORS}

    def box(self, left: int, top: int, right: int, bottom: int, ink: Ink, strength: int = FULL) -> None:
        """A filled box."""
        self._layers[ink].paste(strength, (left, top, right, bottom))

    def text(
        self,
        words: str,
        middle: int,
        base: int,
        face: Face,
        size: int,
        ink: Ink,
        *,
        bold: float = 0,
        strength: int = FULL,
    ) -> None:
        """A line of letters around ``middle``, standing on ``base``. Raises ``NoGlyphError``."""
        missing = "".join(dict.fromkeys(letter for letter in words if not has_glyph(face, letter)))
        if missing:
            raise NoGlyphError(missing)
        letters, (left, top) = _letters(words, face, size, bold)
        self._layers[ink].paste(strength, (middle + left, base + top), letters)

    def strokes(self, left: int, top: int, size: int, lines: Iterable[Line], ink: Ink) -> None:
        """Lines with soft edges within a square of ``size``; their points are in parts of 24, as in the site's mark."""
        scale = 4
        drawn = Image.new("L", (size * scale, size * scale), 0)
        pen = ImageDraw.Draw(drawn)
        unit = size * scale / 24
        for line in lines:
            pen.line([(x * unit, y * unit) for x, y in line], fill=FULL, width=round(1.8 * unit), joint="curve")
        soft = drawn.resize((size, size), Image.Resampling.BOX)
        self._layers[ink].paste(soft, (left, top), soft)

    def png(self) -> bytes:
        """The sheet as a file: the same sheet gives the same bytes."""
        steps = [(value * STEPS + FULL // 2) // FULL for value in range(FULL + 1)]
        first, *others = self._layers.values()
        sheet = first.point(steps)
        for number, layer in enumerate(others, 1):
            used = layer.getbbox()
            if used is not None:
                part = layer.crop(used)
                colors = part.point([number * STEPS + step for step in steps])
                sheet.paste(colors, used, part.point([FULL if step else 0 for step in steps]))
        image = Image.frombytes("P", self.size, sheet.tobytes())
        image.putpalette(_palette())
        file = BytesIO()
        image.save(file, "PNG", bits=4, compress_level=4, compress_type=zlib.Z_RLE)
        return file.getvalue()


def width(words: str, face: Face, size: int) -> int:
    """How wide a line of letters is."""
    return round(font(face, size).getlength(words))


def fitting(words: str, face: Face, size: int, room: int) -> int:
    """The largest size up to ``size`` at which a line fits into ``room``."""
    return min(size, size * room // max(1, width(words, face, size)))
