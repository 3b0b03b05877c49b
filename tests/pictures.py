"""The pictures of the guides: each does what the text tells, at a desk of its own, and takes what is then seen."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path

from markdown import Markdown
from playwright.sync_api import Browser

from tests.content import ROOT
from tests.desk import Desk

Take = Callable[[Desk, Browser, Path], None]
PICTURES: dict[str, Take] = {}
SHEET = """<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><style>
body {{ margin: 0; font: 15px/1.7 "Noto Sans CJK SC", "Noto Sans SC", sans-serif; color: #1f2328; background: #fff }}
main {{ width: 920px; padding: 20px 24px; box-sizing: border-box }}
pre {{ margin: 0; font: 14px/1.6 "Noto Sans Mono CJK SC", "Noto Sans Mono", monospace; white-space: pre-wrap }}
.screen {{ background: #f6f8fa; border: 1px solid #d0d7de; border-radius: 6px }}
.ask {{ color: #57606a }}
table {{ border-collapse: collapse; display: block; overflow: hidden; font-size: 13px }}
td, th {{ border: 1px solid #d0d7de; padding: 3px 8px }} h2, h3, h4 {{ margin: .8em 0 .4em }} h2 {{ font-size: 20px }}
h3 {{ font-size: 17px }} ul {{ padding-left: 1.6em }} code {{ background: #eff1f3; padding: 0 .3em }}
</style><main class="{kind}">{body}</main></html>"""


def picture(take: Take) -> Take:
    """Register a picture under the name of its function."""
    PICTURES[take.__name__.replace("_", "-")] = take
    return take


def screen(browser: Browser, file: Path, command: str, output: str) -> None:
    """What a command printed, as it stands on a screen."""
    body = f'<pre><span class="ask">$ {escape(command)}</span>\n{escape(output.rstrip())}</pre>'
    sheet(browser, file, body, "screen")


def sheet(browser: Browser, file: Path, body: str, kind: str, height: int = 4000) -> None:
    """A piece of HTML of ours on white paper, cut off below ``height`` CSS pixels."""
    page = browser.new_page(viewport={"width": 920, "height": 600})
    page.set_content(SHEET.format(kind=kind, body=body))
    box = page.locator("main").bounding_box()
    assert box is not None
    clip = {"x": 0, "y": 0, "width": box["width"], "height": min(box["height"], height)}
    page.screenshot(path=file, clip=clip, full_page=True)  # type: ignore[arg-type]
    page.close()


def shoot(browser: Browser, file: Path, address: str, width: int = 1280, height: int = 760, at: str = "") -> None:
    """A page of the site, from an element (a CSS selector) or from the top."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(address)
    if at:
        page.locator(at).first.evaluate("element => element.scrollIntoView({block: 'start'})")
    page.screenshot(path=file)
    page.close()


def site_page(desk: Desk, name: str) -> str:
    """The address of a page of the site as it is now, opened from the disk as a reviewer does."""
    return (desk.build("--no-documents") / name).as_uri()


@contextmanager
def preview(desk: Desk) -> Iterator[str]:
    """The address of a preview that answers."""
    process = subprocess.Popen(
        [sys.executable, "-m", "macros.cli", "serve", "--port", "8500"],
        cwd=desk.root, env={**os.environ, "PYTHONPATH": str(ROOT)}, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
    )  # fmt: skip
    try:
        assert process.stdout is not None
        address = "http://" + process.stdout.readline().split("http://")[1].split()[0]
        wait_for(address, "")
        yield address
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(20)
        if process.stdout is not None:
            process.stdout.close()


def wait_for(address: str, words: str) -> None:
    """Wait until a page holds the words."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if words in answer.read().decode("utf-8"):
                    return
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError(f"{address}: {words}")


def mistake(desk: Desk) -> None:
    """The usual slip: a number is changed, the totals it stands in are not."""
    desk.change(desk.data, "granted:                  [     2,", "granted:                  [     3,")


@picture
def report(desk: Desk, browser: Browser, file: Path) -> None:
    """The report as the public reads it."""
    shoot(browser, file, site_page(desk, "reports/suzhou-gxj/2024.html"))


@picture
def table(desk: Desk, browser: Browser, file: Path) -> None:
    """The table of requests."""
    shoot(browser, file, site_page(desk, "reports/suzhou-gxj/2024.html"), at="#requests")


@picture
def check_error(desk: Desk, browser: Browser, file: Path) -> None:
    """The check after the slip."""
    mistake(desk)
    screen(browser, file, "gongkai check", desk.run("check", "data/reports", expect=1))


@picture
def preview_error(desk: Desk, browser: Browser, file: Path) -> None:
    """The preview after the slip."""
    with preview(desk) as address:
        mistake(desk)
        wait_for(address, "校验发现错误")
        shoot(browser, file, address, height=520)


def correct(desk: Desk) -> tuple[str, str]:
    """A correction of two cells with the total of one of them; the command and what it printed."""
    words = (
        "suzhou-gxj/2024",
        *("requests.granted.natural_person", "3", "requests.granted.total", "3"),
        *("requests.unable_to_provide.not_held.natural_person", "3", "requests.unable_to_provide.not_held.total", "3"),
    )
    answers = ("--kind", "更正", "--reason", "一件申请误计入本机关不掌握，应为予以公开", "--date", "2026-03-02")
    output = desk.run("correct", *words, *answers)
    shown = " ".join(f'"{word}"' if word.startswith("一件") else word for word in (*words, *answers))
    return f"gongkai correct {shown}", output


def corrected(desk: Desk) -> None:
    """The correction, released by a merge as the code host writes it, with those who reviewed."""
    correct(desk)
    desk.commit(
        "更正2024年度报告表三 (#7)\n\n一件申请误计入本机关不掌握。\n\nReviewed-by: 复核人\nReviewed-by: 处室负责人"
    )


@picture
def review(desk: Desk, browser: Browser, file: Path) -> None:
    """What reviewers read under a pull request that corrects the report."""
    correct(desk)
    text = desk.run("review", "--against", "HEAD", "--format", "markdown")
    body = Markdown(extensions=["tables", "md_in_html"], tab_length=2).convert(text)
    sheet(browser, file, body, "comment", height=1500)


@picture
def correct_command(desk: Desk, browser: Browser, file: Path) -> None:
    """A correction as it is typed, and the answer."""
    screen(browser, file, *correct(desk))


@picture
def new_report(desk: Desk, browser: Browser, file: Path) -> None:
    """Next year's report is begun."""
    screen(browser, file, "gongkai new suzhou-gxj 2025", desk.run("new", "suzhou-gxj", "2025"))


@picture
def banner(desk: Desk, browser: Browser, file: Path) -> None:
    """The report after a correction."""
    corrected(desk)
    shoot(browser, file, (desk.build() / "reports/suzhou-gxj/2024.html").as_uri())


@picture
def history(desk: Desk, browser: Browser, file: Path) -> None:
    """Who changed what, when."""
    corrected(desk)
    shoot(browser, file, site_page(desk, "reports/suzhou-gxj/2024-history.html"))


@picture
def proof(desk: Desk, browser: Browser, file: Path) -> None:
    """Every rule with its result."""
    shoot(browser, file, (desk.build() / "reports/suzhou-gxj/2024-proof.html").as_uri())
