"""The expressions of workflows, as far as ours use them; anything else is an error, so that nothing is read wrongly."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

TOKEN = re.compile(r"\s*(?:(?P<text>'[^']*')|(?P<name>[A-Za-z_][\w.-]*)|(?P<mark>==|!=|&&|\|\||[!()]))")


def filled(value: str, context: Mapping[str, Any]) -> str:
    """A value with its expressions computed."""
    return re.sub(r"\$\{\{(.*?)\}\}", lambda m: as_text(evaluated(m[1], context)), value)


def evaluated(expression: str, context: Mapping[str, Any]) -> Any:
    """What an expression comes to; ``${{ }}`` around it may be left out."""
    expression = re.sub(r"^\s*\$\{\{(.*)\}\}\s*$", r"\1", expression).strip()
    tokens, at = [], 0
    while at < len(expression):
        found = TOKEN.match(expression, at)
        assert found, f"not understood: {expression}"
        tokens.append(found.group().strip())
        at = found.end()
    reader = _Reader(tokens, context)
    value = reader.either()
    assert not reader.tokens, f"not understood: {expression}"
    return value


def as_text(value: Any) -> str:
    """A value as it stands in a text."""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


class _Reader:
    """Reads from left to right: or, and, comparison, not, value."""

    def __init__(self, tokens: list[str], context: Mapping[str, Any]) -> None:
        self.tokens, self.context = tokens, context

    def _next(self, *marks: str) -> str | None:
        return self.tokens.pop(0) if self.tokens and self.tokens[0] in marks else None

    def either(self) -> Any:
        """One of several."""
        value = self._both()
        while self._next("||"):
            other = self._both()
            value = value or other
        return value

    def _both(self) -> Any:
        value = self._compared()
        while self._next("&&"):
            other = self._compared()
            value = value and other
        return value

    def _compared(self) -> Any:
        value = self._value()
        mark = self._next("==", "!=")
        if mark:
            same = as_text(value) == as_text(self._value())
            return same if mark == "==" else not same
        return value

    def _value(self) -> Any:
        if self._next("!"):
            return not self._value()
        if self._next("("):
            value = self.either()
            assert self._next(")")
            return value
        word = self.tokens.pop(0)
        if word.startswith("'"):
            return word[1:-1]
        if word in {"true", "false"}:
            return word == "true"
        if self._next("("):
            value = None if self.tokens[0] == ")" else self.either()
            assert self._next(")")
            assert word in {"toJSON", "always"}, word
            return True if word == "always" else json.dumps(value, ensure_ascii=False, indent=2)
        return self._looked_up(word)

    def _looked_up(self, name: str) -> Any:
        first, *rest = name.split(".")
        value = self.context[first]  # a context that is not given is an error, a value in it may be missing
        for key in rest:
            value = value.get(key) if isinstance(value, Mapping) else None
        return value
