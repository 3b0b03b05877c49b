"""What a report states, held against what it stated before: cells, numbers beside the tables, passages of the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from macros.facts import Number, Position
from macros.narrative import Passage
from macros.report import CellValue, Correction, Explanation, Report

AROUND = 10


def stated(value: CellValue | None) -> Number | str | None:
    """A cell as a correction writes it: a number, ``null`` or ``n/a``."""
    return None if value is None else value.ref().value


def statements(report: Report) -> dict[str, Number | str | None]:
    """Every value a correction can name, by address."""
    found = {address: stated(cell) for address, cell in report.cells.items()}
    return found | {address: one for address, (one, _) in values_of(report).items()}


def values_of(report: Report) -> dict[str, tuple[Number | str | None, Position]]:
    """Everything a correction can name besides cells and text, by address."""
    found: dict[str, tuple[Number | str | None, Position]] = {
        f"figures.{name}": (figure.value, figure.at) for name, figure in report.figures.items()
    }
    found |= {f"processing_fee.{name}": (fee.value, fee.at) for name, fee in report.fees.items()}
    released = report.published.isoformat() if report.published else None
    return found | {"form": (report.form, report.place("form")), "published": (released, report.place("published"))}


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that states something else; ``None`` where it could not be read or the form has no such cell."""

    address: str
    before: CellValue | None
    after: CellValue | None


def changed_cells(before: Report, now: Report) -> Iterator[CellChange]:
    """The cells that differ, in the order of the form; blank, zero and not applicable are three things."""
    for address in dict.fromkeys((*before.cells, *now.cells)):
        was, value = before.cells.get(address), now.cells.get(address)
        if was is None or value is None or (value.state, value.number) != (was.state, was.number):
            yield CellChange(address, was, value)


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A figure, a fee, the form or the day of publication that differs; a figure may keep its number and be reworded.

    ``added`` and ``gone`` tell an entry that was not there from one without a number.
    """

    address: str
    old: Number | str | None
    new: Number | str | None
    at: Position
    added: bool = False
    gone: bool = False


def changed_values(before: Report, now: Report) -> Iterator[ValueChange]:
    """What differs beside the tables."""
    old, new = values_of(before), values_of(now)
    for address in dict.fromkeys((*old, *new)):
        was = old[address][0] if address in old else None
        value, at = new.get(address, (None, now.place(address.split(".", maxsplit=1)[0])))
        added, gone = address not in old, address not in new
        if was != value or added or gone or reworded(address, before, now):
            yield ValueChange(address, was, value, at, added, gone)


def reworded(address: str, before: Report, now: Report) -> bool:
    """Whether a figure stands for something else than before: its label or unit is another."""
    kind, _, name = address.partition(".")
    one, other = now.figures.get(name), before.figures.get(name)
    if kind != "figures" or one is None or other is None:
        return False
    return (one.unit, one.label) != (other.unit, other.label)


def changed_passages(
    before: Mapping[str, Passage], now: Mapping[str, Passage]
) -> Iterator[tuple[str, Passage | None, Passage | None]]:
    """The passages whose words differ (white space aside), each by its section."""
    for section in dict.fromkeys((*before, *now)):
        was, value = before.get(section), now.get(section)
        if (was.text if was else "") != (value.text if value else ""):
            yield section, was, value


def frame(old: str, new: str, around: int = AROUND) -> tuple[int, int]:
    """How many characters at the start and at the end two texts have in common, less a few for the reader."""
    shorter = min(len(old), len(new))
    start = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    end = next((i for i in range(shorter - start) if old[-1 - i] != new[-1 - i]), shorter - start)
    return max(0, start - around), max(0, end - around)


def new_corrections(before: Iterable[Correction], now: Iterable[Correction]) -> list[Correction]:
    """The entries of ``now`` that ``before`` does not have; of two alike each counts."""
    known = Counter(entry.identity for entry in before)
    found = []
    for entry in now:
        if known[entry.identity]:
            known[entry.identity] -= 1
        else:
            found.append(entry)
    return found


def new_explanations(before: Iterable[Explanation], now: Iterable[Explanation]) -> list[Explanation]:
    """The answers of ``now`` that ``before`` does not give."""
    known = {_said(one) for one in before}
    return [one for one in now if _said(one) not in known]


def _said(one: Explanation) -> tuple[object, ...]:
    return one.rule, one.cells, one.text, one.reason, one.by, one.date
