"""One value as canonical YAML text: quotes only where some reader would take the words for something else."""

from __future__ import annotations

import unicodedata

from macros.facts import Position
from macros.source import Node, Scalar, Sequence, plain_scalar

UNSAFE_START = "-?:,[]{}#&*!|>'\"%@`"
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
NOT_APPLICABLE = "n/a"  # without quotes a state of a cell, with quotes a text


def width(text: str) -> int:
    """How many columns the text takes (Chinese characters take two)."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def plain(text: str, *, in_flow: bool) -> bool:
    """Whether a text can stand without quotes and still be read as this text, by every reader of YAML."""
    return not (
        text == ""
        or text != text.strip()
        or text[0] in UNSAFE_START
        or text.startswith("...")
        or text.endswith(":")
        or ": " in text
        or " #" in text
        or any(c in text for c in "\n\r\t")
        or (in_flow and any(c in text for c in ",[]{}"))
        or text == NOT_APPLICABLE
        or plain_scalar(text) != (text, None)
    )


def scalar(node: Scalar, *, in_flow: bool) -> str:
    """A value as it is written; text in double quotes where it needs any."""
    if not isinstance(node.value, str) or (node.value == NOT_APPLICABLE and not node.style):
        return node.raw
    if plain(node.value, in_flow=in_flow):
        return node.value
    return '"' + "".join(ESCAPES.get(c, c) for c in node.value) + '"'


def quoted(text: str) -> str:
    """A text inside brackets, in quotes where it needs any."""
    nowhere = Position("")
    return scalar(Scalar(text, nowhere, nowhere, text, '"'), in_flow=True)


def flow(node: Node) -> str:
    """A value in one line."""
    if isinstance(node, Scalar):
        return scalar(node, in_flow=True)
    if isinstance(node, Sequence):
        return "[" + ", ".join(flow(item) for item in node.items) + "]"
    return "{" + ", ".join(f"{flow(e.key)}: {flow(e.node)}" for e in node.entries.values()) + "}"


def literal(node: Node) -> tuple[str, ...] | None:
    """Header and lines of a text that was written as a block and can stay one."""
    if not (isinstance(node, Scalar) and node.style in {"|", ">"} and isinstance(node.value, str)):
        return None
    body = node.value.removesuffix("\n")
    lines = body.split("\n")
    if "\n" not in node.value or body.strip() != body or any(line != line.rstrip() for line in lines):
        return None
    if "\t" in body or "\r" in body:
        return None
    return ("|" if node.value.endswith("\n") else "|-", *lines)
