"""What a reader or a rule has to say: facts with a place, never sentences (those live in ``messages``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

Number: TypeAlias = int | Decimal
Plain: TypeAlias = "bool | int | str | tuple[Plain, ...] | None"

NOTHING: Mapping[str, Plain] = MappingProxyType({})


class Position(NamedTuple):
    """A place in a file: ``path`` as the caller named it, ``line`` and ``column`` from 1, counted in characters."""

    path: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class CellRef:
    """A cell a fact speaks of: its address, what stands there (``None`` is blank) and where.

    ``sign`` is +1 on the left of an identity, -1 on its right, 0 where no side is meant.
    """

    address: str
    value: Number | str | None
    at: Position
    sign: int = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """Something found: which rule, where, which cells, what was expected and what is there.

    ``detail`` holds what the sentence needs; ``key`` is what stays the same when the file is edited elsewhere
    (it goes into the fingerprint). ``parts`` are the facts that one mistake explains together.
    """

    rule: str
    at: Position
    cells: tuple[CellRef, ...] = ()
    expected: Number | str | None = None
    actual: Number | str | None = None
    detail: Mapping[str, Plain] = field(default_factory=lambda: NOTHING)
    key: str = ""
    parts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class NotAssessed:
    """A rule that could not be judged on a file, and why (``reason`` names a sentence in ``messages``)."""

    rule: str
    path: str
    reason: str
    detail: Mapping[str, Plain] = field(default_factory=lambda: NOTHING)


def shown(value: Number | str | None) -> str | None:
    """The number as it is written in the data: exact, without an exponent; text and blank as they are."""
    if value is None or isinstance(value, str):
        return value
    return format(value, "f") if isinstance(value, Decimal) else str(value)
