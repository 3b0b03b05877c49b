"""Where a link leads, as a browser reads it, and whether that is a place a page may lead to."""

from __future__ import annotations

import html
import posixpath
import re
from pathlib import Path
from urllib.parse import unquote

SCHEMES = {"http", "https", "mailto", "tel"}
SCHEME = re.compile(r"([^/?#]*?):")
HOST = re.compile(r"https?://[^/\\@?#]+(?:[/?#]|\Z)", re.IGNORECASE)
IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]")


def read_target(target: str) -> str:
    """The target with entities decoded and everything dropped that a browser drops."""
    for _ in range(3):
        decoded = html.unescape(target)
        if decoded == target:
            break
        target = decoded
    return IGNORED.sub("", target)


def local_path(target: str) -> str | None:
    """The path of a file that a link leads to from its page; ``None`` when it leads elsewhere or to its own page."""
    found = read_target(target)
    if SCHEME.match(found) or found.startswith(("/", "\\")):
        return None
    path = unquote(re.split(r"[?#]", found, maxsplit=1)[0])
    return path if path and path.isprintable() else None


def refusal(target: str, page: str, *, image: bool = False) -> str | None:
    """Why a page at ``page`` may not lead to ``target`` (a word for ``messages``); ``None`` when it may."""
    found = read_target(target)
    scheme = SCHEME.match(found)
    if scheme:
        name = scheme.group(1).lower()
        if name not in SCHEMES:
            return "scheme"
        if name in {"http", "https"} and not HOST.match(found):
            return "host"
        return "image" if image else None
    if "\\" in found:
        return "backslash"
    if found.startswith("//"):
        return "host"
    if found.startswith("/"):
        return "root"
    path = unquote(unquote(re.split(r"[?#]", found, maxsplit=1)[0]))
    if "\\" in path or path.startswith("/"):
        return "backslash" if "\\" in path else "root"
    return "outside" if _leaves(path, page) else None


def _leaves(path: str, page: str) -> bool:
    """Whether a relative path leads out of the ``docs`` folder the page lies in."""
    parts = Path(page).absolute().parts[:-1]
    if "docs" not in parts:
        return False
    depth = parts[::-1].index("docs")
    lowest = posixpath.normpath(path).split("/").count("..") if path else 0
    return lowest > depth
