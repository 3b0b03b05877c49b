"""Findings as SARIF 2.1.0 (OASIS), the format that code hosts and editors read."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from macros.facts import CellRef
from macros.findings import Finding, Gap, Result
from macros.messages.words import value as said
from macros.render.plain import dumps, number
from macros.rules import RULES
from macros.rules.registry import Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "notice": "note"}
FINGERPRINT = "gongkai/v1"
MANY_CELLS = 50


def _message(text: str) -> dict[str, object]:
    return {"text": text}


def uri(name: str) -> str:
    """A file's name as a reference: relative as shown, absolute with its scheme."""
    path = Path(name)
    raw = name.encode("utf-8", "surrogateescape")
    return "file://" + quote(raw) if path.is_absolute() else quote(raw)


def _location(file: str, line: int, column: int) -> dict[str, object]:
    region = {"startLine": line, "startColumn": column}
    return {"physicalLocation": {"artifactLocation": {"uri": uri(file)}, "region": region}}


def _cell(ref: CellRef, index: int, f: Finding) -> dict[str, object]:
    text = f"{f.names.cell(ref.address)}：{said(ref.value)}"
    return {"id": index, **_location(ref.at.path, ref.at.line, ref.at.column), "message": _message(text)}


def rule(one: Rule) -> dict[str, object]:
    """What a rule proves and rests on."""
    return {
        "id": one.id,
        "shortDescription": _message(one.proves),
        "help": _message(f"依据：{one.basis}"),
        "defaultConfiguration": {"level": LEVELS[one.severity]},
        "properties": {"tags": [one.family]},
    }


def result(f: Finding, index: dict[str, int]) -> dict[str, object]:
    """One finding."""
    shape: dict[str, object] = {
        "ruleId": f.rule,
        "ruleIndex": index[f.rule],
        "level": LEVELS[f.severity],
        "message": _message(f.message),
        "locations": [_location(f.file, f.line, f.column)],
        "partialFingerprints": {FINGERPRINT: f.fingerprint},
        "properties": {"expected": number(f.expected), "actual": number(f.actual)},
    }
    if f.cells:
        shape["relatedLocations"] = [_cell(ref, i, f) for i, ref in enumerate(f.cells[:MANY_CELLS])]
    if f.explanation:
        e = f.explanation
        who = {"by": e.by, "date": e.date.isoformat() if e.date else None}
        shape["suppressions"] = [
            {"kind": "inSource", "status": "accepted", "justification": e.reason, "properties": who}
        ]  # fmt: skip
    return shape


def _gap(gap: Gap, index: dict[str, int]) -> dict[str, object]:
    """A rule that could not be judged: told, never counted as a pass."""
    return {
        "level": "note",
        "message": _message(gap.reason),
        "associatedRule": {"id": gap.rule, "index": index[gap.rule]},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(gap.file)}}}],
    }


def data(found: Result) -> dict[str, object]:
    """The whole result as one run; the rules are those that ran, spoke, or could not be judged."""
    named = {*found.rules, *(f.rule for f in found.findings), *(gap.rule for gap in found.not_assessed)}
    rules = [one for one in RULES.values() if one.id in named]
    index = {one.id: i for i, one in enumerate(rules)}
    gaps = [_gap(gap, index) for gap in found.not_assessed]
    run = {
        "tool": {"driver": {"name": "gongkai", "language": "zh-CN", "rules": [rule(one) for one in rules]}},
        "language": "zh-CN",
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": gaps}],
        "results": [result(f, index) for f in found.findings],
        "properties": {"files": found.files, "cells": found.cells, "rules": len(found.rules)},
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def render(found: Result) -> str:
    """The whole result as SARIF text."""
    return dumps(data(found))
