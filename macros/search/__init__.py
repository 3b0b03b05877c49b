"""Search in Chinese: the index is made here from the finished pages, forms and reports; the browser searches."""

from __future__ import annotations

from pathlib import Path

from macros.project import Project
from macros.search.files import write
from macros.search.page import search_page
from macros.search.pages import Found, read_page
from macros.search.script import bundle
from macros.search.words import words_of

__all__ = ["Found", "Index", "read_page", "search_page"]


class Index:
    """Takes the words of finished pages one after the other, and writes index and script at the end."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.found: list[Found] = []

    def take(self, found: Found | None) -> None:
        """Take what was read of a page; one left out of the search is passed over."""
        if found is not None:
            self.found.append(found)

    def write(self, site: Path) -> None:
        """Write the index below ``site``, and the script that reads it."""
        pages = sorted(self.found, key=lambda page: page.path)
        write(self.project, words_of(self.project.root), pages, site)
        bundle(site)
