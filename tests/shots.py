"""Pictures of every page of the site in every mode, for people to look at: ``make shots`` writes them to ``shots/``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from macros.build import build
from tests.browsing import chromium_arguments, find_chromium, serving
from tests.content import ROOT

WIDTHS = (1280, 390)


@dataclass(frozen=True, slots=True)
class Mode:
    """How a reader has set the site."""

    name: str
    scheme: str = "light"
    elder: bool = False

    def apply(self, page: Page) -> None:
        """Keep the setting as the reader's browser would, before the first page."""
        elder = "localStorage.setItem('gongkai.elder', 'on');" if self.elder else ""
        page.add_init_script(f"localStorage.setItem('gongkai.scheme', '{self.scheme}');{elder}")


MODES = (Mode("light"), Mode("dark", "dark"), Mode("elder", elder=True))


def shoot(browser: Browser, address: str, names: list[str], modes: tuple[Mode, ...], to: Path) -> int:
    """Take all pictures; the number taken."""
    taken = 0
    for mode in modes:
        for width in WIDTHS:
            page = browser.new_page(viewport={"width": width, "height": 900})
            mode.apply(page)
            for name in names:
                page.goto(address + name)
                page.wait_for_load_state("networkidle")
                file = to / mode.name / str(width) / f"{name.removesuffix('.html').replace('/', '-')}.png"
                file.parent.mkdir(parents=True, exist_ok=True)
                page.screenshot(path=file, full_page=True)
                taken += 1
            page.close()
    return taken


def main() -> int:
    """Build the site and take the pictures that were asked for."""
    parser = argparse.ArgumentParser(description="take pictures of the site")
    parser.add_argument("--to", type=Path, default=ROOT / "shots")
    parser.add_argument("--site", type=Path, help="a site that is built already")
    parser.add_argument("--only", default="", help="pages whose name holds this text")
    parser.add_argument("--mode", choices=[mode.name for mode in MODES])
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as play:
        site = args.site or Path(scratch, "site")
        if args.site is None:
            build(ROOT, site)
        names = [n for p in sorted(site.rglob("*.html")) if args.only in (n := p.relative_to(site).as_posix())]
        modes = tuple(mode for mode in MODES if args.mode in (None, mode.name))
        with serving(site) as address:
            browser = play.chromium.launch(executable_path=find_chromium(), args=chromium_arguments())
            taken = shoot(browser, address, names, modes, args.to)
            browser.close()
    print(f"{taken} pictures in {args.to}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
