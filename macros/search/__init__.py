"""Search in Chinese: the index is made here, from the finished pages, the form and the reports; the browser searches."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from macros.built import Built
from macros.project import Project
from macros.search.files import write
from macros.search.page import search_page
from macros.search.pages import Found, read_page
from macros.search.words import words_of

__all__ = ["Found", "index_site", "read_page", "search_page", "write_index"]


def index_site(project: Project, pages: Iterable[Built], site: Path) -> None:
    """Index finished pages (their tables filled) and write the index below ``site``."""
    write_index(project, [read_page(project, page) for page in pages], site)


def write_index(project: Project, found: Iterable[Found | None], site: Path) -> None:
    """Write the index of pages that were read, here or in other processes."""
    known = sorted((page for page in found if page is not None), key=lambda page: page.path)
    write(project, words_of(project.root), known, site)
