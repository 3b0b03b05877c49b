"""The head of a page: title, the tags of 政府网站发展指引, what a link to it shows elsewhere, data for machines."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping
from html import escape

from macros.built import Built
from macros.furniture.facts import (
    HOME,
    NOT_CONTENT,
    column_of,
    is_report_page,
    page_address,
    public_address,
    report_of,
    site_name,
    source_of,
)  # fmt: skip
from macros.furniture.json_ld import json_ld
from macros.furniture.share import SIZE, picture_of
from macros.project import PUBLIC, Project
from macros.publish.names import CORRECTIONS, PUBLICATIONS

ITEM = "https://schema.org/WebPage"
RED = "#9b1c1f"  # the red of the site's mark: the bar of a browser can read no style sheet


def head_tags(
    project: Project, page: Built, titles: Mapping[str, str], pictures: Collection[str], feeds: Collection[str] = ()
) -> str:  # fmt: skip
    """Everything the finished page says of itself; ``pictures`` and ``feeds`` are those that were made."""
    image = picture_of(page, pictures)
    tags = [
        f"<title>{escape(window_title(project, page))}</title>",
        *(_meta("name", name, value) for name, value in _named(project, page, titles)),
        *(_meta("property", name, value) for name, value in _shared(project, page, image)),
        *(_meta("itemprop", name, value) for name, value in _item(project, page, image)),
        *_links(project, page, image),
        *_feeds(page, feeds),
        json_ld(project, page, image),
    ]
    return "\n  ".join(tag for tag in tags if tag)


def window_title(project: Project, page: Built) -> str:
    """The title of the window: the page and the site; of the home page the site alone."""
    name = site_name(project)
    return (name if page.path == HOME else "") or (f"{page.title} - {name}" if name else page.title)


def _meta(kind: str, name: str, value: str | None) -> str:
    return f'<meta {kind}="{name}" content="{escape(value)}">' if value else ""


def _named(project: Project, page: Built, titles: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    site = project.site
    yield "SiteName", site_name(project)
    yield "SiteDomain", site.texts.get("site_domain")
    yield "SiteIDCode", site.texts.get("site_code")
    yield from _column(project, page, titles)
    yield from _content(project, page)
    yield "Description", page.description
    if site.demonstration or page.current or page.path in NOT_CONTENT[:2] or _draft(project, page):
        yield "robots", "noindex"
    yield "format-detection", "telephone=no"
    yield "theme-color", RED


def _draft(project: Project, page: Built) -> bool:
    report = project.report(page.report) if page.report else None
    return report is not None and report.status != PUBLIC


def _column(project: Project, page: Built, titles: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    """Of a page that opens a column all tags, of one that stands in it the column's name."""
    column = column_of(project, page)
    if column is None:
        return
    yield "ColumnName", column.name or titles.get(column.page.removesuffix(".md") + ".html")
    if column.page == source_of(page):
        yield "ColumnDescription", column.description or page.description
        yield "ColumnKeywords", ",".join(column.keywords)
        yield "ColumnType", column.type


def _content(project: Project, page: Built) -> Iterator[tuple[str, str | None]]:
    """Of a page that is neither home nor a column: title, day, source, key words and address."""
    column = column_of(project, page)
    if page.path == HOME or page.path in NOT_CONTENT or (column and column.page == source_of(page)):
        return
    yield "ArticleTitle", page.title
    report = report_of(project, page)
    if report is not None:
        agency = project.agency(report.agency)
        yield "PubDate", report.published.isoformat() if report.published else None
        yield "ContentSource", agency.name if agency else None
        words = (agency.name if agency else None, f"{report.year}年", *(column.keywords if column else ()))
        yield "Keywords", ",".join(word for word in words if word)
    yield "Url", page_address(project, page)


def _item(project: Project, page: Built, image: str | None) -> Iterator[tuple[str, str | None]]:
    """The same for those that read microdata."""
    address = public_address(project)
    yield "name", window_title(project, page) if page.path == HOME else page.title
    yield "description", page.description
    yield "image", address + image if image is not None and address is not None else None


def _shared(project: Project, page: Built, image: str | None) -> Iterator[tuple[str, str | None]]:
    """What a message with a link to the page shows; a picture needs its full address."""
    yield "og:type", "article" if is_report_page(page) else "website"
    yield "og:locale", "zh_CN"
    yield "og:site_name", site_name(project)
    yield "og:title", window_title(project, page) if page.path == HOME else page.title
    yield "og:description", page.description
    yield "og:url", page_address(project, page)
    address = public_address(project)
    if image is not None and address is not None:
        yield "og:image", address + image
        yield "og:image:type", "image/png"
        yield "og:image:width", str(SIZE[0])
        yield "og:image:height", str(SIZE[1])


def _links(project: Project, page: Built, image: str | None) -> Iterator[str]:
    root = public_address(project)
    address = root + page.current if root and page.current else page_address(project, page)
    if address is not None and page.path not in NOT_CONTENT[:2]:
        yield f'<link rel="canonical" href="{escape(address)}">'
    if image is not None and root is None and page.path != NOT_CONTENT[0]:
        way = posixpath.relpath(image, page.folder.as_posix())
        yield f'<link itemprop="image" href="{escape(way)}">'


def _feeds(page: Built, feeds: Collection[str]) -> Iterator[str]:
    for path, name in ((PUBLICATIONS, "年度报告"), (CORRECTIONS, "更正")):
        if path in feeds and page.path != NOT_CONTENT[0]:
            way = posixpath.relpath(path, page.folder.as_posix())
            yield f'<link rel="alternate" type="application/atom+xml" title="{name}" href="{escape(way)}">'


def as_item(html: str) -> str:
    """The page as an item: what ``itemprop`` in its head speaks of (WeChat and QQ read these)."""
    return html.replace("<html ", f'<html itemscope itemtype="{ITEM}" ', 1)
