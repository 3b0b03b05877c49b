"""What a chart shows, in words, with every number: its description, and the note of what is not drawn."""

from __future__ import annotations

from collections.abc import Iterable

from macros.amounts import Amount
from macros.facts import shown


def number(one: Amount, unit: str) -> str:
    """``8 件``, ``空白``; of a group with gaps ``1 件（8 格中 7 格空白）``."""
    if one.number is None:
        return one.missing
    missing = len(one.blank) + len(one.not_applicable)
    gaps = f"（{len(one.cells)} 格中 {missing} 格{one.missing}）" if missing else ""
    return f"{shown(one.number)} {unit}{gaps}"


def listed(amounts: Iterable[Amount], unit: str) -> str:
    """Every amount with its label."""
    return "，".join(f"{one.label} {number(one, unit)}" for one in amounts)


def groups(amounts: Iterable[Amount]) -> str:
    """That a group is the sum of its rows, where one is shown."""
    return "大项为其下各行之和。" if any(len(one.cells) > 1 for one in amounts) else ""


def undrawn(amounts: Iterable[Amount], *, names: bool = True) -> str:
    """What is not drawn, and why: zeros and blanks apart."""
    amounts = tuple(amounts)
    zero = [one for one in amounts if one.number == 0]
    blank = [one for one in amounts if one.number is None]
    parts = []
    for found, word in ((zero, "为零"), (blank, "为空白")):
        if any(one.not_applicable for one in found):
            word = "为空白或者不适用"
        if found:
            who = "、".join(f"“{one.label}”" for one in found) if names else f"其余 {len(found)} 栏"
            parts.append(f"{who}{word}")
    return f"没有画出的：{'；'.join(parts)}。" if parts else ""
