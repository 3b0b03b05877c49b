"""Whether the repository is really guarded as its files say: rules of main, owners, the people who release."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from macros.hosting.api import GitHub, RefusedError
from macros.hosting.runner import StepError, inner, visible

RULESET = Path(".github/rulesets/main.json")
OWNERS = Path(".github/CODEOWNERS")
PLACEHOLDER = "@ORG/"
ENVIRONMENT = "publish"
WORDS = {
    "deletion": "禁止删除",
    "non_fast_forward": "禁止强制推送",
    "pull_request": "必须经修改申请",
    "required_status_checks": "必须通过检查",
}


def unguarded(github: GitHub, branch: str) -> list[str]:
    """What is missing of the four eyes, in sentences. What cannot be asked is missing too."""
    wrong = [f"CODEOWNERS 里还是占位的团队（{PLACEHOLDER}…）：改成本单位的团队。"] if placeholders() else []
    for ask in (_rules, _owners, _people):
        try:
            wrong += ask(github, branch)
        except RefusedError as error:
            wrong.append(f"{error}：无法确认保护措施，按没有处理。")
    return wrong


def placeholders() -> bool:
    """Whether the owners are still to be named."""
    lines = OWNERS.read_text(encoding="utf-8").splitlines()
    return any(PLACEHOLDER in line for line in lines if not line.startswith("#"))


def _rules(github: GitHub, branch: str) -> list[str]:
    wanted = json.loads(RULESET.read_text(encoding="utf-8"))["rules"]
    active = [rule for rule in github.all(f"/rules/branches/{quote(branch, safe='')}") if isinstance(rule, dict)]
    return [sentence for rule in wanted for sentence in _missing(rule, active, branch)]


def _missing(rule: dict[str, Any], active: list[dict[str, Any]], branch: str) -> Iterator[str]:
    """One rule of the file against all active ones: it may be split over several rulesets, or be stricter."""
    kind = rule["type"]
    name = WORDS.get(kind, kind)
    same = [one for one in active if one.get("type") == kind]
    if not same:
        yield f"{visible(branch)} 没有“{name}”的规则：导入 {RULESET}。"
        return
    for key, value in rule.get("parameters", {}).items():
        given = [inner(one, "parameters", key) for one in same]
        if value is True and True not in given:
            yield f"{visible(branch)} 的“{name}”规则没有打开 {key}。"
        elif isinstance(value, int) and value is not True and not any(_at_least(one, value) for one in given):
            yield f"{visible(branch)} 的“{name}”规则里 {key} 少于 {value}。"
        elif key == "allowed_merge_methods":
            allowed = [set(one) for one in given if isinstance(one, list)]  # several rules leave what all of them allow
            if not allowed or not set.intersection(*allowed) <= set(value):
                yield f"{visible(branch)} 的“{name}”规则应只允许用 {'、'.join(value)} 合并，不允许 rebase。"
        elif key == "required_status_checks":
            listed = [one for some in given if isinstance(some, list) for one in some]
            for check in value:
                if not any(_same_check(one, check) for one in listed):
                    yield f"{visible(branch)} 没有要求检查“{check['context']}”通过。"


def _at_least(given: object, value: int) -> bool:
    return isinstance(given, int) and given >= value


def _same_check(given: object, wanted: dict[str, object]) -> bool:
    return all(inner(given, key) == value for key, value in wanted.items())


def _owners(github: GitHub, branch: str) -> list[str]:
    errors = inner(github.get(f"/codeowners/errors?ref={quote(branch, safe='')}"), "errors")
    if not isinstance(errors, list):
        return ["GitHub 没有回答 CODEOWNERS 是否有效。"]
    return [
        f"CODEOWNERS 第 {inner(one, 'line')} 行无效，这一行等于没有：{visible(str(inner(one, 'kind')))}。"
        for one in errors
    ]


def _people(github: GitHub, branch: str) -> list[str]:
    del branch
    rules = inner(github.get(f"/environments/{ENVIRONMENT}"), "protection_rules")
    if not isinstance(rules, list):
        raise StepError(f"GitHub 没有回答环境 {ENVIRONMENT} 的规则。")
    reviews = [rule for rule in rules if inner(rule, "type") == "required_reviewers" and inner(rule, "reviewers")]
    if not reviews:
        return [f"环境 {ENVIRONMENT} 没有设批准人（政务信息员）。"]
    if not any(inner(rule, "prevent_self_review") is True for rule in reviews):
        return [f"环境 {ENVIRONMENT} 没有禁止自己批准自己（Prevent self-review）。"]
    return []
