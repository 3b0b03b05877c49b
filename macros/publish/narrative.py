"""The page of a report as blocks, for documents: headings, paragraphs, lists, tables, and the statutory ones' places.

The same Markdown, the same macros and the same extensions as on the site; what a document cannot show (a link to
another page) keeps its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

import markdown
from lxml import html

from macros.page import load_page
from macros.project import Project
from macros.site_macros import expanded

EXTENSIONS = ("admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables")  # as in mkdocs.yml
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
LINK = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one hand: bold, italic, or leading to an address outside the site."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title of the report, 2 its sections."""

    level: int
    runs: tuple[Run, ...]
    id: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``quoted`` when it stands in a quotation or a note, ``kept`` when no page ends after it."""

    runs: tuple[Run, ...]
    quoted: bool = False
    kept: bool = False


@dataclass(frozen=True, slots=True)
class List:
    """A list; an item is a row of blocks, most often one paragraph."""

    ordered: bool
    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A table an editor has written: rows of cells, the first ``header_rows`` of them heads."""

    header_rows: int
    rows: tuple[tuple[tuple[Run, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Statutory:
    """The place of a statutory table of the report."""

    table: str


Block: TypeAlias = Heading | Paragraph | List | PlainTable | Statutory


def blocks(project: Project, report_id: str) -> tuple[Block, ...]:
    """The page of a report. Raises ``OSError`` when it has none, ``MacroError`` for a call that names nothing."""
    path = project.root / "docs" / "reports" / f"{report_id}.md"
    return of_markdown(expanded(project, load_page(path), str(path), report_id))


def of_markdown(text: str) -> tuple[Block, ...]:
    """Markdown, its macros already replaced, as blocks."""
    made = markdown.Markdown(extensions=list(EXTENSIONS), tab_length=4).convert(text)
    return tuple(_blocks(html.fragments_fromstring(f"<div>{made}</div>")[0], quoted=False))


def _blocks(parent: html.HtmlElement, *, quoted: bool) -> Iterator[Block]:
    """The blocks in an element; loose words become paragraphs."""
    loose: list[Run] = list(_words(parent.text))
    for element in parent:
        block = _block(element, quoted)
        if block is None:
            loose += _runs(element)
        else:
            yield from _paragraph(loose, quoted)
            loose = []
            yield from block
        loose += _words(element.tail)
    yield from _paragraph(loose, quoted)


def _block(element: html.HtmlElement, quoted: bool) -> Iterable[Block] | None:
    """What a block element holds; ``None`` for words."""
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag in HEADINGS:
        return [Heading(HEADINGS[tag], _tidy(_runs(element)), element.get("id", ""))]
    if tag in ("p", "dt", "dd", "figcaption", "summary"):
        return _paragraph(_runs(element), quoted)
    if tag in ("ul", "ol"):
        items = (tuple(_blocks(item, quoted=quoted)) for item in element.iterchildren("li"))
        return [List(tag == "ol", tuple(items))]
    if tag == "table":
        return [_plain_table(element)]
    if tag == "div" and element.get("data-slot"):
        name, _, rest = element.get("data-slot", "").partition(" ")
        return [Statutory(rest.split()[-1])] if name == "table" else []
    if tag in ("div", "blockquote", "section", "dl", "details", "figure", "article", "aside"):
        return _blocks(element, quoted=quoted or tag == "blockquote" or "admonition" in element.classes)
    return [] if tag in ("hr", "") else None


def _plain_table(table: html.HtmlElement) -> PlainTable:
    lines = [[_tidy(_runs(cell)) for cell in line if cell.tag in ("th", "td")] for line in table.iter("tr")]
    heads = sum(1 for line in table.iter("tr") if all(cell.tag == "th" for cell in line))
    return PlainTable(heads, tuple(tuple(line) for line in lines))


def _paragraph(runs: Iterable[Run], quoted: bool) -> Iterator[Paragraph]:
    tidy = _tidy(runs)
    if tidy:
        yield Paragraph(tidy, quoted)


def _words(text: str | None) -> Iterator[Run]:
    if text:
        yield Run(re.sub(r"[ \t\r\n]+", " ", text))


def _runs(element: html.HtmlElement) -> Iterator[Run]:
    """The words of an element, each in its hand."""
    if element.tag == "br":
        yield Run("\n")
        return
    if not isinstance(element.tag, str) or "visually-hidden" in element.classes:
        return
    inner = [*_words(element.text)]
    for child in element:
        inner += _runs(child)
        inner += _words(child.tail)
    for run in inner:
        if element.tag in ("strong", "b", "th"):
            yield replace(run, bold=True)
        elif element.tag in ("em", "i"):
            yield replace(run, italic=True)
        elif element.tag == "a" and LINK.match(element.get("href", "")):
            yield replace(run, link=element.get("href"))
        else:
            yield run


def _tidy(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Neighbours in the same hand joined, no white space at either end, nothing empty; a line break is ``\\n``."""
    joined: list[Run] = []
    for run in runs:
        if joined and replace(joined[-1], text="") == replace(run, text=""):
            joined[-1] = replace(run, text=joined[-1].text + run.text)
        else:
            joined.append(run)
    if joined:
        joined[0] = replace(joined[0], text=joined[0].text.lstrip(" "))
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip(" "))
    return tuple(run for run in joined if run.text)
