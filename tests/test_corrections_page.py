"""A correction is seen wherever the number is: on the report, in the list, in every document, in the feed."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from lxml import etree, html
from openpyxl import load_workbook  # type: ignore[import-untyped]
from playwright.sync_api import Browser

from macros.facts import Position
from macros.project import Project
from macros.publish.appendix import appendix
from macros.publish.narrative import Heading, Paragraph, Run
from macros.publish.pdf import document as pdf_of
from macros.render.corrections import all_corrections, notice
from macros.report import Correction
from macros.report_states import Past
from tests import history_site as past
from tests.content import CONTENT
from tests.history_site import HOSTILE, ITEMS, LICENSING, OWN
from tests.pdf_reading import Reading
from tests.test_accessibility import open_page

pytestmark = pytest.mark.xdist_group("past")

FIRST = "2025年2月10日更正：“二、主动公开政府信息情况”表“行政许可”行“本年处理决定数量”栏，由 1 改为 2。原因：漏计一件。"
SECOND = "2025年3月1日修订：正文中的“全年发布各类信息”，由 1020 改为 1021。原因：重新统计。"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return past.made(tmp_path_factory)[1]


def page(site: Path, name: str) -> html.HtmlElement:
    return html.parse(site / name).getroot()


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def squeezed(text: str) -> str:
    return "".join(text.split())


def corrected(*entries: Correction) -> tuple[Project, str]:
    """The notice above the real report, had it these corrections."""
    project = Project(CONTENT)
    report = project.report(OWN)
    assert report is not None
    changed = replace(report, corrections=entries)
    return project, notice(changed, project.forms[report.form], Past(False, False, (), ()))


def entry(day: int, reason: str = "复核") -> Correction:
    return Correction(date(2025, 2, day), LICENSING, day, day + 1, "更正", reason, Position("x"))


# --- on the pages -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [f"reports/{OWN}.html", f"reports/{OWN}-numbers.html"])
def test_the_notice_tells_corrections_newest_first_with_ways_to_what_was(site: Path, name: str) -> None:
    root = page(site, name)
    (found,) = root.xpath('//section[@aria-labelledby="corrected"]')
    assert words(found.xpath("./p")[0]) == "本报告公布后有 2 处更正"
    assert [words(one).partition("更正前的版本")[0] for one in found.xpath(".//li")] == [SECOND, FIRST]
    assert found.xpath(".//a/@href") == ["2024-v2.html", "2024-v1.html", "2024-history.html#corrections"]
    assert root.xpath("//h1/following::section")[0] is found


def test_a_report_without_corrections_has_no_notice() -> None:
    assert corrected()[1] == ""


def test_a_long_list_is_cut_and_leads_to_the_rest() -> None:
    said = html.fragment_fromstring(corrected(*(entry(day) for day in range(1, 14)))[1])
    assert "有 13 处更正" in words(said)
    assert len(said.xpath(".//li")) == 10
    assert "其余 3 处见历史" in words(said)
    assert words(said.xpath(".//li")[0]).startswith("2025年2月13日")


def test_what_was_corrected_together_gives_its_reason_once() -> None:
    alone, cell, total = entry(1), entry(2, "重新统计"), entry(2, "重新统计")
    said = html.fragment_fromstring(corrected(alone, cell, replace(total, cell=ITEMS))[1])
    together, single = said.xpath("./ul/li")
    assert words(together).count("重新统计") == 1
    assert words(together).startswith("2025年2月2日更正 2 处：")
    assert [bool(one.xpath("./ul/li")) for one in (together, single)] == [True, False]
    assert "行政许可" in words(together.xpath("./ul/li")[0])


def test_what_an_editor_wrote_cannot_become_markup() -> None:
    said = html.fragment_fromstring(corrected(entry(1, HOSTILE))[1])
    assert said.xpath(".//img") == []
    assert HOSTILE in said.text_content()


def test_the_corrected_cell_is_marked_for_eyes_and_ears(site: Path) -> None:
    (cell,) = page(site, f"reports/{OWN}.html").xpath(f'//td[@id="{LICENSING}"]')
    assert "corrected" in cell.get("class").split()
    (heard,) = cell.xpath('./span[@class="visually-hidden"]')
    assert words(heard) == "，更正过：2025-02-10，由 1 改为 2（更正：漏计一件）"
    assert words(cell.xpath("./a")[0]) == "2"
    others = page(site, f"reports/{OWN}.html").xpath("//td[contains(@class, 'corrected')]")
    assert len(others) == 1


@pytest.mark.browser
def test_a_copied_grid_holds_the_number_alone(site: Path, browser: Browser) -> None:
    shown = open_page(browser)
    shown.goto((site / f"reports/{OWN}.html").as_uri())
    text = shown.evaluate(
        """() => new Promise(done => {
          const table = document.querySelector(".gk-table--proactive_disclosure table");
          getSelection().selectAllChildren(table);
          document.addEventListener("copy", event => done(event.clipboardData.getData("text/plain")), {once: true});
          document.execCommand("copy");
        })"""
    )
    assert "行政许可\t2" in text
    assert "更正" not in text
    shown.click(f"[id='{LICENSING}'] a")
    assert "更正：2025-02-10，由 1 改为 2" in shown.locator("#gk-card").inner_text()
    assert shown.locator("#gk-card .gk-card__value").inner_text().startswith("2")
    shown.context.close()


def test_the_list_tells_all_corrections_newest_first_each_with_its_report_and_history(site: Path) -> None:
    root = page(site, "corrections.html")
    items = root.xpath('//ul[@class="gk-changes"]/li')
    assert [FIRST in words(one) for one in items] == [False, True]
    assert [SECOND in words(one) for one in items] == [True, False]
    assert items[0].xpath(".//a/@href") == [f"reports/{OWN}.html", f"reports/{OWN}-history.html#correction-2"]


def test_the_list_says_so_when_there_is_nothing() -> None:
    said = all_corrections(Project(CONTENT), CONTENT / "docs" / "corrections.md")
    assert said == "<p>没有更正记录。</p>"


def test_the_list_stands_in_every_footer_and_in_the_feed(site: Path) -> None:
    assert "corrections.html" in page(site, "index.html").xpath("//footer//a/@href")
    feed = etree.parse(site / "feeds/corrections.xml")
    spaces = {"a": "http://www.w3.org/2005/Atom"}
    assert feed.xpath("/a:feed/a:link[@rel='alternate']/@href", namespaces=spaces) == ["../corrections.html"]
    assert len(feed.findall("a:entry", spaces)) == 2


# --- in documents and data ----------------------------------------------------------------------------------------


def test_pdf_word_and_page_of_the_bundle_print_corrections_after_the_text(site: Path) -> None:
    pdf = squeezed(Reading((site / f"reports/{OWN}.pdf").read_bytes()).words())
    word = squeezed("".join(one.text for one in Document(str(site / f"reports/{OWN}.docx")).paragraphs))
    bundled = zipfile.ZipFile(site / f"reports/{OWN}.zip").read("suzhou-gxj-2024/report.html")
    plain = squeezed(html.parse(io.BytesIO(bundled)).getroot().xpath("//article")[0].text_content())
    for text in (pdf, word, plain):
        after = text.rpartition("附：公布后的更正")[2]
        assert after.index(squeezed(SECOND)) < after.index(squeezed(FIRST))
        assert "六、其他需要报告的事项" not in after


def test_pdf_and_word_say_on_their_first_page_that_there_are_corrections(site: Path) -> None:
    for name, number in (("", 2), ("-v2", 1)):
        own = f"本报告公布后有{number}处更正，见文末附录。"
        pdf = squeezed(Reading((site / f"reports/{OWN}{name}.pdf").read_bytes()).words())
        assert own in pdf[: pdf.index("政府信息公开工作年度报告")]
        document = Document(str(site / f"reports/{OWN}{name}.docx"))
        assert own in squeezed(document.paragraphs[0].text)
    assert "处更正" not in squeezed(Reading((site / f"reports/{OWN}-v1.pdf").read_bytes()).words())
    assert all("处更正" not in one.text for one in Document(str(site / f"reports/{OWN}-v1.docx")).paragraphs)


@pytest.mark.parametrize("lines", range(14, 21))
def test_the_heading_of_the_corrections_stands_on_the_page_of_the_first(lines: int) -> None:
    project = Project(CONTENT)
    report, form = project.report(OWN), project.forms["2021"]
    assert report is not None
    report = replace(report, corrections=(entry(1), entry(2)))
    text = [Paragraph((Run("国"),)) for _ in range(lines)]
    file = pdf_of(project, report, form, (Heading(1, (Run("题目"),)), *text, *appendix(report, form, answers=False)))
    pages = [squeezed(one) for one in Reading(file).pages()]
    (first,) = [one for one in pages if "附：公布后的更正" in one]
    assert squeezed("以下由程序根据报告数据附上，不是报告正文。1.2025年2月2日更正") in first


def test_the_workbook_lists_corrections(site: Path) -> None:
    book = load_workbook(site / f"reports/{OWN}.xlsx")
    rows = list(book["更正和说明"].iter_rows(values_only=True))
    assert any(row[0] == "2025-02-10" and row[2] == "由 1 改为 2" for row in rows)


def test_csv_and_json_tell_corrections_beside_the_number(site: Path) -> None:
    text = (site / f"api/v1/reports/{OWN}.csv").read_text(encoding="utf-8-sig")
    rows = {row["address"]: row["corrections"] for row in csv.DictReader(io.StringIO(text))}
    assert {address for address, said in rows.items() if said} == {LICENSING, ITEMS}
    assert rows[LICENSING] == "2025-02-10，由 1 改为 2（更正：漏计一件）"
    found = json.loads((site / f"api/v1/reports/{OWN}.json").read_text(encoding="utf-8"))["corrections"]
    assert [(one["cell"], one["from"], one["to"]) for one in found] == [(LICENSING, 1, 2), (ITEMS, 1020, 1021)]
