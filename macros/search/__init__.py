"""Search in Chinese: the index is made here from the finished pages, forms and reports; the browser searches."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from macros.built import Built
from macros.project import Project
from macros.search.files import write
from macros.search.page import search_page
from macros.search.pages import Found, read_page
from macros.search.script import bundle
from macros.search.words import words_of

__all__ = ["Found", "Index", "index_site", "read_page", "search_page"]


class Index:
    """Takes finished pages one after the other, keeps only their words, and writes index and script at the end."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.found: list[Found] = []

    def add(self, page: Built) -> None:
        """Take a page with its content as it is published; one left out of the search is passed over."""
        self.take(read_page(self.project, page))

    def take(self, found: Found | None) -> None:
        """Take a page that was read in another process."""
        if found is not None:
            self.found.append(found)

    def write(self, site: Path) -> None:
        """Write the index below ``site``, and the script that reads it."""
        pages = sorted(self.found, key=lambda page: page.path)
        write(self.project, words_of(self.project.root), pages, site)
        bundle(site)


def index_site(project: Project, pages: Iterable[Built], site: Path) -> None:
    """Index all pages of a site at once."""
    index = Index(project)
    for page in pages:
        index.add(page)
    index.write(site)
