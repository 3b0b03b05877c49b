"""Slots: what a page asks for while MkDocs makes it, filled when the page stands.

A statutory table is two hundred cells of HTML. Past the Markdown parser and the template engine it costs nothing, so
a macro only leaves a mark, and ``finish`` puts the table in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

MARK = re.compile(r'<div class="gk-slot" data-slot="([^"]*)"></div>')


def mark(name: str, *args: str) -> str:
    """The mark of a slot: a block of its own, which Markdown leaves alone."""
    return f'<div class="gk-slot" data-slot="{escape(" ".join((name, *args)))}"></div>'


def filled(html: str, render: Callable[[str, tuple[str, ...]], str]) -> str:
    """The page with every slot filled by ``render(name, args)``."""

    def one(found: re.Match[str]) -> str:
        name, *args = unescape(found[1]).split()
        return render(name, tuple(args))

    return MARK.sub(one, html)
