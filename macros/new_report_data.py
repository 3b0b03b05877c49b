"""The data file of next year's report: carried-over cells from last year's, a mark in every other place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from macros.canonical import canonical
from macros.form import Form
from macros.marks import MARK
from macros.report import CellValue, Report
from macros.report_file import FEES
from macros.source import parse
from macros.written import quoted

Tree: TypeAlias = "dict[str, Tree | list[str] | str]"
CARRY = "carry-over"  # the link of the form: what last year carried forward is what this year carried in


def carried(form: Form, last: Report, last_form: Form) -> dict[str, CellValue]:
    """What last year's report states of this year's cells, by this year's address, as the form's links say."""
    before = {one.key: one.one("from") for one in last_form.linked.get(CARRY, ())}
    pairs = ((one.one("to"), before[one.key]) for one in form.linked.get(CARRY, ()) if one.key in before)
    return {to: last.cells[source] for to, source in pairs if source in last.cells}


def data_text(
    form: Form, agency: str, year: int, last: Report | None, last_form: Form | None, days: tuple[str, ...]
) -> str:
    """The file in canonical form."""
    known = carried(form, last, last_form) if last is not None and last_form is not None else {}
    lines = [
        f"# {year}年度报告的草稿。写着“{MARK}”的地方填完才能公布：确为零填 0，确无数据写 null，没有该项职权写 n/a。",
        *(f"# 期限：{day}" for day in days),
        f"agency: {agency}",
        f"year: {year}",
        f"form: {quoted(form.id)}  # {form.document_number}",
        "status: draft",
        "published: null  # 首次公布时间，公布时填",
        "",
        *table_lines(form, lambda address: _value(known.get(address))),
        *_figures(form, last),
        f"processing_fee: {{{', '.join(f'{key}: {MARK}' for key in FEES)}}}  # 信息处理费（元），六",
        "explanations: []",
        "corrections: []",
    ]
    written = "\n".join(lines) + "\n"
    return canonical(parse(written, ""), form)


def _figures(form: Form, last: Report | None) -> list[str]:
    """Last year's figures without their numbers, and without a source where it may be another this year."""
    sections = {section.id for section in form.sections}
    figures = [one for one in last.figures.values() if one.section in sections] if last is not None else []
    if not figures:
        return ["figures: {}  # 正文引用的数字"]
    found = ["figures:  # 正文引用的数字"]
    for one in figures:
        parts = [f"value: {MARK}", f"unit: {quoted(one.unit) if one.unit else 'null'}", f"label: {quoted(one.label)}"]
        parts += [f"section: {one.section}", *([f"source: {MARK}"] if one.source else [])]
        found.append(f"  {quoted(one.id)}: {{{', '.join(parts)}}}")
    return found


def table_lines(form: Form, said: Callable[[str], str]) -> list[str]:
    """The tables of the form as YAML, each row a list or a mapping; ``said`` is what stands in a cell."""
    rows: Tree = {}
    for table in form.tables:
        for block in table.blocks:
            for row in block.row_leaves():
                cells = [table.cell(block, row, column) for column in block.column_leaves()]
                values = [said(cell.address) for cell in cells]
                if block.write == "sequence":
                    _put(rows, (table.id, *row.path), values)
                else:
                    for cell, value in zip(cells, values, strict=True):
                        _put(rows, tuple(cell.address.split(".")), value)
    return _lines(rows, 0)


def _value(value: CellValue | None) -> str:
    if value is None:
        return MARK
    return value.text if value.number is not None else "n/a" if value.text else "null"


def _put(tree: Tree, path: tuple[str, ...], value: list[str] | str) -> None:
    for key in path[:-1]:
        inner = tree.setdefault(key, {})
        assert isinstance(inner, dict)
        tree = inner
    tree[path[-1]] = value


def _lines(tree: Tree, depth: int) -> list[str]:
    """The tree as YAML: what holds only values in one line, below the tables."""
    found: list[str] = []
    for key, value in tree.items():
        start = f"{'  ' * depth}{key}:"
        if isinstance(value, str):
            found.append(f"{start} {value}")
        elif isinstance(value, list):
            found.append(f"{start} [{', '.join(value)}]")
        elif depth and all(isinstance(inner, str) for inner in value.values()):
            found.append(f"{start} {{{', '.join(f'{k}: {v}' for k, v in value.items())}}}")
        else:
            found += [start, *_lines(value, depth + 1)]
    return found
