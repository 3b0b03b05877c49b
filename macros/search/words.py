"""The words of the search an editor keeps in ``data/search.yml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from macros.reader import Reader, entries
from macros.source import Document, Map, load

REQUIRED = ("same_words", "asks_number", "asks_meaning", "empty_words", "last_pages", "pinyin")
SYLLABLES = re.compile(r"[a-z]+(?: [a-z]+)*")


@dataclass(frozen=True, slots=True)
class Words:
    """``same`` are groups of words that stand for each other; the three lists are left out of what is looked for, and
    the first two say what the reader asks; pages of ``last`` come behind others; ``pinyin`` gives terms by sound.
    """

    same: tuple[tuple[str, ...], ...] = ()
    number: tuple[str, ...] = ()
    meaning: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    pinyin: tuple[tuple[str, str], ...] = ()


def read_words(document: Document, reader: Reader) -> Words:
    """The words in a document; what is wrong with it is in ``reader``."""
    root = reader.mapping(document.root, "")
    if root is None:
        return Words()
    reader.keys(root, "", REQUIRED)
    groups = reader.sequence(root.node("same_words"), "same_words")
    same = []
    for number, node in enumerate(groups, 1):
        name = f"same_words[{number}]"
        texts = [reader.text(one, name) for one in reader.sequence(node, name)]
        if len(texts) == 1:
            reader.wrong(node, name, "list")
        same.append(tuple(text for text in texts if text))
    lists = [_list(root, key, reader) for key in REQUIRED[1:5]]
    sounds = reader.mapping(root.node("pinyin"), "pinyin")
    pinyin = []
    for term, _, node in entries(sounds):
        sound = reader.text(node, f"pinyin.{term}")
        if sound is not None and not (SYLLABLES.fullmatch(sound) and len(sound.split()) == len(term)):
            reader.wrong(node, f"pinyin.{term}", "text")
        elif sound is not None:
            pinyin.append((term, sound))
    return Words(tuple(same), *lists, tuple(pinyin))


def _list(root: Map, key: str, reader: Reader) -> tuple[str, ...]:
    found = [reader.text(node, key) for node in reader.sequence(root.node(key), key)]
    return tuple(text for text in found if text)


def words_of(root: Path) -> Words:
    """The words of the site; without the file, none."""
    path = root / "data" / "search.yml"
    return read_words(load(path), Reader()) if path.is_file() else Words()
