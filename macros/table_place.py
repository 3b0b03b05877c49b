"""Where a statutory table stands on a page, and which pages explain it."""

from __future__ import annotations

import posixpath
from functools import lru_cache

from macros.built import Built
from macros.page import load_page
from macros.places import link_to_report, own_page
from macros.project import Project
from macros.render.tables.place import Place, numbers_name
from macros.report import Report

TERMS = "terms"


@lru_cache(maxsize=1)
def terms_form(project: Project) -> str | None:
    """The form the page of terms explains: that of the report it names, or the newest; ``None`` without such a page."""
    path = project.root / "docs" / f"{TERMS}.md"
    if not path.is_file():
        return None
    named = load_page(path).meta("report")
    report = project.report(named, path) if named else None
    return report.form if report else list(project.forms)[-1]


def place_of(project: Project, page: Built, report: Report) -> Place:
    """Where a table of ``report`` stands on ``page``: ids of another report's table have its name before them."""
    folder = page.folder.as_posix()
    own = posixpath.dirname(own_page(report.address))
    numbers = posixpath.relpath(posixpath.join(own, numbers_name(report)), folder)
    terms = posixpath.relpath(f"{TERMS}.html", folder) if terms_form(project) == report.form else None
    prefix = "" if page.report == report.id else f"{report.agency}-{report.year}-"
    return Place(prefix, link_to_report(page, report.address), numbers, terms)
