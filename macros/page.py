"""A Markdown page: its front matter, its body, and the macro calls in it, each with its place in the file.

A page under mkdocs-macros is code at build time. Here it is only read: what is not plain text or a call of a known
macro with literal arguments becomes a fact, and nothing is ever rendered.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from macros.facts import Fact, Position
from macros.marks import without_asides
from macros.reader import scalars
from macros.source import (
    HIDDEN,
    MAX_BYTES,
    MAX_PER_RULE,
    Document,
    Map,
    Scalar,
    decode,
    parse,
)

if TYPE_CHECKING:
    import jinja2
    from jinja2 import nodes

# Letter for letter what MkDocs takes for front matter (mkdocs.utils.meta); what it would not see is not there.
FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)(?:\.{3}|-{3})[ \t]*\n", re.DOTALL)
MARK = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")

# A call as editors write it. When nothing else in a page looks like a template, the engine need not be asked.
USUAL = re.compile(r'(?<!\{)\{\{ ?([a-z_]{1,40})\((?:"([^"\\{}%#\n]{0,150})")?\) ?\}\}(?!\})')
RESERVED = frozenset(("and", "else", "if", "in", "is", "not", "or", "true", "false", "none"))

# The one shape of an expression, by the kinds of its tokens: name ( literals ). Without nesting nothing recurses.
SHAPE = re.compile(r"n\((?:(?:n=)?[sin](?:,(?:n=)?[sin])*,?)?\)\Z")
KINDS = {"name": "n", "string": "s", "integer": "i"}
MAX_TOKEN = 200

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
    """A page as read. ``text`` is the whole file; ``body`` is the offset where the body begins.

    ``asides`` are the places of last year's words, kept for whoever writes; in ``text`` they are blank.
    """

    path: str
    text: str
    body: int
    front: Document | None
    calls: tuple[Call, ...]
    problems: tuple[Fact, ...]
    asides: tuple[int, ...] = ()
    written: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines as they were written, asides and all: what an excerpt shows."""
        return tuple((self.written or self.text).split("\n"))

    def meta(self, key: str) -> str | None:
        """A text in the front matter."""
        root = self.front.root if self.front else None
        node = root.node(key) if isinstance(root, Map) else None
        return node.value if isinstance(node, Scalar) and node.valid and isinstance(node.value, str) else None

    def has(self, key: str) -> bool:
        """Whether the front matter has a key, whatever stands there."""
        root = self.front.root if self.front else None
        return isinstance(root, Map) and key in root.entries

    def meta_at(self, key: str) -> Position:
        """Where a key of the front matter stands; the top of the page when it is not there."""
        root = self.front.root if self.front else None
        entry = root.entries.get(key) if isinstance(root, Map) else None
        return entry.key.at if entry else Position(self.path)

    def at(self, offset: int) -> Position:
        """The place of an offset in the text."""
        starts = _line_starts(self.text)
        line = bisect_right(starts, offset)
        return Position(self.path, line, offset - starts[line - 1] + 1)


@lru_cache(maxsize=2)
def _line_starts(text: str) -> tuple[int, ...]:
    """The offset of every line's first character."""
    return (0, *(match.end() for match in re.finditer("\n", text)))


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
            # Titles are rendered by the engine, and what it sees is decoded.
            marked = (one for one in scalars(front.root) if MARK.search(one.raw))
            found += [Fact("unsafe-front-matter", one.at, actual=one.raw, key=one.raw) for one in marked]
        elif not front.problems:  # a list or a bare text: MkDocs would print it as the page's first words
            found.append(Fact("page-front-matter", Position(path)))
    else:
        found.append(Fact("page-front-matter", Position(path)))
    written = text
    text, asides = without_asides(text, body)
    page = Page(path, text, body, front, (), ())
    found += _hidden(page)
    calls, refused = _template(page)
    return Page(path, text, body, front, tuple(calls), (*found, *refused), asides, written if asides else "")


def _hidden(page: Page) -> Iterator[Fact]:
    """Characters nobody can see in the body: some are dropped on the way to the browser, and words hide in them."""
    for match in islice(HIDDEN.finditer(page.text, page.body), MAX_PER_RULE):
        code = f"U+{ord(match.group()):04X}"
        yield Fact("yaml-character", page.at(match.start()), actual=code, detail={"character": code})


@dataclass(frozen=True, slots=True)
class _Span:
    """A piece of template syntax: what it is, where, and the kinds of its tokens (``n(s)``)."""

    kind: str
    start: int
    end: int
    shape: str


@cache
def _engine() -> jinja2.Environment:
    """Jinja, loaded with the first page: a check of figures starts without it."""
    import jinja2

    return jinja2.Environment()  # noqa: S701 - only lexes and parses, never renders


def _template(page: Page) -> tuple[list[Call], list[Fact]]:
    """The macro calls of a page, and everything in its template syntax that is not one."""
    usual = list(USUAL.finditer(page.text))
    marks = sum(1 for _ in MARK.finditer(page.text))
    if marks == 2 * len(usual) and not any(found[1] in RESERVED for found in usual):
        return [_usual(page, found) for found in usual], []
    return engine_template(page)


def _usual(page: Page, found: re.Match[str]) -> Call:
    args = () if found[2] is None else (found[2],)
    return Call(found[1], args, {}, page.at(found.start()), found.start(), found.end())


def engine_template(page: Page) -> tuple[list[Call], list[Fact]]:
    """The same by the engine's own lexer and parser, whatever the page holds."""
    from jinja2 import TemplateSyntaxError, nodes

    calls: list[Call] = []
    try:
        spans = list(_spans(page.text))
        others = [span for span in spans if not _plain(span, page.text)]
        accepted = [span for span in spans if _plain(span, page.text)]
        refused = [_refusal(page, span.start, span.end) for span in others[:MAX_PER_RULE]]
        tree = _engine().parse(_without(page.text, others))
    except TemplateSyntaxError as error:
        line_end = sum(len(line) + 1 for line in page.text.split("\n")[: error.lineno])
        start = max(page.text.rfind("{{", 0, line_end), page.text.rfind("{%", 0, line_end), 0)
        shown = page.text[start:line_end].split("\n")[0][:40].strip()
        return [], [Fact("template-syntax", page.at(start), actual=shown, key=shown)]
    outputs = iter(accepted)
    for statement in tree.body:
        if not isinstance(statement, nodes.Output):  # cannot be: every block was taken out above
            at, name = Position(page.path, statement.lineno), type(statement).__name__
            refused.append(Fact("unsafe-template", at, actual=name, key=name))
            continue
        for node in statement.nodes:
            if isinstance(node, nodes.TemplateData):
                continue
            span = next(outputs)
            call = _call(node, page.at(span.start), span.start, span.end)
            if call is None:
                refused.append(_refusal(page, span.start, span.end))
            else:
                calls.append(call)
    return calls, sorted(refused, key=lambda fact: fact.at)


def _refusal(page: Page, start: int, end: int) -> Fact:
    text = " ".join(page.text[start:end].split())[:60]
    return Fact("unsafe-template", page.at(start), actual=text, key=text)


def _without(source: str, spans: list[_Span]) -> str:
    """The source with spans blanked out, every other character in its place."""
    parts, last = [], 0
    for span in spans:
        parts += [source[last : span.start], re.sub(r"[^\n]", " ", source[span.start : span.end])]
        last = span.end
    return "".join((*parts, source[last:]))


def _plain(span: _Span, source: str) -> bool:
    """Whether a span can be a macro call; ``{{-`` and ``-}}`` are none, they eat the text around them."""
    text = source[span.start : span.end].strip()
    controls = text[2:3] in {"-", "+"} or text[-3:-2] in {"-", "+"}
    return span.kind == "expression" and not controls and SHAPE.match(span.shape) is not None


def _spans(source: str) -> Iterator[_Span]:
    """Expressions, blocks, raw blocks, comments, by Jinja's own lexer (its tokens in order are the source)."""
    offset = start = 0
    kind, shape = "", ""
    for _, token, value in _engine().lex(source):
        found = source.find(value, offset)
        begin = found if found >= 0 else offset
        offset = begin + len(value)
        if not kind and token.endswith("_begin"):
            kind = "expression" if token == "variable_begin" else token.removesuffix("_begin")  # noqa: S105
            start, shape = begin, ""
        elif token in {"variable_end", "block_end", "raw_end", "comment_end"}:
            yield _Span(kind, start, offset, shape)
            kind = ""
        elif kind == "expression" and token != "whitespace":  # noqa: S105
            short = len(value) <= MAX_TOKEN and len(shape) <= MAX_TOKEN
            shape += (value if token == "operator" else KINDS.get(token, "?")) if short else "?"  # noqa: S105
    if kind:
        yield _Span(kind, start, len(source), shape)  # a raw block without an end takes the rest of the page


def _literal(node: nodes.Expr) -> bool:
    from jinja2 import nodes

    if not isinstance(node, nodes.Const):
        return False
    if isinstance(node.value, str):
        return not any("\ud800" <= character <= "\udfff" for character in node.value)
    return node.value is None or isinstance(node.value, int | bool)


def _call(node: nodes.Node, at: Position, start: int, end: int) -> Call | None:
    """The call a node is, when it is a bare name called with literals and nothing else."""
    from jinja2 import nodes

    if not (isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name)):
        return None
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        return None
    if not all(map(_literal, node.args)) or not all(_literal(k.value) for k in node.kwargs):
        return None
    args = tuple(a.value for a in node.args if isinstance(a, nodes.Const))
    kwargs = {k.key: k.value.value for k in node.kwargs if isinstance(k.value, nodes.Const)}
    return Call(node.node.name, args, kwargs, at, start, end)
