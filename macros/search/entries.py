"""What of a page is found by itself: the page, its sections, the terms it explains. Statutory tables are left out:
they are read from the form and the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

WITHOUT_WORDS = re.compile(r'<(?:(table) class="statutory"|(svg|script|style|template)\b)')
PIECE = re.compile(r"""<(/?)([a-zA-Z][\w-]*+)((?:[^>"']++|"[^"]*+"|'[^']*+')*+)>|<!--.*?-->|([^<]++|<)""", re.DOTALL)
IDENTITY = re.compile(r'\bid="([^"]*)"')
FIGURE = re.compile(r'\bclass="gk-figure"[^>]*?\bvalue="([^"]*)"')
# What only repeats or explains: the permanent link of a heading, what the site sets beside the text, notes to tables.
LEFT_OUT = re.compile(r'data-search-exclude|\bclass="(?:headerlink|gk-(?:aside|facts|figures|legend|table__tools)\b)')
CHINESE = r"[\u2014-\u2026\u3000-\u9fff\uff00-\uffef]"
LOOSE = re.compile(rf"(?<={CHINESE})[ \t\r\n]+|[ \t\r\n]+(?={CHINESE})")
BLOCK = "\x1f"  # white space, like any that parts words
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
OPENING = frozenset({"h1", "h2", "h3", "dt", "data", "span"})  # where an entry, a figure or a note begins
CLOSING = frozenset({"h1", "h2", "h3", "dt", "dl", "span"})
SECTION, TERM, FIGURES, CELLS = range(4)


@dataclass(slots=True)
class Entry:
    """Something a search can find: where it opens, its heading and its words.

    ``anchor`` is an id of the page; behind a ``/``, an address in the page's folder.
    """

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
        for closing, tag, attributes, text in PIECE.findall(html):
            if self.skipped:
                if tag:
                    self._skip(tag.lower(), closes=bool(closing))
            elif text:
                (self.parts if self.aside is None else self.aside).append(text)
                if self.near and not text.isspace():
                    self.near = ""
            elif closing:
                self._close(tag.lower())
            elif tag:
                self._open(tag.lower(), attributes)
        self._end()
        return Content(self.done, self.figures)

    def _close(self, tag: str) -> None:
        if tag in BLOCKS:
            self.parts.append(BLOCK)
        if tag not in CLOSING:
            return
        if tag == self.heading:
            self.entry.heading, self.heading, self.parts = _words(self.parts), None, self.notes
            self.notes = []
        elif tag == "span" and self.aside is not None:
            self.notes, self.aside = [*self.notes, *self.aside, BLOCK], None
        elif tag == "dl" and self.entry.kind == TERM:
            self._begin(self.section.anchor, "", SECTION)
            self.entry.heading = self.section.heading
            self.goes_on = True

    def _open(self, tag: str, attributes: str) -> None:
        left_out, own = _known(attributes) if attributes else (False, "")
        if left_out or tag == "thead":
            self._skip(tag, closes=False)
            return
        if tag in BLOCKS:
            self.parts.append(BLOCK)
        if tag in OPENING:
            self._start(tag, attributes, own)
        self.near = own if tag in {"div", "dl"} else ""

    def _start(self, tag: str, attributes: str, own: str) -> None:
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


@lru_cache(maxsize=4096)
def _known(attributes: str) -> tuple[bool, str]:
    """Whether attributes say that an element is left out, and its id."""
    identity = IDENTITY.search(attributes)
    return LEFT_OUT.search(attributes) is not None, unescape(identity[1]) if identity else ""


def _words(parts: list[str]) -> str:
    """One line of text: a space where a block ends, none where only the source was broken."""
    return " ".join(LOOSE.sub("", unescape("".join(parts))).split())


def _with_words(html: str) -> str:
    """The page without statutory tables and drawings."""
    parts, done = [], 0
    for found in WITHOUT_WORDS.finditer(html):
        end = f"</{found[1] or found[2]}>"
        at = html.find(end, found.end()) if found.start() >= done else -1
        if at >= 0:
            parts.append(html[done : found.start()])
            done = at + len(end)
    return "".join((*parts, html[done:]))


def read(title: str, html: str) -> Content:
    """The entries of a page's content; the first is the page itself."""
    return _Scanner(title).scan(_with_words(html))


def texts(entries: list[Entry]) -> Iterator[str]:
    """Every text a reader may see of the entries."""
    for entry in entries:
        yield entry.heading
        yield entry.text
