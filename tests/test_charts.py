"""Charts show the numbers of their table and nothing else: drawn to scale, said in words, readable in every mode."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree, html
from lxml.etree import _Element
from playwright.sync_api import Browser

from macros.facts import Number, Position, shown
from macros.render.charts import after_table, trends
from macros.render.charts.axis import ceiling
from macros.render.charts.facts import applicants, flow, outcomes, shape
from macros.render.charts.svg import NARROW, SIZES, WIDE, Size
from macros.render.tables import statutory_table
from macros.report import CellValue, Report, State
from tests import generate, years_site
from tests.case_files import FIXTURES
from tests.content import ROOT
from tests.real_reports import ALL, OURS, PROJECT, report_at

pytestmark = pytest.mark.xdist_group("years")

SOUND = [path for path in ALL if f"{path.parent.name}/{path.stem}" != years_site.UNSOUND]
SVG = "{http://www.w3.org/2000/svg}"


def changed(report: Report, cells: Mapping[str, Number | None]) -> Report:
    """The report with other numbers in some cells; ``None`` is blank."""
    at = Position("x")
    new = {
        address: CellValue(address, State.BLANK if number is None else State.NUMBER, number, at)
        for address, number in cells.items()
    }
    return replace(report, cells={**report.cells, **new})


def charts(report: Report) -> str:
    return after_table(report, PROJECT.forms[report.form], "requests")


def images(made: str) -> list[_Element]:
    """The drawings, read as strict XML."""
    found = re.findall(r"<svg .*?</svg>", made, re.DOTALL)
    return [etree.fromstring(text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)) for text in found]


def image(made: str, chart: str, size: Size = WIDE) -> _Element:
    (found,) = [
        one for one in images(made) if one.get("aria-labelledby") == f"{chart}-{size.name}-t {chart}-{size.name}-d"
    ]
    return found


def said(text: _Element) -> str:
    """The words of a text in a drawing."""
    return "".join(str(part) for part in text.itertext())


def words(drawing: _Element) -> str:
    return drawing.findtext(f"{SVG}desc") or ""


def rects(drawing: _Element, kind: str) -> list[dict[str, float]]:
    return [
        {key: float(one.get(key, "")) for key in ("x", "y", "width", "height")}
        for one in drawing.iter(f"{SVG}rect")
        if one.get("class") == kind
    ]


def ids(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


# --- what is drawn ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SOUND, ids=ids)
def test_descriptions_hold_every_number_of_the_table_they_draw(path: Path) -> None:
    report = report_at(path)
    form = PROJECT.forms[report.form]
    table = form.table("requests")
    assert table is not None
    found = shape(form, table)
    assert found is not None
    made = charts(report)
    both = flow(report, form, found)
    for chart, amounts in (
        ("chart-flow", (*both.sources.amounts, *both.results.amounts)),
        ("chart-applicants", applicants(report, form, found).amounts),
        ("chart-outcomes", outcomes(report, found).amounts),
    ):
        if chart not in made:
            continue
        for size in SIZES:
            description = words(image(made, chart, size))
            for one in amounts:
                value = "空白" if one.number is None else f"{shown(one.number)} 件"
                assert f"{one.label} {value}" in description


@pytest.mark.parametrize("path", SOUND, ids=ids)
def test_the_flow_is_drawn_to_scale_and_both_sides_are_equally_high(path: Path) -> None:
    report = report_at(path)
    form = PROJECT.forms[report.form]
    table = form.table("requests")
    assert table is not None
    found = shape(form, table)
    assert found is not None
    both = flow(report, form, found)
    for size in SIZES:
        drawing = image(charts(report), "chart-flow", size)
        (node,) = rects(drawing, "gk-c-node")
        for kind, parts in (("gk-c-in", both.sources), ("gk-c-out", both.results)):
            bars = rects(drawing, kind)
            assert len(bars) == len(parts.drawn)
            for bar, one in zip(bars, parts.drawn, strict=True):
                assert one.number is not None
                exact = float(one.number) / float(both.sources.whole) * node["height"]
                assert abs(bar["height"] - exact) <= 1.0


def test_a_group_is_the_sum_of_its_rows_and_a_blank_is_never_drawn() -> None:
    drawing = image(charts(report_at(OURS)), "chart-flow")
    texts = [said(one) for one in drawing.iter(f"{SVG}text")]
    assert [text for text in texts if text.endswith("件")] == ["合计 8 件", "8 件", "2 件", "1 件", "1 件", "4 件"]
    assert "（三）不予公开 1 件（8 格中 7 格空白）" in words(drawing)
    assert "二、上年结转政府信息公开申请数量 空白" in words(drawing)
    assert "没有画出的：“二、上年结转政府信息公开申请数量”" in charts(report_at(OURS))


def test_zero_and_blank_are_told_apart_in_what_is_not_drawn() -> None:
    report = changed(report_at(OURS), {"requests.carried_in.total": 0})
    made = charts(report)
    assert "“二、上年结转政府信息公开申请数量”为零；" in made
    assert "“四、结转下年度继续办理”为空白" in made


def test_few_requests_are_drawn_one_by_one() -> None:
    drawing = image(charts(report_at(OURS)), "chart-outcomes")
    assert len(rects(drawing, "gk-c-out")) == 8


def test_one_kind_of_applicant_is_a_sentence_not_a_chart() -> None:
    made = charts(report_at(OURS))
    assert "chart-applicants" not in made
    assert "申请人：8 件全部为“自然人”" in made


def test_numbers_that_contradict_each_other_are_not_drawn() -> None:
    report = report_at(FIXTURES / f"{years_site.UNSOUND}.yml")
    assert "<svg" not in charts(report)
    assert "不符合勾稽关系" in charts(report)
    broken = changed(report_at(OURS), {"requests.carried_forward.total": 1})
    assert "<svg" not in charts(broken)


def test_a_year_without_requests_is_a_sentence_that_tells_zero_from_blank() -> None:
    report = report_at(OURS)
    cells = {address for address in report.cells if address.startswith("requests.")}
    zero = charts(changed(report, dict.fromkeys(cells, 0)))
    blank = charts(changed(report, dict.fromkeys(cells)))
    assert "<svg" not in zero + blank
    assert "本年新收政府信息公开申请数量 0 件" in zero
    assert "本年新收政府信息公开申请数量 空白" in blank


def test_only_a_table_with_a_balance_is_drawn() -> None:
    report = report_at(OURS)
    form = PROJECT.forms[report.form]
    for table_id in ("proactive_disclosure", "reconsideration_litigation", "no-such-table"):
        assert after_table(report, form, table_id) == ""


# --- that it can be read --------------------------------------------------------------------------------------------


def many() -> Iterator[Report]:
    """Real reports, generated ones on both forms, and one with 20,000 requests."""
    yield from map(report_at, SOUND)
    for form_id, base in (("2021", OURS), ("2019", FIXTURES / "fj-pingtan/2019.yml")):
        for seed in range(12):
            yield changed(report_at(base), generate.values(PROJECT.forms[form_id], seed))
    large = {"new_requests": 20000, "granted": 12345, "results_total": 20000, "partially_granted": 7654}
    rows = {f"requests.{row}.{column}": n for row, n in large.items() for column in ("total", "natural_person")}
    yield changed(
        report_at(FIXTURES / "sh-gov-office/2025.yml"),
        {a: 0 for a in report_at(OURS).cells if a.startswith("requests.")}
        | rows
        | {f"requests.not_processed.repeat_request.{column}": 1 for column in ("total", "natural_person")},
    )


def test_drawings_are_sound_images_with_a_name_and_nothing_sticks_out() -> None:
    drawn = 0
    for report in many():
        for drawing in images(charts(report)):
            drawn += 1
            names = [one.get("id") for one in drawing if one.get("id")]
            assert drawing.get("role") == "img"
            assert drawing.get("aria-labelledby", "").split() == names
            size = WIDE if drawing.get("class") == "gk-chart__wide" else NARROW
            box = [float(part) for part in drawing.get("viewBox", "").split()]
            for text in drawing.iter(f"{SVG}text"):
                label = said(text)
                wide = size.measure(label) / 10
                start = float(text.get("x", "")) - (wide if "gk-c-end" in text.get("class", "") else 0)
                assert start >= -2, (report.id, label)
                assert start + wide <= box[2] + 12, (report.id, label)
                assert 0 < float(text.get("y", "")) <= box[3], (report.id, label)
            assert not [one for one in drawing.iter() if one.get("style") or one.get("fill") or one.get("stroke")]
    assert drawn > 100


def test_labels_beside_each_other_do_not_touch() -> None:
    for report in many():
        for drawing in images(charts(report)):
            size = WIDE if drawing.get("class") == "gk-chart__wide" else NARROW
            lines: dict[tuple[float, str], list[float]] = {}
            for text in drawing.iter(f"{SVG}text"):
                place = (float(text.get("x", "")), "gk-c-end" if "gk-c-end" in text.get("class", "") else "")
                lines.setdefault(place, []).append(float(text.get("y", "")))
            for ys in lines.values():
                ordered = sorted(ys)
                assert all(b - a >= size.font / 10 for a, b in pairwise(ordered)), report.id


def test_ids_are_unique_beside_the_table_and_the_figure_names_it() -> None:
    report = report_at(FIXTURES / "sh-gov-office/2025.yml")
    form = PROJECT.forms[report.form]
    table = form.table("requests")
    assert table is not None
    root = html.fragment_fromstring(statutory_table(report, form, table) + charts(report), create_parent="div")
    found = [one.get("id") for one in root.iter() if isinstance(one.tag, str) and one.get("id")]
    assert len(found) == len(set(found))
    figures = list(root.iter("figure"))
    assert len(figures) == 3
    for figure in figures:
        assert figure.get("data-table") in found
        assert "不是报告正文" in (figure.findtext("figcaption") or "")


# --- colours ----------------------------------------------------------------------------------------------------------

CSS = ROOT / "theme/assets/css/60-charts.css"
LETTERS, SHAPES = ("ink", "quiet"), ("in", "out", "node", "edge")
SCHEMES = {
    "light": (":root",),
    "dark": (":root", '[data-gk-scheme="dark"]'),
    "elder": (":root", '[data-gk-mode="elder"]'),
    "elder-dark": (
        ":root", '[data-gk-scheme="dark"]', '[data-gk-mode="elder"]', '[data-gk-mode="elder"][data-gk-scheme="dark"]',
    ),
}  # fmt: skip


def colours(selectors: tuple[str, ...]) -> dict[str, str]:
    """The chart's colours where the rules of these selectors apply, one after the other."""
    text = CSS.read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for selector in selectors:
        (rule,) = re.findall(rf"^ *{re.escape(selector)} {{(.*?)}}", text, re.DOTALL | re.MULTILINE)
        found |= dict(re.findall(r"--gk-chart-(\w+): (#[0-9a-f]+);", rule))
    return found


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_letters_and_shapes_stand_out_from_the_paper_in_every_scheme(scheme: str) -> None:
    found = colours(SCHEMES[scheme])
    ratios = {name: contrast(found[name], found["paper"]) for name in (*LETTERS, *SHAPES)}
    assert [name for name in LETTERS if ratios[name] < 4.5] == []
    assert [name for name in SHAPES if ratios[name] < 3] == []


def test_the_paper_of_charts_is_the_paper_of_the_page() -> None:
    base = (ROOT / "theme/assets/css/10-base.css").read_text(encoding="utf-8")
    papers = set(re.findall(r"--gk-paper: (#[0-9a-f]+);", base))
    assert {colours(selectors)["paper"] for selectors in SCHEMES.values()} == papers


# --- years ----------------------------------------------------------------------------------------------------------


def pingtan(*years: int) -> list[Report]:
    return [report_at(FIXTURES / f"fj-pingtan/{year}.yml") for year in years]


def test_one_year_has_no_trend() -> None:
    assert trends(pingtan(2022), PROJECT.forms, "x") == ""
    assert trends(pingtan(2020, 2022), PROJECT.forms, "x") == "", "only one of the two can be drawn"


def test_lines_join_neighbouring_years_of_one_form_and_nothing_else() -> None:
    drawing = image(trends(pingtan(2019, 2021, 2022), PROJECT.forms, "x"), "chart-years")
    lines = [one for one in drawing.iter(f"{SVG}path") if "gk-c-line" in one.get("class", "")]
    assert len(lines) == 2, "2021 to 2022, once for each series"
    assert all(len(re.findall("[MLCQ]", one.get("d", ""))) == 2 for one in lines), "straight from point to point"
    assert len([one for one in drawing.iter(f"{SVG}path") if one.get("class") == "gk-c-break"]) == 1
    texts = [said(one) for one in drawing.iter(f"{SVG}text")]
    assert "格式变更" in texts
    assert "缺" in texts


def test_a_change_of_form_breaks_the_line_between_neighbouring_years() -> None:
    sound = changed(report_at(FIXTURES / "fj-pingtan/2020.yml"), {"requests.partially_granted.total": 0})
    assert "<svg" in charts(sound)
    drawing = image(trends([*pingtan(2019, 2021, 2022), sound], PROJECT.forms, "x"), "chart-years")
    lines = [one for one in drawing.iter(f"{SVG}path") if "gk-c-line" in one.get("class", "")]
    assert len(lines) == 4, "2019 to 2020 and 2021 to 2022, not 2020 to 2021"
    assert "2020年 21 件" in words(drawing)


def test_many_years_and_large_numbers_do_not_run_into_each_other() -> None:
    form = PROJECT.forms["2021"]
    base = replace(report_at(OURS), agency="x")
    for count in (2, 4, 9, 16):
        reports = [
            changed(replace(base, year=2021 + n), generate.values(form, seed=n + count)) for n in range(count) if n != 1
        ]
        drawings = images(trends(reports, PROJECT.forms, "x"))
        assert len(drawings) == (4 if count > 2 else 0)
        for drawing in drawings:
            size = WIDE if drawing.get("class") == "gk-chart__wide" else NARROW
            lines: dict[str, list[tuple[float, float]]] = {}
            for text in drawing.iter(f"{SVG}text"):
                if "gk-c-middle" in text.get("class", ""):
                    half, x = size.measure(said(text)) / 20, float(text.get("x", ""))
                    lines.setdefault(text.get("y", ""), []).append((x - half, x + half))
            for places in lines.values():
                ordered = sorted(places)
                assert all(one[1] <= other[0] + 1 for one, other in pairwise(ordered)), (count, size.name)


def test_years_say_what_is_missing_and_why() -> None:
    description = words(image(trends(pingtan(2019, 2021, 2022), PROJECT.forms, "x"), "chart-years"))
    assert "2019年 23 件，2020年没有报告，2021年 70 件，2022年 74 件" in description
    made = trends(pingtan(2019, 2020, 2021, 2022), PROJECT.forms, "x")
    assert "2020年数据不符合勾稽关系，没有画出" in words(image(made, "chart-years"))
    assert "本站没有2020年" not in made


def test_small_panels_share_one_scale() -> None:
    drawing = image(trends(pingtan(2021, 2022), PROJECT.forms, "x"), "chart-years-results")
    heights = sorted(bar["height"] for bar in rects(drawing, "gk-c-out"))
    numbers = sorted(
        int(said(one))
        for one in drawing.iter(f"{SVG}text")
        if one.get("class", "").startswith("gk-c-number") and said(one).isdecimal()
    )
    assert len(heights) == len(numbers)
    for high, number in zip(heights, numbers, strict=True):
        assert abs(high - heights[-1] * number / numbers[-1]) <= 1.0


def test_the_axis_ends_at_a_round_number() -> None:
    assert [ceiling(n) for n in (1, 3, 8, 70, 100, 101, 4999)] == [1, 5, 10, 100, 100, 200, 5000]


# --- on the built site ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of several agencies and years."""
    return years_site.made(tmp_path_factory)


@pytest.mark.site
def test_no_chart_of_the_built_site_stands_before_or_without_its_table(years: Path) -> None:
    seen = 0
    for path in sorted(years.rglob("*.html")):
        before: set[str] = set()
        for one in html.fromstring(path.read_text(encoding="utf-8")).iter():
            if one.get("id"):
                before.add(one.get("id", ""))
            if one.tag == "figure" and "gk-chart" in one.get("class", ""):
                assert one.get("data-table") in before, path
                seen += 1
    assert seen == 2 * 2 + 4 * 3 + 2, "where one kind of person applied two, else three; two where years are compared"


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_letters_of_charts_are_large_enough_and_one_size_is_shown(browser: Browser, years: Path, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    for name in ("reports/sh-gov-office/2025.html", "reports/fj-pingtan/compare.html"):
        page.goto((years / name).as_uri())
        found = page.evaluate(
            """() => [...document.querySelectorAll('.gk-chart svg')].filter(e => e.checkVisibility()).map(e => {
                 const box = e.getBoundingClientRect(), wide = e.viewBox.baseVal.width;
                 const size = parseFloat(getComputedStyle(e.querySelector('text')).fontSize);
                 return [e.getAttribute('class'), size * box.width / wide, box.right <= innerWidth];
               })"""
        )
        assert found
        for kind, letters, inside in found:
            assert kind == ("gk-chart__wide" if width > 720 else "gk-chart__narrow")
            assert 11 <= letters <= 20
            assert inside
    page.close()
