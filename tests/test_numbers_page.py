"""The page of numbers says of every number what it is, and writes out every sum it stands in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import html

from macros.facts import Position, shown
from macros.form import Form
from macros.numbers_page import numbers_page
from macros.render.anchors import every_head, label_anchors
from macros.render.lists import terms
from macros.render.written_sums import written_sum
from macros.report import CellValue, Correction, Report, State
from tests.real_reports import ALL, OURS, PROJECT, real


def page(report: Report, form: Form) -> html.HtmlElement:
    return html.fragment_fromstring(numbers_page(PROJECT, report, form)[2], create_parent="div")


@pytest.mark.parametrize("path", ALL, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_every_number_has_its_entry_with_value_unit_and_the_way_back(path: Path) -> None:
    report, form = real(path)
    root = page(report, form)
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    for address, cell in form.cells.items():
        (entry,) = root.xpath("//*[@id=$id]", id=address)
        value = report.cells[address]
        words = {State.BLANK: "空白", State.NOT_APPLICABLE: "不适用"}.get(
            value.state, f"{shown(value.number)} {cell.unit}"
        )
        (link,) = entry.xpath("./dd/a")
        assert (link.text, link.get("href")) == (words, f"{report.year}.html#{address}")
    for figure in report.figures.values():
        (entry,) = root.xpath("//*[@id=$id]", id=f"figures.{figure.id}")
        assert figure.label in entry.text_content()


@pytest.mark.parametrize("path", [OURS, ALL[1]], ids=["form-2021", "form-2019"])
def test_every_label_with_a_meaning_has_the_same_anchor_here_and_on_the_page_of_terms(path: Path) -> None:
    report, form = real(path)
    here = set(page(report, form).xpath("//@id"))
    there = set(html.fragment_fromstring(terms(form), create_parent="div").xpath("//@id"))
    for table in form.tables:
        anchors = label_anchors(table)
        for block in table.blocks:
            for head in (*every_head(block.rows), *every_head(block.columns)):
                assert anchors[id(head)] in here
                assert anchors[id(head)] in there or head.meaning is None
    assert "term-requests-denied-state_secret" in here & there
    assert "term-requests-col-natural_person" in here & there


def test_a_sum_is_written_out_with_its_blanks() -> None:
    report, form = real(OURS)
    written = {one.key: written_sum(report, form, one) for one in form.sums}
    assert written["request_balance.natural_person"] == (
        "一、本年新收政府信息公开申请数量 8 ＋ 二、上年结转政府信息公开申请数量 空白 ＝ "
        "（七）总计 8 ＋ 四、结转下年度继续办理 空白。两边都是 8，相符（空白、不适用不计入）。"
    )
    assert list(written.values()).count("各格均为空白，没有可以核对的数。") == 19 + 2 * 5
    assert written["results_total.total"] == (
        "（一）予以公开 2 ＋ （二）部分公开 1 ＋ （三）不予公开·4.保护第三方合法权益 1 ＋ "
        "（四）无法提供·1.本机关不掌握相关政府信息 4（另有 17 格空白） ＝ （七）总计 8。"
        "两边都是 8，相符（空白、不适用不计入）。"
    )


def test_every_sum_of_the_form_is_on_the_page() -> None:
    for path in ALL[:2]:
        report, form = real(path)
        said = page(report, form).xpath('//ul[@class="gk-sums"]/li')
        assert len(said) == len(form.sums)


def test_a_sum_that_does_not_hold_is_never_called_right() -> None:
    report, form = real(OURS)
    address = "requests.granted.natural_person"
    wrong = CellValue(address, State.NUMBER, 3, report.cells[address].at)
    spoiled = replace(report, cells={**report.cells, address: wrong})
    for one in form.sums_of[address]:
        text = written_sum(spoiled, form, one)
        assert text is not None
        assert "不相符：左边为" in text
        assert "，相符" not in text


def test_a_correction_stands_at_its_number_and_in_the_record() -> None:
    report, form = real(OURS)
    one = Correction(date(2025, 2, 1), "requests.granted.total", 3, 2, "更正", "复核<台账>", Position("x"))
    root = page(replace(report, corrections=(one,)), form)
    words = "2025-02-01，由 3 改为 2（更正：复核<台账>）"
    assert any(words in note for note in root.xpath('//p[@class="gk-note"]/text()'))
    assert words in root.xpath('string(//h2[@id="numbers-corrections"]/following-sibling::ul)')


def test_without_corrections_the_record_says_so() -> None:
    report, form = real(OURS)
    assert "没有更正记录。" in page(report, form).text_content()


@pytest.mark.parametrize("path", ALL, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_the_page_stays_light(path: Path) -> None:
    assert len(numbers_page(PROJECT, *real(path))[2].encode()) < 120_000
