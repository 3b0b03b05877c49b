"""The map of the site: every page is on it, and machines get full addresses or none."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urldefrag

import pytest
from lxml import etree, html

from macros.built import Built
from macros.furniture.sitemap import site_map, write_sitemap
from macros.project import Project
from tests.content import CONTENT

pytestmark = pytest.mark.xdist_group("site")

ADDRESS = "https://gxj.example.gov.cn/zfxxgk/"


def page(path: str, report: str | None = None, content: str = "") -> Built:
    return Built(path, f"题 {path}", content, "<!--gk:head-->", "", report=report)


def parsed(text: str) -> html.HtmlElement:
    return html.fromstring(text)


def test_every_page_is_on_the_map_and_every_link_of_it_leads_there(site: Path) -> None:
    links = parsed((site / "sitemap.html").read_text(encoding="utf-8")).xpath(
        '//article//h2/a/@href | //ul[contains(@class, "gk-map")]//a/@href'
    )
    found = {urldefrag(link)[0] for link in links}
    made = {p.relative_to(site).as_posix() for p in site.rglob("*.html")}
    assert made - {"404.html", "search.html", "sitemap.html"} == found
    assert len(links) == len(set(links))
    for link in links:
        path, anchor = urldefrag(link)
        if anchor:
            tree = parsed((site / path).read_text(encoding="utf-8"))
            assert tree.xpath("//*[@id=$id]", id=anchor), link


def test_reports_stand_under_their_agency_the_newest_first() -> None:
    pages = [
        page("about.html"),
        page("index.html"),
        page("reports/index.html"),
        page("reports/suzhou-gxj/2023.html", "suzhou-gxj/2023"),
        page("reports/suzhou-gxj/2024.html", "suzhou-gxj/2024"),
        page("reports/suzhou-gxj/2024-a.html", "suzhou-gxj/2024"),
        page("reports/other/2024.html", "other/2024"),
    ]
    made = site_map(Project(CONTENT), pages[0], pages)
    tree = parsed(made.content)
    assert [h.text_content() for h in tree.xpath("//h3")] == ["other", "苏州市工业和信息化局"]
    links = [a.get("href") for a in tree.xpath("//a") if "/20" in a.get("href")]
    assert links == [
        "reports/other/2024.html", "reports/suzhou-gxj/2024.html", "reports/suzhou-gxj/2024-a.html",
        "reports/suzhou-gxj/2023.html",
    ]  # fmt: skip


def test_titles_are_escaped_on_the_map() -> None:
    one = page("about.html", content='<h2 id="a">甲&lt;b&gt;</h2>')
    made = site_map(Project(CONTENT), one, [one])
    assert "&lt;b&gt;" in made.content
    assert "<b>" not in made.content


def test_without_the_public_address_there_is_no_sitemap_for_machines(site: Path) -> None:
    assert not (site / "sitemap.xml").exists()
    assert not (site / "sitemap.xml.gz").exists()


def test_machines_get_full_addresses_in_one_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", ADDRESS)
    (tmp_path / "sitemap.xml.gz").write_bytes(b"")
    pages = [
        page("terms.html"),
        page("index.html"),
        page("404.html"),
        page("search.html"),
        page("reports/a/2024-b.html"),
    ]
    write_sitemap(Project(CONTENT), tmp_path, pages)
    root = etree.fromstring((tmp_path / "sitemap.xml").read_bytes())
    assert [loc.text for loc in root.iter("{*}loc")] == [
        ADDRESS, f"{ADDRESS}reports/a/2024-b.html", f"{ADDRESS}terms.html",
    ]  # fmt: skip
    assert not list(root.iter("{*}lastmod"))
    assert not (tmp_path / "sitemap.xml.gz").exists()
