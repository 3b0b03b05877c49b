"""Indicators: computed from the cells they name, exactly, never from a blank, and never mixed with the report."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from lxml import html

from macros.facts import shown
from macros.form import Form
from macros.form_file import read_form
from macros.indicators import Share, shares
from macros.reader import Reader
from macros.render.indicators import section
from macros.report import Report
from macros.source import parse
from tests.content import CONTENT
from tests.real_reports import ALL, OURS, PROJECT, real
from tests.test_charts import changed


def share(report: Report, form: Form, name: str) -> Share:
    return next(one for one in shares(report, form) if one.indicator.id == name)


REAL, FORM = real(OURS)


@pytest.mark.parametrize(
    ("name", "fraction", "percent"),
    [
        ("disclosure_rate", "3/8", "37.5"),
        ("denial_rate", "1/8", "12.5"),
        ("unable_rate", "4/8", "50.0"),
        ("natural_person_share", "8/8", "100.0"),
    ],
)
def test_shares_of_the_real_report(name: str, fraction: str, percent: str) -> None:
    found = share(REAL, FORM, name)
    assert (found.fraction, found.percent, found.refusal) == (fraction, percent, None)


def test_a_blank_numerator_is_not_a_zero() -> None:
    found = share(REAL, FORM, "carry_forward_rate")
    assert (found.percent, found.refusal) == (None, "分子空白，不能计算")


def test_a_blank_denominator_is_not_a_zero() -> None:
    report = changed(REAL, {"requests.results_total.total": None})
    assert share(report, FORM, "disclosure_rate").refusal == "分母空白，不能计算"


def test_nothing_is_divided_by_zero() -> None:
    found = share(REAL, FORM, "reconsideration_corrected_rate")
    assert (found.fraction, found.percent, found.refusal) == ("0/0", None, "不适用（分母为零）")


def test_a_blank_inside_a_sum_is_said() -> None:
    assert share(REAL, FORM, "denial_rate").gaps == "分子中“（三）不予公开”的 8 格中 7 格空白，没有计入"
    assert share(REAL, FORM, "carry_forward_rate").gaps == "分母中“二、上年结转政府信息公开申请数量”空白，没有计入"
    assert share(REAL, FORM, "disclosure_rate").gaps == ""


@pytest.mark.parametrize(
    ("above", "below", "percent"), [(1, 3, "33.3"), (2, 3, "66.7"), (1, 16, "6.3"), (1, 2000, "0.1")]
)
def test_percentages_are_rounded_half_up_to_one_decimal(above: int, below: int, percent: str) -> None:
    cells = {"reconsideration_litigation.reconsideration.corrected": above}
    report = changed(REAL, {**cells, "reconsideration_litigation.reconsideration.total": below})
    found = share(report, FORM, "reconsideration_corrected_rate")
    assert (found.percent, found.fraction) == (percent, f"{above}/{below}")


@pytest.mark.parametrize("path", ALL, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_every_share_of_every_report_is_its_cells_divided(path: Path) -> None:
    report, form = real(path)
    found = shares(report, form)
    assert [one.indicator.id for one in found] == [one.id for one in form.indicators]
    for one in found:
        sides = []
        for amounts in (one.numerator, one.denominator):
            cells = [cell for amount in amounts for cell in amount.cells]
            assert all(cell in form.cells for cell in cells)
            sides.append([Decimal(n) for cell in cells if (n := report.number(cell)) is not None])
        if one.percent is None:
            assert not sides[0] or not sum(sides[1])
            continue
        exact = sum(sides[0], Decimal(0)) * 100 / sum(sides[1], Decimal(0))
        assert Decimal(one.percent) == exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


@pytest.mark.parametrize("path", ALL, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_every_number_shown_leads_to_the_cell_that_says_it(path: Path) -> None:
    report, form = real(path)
    root = html.fragment_fromstring(section(report, form), create_parent="div")
    links = [link for link in root.iter("a") if not link.text_content().endswith("格")]
    assert links
    for link in links:
        page, address = link.get("href", "").split("#")
        assert page == f"{report.year}.html"
        text = shown(report.number(address))
        assert link.text_content() == ("空白" if text is None else text)


def test_they_are_set_apart_from_the_report() -> None:
    made = section(REAL, FORM)
    assert made.startswith('<section class="gk-computed"')
    assert "不是报告数字" in made
    assert '<h2 id="indicators">' in made
    found = re.findall(r' id="([^"]+)"', made)
    assert len(found) == len(set(found))
    assert not set(found) & set(FORM.cells)


def test_both_forms_compute_the_same_indicators() -> None:
    first, second = (PROJECT.forms[name].indicators for name in ("2019", "2021"))
    assert first == second


@pytest.mark.parametrize(
    ("find", "put"),
    [
        ("numerator: [granted, partially_granted]", "numerator: [granted, partly_granted]"),
        ("numerator: [denied]", "numerator: []"),
        ("numerator: [reconsideration.corrected]", "numerator: [reconsideration]"),
        ("table: reconsideration_litigation\n    at: null", "table: reconsiderations\n    at: null"),
        ("    at: total\n    numerator: [carried_forward]", "    at: sum\n    numerator: [carried_forward]"),
    ],
)
def test_a_form_whose_indicator_leads_nowhere_is_refused(find: str, put: str) -> None:
    text = (CONTENT / "data/forms/2021.yml").read_text(encoding="utf-8")
    assert find in text
    reader = Reader()
    assert read_form(parse(text.replace(find, put, 1), "form.yml"), reader) is None
    assert reader.facts
