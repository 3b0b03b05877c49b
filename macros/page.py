"""A Markdown page: its front matter, its body, and the macro calls in it, each with its place in the file.

A page under mkdocs-macros is code at build time. Here it is only read: what is not plain text or a call of a known
macro with literal arguments becomes a fact, and nothing is ever rendered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import jinja2
from jinja2 import nodes

from macros.facts import Fact, Position
from macros.reader import entries
from macros.source import MAX_BYTES, Document, Map, Node, Scalar, Sequence, decode, parse

FRONT = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
MARK = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
ENGINE = jinja2.Environment()  # noqa: S701 - only lexes and parses, never renders

Literal: TypeAlias = "str | int | bool | None"


@dataclass(frozen=True, slots=True)
class Call:
    """``{{ name(args, key=value) }}`` in a page; ``start`` and ``end`` are offsets in the page's text."""

    name: str
    args: tuple[Literal, ...]
    kwargs: dict[str, Literal]
    at: Position
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page as read. ``text`` is the whole file; ``body`` is the offset where the body begins."""

    path: str
    text: str
    body: int
    front: Document | None
    calls: tuple[Call, ...]
    problems: tuple[Fact, ...]

    def meta(self, key: str) -> str | None:
        """A text in the front matter."""
        root = self.front.root if self.front else None
        node = root.node(key) if isinstance(root, Map) else None
        return node.value if isinstance(node, Scalar) and node.valid and isinstance(node.value, str) else None

    def meta_at(self, key: str) -> Position:
        """Where a key of the front matter stands; the top of the page when it is not there."""
        root = self.front.root if self.front else None
        entry = root.entries.get(key) if isinstance(root, Map) else None
        return entry.key.at if entry else Position(self.path)

    def at(self, offset: int) -> Position:
        """The place of an offset in the text."""
        line_start = self.text.rfind("\n", 0, offset) + 1
        return Position(self.path, self.text.count("\n", 0, offset) + 1, offset - line_start + 1)


def load_page(path: Path, shown_as: str | None = None) -> Page:
    """Read a page. Never raises for its content; ``OSError`` when it cannot be opened."""
    name = shown_as if shown_as is not None else str(path)
    size = path.stat().st_size
    if size > MAX_BYTES:
        return Page(name, "", 0, None, (), (Fact("yaml-size", Position(name), actual=size, expected=MAX_BYTES),))
    text, problems = decode(path.read_bytes(), name)
    return read_page(text.replace("\r", "\n"), name, problems)


def read_page(text: str, path: str, problems: list[Fact] | None = None) -> Page:
    """A page from its text."""
    found = list(problems or ())
    front, body = None, 0
    match = FRONT.match(text)
    if match:
        body = match.end()
        front = parse(match.group(1), path, 2)
        found += front.problems
        if isinstance(front.root, Map):
            found += [Fact("unsafe-front-matter", at, actual=raw, key=raw) for at, raw in _marked(front.root)]
    else:
        found.append(Fact("page-front-matter", Position(path)))
    page = Page(path, text, body, front, (), ())
    calls, refused = _template(page)
    return Page(path, text, body, front, tuple(calls), (*found, *refused))


def _marked(node: Node) -> Iterator[tuple[Position, str]]:
    """Texts in front matter that hold a template mark once decoded (titles are rendered by the engine)."""
    if isinstance(node, Scalar):
        if MARK.search(node.raw):
            yield node.at, node.raw
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _marked(item)
    else:
        for _, key, value in entries(node):
            yield from _marked(key)
            yield from _marked(value)


def _template(page: Page) -> tuple[list[Call], list[Fact]]:
    """The macro calls of a page, and everything in its template syntax that is not one."""
    calls: list[Call] = []
    refused: list[Fact] = []
    source = page.text
    try:
        spans = list(_spans(source))
        tree = ENGINE.parse(source)
    except jinja2.TemplateSyntaxError as error:
        at = Position(page.path, error.lineno)
        return [], [Fact("template-syntax", at, actual=error.message or "", key=error.message or "")]
    for kind, start, _ in spans:
        if kind == "raw":
            refused.append(Fact("unsafe-template", page.at(start), actual="{% raw %}", key="raw"))
    outputs = iter([(start, end) for kind, start, end in spans if kind == "expression"])
    for statement in tree.body:
        if not isinstance(statement, nodes.Output):
            at = Position(page.path, statement.lineno)
            line = source.split("\n")[statement.lineno - 1].strip()
            refused.append(Fact("unsafe-template", at, actual=line[:60], key=line[:60]))
            outputs = iter(())
            continue
        for node in statement.nodes:
            if isinstance(node, nodes.TemplateData):
                continue
            start, end = next(outputs, (0, 0))
            at = page.at(start) if end else Position(page.path, node.lineno)
            call = _call(node, at, start, end)
            if call is None:
                text = source[start:end][:60] if end else type(node).__name__
                refused.append(Fact("unsafe-template", at, actual=text, key=text))
            else:
                calls.append(call)
    return calls, refused


def _spans(source: str) -> Iterator[tuple[str, int, int]]:
    """Where expressions and raw blocks stand, by Jinja's own lexer (its tokens, joined, are the source)."""
    offset = start = 0
    for _, kind, value in ENGINE.lex(source):
        found = source.find(value, offset)
        begin = found if found >= 0 else offset
        offset = begin + len(value)
        if kind == "variable_begin":
            start = begin
        elif kind == "variable_end":
            yield "expression", start, offset
        elif kind == "raw_begin":
            yield "raw", begin, offset


def _literal(node: nodes.Expr) -> bool:
    return isinstance(node, nodes.Const) and (node.value is None or isinstance(node.value, str | int | bool))


def _call(node: nodes.Node, at: Position, start: int, end: int) -> Call | None:
    """The call a node is, when it is a bare name called with literals and nothing else."""
    if not (isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name)):
        return None
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        return None
    if not all(map(_literal, node.args)) or not all(_literal(k.value) for k in node.kwargs):
        return None
    args = tuple(a.value for a in node.args if isinstance(a, nodes.Const))
    kwargs = {k.key: k.value.value for k in node.kwargs if isinstance(k.value, nodes.Const)}
    return Call(node.node.name, args, kwargs, at, start, end)
