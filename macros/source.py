"""Strict YAML: every value with its line and column; whatever YAML would guess at is refused, all at once.

The subset: one document of mappings, sequences and scalars. Whole numbers become ``int``, decimals ``Decimal``,
``YYYY-MM-DD`` a ``date``, ``null`` is the one way to say blank. There is no float anywhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from macros.facts import Fact, Plain, Position

MAX_BYTES = 1_048_576
MAX_DEPTH = 20
MAX_PER_RULE = 100
MAX_PROBLEMS = 1000  # a file with more is read no further
MAX_SHOWN = 60
LONG = 200
NUMERIC = frozenset("0123456789.+-_,")
PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

ScalarValue: TypeAlias = bool | int | Decimal | date | str | None


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value. ``raw`` is its text as written; ``valid`` is false when it was refused (and already reported)."""

    value: ScalarValue
    at: Position
    end: Position
    raw: str
    style: str = ""
    valid: bool = True


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes; ``flow`` when written in brackets."""

    items: tuple[Node, ...]
    at: Position
    end: Position
    flow: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One ``key: value`` of a mapping."""

    key: Scalar
    node: Node


@dataclass(frozen=True, slots=True)
class Map:
    """A mapping in file order; a key stands once (the first wins, the second was reported)."""

    entries: dict[str, Entry]
    at: Position
    end: Position
    flow: bool

    def node(self, key: str) -> Node | None:
        """The value under ``key``, or ``None`` when the key is not there."""
        entry = self.entries.get(key)
        return None if entry is None else entry.node


Node: TypeAlias = "Scalar | Sequence | Map"


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: its root (``None`` when nothing could be built), what was refused, and its lines."""

    path: str
    root: Node | None
    problems: tuple[Fact, ...]
    text: str = ""
    lines: tuple[str, ...] = field(default=(), repr=False)


# --- what a bare word means ---------------------------------------------------------------------------------------

INTEGER = re.compile(r"(?:0|-?[1-9][0-9]{0,14})\Z")
DECIMAL = re.compile(r"(?!-0\.0*\Z)-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,8}\Z")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
WORDS: Mapping[str, ScalarValue] = {"null": None, "true": True, "false": False}

# Each pattern is something one YAML reader or another turns into a value the writer may not have meant.
GUESSES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("blank", re.compile(r"(?:~|Null|NULL)\Z")),
    ("truth", re.compile(r"(?:[yYnN]|[yY]es|YES|[nN]o|NO|[oO]n|ON|[oO]ff|OFF|True|TRUE|False|FALSE)\Z")),
    ("special", re.compile(r"(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|<<|=)\Z")),
    ("base", re.compile(r"[-+]?0[xXoObB][0-9a-fA-F_]*\Z")),
    ("leading-zero", re.compile(r"[-+]?0[0-9_]+(?:\.[0-9]*)?\Z|-0(?:\.0*)?\Z")),
    ("plus", re.compile(r"\+[0-9.].*\Z")),
    ("grouping", re.compile(r"[-+]?[0-9]++[_,，' ][0-9_,，' .]*\Z")),
    ("clock", re.compile(r"[-+]?[0-9]+(?::[0-9]+)+(?:\.[0-9]*)?\Z")),
    ("exponent", re.compile(r"[-+]?[0-9]*\.?[0-9]+[eE][-+]?[0-9]+\Z")),
    ("point", re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+\.)\Z")),
    ("date", re.compile(r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?:[tT ].*)?\Z")),
    ("long", re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?\Z")),
)


def plain_scalar(text: str) -> tuple[ScalarValue, str | None]:
    """What the unquoted ``text`` stands for, and the name of the guess YAML would make when it is not allowed."""
    if text in WORDS:
        return WORDS[text], None
    if INTEGER.match(text):
        return int(text), None
    if DECIMAL.match(text):
        return Decimal(text), None
    if DATE.match(text):
        try:
            return date.fromisoformat(text), None
        except ValueError:
            return text, "date"
    if not text.isascii() and _is_wide_number(text):
        return text, "wide"
    if len(text) > LONG:
        return text, "long" if set(text) <= NUMERIC else None
    first = text[:1]
    if first in "+-.0123456789~=<" or len(text) <= 5:
        for name, pattern in GUESSES:
            if pattern.match(text):
                return text, name
    return text, None


def _is_wide_number(text: str) -> bool:
    """Whether the text is a number in other digits than 0-9 (``１２``, ``３．５``)."""
    rest = [c for c in text if c not in "．，.,－-＋+ 　"]
    return bool(rest) and all(c.isdigit() for c in rest) and any(not c.isascii() for c in rest)


# --- characters ---------------------------------------------------------------------------------------------------

HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]"
    "|[\ud800-\udfff]|\r(?!\n)"
)


def decode(data: bytes, path: str) -> tuple[str, list[Fact]]:
    """UTF-8 text of a file and what was wrong with its encoding; line ends become ``\\n``, nothing is dropped."""
    problems: list[Fact] = []
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        at = Position(path, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
        bad = data[error.start : error.start + 1].hex().upper()
        problems.append(Fact("yaml-encoding", at, actual=bad, detail={"byte": bad, "gbk": _is_gbk(data)}))
        text = data.decode("utf-8", errors="replace")
    if text.startswith("\ufeff"):
        problems.append(Fact("yaml-character", Position(path), actual="BOM", detail={"character": "bom"}))
        text = text[1:]
    return text.replace("\r\n", "\n"), problems


def _is_gbk(data: bytes) -> bool:
    """Whether the bytes are Chinese text as older office software saves it."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return any("\u4e00" <= c <= "\u9fff" for c in text)


def clean(text: str, path: str, first_line: int = 1) -> tuple[str, list[Fact]]:
    """The text with characters nobody can see put out of action (places kept), and where they stood."""
    if "\t" not in text and not HIDDEN.search(text):
        return text, []
    problems: list[Fact] = []
    for number, line in enumerate(text.split("\n"), first_line):
        if len(problems) >= MAX_PER_RULE:
            break
        tab = line.find("\t")
        if tab >= 0:
            problems.append(Fact("yaml-character", Position(path, number, tab + 1), detail={"character": "tab"}))
        for match in islice(HIDDEN.finditer(line), MAX_PER_RULE):
            code = f"U+{ord(match.group()[0]):04X}"
            at = Position(path, number, match.start() + 1)
            problems.append(Fact("yaml-character", at, actual=code, detail={"character": code}))
    return HIDDEN.sub(" ", text).replace("\t", " "), problems


# --- from events to nodes -----------------------------------------------------------------------------------------


def _short(text: str | None) -> str | None:
    """The text as a sentence can hold it."""
    return text if text is None or len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"


class _Open:
    """A mapping or sequence that is being read."""

    __slots__ = ("at", "entries", "flow", "is_map", "items", "key")

    def __init__(self, is_map: bool, at: Position, flow: bool) -> None:
        self.is_map, self.at, self.flow = is_map, at, flow
        self.items: list[Node] = []
        self.entries: dict[str, Entry] = {}
        self.key: Scalar | None = None


class _Stop(Exception):  # noqa: N818 - a way out of the event loop, never seen outside
    """Nothing after this point can be read."""


class _Builder:
    """Builds nodes from parser events in one pass, without recursion."""

    def __init__(self, path: str, offset: int) -> None:
        self.path, self.offset = path, offset
        self.problems: list[Fact] = []
        self.counts: Counter[str] = Counter()
        self.stack: list[_Open] = []
        self.root: Node | None = None
        self.documents = 0

    def place(self, mark: Any) -> Position:
        return Position(self.path, mark.line + 1 + self.offset, mark.column + 1)

    def refuse(self, rule: str, at: Position, actual: str | None = None, **detail: Plain) -> None:
        """Note a problem: of each kind no more than are shown, and after very many nothing more is read."""
        self.counts[rule] += 1
        if self.counts[rule] <= MAX_PER_RULE:
            self.problems.append(Fact(rule, at, actual=_short(actual), detail=detail))
        elif self.counts.total() > MAX_PROBLEMS:
            raise _Stop

    def feed(self, event: yaml.Event) -> None:
        """Take one event of the parser."""
        if isinstance(event, yaml.ScalarEvent):
            if event.anchor or event.tag:
                self.mark_features(event)
            self.add(self.scalar(event))
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if event.anchor or event.tag:
                self.mark_features(event)
            at = self.place(event.start_mark)
            if len(self.stack) >= MAX_DEPTH:
                self.refuse("yaml-depth", at, str(MAX_DEPTH))
                raise _Stop
            self.stack.append(_Open(isinstance(event, yaml.MappingStartEvent), at, bool(event.flow_style)))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.close(self.place(event.end_mark))
        elif isinstance(event, yaml.AliasEvent):
            at = self.place(event.start_mark)
            self.refuse("yaml-feature", at, f"*{event.anchor}", feature="alias")
            self.add(Scalar(None, at, self.place(event.end_mark), "", valid=False))
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if event.version or event.tags:
                self.refuse("yaml-feature", self.place(event.start_mark), "%", feature="directive")
            if self.documents > 1:
                self.refuse("yaml-feature", self.place(event.start_mark), "---", feature="documents")
                raise _Stop

    def mark_features(self, event: yaml.NodeEvent) -> None:
        at = self.place(event.start_mark)
        if event.anchor:
            self.refuse("yaml-feature", at, f"&{event.anchor}", feature="anchor")
        tag = getattr(event, "tag", None)
        if tag:
            self.refuse("yaml-feature", at, tag, feature="tag")

    def scalar(self, event: yaml.ScalarEvent) -> Scalar:
        at, end = self.place(event.start_mark), self.place(event.end_mark)
        raw: str = event.value
        style = event.style or ""
        is_key = bool(self.stack) and self.stack[-1].is_map and self.stack[-1].key is None
        if style:
            hidden = HIDDEN.search(raw)
            if hidden:
                code = f"U+{ord(hidden.group()[0]):04X}"
                self.refuse("yaml-character", at, code, character=code)
            return Scalar(raw, at, end, raw, style, valid=hidden is None)
        if raw == "" and not is_key:
            self.refuse("yaml-empty-value", at if at.column > 1 else end)
            return Scalar(None, at, end, raw, valid=False)
        if raw == "<<" and is_key:
            self.refuse("yaml-feature", at, "<<", feature="merge")
            return Scalar(raw, at, end, raw, valid=False)
        value, guess = plain_scalar(raw)
        if guess is None and is_key and not isinstance(value, str):
            guess = "key"
        if guess is not None:
            self.refuse("yaml-ambiguous", at, raw, guess=guess, key=is_key)
            return Scalar(raw, at, end, raw, valid=False)
        return Scalar(value, at, end, raw)

    def add(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if not top.is_map:
            top.items.append(node)
        elif top.key is None:
            if isinstance(node, Scalar):
                top.key = node
            else:
                self.refuse("yaml-feature", node.at, "?", feature="complex-key")
                top.key = Scalar("", node.at, node.end, "", valid=False)
        else:
            key, top.key = top.key, None
            name = str(key.raw)
            first = top.entries.get(name)
            if first is None:
                top.entries[name] = Entry(key, node)
            elif key.valid:
                self.refuse("yaml-duplicate-key", key.at, name, first=first.key.at.line)

    def close(self, end: Position) -> None:
        done = self.stack.pop()
        if done.is_map:
            self.add(Map(done.entries, done.at, end, done.flow))
        else:
            self.add(Sequence(tuple(done.items), done.at, end, done.flow))


def parse(text: str, path: str, first_line: int = 1) -> Document:
    """Read strict YAML from text; ``first_line`` is where the text begins in its file (front matter starts at 2)."""
    cleaned, problems = clean(text, path, first_line)
    builder = _Builder(path, first_line - 1)
    try:
        for event in yaml.parse(cleaned, Loader=PARSER):
            builder.feed(event)
    except _Stop:
        builder.root = None
    except yaml.MarkedYAMLError as error:
        builder.problems.append(_syntax_fact(error, builder, cleaned))
        builder.root = None
    except yaml.reader.ReaderError as error:
        builder.refuse("yaml-character", Position(path, first_line), f"U+{error.character:04X}", character="other")
        builder.root = None
    else:
        if builder.documents == 0:
            builder.refuse("yaml-empty-file", Position(path, first_line))
    found = list(_limited(sorted([*problems, *builder.problems], key=lambda fact: fact.at)))
    return Document(path, builder.root, tuple(found), text, tuple(text.split("\n")))


def load(path: Path, shown_as: str | None = None) -> Document:
    """Read a strict YAML file. Never raises for its content; ``OSError`` when it cannot be opened."""
    name = shown_as if shown_as is not None else str(path)
    size = path.stat().st_size
    if size > MAX_BYTES:
        return Document(name, None, (Fact("yaml-size", Position(name), actual=size, expected=MAX_BYTES),))
    text, problems = decode(path.read_bytes(), name)
    if any(fact.rule == "yaml-encoding" for fact in problems):
        return Document(name, None, tuple(problems), text, tuple(text.split("\n")))
    document = parse(text, name)
    return Document(name, document.root, (*problems, *document.problems), text, document.lines)


def _syntax_fact(error: yaml.MarkedYAMLError, builder: _Builder, text: str) -> Fact:
    mark = error.problem_mark or error.context_mark
    at = builder.place(mark) if mark else Position(builder.path, 1 + builder.offset)
    began = builder.place(error.context_mark).line if error.context_mark else at.line
    lines = text.split("\n")
    index = at.line - 1 - builder.offset
    near = "\n".join(lines[max(0, index - 1) : index + 1])
    wide = next((c for c in "：，｛｝［］＃“”‘’" if c in near), "")
    return Fact(
        "yaml-syntax",
        at,
        detail={"problem": str(error.problem), "context": str(error.context or ""), "began": began, "wide": wide},
    )


def _limited(problems: list[Fact]) -> Iterator[Fact]:
    """At most MAX_PER_RULE problems of one kind, so that a hostile file cannot flood the report."""
    seen: Counter[str] = Counter()
    for fact in problems:
        seen[fact.rule] += 1
        if seen[fact.rule] <= MAX_PER_RULE:
            yield fact
