"""The layout between header and footer, and the head: templates of the theme, filled with what is known of a page."""

from __future__ import annotations

import posixpath
from functools import cached_property

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from macros.built import Built
from macros.furniture.head import as_item, head_tags
from macros.project import Project

HOME = "index.html"


class Layout:
    """Makes whole pages; the template is read once."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.titles: dict[str, str] = {}
        self.pictures: frozenset[str] = frozenset()

    @cached_property
    def _body(self) -> object:
        loader = FileSystemLoader(self.project.root / "theme")
        return Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template("body.html")

    def page(self, page: Built) -> str:
        """The finished page."""
        body = self._body.render(  # type: ignore[attr-defined]
            title=page.title,
            trail=self.trail(page),
            toc=page.headings() if page.toc else (),
            report=page.report,
            content=Markup(page.content),  # noqa: S704 - made by Markdown from a checked page
        )
        return as_item(page.whole(self.head(page), body))

    def head(self, page: Built) -> str:
        """Title, tags and data for machines."""
        return head_tags(self.project, page, self.titles, self.pictures)

    def trail(self, page: Built) -> list[tuple[str, str]]:
        """The way to the page: the index of every folder above it, as title and link."""
        found = []
        folder = posixpath.dirname(page.path)
        while True:
            index = posixpath.join(folder, HOME)
            if index != page.path and index in self.titles:
                found.append((self.titles[index], posixpath.relpath(index, posixpath.dirname(page.path) or ".")))
            if not folder:
                return found[::-1]
            folder = posixpath.dirname(folder)
