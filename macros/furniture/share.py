"""The picture a link to a page shows in a chat: agency, year, title and key figures, drawn without a browser.

1200 × 630, as links show it; WeChat cuts the square in the middle, so what matters stands in there, and the columns
of figures end where it is cut.
"""

from __future__ import annotations

import sys
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from macros.built import Built
from macros.furniture.canvas import Canvas, NoGlyphError, fitting, width
from macros.furniture.facts import is_report_page, site_agency, site_name
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


@lru_cache(maxsize=64)
def draw(shown: Shown) -> bytes:
    """The picture as a PNG file. Raises ``NoGlyphError``."""
    sheet = Canvas(*SIZE)
    right, bottom = SIZE
    sheet.box(0, 0, right, 16, "red")
    top = 56 if shown.figures else 140
    sheet.box(MIDDLE - 30, top, MIDDLE + 30, top + 66, "red")
    sheet.strokes(MIDDLE - 35, top - 2, 70, MARK, "white")
    line = top + 128
    sheet.text(shown.name, MIDDLE, line, "song", fitting(shown.name, "song", 44, ROOM), "ink", bold=0.8)
    line += 106
    size = fitting(shown.large, "song", 88, ROOM)
    sheet.text(shown.large, MIDDLE, line, "song", size, "red", bold=1.6)
    if shown.title:
        line += 72
        size = fitting(shown.title, "song", 48, ROOM)
        sheet.text(shown.title, MIDDLE, line, "song", size, "ink", bold=0.8)
    if shown.figures:
        _figures(sheet, shown.figures)
    if shown.note:
        sheet.box(0, bottom - 58, right, bottom - 56, "ink", PALE)
        sheet.text(shown.note, MIDDLE, bottom - 19, "hei", fitting(shown.note, "hei", 25, ROOM), "ink", strength=QUIET)
    return sheet.png()


def _figures(sheet: Canvas, figures: tuple[tuple[str, str, str], ...]) -> None:
    """The figures side by side: up to three within the square, of four the outer two beside it."""
    count = len(figures)
    column = INNER if count == 4 else SQUARE // count
    room = (SIZE[0] - 2 * INNER) // 2 - 30 if count == 4 else column - 30
    labels = [broken(label) for _, _, label in figures]
    small = min(fitting(line, "hei", 28, room) for lines in labels for line in lines)
    left = MIDDLE - column * count // 2
    for index, (number, unit, _) in enumerate(figures):
        edge = left + column * index
        # The outer columns end at the edge of the picture.
        middle = (max(edge, 0) + min(edge + column, SIZE[0])) // 2
        if index:
            sheet.box(edge - 1, 408, edge + 1, 552, "ink", PALE)
        _number(sheet, number, unit, middle, room)
        for line, words in enumerate(labels[index]):
            sheet.text(words, middle, 508 + 38 * line, "hei", small, "ink", strength=QUIET)


def _number(sheet: Canvas, number: str, unit: str, middle: int, room: int) -> None:
    """A number with its unit behind it."""
    size = fitting(number, "hei", 68, room - 8 - width(unit, "hei", 26))
    wide, after = width(number, "hei", size), width(unit, "hei", 26)
    start = middle - (wide + 8 + after) // 2
    sheet.text(number, start + wide // 2, 460, "hei", size, "red", bold=1)
    sheet.text(unit, start + wide + 8 + after // 2, 460, "hei", 26, "ink", strength=QUIET)


def broken(label: str) -> tuple[str, ...]:
    """A label in one or two lines, as even as its words allow."""
    if len(label) <= 8:
        return (label,)
    places = [at for word in BEFORE for at in range(1, len(label)) if label.startswith(word, at)]
    at = min(places, key=lambda place: abs(2 * place - len(label)), default=(len(label) + 1) // 2)
    return (label[:at], label[at:])
