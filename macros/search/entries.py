"""What of a page is found by itself: the page, its sections, the terms it explains. Statutory tables are left out:
they are read from the form and the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

TABLE = re.compile(r'<table class="statutory".*?</table>', re.DOTALL)
DRAWING = re.compile(r"<(svg|script|style|template)\b.*?</\1>", re.DOTALL)
PIECE = re.compile(r"""<(/?)([a-zA-Z][\w-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>|<!--.*?-->|([^<]+|<)""", re.DOTALL)
IDENTITY = re.compile(r'\bid="([^"]*)"')
FIGURE = re.compile(r'\bclass="gk-figure"[^>]*?\bvalue="([^"]*)"')
# What only repeats or explains: the permanent link of a heading, what the site sets beside the text, notes to tables.
LEFT_OUT = re.compile(r'data-search-exclude|\bclass="(?:headerlink|gk-(?:aside|facts|figures|legend|table__tools)\b)')
CHINESE = r"[\u2014-\u2026\u3000-\u9fff\uff00-\uffef]"
LOOSE = re.compile(rf"(?<={CHINESE})[ \t\r\n]+|[ \t\r\n]+(?={CHINESE})")
BLOCK = "\x1f"
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
BLOCKS = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "br",
            "caption",
            "dd",
            "details",
            "div",
            "dl",
            "dt",
            "figcaption",
        ),
        *("figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "nav", "ol", "p", "pre", "section"),
        *("summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    }
)
SECTION, TERM, FIGURES, CELLS = range(4)


@dataclass(slots=True)
class Entry:
    """Something a search can find: where it opens (``anchor``), its heading and its words."""

    anchor: str
    heading: str
    text: str
    kind: int = SECTION


@dataclass(slots=True)
class Content:
    """The entries of a page, and in which of them each figure of the report is printed (by its number)."""

    entries: list[Entry]
    figures: dict[str, str] = field(default_factory=dict)


class _Scanner:
    """One pass over the HTML of a page."""

    def __init__(self, title: str) -> None:
        self.done: list[Entry] = []
        self.figures: dict[str, str] = {}
        self.parts: list[str] = []
        self.entry = Entry("", title, "")
        self.section = self.entry
        self.heading: str | None = None  # the tag whose words are a heading just now
        self.near = ""  # the id of an element opened right before
        self.skipped: list[str] = []
        self.notes: list[str] = []
        self.aside: list[str] | None = None  # a note in a heading: words of the entry, not of its heading
        self.goes_on = False  # this entry is the rest of a section after a list of terms

    def scan(self, html: str) -> Content:
        for found in PIECE.finditer(html):
            closing, tag, attributes, text = found.groups()
            if text is not None:
                if not self.skipped:
                    (self.parts if self.aside is None else self.aside).append(text)
                    self.near = self.near if text.isspace() else ""
            elif tag is not None:
                self._tag(tag.lower(), attributes, closes=bool(closing))
        self._end()
        return Content(self.done, self.figures)

    def _tag(self, tag: str, attributes: str, *, closes: bool) -> None:
        if self.skipped or LEFT_OUT.search(attributes):
            self._skip(tag, closes=closes)
            return
        if tag in BLOCKS:
            self.parts.append(BLOCK)
        identity = IDENTITY.search(attributes)
        own = unescape(identity[1]) if identity else ""
        if closes:
            if tag == self.heading:
                self.entry.heading, self.heading, self.parts = _words(self.parts), None, self.notes
                self.notes = []
            elif tag == "span" and self.aside is not None:
                self.notes, self.aside = [*self.notes, *self.aside, BLOCK], None
            elif tag == "dl" and self.entry.kind == TERM:
                self._begin(self.section.anchor, "", SECTION)
                self.entry.heading = self.section.heading
                self.goes_on = True
            return
        if tag in {"h2", "h3"} and own:
            self._begin(own, tag, SECTION)
            self.section = self.entry
        elif tag == "dt" and (own or self.near):
            self._begin(own or self.near, tag, TERM)
        elif tag == "h1":
            self.parts, self.heading = [], tag
        elif tag == "data" and (figure := FIGURE.search(attributes)):
            self.figures.setdefault(unescape(figure[1]), own or self.entry.anchor)
        elif tag == "span" and self.heading and 'class="gk-' in attributes:
            self.aside = []
        self.near = own if tag in {"div", "dl"} else ""

    def _skip(self, tag: str, *, closes: bool) -> None:
        if tag in VOID:
            return
        if not closes:
            self.skipped.append(tag)
        elif tag in self.skipped:
            while self.skipped.pop() != tag:
                pass

    def _begin(self, anchor: str, heading: str, kind: int) -> None:
        self._end()
        self.entry = Entry(anchor, "", "", kind)
        self.heading = heading or None

    def _end(self) -> None:
        self.entry.text = _words(self.parts)
        if self.entry.text or not self.goes_on:
            self.done.append(self.entry)
        self.parts, self.goes_on = [], False


def _words(parts: list[str]) -> str:
    """One line of text: a space where a block ends, none where only the source was broken."""
    blocks = unescape("".join(parts)).split(BLOCK)
    return " ".join(words for block in blocks if (words := " ".join(LOOSE.sub("", block).split())))


def read(title: str, html: str) -> Content:
    """The entries of a page's content; the first is the page itself."""
    return _Scanner(title).scan(DRAWING.sub("", TABLE.sub("", html)))


def texts(entries: list[Entry]) -> Iterator[str]:
    """Every text a reader may see of the entries."""
    for entry in entries:
        yield entry.heading
        yield entry.text
