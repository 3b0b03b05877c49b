"""The statutory tables in a browser: cards, keys, copying, heads that stay, addresses that arrive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.xdist_group("site")

REPORT = "reports/suzhou-gxj/2024.html"
NUMBERS = "reports/suzhou-gxj/2024-numbers.html"
GRANTED = "requests.granted.natural_person"
THIRD_PARTY = "requests.denied.third_party_rights.total"
COPIED = """() => {
  window.copied = [];
  document.addEventListener("copy", (event) => {
    const data = event.clipboardData;
    window.copied.push([event.defaultPrevented, data.getData("text/plain"), data.getData("text/html")]);
  });
}"""
SEEN = """(id) => {
  const box = document.getElementById(id).getBoundingClientRect();
  const hit = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
  return hit && hit.closest("td") && hit.closest("td").id;
}"""


@pytest.fixture(params=[1280, 390])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """The report's page, wide and narrow; a message on the console fails the test."""
    opened = browser.new_page(viewport={"width": request.param, "height": 800}, reduced_motion="reduce")
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.goto(address + REPORT)
    yield opened
    opened.close()
    assert said == []


def link(page: Page, cell: str) -> Any:
    return page.locator(f'[id="{cell}"] a')


def focused_cell(page: Page) -> str:
    return str(page.evaluate("document.activeElement.closest('th, td')?.id"))


def test_a_number_opens_its_card_and_escape_brings_back(page: Page) -> None:
    link(page, GRANTED).click()
    card = page.locator(".gk-card")
    said = card.inner_text()
    assert "（一）予以公开 › 申请人情况 › 自然人" in said
    assert "第三十六条第（一）项、第（二）项" in said
    assert "自然人 2 ＋ 商业企业 空白 ＋" in said
    assert "＝ 总计 2" in said
    assert "（另有 17 格空白） ＝ （七）总计 8" in said
    assert page.evaluate("document.activeElement.id") == "gk-card"
    assert (card.locator("a").get_attribute("href") or "").endswith(f"{NUMBERS}#{GRANTED}")
    page.keyboard.press("Escape")
    assert not card.is_visible()
    assert focused_cell(page) == GRANTED
    assert page.url.endswith(REPORT)


def test_a_blank_says_that_it_is_not_zero(page: Page) -> None:
    link(page, "requests.carried_in.total").click()
    said = page.locator(".gk-card__value").inner_text()
    assert said.startswith("空白")
    assert "不等于零" in said


def test_the_card_lies_in_the_window_and_beside_its_number(page: Page) -> None:
    for cell in ("requests.new_requests.natural_person", "requests.carried_forward.natural_person"):
        link(page, cell).scroll_into_view_if_needed()
        link(page, cell).click()
        box = page.locator(".gk-card").bounding_box()
        size = page.viewport_size
        assert box
        assert size
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size["width"]
        if size["width"] > 640:
            assert page.evaluate(SEEN, cell) == cell
        page.keyboard.press("Escape")


def test_a_label_says_what_it_means(page: Page) -> None:
    label = page.locator(".gk-table--requests th a", has_text="4.保护第三方合法权益")
    label.click()
    assert "商业秘密、个人隐私" in page.locator(".gk-card").inner_text()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "4.保护第三方合法权益"


def test_a_label_says_it_to_the_pointer_and_to_the_keyboard(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(address + REPORT)
    page.locator(".gk-table--requests th a", has_text="2.重复申请").hover()
    page.locator(".gk-card").wait_for(state="visible")
    assert "同一申请人又申请相同的信息" in page.locator(".gk-card").inner_text()
    page.mouse.move(5, 5)
    page.locator(".gk-card").wait_for(state="hidden")
    link(page, "requests.not_processed.repeat_request.natural_person").focus()
    page.keyboard.press("ArrowLeft")
    assert page.locator(".gk-card").is_visible()
    assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == "gk-card"
    page.keyboard.press("Escape")
    assert not page.locator(".gk-card").is_visible()
    page.close()


def test_the_link_that_is_copied_leads_to_the_number(browser: Browser, address: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address + REPORT)
    link(page, THIRD_PARTY).click()
    page.get_by_role("button", name="复制链接").click()
    page.get_by_role("button", name="已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}{REPORT}#{THIRD_PARTY}"
    context.close()


def test_a_table_is_one_stop_of_the_tab_key_and_arrows_walk_its_grid(page: Page) -> None:
    assert page.locator('.gk-table--requests table a[tabindex="0"]').count() == 1
    link(page, GRANTED).focus()
    for key, cell in (
        ("ArrowDown", "requests.partially_granted.natural_person"),
        ("ArrowRight", "requests.partially_granted.commercial_enterprise"),
        ("ArrowUp", "requests.granted.commercial_enterprise"),
        ("ArrowLeft", GRANTED),
    ):
        page.keyboard.press(key)
        assert focused_cell(page) == cell
        assert page.evaluate(SEEN, cell) == cell
    page.keyboard.press("Enter")
    assert page.locator(".gk-card").is_visible()


def test_a_copied_table_is_a_clean_grid(page: Page) -> None:
    page.evaluate(COPIED)
    page.locator(".gk-table--requests .gk-copy").click()
    ((taken, text, markup),) = page.evaluate("window.copied")
    rows = [line.split("\t") for line in text.split("\r\n")]
    assert taken
    assert {len(row) for row in rows} == {10}
    assert len(rows) == 28
    assert rows[3] == ["一、本年新收政府信息公开申请数量", "", "", "8", "", "", "", "", "", "8"]
    assert rows[10] == ["", "", "4.保护第三方合法权益", "1", "", "", "", "", "", "1"]
    for word in ("空白", "<a", "id=", "class=", "data-", "单位"):
        assert word not in text + markup
    assert '<td rowspan="22">三、本年度办理结果</td>' in markup


def test_zero_is_copied_as_zero(page: Page) -> None:
    page.evaluate(COPIED)
    page.locator(".gk-table--reconsideration_litigation .gk-copy").click()
    ((_, text, _),) = page.evaluate("window.copied")
    assert text.split("\r\n")[-1] == "\t".join(["0"] * 15)


def test_cells_selected_with_the_mouse_are_copied_and_open_no_card(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address + REPORT)
    page.evaluate(COPIED)
    first, last = (
        page.locator(f'[id="proactive_disclosure.{row}"]') for row in ("rules.issued", "normative_documents.in_force")
    )
    first.scroll_into_view_if_needed()
    start, end = first.bounding_box(), last.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 20, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] - 20, end["y"] + end["height"] / 2, steps=8)
    page.mouse.up()
    assert not page.locator(".gk-card").is_visible()
    page.keyboard.press("Control+c")
    ((taken, text, _),) = page.evaluate("window.copied")
    assert taken
    assert text == "\t0\t0\t0\r\n行政规范性文件\t3\t0\t9"
    assert page.locator("table.statutory a:not([href])").count() == 0
    page.close()


def test_text_outside_the_tables_is_copied_as_ever(page: Page) -> None:
    page.evaluate(COPIED)
    page.evaluate("() => getSelection().selectAllChildren(document.querySelector('#overview').nextElementSibling)")
    page.keyboard.press("Control+c")
    assert [taken for taken, _, _ in page.evaluate("window.copied")] == [False]


def test_a_selection_that_reaches_beyond_a_table_keeps_the_table_a_clean_grid(page: Page) -> None:
    page.evaluate(COPIED)
    page.evaluate(
        """() => {
          const from = document.querySelector("#requests"), to = document.querySelector("#reconsideration_litigation");
          getSelection().setBaseAndExtent(from, 0, to, to.childNodes.length);
        }"""
    )
    page.keyboard.press("Control+c")
    ((taken, text, markup),) = page.evaluate("window.copied")
    assert taken
    lines = text.split("\r\n")
    assert lines[0].startswith("三、收到和处理政府信息公开申请情况")
    assert lines[-1].startswith("四、政府信息公开行政复议、行政诉讼情况")
    assert "\t".join(["一、本年新收政府信息公开申请数量", "", "", "8", "", "", "", "", "", "8"]) in lines
    assert sum(line.count("\t") == 9 for line in lines) == 28
    assert '<td rowspan="22">三、本年度办理结果</td>' in markup
    assert not any("空白" in line for line in lines if "\t" in line)
    assert page.locator("body > .visually-hidden pre").count() == 0


def test_a_table_selected_past_its_edge_is_still_a_grid(page: Page) -> None:
    page.evaluate(COPIED)
    page.evaluate(
        """() => {
          const cell = document.getElementById("requests.carried_in.natural_person");
          const after = document.querySelector("#reconsideration_litigation");
          getSelection().setBaseAndExtent(cell, 0, after, 0);
        }"""
    )
    page.keyboard.press("Control+c")
    ((taken, text, _),) = page.evaluate("window.copied")
    assert taken
    rows = [line.split("\t") for line in text.split("\r\n") if "\t" in line]
    assert {len(row) for row in rows} == {10}
    assert rows[-1][0] == "四、结转下年度继续办理"


def test_an_address_broken_on_its_way_does_no_harm(page: Page) -> None:
    page.goto(page.url + "#%E0%A4%A")
    page.reload()
    assert link(page, GRANTED).is_visible()


def test_a_cited_cell_is_there_at_once(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="no-preference")
    page.goto(f"{address}{REPORT}#{THIRD_PARTY}")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert page.evaluate(SEEN, THIRD_PARTY) == THIRD_PARTY
    page.close()


@pytest.mark.parametrize("size", ["normal", "larger"])
@pytest.mark.parametrize("width", [1280, 768, 390])
def test_an_address_shows_its_cell_clear_of_heads_that_stay(
    browser: Browser, address: str, width: int, size: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    page.add_init_script(f"localStorage.setItem('gongkai.size', '{size}')")
    for cell in ("requests.new_requests.other", THIRD_PARTY, "requests.carried_forward.total"):
        page.goto("about:blank")
        page.goto(f"{address}{REPORT}#{cell}")
        page.wait_for_load_state("load")
        assert page.evaluate(SEEN, cell) == cell
        head = page.evaluate("document.querySelector('.gk-table--requests thead').getBoundingClientRect().top")
        assert -20 <= head < 400
    page.close()


def test_on_a_phone_labels_and_heads_stay_while_the_region_scrolls(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(address + REPORT)
    region = page.locator(".gk-table--requests .gk-table__region")
    assert region.get_attribute("tabindex") == "0"
    before, after = [
        region.evaluate(
            """(region, by) => {
              region.scrollTo(by, by);
              const at = (found) => found.getBoundingClientRect();
              const box = at(region);
              const label = [...region.querySelectorAll("th[scope=row]")].find((one) => at(one).top > box.top + 200);
              return [at(region.querySelector("thead")).top - box.top, at(label).left - box.left < 70,
                document.documentElement.scrollWidth];
            }""",
            by,
        )
        for by in (0, 150)
    ]
    assert before[0] > 0  # the caption stands above
    assert after == [0, True, 390]
    page.close()


def test_without_scripts_numbers_and_labels_are_links(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + REPORT)
    link(page, GRANTED).click()
    assert page.url.endswith(f"{NUMBERS}#{GRANTED}")
    page.locator(f'[id="{GRANTED}"] a').click()
    assert page.url.endswith(f"{REPORT}#{GRANTED}")
    page.locator(".gk-table--requests th a", has_text="2.重复申请").click()
    assert page.url.endswith("terms.html#term-requests-not_processed-repeat_request")
    context.close()


@pytest.mark.parametrize(("name", "mode"), [(REPORT, "light"), (REPORT, "dark"), (REPORT, "elder"), (NUMBERS, "light")])
def test_cards_tables_and_the_page_of_numbers_have_no_violation(
    browser: Browser, address: str, name: str, mode: str
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.add_init_script(f"localStorage.setItem('gongkai.scheme', '{'dark' if mode == 'dark' else 'light'}')")
    if mode == "elder":
        page.add_init_script("localStorage.setItem('gongkai.elder', 'on')")
    page.goto(address + name)
    if name == REPORT:
        link(page, GRANTED).click()
    found = Axe().run(page, ".gk-table" if name == REPORT else ".gk-numbers").response["violations"]
    assert [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found] == []
    page.close()
