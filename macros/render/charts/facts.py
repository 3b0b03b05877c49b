"""What the charts of the requests show, taken from a report by the identities of its form: rows are named nowhere here.

The balance (two sums over columns, the right one with several terms) tells where requests come from and go to; the
sum behind one of its terms tells the outcomes; the sum over rows tells the applicants and the column of totals.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from macros.amounts import Amount, amount, amount_of
from macros.facts import Number
from macros.form import Form, Head, Identity, Table
from macros.messages.words import brief
from macros.report import Report, total


@dataclass(frozen=True, slots=True)
class Shape:
    """The identities of a table that can be drawn."""

    table: Table
    balance: Identity
    across: Identity
    behind: dict[str, tuple[str, ...]]

    @property
    def at(self) -> str:
        """The column of totals."""
        return self.across.equals[0]

    @property
    def results(self) -> tuple[str, ...]:
        """The terms on the right of the balance, a total replaced by what it sums."""
        return tuple(part for term in self.balance.equals for part in self.behind.get(term, (term,)))


@lru_cache(maxsize=32)
def shape(form: Form, table: Table) -> Shape | None:
    """The identities of a table, or ``None`` when it has no balance to draw."""
    mine = [one for one in form.identities if one.table == table.id]
    balance = next((one for one in mine if one.over == "columns" and len(one.equals) > 1), None)
    across = next((one for one in mine if one.over == "rows" and len(one.equals) == 1), None)
    if balance is None or across is None:
        return None
    behind = {one.equals[0]: one.sum for one in mine if one.over == "columns" and len(one.equals) == 1}
    return Shape(table, balance, across, behind)


@dataclass(frozen=True, slots=True)
class Parts:
    """Amounts that add up to a whole; ``sound`` is false where the report's own numbers do not."""

    amounts: tuple[Amount, ...]
    whole: Number
    sound: bool

    @property
    def drawn(self) -> tuple[Amount, ...]:
        """The amounts above zero."""
        return tuple(one for one in self.amounts if one.number)


@dataclass(frozen=True, slots=True)
class Flow:
    """Where the requests of a year come from and where they go to."""

    sources: Parts
    results: Parts

    @property
    def sound(self) -> bool:
        """Whether the identity holds."""
        return self.sources.sound and self.results.sound and self.sources.whole == self.results.whole


def flow(report: Report, form: Form, found: Shape) -> Flow:
    """The balance of a report in the column of totals."""
    sources = tuple(amount_of(report, form, found.table, term, found.at) for term in found.balance.sum)
    results = tuple(amount_of(report, form, found.table, term, found.at) for term in found.results)
    stated = [amount_of(report, form, found.table, term, found.at) for term in found.balance.equals]
    whole = added(tuple(stated))
    return Flow(Parts(sources, added(sources), True), Parts(results, whole, added(results) == whole))


def applicants(report: Report, form: Form, found: Shape) -> Parts:
    """The first source by kind of applicant."""
    row = f"{found.table.id}.{found.balance.sum[0]}"
    amounts = tuple(
        amount(report, form.cells[f"{row}.{term}"].column.label, (f"{row}.{term}",)) for term in found.across.sum
    )
    stated = report.number(f"{row}.{found.at}")
    whole = added(amounts)
    return Parts(amounts, whole, whole == (added(()) if stated is None else stated))


def outcomes(report: Report, found: Shape) -> Parts:
    """Every outcome by its own row, in the column of totals."""
    term = next(term for term in found.balance.equals if term in found.behind)
    rows = [row for part in found.behind[term] for row in _rows(found.table, part)]
    amounts = tuple(amount(report, brief(row.name), (".".join((found.table.id, *row.path, found.at)),)) for row in rows)
    stated = report.number(f"{found.table.id}.{term}.{found.at}")
    whole = added(amounts)
    return Parts(amounts, whole, whole == (added(()) if stated is None else stated))


def _rows(table: Table, part: str) -> Iterator[Head]:
    """The rows that a term names."""
    path = tuple(part.split("."))
    return (row for block in table.blocks for row in block.row_leaves() if row.path[: len(path)] == path)


def added(amounts: tuple[Amount, ...]) -> Number:
    """The sum of the numbers that are there."""
    return total([one.number for one in amounts if one.number is not None])
