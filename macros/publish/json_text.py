"""JSON as it is published: UTF-8, one line for each key of the file and for each item of its lists, no floats."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from macros.facts import Number, shown

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"
Object: TypeAlias = dict[str, Json]
ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
SAFE = 2**53 - 1  # the largest whole number that every reader of JSON keeps exact


def number_json(value: Number | str | None) -> int | str | None:
    """A published number, exact: whole ones as numbers, decimals as text; text and blank as they are."""
    if isinstance(value, Decimal) or (isinstance(value, int) and abs(value) > SAFE):
        return shown(value)
    return value


def json_bytes(value: Mapping[str, Json]) -> bytes:
    """The file."""
    lines = ",\n".join(f"{_line(key)}: {_value(item)}" for key, item in value.items())
    return f"{{\n{lines}\n}}\n".encode()


def _value(value: Json) -> str:
    if isinstance(value, list | tuple) and value:
        return "[\n" + ",\n".join(f"  {_line(item)}" for item in value) + "\n]"
    if isinstance(value, dict) and value:
        return "{\n" + ",\n".join(f"  {_line(key)}: {_line(item)}" for key, item in value.items()) + "\n}"
    return _line(value)


def _line(value: Json) -> str:
    return ENCODER.encode(value)
