"""The sheets beside the tables: how to read the workbook, the numbers of the narrative, corrections and answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from macros.calls import FEE_LABELS, FEE_UNITS
from macros.facts import Number, shown
from macros.form import Form
from macros.messages.words import Names, from_to
from macros.project import Project
from macros.publish.names import agency_name
from macros.publish.sheet_look import Look, exact, height
from macros.publish.sheet_sums import AGREES, NOTHING, Place, reference
from macros.report import Report

NOTE_WIDTHS = (24, 90)
NO_SUMS = "本表没有勾稽关系"
CHECKED = """公式把所载的数与算出的数相比，得出“相符”，或者“无数可核”（各格都空白或者不适用）；\
红底的为“相差”多少、“总计空白”（有分项而没有总计）、“有非数字”（格子里有不能计算的文字）。"""
SYMBOLS = (
    ("（空的格子，有底纹）", "原表空白。空白不等于零：原表没有填写，不知道是不是零。"),
    ("0", "原表填写的数就是零。"),
    ("不适用", "本机关没有该项职权或事项，原表不填数。"),
    ("数字", "照原表所载录入，没有改动，也没有用公式代替。总计也是原表所载的数。"),
    ("（计算）", "斜体的数由公式按格式规定的勾稽关系算出，改动数字后自动重算。参加计算的格子都空白的，显示“空白”。"),
    ("核对", CHECKED),
    ("浅黄色的格子", "可以填写，填写时有提示。其余格子有保护，没有密码，可在“审阅”中撤销工作表保护。"),
)


def notes(
    sheet: Any, look: Look, lines: Sequence[tuple[str, str]], verdicts: Mapping[str, Mapping[Place, str]]
) -> None:
    """The first sheet: what the workbook is, its symbols, and whether the numbers agree, table by table."""
    row = _table(sheet, look, "gk_about", 3, ("事项", "内容"), lines)
    row = _table(sheet, look, "gk_symbols", row + 1, ("符号", "含义"), SYMBOLS)
    head = row + 1
    for row, (name, places) in enumerate(verdicts.items(), head + 1):
        sheet.write_string(row, 0, name, look("label"))
        sheet.set_row(row, height(name, NOTE_WIDTHS[0]))
        sheet.write_formula(row, 1, _result(name, list(places)), look("label"), _result_now(places.values()))
    _heads(sheet, look, "gk_result", head, head + len(verdicts), ("表", "核对结果"))
    for at, width in enumerate(NOTE_WIDTHS):
        sheet.set_column(at, at, width)


def _result(name: str, places: Sequence[Place]) -> str:
    """How many verdicts of a table do not agree, as a formula."""
    if not places:
        return f'="{NO_SUMS}"'
    quoted = name.replace("'", "''")
    rows, columns = {row for row, _ in places}, {column for _, column in places}
    first, last = (min(rows), min(columns)), (max(rows), max(columns))
    area = f"'{quoted}'!{reference(first)}:{reference(last)}"
    fine = f'(COUNTIF({area},"{AGREES}")+COUNTIF({area},"{NOTHING}"))'
    count = len(places)
    return f'=IF({fine}={count},"{count}项勾稽关系，没有不符","{count}项勾稽关系，"&({count}-{fine})&"项需要核实")'


def _result_now(said: Collection[str]) -> str:
    wrong = sum(one not in (AGREES, NOTHING) for one in said)
    if not said:
        return NO_SUMS
    return f"{len(said)}项勾稽关系，" + (f"{wrong}项需要核实" if wrong else "没有不符")


def about(project: Project, report: Report, form: Form) -> list[tuple[str, str]]:
    """What the workbook is made from; what is not known is left out."""
    lines = [
        ("报告机关", agency_name(project, report.agency)),
        ("报告年度", f"{report.year}年"),
        ("格式依据", f"《{form.title}》（{form.document_number}）"),
    ]
    if report.published:
        lines.append(("首次公布", report.published.isoformat()))
    if report.index_number:
        lines.append(("索引号", report.index_number))
    return lines


def figures(sheet: Any, look: Look, report: Report, form: Form) -> None:
    """The numbers of the narrative and of the fees."""
    heads = ("编号", "名称", "数值", "单位", "所在部分", "来源")
    rows: list[tuple[str, str, Number | None, str, str, str]] = []
    for figure in report.figures.values():
        section = form.section(figure.section)
        rows.append(
            (
                f"figures.{figure.id}",
                figure.label,
                figure.value,
                figure.unit,
                section.title if section else figure.section,
                figure.source or "",
            )
        )
    last = form.sections[-1].title
    rows += [
        (f"processing_fee.{fee.id}", FEE_LABELS[fee.id], fee.value, FEE_UNITS[fee.id], last, "")
        for fee in report.fees.values()
    ]
    widths = (36, 50, 14, 10, 30, 30)
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    for row, line in enumerate(rows, 4):
        for column, said in enumerate(line):
            if isinstance(said, str):
                sheet.write_string(row, column, said, look("text"))
            elif said is None:
                sheet.write_blank(row, column, None, look("gap"))
            elif exact(said):
                sheet.write_number(row, column, said, look.number(said))
            else:
                sheet.write_string(row, column, shown(said) or "", look("gap"))
        sheet.set_row(row, max(height(shown(line[at]) or "", widths[at]) for at in (1, 4, 5)))
    if rows:
        _heads(sheet, look, "gk_figures", 3, 3 + len(rows), heads)
    sheet.freeze_panes(4, 0)


def remarks(sheet: Any, look: Look, report: Report, form: Form) -> None:
    """Corrections made after publication and answers to warnings."""
    names = Names(form)
    row = 3
    if report.corrections:
        lines = [
            (
                one.date.isoformat() if one.date else "",
                names.cell(one.cell),
                from_to(one.old, one.new),
                f"{one.kind}：{one.reason}",
            )
            for one in report.corrections
        ]
        row = _table(sheet, look, "gk_corrections", row, ("日期", "更正处", "更正", "原因"), lines) + 1
    if report.explanations:
        lines = [
            (
                one.date.isoformat() if one.date else "",
                "；".join(map(names.cell, one.cells)) or (one.text or ""),
                one.reason,
                one.by,
            )
            for one in report.explanations
        ]
        _table(sheet, look, "gk_explanations", row, ("日期", "说明处", "说明", "说明人"), lines)
    for at, width in enumerate((14, 50, 50, 40)):
        sheet.set_column(at, at, width)


def _table(
    sheet: Any, look: Look, name: str, head: int, heads: tuple[str, ...], lines: Sequence[tuple[str, ...]]
) -> int:
    """Rows of text under heads; the row after them."""
    for row, line in enumerate(lines, head + 1):
        for column, text in enumerate(line):
            sheet.write_string(row, column, text, look("text"))
        sheet.set_row(row, max(height(text, NOTE_WIDTHS[-1] if len(line) == 2 else 40) for text in line))
    _heads(sheet, look, name, head, head + len(lines), heads)
    return head + len(lines) + 1


def _heads(sheet: Any, look: Look, name: str, top: int, bottom: int, heads: tuple[str, ...]) -> None:
    columns = [{"header": head, "header_format": look("head")} for head in heads]
    sheet.add_table(
        top, 0, bottom, len(heads) - 1, {"name": name, "columns": columns, "autofilter": False, "style": None}
    )
