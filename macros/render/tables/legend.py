"""What stands below a statutory table: units, what an empty cell means, answers to warnings, corrections."""

from __future__ import annotations

from html import escape

from macros.form import Form, Table
from macros.marks import MARK
from macros.messages.words import Names, value
from macros.render.lists import answer
from macros.report import Correction, Report, State

HOW = '<span class="gk-noprint">数字和栏目名称都可以点按，查看含义、依据和勾稽关系。</span>'


def correction_words(one: Correction) -> str:
    """One correction as a sentence without its end: when, from what, to what, why."""
    day = f"{one.date.isoformat()}，" if one.date else ""
    return f"{day}由 {value(one.old)} 改为 {value(one.new)}（{one.kind}：{one.reason}）"


def corrections_by_cell(report: Report) -> dict[str, str]:
    """What was corrected in each cell, in the order of the file."""
    found: dict[str, str] = {}
    for one in report.corrections:
        known = found.get(one.cell)
        found[one.cell] = f"{known}；{correction_words(one)}" if known else correction_words(one)
    return found


def legend(report: Report, form: Form, table: Table) -> str:
    """The notes of a table, as one paragraph."""
    units = list(dict.fromkeys(cell.unit for cell in table.cells))
    values = [report.printed(cell.address) for cell in table.cells]
    gaps = [one.state for one in values if one.number is None and not one.marked]
    notes = [f"单位：{units[0]}。"] if len(units) == 1 else []
    if State.BLANK in gaps:
        notes.append("有斜纹底色的格子在原表中为空白，空白不等于零。")
    if State.NOT_APPLICABLE in gaps:
        notes.append("“不适用”表示本机关没有该项职权或事项。")
    if any(one.marked for one in values):
        notes.append(f"“{MARK}”的格子还没有填。")
    notes.append(HOW)
    notes += [
        f"已说明：{answer(one)}。"
        for one in report.explanations
        if any(name.split(".")[0] == table.id for name in one.cells)
    ]
    names = Names(form)
    notes += [
        f"更正：{escape(names.place(one.cell))}，{escape(correction_words(one))}。"
        for one in report.corrections
        if (cell := form.cells.get(one.cell)) is not None and cell.table == table.id
    ]
    return f'<p class="gk-legend">{"".join(notes)}</p>'
