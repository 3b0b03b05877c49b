"""A report as a Word document an office can open and edit: styles, tables and page numbers after GB/T 9704."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from macros.form import Form, Table
from macros.grid import grid
from macros.messages.words import Names, from_to
from macros.project import Project
from macros.publish.appendix import corrected
from macros.publish.names import agency_name, announced_title, document_notice
from macros.publish.narrative import Block, Heading, List, Paragraph, PlainTable, Run, Statutory
from macros.publish.word_package import About, package
from macros.publish.word_table import plain, statutory
from macros.publish.word_text import Asked, paragraph, run, runs
from macros.report import Report, State

DEEPEST = 5  # headings below the title
LEVELS = 4  # of lists in lists
TITLE_LINE = 20  # characters of 二号 on a line
YEAR = re.compile(r"\d{4}年(?=.)")


def document(project: Project, report: Report, form: Form, blocks: Iterable[Block]) -> bytes:
    """The page of a report as a Word file. Raises ``KeyError`` for a statutory table the form does not have."""
    asked = Asked()
    said = "".join(one for one in (document_notice(project, report), corrected(report)) if one)
    writer = _Writer(report, form, asked)
    parts = [paragraph("Notice", run(said))] if said else []
    parts += [part for block in blocks for part in writer.block(block)]
    about = About(announced_title(project, report), agency_name(project, report.agency), said)
    return package("".join(parts), asked, about)


class _Writer:
    """Blocks on their way into the body."""

    def __init__(self, report: Report, form: Form, asked: Asked) -> None:
        self.report, self.form, self.asked = report, form, asked

    def block(self, block: Block) -> Iterator[str]:
        """One block."""
        if isinstance(block, Heading):
            if block.level == 1:
                found = [replace(one, text=_title(one.text)) for one in block.runs]
                yield paragraph("Title", runs(found, self.asked))
            else:
                yield paragraph(f"Heading{min(block.level - 1, DEEPEST)}", runs(block.runs, self.asked))
        elif isinstance(block, Paragraph):
            style = "Quote" if block.quoted else "BodyText"
            yield paragraph(style, runs(block.runs, self.asked), "<w:keepNext/>" if block.kept else "")
        elif isinstance(block, List):
            yield from self._list(block, 0)
        elif isinstance(block, PlainTable):
            yield plain(block, self.asked)
            yield paragraph("TableNote", "")
        else:
            yield from self._statutory(block)

    def _list(self, block: List, level: int) -> Iterator[str]:
        own = self.asked.list(ordered=block.ordered)
        deep = min(level, LEVELS - 1)
        for item in block.items:
            numbered = False
            for inner in item or (Paragraph((Run(""),)),):
                if isinstance(inner, List):
                    yield from self._list(inner, level + 1)
                elif isinstance(inner, Paragraph):
                    place = f'<w:numPr><w:ilvl w:val="{deep}"/><w:numId w:val="{own}"/></w:numPr>'
                    if numbered:
                        place = f'<w:ind w:left="{640 * (deep + 2)}"/>'
                    numbered = True
                    yield paragraph("ListParagraph", runs(inner.runs, self.asked), place)
                else:
                    yield from self.block(inner)

    def _statutory(self, block: Statutory) -> Iterator[str]:
        table = self.form.table(block.table)
        if table is None:
            raise KeyError(block.table)
        name = self.form.section_of(table).title
        notes = self._notes(table)
        yield statutory(grid(self.report, table), name, notes)
        yield paragraph("TableNote", run(f"注：{notes}"))

    def _notes(self, table: Table) -> str:
        """What stands below a table: its unit, what a gap means, answers to warnings, corrections."""
        states = {self.report.cells[cell.address].state for cell in table.cells}
        notes = [_units(table)]
        if State.BLANK in states:
            notes.append("空着的格子在原表中为空白，空白不等于零。")
        if State.NOT_APPLICABLE in states:
            notes.append("“不适用”表示本机关没有该项职权或事项。")
        for one in self.report.explanations:
            if any(name.split(".")[0] == table.id for name in one.cells):
                day = f"，{one.date.isoformat()}" if one.date else ""
                notes.append(f"已说明：{one.reason}（{one.by}{day}）。")
        names = Names(self.form)
        for fix in self.report.corrections:
            cell = self.form.cells.get(fix.cell)
            if cell is not None and cell.table == table.id:
                day = f"{fix.date.isoformat()}，" if fix.date else ""
                changed = f"{from_to(fix.old, fix.new)}（{fix.kind}：{fix.reason}）"
                notes.append(f"更正：{names.place(fix.cell)}，{day}{changed}。")
        return "".join(notes)


def _units(table: Table) -> str:
    """In what the cells count; a column that says so itself is left out."""
    found: dict[str, dict[str, None]] = {}
    for cell in table.cells:
        if "单位" not in cell.column.label:
            found.setdefault(cell.unit, {})[cell.column.label] = None
    if len(found) == 1:
        every = len({cell.unit for cell in table.cells}) == 1
        return f"单位：{next(iter(found))}{'' if every else '（栏目另有注明的除外）'}。"
    said = [f"{'、'.join(labels)}为{unit}" for unit, labels in found.items()]
    return f"单位：{'；'.join(said)}。" if said else ""


def _title(text: str) -> str:
    """A title too long for a line, broken where its sense allows: after the year."""
    return YEAR.sub("\\g<0>\n", text, count=1) if len(text) > TITLE_LINE else text
