"""The accessibility statement as a page shows it: a table a level, the ways of testing, the known gaps."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from macros.accessibility import STATUSES, Accessibility, Criterion, Level, Method, Standard

SELF_CHECKED = "本站自查，不是第三方检测。"


def statement(said: Accessibility) -> str:
    """Standards, methods and gaps, each a section; Markdown with tables as HTML."""
    if not said.standards:
        return "没有登记自查结果。"
    methods = {method.id: method for method in said.methods}
    parts = [SELF_CHECKED]
    for standard in said.standards:
        parts.append(f"## {escape(standard.name)} {{: #{standard.id} }}")
        parts.append(f"<p>{escape(standard.note)}</p>")
        for level in standard.levels:
            parts.append(f"### {escape(level.name)} {{: #{standard.id}-{level.id.lower()} }}")
            parts.append(_table(standard, level, methods))
    parts.append("## 检测方法 {: #methods }")
    parts.append(f'<dl class="gk-terms">{"".join(_method(method) for method in said.methods)}</dl>')
    parts.append("## 已知的不足 {: #gaps }")
    parts.append(f"<ul>{''.join(f'<li>{escape(gap)}</li>' for gap in said.gaps)}</ul>")
    return "\n\n".join(parts)


def summary(level: Level, criteria: tuple[Criterion, ...]) -> str:
    """How many criteria a level has, how many are listed, and how they came out."""
    counted = ((status, sum(one.status == status for one in criteria)) for status in STATUSES)
    said = [f"{status} {number} 项" for status, number in counted if number]
    left = level.total - len(criteria)
    rest = [f"没有列出 {left} 项"] if left else []
    return f"共 {level.total} 项：{'，'.join([*said, *rest])}"


def _table(standard: Standard, level: Level, methods: Mapping[str, Method]) -> str:
    criteria = standard.on(level)
    rows = "".join(_row(one, methods) for one in criteria)
    head = "".join(f'<th scope="col">{name}</th>' for name in ("要求", "结果", "检测和说明"))
    return (
        f'<table class="gk-criteria"><caption>{escape(summary(level, criteria))}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _row(one: Criterion, methods: Mapping[str, Method]) -> str:
    ways = [f'<a href="#method-{method}">{escape(methods[method].name)}</a>' for method in one.by]
    said = []
    if ways:
        said.append(f"自动：{'、'.join(ways)}")
    if one.manual:
        said.append(f"人工：{escape(one.manual)}")
    if one.note:
        said.append(escape(one.note))
    name = f'<span class="gk-criteria__number">{escape(one.number)}</span> {escape(one.name)}'
    return f'<tr><th scope="row">{name}</th><td>{escape(one.status)}</td><td>{"；".join(said)}</td></tr>'


def _method(method: Method) -> str:
    tests = "".join(f"<li><code>{escape(test)}</code></li>" for test in method.tests)
    return (
        f'<dt id="method-{method.id}">{escape(method.name)}</dt>'
        f'<dd>{escape(method.proves)}<ul class="gk-criteria__tests">{tests}</ul></dd>'
    )
