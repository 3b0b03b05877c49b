"""The guides for people, with pictures taken from the real pages and commands: ``make guides`` writes ``manual/``.

A guide under ``guides/`` names a picture in a comment of its own, ``<!-- picture: name -->``; the next line is what it
shows. On a code host the text reads by itself; here the picture stands above the line. No picture is kept in Git.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from html import escape
from pathlib import Path

from markdown import Markdown
from playwright.sync_api import Browser, sync_playwright

from tests.browsing import chromium_arguments, find_chromium
from tests.content import ROOT
from tests.desk import Desk
from tests.pictures import PICTURES

GUIDES = ROOT / "guides"
MARK = re.compile(r"^<!-- picture: ([a-z-]+) -->\n(.+)$", re.MULTILINE)
LINK = re.compile(r'<a href="(?:\.\./)?([A-Za-z-]+)\.md(#[^"]*)?">(.*?)</a>')
FRAME = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="guides.css">
</head>
<body>
<nav>{nav}</nav>
<main>
{body}
</main>
</body>
</html>
"""


def guides() -> list[Path]:
    """The guides, sorted by name."""
    return sorted(GUIDES.glob("*.md"))


def title_of(text: str) -> str:
    """The first heading of a guide."""
    return text.split("\n", 1)[0].removeprefix("# ").strip()


def asked_for(text: str) -> list[str]:
    """The names of the pictures a guide asks for."""
    return [name for name, _ in MARK.findall(text)]


def as_page(text: str, titles: dict[str, str]) -> str:
    """A guide as a page of the manual; ``titles`` are those of all guides by file stem, in the order of the menu."""

    def figure(found: re.Match[str]) -> str:
        name, caption = found.groups()
        words = escape(caption.strip("*"))
        return f'<figure><img src="pictures/{name}.png" alt="{words}"><figcaption>{words}</figcaption></figure>'

    def link(found: re.Match[str]) -> str:
        stem, place, words = found.group(1), found.group(2) or "", found.group(3)
        return f'<a href="{stem}.html{place}">{words}</a>' if stem in titles else words

    body = Markdown(extensions=["tables", "toc", "fenced_code", "sane_lists"]).convert(MARK.sub(figure, text))
    nav = "".join(f'<a href="{stem}.html">{escape(title)}</a>' for stem, title in titles.items())
    lang = "zh-CN" if re.search(r"[\u4e00-\u9fff]", title_of(text)) else "en"
    return FRAME.format(lang=lang, title=escape(title_of(text)), nav=nav, body=LINK.sub(link, body))


def make(browser: Browser, to: Path, only: str = "") -> tuple[int, int]:
    """Write all guides and the pictures whose name holds ``only``; the numbers of both."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in guides()}
    names = {name for text in texts.values() for name in asked_for(text) if only in name}
    (to / "pictures").mkdir(parents=True, exist_ok=True)
    for name in sorted(names):  # each at a desk of its own, a real repository with the real report
        with tempfile.TemporaryDirectory() as scratch:
            PICTURES[name](Desk(Path(scratch)), browser, to / "pictures" / f"{name}.png")
    titles = {stem: title_of(text) for stem, text in texts.items()}
    for stem, text in texts.items():
        (to / f"{stem}.html").write_text(as_page(text, titles), encoding="utf-8")
    (to / "guides.css").write_bytes((GUIDES / "guides.css").read_bytes())
    return len(texts), len(names)


def main() -> int:
    """Make them where the caller wants them."""
    parser = argparse.ArgumentParser(description="make the guides with pictures")
    parser.add_argument("--to", type=Path, default=ROOT / "manual")
    parser.add_argument("--only", default="", help="take only pictures whose name holds this text")
    args = parser.parse_args()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find_chromium(), args=chromium_arguments())
        texts, pictures = make(browser, args.to, args.only)
        browser.close()
    print(f"{texts} guides, {pictures} pictures in {args.to}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
