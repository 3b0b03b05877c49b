"""The charts of several years of one agency, drawn from the table that sets the years side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from macros.form import Form
from macros.render.charts import lines, multiples, say
from macros.render.charts.figure import figure
from macros.render.charts.years import Series, Timeline, Year, timeline
from macros.report import Report

BREAK = "虚线处年度报告的格式改变，前后口径不同，不连线。"


def trends(reports: Iterable[Report], forms: Mapping[str, Form], table: str) -> str:
    """The charts of the years, below the table whose caption has the id ``table``; empty for a single year."""
    line = timeline(tuple(reports), forms)
    if line is None:
        return ""
    first, last = line.years[0].year, line.years[-1].year
    both = (line.sources[0], line.results[-1])
    moving = [one for one in line.results if any(year.number(one.term) for year in line.years)]
    still = [one for one in line.results if one not in moving]
    parts = [
        figure(
            "chart-years", table, f"{first}年至{last}年新收和结转下年度的申请", _said(line, both),
            lambda size: lines.draw(line, both, size), _notes(line, both),
        )
    ]  # fmt: skip
    if moving:
        rest = f"各年均为零或者空白、没有画出的：{'、'.join(f'“{one.label}”' for one in still)}。" if still else ""
        notes = f"各小图用同一比例。{_groups(line, moving)}{rest}{_notes(line, moving)}"
        parts.append(
            figure(
                "chart-years-results", table, f"{first}年至{last}年申请的去向", _said(line, line.results),
                lambda size: multiples.draw(line, moving, size), notes,
            )
        )  # fmt: skip
    return f'<div class="gk-charts">{"".join(parts)}</div>'


def _said(line: Timeline, series: Sequence[Series]) -> str:
    """Every series with every year."""
    found = []
    for one in series:
        values = "，".join(f"{year.year}年{_value(line, year, one)}" for year in line.years)
        found.append(f"{one.label}：{values}。")
    return "".join(found)


def _value(line: Timeline, year: Year, one: Series) -> str:
    if one.term in year.amounts:
        return f" {say.number(year.amounts[one.term], line.unit)}"
    return "数据不符合勾稽关系，没有画出" if year.has_report else "没有报告"


def _groups(line: Timeline, series: Sequence[Series]) -> str:
    """That a group is the sum of its rows, where one is drawn."""
    return say.groups(year.amounts[one.term] for year in line.years for one in series if one.term in year.amounts)


def _notes(line: Timeline, series: Sequence[Series]) -> str:
    """The break, and what the signs on the drawing mean, where they are used."""
    found = [BREAK] if line.breaks else []
    missing = [str(year.year) for year in line.years if not year.has_report]
    unsound = [str(year.year) for year in line.years if year.has_report and not year.amounts]
    found += [f"缺：本站没有{'、'.join(missing)}年的报告。"] if missing else []
    found += [f"缺：{'、'.join(unsound)}年表中数据不符合勾稽关系，不作图。"] if unsound else []
    if any(year.amounts and year.number(one.term) is None for year in line.years for one in series):
        found.append("空：原表空白。")
    return "".join(found)
