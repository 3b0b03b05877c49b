"""Where the pages of a report stand below the site's root, and the ways to them."""

from __future__ import annotations

import posixpath

from macros.built import Built

COMPARE = "compare.html"


def own_page(address: str) -> str:
    """Where the page of a report stands."""
    return f"reports/{address}.html"


def own_name(address: str) -> str:
    """The name of a report's own page in its folder."""
    return f"{address.rpartition('/')[2]}.html"


def proof_name(address: str) -> str:
    """The name of the page of proof, beside the report's own."""
    return f"{address.rpartition('/')[2]}-proof.html"


def history_name(report_id: str) -> str:
    """The name of the page of history, beside the report's own; all its editions share one."""
    return f"{report_id.rpartition('/')[2]}-history.html"


def link_to_report(page: Built, address: str) -> str:
    """The way from a page to the page of a report; empty when it is that page."""
    to = own_page(address)
    return "" if page.path == to else posixpath.relpath(to, page.folder.as_posix())
