"""Typed reading of strict YAML nodes: wrong kinds and unknown or missing keys become facts, never exceptions."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from macros.facts import Fact, Number, Plain, Position
from macros.source import Map, Node, Scalar
from macros.source import Sequence as List


def nearest(word: str, choices: Iterable[str]) -> str:
    """The one choice that ``word`` was probably meant to be, or an empty string."""
    options = list(choices)
    close = difflib.get_close_matches(word, options, n=1, cutoff=0.6)
    if close:
        return close[0]
    tails = [c for c in options if word and (c.endswith(word) or word.endswith(c))]
    return tails[0] if len(tails) == 1 else ""


def kind_of(node: Node) -> str:
    """The kind of a node, as a word the messages know: map, list, blank, truth, integer, decimal, date, text."""
    if isinstance(node, Map):
        return "map"
    if isinstance(node, List):
        return "list"
    value = node.value
    for kind, word in (
        (bool, "truth"), (int, "integer"), (Decimal, "decimal"), (date, "date"), (str, "text"),
    ):  # fmt: skip
        if isinstance(value, kind):
            return word
    return "blank"


def written(node: Node) -> str:
    """What the person wrote, short."""
    if isinstance(node, Map):
        return "{…}"
    if isinstance(node, List):
        return "[…]"
    text = node.raw if len(node.raw) <= 40 else node.raw[:39] + "…"
    return f'"{text}"' if node.style in {'"', "'"} else text


@dataclass(slots=True)
class Reader:
    """Collects what is wrong while values are taken out of nodes.

    Every method returns ``None`` for a value it could not take and says so once; a scalar that ``source`` already
    refused is passed over silently.
    """

    facts: list[Fact] = field(default_factory=list)

    def say(
        self, rule: str, at: Position, actual: Number | str | None = None, expected: str | None = None, **detail: Plain
    ) -> None:
        """Note one fact."""
        key = str(detail.get("name", ""))
        self.facts.append(Fact(rule, at, expected=expected, actual=actual, detail=detail, key=key))

    def wrong(self, node: Node, name: str, expected: str) -> None:
        """Note that ``name`` is not of the kind ``expected``."""
        if isinstance(node, Scalar) and not node.valid:
            return
        self.say("value-type", node.at, written(node), expected, name=name, kind=kind_of(node))

    def mapping(self, node: Node | None, name: str) -> Map | None:
        """A mapping."""
        if isinstance(node, Map):
            return node
        if node is not None:
            self.wrong(node, name, "map")
        return None

    def sequence(self, node: Node | None, name: str) -> tuple[Node, ...]:
        """The items of a list; nothing when it is no list."""
        if isinstance(node, List):
            return node.items
        if node is not None:
            self.wrong(node, name, "list")
        return ()

    def keys(self, node: Map, name: str, required: Sequence[str], optional: Sequence[str] = ()) -> None:
        """Say which required keys are missing and which keys nobody knows."""
        known = [*required, *optional]
        missing = [key for key in required if key not in node.entries]
        for key, entry in node.entries.items():
            if key not in known and entry.key.valid:
                guess = nearest(key, missing) or nearest(key, known)
                self.say("key-unknown", entry.key.at, key, name=f"{name}.{key}" if name else key, near=guess)
        for key in missing:
            self.say("key-missing", node.at, expected=key, name=f"{name}.{key}" if name else key)

    def text(self, node: Node | None, name: str, *, blank: bool = False) -> str | None:
        """A text that is not empty; with ``blank``, ``null`` may stand there."""
        if node is None:
            return None
        if isinstance(node, Scalar) and node.valid:
            if isinstance(node.value, str) and node.value.strip():
                return node.value
            if node.value is None and blank:
                return None
        self.wrong(node, name, "text")
        return None

    def choice(
        self,
        node: Node | None,
        name: str,
        options: Sequence[str],
        *,
        blank: bool = False,
        aliases: Mapping[str, str] | None = None,
    ) -> str | None:
        """A text out of ``options``; ``aliases`` are words people write instead, for the suggestion."""
        value = self.text(node, name, blank=blank)
        if value is None or node is None or value in options:
            return value
        self.say(
            "value-choice",
            node.at,
            value,
            " / ".join(options),
            name=name,
            near=(aliases or {}).get(value) or nearest(value, options),
        )
        return None

    def day(self, node: Node | None, name: str, *, blank: bool = False) -> date | None:
        """A date."""
        if isinstance(node, Scalar) and node.valid and isinstance(node.value, date):
            return node.value
        if node is None or (blank and isinstance(node, Scalar) and node.value is None):
            return None
        self.wrong(node, name, "date")
        return None

    def truth(self, node: Node | None, name: str, *, blank: bool = False) -> bool | None:
        """``true`` or ``false``."""
        if isinstance(node, Scalar) and node.valid and isinstance(node.value, bool):
            return node.value
        if node is None or (blank and isinstance(node, Scalar) and node.value is None):
            return None
        self.wrong(node, name, "truth")
        return None

    def integer(self, node: Node | None, name: str, *, blank: bool = False) -> int | None:
        """A whole number (a truth value is none)."""
        if isinstance(node, Scalar) and node.valid and type(node.value) is int:
            return node.value
        if node is None or (blank and isinstance(node, Scalar) and node.value is None):
            return None
        self.wrong(node, name, "integer")
        return None

    def number(self, node: Node | None, name: str, *, blank: bool = False) -> Number | None:
        """A whole number or an exact decimal."""
        if isinstance(node, Scalar) and node.valid and type(node.value) in {int, Decimal}:
            assert isinstance(node.value, int | Decimal)
            return node.value
        if node is None or (blank and isinstance(node, Scalar) and node.value is None):
            return None
        self.wrong(node, name, "number")
        return None


def entries(node: Map | None) -> Iterator[tuple[str, Scalar, Node]]:
    """Key, key node and value of each entry of a mapping (none for no mapping)."""
    if node is not None:
        for key, entry in node.entries.items():
            yield key, entry.key, entry.node


def scalars(node: Node) -> Iterator[Scalar]:
    """Every scalar at and below a node, keys among them."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, List):
        for item in node.items:
            yield from scalars(item)
    else:
        for _, key, value in entries(node):
            yield key
            yield from scalars(value)
