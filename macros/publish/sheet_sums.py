"""The identities of the form as live formulas: beside the row or below the column their cells stand in.

The cells keep what the report states. A formula reckons the total anew, and the cell 核对 after it says in words
whether both agree; what cannot be reckoned (a blank, words in the place of a number) is said, never counted as zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]

from macros.facts import Number, shown
from macros.form import Form, Sum
from macros.messages.words import brief
from macros.report import CellValue, Report, State
from macros.rules.sums import amount

AGREES, NOTHING, WORDS, OPEN, DIFFERS = "相符", "无数可核", "有非数字", "总计空白", "相差 "
BLANK, NOT_APPLICABLE = "空白", "不适用"
CHECK = "核对"
FEW = 4  # terms of a side that are named one by one

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula with the value it has now, so that a preview that cannot reckon shows it."""

    text: str
    value: Number | str


@dataclass(frozen=True, slots=True)
class Check:
    """An identity on a sheet: the sums of its sides (a total that is stated alone is not summed), and the verdict.

    ``beside`` is true when its cells stand in one row; ``at`` is that row, else the column.
    """

    basis: str
    beside: bool
    at: int
    sums: tuple[tuple[str, Formula], ...]
    verdict: Formula


def checks(form: Form, report: Report, places: Mapping[str, Place]) -> tuple[Check, ...]:
    """The identities whose cells all have a place, in the order of the form."""
    return tuple(
        _check(form, report, one, places)
        for one in form.sums
        if all(address in places for address in (*one.left, *one.right))
    )


def _check(form: Form, report: Report, one: Sum, places: Mapping[str, Place]) -> Check:
    sides = (one.left, one.right)
    rows = {places[address][0] for side in sides for address in side}
    beside = len(rows) == 1
    left, right = (_references([places[address] for address in side]) for side in sides)
    values = tuple([report.cells[address] for address in side] for side in sides)
    alone = len(one.right) == 1
    named = [(one.right, left, values[0])] if alone else [(one.left, left, values[0]), (one.right, right, values[1])]
    sums = tuple((_name(form, addresses, beside), _sum(ranges, of)) for addresses, ranges, of in named)
    cells = len(one.left) + len(one.right)
    verdict = Formula(_verdict_text(left, right, cells, alone=alone), _verdict(*values, alone=alone))
    return Check(one.identity.basis, beside, places[one.right[-1]][0 if beside else 1], sums, verdict)


def _name(form: Form, addresses: tuple[str, ...], beside: bool) -> str:
    """What a formula reckons: the total it should be, or the terms it adds."""
    cells = [form.cells[address] for address in addresses]
    labels = [brief(cell.column.label if beside else cell.row.name) for cell in cells]
    return f"{'＋'.join(labels) if len(labels) <= FEW else f'{labels[0]}等{len(labels)}项之和'}（计算）"


def spans(places: Iterable[Place]) -> list[tuple[Place, Place]]:
    """The first and the last cell of each span, neighbours in a row or column joined."""
    found: list[tuple[Place, Place]] = []
    for place in sorted(places):
        if found and _next(found[-1], place):
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found


def _references(places: Iterable[Place]) -> list[str]:
    """The cells as a formula names them."""
    both = ((reference(first), reference(last)) for first, last in spans(places))
    return [first if first == last else f"{first}:{last}" for first, last in both]


def _next(span: tuple[Place, Place], place: Place) -> bool:
    (top, left), (bottom, right) = span
    same_row = top == bottom == place[0] and place[1] == right + 1
    return same_row or (left == right == place[1] and place[0] == bottom + 1)


def reference(place: Place) -> str:
    """A cell as a formula names it."""
    return f"{xl_col_to_name(place[1])}{place[0] + 1}"


def _sum(ranges: list[str], values: list[CellValue]) -> Formula:
    cells = ",".join(ranges)
    numbers = [value for value in values if value.number is not None]
    return Formula(f'=IF(COUNT({cells})=0,"{BLANK}",SUM({cells}))', amount(values) if numbers else BLANK)


def _verdict_text(left: list[str], right: list[str], cells: int, *, alone: bool) -> str:
    both = [*left, *right]
    known = "+".join(
        [f"COUNT({','.join(both)})"]
        + [f"COUNTBLANK({one})" for one in both]
        + [f'COUNTIF({one},"{NOT_APPLICABLE}")' for one in both]
    )
    one, other = (f"SUM({','.join(side)})" for side in (left, right))
    text = f'IF(ROUND({one}-{other},6)=0,"{AGREES}","{DIFFERS}"&ABS(ROUND({one}-{other},6)))'
    if alone:
        text = f'IF(AND(COUNTBLANK({right[0]})=1,COUNT({",".join(left)})>0),"{OPEN}",{text})'
    return f'=IF({known}<>{cells},"{WORDS}",IF(COUNT({",".join(both)})=0,"{NOTHING}",{text}))'


def _verdict(left: list[CellValue], right: list[CellValue], *, alone: bool) -> str:
    if all(value.number is None for value in (*left, *right)):
        return NOTHING
    if alone and right[0].state is State.BLANK and any(value.number is not None for value in left):
        return OPEN
    difference = amount(left) - amount(right)
    return AGREES if difference == 0 else f"{DIFFERS}{shown(difference if difference > 0 else -difference)}"
