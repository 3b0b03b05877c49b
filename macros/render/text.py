"""Findings for the terminal: place, severity, sentence, the line with a caret, how to mend it, the sums, the clause."""

from __future__ import annotations

from collections.abc import Callable

from macros.findings import Finding, Result
from macros.render.words import columns, printable, severity, summary, width

COLOURS = {"error": "31", "warning": "33", "notice": "36"}


def excerpt(line: str, column: int, limit: int = 100) -> tuple[str, int]:
    """At most ``limit`` columns of a line around the place, and the column of the place in it."""
    place = min(max(column - 1, 0), len(line))
    if width(line) <= limit:
        return line, width(line[:place])
    start = place
    room = limit * 2 // 3
    while start > 0 and room >= width(line[start - 1]):
        start -= 1
        room -= width(line[start])
    end = start
    room = limit
    while end < len(line) and room >= width(line[end]):
        room -= width(line[end])
        end += 1
    head = "…" if start else ""
    return head + line[start:end] + ("…" if end < len(line) else ""), width(head) + width(line[start:place])


def render(result: Result, *, colour: bool = False) -> str:
    """The whole report of a check for a terminal; ``colour`` only where one is attached."""

    def paint(text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if colour else text

    parts = [_finding(f, result.sources.get(f.file, ()), paint) for f in result.findings]
    gaps: dict[str, list[str]] = {}
    for gap in result.not_assessed:
        gaps.setdefault(printable(f"{gap.file}：{gap.reason}"), []).append(gap.rule)
    if gaps:
        parts.append("未校验的规则（不算通过）：\n" + "\n".join(f"  {k}（{'、'.join(v)}）" for k, v in gaps.items()))
    parts.append(summary(result))
    return "\n\n".join(parts) + "\n"


def _finding(f: Finding, lines: tuple[str, ...], paint: Callable[[str, str], str]) -> str:
    colour = COLOURS[f.severity]
    place = f"{printable(f.file)}:{f.line}:{f.column}"
    rows = [f"{place}: {paint(severity(f), colour)}[{f.rule}] {printable(f.lead)}"]
    if 0 < f.line <= len(lines):
        text, column = excerpt(printable(lines[f.line - 1]), f.column)
        number = str(f.line)
        rows.append(f"  {number} | {text}")
        rows.append(f"  {' ' * len(number)} | {' ' * column}{paint('^', colour)}")
    if f.mend:
        rows.append(f"  怎么改：{printable(f.mend)}")
    if f.lines:
        rows.append("  核算：")
        rows += [f"    {row}" for row in columns(f.lines)]
    if f.explanation:
        e = f.explanation
        rows.append(f"  已说明：{printable(e.reason)}（{printable(e.by)}{f'，{e.date}' if e.date else ''}）")
    rows.append(f"  依据：{printable(f.basis)}")
    return "\n".join(rows)
