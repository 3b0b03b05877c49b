"""A heading a macro writes: finished HTML, so that nothing in its words is read as Markdown."""

from __future__ import annotations

from html import escape


def heading(level: int, anchor: str, text: str) -> str:
    """A heading with its permanent link, as the site makes those of a page."""
    own = escape(anchor)
    link = f'<a class="headerlink" href="#{own}" title="本节的链接">¶</a>'
    return f'<h{level} id="{own}">{escape(text)}{link}</h{level}>'
