"""The search of a large site: an index of generated report pages, and what a reader on a slow phone waits for.

``python -m tests.search_scale`` prints both; the bench and the tests call ``lay_out`` and ``first_result``.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from html import escape
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from macros.built import Built
from macros.form import Form
from macros.project import Project
from macros.render.tables import statutory_table
from macros.search import Index, read_page
from tests import generate
from tests.browsing import BROWSERS
from tests.content import CONTENT, ROOT
from tests.generate_site import YEARS, prose
from tests.page_speed import BYTES_PER_SECOND, CPU_SLOWDOWN, ROUND_TRIP, served

QUERIES = ("不予公开 多少件", "agency-007 2023 结转", "财政预算审查", "依申请公开", "怎么申请公开", "医")
TIMES = 3  # of which the shortest counts: other work on the machine only lengthens a wait
BYTES, MILLISECONDS = 300_000, 1500
SMALL_BYTES, SMALL_MILLISECONDS = 60_000, 500  # of a site of one report
HOST = (
    '<!doctype html><html lang="zh"><meta charset="utf-8"><title>搜索</title>'
    '<form class="gk-search" action="search.html"><input id="gk-q" type="search" name="q"></form>'
    '<script src="assets/js/search-box.js" defer></script></html>'
)
WATCH = """
window.waited = null;
window.long = [];
document.addEventListener("input", () => { window.typed = performance.now(); }, {capture: true, once: true});
const seen = new PerformanceObserver(list => list.getEntries().forEach(one => window.long.push(one.duration)));
seen.observe({type: "longtask"});
new MutationObserver(() => {
  if (window.waited !== null || !document.querySelector(".gk-search__hit")) return;
  window.waited = performance.now() - window.typed;
}).observe(document, {childList: true, subtree: true});
"""


@dataclass(frozen=True, slots=True)
class Waited:
    """From the keys to the first result: milliseconds, bytes over the wire, requests, the longest task."""

    milliseconds: float
    bytes: int
    requests: int
    longest_task: float


def lay_out(root: Path, count: int) -> tuple[Path, float]:
    """A site of ``count`` reports with nothing but its index and a page to search from; seconds the index took."""
    site = root / "site"
    shutil.copytree(ROOT / "theme" / "assets", site / "assets")
    shutil.copytree(CONTENT / "data", root / "data", ignore=shutil.ignore_patterns("reports"))
    (site / "index.html").write_text(HOST, encoding="utf-8")
    project = Project(root)
    pages = [_page(project, seed) for seed in range(count)]
    start = time.perf_counter()
    index = Index(project)
    for page in pages:
        index.take(read_page(project, page))
    index.write(site)
    return site, time.perf_counter() - start


def _page(project: Project, seed: int) -> Built:
    """The finished page of a generated report, read and kept by ``project``."""
    agency, year = f"agency-{seed // len(YEARS):03}", YEARS[seed % len(YEARS)]
    form = project.form_for(year)
    assert form is not None
    data = project.root / "data" / "reports" / agency / f"{year}.yml"
    data.parent.mkdir(parents=True, exist_ok=True)
    data.write_text(generate.text(form, agency, year, generate.values(form, seed)), encoding="utf-8")
    report = project.report(f"{agency}/{year}")
    assert report is not None
    title = f"{agency}{year}年政府信息公开工作年度报告"
    tables = {table.section: statutory_table(report, form, table) for table in form.tables} if seed == 0 else {}
    path = f"reports/{agency}/{year}.html"
    return Built(path, title, _content(form, title, seed, tables), "", "", report=f"{agency}/{year}")


def _content(form: Form, title: str, seed: int, tables: dict[str, str]) -> str:
    texts = prose(seed)
    parts = [f'<h1 id="report">{escape(title)}</h1>']
    for number, section in enumerate(form.sections):
        parts.append(f'<h2 id="{section.id}">{escape(section.title)}</h2>')
        parts.append(tables.get(section.id, ""))
        parts += [f"<p>{text}</p>" for text in texts[number :: len(form.sections)]]
    return "\n".join(parts)


def first_result(browser: Browser, address: str, query: str, page_name: str = "index.html") -> Waited:
    """The wait of a reader who opens a page and types at once, nothing in the cache."""
    # What waits below asks the page by a string of script, which the site's policy refuses.
    context = browser.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True)
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(address + page_name, wait_until="load")
    link = context.new_cdp_session(page)
    link.send("Network.enable")
    speed = {"downloadThroughput": BYTES_PER_SECOND, "uploadThroughput": BYTES_PER_SECOND}
    link.send("Network.emulateNetworkConditions", {"offline": False, "latency": ROUND_TRIP, **speed})
    link.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
    sizes: list[int] = []
    link.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.fill("#gk-q", query)
    page.wait_for_function("window.waited !== null", timeout=20_000)
    waited, longest = page.evaluate("[window.waited, Math.max(0, ...window.long)]")
    context.close()
    return Waited(waited, sum(sizes), len(sizes), longest)


def main(count: int = 1000) -> int:
    """Print what a large site costs; 1 when a target is missed."""
    missed = 0
    with tempfile.TemporaryDirectory() as name, sync_playwright() as play:
        site, seconds = lay_out(Path(name), count)
        files = [path for path in (site / "search").rglob("*.js") if path.is_file()]
        size = sum(path.stat().st_size for path in files)
        print(f"{count} reports: index in {seconds:.1f} s, {len(files)} files, {size / 1e6:.1f} MB")
        found = next(path for one in BROWSERS if (path := shutil.which(one)))
        browser = play.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        with served(site) as address:
            for query in QUERIES:
                waits = [first_result(browser, address, query) for _ in range(TIMES)]
                one = min(waits, key=lambda wait: wait.milliseconds)
                missed += one.bytes > BYTES or one.milliseconds > MILLISECONDS
                print(
                    f"{query:24}{one.milliseconds:8.0f} ms{one.bytes / 1000:8.1f} KB{one.requests:4} requests"
                    f"  longest task {one.longest_task:.0f} ms"
                )
        browser.close()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
