"""Years side by side and the list of reports: every number as printed, forms never mixed, nothing left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html
from lxml.html import HtmlElement
from playwright.sync_api import Browser

from macros.comparison import compare
from macros.facts import Position, shown
from macros.project import Project
from macros.render.compare import page as compare_page
from macros.render.report_list import reports as report_list
from macros.report import Correction, Report
from tests import years_site
from tests.case_files import FIXTURES
from tests.content import CONTENT
from tests.test_charts import changed

pytestmark = pytest.mark.xdist_group("years")

PROJECT = Project(CONTENT)


def pingtan(*years: int) -> list[Report]:
    found = [PROJECT.read(FIXTURES / f"fj-pingtan/{year}.yml")[0] for year in years]
    return [report for report in found if report is not None]


THREE = pingtan(2019, 2021, 2022)


def rendered(reports: list[Report]) -> HtmlElement:
    return html.fragment_fromstring(compare_page(PROJECT, "fj-pingtan", reports)[2], create_parent="div")


def rows(root: HtmlElement, caption: str) -> dict[str, list[str]]:
    """The rows of all tables whose caption begins so, by label."""
    found = {}
    for table in root.iter("table"):
        if (table.findtext("caption") or "").startswith(caption):
            for row in table.iter("tr"):
                label, *cells = [cell.text_content() for cell in row]
                found[label] = cells
    return found


# --- cell by cell ---------------------------------------------------------------------------------------------------


def test_every_cell_of_every_year_is_on_the_page_exactly_once() -> None:
    found = compare(THREE, PROJECT.forms)
    groups = [*found.groups, *(one.group for one in found.apart)]
    seen = sorted((v.address, v.number or 0, str(v.at)) for g in groups for line in g.lines for v in line.values if v)
    stated = sorted((v.address, v.number or 0, str(v.at)) for report in THREE for v in report.cells.values())
    assert seen == stated


def test_years_stand_newest_first_and_each_number_in_its_own() -> None:
    found = rows(rendered(THREE), "收到和处理政府信息公开申请情况：总计")
    assert found["栏目"] == ["2022年2021年格式", "比2021年增减", "2021年2021年格式", "2019年2019年格式"]
    assert found["一、本年新收政府信息公开申请数量"] == ["74", "+4", "70", "23"]
    assert found["（一）予以公开"] == ["21", "−9", "30", "7"]
    assert found["（四）无法提供·1.本机关不掌握相关政府信息"] == ["37", "+12", "25", "7"]


def test_a_blank_stays_blank_and_has_no_change() -> None:
    address = "requests.granted.total"
    reports = [*pingtan(2021), changed(pingtan(2022)[0], {address: None})]
    cells = rows(rendered(reports), "收到和处理政府信息公开申请情况：总计")["（一）予以公开"]
    assert cells == ["空白", "不计算", "30"]


@pytest.mark.parametrize("years", [(2020, 2021), (2019, 2021)])
def test_there_is_no_change_across_forms_or_gaps(years: tuple[int, ...]) -> None:
    reports = pingtan(*years)
    assert not compare(reports, PROJECT.forms).has_change
    assert "增减</th>" not in compare_page(PROJECT, "fj-pingtan", reports)[2]


def test_cells_of_one_form_only_stand_apart_with_the_form_named() -> None:
    root = rendered(THREE)
    heads = [h3.text_content() for h3 in root.iter("h3")]
    assert "二、主动公开政府信息情况（2021年格式）" in heads
    assert "二、主动公开政府信息情况（2019年格式）" in heads
    found = rows(root, "主动公开政府信息情况")
    assert found["行政规范性文件·现行有效件数"] == ["698", "+33", "665"]
    assert found["规范性文件·对外公开总数量（件）"] == ["89"]
    shared = {line.cell.address for group in compare(THREE, PROJECT.forms).groups for line in group.lines}
    assert all(address in PROJECT.forms["2019"].cells and address in PROJECT.forms["2021"].cells for address in shared)


def test_every_number_leads_to_its_cell_and_every_row_can_be_cited() -> None:
    root = rendered(THREE)
    years = {one.year: one for one in THREE}
    links = [link for link in root.iter("a") if "#" in link.get("href", "")]
    for link in links:
        page, address = link.get("href", "").split("#")
        assert shown(years[int(page.removesuffix(".html"))].number(address)) == link.text_content()
    assert len(links) == sum(value.number is not None for one in THREE for value in one.cells.values())
    ids = [row.get("id") for row in root.iter("tr") if row.getparent().tag == "tbody"]
    assert all(ids)
    assert len(ids) == len(set(ids))
    assert "compare-requests.granted.total" in ids


def test_a_year_without_a_report_is_said_where_its_column_is_missing() -> None:
    captions = [caption.text_content() for caption in rendered(THREE).iter("caption")]
    shared = [one for one in captions if "年格式" not in one]
    assert shared
    assert all("缺2020年）" in one for one in shared)
    assert all("缺" not in one for one in captions if "年格式" in one)
    assert "本站没有2020年的报告，表中缺这一列。" in compare_page(PROJECT, "fj-pingtan", THREE)[2]
    assert "缺" not in compare_page(PROJECT, "fj-pingtan", pingtan(2021, 2022))[2]


def test_one_form_has_nothing_apart() -> None:
    made = compare_page(PROJECT, "fj-pingtan", pingtan(2021, 2022))[2]
    assert "compare-apart" not in made
    assert "年格式" not in made


def test_rows_without_a_number_above_zero_are_folded_and_still_there() -> None:
    root = rendered(THREE)
    folded = [details for details in root.iter("details") if "总计" in details.text_content()]
    assert folded
    assert (folded[0].findtext("summary") or "") == "其余 9 行各年都为零"
    assert len(list(folded[0].iter("tr"))) == 1 + 9


def test_years_without_any_request_have_no_chart() -> None:
    requests = {cell: 0 for cell in PROJECT.forms["2021"].cells if cell.startswith("requests.")}
    made = compare_page(PROJECT, "fj-pingtan", [changed(one, requests) for one in pingtan(2021, 2022)])[2]
    assert "<figure" not in made
    assert "22 行各年都为零" in made or "25 行各年都为零" in made


def test_tables_have_heads_and_regions_have_names_and_focus() -> None:
    root = rendered(THREE)
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    for region in root.iter("div"):
        if region.get("role") == "region":
            assert region.get("tabindex") == "0"
            assert region.get("aria-labelledby") in ids
    for table in root.iter("table"):
        wide = len(table.findall("thead/tr/th"))
        for row in table.findall("tbody/tr"):
            assert (row[0].tag, row[0].get("scope"), len(row)) == ("th", "row", wide)


def test_money_keeps_every_digit() -> None:
    found = rows(rendered(THREE), "主动公开政府信息情况")
    label = next(name for name in found if name.startswith("行政事业性收费·本年收费金额"))
    assert found[label] == ["9116.36", "−15135.951082", "24252.311082"]


# --- the list -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return years_site.lay_out(tmp_path_factory.mktemp("list"))


def listed(tree: Path) -> HtmlElement:
    return html.fragment_fromstring(report_list(Project(tree), tree / "docs/reports/index.md"), create_parent="div")


def test_the_list_has_every_report_by_year_and_by_agency_newest_first(tree: Path) -> None:
    root = listed(tree)
    assert [dt.text_content() for dt in root.iter("dt")] == ["2025年度", "2024年度", "2022年度", "2021年度", "2019年度"]
    heads = [h3.text_content() for h3 in root.iter("h3")]
    assert heads == ["平潭综合实验区", "淮安市", "上海市政府办公厅", "苏州市工业和信息化局"]
    first = next(iter(root.iter("table")))
    assert [row[0].text_content() for row in first.iter("tr")] == ["年度", "2022", "2021", "2019"]
    assert [cell.text_content() for cell in first.findall("tbody/tr")[2]][2:] == [
        "国办公开办函〔2019〕60号",
        "未载明",
        "无",
    ]


def test_the_list_leads_to_the_comparison_only_where_there_are_years_to_compare(tree: Path) -> None:
    links = [a.get("href") for a in listed(tree).iter("a") if "compare" in a.get("href", "")]
    assert links == ["fj-pingtan/compare.html"]


def test_one_agency_is_one_table_without_headings() -> None:
    made = report_list(Project(CONTENT), CONTENT / "docs/reports/index.md")
    assert "<h2" not in made
    assert made.count("<table>") == 1
    assert 'href="suzhou-gxj/2024.html"' in made


def test_corrections_are_counted_with_the_day_of_the_last(tree: Path) -> None:
    project = Project(tree)
    path = tree / "data/reports/js-huaian/2024.yml"
    report, document, facts = project.read(path)
    assert report is not None
    at = Position("x")
    fixes = tuple(
        Correction(day, "requests.granted.total", 1, 2, "typo", "x", at) for day in (date(2025, 3, 1), date(2025, 2, 1))
    )
    project._reports[path.resolve()] = (replace(report, corrections=fixes), document, facts)
    assert "2 处，最近2025-03-01" in report_list(project, tree / "docs/reports/index.md")


# --- the built site -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return years_site.made(tmp_path_factory)


@pytest.mark.site
def test_the_comparison_is_built_for_the_one_agency_with_several_years(built: Path, site: Path) -> None:
    assert [path.relative_to(built).as_posix() for path in built.rglob("compare.html")] == [
        "reports/fj-pingtan/compare.html"
    ]
    assert list(site.rglob("compare.html")) == []


@pytest.mark.site
@pytest.mark.parametrize("name", ["reports/index.html", "reports/fj-pingtan/compare.html"])
def test_every_link_leads_to_something(built: Path, name: str) -> None:
    page = built / name
    for link in html.fromstring(page.read_text(encoding="utf-8")).iter("a"):
        target, _, anchor = link.get("href", "").partition("#")
        if "://" in target or target.startswith(("mailto:", "tel:")):
            continue
        to = (page.parent / target.split("?")[0]).resolve() if target else page
        assert to.is_file(), link.get("href")
        assert not anchor or f'id="{anchor}"' in to.read_text(encoding="utf-8"), link.get("href")


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_list_comparison_and_charts_are_accessible_and_fit(
    browser: Browser, built: Path, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    axe = Axe()
    problems = []
    for name in ("reports/index.html", "reports/fj-pingtan/compare.html"):
        page.goto((built / name).as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        fits = (
            "[...document.querySelectorAll('.gk-reports .gk-compare')].every(one => one.scrollWidth <= one.clientWidth)"
        )
        assert page.evaluate(fits), name
        problems += [
            (name, violation["id"], node["html"][:120])
            for violation in axe.run(page).response["violations"]
            for node in violation["nodes"]
        ]
    context.close()
    assert problems == []


@pytest.mark.browser
def test_row_labels_stay_while_years_scroll(browser: Browser, built: Path) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto((built / "reports/fj-pingtan/compare.html").as_uri())
    region = page.locator(".gk-compare").first
    region.focus()
    assert page.evaluate("document.activeElement.className") == "gk-compare"
    label = region.locator("tbody th").first
    before = label.bounding_box()
    region.evaluate("one => { one.scrollLeft = 80 }")
    after = label.bounding_box()
    assert before is not None
    assert after is not None
    assert region.evaluate("one => one.scrollLeft") > 0
    assert abs(before["x"] - after["x"]) <= 1, "but for the border of the region"
    page.close()
