"""Where the pages of a report stand below the site's root, and the ways to them."""

from __future__ import annotations

import posixpath

from macros.built import Built

COMPARE = "compare.html"


def own_page(report_id: str) -> str:
    """Where the page of a report stands."""
    return f"reports/{report_id}.html"


def proof_name(report_id: str) -> str:
    """The name of the page of proof, beside the report's own."""
    return f"{report_id.rpartition('/')[2]}-proof.html"


def link_to_report(page: Built, report_id: str) -> str:
    """The way from a page to the page of a report; empty when it is that page."""
    to = own_page(report_id)
    return "" if page.path == to else posixpath.relpath(to, page.folder.as_posix())
