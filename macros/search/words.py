"""The words of the search an editor keeps in ``data/search.yml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from macros.reader import Reader, entries, kind_of, nearest, written
from macros.source import Document, Map, load

LISTS = ("asks_number", "asks_meaning", "asks_way", "way_pages", "empty_words", "last_pages")
PAGES = ("way_pages", "last_pages")
SYLLABLES = re.compile(r"[a-z]+(?: [a-z]+)*")


@dataclass(frozen=True, slots=True)
class Words:
    """``same`` are groups of words that stand for each other; ``lists`` are left out of what is looked for
    (``asks_…``: they say what the reader asks; ``empty_words``) or name pages that come first or last;
    ``pinyin`` gives terms by sound.
    """

    same: tuple[tuple[str, ...], ...] = ()
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()
    pinyin: tuple[tuple[str, str], ...] = ()


def read_words(document: Document, reader: Reader) -> Words:
    """The words in a document; what is wrong with it is in ``reader``."""
    root = reader.mapping(document.root, "")
    if root is None:
        return Words()
    reader.keys(root, "", ("same_words", *LISTS, "pinyin"))
    groups = reader.sequence(root.node("same_words"), "same_words")
    same = []
    for place, node in enumerate(groups, 1):
        name = f"same_words[{place}]"
        texts = [reader.text(one, name) for one in reader.sequence(node, name)]
        if len(texts) == 1:
            reader.say("value-type", node.at, texts[0], "group", name=name, kind="single")
        same.append(tuple(text for text in texts if text))
    lists = tuple((key, _list(root, key, reader)) for key in LISTS)
    _check_pages(document, root, reader)
    sounds = reader.mapping(root.node("pinyin"), "pinyin")
    pinyin = []
    for term, _, node in entries(sounds):
        sound = reader.text(node, f"pinyin.{term}")
        if sound is not None and not (SYLLABLES.fullmatch(sound) and len(sound.split()) == len(term)):
            reader.say("value-type", node.at, written(node), "pinyin", name=f"pinyin.{term}", kind=kind_of(node))
        elif sound is not None:
            pinyin.append((term, sound))
    return Words(tuple(same), lists, tuple(pinyin))


def _list(root: Map, key: str, reader: Reader) -> tuple[str, ...]:
    found = [reader.text(node, key) for node in reader.sequence(root.node(key), key)]
    return tuple(text for text in found if text)


def _check_pages(document: Document, root: Map, reader: Reader) -> None:
    """Say which pages are not there; a file that lies by itself is held against nothing."""
    docs = Path(document.path).absolute().parent.parent / "docs"
    if not docs.is_dir():
        return
    known = sorted(path.relative_to(docs).with_suffix(".html").as_posix() for path in docs.rglob("*.md"))
    for key in PAGES:
        for node in reader.sequence(root.node(key), key):
            page = Reader().text(node, key)
            if page is not None and page not in known:
                near = nearest(page, known)
                reader.say("value-type", node.at, page, "page", name=key, kind="no-page", near=near)


def words_of(root: Path) -> Words:
    """The words of the site; without the file, none."""
    path = root / "data" / "search.yml"
    return read_words(load(path), Reader()) if path.is_file() else Words()
