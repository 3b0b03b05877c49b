"""The catalogue of rules for the terminal and for machines."""

from __future__ import annotations

import json

from macros.render.lists import GATE, SEVERITIES, by_family, scope_words
from macros.rules import RULES


def as_text() -> str:
    """A family a paragraph, a rule three lines."""
    lines: list[str] = []
    for family, members in by_family().items():
        lines += ["", f"【{family}】"]
        for rule in members:
            lines.append(f"{rule.id}（{SEVERITIES[rule.severity]}）：{rule.proves}")
            gate = f"；{GATE}" if rule.gate else ""
            lines.append(f"    依据：{rule.basis}；适用：{scope_words(rule)}{gate}")
    return "\n".join(lines[1:]) + f"\n\n共 {len(RULES)} 条规则。\n"


def as_json() -> str:
    """The catalogue as JSON."""
    rules = [
        {
            "id": r.id,
            "severity": r.severity,
            "family": r.family,
            "basis": r.basis,
            "proves": r.proves,
            "gate": r.gate,
            "forms": list(r.forms),
            "first_year": r.first_year,
            "last_year": r.last_year,
        }
        for r in RULES.values()
    ]
    return json.dumps({"rules": rules}, ensure_ascii=False, indent=2) + "\n"
