"""The accessibility statement: standards with their criteria, results and ways of testing, from one strict file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from macros.facts import Position
from macros.reader import Reader, entries
from macros.source import Document, Map, Node, load

MET = "符合"
ID = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
STATUSES = (MET, "部分符合", "不符合", "不适用", "未检验")


@dataclass(frozen=True, slots=True)
class Method:
    """A way of testing: what it proves, and the tests (pytest ids) that run it."""

    id: str
    name: str
    proves: str
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a standard, with the number of criteria the standard has on it."""

    id: str
    name: str
    total: int


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion: its result, the methods it was tested by, what a person looked at, and the reason of a result."""

    number: str
    level: str
    name: str
    status: str
    by: tuple[str, ...] = ()
    manual: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard: its levels, and those of its criteria that are listed."""

    id: str
    name: str
    note: str
    levels: tuple[Level, ...]
    criteria: tuple[Criterion, ...]

    def on(self, level: Level) -> tuple[Criterion, ...]:
        """The criteria listed on a level."""
        return tuple(one for one in self.criteria if one.level == level.id)


@dataclass(frozen=True, slots=True)
class Accessibility:
    """``data/accessibility.yml``."""

    methods: tuple[Method, ...] = ()
    standards: tuple[Standard, ...] = ()
    gaps: tuple[str, ...] = ()


def read_accessibility(document: Document, reader: Reader) -> Accessibility:
    """The statement in a document; what is wrong with it is in ``reader``."""
    root = reader.mapping(document.root, "")
    if root is None:
        return Accessibility()
    reader.keys(root, "", ("methods", "standards", "gaps"))
    methods = tuple(_methods(reader.mapping(root.node("methods"), "methods"), reader))
    known = tuple(method.id for method in methods)
    standards = tuple(
        made
        for name, item in _items(root.node("standards"), "standards", reader)
        if (made := _standard(item, name, known, reader))
    )
    return Accessibility(methods, standards, _texts(root.node("gaps"), "gaps", reader))


def _methods(node: Map | None, reader: Reader) -> Iterator[Method]:
    for key, place, item in entries(node):
        name = f"methods.{key}"
        found = reader.mapping(item, name)
        _id(key, name, place.at, reader)
        if found is None:
            continue
        reader.keys(found, name, ("name", "proves", "tests"))
        title = reader.text(found.node("name"), f"{name}.name")
        proves = reader.text(found.node("proves"), f"{name}.proves")
        tests = _texts(found.node("tests"), f"{name}.tests", reader)
        if title and proves:
            yield Method(key, title, proves, tests)


def _standard(node: Map, name: str, methods: Sequence[str], reader: Reader) -> Standard | None:
    reader.keys(node, name, ("id", "name", "note", "levels", "criteria"))
    own, title, note = (reader.text(node.node(key), f"{name}.{key}") for key in ("id", "name", "note"))
    if own is not None:
        _id(own, f"{name}.id", node.entries["id"].node.at, reader)
    levels = tuple(
        made
        for where, item in _items(node.node("levels"), f"{name}.levels", reader)
        if (made := _level(item, where, reader))
    )
    criteria: list[Criterion] = []
    for where, item in _items(node.node("criteria"), f"{name}.criteria", reader):
        one = _criterion(item, where, tuple(level.id for level in levels), methods, reader)
        if one and any(one.number == other.number for other in criteria):
            reader.say("form-reference", item.at, one.number, name=f"{where}.number")
        elif one:
            criteria.append(one)
    return Standard(own, title, note, levels, tuple(criteria)) if own and title and note else None


def _level(node: Map, name: str, reader: Reader) -> Level | None:
    reader.keys(node, name, ("id", "name", "total"))
    own, title = reader.text(node.node("id"), f"{name}.id"), reader.text(node.node("name"), f"{name}.name")
    if own is not None:
        _id(own, f"{name}.id", node.entries["id"].node.at, reader)
    total = reader.integer(node.node("total"), f"{name}.total")
    return Level(own, title, total) if own and title and total is not None else None


def _criterion(
    node: Map, name: str, levels: Sequence[str], methods: Sequence[str], reader: Reader
) -> Criterion | None:  # fmt: skip
    reader.keys(node, name, ("number", "level", "name", "status"), ("by", "manual", "note"))
    number, title = (reader.text(node.node(key), f"{name}.{key}") for key in ("number", "name"))
    level = reader.choice(node.node("level"), f"{name}.level", levels)
    status = reader.choice(node.node("status"), f"{name}.status", STATUSES)
    by = tuple(
        found
        for item in reader.sequence(node.node("by"), f"{name}.by")
        if (found := reader.choice(item, f"{name}.by", methods))
    )
    manual, note = (reader.text(node.node(key), f"{name}.{key}") for key in ("manual", "note"))
    if status == MET and "by" not in node.entries and "manual" not in node.entries:
        reader.say("key-missing", node.at, expected="by", name=f"{name}.by")
    if status not in {MET, None} and "note" not in node.entries:
        reader.say("key-missing", node.at, expected="note", name=f"{name}.note")
    if number is None or title is None or level is None or status is None:
        return None
    return Criterion(number, level, title, status, by, manual, note)


def _id(text: str, name: str, at: Position, reader: Reader) -> None:
    """Say so when a text cannot be an id in the page: ids become addresses."""
    if not ID.fullmatch(text):
        reader.say("id-format", at, text, name=name)


def _items(node: Node | None, name: str, reader: Reader) -> Iterator[tuple[str, Map]]:
    for place, item in enumerate(reader.sequence(node, name), 1):
        where = f"{name}[{place}]"
        found = reader.mapping(item, where)
        if found is not None:
            yield where, found


def _texts(node: Node | None, name: str, reader: Reader) -> tuple[str, ...]:
    found = (reader.text(item, name) for item in reader.sequence(node, name))
    return tuple(text for text in found if text)


def accessibility_of(root: Path) -> Accessibility:
    """The statement of the site; without the file, an empty one."""
    path = root / "data" / "accessibility.yml"
    return read_accessibility(load(path), Reader()) if path.is_file() else Accessibility()
