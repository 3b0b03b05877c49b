"""The site as its readers meet it: notice, links, search, accessibility, and no other host."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, Page

from macros.build import BuildError, verify
from macros.project import Project
from macros.source import Map, Scalar, Sequence, load
from tests.content import CONTENT

pytestmark = pytest.mark.xdist_group("site")

PAGES = (
    "index.html", "guide.html", "institution.html", "disclosure.html", "reports/index.html",
    "reports/suzhou-gxj/2024.html", "terms.html", "checks.html", "about.html", "404.html", "changelog.html",
    "accessibility.html", "data.html", "reports/suzhou-gxj/2024-numbers.html", "reports/suzhou-gxj/2024-proof.html",
    "reports/suzhou-gxj/2024-history.html", "corrections.html",
    "search.html", "sitemap.html",
)  # fmt: skip
NOTICE = "不是苏州市工业和信息化局的官方网站"


def parsed(path: Path) -> html.HtmlElement:
    return html.fromstring(path.read_text(encoding="utf-8"))


def test_all_pages_are_there_and_no_other(site: Path) -> None:
    assert sorted(p.relative_to(site).as_posix() for p in site.rglob("*.html")) == sorted(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_says_it_is_a_demonstration(site: Path, name: str) -> None:
    (notice,) = parsed(site / name).xpath('//*[@class="gk-notice"]')
    assert NOTICE in notice.text_content()
    assert notice.xpath('.//a[@href="http://gxj.suzhou.gov.cn/"]')


def test_a_page_without_the_notice_is_never_published(site: Path, tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text((site / "about.html").read_text(encoding="utf-8").replace("gk-notice", "x"), encoding="utf-8")
    with pytest.raises(BuildError, match=r"index\.html"):
        verify(Project(CONTENT), tmp_path)


@pytest.mark.parametrize("name", PAGES)
def test_headings_have_ids_given_by_hand(site: Path, name: str) -> None:
    headings = parsed(site / name).xpath("//article//*[self::h1 or self::h2 or self::h3]")
    ids = [h.get("id") for h in headings]
    assert len(ids) == len(set(ids))
    if name != "404.html":
        assert all(i and not re.fullmatch(r"_\d+", i) for i in ids)


def figures_of_the_report() -> dict[str, str]:
    root = load(CONTENT / "data/reports/suzhou-gxj/2024.yml").root
    assert isinstance(root, Map)
    node = root.node("figures")
    assert isinstance(node, Map)
    found = {}
    for key, entry in node.entries.items():
        assert isinstance(entry.node, Map)
        value = entry.node.node("value")
        assert isinstance(value, Scalar)
        found[key] = value.raw
    return found


def test_every_figure_of_the_data_is_read_on_the_report_page(site: Path) -> None:
    page = parsed(site / "reports/suzhou-gxj/2024.html")
    shown = [data.get("value") for data in page.xpath('//data[@class="gk-figure"]')]
    for key, value in figures_of_the_report().items():
        assert value in shown, key


def test_facts_of_the_source_are_on_the_report_page(site: Path) -> None:
    text = parsed(site / "reports/suzhou-gxj/2024.html").text_content()
    facts = [
        "国办公开办函〔2021〕30号",
        "国办发〔2017〕94号",
        "苏政办发〔2018〕63号",
        "苏府办〔2018〕314号",
        "68616308",
        "68616253",
        "1020条",
        "1539446次",
        "460339个",
        "469条",
        "75533个",
        "5919人",
        "44万人次",
        "174件",
        "69件",
        "19.3%",
        "340件",
        "510条",
        "分管领导统管",
        "处室负责人督办",
        "具体责任人执行",
        "信息复核反馈",
        "信息发布审查",
        "保密条例复核",
        "政务信息员发布",
        "过错责任追究",
        "江苏政务服务网",
        "江苏互联网+监管",
        "诚信苏州",
        "江苏省市场监管信息平台",
        "市政府信息公开网",
        "苏州工信",
        "中央八项规定",
        "《关于进一步做好市级政府采购信息公开工作的通知》",
        "《关于印发苏州市财政局政务公开工作要点的通知》",
        "《2024年度市工信局高质量发展绩效评价考核指标细则》",
        "《2024年度市工信局党的建设成效评价工作任务分解方案》",
        "持续量化考核",
        "培训工作机制",
        "未收取信息处理费",
    ]
    assert [fact for fact in facts if fact not in text] == []


def watched(browser: Browser, address: str, width: int, scheme: str) -> tuple[Page, list[str]]:
    """A page whose console messages and requests to other hosts are written down."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    noted: list[str] = []
    page.on("console", lambda message: noted.append(message.text))
    page.on("pageerror", lambda error: noted.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith((address, "data:")) else noted.append(r.url))
    return page, noted


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_fit_the_window_and_call_no_other_host(browser: Browser, address: str, width: int, scheme: str) -> None:
    page, noted = watched(browser, address, width, scheme)
    for name in PAGES:
        if name == "404.html":
            continue  # its links start at the root of the host by design
        page.goto(address + name)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    page.context.close()
    assert noted == []


@pytest.mark.browser
def test_everything_is_readable_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(address + "reports/suzhou-gxj/2024.html")
    assert page.locator("#requests\\.new_requests\\.total").is_visible()
    assert NOTICE in page.inner_text("body")
    context.close()


def test_every_page_of_docs_can_be_reached_from_the_map(site: Path) -> None:
    links = {a.get("href") for a in parsed(site / "sitemap.html").xpath("//article//a")}
    for path in (CONTENT / "docs").rglob("*.md"):
        assert path.relative_to(CONTENT / "docs").with_suffix(".html").as_posix() in links, path


def test_strict_yaml_reads_the_settings_of_the_site() -> None:
    document = load(CONTENT / "data" / "site.yml")
    assert document.problems == ()
    assert not isinstance(document.root, Sequence | Scalar)
