"""The comments of a strict YAML file, and the entry each belongs to: what is rewritten must not lose a word of them.

A *unit* is one entry or item of a block collection; it starts its own line. Units and collections are named by the
position they had in the file, so that their nodes may be put in another order.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

from macros.facts import Position
from macros.reader import scalars
from macros.source import Document, Map, Node, Scalar, Sequence

HEADER = re.compile(r"[|>][-+0-9]*")
Own: TypeAlias = "str | None"  # a comment on a line of its own; None is a blank line


def is_block(node: Node) -> bool:
    """Whether the node is a collection written over several lines, by indentation."""
    return isinstance(node, Map | Sequence) and not node.flow


@dataclass(frozen=True, slots=True)
class Unit:
    """An entry (``head`` ends its key) or an item of a block collection; ``parents`` from the outermost one."""

    name: tuple[str, Position]
    at: Position
    head: Position
    node: Node
    parents: tuple[Node, ...]


@dataclass(slots=True)
class Note:
    """What is written around a unit: on the lines above it, and at the end of its line."""

    before: list[Own] = field(default_factory=list)
    beside: str = ""
    inside: list[tuple[bool, str]] = field(default_factory=list)


@dataclass(slots=True)
class Comments:
    """Every comment of a file: ``notes`` by unit, ``after`` the last unit of a collection, ``tail`` where none is."""

    notes: dict[tuple[str, Position], Note] = field(default_factory=dict)
    after: dict[Position, list[Own]] = field(default_factory=dict)
    top: list[Own] = field(default_factory=list)
    tail: list[Own] = field(default_factory=list)

    def note(self, name: tuple[str, Position]) -> Note:
        """The note of a unit (an empty one when nothing was said)."""
        return self.notes.setdefault(name, Note())

    def swallow(self, node: Node) -> list[Own]:
        """All comments inside a node, in order: what is written in one line has no other place for them."""
        found: list[Own] = []
        if isinstance(node, Scalar):
            return found
        inner = [("item", i.at, i) for i in node.items] if isinstance(node, Sequence) else []
        inner += [("entry", e.key.at, e.node) for e in node.entries.values()] if isinstance(node, Map) else []
        for kind, at, below in inner:
            note = self.notes.pop((kind, at), Note())
            found += [*note.before, *([note.beside] if note.beside else []), *self.swallow(below)]
        return [text for text in (*found, *self.after.pop(node.at, [])) if text]


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment as it stands; ``own`` when nothing stands before it on its line."""

    line: int
    column: int
    text: str
    own: bool


def units(node: Node, parents: tuple[Node, ...]) -> Iterator[Unit]:
    """The units below a node, in the order they start; an item before the first entry it holds."""
    if isinstance(node, Map) and not node.flow:
        for entry in node.entries.values():
            key = entry.key
            yield Unit(("entry", key.at), key.at, key.end, entry.node, (*parents, node))
            yield from units(entry.node, (*parents, node))
    elif isinstance(node, Sequence) and not node.flow:
        for item in node.items:
            yield Unit(("item", item.at), item.at, item.at, item, (*parents, node))
            yield from units(item, (*parents, node))


def comments(document: Document) -> list[Comment]:
    """Every comment of a file: the first ``#`` of a line that stands in no value."""
    taken: dict[int, list[tuple[int, int]]] = {}  # for each line, the columns that values take: from, up to
    for scalar in scalars(document.root) if document.root is not None else ():
        first, start = scalar.at.line, scalar.at.column
        if scalar.style in {"|", ">"}:
            header = HEADER.match(document.lines[first - 1], start - 1)
            taken.setdefault(first, []).append((start, header.end() + 1 if header else start))
            first, start = first + 1, 1
        for line in range(first, scalar.end.line + 1):
            end = scalar.end.column if line == scalar.end.line else len(document.lines[line - 1]) + 1
            taken.setdefault(line, []).append((start, end))
            start = 1
    found = []
    for number, text in enumerate(document.lines, 1):
        at = text.find("#")
        while at >= 0 and any(start <= at + 1 < end for start, end in taken.get(number, ())):
            at = text.find("#", at + 1)
        if at >= 0:
            found.append(Comment(number, at + 1, text[at:].rstrip(), not text[:at].strip()))
    return found


def gather(document: Document) -> Comments:
    """Every comment and every blank line between units, with the unit it belongs to."""
    found = Comments()
    root = document.root
    if root is None:
        return found
    every = list(units(root, ())) or [Unit(("item", root.at), root.at, root.at, root, ())]
    starts = [(unit.at.line, unit.at.column) for unit in every]
    gap, deepest = -1, -1
    for comment in comments(document):
        index = bisect_right(starts, (comment.line, comment.column)) - 1
        before = every[index] if index >= 0 else None
        coming = every[index + 1] if index + 1 < len(every) else None
        if before is not None and _belongs(comment, before):
            found.note(before.name).inside.append((comment.own, comment.text))
            continue
        if index != gap:
            gap, deepest = index, len(before.parents) - 1 if before else -1
        deepest = _depth(comment, before, coming, deepest)
        texts: list[Own] = [comment.text]
        if comment.own and comment.line > 1 and not document.lines[comment.line - 2].strip():
            texts.insert(0, None)
        if before is not None and deepest >= 0:
            found.after.setdefault(before.parents[deepest].at, []).extend(texts)
        elif coming is not None:
            found.note(coming.name).before += texts
        else:
            found.tail += texts
    _blanks(found, every, document.lines)
    for note in found.notes.values():
        _settle(note)
    return found


def _belongs(comment: Comment, unit: Unit) -> bool:
    """Whether a comment after the start of a unit stands inside it, or at the end of its line."""
    if is_block(unit.node):
        return not comment.own and comment.line == unit.head.line and unit.name[0] == "entry"
    end = unit.node.end
    if (comment.line, comment.column) < (end.line, end.column):
        return True
    return not comment.own and comment.line == end.line


def _depth(comment: Comment, before: Unit | None, coming: Unit | None, deepest: int) -> int:
    """Which of the open collections a comment closes (it is indented more than what follows); -1 for none."""
    if before is None or deepest < 0:
        return -1
    for depth in range(deepest, -1, -1):
        if before.parents[depth].at.column <= comment.column or depth == 0:
            shared = (
                coming is not None and depth < len(coming.parents) and coming.parents[depth] is before.parents[depth]
            )
            return -1 if shared else depth
    return -1


def _blanks(found: Comments, every: list[Unit], lines: tuple[str, ...]) -> None:
    """Note the blank line before a unit."""
    for previous, unit in pairwise([None, *every]):
        assert unit is not None
        starts_line = previous is None or previous.at.line != unit.at.line
        if starts_line and unit.at.line > 1 and not lines[unit.at.line - 2].strip():
            found.note(unit.name).before.append(None)


def _settle(note: Note) -> None:
    """Of the comments inside a unit the last at a line's end stays beside it; the others go above."""
    last = max((i for i, (own, _) in enumerate(note.inside) if not own), default=None)
    for index, (_, text) in enumerate(note.inside):
        if index == last:
            note.beside = text
        else:
            note.before.append(text)
    note.inside.clear()
