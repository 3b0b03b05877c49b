"""Pages of the site's root that name files by their address; where a file is there, the address leads to it."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import escape, unescape

from macros.publish.names import API, FEEDS

PAGES = ("data.html", "corrections.html")
ADDRESS = re.compile(rf"<code>((?:{re.escape(API)}|{re.escape(FEEDS)})/[^<>\s]+)</code>")


def linked(content: str, files: Collection[str]) -> str:
    """The content of a page at the site's root with links to those of ``files`` that it names."""

    def one(match: re.Match[str]) -> str:
        path = unescape(match.group(1))
        return f'<a href="{escape(path)}">{match.group()}</a>' if path in files else match.group()

    return ADDRESS.sub(one, content)
