"""The picture a link to a page shows in a chat: agency, year, title and key figures, drawn without a browser.

1200 × 630, as links show it; WeChat cuts the square in the middle, so what matters stands in there, and the columns
of figures end where it is cut. A picture is bands below each other: only that of the numbers is seldom the same in
two pictures, the others are drawn once.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from macros.built import Built
from macros.furniture.canvas import Canvas, Face, Ink, NoGlyphError, fitting, palette, width
from macros.furniture.facts import is_report_page, site_agency, site_name
from macros.furniture.png import Band, png
from macros.highlights import highlights
from macros.project import Project

SIZE = (1200, 630)
MIDDLE = SIZE[0] // 2
SQUARE = SIZE[1]  # the square WeChat cuts: from (1200 - 630) / 2
INNER = SQUARE // 2
ROOM = SQUARE - 40
MARK = (
    ((9.8, 5.5), (6.2, 11.6)),
    ((14.2, 5.5), (17.8, 11.6)),
    ((11.8, 11.2), (8.3, 18), (14.7, 18)),
    ((13.6, 14.3), (16, 18.9)),
)  # theme/assets/mark.svg
DEMONSTRATION = "演示：根据已公布的年度报告制作，不是官方网站"
# A label is broken before one of these, never within.
BEFORE = ("政府信息公开", "行政")
QUIET, PALE = 200, 60  # how strong the ink of labels and of lines is
OF_SITE = "assets/share.png"
FIGURES, NOTE = 392, 66  # where the figures begin; how high the note is


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands in a picture: lines from the top (the second is large), figures, a note."""

    name: str
    large: str
    title: str
    figures: tuple[tuple[str, str, str], ...]
    note: str


def picture_path(page: Built) -> str:
    """Where the picture of a report stands: beside its page."""
    return page.path.removesuffix(".html") + "-share.png"


def picture_of(page: Built, pictures: Collection[str]) -> str | None:
    """The picture for a page among those that were made: that of its report, else that of the site."""
    own = f"reports/{page.report}-share.png"
    found = own if page.report and page.path.startswith("reports/") else OF_SITE
    return next((path for path in (found, OF_SITE) if path in pictures), None)


def make_site_picture(project: Project, site: Path) -> str | None:
    """Write the picture for pages that are no report, and give its path."""
    return _made(site, OF_SITE, of_site(project))


def make_picture(project: Project, site: Path, page: Built) -> str | None:
    """Write the picture of a report's own page and give its path; nothing for another page."""
    return _made(site, picture_path(page), of_report(project, page)) if is_report_page(page) else None


def _made(site: Path, path: str, shown: Shown | None) -> str | None:
    """Write one picture; one that cannot be made is told, and left out."""
    if shown is None:
        return None
    try:
        data = draw(shown)
    except NoGlyphError as error:
        print(f"提示：字体里没有“{error}”，没有生成分享图片 {path}。", file=sys.stderr)
        return None
    (site / path).parent.mkdir(parents=True, exist_ok=True)
    (site / path).write_bytes(data)
    return path


def of_report(project: Project, page: Built) -> Shown | None:
    """The picture of a report's page."""
    report = project.report(page.report) if page.report else None
    form = project.forms.get(report.form) if report else None
    if report is None or form is None:
        return None
    agency = project.agency(report.agency)
    name, year = agency.name if agency else "", f"{report.year}年"
    figures = tuple(
        (said.text, said.unit, said.label) for said in highlights(report, form) if said.value.number is not None
    )
    return Shown(name, year, page.title.removeprefix(name).removeprefix(year), figures[:4], _note(project))


def of_site(project: Project) -> Shown | None:
    """The picture of the site, for pages that are no report."""
    agency = site_agency(project)
    name = agency.name if agency else ""
    return Shown(name, site_name(project).removeprefix(name) or site_name(project), "", (), _note(project))


def _note(project: Project) -> str:
    return DEMONSTRATION if project.site.demonstration else project.site.texts.get("site_domain") or ""


def draw(shown: Shown) -> bytes:
    """The picture as a PNG file. Raises ``NoGlyphError``."""
    bands = [*_bands(shown)]
    rest = SIZE[1] - NOTE - sum(one.height for one in bands)
    return png(SIZE[0], (*bands, _blank(rest), _note_band(shown.note)), palette())


def _bands(shown: Shown) -> Iterator[Band]:
    """The bands above the note: mark, lines, figures."""
    yield _mark(56 if shown.figures else 140)
    yield _line(shown.name, 72, 52, "song", 44, "ink", 0.8)
    yield _line(shown.large, 108, 86, "song", 88, "red", 1.6)
    if shown.title:
        yield _line(shown.title, 80, 50, "song", 48, "ink", 0.8)
    if shown.figures:
        columns = _columns(len(shown.figures))
        yield _blank(FIGURES - sum((132, 72, 108, 80 if shown.title else 0)))
        yield _numbers(shown.figures, columns)
        yield _labels(tuple(label for _, _, label in shown.figures), columns)


@cache
def _blank(height: int) -> Band:
    return Canvas(SIZE[0], height).band()


@cache
def _mark(top: int) -> Band:
    """The bar at the upper edge, and the site's mark below it."""
    sheet = Canvas(SIZE[0], top + 76)
    sheet.box(0, 0, SIZE[0], 16, "red")
    sheet.box(MIDDLE - 30, top, MIDDLE + 30, top + 66, "red")
    sheet.strokes(MIDDLE - 35, top - 2, 70, MARK, "white")
    return sheet.band()


@lru_cache(maxsize=64)
def _line(words: str, height: int, base: int, face: Face, size: int, ink: Ink, bold: float) -> Band:
    """One line of letters, as large as it fits."""
    sheet = Canvas(SIZE[0], height)
    sheet.text(words, MIDDLE, base, face, fitting(words, face, size, ROOM), ink, bold=bold)
    return sheet.band()


@lru_cache(maxsize=16)
def _note_band(note: str) -> Band:
    """The note below a line at the lower edge."""
    sheet = Canvas(SIZE[0], NOTE)
    if note:
        sheet.box(0, NOTE - 58, SIZE[0], NOTE - 56, "ink", PALE)
        sheet.text(note, MIDDLE, NOTE - 19, "hei", fitting(note, "hei", 25, ROOM), "ink", strength=QUIET)
    return sheet.band()


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of figures: the middle of each, the lines between them, how wide their words may be."""

    middles: tuple[int, ...]
    edges: tuple[int, ...]
    room: int


@cache
def _columns(count: int) -> Columns:
    """The figures side by side: up to three within the square, of four the outer two beside it."""
    wide = INNER if count == 4 else SQUARE // count
    room = (SIZE[0] - 2 * INNER) // 2 - 30 if count == 4 else wide - 30
    edges = [MIDDLE - wide * count // 2 + wide * index for index in range(count)]
    # The outer columns end at the edge of the picture.
    middles = [(max(edge, 0) + min(edge + wide, SIZE[0])) // 2 for edge in edges]
    return Columns(tuple(middles), tuple(edges[1:]), room)


@lru_cache(maxsize=16)
def _numbers(figures: tuple[tuple[str, str, str], ...], columns: Columns) -> Band:
    """The numbers, each with its unit behind it."""
    sheet = Canvas(SIZE[0], 84)
    for edge in columns.edges:
        sheet.box(edge - 1, 16, edge + 1, 84, "ink", PALE)
    for (number, unit, _), middle in zip(figures, columns.middles, strict=True):
        after = width(unit, "hei", 26)
        size = fitting(number, "hei", 68, columns.room - 8 - after)
        wide = width(number, "hei", size)
        start = middle - (wide + 8 + after) // 2
        sheet.text(number, start + wide // 2, 68, "hei", size, "red", bold=1)
        sheet.text(unit, start + wide + 8 + after // 2, 68, "hei", 26, "ink", strength=QUIET)
    return sheet.band()


@lru_cache(maxsize=16)
def _labels(labels: tuple[str, ...], columns: Columns) -> Band:
    """What the numbers are, in one line or two."""
    sheet = Canvas(SIZE[0], 88)
    for edge in columns.edges:
        sheet.box(edge - 1, 0, edge + 1, 76, "ink", PALE)
    words = [broken(label) for label in labels]
    small = min(fitting(line, "hei", 28, columns.room) for lines in words for line in lines)
    for lines, middle in zip(words, columns.middles, strict=True):
        for index, line in enumerate(lines):
            sheet.text(line, middle, 32 + 38 * index, "hei", small, "ink", strength=QUIET)
    return sheet.band()


def broken(label: str) -> tuple[str, ...]:
    """A label in one or two lines, as even as its words allow."""
    if len(label) <= 8:
        return (label,)
    places = [at for word in BEFORE for at in range(1, len(label)) if label.startswith(word, at)]
    at = min(places, key=lambda place: abs(2 * place - len(label)), default=(len(label) + 1) // 2)
    return (label[:at], label[at:])
