"""Words and shapes that more than one output uses: severities, reckonings in columns, text that steers nothing."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from macros.findings import Finding, Result
from macros.messages.words import Line
from macros.private import masked
from macros.rules.registry import Severity

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "notice")
WORDS: dict[Severity, str] = {"error": "错误", "warning": "警告", "notice": "提示"}
HEADS = {"sum": "合计", "difference": "相差"}


def width(text: str) -> int:
    """How many terminal columns the text takes (Chinese characters take two)."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


@lru_cache(maxsize=8192)
def _columns(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" else 0 if unicodedata.combining(character) else 1


def printable(text: str) -> str:
    """The text with everything that could steer a terminal or hide in a line shown as a dot; no number of a person."""
    text = masked(text)
    if text.isprintable() and "\u3000" not in text:
        return text
    return "".join(c if c.isprintable() else " " if c in "\t\n\u3000" else "·" for c in text)


def head(line: Line) -> str:
    """What stands before the number: the line of the file, or the word for a sum."""
    return f"第 {line.line} 行" if line.line else HEADS.get(line.role, "")


def columns(lines: tuple[Line, ...]) -> list[str]:
    """A reckoning in columns: where it stands, the number (aligned to the right), what it is."""
    rows = [line for line in lines if line.role != "title"]
    first = max((width(head(line)) for line in rows), default=0)
    second = max((width(line.value) for line in rows), default=0)
    found = []
    for line in lines:
        if line.role == "title":
            found.append(printable(line.label))
            continue
        place = head(line)
        text = f"{place}{' ' * (first - width(place))}  {' ' * (second - width(line.value))}{line.value}"
        found.append(f"  {text}  {printable(line.label)}".rstrip())
    return found


def severity(finding: Finding) -> str:
    """The word for a finding's severity."""
    return WORDS[finding.severity] + ("（已说明）" if finding.explanation else "")


def counts(result: Result) -> str:
    """How many of each severity there are, in words."""
    return "、".join(f"{result.count(s)} 个{WORDS[s]}" for s in WORDS)


def summary(result: Result) -> str:
    """One line with the real counts."""
    explained = sum(f.explanation is not None for f in result.findings)
    note = f"（另有 {explained} 个已说明理由）" if explained else ""
    return (
        f"共校验 {result.files} 个文件、{result.cells} 个单元格，运行 {len(result.rules)} 条规则："
        f"{counts(result)}{note}，{len(result.not_assessed)} 项未校验。"
    )
