"""What is known of a page and of a report, for tags, lists and pictures; what is unknown is left out."""

from __future__ import annotations

import os
from datetime import date

from macros.agency import Agency, Column
from macros.built import Built
from macros.form import Form
from macros.places import own_page
from macros.project import Project
from macros.report import Report
from macros.report_file import STATUS_WORDS

HOME = "index.html"
NOT_CONTENT = ("404.html", "search.html", "sitemap.html")
STATUSES = {status: word for word, status in STATUS_WORDS.items()}


def public_address(project: Project) -> str | None:
    """Where the site is reached by the public, with a slash at its end: as deployed, else as its settings say."""
    address = os.environ.get("SITE_URL") or project.site.texts.get("address")
    return f"{address.rstrip('/')}/" if address else None


def page_address(project: Project, page: Built) -> str | None:
    """The public address of a page; the home page is the site itself."""
    address = public_address(project)
    return None if address is None else address + ("" if page.path == HOME else page.path)


def site_name(project: Project) -> str:
    """The name of the site; a site without one is called by its agency."""
    agency = site_agency(project)
    return project.site.texts.get("name") or (agency.name if agency else "")


def site_agency(project: Project) -> Agency | None:
    """The agency the site is about."""
    return project.agency(project.site.texts.get("agency") or "")


def source_of(page: Built) -> str:
    """The file of ``docs/`` a page is made from, or would be."""
    return page.source or page.path.removesuffix(".html") + ".md"


def column_of(project: Project, page: Built) -> Column | None:
    """The column a page opens or stands in: that of the index of the nearest folder above it."""
    columns = {column.page: column for column in project.site.columns}
    own = source_of(page)
    if own in columns:
        return columns[own]
    above = (f"{folder.as_posix()}/index.md" for folder in (page.folder, *page.folder.parents) if folder.name)
    return next((columns[index] for index in above if index in columns), None)


def report_of(project: Project, page: Built) -> Report | None:
    """The report a page presents, or shows a part of; a page elsewhere only cites the report it names."""
    return project.report(page.report) if page.report and page.path.startswith("reports/") else None


def is_report_page(page: Built) -> bool:
    """Whether the page is the report itself."""
    return page.report is not None and page.path == own_page(page.report)


def report_facts(project: Project, report: Report, form: Form) -> list[tuple[str, str]]:
    """What is told of a report above its text, as label and value."""
    agency = project.agency(report.agency)
    known = (
        ("发布机构", agency.name if agency else None),
        ("索引号", report.index_number),
        ("报告年度", f"{report.year}年"),
        ("适用格式", form.document_number),
        ("首次公布", day_words(report)),
        ("状态", "已被取代" if report.edition else STATUSES.get(report.status)),
    )
    return [(label, value) for label, value in known if value]


def day_words(report: Report) -> str | None:
    """The day a report was first published, as people write it."""
    return date_words(report.published) if report.published else None


def date_words(day: date) -> str:
    """A day as people write it."""
    return f"{day.year}年{day.month}月{day.day}日"
