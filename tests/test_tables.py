"""The tables on the page are the form's tables with the report's numbers: every cell, every label, every header."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pytest
from lxml import html
from lxml.html import HtmlElement

from macros.built import Built
from macros.facts import Position, shown
from macros.form import Block, Head, Table
from macros.numbers_page import numbers_page
from macros.render.tables import statutory_table
from macros.render.tables.place import Place
from macros.report import Correction, Report, State
from macros.table_place import place_of
from tests.case_files import FIXTURES
from tests.real_reports import ALL, OURS, PROJECT, report_at

REPORT_PAGE = "reports/suzhou-gxj/2024.html"


def rendered(report: Report, table: Table) -> HtmlElement:
    return html.fragment_fromstring(statutory_table(report, PROJECT.forms[report.form], table), create_parent="div")


def found(root: HtmlElement, path: str) -> list[HtmlElement]:
    """The elements at a path."""
    result = root.xpath(path)
    assert isinstance(result, list)
    return [element for element in result if isinstance(element, HtmlElement)]


def stated(report: Report, address: str) -> tuple[str, str]:
    """What a cell must show: its class and its text."""
    value = report.cells[address]
    if value.state is State.BLANK:
        return "blank", "空白"
    if value.state is State.NOT_APPLICABLE:
        return "na", "不适用"
    return ("zero" if value.number == 0 else "", shown(value.number) or "")


def assert_cells(report: Report, table: Table, root: HtmlElement) -> None:
    cells = {td.get("id"): td for td in root.iter("td") if td.get("id")}
    assert list(cells) == [cell.address for cell in table.cells]
    for address, td in cells.items():
        assert (td.get("class", ""), td.text_content().strip()) == stated(report, address), address
        for data in td.iter("data"):
            assert data.get("value") == td.text_content()


def test_built_page_shows_every_cell_as_the_yaml_has_it(site: Path) -> None:
    report = report_at(OURS)
    page = html.fromstring((site / REPORT_PAGE).read_text(encoding="utf-8"))
    seen = 0
    for table in PROJECT.forms[report.form].tables:
        (root,) = found(page, f'//div[contains(@class, "gk-table--{table.id}")]')
        assert_cells(report, table, root)
        seen += len(table.cells)
    assert seen == 200


@pytest.mark.parametrize("path", ALL, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_each_real_report_is_rendered_cell_by_cell(path: Path) -> None:
    report = report_at(path)
    for table in PROJECT.forms[report.form].tables:
        assert_cells(report, table, rendered(report, table))


def walk(heads: tuple[Head, ...]) -> list[str]:
    return [label for head in heads for label in (head.label, *walk(head.children))]


def block_labels(block: Block) -> list[str]:
    extra = [text for text in (block.heading, block.corner) if text]
    return sorted([*extra, *walk(block.columns), *walk(block.rows)])


@pytest.mark.parametrize("path", ALL[:2], ids=["form-2021", "form-2019"])
def test_labels_are_the_forms_word_for_word(path: Path) -> None:
    report = report_at(path)
    for table in PROJECT.forms[report.form].tables:
        root = rendered(report, table)
        printed = sorted(th.text_content() for th in root.iter("th"))
        assert printed == sorted(label for block in table.blocks for label in block_labels(block))
        assert root.findtext(".//caption") == table.caption


@pytest.mark.parametrize("path", ALL[:2], ids=["form-2021", "form-2019"])
def test_every_cell_names_all_its_headers(path: Path) -> None:
    report = report_at(path)
    for table in PROJECT.forms[report.form].tables:
        root = rendered(report, table)
        words = {th.get("id"): th.text_content() for th in root.iter("th")}
        assert None not in words
        assert all(th.get("scope") in {"col", "colgroup", "row", "rowgroup"} for th in root.iter("th"))
        tds = {td.get("id"): td for td in root.iter("td")}
        for block in table.blocks:
            for row in block.row_leaves():
                for column in block.column_leaves():
                    td = tds[table.cell(block, row, column).address]
                    heading = [block.heading] if block.heading else []
                    expected = [*heading, *row.labels, *column.labels]
                    assert [words[name] for name in td.get("headers", "").split()] == expected


@pytest.mark.parametrize("path", ALL[:2], ids=["form-2021", "form-2019"])
def test_spans_fill_the_grid_without_holes_or_overlaps(path: Path) -> None:
    report = report_at(path)
    for table in PROJECT.forms[report.form].tables:
        root = rendered(report, table)
        taken: set[tuple[int, int]] = set()
        rows = list(root.iter("tr"))
        for y, row in enumerate(rows):
            x = 0
            for cell in row:
                while (y, x) in taken:
                    x += 1
                for dy in range(int(cell.get("rowspan", "1"))):
                    for dx in range(int(cell.get("colspan", "1"))):
                        assert (y + dy, x + dx) not in taken
                        taken.add((y + dy, x + dx))
        width = len(list(root.iter("col")))
        assert taken == {(y, x) for y in range(len(rows)) for x in range(width)}


def test_requests_table_has_three_header_levels_and_its_row_groups() -> None:
    report = report_at(OURS)
    table = PROJECT.forms[report.form].tables[1]
    root = rendered(report, table)
    assert len(root.findall(".//thead/tr")) == 3
    groups = [th for th in root.iter("th") if th.get("scope") == "rowgroup"]
    assert [(th.text_content(), th.get("rowspan")) for th in groups] == [
        ("三、本年度办理结果", "22"),
        ("（三）不予公开", "8"),
        ("（四）无法提供", "3"),
        ("（五）不予处理", "5"),
        ("（六）其他处理", "3"),
    ]


def test_not_applicable_is_told_apart_from_blank_and_zero() -> None:
    report = report_at(OURS)
    table = PROJECT.forms[report.form].tables[0]
    address = "proactive_disclosure.rules.issued"
    value = report.cells[address]
    other = type(value)(address, State.NOT_APPLICABLE, None, value.at)
    changed = Report(**{**report.__dict__, "cells": {**report.cells, address: other}})
    (td,) = found(rendered(changed, table), f'.//td[@id="{address}"]')
    assert (td.get("class"), td.text_content()) == ("na", "不适用")


def place(report: Report, prefix: str = "", terms: str | None = "../../terms.html") -> Place:
    return Place(prefix, "", f"{report.year}-numbers.html", terms)


@pytest.mark.parametrize("path", ALL[:2], ids=["form-2021", "form-2019"])
def test_every_number_and_label_leads_to_what_is_said_of_it(path: Path) -> None:
    report = report_at(path)
    form = PROJECT.forms[report.form]
    numbers = html.fragment_fromstring(numbers_page(PROJECT, report, form)[2], create_parent="div")
    explained = set(numbers.xpath("//@id"))
    for table in form.tables:
        root = html.fragment_fromstring(statutory_table(report, form, table, place(report, terms=None)), "div")
        links = [a.get("href") for a in found(root, ".//table//a")]
        assert all(link.startswith(f"{report.year}-numbers.html#") for link in links)
        assert {link.partition("#")[2] for link in links} <= explained
        assert [td.find("a").get("href").partition("#")[2] for td in found(root, ".//td[@id]")] == [
            cell.address for cell in table.cells
        ]


def test_labels_lead_to_the_page_of_terms_only_when_it_explains_the_same_form(site: Path) -> None:
    report = report_at(OURS)
    page = html.fromstring((site / REPORT_PAGE).read_text(encoding="utf-8"))
    terms = html.fromstring((site / "terms.html").read_text(encoding="utf-8"))
    links = [a.get("href") for a in found(page, '//table[@class="statutory"]//th/a')]
    assert links
    assert "../../terms.html#term-requests-denied-state_secret" in links
    assert "../../terms.html#term-requests-col-natural_person" in links
    assert {link.partition("#")[2] for link in links} <= {one.get("id") for one in terms.iter()}
    built = Built("reports/a/2019.html", "", "", "", "", report=report.id)
    assert place_of(PROJECT, built, report_at(ALL[1])).terms is None


def test_tables_of_two_reports_on_one_page_share_no_id_and_lead_home() -> None:
    report, other = report_at(OURS), report_at(FIXTURES / "js-huaian/2024.yml")
    page = Built("reports/compare.html", "", "", "", "", report=report.id)
    ids: list[str] = []
    for one in (report, other):
        form = PROJECT.forms[one.form]
        here = place_of(PROJECT, page, one)
        for table in form.tables:
            root = html.fragment_fromstring(statutory_table(one, form, table, here), create_parent="div")
            own = [str(name) for name in root.xpath("//@id")]
            named = {name for value in root.xpath("//@headers") for name in str(value).split()}
            assert named <= set(own)
            ids += own
    assert len(ids) == len(set(ids))
    assert place_of(PROJECT, page, other).numbers == "js-huaian/2024-numbers.html"
    assert place_of(PROJECT, page, other).report == "js-huaian/2024.html"


def test_a_corrected_cell_says_what_it_was() -> None:
    report = report_at(OURS)
    one = Correction(date(2025, 2, 1), "requests.granted.total", 3, 2, "更正", "复核", Position("x"))
    corrected = Report(**{**report.__dict__, "corrections": (one,)})
    root = rendered(corrected, PROJECT.forms["2021"].tables[1])
    (td,) = found(root, './/td[@id="requests.granted.total"]')
    assert (td.get("class"), td.get("data-corrected")) == ("corrected", "2025-02-01，由 3 改为 2（更正：复核）")
    assert "更正：“（一）予以公开”行“总计”栏，2025-02-01，由 3 改为 2" in root.text_content()


def test_the_report_page_stays_small(site: Path) -> None:
    page = (site / REPORT_PAGE).read_bytes()
    assert len(gzip.compress(page)) < 30_000
