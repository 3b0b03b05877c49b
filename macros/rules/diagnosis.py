"""One mistake, one finding: identities that a single changed cell (or two exchanged cells) would all satisfy.

A wrong cell breaks its row, its column and perhaps the printed identity. Where exactly one cell, changed by a certain
amount, would make every broken identity of a group hold and break none, the group is reported as that one cell.
Where the choice is not unique nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from macros.facts import CellRef, Fact, Number
from macros.form import Form
from macros.report import Report


def diagnose(form: Form, report: Report, facts: list[Fact]) -> list[Fact]:
    """The same facts, with those that one mistake explains put together."""
    groups = _connected(facts)
    result: list[Fact] = []
    for group in groups:
        change = _only_change(form, report, group)
        swap = None if change else _only_swap(form, report, group)
        if change is not None:
            result.append(_as_change(group, *change))
        elif swap is not None:
            result.append(_as_swap(group, *swap))
        else:
            result.extend(group)
    return _alike(form, result)


def _alike(form: Form, facts: list[Fact]) -> list[Fact]:
    """Where one identity fails by the same amount in two places, each says so: probably it is one mistake."""
    names = {one.key: one.identity.id for one in form.sums}
    by_gap: dict[tuple[str, Number], list[Fact]] = {}
    for fact in facts:
        if "suspect" not in fact.detail and fact.actual is not None:
            by_gap.setdefault((names[str(fact.detail["sum"])], _residual(fact)), []).append(fact)
    twin = {id(a): str(b.detail["sum"]) for pair in by_gap.values() if len(pair) == 2 for a, b in (pair, pair[::-1])}
    return [replace(f, detail={**f.detail, "alike": twin[id(f)]}) if id(f) in twin else f for f in facts]


def _connected(facts: list[Fact]) -> list[list[Fact]]:
    """Groups of facts that share cells, in the order given."""
    groups: list[tuple[set[str], list[Fact]]] = []
    for fact in facts:
        cells = {ref.address for ref in fact.cells}
        touching = [g for g in groups if g[0] & cells]
        merged = [f for g in touching for f in g[1]] + [fact]
        for g in touching:
            cells |= g[0]
            groups.remove(g)
        groups.append((cells, merged))
    return [members for _, members in groups]


def _residual(fact: Fact) -> Number:
    left = [ref.value for ref in fact.cells if ref.sign > 0 and isinstance(ref.value, int | Decimal)]
    right = [ref.value for ref in fact.cells if ref.sign < 0 and isinstance(ref.value, int | Decimal)]
    return sum(left, start=0) - sum(right, start=0)


def _only_change(form: Form, report: Report, group: list[Fact]) -> tuple[CellRef, Number] | None:
    """The one cell and its one new value that would make all sums of the group hold."""
    keys = {str(fact.detail["sum"]) for fact in group}
    found = []
    refs = {ref.address: ref for fact in group for ref in fact.cells}
    for address, ref in refs.items():
        if {one.key for one in form.sums_of[address]} != keys:
            continue
        changes = {-_residual(f) * r.sign for f in group for r in f.cells if r.address == address}
        old = report.number(address)
        if len(changes) != 1:
            continue
        new = (0 if old is None else old) + changes.pop()
        if new >= 0 or form.cells[address].kind == "change":
            found.append((ref, new))
    return found[0] if len(found) == 1 else None


def _only_swap(form: Form, report: Report, group: list[Fact]) -> tuple[CellRef, CellRef] | None:
    """The one pair of cells of a row that, exchanged, would make all sums of the group hold."""
    keys = {str(fact.detail["sum"]) for fact in group}
    if len(keys) < 2:
        return None
    residuals = {str(fact.detail["sum"]): _residual(fact) for fact in group}
    refs = {ref.address: ref for fact in group for ref in fact.cells}
    found = [
        (refs[a], refs[b])
        for a, b in _row_pairs(form, refs)
        if _exchange_mends(form, report, a, b, residuals)
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _row_pairs(form: Form, refs: dict[str, CellRef]) -> Iterator[tuple[str, str]]:
    rows: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for address in refs:
        cell = form.cells[address]
        if cell.row.path:
            rows.setdefault((cell.table, cell.row.path), []).append(address)
    for row in rows.values():
        for i, first in enumerate(row):
            for second in row[i + 1 :]:
                yield first, second


def _exchange_mends(form: Form, report: Report, a: str, b: str, residuals: dict[str, Number]) -> bool:
    first, second = report.number(a), report.number(b)
    if first == second:
        return False
    delta = (0 if second is None else second) - (0 if first is None else first)
    effect: dict[str, Number] = {}
    for address, change in ((a, delta), (b, -delta)):
        for one in form.sums_of[address]:
            sign = 1 if address in one.left else -1
            effect[one.key] = effect.get(one.key, 0) + sign * change
    moved = {key: change for key, change in effect.items() if change != 0}
    return moved == {key: -residual for key, residual in residuals.items()}


def _merge(group: list[Fact], first: list[CellRef]) -> tuple[CellRef, ...]:
    seen = {ref.address: ref for ref in first}
    for fact in group:
        for ref in fact.cells:
            seen.setdefault(ref.address, ref)
    return tuple(seen.values())


def _as_change(group: list[Fact], ref: CellRef, new: Number) -> Fact:
    detail = {**group[0].detail, "suspect": ref.address, "fix": str(new)}
    if len(group) == 1:
        return replace(group[0], detail=detail)
    actual = ref.value
    return Fact(
        group[0].rule, ref.at, _merge(group, [ref]), new, actual, detail, "+".join(f.key for f in group), tuple(group)
    )


def _as_swap(group: list[Fact], first: CellRef, second: CellRef) -> Fact:
    detail = {**group[0].detail, "suspect": first.address, "swap": second.address}
    cells = _merge(group, [first, second])
    key = "+".join(f.key for f in group)
    return Fact(group[0].rule, first.at, cells, second.value, first.value, detail, key, tuple(group))
