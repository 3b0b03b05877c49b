"""How long the site takes to make and to show (``make bench``): beside plain MkDocs with Material, in one run.

Building: a thousand report pages, ten, and the time from an edit to the new page in the preview. Reading: the report
page of the real site in Chromium, slowed down to a slow phone.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

from macros.build import build
from macros.check import check
from macros.project import Project
from macros.publish.documents import everything
from macros.publish.provenance import Provenance
from tests import page_speed, search_scale
from tests.bench import memory
from tests.browsing import chromium_arguments, find_chromium
from tests.content import ROOT
from tests.generate_site import lay_out

PAGES, FEW = 1_000, 10
SEARCHED = ("第三方", "不予公开 多少件", "怎么申请公开")
REPORT = "reports/suzhou-gxj/2024.html"
OURS = [sys.executable, "-m", "macros.cli"]
PLAIN = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", "out"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    measured: str
    target: str
    met: bool


@dataclass(frozen=True, slots=True)
class Run:
    """One build, as a user starts it; memory of all its processes together, at the worst moment."""

    seconds: float
    megabytes: float


def environment() -> dict[str, str]:
    """Ours, with compiled modules kept as in any installation."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}


def timed(command: list[str], cwd: Path) -> Run:
    """Run it to its end; a run that fails says so and ends the benchmark."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=cwd, env=environment(), stdout=said, stderr=said)
        peak = 0
        while process.poll() is None:
            peak = max(peak, memory(process.pid))
            time.sleep(0.05)
        seconds = time.perf_counter() - start
        if process.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(command)} failed, so there is nothing to compare:\n{said.read().decode()[-3000:]}")
    return Run(seconds, peak / 1024)


def building(root: Path) -> Iterable[Row]:
    """A thousand pages beside plain MkDocs, and ten."""
    for count in (FEW, PAGES):
        ours, plain = root / f"ours-{count}", root / f"plain-{count}"
        ours.mkdir()
        lay_out(ours, count, plain if count == PAGES else None)
        run = timed([*OURS, "build", "--no-documents"], ours)
        if count == FEW:
            yield Row(f"{count} report pages", f"{run.seconds:.1f} s", "3 s", run.seconds < 3)
            continue
        beside = timed(PLAIN, plain)
        share = run.seconds / beside.seconds
        yield Row(f"{count} report pages", f"{run.seconds:.1f} s", "", True)
        yield Row("  plain MkDocs + Material, same content", f"{beside.seconds:.1f} s", "", True)
        yield Row("  share of its time", f"{share:.2f}", "0.25", share <= 0.25)
        yield Row("  peak memory", f"{run.megabytes:.0f} MB", "400 MB", run.megabytes < 400)


def preview(root: Path) -> Iterable[Row]:
    """From saving a page to the new words in the preview."""
    tree = root / "preview"
    tree.mkdir()
    lay_out(tree, 0)
    log = tree / "log"
    with log.open("w") as said:
        server = subprocess.Popen(
            [*OURS, "serve", "--port", "8300"], cwd=tree, env=environment(), stdout=said, stderr=said
        )
        try:
            address = _address(log)
            page = tree / "docs" / "about.md"
            _waited(address + "about.html", "关于本站")
            page.write_text(page.read_text(encoding="utf-8") + "\n新写的一句话。\n", encoding="utf-8")
            start = time.perf_counter()
            _waited(address + "about.html", "新写的一句话")
            seconds = time.perf_counter() - start
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=20)
    yield Row("an edit shows in the preview", f"{seconds:.2f} s", "2 s", seconds < 2)


def _address(log: Path) -> str:
    for _ in range(600):
        found = re.search(r"http://[\d.:]+/", log.read_text(encoding="utf-8"))
        if found:
            return found[0]
        time.sleep(0.1)
    sys.exit(f"the preview did not start:\n{log.read_text(encoding='utf-8')}")


def _waited(url: str, words: str) -> None:
    for _ in range(1200):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if words in answer.read().decode("utf-8"):
                    return
        except OSError:
            pass
        time.sleep(0.025)
    sys.exit(f"{url} never said {words}")


def reading(root: Path) -> Iterable[Row]:
    """The report page for a reader on a slow phone."""
    site = root / "real"
    build(ROOT, site)
    with sync_playwright() as play, page_speed.served(site) as address:
        browser = play.chromium.launch(executable_path=find_chromium(), args=chromium_arguments())
        speed = page_speed.median(browser, address + REPORT)
        browser.close()
    kilobytes = speed.bytes / 1024
    yield Row("report page, all that is sent", f"{kilobytes:.0f} KB", "200 KB", kilobytes <= 200)
    yield Row("  largest paint", f"{speed.largest_paint / 1000:.2f} s", "2 s", speed.largest_paint < 2000)
    yield Row("  total blocking time", f"{speed.blocking:.0f} ms", "200 ms", speed.blocking < 200)
    yield Row("  layout shift", f"{speed.shift:.3f}", "0", speed.shift == 0)


def documents(root: Path) -> Iterable[Row]:
    """All documents of one report, warm; and a hundred reports with everything."""
    project = Project(ROOT)
    report = project.report("suzhou-gxj/2024")
    assert report is not None
    result = check(project, [ROOT / "data", ROOT / "docs"])
    everything(project, report, Provenance(ROOT), result)
    start = time.perf_counter()
    everything(project, report, Provenance(ROOT), result)
    seconds = time.perf_counter() - start
    yield Row("all documents of one report, warm", f"{seconds:.2f} s", "3 s", seconds < 3)
    tree = root / "documents"
    tree.mkdir()
    lay_out(tree, 100)
    run = timed([*OURS, "build"], tree)
    yield Row("100 reports with all documents", f"{run.seconds:.1f} s", "60 s", run.seconds < 60)


def searching(root: Path) -> Iterable[Row]:
    """From the keys to the first result on a slow phone, nothing kept from before: the real site, and the large one."""
    large = search_scale.BYTES, search_scale.MILLISECONDS, search_scale.QUERIES
    small = search_scale.SMALL_BYTES, search_scale.SMALL_MILLISECONDS, SEARCHED
    sites = ((root / "real", "this site", small), (root / f"ours-{PAGES}" / "site", f"{PAGES} report pages", large))
    for site, name, (most, longest, queries) in sites:
        with sync_playwright() as play, page_speed.served(site) as address:
            browser = play.chromium.launch(executable_path=find_chromium(), args=chromium_arguments())
            waits = [
                [search_scale.first_result(browser, address, query) for _ in range(search_scale.TIMES)]
                for query in queries
            ]
            browser.close()
        worst = max(min(one.milliseconds for one in some) for some in waits)
        size = max(one.bytes for some in waits for one in some)
        yield Row(f"search, {name}: first result", f"{worst:.0f} ms", f"{longest} ms", worst < longest)
        yield Row("  all that is sent before it", f"{size / 1000:.0f} KB", f"{most // 1000} KB", size <= most)


def main() -> int:
    """Print the table; 1 when a target is missed."""
    met = True
    root = Path(tempfile.mkdtemp())
    try:
        print(f"{'':44}{'measured':>12}{'target':>10}")
        for part in (reading, preview, building, searching, documents):
            for row in part(root):
                met = met and row.met
                said = "" if not row.target else "met" if row.met else "MISSED"
                print(f"{row.what:44}{row.measured:>12}{row.target:>10}  {said}", flush=True)
        print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    finally:
        shutil.rmtree(root, ignore_errors=True)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
