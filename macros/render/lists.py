"""Lists a page can ask for: the terms of the tables, the catalogue of rules, the answers to warnings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape

from macros.form import Form, Head
from macros.project import Project
from macros.render.anchors import every_head, label_anchors
from macros.render.heading import heading
from macros.report import Explanation
from macros.rules.registry import RULES, Rule

SEVERITIES = {"error": "错误", "warning": "警告", "notice": "提示"}
GATE = "没有说明理由的，不能公布"


def terms(form: Form) -> str:
    """Every label of the form's tables with its article and plain meaning, a table a section, each with its anchor."""
    parts = [f"<p>所列为《{escape(form.title)}》（{escape(form.document_number)}）的栏目。</p>"]
    for table in form.tables:
        parts.append(heading(2, f"terms-{table.id}", form.section_of(table).title))
        anchors = label_anchors(table)
        for name, axis in (("各栏", "columns"), ("各行", "rows")):
            heads = [
                head
                for block in table.blocks
                for head in every_head(block.columns if axis == "columns" else block.rows)
            ]
            rows = "".join(_term(head, names) for head, names in _alike(heads, anchors))
            if rows:
                parts.append(heading(3, f"terms-{table.id}-{axis}", name))
                parts.append(f'<dl class="gk-terms">{rows}</dl>')
    return "\n\n".join(parts)


def _alike(heads: Iterable[Head], anchors: Mapping[int, str]) -> Iterator[tuple[Head, list[str]]]:
    """Heads that say the same once, with the anchors of all of them."""
    found: dict[tuple[str, str | None, str | None], tuple[Head, list[str]]] = {}
    for head in heads:
        names = found.setdefault((head.label, head.meaning, head.article), (head, []))[1]
        if anchors[id(head)] not in names:
            names.append(anchors[id(head)])
    yield from found.values()


def _term(head: Head, names: list[str]) -> str:
    if head.meaning is None:
        return ""
    article = f'<span class="gk-article">{escape(head.article)}</span>' if head.article else ""
    others = "".join(f'<span id="{escape(name)}"></span>' for name in names[1:])
    return f'<dt id="{escape(names[0])}">{others}{escape(head.label)}{article}</dt><dd>{escape(head.meaning)}</dd>'


def by_family() -> dict[str, list[Rule]]:
    """The rules, a family together, in the order of the catalogue."""
    families: dict[str, list[Rule]] = {}
    for rule in RULES.values():
        families.setdefault(rule.family, []).append(rule)
    return families


def rules() -> str:
    """The catalogue of rules, a family a section."""
    kinds = "错误必须改正；警告由编辑核实，可以说明理由，有的不说明理由就不能公布；提示供参考。"
    parts = [f"<p>共 {len(RULES)} 条规则。{kinds}</p>"]
    for number, (family, members) in enumerate(by_family().items(), 1):
        parts.append(heading(2, f"rules-{number}", family))
        parts.append(f'<dl class="gk-terms">{"".join(map(_rule, members))}</dl>')
    return "\n\n".join(parts)


def answers(explanations: Iterable[Explanation]) -> str:
    """The warnings of a report that were answered, each with its reason, by whom and when."""
    items = "".join(f"<dt>{escape(_asked(one))}</dt><dd>{answer(one)}</dd>" for one in explanations)
    return f'<dl class="gk-terms">{items}</dl>' if items else "没有对警告或提示作出的说明。"


def _asked(one: Explanation) -> str:
    """What was asked: the sentence of the rule that warned."""
    rule = RULES.get(one.rule)
    return rule.proves if rule else one.rule


def answer(one: Explanation) -> str:
    """The reason with its author and date."""
    day = f"，{one.date.isoformat()}" if one.date else ""
    return f"{escape(one.reason)}（{escape(one.by)}{day}）"


def nature(project: Project) -> str:
    """Whose site this is: the agency's own, or a demonstration made from what it has published."""
    agency = project.agency(project.site.texts.get("agency") or "")
    name = escape(agency.name) if agency else "有关行政机关"
    if not project.site.demonstration:
        return f"本站由{name}主办。"
    return (
        f"本站是演示，根据{name}已经公布的政府信息公开工作年度报告制作，不是该机关的网站，也未经该机关审定。"
        "内容以该机关公布的报告为准。"
    )


def _rule(rule: Rule) -> str:
    severity = f'<span class="gk-severity gk-severity--{rule.severity}">{SEVERITIES[rule.severity]}</span>'
    gate = f"{GATE}。" if rule.gate else ""
    notes = f"编号：<code>{rule.id}</code>。依据：{escape(rule.basis)}。适用：{scope_words(rule)}。{gate}"
    return f'<dt id="rule-{rule.id}">{severity}{escape(rule.proves)}</dt><dd>{notes}</dd>'


def scope_words(rule: Rule) -> str:
    """The report years and forms a rule is for."""
    parts = [f"{'、'.join(rule.forms)}年格式"] if rule.forms else []
    if rule.first_year is not None:
        parts.append(f"{rule.first_year}年度起")
    if rule.last_year is not None:
        parts.append(f"至{rule.last_year}年度")
    return "，".join(parts) or "全部"
