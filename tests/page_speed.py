"""How fast and how heavy a page is for a reader on a slow phone: Chromium, cold cache, slowed as the targets say."""

from __future__ import annotations

import gzip
import statistics
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from tests.browsing import Quiet, serving

CPU_SLOWDOWN = 4
BYTES_PER_SECOND = 1_600_000 / 8
ROUND_TRIP = 150  # ms
PACKED = {".html", ".css", ".js", ".json", ".svg", ".xml"}

WATCH = """
window.seen = {lcp: 0, tbt: 0, cls: 0};
const watch = (type, take) =>
  new PerformanceObserver(list => list.getEntries().forEach(take)).observe({type, buffered: true});
watch("largest-contentful-paint", e => { seen.lcp = e.startTime; });
watch("longtask", e => { seen.tbt += Math.max(0, e.duration - 50); });
watch("layout-shift", e => { if (!e.hadRecentInput) seen.cls += e.value; });
"""


class Packing(Quiet):
    """Sends text gzipped, as any web server does."""

    def do_GET(self) -> None:  # noqa: N802 - the name is the parent's
        """Send a file."""
        path = Path(self.translate_path(self.path))
        if path.suffix not in PACKED or not path.is_file():
            super().do_GET()
            return
        body = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def served(site: Path) -> AbstractContextManager[str]:
    """The site at an address, packed."""
    return serving(site, Packing)


@dataclass(frozen=True, slots=True)
class Speed:
    """One view of a page: bytes over the wire, largest paint (ms), total blocking time (ms), layout shift."""

    bytes: int
    requests: int
    largest_paint: float
    blocking: float
    shift: float


def view(browser: Browser, url: str) -> Speed:
    """One cold view on a slow phone."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.add_init_script(WATCH)
    link = context.new_cdp_session(page)
    link.send("Network.enable")
    link.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": ROUND_TRIP,
            "downloadThroughput": BYTES_PER_SECOND,
            "uploadThroughput": BYTES_PER_SECOND,
        },
    )
    link.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
    sizes: list[int] = []
    link.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.goto(url, wait_until="load")
    page.wait_for_timeout(1500)
    seen = page.evaluate("window.seen")
    context.close()
    return Speed(sum(sizes), len(sizes), seen["lcp"], seen["tbt"], seen["cls"])


def median(browser: Browser, url: str, times: int = 5) -> Speed:
    """The middle of several views, figure by figure."""
    views = [view(browser, url) for _ in range(times)]
    return Speed(
        views[0].bytes,
        views[0].requests,
        statistics.median(one.largest_paint for one in views),
        statistics.median(one.blocking for one in views),
        max(one.shift for one in views),
    )
