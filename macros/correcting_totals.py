"""Which totals change along with a cell, and which identities still fail when they have."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from macros.facts import Number
from macros.form import Form, Sum
from macros.report import CellValue, Report, State
from macros.rules.sums import amount, sides


def with_values(report: Report, values: Mapping[str, Number | str | None]) -> Report:
    """The report with other values in some cells."""
    cells = dict(report.cells)
    for address, value in values.items():
        if address in cells:
            number = None if isinstance(value, str) else value
            state = State.NUMBER if number is not None else State.BLANK if value is None else State.NOT_APPLICABLE
            cells[address] = CellValue(address, state, number, cells[address].at)
    return replace(report, cells=cells)


def totals_along(report: Report, form: Form, values: Mapping[str, Number | str | None]) -> dict[str, Number]:
    """The totals that must change with the values, as far as each is the one sum of known cells."""
    found: dict[str, Number] = {}
    for _ in range(len(form.totals)):
        now = with_values(report, {**values, **found})
        touched = {*values, *found}
        wanted = {
            one.right[0]: want
            for one in form.sums
            if len(one.right) == 1 and one.right[0] not in values and touched & {*one.left}
            if (want := _want(now, one)) is not None
        }
        if all(found.get(address) == want for address, want in wanted.items()):
            return found
        found |= wanted
    return {}


def _want(report: Report, one: Sum) -> Number | None:
    """What a total must state and does not; ``None`` where it is right or cannot be told."""
    both = sides(report, one)
    if both is None or all(value.number is None for value in both[0]):
        return None
    want, have = amount(both[0]), both[1][0].number
    return None if have == want else want


def broken(report: Report, form: Form, touched: Collection[str]) -> list[tuple[Sum, list[CellValue], list[CellValue]]]:
    """The identities with a touched cell that do not hold, with their cells."""
    found = []
    for one in form.sums:
        both = sides(report, one)
        if both is not None and {*one.left, *one.right} & {*touched} and amount(both[0]) != amount(both[1]):
            found.append((one, *both))
    return found
