"""Words shared by the sentences: names of cells as the form prints them, kinds of values, quoting."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from macros.facts import CellRef, Fact, Number, shown
from macros.form import Form

Role = Literal["title", "part", "note", "sum", "stated", "difference"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a reckoning: a value, what it is, and the line of the file it stands in (0: in none)."""

    role: Role
    label: str
    value: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is wrong (``problem``) and what to do about it (``mend``).

    ``lead`` and ``lines`` say the same as ``problem`` for places with room: a short sentence, then the reckoning.
    """

    problem: str
    mend: str = ""
    lead: str = ""
    lines: tuple[Line, ...] = ()

    @property
    def whole(self) -> str:
        """Both, as one text."""
        return self.problem + self.mend


@dataclass(frozen=True, slots=True)
class Names:
    """The form's words for addresses; without a form, addresses stand for themselves."""

    form: Form | None = None

    def table(self, table_id: str) -> str:
        """``“三、收到和处理政府信息公开申请情况”表``."""
        table = self.form.table(table_id) if self.form else None
        return f"“{self.form.section_of(table).title}”表" if self.form and table else table_id

    def place(self, address: str) -> str:
        """Row and column of a cell: ``“（一）予以公开”行“自然人”栏``."""
        cell = self.form.cells.get(address) if self.form else None
        if cell is None:
            return f"“{address}”"
        row = f"“{cell.row.name}”行" if cell.row.label else ""
        column = f"“{cell.column.name}”栏" if cell.column.label else ""
        return row + column

    def cell(self, address: str) -> str:
        """Table, row and column of a cell."""
        cell = self.form.cells.get(address) if self.form else None
        return self.place(address) if cell is None else self.table(cell.table) + self.place(address)

    def unit(self, address: str) -> str:
        """The unit of a cell."""
        cell = self.form.cells.get(address) if self.form else None
        return cell.unit if cell else ""


REMARK = re.compile(r"（[^（）]{7,}）\Z")

Writer: TypeAlias = Callable[[Fact, Names], Sentence]

KINDS = {
    "map": "一组“键: 值”",
    "list": "一个列表",
    "text": "文字",
    "date": "日期（如 2025-01-31）",
    "truth": "true 或 false",
    "integer": "整数",
    "number": "数字",
    "decimal": "小数",
    "blank": "空白（null）",
    "count": "不小于零的整数",
    "money": "不小于零的数（可带小数）",
    "change": "整数（可为负）",
    "group": "至少两个词的一组",
    "single": "一个词",
    "pinyin": "逐字的拼音，音节与字数相同",
    "page": "一个页面",
    "no-page": "docs/ 里没有的",
}


def value(number: Number | str | None) -> str:
    """A value of a cell as people read it."""
    if number is None:
        return "空白"
    return "不适用" if number == "n/a" else shown(number) or ""


RENAMED = "名称或者单位改动，数未变"


def from_to(old: Number | str | None, new: Number | str | None) -> str:
    """What a correction changed; a number that is the same was given another name or unit."""
    return RENAMED if old == new else f"由 {value(old)} 改为 {value(new)}"


def arrow(old: Number | str | None, new: Number | str | None) -> str:
    """The same, in short."""
    return f"{value(old)}（{RENAMED}）" if old == new else f"{value(old)} → {value(new)}"


def addends(refs: tuple[CellRef, ...], names: Names, common: str = "") -> str:
    """A side of an identity written out: ``2（（一）予以公开，第 21 行）＋1（…）``; blanks are counted, not listed."""
    parts = []
    blanks = 0
    for ref in refs:
        if ref.value is None or ref.value == "n/a":
            blanks += 1
        elif ref.value != 0 or len(refs) <= 2:
            parts.append(f"{value(ref.value)}（{short(ref.address, names, common)}，第 {ref.at.line} 行）")
    zeros = len(refs) - blanks - len(parts)
    rest = [f"{blanks} 格空白"] if blanks else []
    rest += [f"{zeros} 格为 0"] if zeros else []
    text = "＋".join(parts)
    if not parts:
        return "、".join(rest) if rest else "0"
    return text + (f"（另有 {'、'.join(rest)}）" if rest else "")


def short(address: str, names: Names, common: str) -> str:
    """The part of a cell's name that differs along an identity: its row in a column, its column in a row."""
    cell = names.form.cells.get(address) if names.form else None
    if cell is None:
        return address
    return brief(cell.row.name if common == "column" else cell.column.name)


def brief(label: str) -> str:
    """A label without the remark printed behind it: ``（二）部分公开`` of ``（二）部分公开（区分处理的，…）``."""
    return REMARK.sub("", label) or label
