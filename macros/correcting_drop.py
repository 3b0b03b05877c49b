"""A data file without some of its corrections: those that tell of values nobody has seen."""

from __future__ import annotations

from collections.abc import Iterable

from macros.canonical import Unformattable
from macros.comments import comments
from macros.facts import Position
from macros.inputs import UsageError
from macros.reader import scalars
from macros.source import Document, Map, Node, parse
from macros.source import Sequence as List


def without(document: Document, indexes: Iterable[int]) -> Document:
    """The file with these entries (counted from 0) taken out. Raises ``UsageError`` where a comment would go too."""
    for index in sorted(indexes, reverse=True):
        document = parse("\n".join(_cut(document, index)), document.path)
    return document


def _cut(document: Document, index: int) -> list[str]:
    root, lines = document.root, list(document.lines)
    entry = root.entries.get("corrections") if isinstance(root, Map) else None
    node = entry.node if entry is not None else None
    if entry is None or not isinstance(node, List) or not index < len(node.items):
        raise Unformattable(document.path)
    item, alone = node.items[index], len(node.items) == 1
    if node.flow:
        start, end = (node.items[index - 1].end, item.end) if index else (item.at, node.items[not alone].at)
        start, end = (node.at, node.end) if alone else (start, end)
        _spare_comments(document, (start.line, start.column), (end.line, end.column))
        head, rest = lines[start.line - 1][: start.column - 1], lines[end.line - 1][end.column - 1 :]
        lines[start.line - 1 : end.line] = [f"{head}{'[]' if alone else ''}{rest}"]
        return lines
    last = _last_line(item)
    _spare_comments(document, (item.at.line, 1), (last + 1, 1))
    del lines[item.at.line - 1 : last]
    if alone:
        _empty(lines, entry.key.end)
    return lines


def _last_line(item: Node) -> int:
    """The last line of an entry; a text in lines of its own ends at the start of the line after."""
    ends = [one.end for one in scalars(item)]
    ends += [item.end] if isinstance(item, Map) and item.flow else []
    return max(end.line - (end.column == 1) for end in ends)


def _empty(lines: list[str], key: Position) -> None:
    """An empty list where the entries were."""
    line = lines[key.line - 1]
    colon = line.index(":", key.column - 1) + 1
    lines[key.line - 1] = f"{line[:colon]} []{line[colon:]}"


def _spare_comments(document: Document, start: tuple[int, int], end: tuple[int, int]) -> None:
    """Nothing an editor wrote is lost with the entry."""
    beside = next((one for one in comments(document) if start <= (one.line, one.column) < end), None)
    if beside is not None:
        raise UsageError(f"{document.path} 第 {beside.line} 行的注释在要去掉的更正记录里，请先把它移到别处，再运行。")
