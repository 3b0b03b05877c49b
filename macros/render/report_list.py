"""The list of reports: every one that has a page, by year and, where there are several agencies, by agency."""

from __future__ import annotations

import os
from collections.abc import Sequence
from html import escape
from pathlib import Path

from macros.places import COMPARE
from macros.project import Project
from macros.report import Report

HEADS = ("年度", "报告", "格式", "首次公布", "更正")


def published_reports(project: Project) -> tuple[Report, ...]:
    """The reports that can be read and have a page, newest first, those of a year by the id of their agency."""
    docs = project.root / "docs" / "reports"
    found = []
    for path in (project.root / "data" / "reports").glob("*/*.yml"):
        if (docs / path.parent.name / f"{path.stem}.md").is_file():
            report = project.report(f"{path.parent.name}/{path.stem}")
            if report is not None and project.shows(report):
                found.append(report)
    return tuple(sorted(found, key=lambda one: (-one.year, one.agency)))


def by_agency(reports: Sequence[Report]) -> dict[str, tuple[Report, ...]]:
    """The reports of each agency, in the order of the agencies' ids; each agency's in the order given."""
    return {
        agency: tuple(one for one in reports if one.agency == agency)
        for agency in sorted({one.agency for one in reports})
    }


def reports(project: Project, page: Path) -> str:
    """The list as HTML without a blank line, linked from the Markdown file ``page``."""
    found = published_reports(project)
    if not found:
        return "<p>还没有报告。</p>"
    here = _List(project, Path(os.path.relpath(project.root / "docs" / "reports", page.parent)).as_posix())
    agencies = by_agency(found)
    if len(agencies) == 1:
        (only,) = agencies
        return f'<div class="gk-reports">{here.table(found, "历年报告")}{here.comparison(only, found)}</div>'
    years = []
    for year in dict.fromkeys(one.year for one in found):
        links = "".join(f"<li>{here.link(one, here.name(one.agency))}</li>" for one in found if one.year == year)
        years.append(f'<div><dt id="year-{year}">{year}年度</dt><dd><ul>{links}</ul></dd></div>')
    parts = [f'<h2 id="by-year">按年度</h2><dl class="gk-years">{"".join(years)}</dl><h2 id="by-agency">按机关</h2>']
    for agency, members in agencies.items():
        name = here.name(agency)
        parts.append(f'<h3 id="agency-{agency}">{escape(name)}</h3>')
        parts.append(here.table(members, f"{name}历年报告") + here.comparison(agency, members))
    return f'<div class="gk-reports">{"".join(parts)}</div>'


class _List:
    """Writes links and tables; ``base`` is the way from the page to the folder of reports."""

    def __init__(self, project: Project, base: str) -> None:
        self.project, self.base = project, "" if base == "." else f"{base}/"

    def name(self, agency_id: str) -> str:
        """The agency's name; its id when it has no file."""
        agency = self.project.agency(agency_id)
        return agency.name if agency else agency_id

    def link(self, report: Report, text: str) -> str:
        """A link to the page of a report."""
        return f'<a href="{escape(self.base)}{escape(report.id)}.html">{escape(text)}</a>'

    def table(self, members: Sequence[Report], caption: str) -> str:
        """One agency's reports, a row each."""
        heads = "".join(f'<th scope="col">{head}</th>' for head in HEADS)
        rows = "".join(self._row(one) for one in members)
        return (
            f'<div class="gk-compare" role="region" tabindex="0" aria-label="{escape(caption)}">'
            f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
        )

    def _row(self, one: Report) -> str:
        title = f"{self.name(one.agency)}{one.year}年政府信息公开工作年度报告"
        published = one.published.isoformat() if one.published else "未载明"
        form = escape(self.project.forms[one.form].document_number)
        cells = (self.link(one, title), form, published, _corrected(one))
        said = "".join(f'<td data-label="{head}">{cell}</td>' for head, cell in zip(HEADS[1:], cells, strict=True))
        return f'<tr><th scope="row">{one.year}</th>{said}</tr>'

    def comparison(self, agency_id: str, members: Sequence[Report]) -> str:
        """The way to the years side by side, where there are several that are filled in."""
        members = [one for one in members if not one.marks]
        if len(members) < 2:
            return ""
        years = f"{min(one.year for one in members)}年至{max(one.year for one in members)}年"
        to = f"{escape(self.base)}{escape(agency_id)}/{COMPARE}"
        return f'<p class="gk-reports__more"><a href="{to}">{escape(self.name(agency_id))}{years}数据对比</a></p>'


def _corrected(one: Report) -> str:
    """How often the report was corrected after publication, and when last."""
    if not one.corrections:
        return "无"
    days = [correction.date for correction in one.corrections if correction.date is not None]
    last = f"，最近{max(days).isoformat()}" if days else ""
    return f"{len(one.corrections)} 处{last}"
