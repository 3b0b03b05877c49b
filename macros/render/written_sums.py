"""An identity written out at one place, with words and numbers, and whether it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from macros.facts import shown
from macros.form import Form, Sum
from macros.messages.words import brief
from macros.report import CellValue, Report, State
from macros.rules.sums import amount, sides

MANY = 8  # terms of one side that are read one by one; of more, only those that are not nothing


def written_sum(report: Report, form: Form, one: Sum) -> str | None:
    """The identity as a sentence; ``None`` when a cell of it could not be read."""
    both = sides(report, one)
    if both is None:
        return None
    left, right = both
    values = (*left, *right)
    if all(value.state is not State.NUMBER for value in values):
        words = "或者".join(sorted({_word(value) for value in values}, reverse=True))
        return f"各格均为{words}，没有可以核对的数。"
    labels = _labels(form, one.identity.over == "columns")
    return f"{_side(labels, left)} ＝ {_side(labels, right)}。{_verdict(left, right)}"


@lru_cache(maxsize=16)
def _labels(form: Form, by_row: bool) -> dict[str, str]:
    """What a cell is called in a sum down a column (by its row), or in another, by address."""
    return {address: brief(cell.row.name if by_row else cell.column.label) for address, cell in form.cells.items()}


def _verdict(left: list[CellValue], right: list[CellValue]) -> str:
    first, second = amount(left), amount(right)
    if first != second:
        return f"不相符：左边为 {shown(first)}，右边为 {shown(second)}。"
    gaps = any(value.state is not State.NUMBER for value in (*left, *right))
    return f"两边都是 {shown(first)}，相符" + ("（空白、不适用不计入）。" if gaps else "。")


def _side(labels: Mapping[str, str], values: list[CellValue]) -> str:
    if len(values) <= MANY:
        return " ＋ ".join([_term(labels, value) for value in values])
    said = []
    rest: Counter[str] = Counter()
    for value in values:
        if value.number is None:
            rest[_word(value)] += 1
        elif value.number == 0:
            rest["为 0"] += 1
        else:
            said.append(_term(labels, value))
    gaps = "、".join(f"{count} 格{word}" for word, count in rest.items())
    text = " ＋ ".join(said)
    if not said:
        return gaps
    return f"{text}（另有 {gaps}）" if gaps else text


def _term(labels: Mapping[str, str], value: CellValue) -> str:
    return f"{labels[value.address]} {_word(value)}"


def _word(value: CellValue) -> str:
    if value.number is not None:
        return shown(value.number) or ""
    return "不适用" if value.state is State.NOT_APPLICABLE else "空白"
