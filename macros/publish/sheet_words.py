"""What every document says of itself: its title, and that it is a demonstration."""

from __future__ import annotations

from macros.project import Project
from macros.publish.names import SUPERSEDED
from macros.report import Report


def agency_name(project: Project, report: Report) -> str:
    """The agency's name; its id when it has no file."""
    agency = project.agency(report.agency)
    return agency.name if agency else report.agency


def title(project: Project, report: Report) -> str:
    """The title of a report as it is announced."""
    return f"{agency_name(project, report)}{report.year}年政府信息公开工作年度报告"


def notice(project: Project, report: Report) -> str | None:
    """That this is no official document, or one superseded; ``None`` when it is neither."""
    old = SUPERSEDED.format(report.edition) if report.edition else ""
    if not project.site.demonstration:
        return old or None
    return (
        f"{old}演示：根据已公布的年度报告制作，不是{agency_name(project, report)}印发的文件，内容以其正式公布的为准。"
    )
