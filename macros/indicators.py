"""Shares the site computes from a report; the form file says which, and nothing here is a number of the report."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from macros.amounts import Amount, amount_of
from macros.facts import Number, shown
from macros.form import Form, Indicator
from macros.report import Report, total


@dataclass(frozen=True, slots=True)
class Share:
    """An indicator of one report: the terms of both sides, each with its cells, and what comes out."""

    indicator: Indicator
    numerator: tuple[Amount, ...]
    denominator: tuple[Amount, ...]

    @property
    def fraction(self) -> str | None:
        """``3/8``, as it stands, not reduced; ``None`` when a side has no number."""
        above, below = _sum(self.numerator), _sum(self.denominator)
        return None if above is None or below is None else f"{shown(above)}/{shown(below)}"

    @property
    def percent(self) -> str | None:
        """``37.5``, rounded half up to one decimal; ``None`` when it cannot be computed."""
        above, below = _sum(self.numerator), _sum(self.denominator)
        if above is None or not below:
            return None
        tenths = (Fraction(above) / Fraction(below) * 1000 + Fraction(1, 2)).__floor__()
        return f"{tenths // 10}.{tenths % 10}"

    @property
    def refusal(self) -> str | None:
        """Why there is no percentage, in words."""
        above, below = _sum(self.numerator), _sum(self.denominator)
        if below is None:
            return f"分母{_missing(self.denominator)}，不能计算"
        if below == 0:
            return "不适用（分母为零）"
        return f"分子{_missing(self.numerator)}，不能计算" if above is None else None

    @property
    def gaps(self) -> str:
        """What was counted as nothing because the source has no number there; empty when nothing was."""
        said = [
            f"{side}中“{one.label}”{_gap(one)}，没有计入"
            for side, amounts in (("分子", self.numerator), ("分母", self.denominator))
            if _sum(amounts) is not None
            for one in amounts
            if one.blank or one.not_applicable
        ]
        return "；".join(said)


def shares(report: Report, form: Form) -> tuple[Share, ...]:
    """The indicators of the form for a report, in the form's order."""
    return tuple(_share(report, form, one) for one in form.indicators)


def _share(report: Report, form: Form, one: Indicator) -> Share:
    table = form.table(one.table)
    assert table is not None, "a form with such an indicator is refused when it is read"
    numerator, denominator = (
        tuple(amount_of(report, form, table, term, one.at) for term in terms)
        for terms in (one.numerator, one.denominator)
    )
    return Share(one, numerator, denominator)


def _sum(amounts: tuple[Amount, ...]) -> Number | None:
    numbers = [one.number for one in amounts if one.number is not None]
    return total(numbers) if numbers else None


def _missing(amounts: tuple[Amount, ...]) -> str:
    return "不适用" if all(one.missing == "不适用" for one in amounts) else "空白"


def _gap(one: Amount) -> str:
    """``空白``, ``7 格空白`` of a group, ``不适用``."""
    words = []
    for cells, word in ((one.blank, "空白"), (one.not_applicable, "不适用")):
        if cells:
            words.append(word if len(one.cells) == 1 else f"的 {len(one.cells)} 格中 {len(cells)} 格{word}")
    return "、".join(words)
