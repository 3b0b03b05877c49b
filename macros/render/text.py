"""Findings for the terminal: place, severity, sentence, the line with a caret, how to mend it, and the clause."""

from __future__ import annotations

import unicodedata

from macros.findings import Finding, Result

WORDS = {"error": "错误", "warning": "警告", "notice": "提示"}
COLOURS = {"error": "31", "warning": "33", "notice": "36"}


def width(text: str) -> int:
    """How many terminal columns the text takes (Chinese characters take two)."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def printable(text: str) -> str:
    """The text with everything that could steer a terminal shown as a dot."""
    return "".join(c if c.isprintable() else " " if c == "\t" else "·" for c in text)


def excerpt(line: str, column: int, limit: int = 100) -> tuple[str, int]:
    """At most ``limit`` columns of a line around the place, and the column of the place in it."""
    start = 0
    before = line[: column - 1]
    while width(before[start:]) > limit * 2 // 3:
        start += 1
    end = len(line)
    while width(line[start:end]) > limit:
        end -= 1
    head = "…" if start else ""
    return head + line[start:end] + ("…" if end < len(line) else ""), width(head) + width(line[start : column - 1])


def render(result: Result, *, colour: bool = False) -> str:
    """The whole report of a check for a terminal; ``colour`` only where one is attached."""

    def paint(text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if colour else text

    parts = [_finding(f, result.sources.get(f.file, ()), paint_as=paint) for f in result.findings]
    gaps: dict[str, list[str]] = {}
    for gap in result.not_assessed:
        gaps.setdefault(f"{gap.file}：{gap.reason}", []).append(gap.rule)
    if gaps:
        parts.append("未校验的规则（不算通过）：\n" + "\n".join(f"  {k}（{'、'.join(v)}）" for k, v in gaps.items()))
    parts.append(summary(result))
    return "\n\n".join(parts) + "\n"


def summary(result: Result) -> str:
    """One line with the real counts."""
    counts = "、".join(f"{result.count(s)} 个{WORDS[s]}" for s in ("error", "warning", "notice"))
    explained = sum(f.explanation is not None for f in result.findings)
    note = f"（另有 {explained} 个已说明理由）" if explained else ""
    return (
        f"共校验 {result.files} 个文件、{result.cells} 个单元格，运行 {len(result.rules)} 条规则："
        f"{counts}{note}，{len(result.not_assessed)} 项未校验。"
    )


def _finding(f: Finding, lines: tuple[str, ...], paint_as) -> str:  # type: ignore[no-untyped-def]
    word = WORDS[f.severity] + ("（已说明）" if f.explanation else "")
    rows = [f"{f.file}:{f.line}:{f.column}: {paint_as(word, COLOURS[f.severity])}[{f.rule}] {printable(f.problem)}"]
    if 0 < f.line <= len(lines):
        text, column = excerpt(printable(lines[f.line - 1]), f.column)
        number = str(f.line)
        rows.append(f"  {number} | {text}")
        rows.append(f"  {' ' * len(number)} | {' ' * column}{paint_as('^', COLOURS[f.severity])}")
    if f.mend:
        rows.append(f"  怎么改：{printable(f.mend)}")
    if f.explanation:
        rows.append(f"  已说明：{printable(f.explanation.reason)}（{printable(f.explanation.by)}，{f.explanation.date}）")
    rows.append(f"  依据：{f.basis}")
    return "\n".join(rows)
