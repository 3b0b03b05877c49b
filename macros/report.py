"""One report: its cells by address, each a number, blank or not applicable, and what else its file holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum

from macros.facts import CellRef, Number, Position, shown
from macros.marks import MARK

UNPUBLISHED = frozenset({"draft", "review"})  # states in which nobody outside has seen a report


class State(Enum):
    """What stands in a cell. Blank is not zero, and not applicable is neither."""

    NUMBER = "number"
    BLANK = "blank"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True)
class CellValue:
    """What a report states in one cell, and where it says so. ``number`` is set exactly for ``State.NUMBER``.

    A ``marked`` cell states nothing yet; it is among the report's ``marks``, never among its ``cells``.
    """

    address: str
    state: State
    number: Number | None
    at: Position
    marked: bool = False

    def __reduce__(self) -> tuple[object, ...]:
        """Packed as a call: a report travels between processes by the thousand."""
        return CellValue, (self.address, self.state, self.number, self.at, self.marked)

    @property
    def text(self) -> str:
        """What is printed in the cell: the number, nothing for a blank, the words for a row that does not apply."""
        if self.marked:
            return MARK
        if self.number is None:
            return "不适用" if self.state is State.NOT_APPLICABLE else ""
        return shown(self.number) or ""

    def ref(self, sign: int = 0) -> CellRef:
        """This cell as a fact mentions it."""
        value = MARK if self.marked else "n/a" if self.state is State.NOT_APPLICABLE else self.number
        return CellRef(self.address, value, self.at, sign)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number the narrative uses: value, unit, label, the section it stands in, and where it is known from."""

    id: str
    value: Number | None
    unit: str
    label: str
    section: str
    source: str | None
    at: Position


@dataclass(frozen=True, slots=True)
class Fee:
    """One amount of 信息处理费 (section six): notices sent (件), charged and received (元)."""

    id: str
    value: Number | None
    at: Position


@dataclass(frozen=True, slots=True)
class Explanation:
    """An answer to a warning: the rule, the cells (or the words) it speaks of, the reason, who and when."""

    rule: str
    cells: tuple[str, ...]
    text: str | None
    reason: str
    by: str
    date: date | None
    at: Position


@dataclass(frozen=True, slots=True)
class Correction:
    """A change made after publication: cell (or figure, or place in the text), from, to, kind and reason."""

    date: date | None
    cell: str
    old: Number | str | None
    new: Number | str | None
    kind: str
    reason: str
    at: Position

    @property
    def identity(self) -> tuple[object, ...]:
        """Everything the entry says, to compare it with itself in another revision."""
        return (self.date, self.cell, self.old, self.new, self.kind, self.reason)


@dataclass(frozen=True)
class Report:
    """A report as its file states it. Totals are as stated, never computed."""

    path: str
    agency: str
    year: int
    form: str
    status: str
    published: date | None
    cells: dict[str, CellValue]
    figures: dict[str, Figure]
    fees: dict[str, Fee]
    explanations: tuple[Explanation, ...]
    corrections: tuple[Correction, ...]
    at: Position
    places: dict[str, Position] = field(default_factory=dict)
    index_number: str | None = None
    marks: dict[str, CellValue] = field(default_factory=dict)
    edition: int | None = None  # of a published state that a correction has superseded: 1 for the first
    superseded: date | None = None  # the day of that correction

    @property
    def id(self) -> str:
        """Agency and year: ``suzhou-gxj/2024``."""
        return f"{self.agency}/{self.year}"

    @property
    def address(self) -> str:
        """Where the report is published: its id; of a superseded edition ``suzhou-gxj/2024-v1``."""
        return self.id if self.edition is None else f"{self.id}-v{self.edition}"

    def place(self, key: str) -> Position:
        """Where a top-level key stands; the start of the file when it is not there."""
        return self.places.get(key, self.at)

    def printed(self, address: str) -> CellValue:
        """What a table shows of a cell: what is stated, or the mark. Raises ``KeyError`` when neither is there."""
        mark = self.marks.get(address)
        return self.cells[address] if mark is None else mark

    def number(self, address: str) -> Number | None:
        """The number in a cell; ``None`` when it is blank, not applicable or missing."""
        value = self.cells.get(address)
        return None if value is None else value.number

    def is_blank(self, address: str) -> bool:
        """Whether the cell was left blank."""
        value = self.cells.get(address)
        return value is not None and value.state is State.BLANK


def total(numbers: list[Number]) -> Number:
    """The exact sum (whole numbers stay whole)."""
    result: Number = 0
    for number in numbers:
        result = result + number if isinstance(number, int) else Decimal(result) + number
    return result
