"""Findings as Markdown for a comment on a pull request: problems first, nothing at all when there is nothing.

Words of a file are hostile here: they must not become a link, a mention, a tag, a table or a formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.facts import CellRef
from macros.findings import Finding, Result
from macros.messages.words import Line
from macros.messages.words import value as said
from macros.render.words import SEVERITIES, WORDS, counts, head, printable, summary

MANY_CELLS = 12
MANY_FINDINGS = 100
MARKUP = re.compile(r"[\\`*_\[\]|~!{}()^]|[<>&]")
ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
GAP = "&#8203;"
CALLS = (
    (re.compile(r"([@#])(?=\w)"), rf"\1{GAP}"),  # a mention, an issue
    (re.compile(r"\b(GH)-(?=\d)", re.IGNORECASE), rf"\1{GAP}-"),  # an issue too
    (re.compile(r"\b([a-z][a-z0-9+.-]*):(?=\S)", re.IGNORECASE), rf"\1:{GAP}"),  # a link, an emoji's second half
    (re.compile(r"(?<![\w:]):(?=[\w+-])"), f":{GAP}"),  # an emoji
    (re.compile(r"\b(www)\.", re.IGNORECASE), rf"\1{GAP}."),  # a link without a scheme
    (re.compile(r"\$"), "<span>$</span>"),  # a formula
)


def plain(text: str) -> str:
    """Text that stays text: nothing in it is markup, and nothing in it calls anybody."""
    safe = MARKUP.sub(lambda m: ENTITIES.get(m.group()) or "\\" + m.group(), printable(text).strip())
    for pattern, replacement in CALLS:
        safe = pattern.sub(replacement, safe)
    return re.sub(r"^(\d+)([.)])|^([-+=#])", lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", safe)


def render(result: Result) -> str:
    """The whole comment; an empty text when nothing was found and everything could be judged."""
    open_ones = [f for f in result.findings if f.explanation is None]
    explained = [f for f in result.findings if f.explanation is not None]
    if not result.findings and not result.not_assessed:
        return ""
    parts = [f"### 年度报告校验：{counts(result)}"]
    left = MANY_FINDINGS
    for severity in SEVERITIES:
        mine = [f for f in open_ones if f.severity == severity]
        if mine:
            parts.append(f"#### {WORDS[severity]}（{len(mine)}）")
            parts += [_finding(f) for f in mine[:left]]
            if len(mine) > left:
                parts.append(f"另有 {len(mine) - left} 个{WORDS[severity]}没有列出，请运行 `gongkai check` 查看。")
            left = max(0, left - len(mine))
    if explained:
        parts.append(_folded(f"已说明理由（{len(explained)}）", (_explained(f) for f in explained[:MANY_FINDINGS])))
    if result.not_assessed:
        gaps: dict[str, list[str]] = {}
        for gap in result.not_assessed:
            gaps.setdefault(f"{plain(gap.file)}：{plain(gap.reason)}", []).append(gap.rule)
        rows = [f"- {where}（{'、'.join(f'`{rule}`' for rule in rules)}）" for where, rules in gaps.items()]
        parts.append(_folded(f"未校验，不算通过（{len(result.not_assessed)}）", rows[:MANY_FINDINGS]))
    parts.append(summary(result))
    return "\n\n".join(parts) + "\n"


def _folded(title: str, rows: Iterator[str] | list[str]) -> str:
    return f"<details><summary>{title}</summary>\n\n" + "\n".join(rows) + "\n\n</details>"


def _place(f: Finding) -> str:
    return f"**{plain(f.file)}** 第 {f.line} 行"


def _finding(f: Finding) -> str:
    rows = [f"- {_place(f)}：{plain(f.lead)}"]
    if f.mend:
        rows.append(f"  <br>怎么改：{plain(f.mend)}")
    rows.append(f"  <br>依据：{plain(f.basis)}（`{f.rule}`）")
    table = list(_reckoning(f.lines)) if f.lines else list(_cells(f))
    if table:
        rows += ["", *(f"  {row}" if row else "" for row in table)]
    return "\n".join(rows)


def _explained(f: Finding) -> str:
    assert f.explanation is not None
    e = f.explanation
    return (
        f"- {_place(f)}：{plain(f.lead)}（`{f.rule}`）"
        f"<br>说明：{plain(e.reason)}（{plain(e.by)}{f'，{e.date}' if e.date else ''}）"
    )


def _reckoning(lines: tuple[Line, ...]) -> Iterator[str]:
    """The reckoning of each identity as a table."""
    top = ["| 位置 | 数 | 项目 |", "|:--|--:|:--|"]
    opened = False
    for line in lines:
        if line.role == "title":
            if opened:
                yield ""
            yield plain(line.label)
            yield ""
            opened = False
            continue
        if not opened:
            yield from top
            opened = True
        yield f"| {head(line)} | {plain(line.value)} | {plain(line.label)} |"


def _cells(f: Finding) -> Iterator[str]:
    """The cells of a finding, each with what stands there; what is expected beside the cell it is expected of."""
    if not f.cells or len(f.cells) > MANY_CELLS:
        return
    yield from ("| 位置 | 单元格 | 现为 | 应为 |", "|:--|:--|--:|--:|")
    for ref in f.cells:
        expected = plain(said(f.expected)) if f.expected is not None and _is_subject(ref, f) else ""
        yield f"| 第 {ref.at.line} 行 | {plain(f.names.cell(ref.address))} | {plain(said(ref.value))} | {expected} |"


def _is_subject(ref: CellRef, f: Finding) -> bool:
    return (ref.at.line, ref.at.column) == (f.line, f.column) and ref.at.path == f.file and ref.value == f.actual
