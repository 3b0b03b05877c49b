"""The tokens of an entry, worked out by the process that reads its page."""

from __future__ import annotations

from collections.abc import Iterable

from macros.search.entries import CELLS, Entry
from macros.search.normal import folded, pairs, rough


def tokens(entry: Entry) -> tuple[set[str], set[str]]:
    """The tokens of an entry (heading and text together), and those of its heading."""
    if entry.kind == CELLS:
        numbers = set(entry.text.split(",")) - {"", "x"}
        return numbers.union(*map(rough, numbers)), set()
    in_heading = pairs(folded(entry.heading))
    return pairs(folded(entry.text)) | in_heading, in_heading


def written(entries: Iterable[Entry]) -> tuple[tuple[str, str], ...]:
    """The tokens of entries, each set as one text with spaces: small on its way to another process."""
    return tuple((" ".join(found), " ".join(in_heading)) for found, in_heading in map(tokens, entries))
