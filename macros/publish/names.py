"""Where open data stand below the site's root, how they name what they link to, and what they and documents say."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from macros.furniture.facts import date_words, public_address, site_agency
from macros.project import Project
from macros.report import Report

API = "api/v1"
FEEDS = "feeds"
INDEX, LATEST, OPENAPI = f"{API}/index.json", f"{API}/latest.json", f"{API}/openapi.json"
CELLS, PACKAGE, CATALOGUE = f"{API}/cells.csv", f"{API}/datapackage.json", f"{API}/catalog.jsonld"
PUBLICATIONS, CORRECTIONS = f"{FEEDS}/publications.xml", f"{FEEDS}/corrections.xml"
DEADLINES = f"{FEEDS}/deadlines.ics"


def report_file(report: Report, suffix: str) -> str:
    """Where a file of a report stands: ``json``, ``csv`` or ``datapackage.json``."""
    return f"{API}/reports/{report.address}.{suffix}"


def form_file(form_id: str) -> str:
    """Where a form stands."""
    return f"{API}/forms/{form_id}.json"


def schema_file(name: str) -> str:
    """Where a schema stands: ``report``, ``list`` or ``form``."""
    return f"{API}/schema/{name}.schema.json"


@dataclass(frozen=True, slots=True)
class Links:
    """Links from one file: whole addresses when the public address is known, else relative to the file."""

    public: str | None
    here: str

    def to(self, path: str) -> str:
        """The link to a file of the site."""
        return self.public + path if self.public else posixpath.relpath(path, posixpath.dirname(self.here))


def links_from(project: Project, here: str) -> Links:
    """Links from a file of this site."""
    return Links(public_address(project), here)


def agency_name(project: Project, agency_id: str) -> str:
    """The name of an agency; its id when it has no file."""
    agency = project.agency(agency_id)
    return agency.name if agency else agency_id


def announced_title(project: Project, report: Report) -> str:
    """The title of a report as it is announced."""
    return f"{agency_name(project, report.agency)}{report.year}年政府信息公开工作年度报告"


def report_title(project: Project, report: Report) -> str:
    """What a report is called, beside other editions of it."""
    edition = f"（第{report.edition}版，已被取代）" if report.edition else ""
    return f"{announced_title(project, report)}{edition}"


def notice(project: Project, report: Report | None = None) -> str | None:
    """What data of a demonstration say of themselves, and an edition that was superseded; nothing else does."""
    agency = project.agency(report.agency) if report else site_agency(project)
    name = agency.name if agency else "有关行政机关"
    said = f"本数据来自演示站，根据已公开的年度报告制作，不是{name}的官方数据；以有关行政机关正式公布的为准。"
    return _notice(project, report, said)


def document_notice(project: Project, report: Report) -> str | None:
    """That a document is no official one, or one superseded; ``None`` when it is neither."""
    name = agency_name(project, report.agency)
    said = f"演示：根据已公布的年度报告制作，不是{name}印发的文件，内容以其正式公布的为准。"
    return _notice(project, report, said)


def superseded(report: Report) -> str:
    """What an edition that was superseded says of itself; nothing else says it."""
    if report.edition is None:
        return ""
    when = date_words(report.superseded) if report.superseded else ""
    return f"这是本报告的第{report.edition}版，{when}更正后被取代，保留供查考。现行版本见本站同名网页。"


def _notice(project: Project, report: Report | None, demonstration: str) -> str | None:
    old = superseded(report) if report else ""
    return old + (demonstration if project.site.demonstration else "") or None
