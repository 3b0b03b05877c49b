"""Findings as JSON: the shape of DESIGN.md, with the fingerprint and what was explained beside it."""

from __future__ import annotations

import json
import re
from decimal import Decimal

from macros.facts import CellRef, Number, shown
from macros.findings import Finding, Result
from macros.private import masked

UNSEEN = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]")


def number(value: Number | str | None) -> int | str | None:
    """Whole numbers as numbers, decimals as exact text, blank as ``null``."""
    return shown(value) if isinstance(value, Decimal) else value


def cell(ref: CellRef) -> dict[str, object]:
    """A cell of a finding."""
    return {"address": ref.address, "value": number(ref.value), "line": ref.at.line, "column": ref.at.column}


def finding(f: Finding) -> dict[str, object]:
    """One finding."""
    shape: dict[str, object] = {
        "rule": f.rule,
        "severity": f.severity,
        "file": f.file,
        "line": f.line,
        "column": f.column,
        "message": f.message,
        "cells": [cell(ref) for ref in f.cells],
        "expected": number(f.expected),
        "actual": number(f.actual),
        "basis": f.basis,
        "fingerprint": f.fingerprint,
    }
    if f.parts:
        shape["related"] = [finding(part) for part in f.parts]
    if f.explanation:
        e = f.explanation
        shape["explained"] = {"reason": e.reason, "by": e.by, "date": e.date.isoformat() if e.date else None}
    return shape


def data(result: Result) -> dict[str, object]:
    """The whole result."""
    return {
        "findings": [finding(f) for f in result.findings],
        "not_assessed": [{"rule": g.rule, "reason": g.reason, "file": g.file} for g in result.not_assessed],
        "checked": {"files": result.files, "cells": result.cells, "rules": len(result.rules)},
    }


def render(result: Result) -> str:
    """The whole result as JSON text."""
    return dumps(data(result))


def dumps(shape: object) -> str:
    """JSON text in which no character steers a terminal or hides, and no number of a person stands."""
    text = json.dumps(_masked(shape), ensure_ascii=False, indent=2) + "\n"
    return UNSEEN.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def _masked(shape: object) -> object:
    if isinstance(shape, dict):
        return {key: _masked(value) for key, value in shape.items()}
    if isinstance(shape, list | tuple):
        return [_masked(one) for one in shape]
    return masked(shape) if isinstance(shape, str) else shape
