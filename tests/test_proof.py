"""The page of proof: every rule that concerns a report with what came of it, every sum written out, none flattered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lxml import html

from macros.check import check
from macros.facts import Position
from macros.findings import Result
from macros.inputs import shown_name
from macros.project import Project
from macros.proof import Proofs, Verdict
from macros.render.proof import page
from macros.report import Explanation
from tests.content import CONTENT

FILES = tuple(
    shown_name(CONTENT / name) for name in ("data/reports/suzhou-gxj/2024.yml", "docs/reports/suzhou-gxj/2024.md")
)


def checked() -> tuple[Project, Result]:
    project = Project(CONTENT)
    return project, check(project, [CONTENT / "data", CONTENT / "docs"])


def by_id(result: Result) -> dict[str, Verdict]:
    return {one.rule.id: one for one in Proofs(result).verdicts(FILES)}


def test_what_holds_what_is_open_and_what_could_not_be_judged_are_told_apart() -> None:
    found = by_id(checked()[1])
    assert found["row-total"].outcome == "holds"
    assert found["blank-cells"].outcome == "open"
    assert found["carry-over"].outcome == "not-assessed"
    assert found["carry-over"].reasons


def test_an_answered_warning_is_explained_and_says_by_whom() -> None:
    project, result = checked()
    answer = Explanation("blank-cells", ("requests",), None, "原表如此", "王某", None, Position("x"))
    findings = tuple(replace(f, explanation=answer) if f.rule == "blank-cells" else f for f in result.findings)
    answered = replace(result, findings=findings)
    assert by_id(answered)["blank-cells"].outcome == "explained"
    report = project.report("suzhou-gxj/2024")
    assert report is not None
    _, _, content = page("报告", report, project.forms[report.form], Proofs(answered).verdicts(FILES), {})
    row = content.partition('id="rule-blank-cells"')[2].partition("</tr>")[0]
    assert "已说明" in row
    assert "原表如此（王某）" in row


def test_every_sum_of_the_form_is_written_out_and_every_rule_has_its_row() -> None:
    project, result = checked()
    report = project.report("suzhou-gxj/2024")
    assert report is not None
    form = project.forms[report.form]
    verdicts = Proofs(result).verdicts(FILES)
    tree = html.fromstring(f"<div>{page('报告', report, form, verdicts, {})[2]}</div>")
    lines = ["".join(map(str, line.itertext())) for line in tree.iter("li")]
    assert len(lines) == len(form.sums)
    assert any("自然人 8 ＋ 商业企业 空白" in line and "相符" in line for line in lines)
    rows = sorted(str(row.get("id")) for row in tree.iter("tr") if row.get("id"))
    assert rows == sorted(f"rule-{one.rule.id}" for one in verdicts)


def test_the_page_is_published_beside_the_report(site: Path) -> None:
    text = (site / "reports/suzhou-gxj/2024-proof.html").read_text(encoding="utf-8")
    assert "未校验" in text
    assert 'href="2024-proof.html"' in (site / "reports/suzhou-gxj/2024.html").read_text(encoding="utf-8")
