"""The site on a strict server below a deep path, and opened from a disk: all works, no other host is asked."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

import pytest
from lxml import html
from playwright.sync_api import Browser, BrowserContext, Page

from macros.pack.headers import HEADERS, POLICY, headers_for, policy_in_page, type_of
from macros.pack.products import pack
from macros.rules.tree import IMAGES
from tests.agency_server import DEEP, at_agency
from tests.browsing import serving
from tests.sealed import sealed_copy

pytestmark = [pytest.mark.xdist_group("product"), pytest.mark.browser]

REPORT = "reports/suzhou-gxj/2024.html"
NOT_FOUND = "404.html"  # its links begin at the root of the host, since it is shown at any address
WATCH = """
addEventListener("securitypolicyviolation", event =>
  console.error("refused: " + event.violatedDirective + " " + event.blockedURI));
"""


@dataclass
class Visit:
    """A way to open the site: its address, and everything the browser notes while it is visited."""

    context: BrowserContext
    address: str
    noted: list[str] = field(default_factory=list)

    def page(self) -> Page:
        page = self.context.new_page()
        page.add_init_script(WATCH)
        page.on("console", lambda message: self.noted.append(message.text))
        page.on("pageerror", lambda error: self.noted.append(str(error)))
        page.on("requestfailed", lambda request: self.noted.append(f"failed: {request.url}"))
        page.on("request", lambda request: self._asked(request.url))
        return page

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "data:")):
            self.noted.append(f"asked: {url}")


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[str]:
    with at_agency(site) as address:
        yield address


@pytest.fixture(scope="module")
def disk(site: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The preview, packed and unpacked into a folder of an awkward name."""
    folder = tmp_path_factory.mktemp("disk")
    pack(sealed_copy(site, folder / "site"), folder / "out")
    (product,) = (folder / "out").glob("*-preview.zip")
    with zipfile.ZipFile(product) as archive:
        archive.extractall(folder / "下载 的#文件%20夹")
    (door,) = (folder / "下载 的#文件%20夹").glob("*/打开网站.html")
    return door.parent.as_uri() + "/"


@pytest.fixture(params=["server", "disk"])
def visit(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Visit]:
    """The site as its readers have it, either way."""
    base: str = request.getfixturevalue(request.param)
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    if request.param == "server":
        context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield Visit(context, base if request.param == "server" else f"{base}site/")
    context.close()


def pages_of(site: Path) -> list[str]:
    return sorted(name for path in site.rglob("*.html") if (name := path.relative_to(site).as_posix()) != NOT_FOUND)


# --- pages --------------------------------------------------------------------------------------------------------


def test_every_page_opens_and_the_console_stays_empty(visit: Visit, site: Path) -> None:
    page = visit.page()
    for name in pages_of(site):
        page.goto(visit.address + name)
        assert page.locator("h1").first.is_visible(), name
        assert page.evaluate("getComputedStyle(document.querySelector('.gk-header')).display") != "inline", name
    assert visit.noted == []


def test_the_search_finds_below_the_field_and_on_the_page_of_results(visit: Visit) -> None:
    page = visit.page()
    page.goto(visit.address + "reports/index.html")
    page.fill("#gk-q", "223.3495")
    page.wait_for_selector(".gk-search__hit")
    page.press("#gk-q", "ArrowDown")
    page.press("#gk-q", "Enter")
    page.wait_for_url("**/2024.html#proactive_disclosure.administrative_fees")
    page.fill("#gk-q", "不予公开")
    page.click(".gk-search__button")
    page.wait_for_url("**/search.html?q=*")
    page.wait_for_selector(".gk-results__hit")
    assert visit.noted == []


def test_cards_copying_and_display_settings_work(visit: Visit) -> None:
    page = visit.page()
    page.goto(visit.address + REPORT)
    page.click("[id='requests.new_requests.total'] a")
    card = page.locator(".gk-card")
    assert card.is_visible()
    assert card.bounding_box() is not None
    card.get_by_role("button", name="复制链接").click()
    assert page.locator(".gk-card").is_visible()
    page.keyboard.press("Escape")
    page.locator(".gk-copy").first.click()
    assert "已复制" in page.locator(".gk-copy").first.inner_text()
    page.click("[data-gk-elder]")
    assert page.get_attribute("[data-gk-elder]", "aria-pressed") == "true"
    page.click(".gk-display__more summary")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.check("[name='gk-scheme'][value='dark']")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    page.reload()
    assert page.get_attribute("[data-gk-elder]", "aria-pressed") == "true"
    assert visit.noted == []


def test_every_file_offered_can_be_had(visit: Visit) -> None:
    page = visit.page()
    page.goto(visit.address + REPORT)
    links = page.locator("a[href$='.pdf'], a[href$='.docx'], a[href$='.xlsx'], a[href$='.zip'], a[href$='.csv']")
    found = {str(link) for link in links.evaluate_all("all => all.map(one => one.href)")}
    assert len(found) >= 5
    for link in found:
        assert link.startswith(visit.address)
        with urlopen(link) as answer:
            assert len(answer.read()) > 1000, link


def test_the_door_of_the_preview_leads_to_the_home_page(browser: Browser, disk: str) -> None:
    page = browser.new_page()
    noted: list[str] = []
    page.on("console", lambda message: noted.append(message.text))
    page.goto(disk + "%E6%89%93%E5%BC%80%E7%BD%91%E7%AB%99.html")
    page.wait_for_url("**/site/index.html")
    assert page.locator("h1").first.is_visible()
    assert noted == []
    page.close()


# --- the policy is one --------------------------------------------------------------------------------------------

HOSTILE = {
    "script in the page": "<script>document.title = 'taken'</script>",
    "handler": "<img src='assets/mark.svg' onload=\"document.title = 'taken'\">",
    "style in the page": "<p style='color: red'>x</p>",
    "picture of another host": "<img src='https://example.invalid/x.png'>",
    "frame": "<iframe src='about.html'></iframe>",
    "base": "<base href='https://example.invalid/'>",
}


@pytest.fixture(scope="module")
def spoiled(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages with what no page may hold: those with the policy in them, and those without."""
    to = tmp_path_factory.mktemp("spoiled") / "site"
    shutil.copytree(site, to)
    text = (to / "about.html").read_text(encoding="utf-8")
    for number, payload in enumerate(HOSTILE.values()):
        whole = text.replace("<main", f"{payload}<main", 1)
        (to / f"in-{number}.html").write_text(whole, encoding="utf-8")
        bare = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", whole)
        assert bare != whole
        (to / f"bare-{number}.html").write_text(bare, encoding="utf-8")
    return to


def noted_on(browser: Browser, url: str) -> tuple[list[str], str]:
    context = browser.new_context()
    visit = Visit(context, url)
    page = visit.page()
    page.goto(url, wait_until="load")
    title = page.title()
    context.close()
    return [one for one in visit.noted if "refused" in one or "Content Security Policy" in one], title


@pytest.mark.parametrize("number", range(len(HOSTILE)), ids=list(HOSTILE))
@pytest.mark.parametrize("kind", ["headers alone", "page alone", "disk"])
def test_what_no_page_may_hold_is_refused(browser: Browser, spoiled: Path, kind: str, number: int) -> None:
    """By the headers of the server, and by the page itself where a host sends none."""
    if kind == "headers alone":
        with at_agency(spoiled) as address:
            noted, title = noted_on(browser, f"{address}bare-{number}.html")
    elif kind == "disk":
        noted, title = noted_on(browser, (spoiled / f"in-{number}.html").as_uri())
    else:
        with serving(spoiled) as address:
            noted, title = noted_on(browser, f"{address}in-{number}.html")
    assert noted
    assert title != "taken"


def test_without_a_policy_the_same_page_is_taken(browser: Browser, spoiled: Path) -> None:
    """So it is the policy that refuses."""
    with serving(spoiled) as address:
        noted, title = noted_on(browser, f"{address}bare-0.html")
    assert noted == []
    assert title == "taken"


def test_every_page_carries_the_policy_before_anything_it_holds_for(site: Path) -> None:
    for path in site.rglob("*.html"):
        head = html.fromstring(path.read_bytes()).find("head")
        assert head is not None
        kinds = [(one.tag, dict(one.attrib)) for one in head]
        policy = ("meta", {"http-equiv": "Content-Security-Policy", "content": policy_in_page()})
        assert kinds[:2] == [("meta", {"charset": "utf-8"}), policy], path
        assert sum(kind == policy for kind in kinds) == 1


def test_no_policy_lets_in_what_stands_in_a_page() -> None:
    for said in (HEADERS["Content-Security-Policy"], policy_in_page()):
        assert "unsafe" not in said
        assert "http" not in said
        assert "*" not in said
    assert set(POLICY) - {part.split()[0] for part in policy_in_page().split("; ")} == {"frame-ancestors"}


# --- headers ------------------------------------------------------------------------------------------------------


def test_every_file_of_the_site_is_of_a_kind_the_list_knows(site: Path) -> None:
    for path in site.rglob("*"):
        if path.is_file():
            assert "/" in type_of(path.relative_to(site).as_posix())
    for kind in IMAGES:
        assert type_of(f"assets/a{kind}").startswith("image/")
    with pytest.raises(KeyError):
        type_of("a.exe")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("api/v1/cells.csv", "text/csv; charset=utf-8"),
        ("feeds/deadlines.ics", "text/calendar; charset=utf-8"),
        ("feeds/publications.xml", "application/atom+xml"),
        ("sitemap.xml", "application/xml"),
        ("SHA256SUMS", "text/plain; charset=utf-8"),
        ("source/report.yml", "text/plain; charset=utf-8"),
        ("2024.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("2024.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_a_file_is_sent_as_what_it_is(name: str, kind: str) -> None:
    assert headers_for(name)["Content-Type"] == kind
    assert headers_for(name)["X-Content-Type-Options"] == "nosniff"


def test_the_viewer_of_pdf_is_not_held_to_the_policy() -> None:
    assert "Content-Security-Policy" not in headers_for("reports/a/2024.pdf")
    assert set(HEADERS) - set(headers_for("reports/a/2024.pdf")) == {"Content-Security-Policy"}


def test_the_server_of_these_tests_says_the_whole_list(server: str) -> None:
    assert server.endswith(DEEP)
    for name in (REPORT, "assets/js/site.js", "reports/suzhou-gxj/2024.pdf"):
        with urlopen(server + name) as answer:
            answer.read()
            said = {key.lower(): value for key, value in answer.headers.items()}
        assert {key.lower(): value for key, value in headers_for(name).items()}.items() <= said.items()
