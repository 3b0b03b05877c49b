"""The layout between header and footer, and the head: templates of the theme, filled with what is known of a page."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from macros.built import Built
from macros.furniture.head import as_item, head_tags
from macros.places import own_page
from macros.project import Project

HOME = "index.html"
TITLE_END = "</h1>"
NOT_FOUND = "404.html"  # shown at any address, so nothing in it may be relative
PROBLEMS_PAGE = "about.html"


@lru_cache(maxsize=1)
def _templates(theme: Path) -> Environment:
    return Environment(loader=FileSystemLoader(theme), autoescape=True, undefined=StrictUndefined)


@dataclass(frozen=True, slots=True)
class Layout:
    """Makes whole pages. ``titles`` are those of the pages of docs/ by path, ``pictures`` the share pictures made."""

    project: Project
    titles: Mapping[str, str]
    pictures: frozenset[str] = frozenset()
    feeds: frozenset[str] = frozenset()

    def page(self, page: Built) -> str:
        """The finished page."""
        heading, end, text = page.content.partition(TITLE_END)
        if not end:
            heading, text = "", page.content
        body = (
            _templates(self.project.root / "theme")
            .get_template("body.html")
            .render(
                title=page.title,
                trail=self.trail(page),
                toc=page.headings() if page.toc else (),
                report=page.report,
                problems=self.problems(page),
                heading=Markup(heading + end),  # noqa: S704 - made by Markdown from a checked page
                content=Markup(text),  # noqa: S704 - the same
            )
        )
        return as_item(page.whole(self.head(page), body))

    def head(self, page: Built) -> str:
        """Title, tags and data for machines."""
        return head_tags(self.project, page, self.titles, self.pictures, self.feeds)

    def problems(self, page: Built) -> str | None:
        """Where a reader can report a mistake: the address the site names, else the section of a page of its own."""
        if PROBLEMS_PAGE not in self.titles or page.path == NOT_FOUND:
            return None
        own = f"{posixpath.relpath(PROBLEMS_PAGE, page.folder.as_posix())}#problems"
        return self.project.site.texts.get("error_report") or own

    def trail(self, page: Built) -> list[tuple[str, str]]:
        """The way to the page, as title and link: the index of every folder above it, the report it is made from."""
        found = []
        own = own_page(page.report) if page.report and page.source is None else ""
        if own in self.titles and own != page.path:
            found.append((self.titles[own], posixpath.relpath(own, page.folder.as_posix())))
        folder = posixpath.dirname(page.path)
        while True:
            index = posixpath.join(folder, HOME)
            if index != page.path and index in self.titles:
                found.append((self.titles[index], posixpath.relpath(index, posixpath.dirname(page.path) or ".")))
            if not folder:
                return found[::-1]
            folder = posixpath.dirname(folder)
