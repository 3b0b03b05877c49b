"""One conclusion of all jobs: everything must have run and succeeded; skipped is not passed."""

from __future__ import annotations

import json

from macros.hosting.runner import StepError, annotate, inner, summarize, variable, visible

WORDS = {"success": "通过", "failure": "未通过", "cancelled": "被取消", "skipped": "没有运行"}
NAMES = {"content": "内容", "code": "代码", "workflows": "工作流"}


def conclude() -> int:
    """Read what each job came to; 1 unless every one succeeded."""
    try:
        needs = json.loads(variable("NEEDS"))
    except ValueError:
        raise StepError("NEEDS 读不出来：应是各任务的结果。") from None
    if not isinstance(needs, dict) or not needs:
        raise StepError("NEEDS 里没有任何任务：没有运行不等于通过。")
    missing = [name for name in NAMES if name not in needs]
    results = {name: inner(job, "result") for name, job in needs.items()}
    rows = [
        f"| {NAMES.get(name, visible(name))} | {WORDS.get(str(result), '不明')} |" for name, result in results.items()
    ]
    rows += [f"| {NAMES[name]} | 没有运行 |" for name in missing]
    good = not missing and all(result == "success" for result in results.values())
    summarize("\n".join([f"## 结论：{'通过' if good else '未通过'}", "", "| 任务 | 结果 |", "| --- | --- |", *rows]))
    if not good:
        bad = [name for name, result in results.items() if result != "success"] + missing
        annotate("error", f"结论：未通过（{'、'.join(NAMES.get(name, name) for name in bad)}）。")
    return 0 if good else 1
