"""What a PDF is set from, as plain data: the template reads it and takes every word as words, never as markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeAlias

from macros.fonts import Fonts
from macros.form import Form
from macros.furniture.share import DEMONSTRATION
from macros.grid import Grid, grid
from macros.project import Project
from macros.publish.appendix import corrected
from macros.publish.names import superseded
from macros.publish.narrative import Block, Heading, List, Paragraph, PlainTable, Run, Statutory
from macros.report import Report, State

Data: TypeAlias = dict[str, object]

PAGE = 156.0  # mm between the margins
VALUE = 11.0  # mm a column of numbers is wide where rows have labels in several columns
SMALL, MIDDLE, LARGE = 9.0, 10.5, 12.0  # pt: 小五, 五号, 小四
FEW = 6  # columns that leave room for large letters
TITLE = 20  # characters of a title in one line
GROUPS = (13.0, 17.0)  # mm of the outer columns of labels, from the left; the innermost takes what is left


def content(project: Project, report: Report, form: Form, blocks: Iterable[Block], fonts: Fonts) -> Data:
    """Everything the template needs. Raises ``KeyError`` for a table the form does not have."""
    blocks = tuple(blocks)
    agency = project.agency(report.agency)
    name = agency.name if agency else report.agency
    title = title_of(blocks) or f"{name}{report.year}年政府信息公开工作年度报告"
    demonstration = project.site.demonstration
    old = superseded(report)
    about = f"{old}格式：{form.document_number}。字体：{fonts.words}。"
    return {
        "title": title,
        "author": name,
        "description": f"{DEMONSTRATION}。{about}" if demonstration else about,
        "notice": [line for line in (old, corrected(report), DEMONSTRATION if demonstration else "") if line],
        "fonts": {
            "fang": fonts.fang, "hei": fonts.hei, "kai": fonts.kai, "song": fonts.song, "drawn_bold": fonts.drawn_bold,
        },
        "blocks": [_block(block, report, form) for block in _headed(blocks, title, name)],
    }  # fmt: skip


def title_of(blocks: Iterable[Block]) -> str:
    """The words of the first heading of level 1; nothing when there is none."""
    found = (block for block in blocks if isinstance(block, Heading) and block.level == 1)
    return next(("".join(run.text for run in block.runs).replace("\n", "") for block in found), "")


def _headed(blocks: Iterable[Block], title: str, agency: str) -> Iterator[Block]:
    """The blocks under a title, no level of headings left out: readers go from one to the next."""
    last = 0
    for block in blocks:
        if last == 0 and not (isinstance(block, Heading) and block.level == 1):
            last = 1
            yield _cut(Heading(1, (Run(title),)), agency)
        if not isinstance(block, Heading):
            yield block
        elif block.runs:
            last = min(block.level, last + 1)
            yield _cut(replace(block, level=last), agency) if last == 1 else replace(block, level=last)


def _cut(heading: Heading, agency: str) -> Heading:
    """A title too long for one line is cut after the agency's name."""
    run, *more = heading.runs
    rest = run.text.removeprefix(agency)
    if more or len(run.text) <= TITLE or rest in ("", run.text) or "\n" in rest:
        return heading
    return replace(heading, runs=(replace(run, text=f"{agency}\n{rest}"),))


def tables_of(blocks: Iterable[Block], report: Report, form: Form) -> Iterator[Grid | None]:
    """The tables of the document in their order; ``None`` for one an editor has written."""
    for block in blocks:
        if isinstance(block, Statutory):
            yield grid_of(block, report, form)
        elif isinstance(block, PlainTable):
            yield None
        elif isinstance(block, List):
            for item in block.items:
                yield from tables_of(item, report, form)


def grid_of(block: Statutory, report: Report, form: Form) -> Grid:
    """The table that stands at a place. Raises ``KeyError`` for one the form does not have."""
    table = form.table(block.table)
    if table is None:
        raise KeyError(block.table)
    return grid(report, table)


def _block(block: Block, report: Report, form: Form) -> Data:
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "runs": _runs(block.runs)}
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "quoted": block.quoted, "kept": block.kept, "runs": _runs(block.runs)}
    if isinstance(block, List):
        items = [[_block(one, report, form) for one in item] for item in block.items]
        return {"kind": "list", "ordered": block.ordered, "items": items}
    if isinstance(block, PlainTable):
        wide = max((len(row) for row in block.rows), default=0)
        rows = [[_runs(cell) for cell in row] + [[]] * (wide - len(row)) for row in block.rows]
        return {"kind": "plain", "columns": wide, "heads": block.header_rows, "rows": rows}
    return _statutory(grid_of(block, report, form))


def _runs(runs: Iterable[Run]) -> list[Data]:
    """Runs as data; what is plain is left out."""
    return [
        {
            "text": run.text,
            **({"bold": True} if run.bold else {}),
            **({"italic": True} if run.italic else {}),
            **({"link": run.link} if run.link else {}),
        }
        for run in runs
    ]


def _statutory(table: Grid) -> Data:
    cells = [
        {
            "x": one.column,
            "y": one.row,
            "columns": one.columns,
            "rows": one.rows,
            "kind": one.kind,
            "text": one.text,
        }
        for one in table.cells
    ]
    return {
        "kind": "statutory",
        "widths": widths(table),
        "size": size(table),
        "heads": table.header_rows,
        "cells": cells,
        "notes": "".join(notes(table)),
    }


def widths(table: Grid) -> list[float]:
    """How wide the columns are, in mm."""
    labels, numbers = table.label_columns, table.width - table.label_columns
    if labels == 0:
        return [PAGE / numbers] * numbers
    if labels == 1:
        one = PAGE / (numbers + 1)
        return [one] * (numbers + 1)
    outer = [*GROUPS[: labels - 1], *[GROUPS[-1]] * (labels - 1 - len(GROUPS))]
    return [*outer, PAGE - sum(outer) - VALUE * numbers, *[VALUE] * numbers]


def size(table: Grid) -> float:
    """How large the letters of a table are, in pt: smaller where many columns or groups of rows share the page."""
    if table.label_columns > 1:
        return SMALL
    return LARGE if table.width <= FEW else MIDDLE


def notes(table: Grid) -> Iterator[str]:
    """What is said below a table: its unit when it is one, and what is not a number."""
    values = [one for one in table.cells if one.cell and one.value]
    units = list(dict.fromkeys(one.cell.unit for one in values if one.cell))
    states = {one.value.state for one in values if one.value}
    if len(units) == 1:
        yield f"单位：{units[0]}。"
    if State.BLANK in states:
        yield "空格在原表中为空白，空白不等于零。"
    if State.NOT_APPLICABLE in states:
        yield "“不适用”表示本机关没有该项职权或事项。"
