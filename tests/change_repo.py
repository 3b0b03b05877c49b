"""A small repository with one published report, committed, for tests of changes; and the changes they make."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.case_files import lay_down, lay_out
from tests.repository import commit, git

REPORT = "data/reports/suzhou-gxj/2024.yml"
PAGE = "docs/reports/suzhou-gxj/2024.md"
ABOUT = "docs/about.md"
AGENCY = "data/agencies/suzhou-gxj.yml"
WORKFLOW = ".github/workflows/check.yml"
TEXT = """---
title: 苏州市工业和信息化局2024年政府信息公开工作年度报告
description: 报告全文。
report: suzhou-gxj/2024
---

# 苏州市工业和信息化局2024年政府信息公开工作年度报告 {: #report }

本报告由{{ agency("office") }}编制。

## 一、总体情况 {: #overview }

### （一）主动公开 {: #proactive }

全年发布各类信息{{ figure("items_published") }}条。公布权力清单，公开行政执法结果，接受社会监督。

### （二）依申请公开 {: #on-request }

新收申请{{ cell("requests.new_requests.total") }}件。

### （三）政府信息管理 {: #management }

规范目录和指南，逐件审查。

### （四）政府信息公开平台建设 {: #platform }

门户网站发布政务信息{{ figure("website_items") }}条。

### （五）监督保障 {: #oversight }

列入年度考核。

## 二、主动公开政府信息情况 {: #tables }

{{ table("proactive_disclosure") }}

## 三、收到和处理政府信息公开申请情况 {: #requests }

{{ table("requests") }}

## 四、政府信息公开行政复议、行政诉讼情况 {: #cases }

{{ table("reconsideration_litigation") }}

## 五、存在的主要问题及改进情况 {: #problems }

2024年，公开不够全面，栏目更新慢，业务人员培训少。

2025年将按季检查栏目，逐项整改。

## 六、其他需要报告的事项 {: #other }

本机关2024年度未收取信息处理费。
"""
OTHER = "---\ntitle: 关于本站\n---\n\n# 关于本站 {: #about }\n\n说明，见[报告](reports/suzhou-gxj/2024.md)。\n"
LIST = "---\ntitle: 年报\n---\n\n# 年报 {: #reports }\n\n各年度报告。\n"
FILES = (
    {"path": "docs/reports/index.md", "text": LIST},
    {"path": PAGE, "text": TEXT},
    {"path": ABOUT, "text": OTHER},
    {"path": WORKFLOW, "text": "on: pull_request\n"},
)


def make(root: Path, case: dict[str, Any] | None = None) -> Path:
    """The repository; ``case`` may edit what is committed."""
    lay_out({"files": list(FILES), **(case or {})}, root)
    nav = "site_name: t\nnav: [about.md, reports/index.md]\nnot_in_nav: /reports/*/\n"
    (root / "mkdocs.yml").write_text(nav, encoding="utf-8")
    git(root, "init", "-q")
    commit(root)
    return root


def edit(path: str, *edits: tuple[str, str]) -> dict[str, Any]:
    """A change of a file that is there."""
    return {"path": path, "edits": [{"find": find, "put": put} for find, put in edits]}


def change(root: Path, *changes: dict[str, Any]) -> None:
    """What a pull request does."""
    for one in changes:
        lay_down(root, one)


LICENSING = "proactive_disclosure.administrative_licensing"
ENTRY = f"{{date: 2025-02-01, cell: {LICENSING}, from: 1, to: 2, kind: 更正, reason: 复核台账}}"
CORRECTED = edit(
    REPORT,
    ("administrative_licensing: 1 ", "administrative_licensing: 2 "),
    ("corrections: []", f"corrections:\n  - {ENTRY}"),
)
BAD: dict[str, tuple[str, tuple[dict[str, Any], ...]]] = {
    "yaml-broken": ("yaml-syntax", (edit(REPORT, ("year: 2024\n", "year： 2024\n")),)),
    "agency-file-broken": ("yaml-syntax", (edit(AGENCY, ("\nname: ", "\nname： ")),)),
    "form-broken": ("yaml-syntax", (edit("data/forms/2021.yml", ("\ntitle: ", "\ntitle： ")),)),
    "row-broken": ("value-type", (edit(REPORT, ("new_requests:             [", "new_requests:             ")),)),
    "report-deleted": ("correction-missing", ({"path": REPORT, "gone": True},)),
    "report-and-page-deleted": (
        "correction-missing",
        ({"path": REPORT, "gone": True}, {"path": PAGE, "gone": True}),
    ),
    "page-deleted": ("correction-missing", ({"path": PAGE, "gone": True},)),
    "agency-named-otherwise": (
        "change-agency",
        (edit(AGENCY, ("name: 苏州市工业和信息化局\n", "name: 苏州市工业局\n")),),
    ),
    "agency-file-renamed": ("change-agency", ({"path": "data/agencies/sz-gxj.yml", "move": AGENCY},)),
    "agency-key-changed": ("change-agency", (edit(REPORT, ("agency: suzhou-gxj", "agency: sz-gxj")),)),
    "agency-folders-renamed": (
        "change-agency",
        (
            {"path": "data/reports/sz-gxj", "move": "data/reports/suzhou-gxj"},
            {"path": "docs/reports/sz-gxj", "move": "docs/reports/suzhou-gxj"},
        ),
    ),
    "agency-renamed-everywhere": (
        "change-agency",
        (
            edit(REPORT, ("agency: suzhou-gxj", "agency: sz-gxj")),
            edit(PAGE, ("report: suzhou-gxj/2024", "report: sz-gxj/2024")),
            edit(ABOUT, ("suzhou-gxj/2024", "sz-gxj/2024")),
            edit(AGENCY, ("id: suzhou-gxj", "id: sz-gxj")),
            {"path": "data/reports/sz-gxj", "move": "data/reports/suzhou-gxj"},
            {"path": "docs/reports/sz-gxj", "move": "docs/reports/suzhou-gxj"},
            {"path": "data/agencies/sz-gxj.yml", "move": AGENCY},
        ),
    ),
    "workflow-added": (
        "change-mixed",
        (CORRECTED, {"path": ".github/workflows/more.yml", "text": "on: push\n"}),
    ),
    "workflow-changed": (
        "change-mixed",
        (edit(ABOUT, ("说明", "另一说明")), edit(WORKFLOW, ("pull_request", "pull_request_target"))),
    ),
    "large-file": ("change-large-file", ({"path": "scan.bin", "size": 104_857_600},)),
    "large-file-in-docs": ("change-large-file", ({"path": "docs/scan.pdf", "size": 104_857_600},)),
    "large-data-file": ("change-large-file", ({"path": "data/reports/suzhou-gxj/2023.yml", "size": 104_857_600},)),
    "report-grown-large": (
        "change-large-file",
        ({"path": REPORT, "gone": True}, {"path": REPORT, "size": 104_857_600}),
    ),
    "payload-in-the-report": (
        "raw-html",
        (edit(PAGE, ("接受社会监督", "接受<script>alert(1)</script>社会监督")),),
    ),
    "payload-in-a-page": ("raw-html", (edit(ABOUT, ("说明", "<img src=x onerror=alert(1)>说明")),)),
    "payload-as-template": ("unsafe-template", (edit(PAGE, ("接受社会监督", "接受{{ 7 * 7 }}社会监督")),)),
    "payload-breaks-the-template": (
        "template-syntax",
        (edit(PAGE, ('{{ table("requests") }}', '{{ table("requests"')),),
    ),
    "payload-as-link": ("unsafe-link", (edit(PAGE, ("接受社会监督", "接受[社会监督](javascript:alert(1))")),)),
    "link": ("change-link", ({"path": "notes.txt", "link": "/etc/hostname"},)),
    "link-in-docs": ("symbolic-link", ({"path": "docs/a.md", "link": "/etc/hostname"},)),
}
