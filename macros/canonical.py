"""The canonical form of a data file: one way to write the same values, with every comment kept.

Nothing is returned that does not read back as the very same values and comments: a formatter that would change a
value refuses.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby

from macros.comments import Comments, Own, comments, gather, is_block
from macros.form import Form
from macros.layout import Layout, arranged, layout, lift_top, words
from macros.source import Document, Entry, Map, Node, Scalar, Sequence, parse
from macros.written import NOT_APPLICABLE, flow, literal, scalar, width

SPREAD = 40  # comments of neighbours whose widths differ by more are not aligned


class Unformattable(Exception):  # noqa: N818 - a refusal, named for what it says of the file
    """The file cannot be put into canonical form: it has problems, or a value or comment would not survive."""


def canonical(document: Document, form: Form | None) -> str:
    """The file in canonical form; with ``form`` as a report made on it. Raises ``Unformattable``."""
    if document.problems or document.root is None:
        raise Unformattable(document.path)
    found = gather(document)
    plan, root = Layout(), document.root
    if form is not None and isinstance(root, Map):
        lift_top(found, root)
        root = arranged(root, form)
        plan = layout(root, form, found)
    text = _Writer(found, plan).document(root)
    _prove(document, text)
    return text


def _prove(document: Document, text: str) -> None:
    """Refuse a result that reads back as anything else, or that lost a comment."""
    again = parse(text, document.path)
    if again.problems or again.root is None or not _same(document.root, again.root):
        raise Unformattable(document.path)
    before, after = (Counter(words(c.text) for c in comments(d)) for d in (document, again))
    if before - after:
        raise Unformattable(document.path)


def _same(one: Node | None, other: Node | None) -> bool:
    """Whether two nodes hold the same values to the last digit (entries may stand in another order)."""
    if isinstance(one, Scalar) and isinstance(other, Scalar):
        if type(one.value) is not type(other.value) or one.value != other.value:
            return False
        if isinstance(one.value, str):
            return one.value != NOT_APPLICABLE or bool(one.style) == bool(other.style)
        return one.raw == other.raw
    if isinstance(one, Map) and isinstance(other, Map):
        return one.entries.keys() == other.entries.keys() and all(
            _same(entry.node, other.node(key)) for key, entry in one.entries.items()
        )
    if isinstance(one, Sequence) and isinstance(other, Sequence):
        return len(one.items) == len(other.items) and all(map(_same, one.items, other.items))
    return False


# --- lines --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Line:
    """One line; neighbours of one ``group`` align their comments (always in a table: its id); ``more`` lines follow."""

    indent: int
    body: str
    comment: str = ""
    group: object = None
    more: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """How many columns the line takes without its comment."""
        return self.indent + width(self.body)


@dataclass(slots=True)
class _Writer:
    comments: Comments
    plan: Layout
    lines: list[_Line] = field(default_factory=list)

    def document(self, root: Node) -> str:
        self.own(self.comments.top, 0)
        if is_block(root):
            self.children(root, 0, ())
        else:
            note = self.comments.note(("item", root.at))
            self.own(note.before, 0)
            text = scalar(root, in_flow=False) if isinstance(root, Scalar) else flow(root)
            self.lines.append(_Line(0, text, note.beside))
        self.own(self.comments.tail, 0)
        return _text(self.lines)

    def own(self, texts: list[Own], indent: int, group: object = None) -> None:
        """Comments and blank lines on lines of their own."""
        self.lines += [_Line(indent if text else 0, text or "", group=group) for text in texts]

    def children(self, node: Node, indent: int, path: tuple[str, ...]) -> None:
        """The units of a block collection, then the comments that close it."""
        group = self.plan.group(path) or node.at
        if isinstance(node, Map):
            for entry in node.entries.values():
                self.entry(entry, indent, (*path, entry.key.raw), group)
        elif isinstance(node, Sequence):
            for item in node.items:
                self.item(item, indent, (*path, "-"), group)
        self.own(self.comments.after.pop(node.at, []), indent, self.plan.group(path))

    def entry(self, entry: Entry, indent: int, path: tuple[str, ...], group: object) -> None:
        note = self.comments.note(("entry", entry.key.at))
        self.plan.mark(path, note)
        if not is_block(entry.node):
            note.before += self.comments.swallow(entry.node)
        self.own(note.before, indent, self.plan.group(path))
        head = scalar(entry.key, in_flow=False) + ":"
        self.value(head, entry.node, indent, note.beside, path, group)

    def item(self, item: Node, indent: int, path: tuple[str, ...], group: object) -> None:
        note = self.comments.note(("item", item.at))
        if not is_block(item):
            note.before += self.comments.swallow(item)
            self.own(note.before, indent)
            self.value("-", item, indent, note.beside, path, group)
            return
        self.own(note.before + self.pulled(item), indent)
        first = len(self.lines)
        self.children(item, indent + 2, path)
        self.lines[first].indent -= 2
        self.lines[first].body = "- " + self.lines[first].body

    def pulled(self, node: Node) -> list[Own]:
        """Comments above the first unit of an item's collection: they stand above the item's dash instead."""
        if isinstance(node, Map):
            note = self.comments.note(("entry", next(iter(node.entries.values())).key.at))
            inner = next(iter(node.entries.values())).node
            found = [*note.before, *([] if is_block(inner) else self.comments.swallow(inner))]
        else:
            assert isinstance(node, Sequence)
            first = node.items[0]
            note = self.comments.note(("item", first.at))
            found = [*note.before, *(self.pulled(first) if is_block(first) else self.comments.swallow(first))]
        note.before = []
        return [text for text in found if text]

    def value(self, head: str, node: Node, indent: int, comment: str, path: tuple[str, ...], group: object) -> None:
        """``head`` and the value after it, or below it."""
        if is_block(node):
            self.lines.append(_Line(indent, head, comment, group))
            before = len(self.lines)
            self.children(node, indent + 2, path)
            while self.lines[before].body == "":
                del self.lines[before]
            return
        block = literal(node)
        if block is not None:
            more = tuple(" " * (indent + 2) + line if line else "" for line in block[1:])
            self.lines.append(_Line(indent, f"{head} {block[0]}", comment, group, more))
            return
        text = scalar(node, in_flow=False) if isinstance(node, Scalar) else flow(node)
        column = self.plan.columns.get(node.at, 0)
        pad = " " * max(1, column - indent - width(head))
        self.lines.append(_Line(indent, head + pad + self.plan.texts.get(node.at, text), comment, group))


def _near(widths: list[int]) -> bool:
    return bool(widths) and max(widths) - min(widths) <= SPREAD


def _text(lines: list[_Line]) -> str:
    """The lines as text: comments aligned, single blank lines, one line end at the end."""
    found: list[str] = []
    for group, run in groupby(lines, key=lambda line: line.group):
        members = list(run)
        widths = [line.width for line in members if line.comment]
        together = isinstance(group, str) or (group is not None and _near(widths))
        for line in members:
            if not line.body:
                if found and found[-1]:
                    found.append("")
                continue
            end = max(widths) if together and line.comment else line.width
            tail = " " * (end + 2 - line.width) + line.comment if line.comment else ""
            found += [" " * line.indent + line.body + tail, *line.more]
    while found and not found[-1]:
        found.pop()
    return "\n".join(found) + "\n"
