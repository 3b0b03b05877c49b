"""What an official site carries beside its content: tags, data for machines, footer; nothing invented or empty."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from macros.build import build
from macros.built import Built
from macros.check import check
from macros.furniture.facts import report_facts
from macros.furniture.head import head_tags
from macros.project import Project
from tests.content import CONTENT
from tests.project_tree import copy_project

pytestmark = pytest.mark.xdist_group("site")

REPORT = "reports/suzhou-gxj/2024.html"
ADDRESS = "https://gxj.example.gov.cn/zfxxgk/"
KNOWN = {
    "demonstration: true": "demonstration: false",
    "undertaker: null": "undertaker: 苏州市工业和信息化局办公室",
    "address: null": f"address: {ADDRESS}",
    "site_domain: null": "site_domain: gxj.example.gov.cn",
    "site_code: null": 'site_code: "3299990001"',
    "icp_number: null": "icp_number: 苏ICP备05001234号-1",
    "police_number: null": "police_number: 苏公网安备 32050802010533号",
    "party_government_mark: null": "party_government_mark: https://bszs.conac.cn/sitename?method=show&id=A1B2",
    "error_report: null": "error_report: https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=3299990001",
}
COLUMNS = ("guide.html", "institution.html", "disclosure.html", "reports/index.html")


def settle(root: Path) -> None:
    """Make the settings of a tree those of an agency that knows everything of its site."""
    path = root / "data" / "site.yml"
    text = path.read_text(encoding="utf-8")
    for unknown, known in KNOWN.items():
        assert unknown in text
        text = text.replace(unknown, known)
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def official(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as the agency would run it, everything known."""
    root = tmp_path_factory.mktemp("official")
    copy_project(root)
    settle(root)
    build(root, root / "site")
    return root / "site"


def parsed(path: Path) -> html.HtmlElement:
    return html.fromstring(path.read_text(encoding="utf-8"))


def tags(path: Path) -> dict[str, str]:
    """The named tags of a page; each stands once."""
    found = [(m.get("name"), m.get("content")) for m in parsed(path).xpath("//head/meta[@name]")]
    names = [name.lower() for name, _ in found]
    assert len(names) == len(set(names)), path
    return dict(found)


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def graph(path: Path) -> list[dict[str, Any]]:
    (block,) = parsed(path).xpath('//script[@type="application/ld+json"]')
    assert "<" not in block.text
    found = json.loads(block.text)
    assert found["@context"] == "https://schema.org"
    graph: list[dict[str, Any]] = found["@graph"]
    return graph


def head(project: Project, page: Built) -> html.HtmlElement:
    return html.fromstring(f"<html><head>{head_tags(project, page, {}, frozenset())}</head></html>")


def report_page(title: str = "某局2024年政府信息公开工作年度报告") -> Built:
    return Built(REPORT, title, "", "", "", description="说明", report="suzhou-gxj/2024")


# --- tags ---------------------------------------------------------------------------------------------------------


def test_every_page_of_the_agencys_site_names_site_domain_and_code(official: Path) -> None:
    for page in pages(official):
        found = tags(page)
        assert found["SiteName"] == "苏州市工业和信息化局政府信息公开"
        assert found["SiteDomain"] == "gxj.example.gov.cn"
        assert found["SiteIDCode"] == "3299990001"


def test_what_is_unknown_is_left_out_and_no_tag_is_empty(site: Path) -> None:
    for page in pages(site):
        found = tags(page)
        assert not {"SiteDomain", "SiteIDCode", "PubDate", "Url"} & set(found)
        contents = parsed(page).xpath("//head/meta[not(@charset)]/@content")
        assert all(content.strip() and content != "None" for content in contents)
        assert not parsed(page).xpath('//link[@rel="canonical"] | //meta[@property="og:image" or @property="og:url"]')


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_has_its_four_tags(site: Path, name: str) -> None:
    found = tags(site / name)
    assert found["ColumnName"] == parsed(site / name).xpath("string(//h1/text())").strip()
    assert found["ColumnDescription"] == found["Description"]
    assert len(found["ColumnKeywords"].split(",")) > 1
    assert found["ColumnType"] == "信息公开"
    assert "ArticleTitle" not in found


def test_a_report_has_the_tags_of_a_content_page_in_its_column(official: Path) -> None:
    found = tags(official / REPORT)
    assert found["ArticleTitle"] == "苏州市工业和信息化局2024年政府信息公开工作年度报告"
    assert found["ColumnName"] == "政府信息公开年报"
    assert found["ContentSource"] == "苏州市工业和信息化局"
    assert {"2024年", "苏州市工业和信息化局"} <= set(found["Keywords"].split(","))
    assert found["Url"] == ADDRESS + REPORT
    assert "PubDate" not in found  # the source does not say
    assert "ColumnType" not in found


def test_the_day_of_publication_stands_only_where_it_is_known() -> None:
    project = Project(CONTENT)
    report = project.report("suzhou-gxj/2024")
    assert report is not None
    known = replace(report, published=date(2025, 1, 24))
    project.report = lambda *_: known  # type: ignore[method-assign]
    assert head(project, report_page()).xpath('//meta[@name="PubDate"]/@content') == ["2025-01-24"]


def test_a_demonstration_is_not_to_be_indexed_and_a_real_site_is(site: Path, official: Path) -> None:
    assert all(tags(page)["robots"] == "noindex" for page in pages(site))
    assert [p.name for p in pages(official) if "robots" in tags(p)] in (["404.html"], ["404.html", "search.html"])


def test_the_window_is_named_after_page_and_site_and_home_after_the_site(site: Path) -> None:
    name = "苏州市工业和信息化局政府信息公开"
    assert parsed(site / "index.html").xpath("string(//title)") == name
    assert parsed(site / "guide.html").xpath("string(//title)") == f"政府信息公开指南 - {name}"


def test_addresses_are_whole_where_the_public_address_is_known(official: Path) -> None:
    page = parsed(official / REPORT)
    assert page.xpath('//link[@rel="canonical"]/@href') == [ADDRESS + REPORT]
    assert page.xpath('//meta[@property="og:url"]/@content') == [ADDRESS + REPORT]
    (image,) = page.xpath('//meta[@property="og:image"]/@content')
    assert image == ADDRESS + "reports/suzhou-gxj/2024-share.png"
    assert (official / image.removeprefix(ADDRESS)).is_file()
    assert page.xpath('//meta[@itemprop="image"]/@content') == [image]
    assert parsed(official / "index.html").xpath('//link[@rel="canonical"]/@href') == [ADDRESS]
    assert parsed(official / "404.html").xpath("//link[@rel='stylesheet']/@href")[0].startswith("/zfxxgk/")


def test_without_the_public_address_the_picture_is_still_found_beside_the_page(site: Path) -> None:
    for name, image in ((REPORT, "2024-share.png"), ("guide.html", "assets/share.png")):
        page = parsed(site / name)
        assert page.xpath('//link[@itemprop="image"]/@href') == [image]
        assert ((site / name).parent / image).is_file()
        assert page.get("itemtype") == "https://schema.org/WebPage"


def test_the_deployment_may_name_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://preview.example/gk")
    found = head(Project(CONTENT), report_page())
    assert found.xpath('//link[@rel="canonical"]/@href') == [f"https://preview.example/gk/{REPORT}"]


def test_a_title_cannot_break_out_of_the_head() -> None:
    text = head_tags(Project(CONTENT), report_page('</script><b title="x">&'), {}, frozenset())
    assert "<b" not in text
    assert text.count("</script>") == 1
    assert json.loads(text.split('ld+json">')[1].split("</script>")[0])["@graph"][0]["name"].startswith("</script>")


# --- data for machines --------------------------------------------------------------------------------------------


def test_the_report_tells_machines_what_it_is(official: Path) -> None:
    report, agency = graph(official / REPORT)
    assert report["@type"] == "Report"
    assert report["url"] == ADDRESS + REPORT
    assert report["temporalCoverage"] == "2024-01-01/2024-12-31"
    assert report["inLanguage"] == "zh-CN"
    assert report["isBasedOn"]["identifier"] == "国办公开办函〔2021〕30号"
    assert report["author"] == report["publisher"] == {"@id": agency["@id"]}
    assert "datePublished" not in report
    assert agency["@type"] == "GovernmentOrganization"
    assert agency["name"] == "苏州市工业和信息化局"
    assert agency["telephone"] == "68616308"
    form = Project(CONTENT).forms["2021"]
    assert [part["@type"] for part in report["hasPart"]] == ["Dataset"] * len(form.tables)
    for part, table in zip(report["hasPart"], form.tables, strict=True):
        assert part["name"].endswith(table.caption)
        assert part["description"]
        assert part["url"] == f"{ADDRESS}{REPORT}#{table.section}"
        assert len(part["variableMeasured"]) == len(set(part["variableMeasured"])) > 1


def test_a_demonstration_is_not_said_to_be_published_by_the_agency(site: Path, official: Path) -> None:
    assert "publisher" not in graph(site / "index.html")[0]
    assert "publisher" in graph(official / "index.html")[0]
    assert not any("url" in thing for thing in graph(site / REPORT) if thing["@type"] == "Report")


def test_nothing_unknown_stands_in_the_data(site: Path) -> None:
    def walk(value: object) -> Iterator[object]:
        yield value
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from walk(inner)

    for name in ("index.html", REPORT):
        assert not [value for value in walk(graph(site / name)) if value is None or value == "" or value == []]


# --- what is told of a report -------------------------------------------------------------------------------------


def test_facts_of_a_report_leave_out_what_is_unknown() -> None:
    project = Project(CONTENT)
    report = project.report("suzhou-gxj/2024")
    assert report is not None
    form = project.forms[report.form]
    assert report_facts(project, report, form) == [
        ("发布机构", "苏州市工业和信息化局"),
        ("报告年度", "2024年"),
        ("适用格式", "国办公开办函〔2021〕30号"),
        ("状态", "已公布"),
    ]
    known = replace(report, index_number="01415035X/2025-00001", published=date(2025, 1, 24))
    told = dict(report_facts(project, known, form))
    assert told["索引号"] == "01415035X/2025-00001"
    assert told["首次公布"] == "2025年1月24日"


def test_a_report_may_state_its_index_number(tree: Path) -> None:
    path = tree / "data/reports/suzhou-gxj/2024.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("year: 2024\n", "year: 2024\nindex_number: 01415035X/2025-00001\n"), encoding="utf-8")
    project = Project(tree)
    report, _, problems = project.read(path)
    assert report is not None
    assert (report.index_number, problems) == ("01415035X/2025-00001", ())


# --- footer and settings ------------------------------------------------------------------------------------------


def test_the_footer_carries_every_mark_as_a_plain_link(official: Path) -> None:
    (footer,) = parsed(official / REPORT).xpath("//footer")
    text = footer.text_content()
    for words in ("主办单位：苏州市工业和信息化局", "承办单位：", "网站标识码：3299990001", "网站地图"):
        assert words in text
    links = {a.text_content(): a.get("href") for a in footer.xpath(".//a")}
    assert links["苏ICP备05001234号-1"] == "https://beian.miit.gov.cn/"
    assert links["苏公网安备 32050802010533号"].endswith("webSearch?code=32050802010533")
    assert links["党政机关网站标识"].startswith("https://bszs.conac.cn/")
    assert links["我为政府网站找错"].endswith("site_code=3299990001")
    assert not footer.xpath(".//script | .//img")


def test_the_footer_of_a_demonstration_claims_nothing(site: Path) -> None:
    (footer,) = parsed(site / REPORT).xpath("//footer")
    text = footer.text_content()
    assert "报告机关：" in text
    assert "本站为演示" in text
    for words in ("主办单位", "标识码", "备案", "备", "找错", "None"):
        assert words not in text


def test_real_settings_draw_no_finding(tree: Path) -> None:
    settle(tree)
    assert [f.message for f in check(Project(tree), [tree / "data" / "site.yml"]).findings] == []


def test_settings_that_cannot_be_read_are_not_judged(tmp_path: Path) -> None:
    path = tmp_path / "data" / "site.yml"
    path.parent.mkdir()
    path.write_text("- a\n", encoding="utf-8")
    result = check(Project(CONTENT), [path])
    assert {gap.rule for gap in result.not_assessed} == {"site-format", "site-column", "site-furniture"}
    assert {f.rule for f in result.findings} == {"value-type"}
