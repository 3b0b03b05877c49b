"""The map of the site: a page for people, and ``sitemap.xml`` for machines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape
from pathlib import Path
from xml.sax.saxutils import escape as xml

from macros.built import Built
from macros.furniture.facts import HOME, NOT_CONTENT, column_of, is_report_page, page_address, source_of
from macros.project import Project

NAME, TITLE = "sitemap.html", "网站地图"
DESCRIPTION = "本站的全部页面，按栏目排列；年度报告按机关和年度排列。"


def site_map(project: Project, frame: Built, pages: Iterable[Built]) -> Built:
    """The page 网站地图, in the frame of a page at the site's root."""
    known = {page.path: page for page in pages}
    made = frame.beside(NAME, TITLE, DESCRIPTION, "".join(_content(project, known)))
    return replace(made, report=None, toc=False, searched=False)


def _content(project: Project, pages: dict[str, Built]) -> Iterator[str]:
    yield f'<h1 id="sitemap">{TITLE}</h1>'
    columns = {column.page: column for column in project.site.columns}
    by_source = {source_of(page): page for page in pages.values()}
    if HOME in pages:
        yield f'<ul class="gk-map">{_item(pages[HOME])}</ul>'
    opened = [by_source[source] for source in columns if source in by_source]
    for number, page in enumerate(opened, 1):
        name = columns[source_of(page)].name or page.title
        yield f'<h2 id="column-{number}"><a href="{escape(page.path)}">{escape(name)}</a></h2>'
        yield _sections(page)
        within = [
            one
            for one in pages.values()
            if one is not page and one.path not in NOT_CONTENT and column_of(project, one) == columns[source_of(page)]
        ]
        yield from _reports(project, within)
        yield _list(_item(one) for one in within if one.report is None)
    rest = [
        page
        for path, page in sorted(pages.items())
        if path not in (HOME, *NOT_CONTENT) and page not in opened and column_of(project, page) is None
    ]
    if rest:
        yield '<h2 id="others">其他页面</h2>'
        yield _list(f"{_item(page)[:-5]}{_sections(page)}</li>" for page in rest)


def _reports(project: Project, pages: Iterable[Built]) -> Iterator[str]:
    """Reports by agency, the newest first, each with the pages made beside it."""
    found: dict[str, list[tuple[int, bool, str, str]]] = {}
    for page in pages:
        if page.report is not None:
            owner, _, year = page.report.rpartition("/")
            found.setdefault(owner, []).append((-int(year), not is_report_page(page), page.path, _item(page)))
    for name in sorted(found):
        agency = project.agency(name)
        if len(found) > 1:
            yield f"<h3>{escape(agency.name if agency else name)}</h3>"
        yield _list(item for *_, item in sorted(found[name]))


def _sections(page: Built) -> str:
    path = escape(page.path)
    links = (f'<li><a href="{path}#{escape(one.id)}">{escape(one.text)}</a></li>' for one in page.headings())
    return _list(links, "gk-map gk-map--row")


def _item(page: Built) -> str:
    return f'<li><a href="{escape(page.path)}">{escape(page.title)}</a></li>'


def _list(items: Iterable[str], look: str = "gk-map") -> str:
    text = "".join(items)
    return f'<ul class="{look}">{text}</ul>' if text else ""


def write_sitemap(project: Project, site: Path, pages: Iterable[Built]) -> None:
    """``sitemap.xml`` with full addresses; without the public address there can be none, and MkDocs' own goes."""
    (site / "sitemap.xml.gz").unlink(missing_ok=True)
    addresses = [
        address
        for page in sorted(pages, key=lambda page: page.path)
        if page.path not in NOT_CONTENT[:2] and (address := page_address(project, page)) is not None
    ]
    file = site / "sitemap.xml"
    if not addresses:
        file.unlink(missing_ok=True)
        return
    lines = "".join(f"  <url><loc>{xml(address)}</loc></url>\n" for address in addresses)
    file.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</urlset>\n',
        encoding="utf-8",
    )
