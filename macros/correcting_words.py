"""What an editor types for a correction: a cell by its address or in the form's own words, and its new value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache

from macros.changes.passages import Edit, takes_away, withheld
from macros.facts import Number
from macros.form import Cell, Form
from macros.inputs import UsageError
from macros.messages.words import KINDS, Names, brief
from macros.narrative import FRONT, OPENING
from macros.reader import nearest
from macros.source import plain_scalar

PAGE = "page:"
SHOWN = 6
BLANK_WORDS = ("null", "空白")
NOT_APPLICABLE_WORDS = ("n/a", "不适用")
NUMBERED = re.compile(r"^(?:（[一二三四五六七八九十]+）|\d+\.|[一二三四五六七八九十]+、)")
NOISE = re.compile(r"[\s“”\"‘’'、，,。.．：:·()（）]")
HOW = "件数写整数，金额可带小数，不写千位分隔符；空白写 null，不适用写 n/a"


def address_of(typed: str, form: Form, known: Mapping[str, object]) -> str:
    """The address meant: itself, or the one cell that all the words name. Raises ``UsageError``."""
    if typed in known or typed in form.cells:
        return typed
    if typed.startswith(PAGE):
        return _passage(typed, form)
    words = typed.split()
    meant = [
        cell for cell in form.cells.values() if words and all(_plain(word) in _names(form, cell) for word in words)
    ]
    if len(meant) == 1:
        return meant[0].address
    if meant:
        names = Names(form)
        shown = "；".join(f"{names.cell(cell.address)} {cell.address}" for cell in meant[:SHOWN])
        more = f"……共 {len(meant)} 格" if len(meant) > SHOWN else ""
        raise UsageError(f"“{typed}”可以指好几格，请写地址：{shown}{more}。")
    near = nearest(typed, (*known, *form.cells))
    hint = f"是不是想写 {near}？" if near else "可以写地址，也可以写表中的行和栏，如“三（一）予以公开 自然人”。"
    raise UsageError(f"没有“{typed}”这一格。{hint}")


def _passage(typed: str, form: Form) -> str:
    """A part of the text: by its id, or by the heading of its section."""
    name = typed.removeprefix(PAGE)
    if name in (*FRONT, OPENING) or form.section(name) is not None:
        return typed
    section = next((one for one in form.sections if name in (one.heading, one.title)), None)
    if section is not None:
        return f"{PAGE}{section.id}"
    ids = [*FRONT, OPENING, *(one.id for one in form.sections)]
    near = nearest(name, ids)
    hint = f"是不是想写 {PAGE}{near}？" if near else f"可以写的有 {'、'.join(PAGE + one for one in ids)}。"
    raise UsageError(f"正文里没有“{typed}”这一部分。{hint}")


@cache
def _names(form: Form, cell: Cell) -> frozenset[str]:
    """All words a cell can be told by: its row and column with and without their numbers, groups, table, section."""
    table = form.table(cell.table)
    section = form.section_of(table) if table else None
    heads = [*cell.row.labels, cell.row.name, *cell.column.labels, cell.column.name]
    labels = [label for head in heads if head for label in (head, brief(head))]
    bare = [NUMBERED.sub("", label) for label in labels]
    numbered = [f"{section.number}{label}" for label in labels] if section else []
    whole = [section.heading, section.title, section.number] if section else []
    return frozenset(_plain(word) for word in (*labels, *bare, *numbered, *whole) if word)


def _plain(words: str) -> str:
    return NOISE.sub("", words)


# --- values -------------------------------------------------------------------------------------------------------


def value_of(typed: str, address: str, form: Form) -> Number | str | None:
    """The value meant: a number, ``n/a``, ``null``, or the day of publication. Raises ``UsageError``."""
    typed = typed.strip()
    cell = form.cells.get(address)
    if address == "published":
        return _day(typed)
    if typed in BLANK_WORDS:
        return None
    if typed in NOT_APPLICABLE_WORDS and cell is not None:
        return "n/a"
    value, guess = plain_scalar(typed)
    if guess is not None or isinstance(value, bool | str | date) or value is None:
        raise UsageError(f"“{typed}”不是可以填在 {address} 的值：{HOW}。")
    kind = cell.kind if cell else "count" if address == "processing_fee.notices" else "money"
    whole = kind in {"count", "change"}
    figure = address.startswith("figures.")
    if (whole and isinstance(value, Decimal)) or (kind != "change" and value < 0 and not figure):
        raise UsageError(f"{address} 要填{KINDS[kind]}，不能是 {typed}。")
    return value


def _day(typed: str) -> str:
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError:
        raise UsageError(f"首次公布时间写日期，如 2025-01-31，不能是“{typed}”。") from None


def taken_away(where: str, edits: list[Edit], wrong: list[str]) -> list[Edit]:
    """What a withdrawal says of the text: nothing of what goes away. It puts no other words in its place."""
    said = [withheld(edit) for edit in edits]
    if not all(takes_away(old or "", new or "") for old, new in said):
        wrong.append(f"撤回只删去文字，或者换成“某”“×”，{where}还有别的改动；别的改动请另用 --kind 更正 写明。")
    return said
