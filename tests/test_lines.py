"""The list above a table names every line that is not nothing, once, and says what the others hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from macros.form import Form, Table
from macros.render.lines import groups, lines_html, nonzero_lines
from macros.report import CellValue, Report, State
from tests.real_reports import ALL, OURS, real


def table_of(form: Form, name: str) -> Table:
    table = form.table(name)
    assert table is not None
    return table


def changed(report: Report, address: str, state: State, number: int | None = None) -> Report:
    at = report.cells[address].at
    return replace(report, cells={**report.cells, address: CellValue(address, state, number, at)})


def test_the_lines_of_the_real_report_are_these() -> None:
    report, form = real(OURS)
    said = {table.id: nonzero_lines(report, form, table) for table in form.tables}
    assert [line.text for line in said["proactive_disclosure"].lines] == [
        "行政规范性文件：本年制发件数 3 件、现行有效件数 9 件",
        "行政许可：1 件",
        "行政事业性收费：223.3495 万元",
    ]
    assert [line.text for line in said["requests"].lines] == [
        "一、本年新收政府信息公开申请数量：8 件（自然人 8）",
        "（一）予以公开：2 件（自然人 2）",
        "（二）部分公开：1 件（自然人 1）",
        "（三）不予公开·4.保护第三方合法权益：1 件（自然人 1）",
        "（四）无法提供·1.本机关不掌握相关政府信息：4 件（自然人 4）",
        "（七）总计：8 件（自然人 8）",
    ]
    assert {name: known.rest_words for name, known in said.items()} == {
        "proactive_disclosure": "其余 3 行均为零。",
        "requests": "其余 19 行均为空白。",
        "reconsideration_litigation": "本表各项均为零。",
    }


@pytest.mark.parametrize("path", ALL, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_every_group_is_a_line_or_counted_and_never_both(path: Path) -> None:
    report, form = real(path)
    for table in form.tables:
        known = nonzero_lines(report, form, table)
        all_groups = list(groups(form, table))
        assert sum(len(group.cells) for group in all_groups) == len(table.cells)
        assert len(known.lines) + sum(count for _, count in known.rest) == len(all_groups)
        lively = [g for g in all_groups if any(report.number(c.address) for c in g.cells)]
        assert [line.label for line in known.lines] == [group.label for group in lively]


def test_a_total_left_blank_beside_a_number_is_said() -> None:
    report, form = real(OURS)
    table = table_of(form, "requests")
    line = nonzero_lines(changed(report, "requests.granted.total", State.BLANK), form, table).lines[1]
    assert line.text == "（一）予以公开：总计空白（自然人 2）"
    assert line.address == "requests.granted.total"


def test_blank_zero_and_not_applicable_rows_are_counted_apart() -> None:
    report, form = real(OURS)
    table = table_of(form, "proactive_disclosure")
    for column in ("issued", "repealed", "in_force"):
        report = changed(report, f"proactive_disclosure.rules.{column}", State.NOT_APPLICABLE)
    report = changed(report, "proactive_disclosure.administrative_penalties", State.BLANK)
    assert nonzero_lines(report, form, table).rest_words == "其余 3 行中，1 行为空白，1 行为零，1 行不适用。"


def test_a_row_of_blanks_and_zeros_is_neither() -> None:
    report, form = real(OURS)
    changed_report = changed(report, "requests.carried_in.total", State.NUMBER, 0)
    said = nonzero_lines(changed_report, form, table_of(form, "requests")).rest_words
    assert said == "其余 19 行中，18 行为空白，1 行只有空白和零。"


def test_each_line_leads_to_its_cell_also_where_ids_have_a_prefix() -> None:
    report, form = real(OURS)
    root = html.fragment_fromstring(lines_html(report, form, table_of(form, "requests"), "x-"))
    assert root.xpath("//li[4]/a/@href") == ["#x-requests.denied.third_party_rights.total"]
    assert root.xpath("string(//li[4])") == "（三）不予公开·4.保护第三方合法权益：1 件（自然人 1）"
