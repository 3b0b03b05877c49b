"""The page that sets the years of one agency side by side: numbers as printed, blanks as blanks, forms kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from macros.comparison import Apart, Comparison, Group, Line, compare, follows, missing_years
from macros.facts import Number, shown
from macros.form import Form
from macros.messages.words import brief
from macros.project import Project
from macros.render import charts
from macros.report import CellValue, Report, State


def page(project: Project, agency_id: str, reports: Sequence[Report]) -> tuple[str, str, str]:
    """Title, description and content; ``reports`` are two or more of one agency, with pages in the same folder."""
    agency = project.agency(agency_id)
    name = agency.name if agency else agency_id
    found = compare(reports, project.forms)
    years = "、".join(str(one.year) for one in found.reports[::-1])
    title = f"{name}历年政府信息公开年报数据对比"
    method = "各年数字并排，格式相同的逐格比较，格式不同的分开列出。"
    description = f"{name}{years}年政府信息公开工作年度报告统计表逐项对比：{method}"
    parts = [f'<h1 id="compare">{escape(title)}</h1>', _intro(found, project)]
    by_table: dict[str, list[Group]] = {}
    for group in found.groups:
        by_table.setdefault(group.table.id, []).append(group)
    for groups in by_table.values():
        parts += _section(groups, found, project)
    if found.apart:
        parts.append('<h2 id="compare-apart">只在一种格式中有的栏目</h2>')
        names = "，".join(f"{one.id}年格式即{escape(one.document_number)}" for one in _forms(found))
        parts.append(
            "<p>下面的栏目因年度报告格式改变而增设、取消或者改变了口径，只与同一格式的年度并排，不与其他年度比较。"
            f"{names}。</p>"
        )
        for one in found.apart:
            parts += _apart(one)
    return title, description, "".join(parts)


def _forms(found: Comparison) -> tuple[Form, ...]:
    """The forms of the cells that stand apart, the newest first."""
    return tuple({one.form.id: one.form for one in found.apart}.values())


def _intro(found: Comparison, project: Project) -> str:
    links = "、".join(
        f'<a href="{one.year}.html">{one.year}年</a>（{escape(project.forms[one.form].document_number)}）'
        for one in found.reports
    )
    newest = found.reports[0].year
    change = (
        f"“增减”是{newest}年减去{newest - 1}年的差，由本站计算，不是报告数字。"
        if found.has_change
        else "最近两份报告年度不相连或者格式不同，不计算增减。"
    )
    missing = "、".join(f"{year}年" for year in missing_years(found.reports))
    gap = f"本站没有{missing}的报告，表中缺这一列。" if missing else ""
    return (
        f"<p>报告：{links}。{gap}数字与各年报告所载一致，没有换算；点数字到该年报告的原格，可以引用。"
        f"各年从新到旧排列，原表空白的格子仍为空白。{change}各年都为零或者空白的行收在表后，可以展开。</p>"
    )


def _section(groups: list[Group], found: Comparison, project: Project) -> list[str]:
    """One statutory table: a grid in its columns, with the charts of the years below its totals."""
    table = groups[0].table
    parts = [f'<h2 id="compare-{table.id}">{escape(found.form.section_of(table).title)}</h2>']
    for number, group in enumerate(groups, 1):
        own = f"compare-{table.id}-{number}"
        if group.column:
            parts.append(f'<h3 id="{own}">{escape(group.column)}</h3>')
        parts.append(_Grid(group, found.reports, own, "compare-").whole())
        if number == 1 and group.column and not all(line.is_still for line in group.lines):
            parts.append(charts.trends(found.reports, project.forms, f"{own}-caption"))
    return parts


def _apart(one: Apart) -> list[str]:
    own = f"compare-{one.group.table.id}-{one.form.id}"
    title = one.form.section_of(one.group.table).title
    note = f"（{one.form.id}年格式）"
    return [
        f'<h3 id="{own}">{escape(title + note)}</h3>',
        _Grid(one.group, one.reports, own, f"compare-{one.form.id}-", note).whole(),
    ]


class _Grid:
    """The table of one group: rows of the form, a column a year. ``row_id`` begins the id of every row."""

    def __init__(self, group: Group, reports: tuple[Report, ...], own: str, row_id: str, note: str = "") -> None:
        self.group, self.reports, self.own, self.row_id, self.note = group, reports, own, row_id, note
        self.change = follows(reports)
        self.units = list(dict.fromkeys(line.cell.unit for line in group.lines))
        self.mixed = len({one.form for one in reports}) > 1

    def whole(self) -> str:
        """The lines with numbers, then those that are zero or blank in every year, folded."""
        moving = [line for line in self.group.lines if not line.is_still]
        still = [line for line in self.group.lines if line.is_still]
        parts = []
        if moving:
            parts.append(self.region(moving, self.own))
        if still:
            blank = all(line.only_blank for line in still)
            word = "空白" if blank else "零" if not any(_has_blank(line) for line in still) else "零或者空白"
            which = "其余 " if moving else ""
            parts.append(
                f'<details class="gk-compare__still"><summary>{which}{len(still)} 行各年都为{word}</summary>'
                f"{self.region(still, f'{self.own}-still')}</details>"
            )
        return "".join(parts)

    def region(self, lines: list[Line], own: str) -> str:
        """A table in a region that scrolls by itself."""
        notes = [f"单位：{self.units[0]}"] if len(self.units) == 1 else []
        notes += [f"缺{year}年" for year in missing_years(self.reports)]
        said = f"（{'，'.join(notes)}）" if notes else ""
        column = f"：{self.group.column}" if self.group.column else ""
        rest = "，各年都为零或者空白的行" if own != self.own else ""
        caption = f"{self.group.table.caption}{column}{self.note}{rest}{said}"
        rows = "".join(self.row(line) for line in lines)
        return (
            f'<div class="gk-compare" role="region" tabindex="0" aria-labelledby="{own}-caption">'
            f'<table class="gk-compare__table"><caption id="{own}-caption">{escape(caption)}</caption>'
            f"<thead><tr>{''.join(self.heads())}</tr></thead><tbody>{rows}</tbody></table></div>"
        )

    def heads(self) -> list[str]:
        """A head for the labels, one a year, and one for the change behind the newest year."""
        found = ['<th scope="col" class="gk-compare__label">栏目</th>']
        for index, one in enumerate(self.reports):
            form = f'<span class="gk-compare__form">{one.form}年格式</span>' if self.mixed else ""
            found.append(f'<th scope="col"{self.kind(index)}>{one.year}年{form}</th>')
            if index == 0 and self.change:
                found.append(f'<th scope="col" class="gk-compare__change">比{one.year - 1}年增减</th>')
        return found

    def row(self, line: Line) -> str:
        """One cell of the form through the years."""
        label = self.label(line)
        cells = [f'<th scope="row">{escape(label)}</th>']
        for index, value in enumerate(line.values):
            cells.append(_value(value, self.kind(index), f"{self.reports[index].year}.html#{line.cell.address}"))
            if index == 0 and self.change:
                cells.append(f'<td class="gk-compare__change">{_change(line.change)}</td>')
        return f'<tr id="{escape(self.row_id + line.cell.address)}">{"".join(cells)}</tr>'

    def label(self, line: Line) -> str:
        """Row and column, as far as the heading does not say them; the unit where the table has several."""
        cell = line.cell
        heads = [cell.row.name] if self.group.column else [cell.row.name, cell.column.name]
        said = f"{cell.unit}数" in heads[-1] or f"单位：{cell.unit}" in heads[-1]
        unit = "" if said or len(self.units) == 1 else f"（{cell.unit}）"
        return "·".join(brief(name) for name in heads if name) + unit

    def kind(self, index: int) -> str:
        """The class of a year after which (to the right) another form was in force before it."""
        changed = index > 0 and self.reports[index].form != self.reports[index - 1].form
        return ' class="gk-compare__break"' if changed else ""


def _has_blank(line: Line) -> bool:
    return any(value is None or value.number is None for value in line.values)


def _value(value: CellValue | None, kind: str, to: str) -> str:
    """A value as it was printed; a number leads to its cell in the report of its year."""
    if value is not None and value.number is not None:
        text = shown(value.number) or ""
        quiet = ' class="gk-compare__zero"' if value.number == 0 else ""
        return f'<td{kind}><a href="{escape(to)}"><data{quiet} value="{text}">{text}</data></a></td>'
    if value is not None and value.state is State.NOT_APPLICABLE:
        return f'<td{kind}><span class="gk-compare__zero">不适用</span></td>'
    extra = kind[:-1] + ' gk-compare__blank"' if kind else ' class="gk-compare__blank"'
    return f'<td{extra}><span class="visually-hidden" data-search-exclude>空白</span></td>'


def _change(change: Number | None) -> str:
    """The difference with its sign; nothing where a side has no number."""
    if change is None:
        return '<span class="visually-hidden" data-search-exclude>不计算</span>'
    if change == 0:
        return '<span class="gk-compare__zero">0</span>'
    return f"+{shown(change)}" if change > 0 else f"−{shown(-change)}"
