"""The lines of a table that are not nothing, in words: what a reader on a small screen reads first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from macros.facts import shown
from macros.form import Cell, Form, Table
from macros.messages.words import brief
from macros.report import Report, State

REST = {"blank": "为空白", "zero": "为零", "na": "不适用", "mixed": "只有空白和零", "mark": "待填"}


@dataclass(frozen=True, slots=True)
class Group:
    """Cells that are read together: a printed row, or a group of columns where a table has no rows."""

    label: str
    cells: tuple[Cell, ...]
    total: Cell | None


@dataclass(frozen=True, slots=True)
class Line:
    """A group with a number that is not zero; ``address`` is the cell it leads to.

    ``total`` is what the group states as its total, if it does; ``parts`` are its other numbers, zero left out.
    """

    label: str
    address: str
    total: str | None
    parts: tuple[str, ...]

    @property
    def text(self) -> str:
        """The line in words."""
        return f"{self.label}：{self.said}"

    @property
    def said(self) -> str:
        """What stands in the line."""
        inner = "、".join(self.parts)
        if self.total is None:
            return inner
        return f"{self.total}（{inner}）" if inner else self.total


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a table, and how many other groups hold nothing, by what they hold instead."""

    lines: tuple[Line, ...]
    rest: tuple[tuple[str, int], ...]
    noun: str

    @property
    def rest_words(self) -> str:
        """The other groups, in words; empty when there are none."""
        if not self.rest:
            return ""
        count = sum(number for _, number in self.rest)
        start = f"其余 {count} {self.noun}" if self.lines else f"本表各{self.noun}"
        if len(self.rest) == 1:
            both = "均" if count > 1 else ""
            return f"{start}{both}{REST[self.rest[0][0]]}。"
        return f"{start}中，" + "，".join(f"{number} {self.noun}{REST[kind]}" for kind, number in self.rest) + "。"


def nonzero_lines(report: Report, form: Form, table: Table) -> Lines:
    """The lines of a table in printed order."""
    found = []
    rest: Counter[str] = Counter()
    for group in groups(form, table):
        line = _line(report, group)
        if line is None:
            rest[_nothing(report, group)] += 1
        else:
            found.append(line)
    noun = "行" if table.blocks[0].rows else "项"
    return Lines(tuple(found), tuple((kind, rest[kind]) for kind in REST if rest[kind]), noun)


def lines_html(report: Report, form: Form, table: Table, prefix: str = "") -> str:
    """The list above a table, each line leading to its place in the table."""
    known = nonzero_lines(report, form, table)
    if not known.lines:
        return f'<p class="gk-lines" data-search-exclude>{known.rest_words}</p>'
    items = "".join(
        f'<li><a href="#{prefix}{line.address}">{escape(line.label)}</a>：'
        f'<span class="gk-lines__said">{escape(line.said)}</span></li>'
        for line in known.lines
    )
    rest = f"<p>{known.rest_words}</p>" if known.rest else ""
    title = f"概览：不为零的 {len(known.lines)} {known.noun}<small>本站根据下表列出</small>"
    return (
        f'<details class="gk-lines" open data-search-exclude><summary>{title}</summary><ul>{items}</ul>{rest}</details>'
    )


@lru_cache(maxsize=32)
def groups(form: Form, table: Table) -> tuple[Group, ...]:
    """The groups of a table in printed order."""
    found: dict[str, list[Cell]] = {}
    label, row = "", None
    for cell in table.cells:
        if cell.row is not row or not cell.row.label:
            row = cell.row
            label = brief(row.name) if row.label else "·".join(cell.column.labels[:-1])
        found.setdefault(label, []).append(cell)
    return tuple(Group(label, tuple(cells), _total(form, cells)) for label, cells in found.items())


def _total(form: Form, cells: list[Cell]) -> Cell | None:
    """The cell that states the sum of others of its group."""
    own = {cell.address for cell in cells}
    for cell in cells:
        for one in form.sums_of.get(cell.address, ()):
            if one.right == (cell.address,) and own.issuperset(one.left):
                return cell
    return None


def _line(report: Report, group: Group) -> Line | None:
    parts = []
    first = None
    for cell in group.cells:
        number = report.printed(cell.address).number
        if number is None or number == 0:
            continue
        first = first or cell.address
        if cell is not group.total:
            unit = "" if group.total else f" {cell.unit}"
            label = "" if len(group.cells) == 1 else f"{cell.column.label} "
            parts.append(f"{label}{shown(number)}{unit}")
    if first is None:
        return None
    if group.total is None:
        return Line(group.label, first, None, tuple(parts))
    return Line(group.label, group.total.address, _stated(report, group.total), tuple(parts))


def _stated(report: Report, cell: Cell) -> str:
    """A total in words."""
    value = report.printed(cell.address)
    if value.number is None:
        if value.marked:
            return "总计待填"
        return "总计不适用" if value.state is State.NOT_APPLICABLE else "总计空白"
    return f"{shown(value.number)} {cell.unit}"


def _nothing(report: Report, group: Group) -> str:
    """What a group without a number holds."""
    values = [report.printed(cell.address) for cell in group.cells]
    if any(value.marked for value in values):
        return "mark"
    states = [value.state for value in values]
    if any(state is not states[0] for state in states):
        return "mixed"
    return {State.BLANK: "blank", State.NUMBER: "zero", State.NOT_APPLICABLE: "na"}[states[0]]
