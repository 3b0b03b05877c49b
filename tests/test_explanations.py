"""An answered warning stays visible with its answer; an answer to nothing is an error; errors take no answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from macros.build import build
from macros.check import check
from macros.cli import FORMATS, main
from macros.findings import Finding, Result
from macros.project import Project
from tests.case_files import lay_out

ANSWER = "reason: 原表如此, by: 局办公室, date: 2025-01-20"


def explained(tmp_path: Path, *entries: str, **case: Any) -> Result:
    """The check of the real report with explanations."""
    listed = "".join(f"\n  - {{{entry}, {ANSWER}}}" for entry in entries)
    edits = [*case.pop("report", []), {"find": "explanations: []", "put": f"explanations:{listed or ' []'}"}]
    paths = lay_out({"report": edits, **case}, tmp_path)
    return check(Project(tmp_path), paths)


def of(result: Result, rule: str) -> list[Finding]:
    """The findings of a rule."""
    return [f for f in result.findings if f.rule == rule]


def test_an_answered_warning_keeps_its_severity_and_is_not_counted(tmp_path: Path) -> None:
    """It is there, with the reason, and not among what is left to do."""
    result = explained(tmp_path, "rule: blank-cells, cells: [requests]")
    (found,) = of(result, "blank-cells")
    assert found.severity == "warning"
    assert found.explanation is not None
    assert (found.explanation.reason, found.explanation.by) == ("原表如此", "局办公室")
    assert (result.count("warning"), result.count("warning", explained=True)) == (0, 1)
    assert of(result, "explanation-unused") == []


@pytest.mark.parametrize(
    ("cells", "covered"),
    [
        ("[requests]", True),
        ("[requests, proactive_disclosure]", True),
        ("[requests.carried_in]", False),
        ("[request]", False),
        ("[requests.new_requests, requests.carried_in]", False),
    ],
)
def test_cells_cover_by_whole_parts_of_the_address(tmp_path: Path, cells: str, covered: bool) -> None:
    """Every cell of the finding must lie under one of the addresses."""
    result = explained(tmp_path, f"rule: blank-cells, cells: {cells}")
    assert [f.explanation is not None for f in of(result, "blank-cells")] == [covered]
    assert bool(of(result, "explanation-unused")) is not covered


def test_text_covers_by_what_was_found(tmp_path: Path) -> None:
    """Words of the finding's key or of what stands there."""
    late = {"find": "published: null", "put": "published: 2025-02-03"}
    result = explained(tmp_path, "rule: deadline, text: 2025-02-03", report=[late])
    assert [f.explanation is not None for f in of(result, "deadline")] == [True]


def test_without_cells_and_text_only_findings_without_cells_are_covered(tmp_path: Path) -> None:
    """A bare rule name is no licence for the whole table."""
    late = {"find": "published: null", "put": "published: 2025-02-03"}
    result = explained(tmp_path, "rule: deadline", "rule: blank-cells", report=[late])
    assert [f.explanation is not None for f in of(result, "deadline")] == [True]
    assert [f.explanation is not None for f in of(result, "blank-cells")] == [False]
    assert [f.actual for f in of(result, "explanation-unused")] == ["blank-cells"]


def test_an_error_stays_an_error(tmp_path: Path) -> None:
    """And the explanation of it is one more."""
    wrong = {"find": "results_total:            [     8,", "put": "results_total:            [     9,"}
    rules = ("row-total", "results-total", "request-balance")
    result = explained(tmp_path, *(f"rule: {rule}, cells: [requests]" for rule in rules), report=[wrong])
    assert result.failed
    assert all(f.explanation is None for f in result.findings if f.severity == "error")
    assert len(of(result, "explanation-of-error")) == 3


def test_a_rule_that_did_not_run_leaves_its_explanation_unjudged(tmp_path: Path) -> None:
    """Not run is not passed: listed among what was not assessed, and not counted as run."""
    result = explained(tmp_path, "rule: carry-over, cells: [requests.carried_in]")
    assert of(result, "explanation-unused") == []
    assert [g.reason for g in result.not_assessed if g.rule == "explanation-unused"] != []
    report = next(name for name in result.ran if name.endswith("2024.yml"))
    assert "explanation-unused" not in result.ran[report]


PAGE = """---
title: 报告
report: suzhou-gxj/2024
explanations:
  - {{rule: {rule}, reason: 原文如此, by: 局办公室, date: 2025-01-20}}
---

# 报告
"""


def test_the_front_matter_of_a_page_is_judged_alike(tmp_path: Path) -> None:
    """Unknown rules and errors, located in the page; a page does not speak for the report."""
    unused, of_error = "explanation-unused", "explanation-of-error"
    for number, (rule, expected) in enumerate(
        [("blank-cell", unused), ("macro-name", of_error), ("blank-cells", unused)]
    ):
        result = explained(tmp_path / str(number), page=PAGE.format(rule=rule))
        (found,) = of(result, expected)
        assert (found.line, found.column) == (5, 5)
        assert found.file.endswith("docs/reports/suzhou-gxj/2024.md")


def test_a_malformed_explanation_is_told_and_answers_nothing(tmp_path: Path) -> None:
    """A missing reason is an error of reading, in the page as in the report."""
    page = PAGE.format(rule="blank-cells").replace("reason: 原文如此, ", "")
    result = explained(tmp_path, page=page)
    assert [f.rule for f in result.findings if f.rule == "key-missing"] == ["key-missing"]


def test_every_output_shows_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The reason is in each format, and the exit status does not change."""
    explained(tmp_path, "rule: blank-cells, cells: [requests]")
    (tmp_path / "mkdocs.yml").write_text("site_name: t\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in FORMATS:
        assert main(["check", "--format", name]) == 0
        shown = capsys.readouterr().out
        text = json.dumps(json.loads(shown), ensure_ascii=False) if name in {"json", "sarif"} else shown
        assert "原表如此" in text, name


def test_an_explanation_is_read_on_the_site_with_its_reason(tree: Path) -> None:
    """Under the table it speaks of, and on the page of the rules."""
    path = tree / "data/reports/suzhou-gxj/2024.yml"
    entry = (
        "explanations:\n  - {rule: blank-cells, cells: [requests], reason: 原表即为空白, by: 某甲, date: 2025-01-20}"
    )
    path.write_text(path.read_text(encoding="utf-8").replace("explanations: []", entry), encoding="utf-8")
    build(tree, tree / "site")
    said = "原表即为空白（某甲，2025-01-20）"
    assert f"已说明：{said}。" in (tree / "site/reports/suzhou-gxj/2024.html").read_text(encoding="utf-8")
    assert said in (tree / "site/checks.html").read_text(encoding="utf-8")


def test_without_explanations_the_site_says_there_are_none(site: Path) -> None:
    """An empty list would look like a mistake."""
    assert "没有对警告或提示作出的说明" in (site / "checks.html").read_text(encoding="utf-8")
