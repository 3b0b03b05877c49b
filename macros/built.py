"""A page as the theme left it: frame, content and what the frame knows of it; and the whole page made from these.

The frame of a page also serves the pages made beside it (every number of a report, a comparison of its years): they
stand in the same folder, so every link of the frame holds for them too.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape
from pathlib import PurePosixPath

PAGE = re.compile(r"<!--gk:page (\{.*?\})-->(.*)<!--/gk:page-->", re.DOTALL)
HEAD = "<!--gk:head-->"
HEADING = re.compile(r'<h([23])(?=\s)(?=[^>]*\sid="([^"]+)")[^>]*>(.*?)</h\1>', re.DOTALL)
PERMALINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")


class NotOursError(Exception):
    """A page without the marks of the theme: it was not made by it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the content, with those under it."""

    id: str
    text: str
    under: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class Built:
    """A page of the site. ``path`` is its place below the site's root; ``source`` its Markdown file, if it has one.

    ``toc`` and ``searched`` say whether it shows the headings it has, and whether the search finds it; ``current`` is
    the page that holds in place of this one, which no search engine and no map of the site then leads to.
    """

    path: str
    title: str
    content: str
    before: str
    after: str
    description: str | None = None
    report: str | None = None
    source: str | None = None
    toc: bool = True
    searched: bool = True
    current: str | None = None

    @property
    def folder(self) -> PurePosixPath:
        """The folder the page stands in."""
        return PurePosixPath(self.path).parent

    def beside(self, name: str, title: str, description: str, content: str) -> Built:
        """A page in the same folder and frame, with content of its own."""
        path = (self.folder / name).as_posix()
        return replace(self, path=path, title=title, description=description, content=content, source=None)

    def outline(self) -> Built:
        """What is kept of a page that was written: no frame, and of its content the headings."""
        heads = "".join(whole for whole, *_ in _headings(self.content))
        return replace(self, before="", after="", content=heads)

    def whole(self, head: str, body: str) -> str:
        """The finished page."""
        return f"{self.before.replace(HEAD, head, 1)}{body}{self.after}"

    def headings(self) -> tuple[Heading, ...]:
        """The headings of the second level, each with those of the third below it."""
        found: list[tuple[str, str, list[Heading]]] = []
        for _, level, own, inner in _headings(self.content):
            if level == "3" and found:
                found[-1][2].append(Heading(own, text_of(inner)))
            else:
                found.append((own, text_of(inner), []))
        return tuple(Heading(own, text, tuple(under)) for own, text, under in found)


@lru_cache(maxsize=4)
def _headings(html: str) -> tuple[tuple[str, str, str, str], ...]:
    """Each heading with its level, its id and what is in it; asked for several times while a page is finished."""
    return tuple((found[0], found[1], found[2], found[3]) for found in HEADING.finditer(html))


@lru_cache(maxsize=1024)
def text_of(html: str) -> str:
    """The words of a piece of HTML, without the permanent link of a heading."""
    return " ".join(unescape(TAG.sub("", PERMALINK.sub("", html))).split())


def read_built(path: str, html: str) -> Built:
    """A page the theme has made. Raises ``NotOursError``."""
    found = PAGE.search(html)
    if found is None or HEAD not in html[: found.start()]:
        raise NotOursError(path)
    known = json.loads(found[1])
    return Built(
        path=path,
        title=str(known["title"]),
        content=found[2].strip(),
        before=html[: found.start()],
        after=html[found.end() :],
        description=known["description"],
        report=known["report"],
        source=known["source"],
        toc="toc" not in (known["hide"] or ()),
        searched=not (isinstance(known["search"], dict) and known["search"].get("exclude") is True),
    )
