"""The address of every label of a form: the same on the page of terms and on a report's page of numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from macros.form import Head, Table


def every_head(heads: Iterable[Head]) -> Iterator[Head]:
    """The heads of a tree in printed order, a group before what is under it."""
    for head in heads:
        yield head
        yield from every_head(head.children)


def label_anchors(table: Table) -> dict[int, str]:
    """The anchor of each head of a table, by ``id(head)``.

    ``term-<table>-<path>`` for rows, ``term-<table>-col-<path>`` for columns; a head without an id of its own is
    numbered. Heads of several blocks that say the same share an anchor.
    """
    found: dict[int, str] = {}
    said: dict[str, tuple[str, str | None]] = {}
    for axis in ("", "col-"):
        number = 0
        for block in table.blocks:
            for head in every_head(block.columns if axis else block.rows):
                words = (head.label, head.meaning)
                start = f"term-{table.id}-{axis}"
                if head.has_id:
                    name = start + "-".join(head.path)
                else:
                    known = [a for a, w in said.items() if w == words and a.startswith(f"{start}label-")]
                    number += not known
                    name = known[0] if known else f"{start}label-{number}"
                while said.setdefault(name, words) != words:
                    name += "-2"
                found[id(head)] = name
    return found
