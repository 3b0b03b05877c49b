"""What the accessibility statement promises, on every page of the built site in a real Chromium."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import Browser, Page

from macros.accessibility import MET, read_accessibility
from macros.reader import Reader
from macros.source import load
from tests.browsing import chromium_arguments, find_chromium, serving
from tests.content import CONTENT, ROOT
from tests.shots import MODES, WIDTHS, Mode

pytestmark = pytest.mark.xdist_group("reach")

PROBES = (ROOT / "tests" / "probes.js").read_text(encoding="utf-8")
STATEMENT = CONTENT / "data" / "accessibility.yml"
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": True}},
    "resultTypes": ["violations"],
}
SPACED = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }
"""


@pytest.fixture(scope="module")
def root(site: Path) -> Iterator[str]:
    """The site at the root of a server, so that the page for a missing address finds its style too."""
    with serving(site) as server:
        yield server


@pytest.fixture(scope="module")
def names(site: Path) -> list[str]:
    """Every page of the site."""
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


def open_page(browser: Browser, width: int = 1280, mode: Mode = MODES[0], height: int = 900, **more: object) -> Page:
    """A page of a reader with these settings, with the probes in it."""
    context = browser.new_context(viewport={"width": width, "height": height}, **more)  # type: ignore[arg-type]
    page = context.new_page()
    mode.apply(page)
    page.add_init_script(PROBES)
    return page


def probed(page: Page, address: str, names: list[str], *probes: str, style: str = "") -> list[str]:
    """What the probes find on the pages."""
    found = []
    for name in names:
        page.goto(address + name)
        if style:
            page.add_style_tag(content=style)
        for probe in probes:
            found += [f"{name}: {probe}: {said}" for said in page.evaluate(f"probes.{probe}()")]
    page.context.close()
    return found


# --- the statement itself -----------------------------------------------------------------------------------------


def test_every_test_the_statement_names_is_there() -> None:
    said = read_accessibility(load(STATEMENT), Reader())
    for method in said.methods:
        assert method.tests, method.id
        for node in method.tests:
            path, _, function = node.partition("::")
            tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
            assert function in {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}, node


def test_every_way_of_testing_is_used_and_every_success_has_one() -> None:
    said = read_accessibility(load(STATEMENT), Reader())
    criteria = [one for standard in said.standards for one in standard.criteria]
    assert {method.id for method in said.methods} == {way for one in criteria for way in one.by}
    assert all(one.by or one.manual for one in criteria if one.status == MET)
    assert all(one.note for one in criteria if one.status != MET)


def test_the_statement_lists_every_criterion_of_wcag_and_no_more_than_a_level_has() -> None:
    said = read_accessibility(load(STATEMENT), Reader())
    for standard in said.standards:
        for level in standard.levels:
            listed = len(standard.on(level))
            assert listed == level.total if standard.id == "wcag" else listed < level.total


@pytest.mark.parametrize(
    ("find", "put", "rule", "name"),
    [
        ("status: 符合, by: [skip, structure]}", "status: 符合}", "key-missing", "by"),
        ("status: 不适用, note: 没有时间限制}", "status: 不适用}", "key-missing", "note"),
        ("status: 符合, by: [skip, structure]}", "status: 好, by: [skip]}", "value-choice", "status"),
        ("status: 符合, by: [skip, structure]}", "status: 符合, by: [luck]}", "value-choice", "by"),
        ("number: 2.4.2,", "number: 2.4.1,", "form-reference", "number"),
        ("gaps:", "holes:", "key-unknown", "holes"),
    ],
)
def test_a_statement_that_claims_too_much_is_refused(
    tmp_path: Path, find: str, put: str, rule: str, name: str
) -> None:  # fmt: skip
    text = STATEMENT.read_text(encoding="utf-8")
    assert find in text
    spoiled = tmp_path / "accessibility.yml"
    spoiled.write_text(text.replace(find, put, 1), encoding="utf-8")
    reader = Reader()
    read_accessibility(load(spoiled), reader)
    assert any(fact.rule == rule and str(fact.detail["name"]).endswith(name) for fact in reader.facts)


def test_the_statement_is_shown_whole_and_says_it_is_a_self_check(site: Path) -> None:
    page = html.parse(site / "accessibility.html").getroot()
    said = read_accessibility(load(STATEMENT), Reader())
    rows = [row.text_content() for row in page.xpath('//table[@class="gk-criteria"]/tbody/tr')]
    criteria = [one for standard in said.standards for one in standard.criteria]
    assert len(rows) == len(criteria)
    for row, one in zip(rows, criteria, strict=True):
        assert one.number in row
        assert one.name in row
        assert one.status in row
    captions = [caption.text_content() for caption in page.xpath('//table[@class="gk-criteria"]/caption')]
    assert [caption.split("：")[0] for caption in captions] == [f"共 {n} 项" for n in (31, 24, 20, 17, 21)]
    assert ["没有列出" in caption for caption in captions] == [False, False, True, True, True]
    text = page.text_content()
    assert "本站自查，不是第三方检测" in text
    assert all(gap in text for gap in said.gaps)


# --- colours ------------------------------------------------------------------------------------------------------


def schemes() -> dict[str, dict[str, str]]:
    """The colours of each scheme, as the cascade leaves them."""
    css = (ROOT / "theme/assets/css/10-base.css").read_text(encoding="utf-8")
    blocks: dict[str, dict[str, str]] = {}
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)):
        found = dict(re.findall(r"(--gk-[a-z-]+): (#[0-9a-f]+);", body))
        if found:
            blocks.setdefault(" ".join(selector.split()), {}).update(found)
    light, elder = blocks[":root"], blocks['[data-gk-mode="elder"]']
    dark, both = blocks['[data-gk-scheme="dark"]'], blocks['[data-gk-mode="elder"][data-gk-scheme="dark"]']
    return {
        "light": light,
        "dark": light | dark,
        "elder": light | elder,
        "elder dark": light | dark | elder | both,
    }


def brightness(colour: str) -> float:
    """The relative luminance of a colour as WCAG defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours."""
    dark, light = sorted((brightness(one), brightness(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark", "elder", "elder dark"])
def test_colours_of_every_scheme_keep_their_contrast(scheme: str) -> None:
    colours = {name.removeprefix("--gk-"): value for name, value in schemes()[scheme].items()}
    grounds = ("paper", "tint", "head", "notice")
    text = [(ink, ground) for ink in ("ink", "quiet", "link", "red") for ground in grounds]
    text += [("on-red", "red"), ("ink", "mark"), ("ink", "hatch")]
    least = 7 if "elder" in scheme else 4.5
    seen = [(control, ground) for control in ("focus", "control", "red") for ground in grounds]
    ratios = {(a, b): (contrast(colours[a], colours[b]), least) for a, b in text}
    ratios |= {(a, b): (contrast(colours[a], colours[b]), 3) for a, b in seen if (a, b) not in ratios}
    assert {pair: round(ratio, 2) for pair, (ratio, needed) in ratios.items() if ratio < needed} == {}


# --- structure ----------------------------------------------------------------------------------------------------


def test_every_page_says_its_language_and_a_title_of_its_own(site: Path, names: list[str]) -> None:
    pages = {name: html.parse(site / name).getroot() for name in names}
    assert {page.get("lang") for page in pages.values()} == {"zh-CN"}
    titles = [page.findtext(".//title") for page in pages.values()]
    assert all(title and title.strip() for title in titles)
    assert sorted(titles) == sorted(set(titles))


def test_headings_and_landmarks_outline_every_page(site: Path, names: list[str]) -> None:
    for name in names:
        page = html.parse(site / name).getroot()
        levels = [int(h.tag[1]) for h in page.xpath("//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5]")]
        assert levels.count(1) == 1, name
        assert levels[0] == 1, name
        assert all(after - before <= 1 for before, after in pairwise(levels)), name
        for tag in ("main", "header[not(ancestor::main)]", "footer[not(ancestor::main)]"):
            assert len(page.xpath(f"//{tag}")) == 1, (name, tag)
        navs = page.xpath("//nav")
        labels = [nav.get("aria-label") or nav.get("aria-labelledby") for nav in navs]
        assert all(labels), name
        assert len(labels) == len(set(labels)), name


# --- the probes themselves ----------------------------------------------------------------------------------------

SPOILED = """<div id="gk-content">
<div style="width:40px;height:20px;overflow:hidden;white-space:nowrap">文字比框长得多得多得多</div>
<p style="position:absolute;left:-50px;top:200px">在窗口外</p>
<p style="position:absolute;left:100px;top:200px">第一层</p><p style="position:absolute;left:100px;top:203px">第二层</p>
<a href="#a" style="display:block;width:10px;height:10px;overflow:visible;font-size:5px">一</a>
<a href="#b" style="display:block;width:10px;height:10px;overflow:visible;font-size:5px">二</a>
<p style="color:#999;background:#fff">看不清</p>
<p style="transition:color 1s">会变</p>
<a id="plain" href="#c" style="outline:0">没有焦点框</a>
</div>"""


@pytest.mark.browser
def test_the_probes_see_what_is_wrong(browser: Browser) -> None:
    page = open_page(browser, 400)
    page.set_content(SPOILED)
    page.evaluate(PROBES)
    clipped = page.evaluate("probes.clipped()")
    assert any("cut at the side" in said for said in clipped)
    assert any("outside the window" in said for said in clipped)
    assert any("第一层" in said and "第二层" in said for said in page.evaluate("probes.overlapped()"))
    assert len(page.evaluate("probes.cramped()")) == 2
    assert any("看不清" in said for said in page.evaluate("probes.faint()"))
    assert any("会变" in said for said in page.evaluate("probes.moving()"))
    page.focus("#plain")
    assert any("no outline" in said for said in page.evaluate("probes.focus()")["wrong"])
    page.context.close()


# --- rules --------------------------------------------------------------------------------------------------------


def violations(page: Page) -> list[str]:
    """What axe-core has against the page as it stands."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [f"{violation['id']}: {node['html'][:160]}" for violation in found for node in violation["nodes"]]


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("mode", MODES, ids=[mode.name for mode in MODES])
def test_axe_finds_nothing_on_any_page(
    browser: Browser, root: str, names: list[str], mode: Mode, width: int
) -> None:  # fmt: skip
    page = open_page(browser, width, mode)
    problems = []
    for name in names:
        page.goto(root + name)
        problems += [f"{name}: {said}" for said in violations(page)]
    page.context.close()
    assert problems == []


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("mode", MODES, ids=[mode.name for mode in MODES])
def test_axe_finds_nothing_in_what_opens(browser: Browser, root: str, mode: Mode, width: int) -> None:
    """The display settings, the list below the search field, and the card of a number."""
    page = open_page(browser, width, mode)
    page.goto(root + "reports/suzhou-gxj/2024.html")
    page.click("[data-gk-display] summary")
    problems = violations(page)
    page.keyboard.press("Escape")
    page.fill("#gk-q", "第三方")
    page.wait_for_selector(".gk-search [role=option]", timeout=10_000)
    problems += violations(page)
    page.keyboard.press("Escape")
    page.click("[id='requests.new_requests.total'] a")
    page.wait_for_selector("#gk-card", state="visible")
    problems += violations(page)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('td').id") == "requests.new_requests.total"
    assert not page.locator("#gk-card").is_visible()
    page.context.close()
    assert problems == []


# --- large letters, narrow windows, wide spacing ------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("mode", MODES, ids=[mode.name for mode in MODES])
def test_nothing_is_cut_or_covered_in_any_mode(
    browser: Browser, root: str, names: list[str], mode: Mode, width: int
) -> None:  # fmt: skip
    assert probed(open_page(browser, width, mode), root, names, "clipped", "overlapped") == []


@pytest.mark.browser
def test_large_letters_lose_nothing(browser: Browser, root: str, names: list[str]) -> None:
    """The reader has set letters of twice the size in the browser."""
    arguments = [*chromium_arguments(), "--blink-settings=defaultFontSize=32"]
    large = browser.browser_type.launch(executable_path=find_chromium(), args=arguments)
    page = open_page(large)
    page.goto(root)
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") >= 32
    found = probed(page, root, names, "clipped", "overlapped")
    large.close()
    assert found == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [640, 320])
def test_a_window_of_320_pixels_loses_nothing(browser: Browser, root: str, names: list[str], width: int) -> None:
    """A window 1280 wide, magnified to 200 and 400 %."""
    page = open_page(browser, width, height=width * 4 // 5)
    assert probed(page, root, names, "clipped", "overlapped") == []


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
def test_wider_spacing_loses_nothing(browser: Browser, root: str, names: list[str], width: int) -> None:
    page = open_page(browser, width, bypass_csp=True)  # the reader's own style, which no policy of the site refuses
    assert probed(page, root, names, "clipped", "overlapped", style=SPACED) == []


# --- keyboard -----------------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
def test_the_tab_key_follows_the_page_and_the_focus_is_seen(
    browser: Browser, root: str, names: list[str], width: int
) -> None:  # fmt: skip
    page = open_page(browser, width, reduced_motion="reduce")
    wrong = []
    for name in names:
        page.goto(root + name)
        expected = page.evaluate("probes.reachable()")
        reached: list[str] = []
        for _ in range(len(expected) + 20):
            page.keyboard.press("Tab")
            at = page.evaluate("probes.focus()")
            if at is None:
                break
            reached.append(at["said"])
            wrong += [f"{name}: {one}" for one in at["wrong"]]
        missed = [one for one in expected if one not in reached and not one.startswith("input")]
        wrong += [f"{name}: not reached: {one}" for one in missed]
    page.context.close()
    assert wrong == []


@pytest.mark.browser
def test_the_skip_link_lands_in_the_text(browser: Browser, root: str, names: list[str]) -> None:
    page = open_page(browser)
    for name in names:
        page.goto(root + name)
        page.keyboard.press("Tab")
        skip = page.evaluate(
            "(one => [one.textContent.trim(), getComputedStyle(one).zIndex, one.getBoundingClientRect().top >= 0])"
            "(document.activeElement)"
        )
        assert skip == ["跳到正文", "10", True], name
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        before = page.evaluate(
            "document.activeElement !== document.body && Boolean(document.querySelector('#gk-content')"
            ".compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_PRECEDING)"
        )
        assert not before, name
    page.context.close()


def tab_to(page: Page, selector: str) -> None:
    """Press the tab key until the element has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"the tab key never reaches {selector}")


def scheme_of(page: Page) -> list[str | None]:
    """Colours, letter size and mode of the page."""
    names = ["scheme", "size", "mode"]
    return [page.evaluate(f"document.documentElement.getAttribute('data-gk-{name}')") for name in names]


@pytest.mark.browser
def test_display_settings_work_by_keyboard(browser: Browser, root: str) -> None:
    page = browser.new_context(color_scheme="light").new_page()
    page.goto(root)
    tab_to(page, "[data-gk-display] summary")
    page.keyboard.press("Enter")
    tab_to(page, "input[name=gk-scheme]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, "input[name=gk-size]")
    page.keyboard.press("ArrowDown")
    assert scheme_of(page) == ["dark", "large", None]
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.localName") == "summary"
    assert not page.locator("input[name=gk-size]").first.is_visible()
    page.goto(root + "about.html")
    assert scheme_of(page) == ["dark", "large", None]
    page.context.close()


@pytest.mark.browser
def test_elder_mode_works_by_keyboard_and_stays_across_pages(browser: Browser, root: str) -> None:
    page = browser.new_context(color_scheme="light").new_page()
    page.goto(root)
    size = "parseFloat(getComputedStyle(document.querySelector('#gk-content')).fontSize)"
    before = page.evaluate(size)
    tab_to(page, "[data-gk-elder]")
    page.keyboard.press("Space")
    assert page.get_attribute("[data-gk-elder]", "aria-pressed") == "true"
    for name in ("about.html", "reports/suzhou-gxj/2024.html"):
        page.goto(root + name)
        assert scheme_of(page) == ["light", "large", "elder"]
        assert page.get_attribute("[data-gk-elder]", "aria-pressed") == "true"
        assert page.evaluate(size) > before
    tab_to(page, "[data-gk-elder]")
    page.keyboard.press("Enter")
    assert scheme_of(page) == ["light", "normal", None]
    page.context.close()


@pytest.mark.browser
def test_search_works_by_keyboard(browser: Browser, root: str) -> None:
    page = browser.new_context().new_page()
    page.goto(root)
    tab_to(page, "#gk-q")
    page.keyboard.insert_text("第三方")
    page.wait_for_selector(".gk-search [role=option]", timeout=10_000)
    assert "条结果" in (page.text_content(".gk-search [role=status]") or "")
    page.keyboard.press("ArrowDown")
    chosen = page.get_attribute("#gk-q", "aria-activedescendant")
    assert chosen
    assert page.get_attribute(f"#{chosen}", "aria-selected") == "true"
    href = page.evaluate("id => document.getElementById(id).href", chosen)
    page.keyboard.press("Enter")
    page.wait_for_url(href)
    page.context.close()


# --- wishes of the reader's system --------------------------------------------------------------------------------


@pytest.mark.browser
def test_nothing_moves_for_readers_who_asked_for_it(browser: Browser, root: str, names: list[str]) -> None:
    assert probed(open_page(browser, reduced_motion="reduce"), root, names, "moving") == []


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_hide_nothing(browser: Browser, root: str, names: list[str], scheme: str) -> None:
    page = open_page(browser, forced_colors="active", color_scheme=scheme)
    page.goto(root)
    tab_to(page, "[data-gk-elder]")
    ground = "getComputedStyle(document.activeElement).backgroundColor"
    off = page.evaluate(ground)
    page.keyboard.press("Space")
    assert page.evaluate(ground) != off, "a pressed button looks like one that is not"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Space")
    assert probed(page, root, names, "faint") == []


@pytest.mark.browser
def test_without_scripts_every_word_is_there(browser: Browser, root: str, names: list[str]) -> None:
    page = open_page(browser)
    plain = open_page(browser, java_script_enabled=False)
    for name in names:
        page.goto(root + name)
        plain.goto(root + name)
        there = re.sub(r"\s+", " ", plain.inner_text("#gk-content"))
        missing = [line for line in page.evaluate("probes.lines()") if line not in there]
        assert missing == [], name
    page.context.close()
    plain.context.close()


# --- targets ------------------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
def test_targets_are_large_enough(browser: Browser, root: str, names: list[str], width: int) -> None:
    assert probed(open_page(browser, width), root, names, "cramped") == []
