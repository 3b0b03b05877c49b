"""The accessibility statement as a page shows it: a table a level, the ways of testing, the known gaps."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from macros.accessibility import STATUSES, Accessibility, Criterion, Level, Method, Standard
from macros.render.heading import heading

SELF_CHECKED = "本站自查，不是第三方检测。"


def statement(said: Accessibility) -> str:
    """Standards, methods and gaps, each a section, all of it finished HTML: Markdown reads none of its words."""
    if not said.standards:
        return "没有登记自查结果。"
    methods = {method.id: method for method in said.methods}
    parts = [f"<p>{SELF_CHECKED}</p>"]
    for standard in said.standards:
        parts.append(heading(2, standard.id, standard.name))
        parts.append(f"<p>{escape(standard.note)}</p>")
        for level in standard.levels:
            parts.append(heading(3, f"{standard.id}-{level.id.lower()}", level.name))
            parts.append(_table(standard, level, methods))
    parts.append(heading(2, "methods", "检测方法"))
    parts.append(f'<dl class="gk-terms">{"".join(_method(method) for method in said.methods)}</dl>')
    parts.append(heading(2, "gaps", "已知的不足"))
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
    ways = [f'<a href="#method-{escape(method)}">{escape(methods[method].name)}</a>' for method in one.by]
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
    name = f'<dt id="method-{escape(method.id)}">{escape(method.name)}</dt>'
    return f"{name}<dd>{escape(method.proves)}{_tests(method)}</dd>"


def _tests(method: Method) -> str:
    """The names of the tests, folded away: they are for those who want to run them."""
    if not method.tests:
        return ""
    items = "".join(f"<li><code>{escape(test)}</code></li>" for test in method.tests)
    return f'<details class="gk-lines" data-search-exclude><summary>自动检测的名称</summary><ul>{items}</ul></details>'
