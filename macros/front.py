"""The metadata of a page, key by key of the kind it must be: MkDocs and the theme take them as they stand."""

from __future__ import annotations

from macros.page import Page
from macros.reader import Reader
from macros.source import Map

TEXTS = ("title", "description", "report")
HIDDEN = ("toc",)
SEARCH = ("exclude",)


def read_front(page: Page, reader: Reader) -> None:
    """Say in ``reader`` which key is of the wrong kind."""
    root = page.front.root if page.front else None
    if not isinstance(root, Map):
        return
    for key in TEXTS:
        reader.text(root.node(key), key)
    for item in reader.sequence(root.node("hide"), "hide"):
        reader.choice(item, "hide", HIDDEN)
    search = reader.mapping(root.node("search"), "search")
    if search is not None:
        reader.keys(search, "search", (), SEARCH)
        reader.truth(search.node("exclude"), "search.exclude")
