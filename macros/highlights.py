"""The numbers the site says first, each with the parts it is made of; which ones, the form file says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from macros.facts import Number, shown
from macros.form import Cell, Form, Head, under
from macros.report import CellValue, Report, State, total

# What a label says beside its name: a number before it, an explanation behind it, the unit of its column.
AROUND = re.compile(r"^(（[一二三四五六七八九十]+）|\d+\.|[一二三四五六七八九十]+、)|（.*）$|件数$")


@dataclass(frozen=True, slots=True)
class Part:
    """One of the numbers a highlight is made of; only numbers that are not zero."""

    label: str
    number: Number


@dataclass(frozen=True, slots=True)
class Said:
    """A highlight of a report: the cell as stated, its label and unit, and its parts."""

    address: str
    label: str
    unit: str
    zero: str
    value: CellValue
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The number as printed, or the word for why there is none."""
        if self.value.number is None:
            return "空白" if self.value.state is State.BLANK else "不适用"
        return shown(self.value.number) or ""

    @property
    def sense(self) -> str:
        """What the number is made of, in words: ``其中自然人 7 件，其他 1 件``; what zero says where it is zero."""
        if self.value.number == 0:
            return self.zero
        said = "，".join(f"{part.label} {shown(part.number)} {self.unit}" for part in self.parts)
        if total([part.number for part in self.parts]) != self.value.number:
            return said
        return f"全部为{self.parts[0].label}" if len(self.parts) == 1 else f"其中{said}"


def highlights(report: Report, form: Form) -> tuple[Said, ...]:
    """The highlights the form names, in its order, of the cells the report states."""
    found = []
    for one in form.highlights:
        cell, value = form.cells[one.cell], report.cells.get(one.cell)
        if value is None:
            continue
        parts = tuple(part for name in one.parts for part in _part(report, form, cell, name))
        found.append(Said(cell.address, one.label, cell.unit, one.zero, value, parts))
    return tuple(found)


def _part(report: Report, form: Form, whole: Cell, name: str) -> Iterator[Part]:
    """The part ``name``: a cell, or a group of rows summed in the column of the whole."""
    cells = list(_named(form, name))
    if name not in form.cells:
        cells = [cell for cell in cells if cell.column is whole.column]
    numbers = [number for cell in cells if (number := report.number(cell.address)) is not None]
    number = total(numbers)
    if not cells or not number:
        return
    head = cells[0].column if cells[0].row is whole.row else _group(form, whole, name) or cells[0].row
    yield Part(AROUND.sub("", head.label), number)


@lru_cache(maxsize=256)
def _named(form: Form, name: str) -> tuple[Cell, ...]:
    """The cells a part names."""
    return tuple(form.cells[address] for address in under(name, tuple(form.cells)))


def _group(form: Form, whole: Cell, name: str) -> Head | None:
    """The head of the rows that ``name`` groups."""
    table = form.table(whole.table)
    path = tuple(name.split(".")[1:])
    heads = [head for block in table.blocks for head in block.rows] if table else []
    while heads:
        head = heads.pop()
        if head.has_id and head.path == path:
            return head
        heads += head.children
    return None
