"""What a server says along with the files of the site: the one list behind the notes for servers and the tests.

Nothing on a page is loaded from elsewhere, no script or style stands in a page, so the policy allows neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

POLICY: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",  # data: are the signs drawn by the theme's style sheet
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'self'",
}
NOT_IN_PAGE = "frame-ancestors"  # a page cannot say this of itself

CONTENT_POLICY = "Content-Security-Policy"
HEADERS: Mapping[str, str] = {
    CONTENT_POLICY: "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-cache",  # kept, but asked after each time: a correction is seen at once
}
# A viewer of PDF inside the browser is a page of its own, which the policy would keep from working.
WITHOUT_POLICY = frozenset({"pdf"})

TYPES: Mapping[str, str] = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "csv": "text/csv",
    "txt": "text/plain",
    "yml": "text/plain",
    "md": "text/plain",
    "xml": "application/xml",
    "ics": "text/calendar",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
FEED_FOLDER, FEED = "feeds", "application/atom+xml"
UNNAMED = "text/plain"  # SHA256SUMS
PACKED = frozenset({"html", "css", "js", "json", "jsonld", "csv", "txt", "yml", "md", "xml", "ics", "svg"})


def type_of(path: str) -> str:
    """The type a file is sent as, with its character set where it is text. Raises ``KeyError`` for an unknown kind."""
    kind = PurePosixPath(path).suffix.removeprefix(".")
    if not kind:
        found = UNNAMED
    elif kind == "xml" and PurePosixPath(path).parts[:1] == (FEED_FOLDER,):
        found = FEED
    else:
        found = TYPES[kind]
    return f"{found}; charset=utf-8" if found.startswith("text/") else found


def headers_for(path: str) -> dict[str, str]:
    """Everything said along with a file at ``path`` below the site's root. Raises ``KeyError`` for an unknown kind."""
    kind = PurePosixPath(path).suffix.removeprefix(".")
    said = {name: value for name, value in HEADERS.items() if name != CONTENT_POLICY or kind not in WITHOUT_POLICY}
    return {"Content-Type": type_of(path), **said}


def policy_in_page() -> str:
    """The policy as every page carries it, for hosts that cannot be told to send headers."""
    return "; ".join(f"{name} {value}" for name, value in POLICY.items() if name != NOT_IN_PAGE)
