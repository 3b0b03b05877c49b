"""A site of several agencies and years, on both forms: the repository's own, and the real reports of the fixtures.

The report of 2020 is left out: as printed it does not add up, so it cannot be published. The years of 平潭 thus have
a gap and a break between forms.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from macros.build import build
from macros.project import Project
from tests.case_files import FIXTURES
from tests.content import CONTENT
from tests.project_tree import copy_project

REPORTS = ("fj-pingtan/2019", "fj-pingtan/2021", "fj-pingtan/2022", "js-huaian/2024", "sh-gov-office/2025")
UNSOUND = "fj-pingtan/2020"
AGENCIES = {
    "fj-pingtan": ("平潭综合实验区", "平潭", "government", "county"),
    "js-huaian": ("淮安市", "淮安", "government", "prefecture"),
    "sh-gov-office": ("上海市政府办公厅", "市政府办公厅", "government_office", "province"),
}
PROSE = {
    "overview": "本报告的表格录自该机关公布的年度报告，供测试之用。",
    "problems_improvements": "略，见该机关公布的报告。",
    "other_matters": "略，见该机关公布的报告。",
}


def lay_out(root: Path) -> Path:
    """Write the tree of the site below ``root``; the tree."""
    tree = copy_project(root / "tree")
    for agency, (name, short, kind, level) in AGENCIES.items():
        text = f"id: {agency}\nname: {name}\nshort_name: {short}\nkind: {kind}\nlevel: {level}\n"
        (tree / "data" / "agencies" / f"{agency}.yml").write_text(text, encoding="utf-8")
    for report in REPORTS:
        add_report(tree, report)
    return tree


def add_report(tree: Path, report: str, text: str | None = None) -> None:
    """Lay down a report of the fixtures (or its ``text``) with a page."""
    data, page = tree / "data" / "reports" / f"{report}.yml", tree / "docs" / "reports" / f"{report}.md"
    for path in (data, page):
        path.parent.mkdir(parents=True, exist_ok=True)
    source = (FIXTURES / f"{report}.yml").read_text(encoding="utf-8") if text is None else text
    data.write_text(source, encoding="utf-8")
    page.write_text(page_of(report), encoding="utf-8")


def page_of(report: str) -> str:
    """A page with the sections of the form and its tables."""
    agency, year = report.split("/")
    form = Project(CONTENT).form_for(int(year))
    assert form is not None
    title = f"{AGENCIES[agency][0]}{year}年政府信息公开工作年度报告"
    parts = [f"---\ntitle: {title}\ndescription: {title}的统计表。\nreport: {report}\n---", f"# {title} {{: #report }}"]
    for section in form.sections:
        parts.append(f"## {section.title} {{: #{section.id} }}")
        parts += [f'{{{{ table("{table.id}") }}}}' for table in form.tables if table.section == section.id]
        parts += [PROSE[section.id]] if section.id in PROSE else []
    return "\n\n".join(parts) + "\n"


def made(factory: pytest.TempPathFactory) -> Path:
    """The finished site, built once in a run of the tests."""
    return _made(factory.getbasetemp())


@cache
def _made(base: Path) -> Path:
    root = base / "years-site"
    root.mkdir()
    build(lay_out(root), root / "site")
    return root / "site"
