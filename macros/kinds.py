"""What kind of data file a file is, and the reading of those that are no reports."""

from __future__ import annotations

from macros.accessibility import read_accessibility
from macros.agency import read_agency, read_site
from macros.facts import Position
from macros.form_file import read_form
from macros.inputs import Input
from macros.reader import Reader
from macros.search.words import read_words
from macros.source import Document, Map, Node, Scalar


def data_kind(item: Input, document: Document) -> str:
    """What a data file is, by its folder, else by its keys; a report when nothing tells."""
    folder = item.path.absolute().parent.name
    if folder in {"forms", "agencies"}:
        return {"forms": "form", "agencies": "agency"}[folder]
    if item.path.name in {"site.yml", "search.yml", "accessibility.yml"}:
        return item.path.stem
    keys = set(document.root.entries) if isinstance(document.root, Map) else set()
    if {"tables", "identities"} & keys:
        return "form"
    if {"short_name", "portal"} & keys and "year" not in keys:
        return "agency"
    return "report"


def read_other(kind: str, document: Document, reader: Reader) -> None:
    """Read a data file that is no report; what is wrong with it is in ``reader``."""
    if kind == "form":
        read_form(document, reader)
    elif kind == "agency":
        read_agency(document, reader)
    elif kind == "search":
        read_words(document, reader)
    elif kind == "accessibility":
        read_accessibility(document, reader)
    else:
        read_site(document, reader)


def text_pieces(node: Node | None) -> tuple[tuple[Position, str], ...]:
    """The text values of a data file (numbers, dates and keys are none), a line at a time."""
    found: list[tuple[Position, str]] = []
    if node is not None:
        _gather(node, found)
    return tuple(found)


def _gather(node: Node, found: list[tuple[Position, str]]) -> None:
    if isinstance(node, Scalar):
        if isinstance(node.value, str) and node.valid:
            first, *rest = node.value.split("\n")
            found.append((node.at, first))
            found += [(Position(node.at.path, node.at.line + index), line) for index, line in enumerate(rest, 1)]
        return
    for child in [entry.node for entry in node.entries.values()] if isinstance(node, Map) else node.items:
        if not isinstance(child, Scalar) or isinstance(child.value, str):
            _gather(child, found)
