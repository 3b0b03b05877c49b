"""A strip of paper for letters and boxes in a few inks, drawn without a browser; sixteen colours, small files.

Every pixel is the number of a colour. Each ink has a few steps from paper to full strength, which letters need at
their edges. A letter the font does not have is refused: nothing is printed as an empty box.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, TypeAlias

from PIL import Image, ImageDraw, ImageFont
from PIL.ImageFont import FreeTypeFont
from pylopdf_fonts_zh_cn import sans_path, serif_path

from macros.furniture.png import Band, band

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


@cache
def palette() -> bytes:
    """Paper, then the steps of each ink."""
    colors = [PAPER]
    for low, high in COLORS.values():
        colors += [
            (_mix(low[0], high[0], step), _mix(low[1], high[1], step), _mix(low[2], high[2], step))
            for step in range(1, STEPS + 1)
        ]
    return bytes(part for color in colors for part in color)


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


@dataclass(frozen=True, slots=True)
class Printed:
    """Something drawn: the colours of its pixels, which of them are drawn at all, and where its corner lies."""

    colors: Image.Image
    drawn: Image.Image
    left: int
    top: int


def _printed(mask: Image.Image, ink: Ink, strength: int, left: int, top: int) -> Printed:
    """A mask in an ink."""
    colors, drawn = _steps(ink, strength)
    return Printed(mask.point(colors), mask.point(drawn), left, top)


@cache
def _steps(ink: Ink, strength: int) -> tuple[list[int], list[int]]:
    """For every value of a mask the color it becomes, and whether it is drawn at all."""
    first = STEPS * list(COLORS).index(ink)
    steps = [round(round(value * strength / FULL) * STEPS / FULL) for value in range(FULL + 1)]
    return [first + step if step else 0 for step in steps], [FULL if step else 0 for step in steps]


@lru_cache(maxsize=1024)
def _letter(letter: str, face: Face, size: int, ink: Ink, bold: float, strength: int) -> Printed:
    """A letter, and where it lies around the point it begins at; a thousand pictures have few different ones."""
    made = font(face, size)
    left, top, right, bottom = made.getbbox(letter, anchor="ls", stroke_width=bold)
    at = (math.floor(left) - 1, math.floor(top) - 1)
    mask = Image.new("L", (math.ceil(right) - at[0] + 1, math.ceil(bottom) - at[1] + 1), 0)
    pen = ImageDraw.Draw(mask)
    pen.text((-at[0], -at[1]), letter, fill=FULL, font=made, anchor="ls", stroke_width=bold)
    return _printed(mask, ink, strength, *at)


class Canvas:
    """A strip as wide as the picture; later ink lies on earlier ink."""

    def __init__(self, width: int, height: int) -> None:
        self.size = (width, height)
        self._sheet = Image.new("L", self.size, 0)

    def box(self, left: int, top: int, right: int, bottom: int, ink: Ink, strength: int = FULL) -> None:
        """A filled box."""
        self._put(_printed(Image.new("L", (right - left, bottom - top), FULL), ink, strength, left, top))

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
        left = middle - (width(words, face, size) + 1) // 2
        for letter in words:
            self._put(_letter(letter, face, size, ink, bold, strength), left, base)
            left += _advance(letter, face, size)

    def strokes(self, left: int, top: int, size: int, lines: Iterable[Line], ink: Ink) -> None:
        """Lines with soft edges within a square of ``size``; their points are in parts of 24, as in the site's mark."""
        scale = 4
        drawn = Image.new("L", (size * scale, size * scale), 0)
        pen = ImageDraw.Draw(drawn)
        unit = size * scale / 24
        for line in lines:
            pen.line([(x * unit, y * unit) for x, y in line], fill=FULL, width=round(1.8 * unit), joint="curve")
        soft = drawn.resize((size, size), Image.Resampling.BOX)
        mask = Image.new("L", soft.size, 0)
        mask.paste(soft, (0, 0), soft)
        self._put(_printed(mask, ink, FULL, left, top))

    def _put(self, one: Printed, left: int = 0, top: int = 0) -> None:
        self._sheet.paste(one.colors, (left + one.left, top + one.top), one.drawn)

    def band(self) -> Band:
        """The strip as a band of a picture."""
        width, height = self.size
        # Two more pixels of paper before each row are the zero byte a row of a file begins with.
        wide = Image.new("L", (width + 2, height), 0)
        wide.paste(self._sheet, (2, 0))
        return band(height, Image.frombytes("P", wide.size, wide.tobytes()).tobytes("raw", "P;4"))


@lru_cache(maxsize=4096)
def _advance(letter: str, face: Face, size: int) -> int:
    return round(font(face, size).getlength(letter))


def width(words: str, face: Face, size: int) -> int:
    """How wide a line of letters is."""
    return sum(_advance(letter, face, size) for letter in words)


def fitting(words: str, face: Face, size: int, room: int) -> int:
    """The largest size up to ``size`` at which a line fits into ``room``."""
    return min(size, size * room // max(1, width(words, face, size)))
