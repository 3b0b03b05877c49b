"""How a workbook looks: a few formats, by name; what a cell may hold, with the prompt an editor sees."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from macros.facts import Number
from macros.form import Kind

FONT = "宋体"
DIGITS = 15  # more than these a spreadsheet does not keep
STATES = "原表空白的留空，不要填 0；没有该项职权或事项的填“不适用”。"
PROMPTS = {
    "count": ("件数", "填不小于 0 的整数。", "{0}>=0,{0}=INT({0})"),
    "change": ("增减数", "填整数，减少的为负数。", "{0}=INT({0})"),
    "money": ("金额", "填不小于 0 的数，可以带小数。", "{0}>=0"),
}
RED = {"bg_color": "#B00020", "font_color": "#FFFFFF", "bold": True}
GREEN = {"font_color": "#1B5E20"}
HATCH = {"pattern": 14, "fg_color": "#A6A6A6", "bg_color": "#F2F2F2"}
LINE = 16.5  # points

BASE: dict[str, Any] = {"font_name": FONT, "font_size": 11, "valign": "vcenter"}
BORDER: dict[str, Any] = {"border": 1, "border_color": "#7F7F7F", "text_wrap": True}
CELL: dict[str, Any] = {"align": "right", "locked": False, "bg_color": "#FFFBE6"}
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "remark": {"font_color": "#404040"},
    "notice": {"bold": True, "font_color": "#B00020"},
    "region": {"bold": True, "font_size": 12},
    "head": BORDER | {"bold": True, "align": "center", "bg_color": "#E8EEF4"},
    "label": BORDER | {"align": "left"},
    "text": BORDER | {"align": "left", "quote_prefix": True},
    "gap": BORDER | CELL,
    "formula": BORDER | {"align": "right", "italic": True, "bg_color": "#F2F2F2"},
    "verdict": BORDER | {"align": "center"},
}


class Look:
    """The formats of one workbook, each made when it is first asked for."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[str, Any] = {}

    def __call__(self, name: str) -> Any:
        if name not in self._made:
            self._made[name] = self._book.add_format(BASE | LOOKS[name])
        return self._made[name]

    def number(self, number: Number, name: str = "gap") -> Any:
        """A number with the decimals it is stated with."""
        exponent = number.as_tuple().exponent if isinstance(number, Decimal) else 0
        places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        shown_as = f"0.{'0' * places}" if places else "0"
        key = f"{name} {shown_as}"
        if key not in self._made:
            self._made[key] = self._book.add_format(BASE | LOOKS[name] | {"num_format": shown_as})
        return self._made[key]

    def mark(self, name: str, look: dict[str, Any]) -> Any:
        """What a condition lays over a cell."""
        if name not in self._made:
            self._made[name] = self._book.add_format(look)
        return self._made[name]


def exact(number: Number) -> bool:
    """Whether a spreadsheet, which reckons with 15 digits, keeps the number as it is."""
    return len(Decimal(number).normalize().as_tuple().digits) <= DIGITS


def height(text: str, width: int) -> float:
    """How high a row must be to show the text in a column; a Chinese character is as wide as two digits."""
    wide = sum(1 if character.isascii() else 2 for character in text)
    return LINE * max(-(-wide // (width - 1)), 1)


def rule(kind: Kind, first: str) -> dict[str, Any]:
    """What cells of a kind may hold; ``first`` is the first cell of the range, as a formula names it."""
    name, words, test = PROMPTS[kind]
    return {
        "validate": "custom",
        "value": f'=OR({first}="不适用",IF(ISNUMBER({first}),AND({test.format(first)}),FALSE))',
        "input_title": name,
        "input_message": words + STATES,
        "error_title": f"{name}不对",
        "error_message": words + STATES,
    }
