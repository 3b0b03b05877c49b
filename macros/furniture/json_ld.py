"""What a page is, for machines that read schema.org: a report with its tables as data sets, the agency, the site."""

from __future__ import annotations

import json
from typing import TypeAlias, cast

from macros.agency import Agency
from macros.built import Built
from macros.form import Form, Table
from macros.furniture.facts import (
    HOME,
    is_report_page,
    page_address,
    public_address,
    report_of,
    site_agency,
    site_name,
)  # fmt: skip
from macros.project import Project
from macros.publish.catalogue import downloads
from macros.report import Report

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
Thing: TypeAlias = dict[str, Value]
LANGUAGE = "zh-CN"


def json_ld(project: Project, page: Built, image: str | None) -> str:
    """The block of data for a page; nothing for a page that has none."""
    things = _things(project, page, image)
    if not things:
        return ""
    graph = {"@context": "https://schema.org", "@graph": [_known(thing) for thing in things]}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return f'<script type="application/ld+json">{text}</script>'


def _things(project: Project, page: Built, image: str | None) -> list[Thing]:
    if page.path == HOME:
        agency = site_agency(project)
        site: Thing = {
            "@type": "WebSite",
            "name": site_name(project),
            "description": page.description,
            "inLanguage": LANGUAGE,
            "url": page_address(project, page),
            "about": _ref(project, agency),
            "publisher": None if project.site.demonstration else _ref(project, agency),
        }
        return [site, *([organization(project, agency)] if agency else [])]
    report = report_of(project, page)
    form = project.forms.get(report.form) if report else None
    if report is None or form is None or not is_report_page(page):
        return []
    agency = project.agency(report.agency)
    return [_report(project, page, report, form, image), *([organization(project, agency)] if agency else [])]


def _report(project: Project, page: Built, report: Report, form: Form, image: str | None) -> Thing:
    agency, address = project.agency(report.agency), public_address(project)
    return {
        "@type": "Report",
        "@id": "#report",
        "name": page.title,
        "description": page.description,
        "identifier": report.index_number,
        "inLanguage": LANGUAGE,
        "url": page_address(project, page),
        "image": address + image if address and image else None,
        "author": _ref(project, agency),
        "publisher": _ref(project, agency),
        "datePublished": report.published.isoformat() if report.published else None,
        "temporalCoverage": _period(report),
        "isBasedOn": {
            "@type": "CreativeWork",
            "name": form.title,
            "identifier": form.document_number,
            "author": {"@type": "GovernmentOrganization", "name": form.issuer},
            "datePublished": form.issued.isoformat(),
        },
        "hasPart": [_data_set(project, page, report, form, table) for table in form.tables],
    }


def _data_set(project: Project, page: Built, report: Report, form: Form, table: Table) -> Thing:
    address = page_address(project, page)
    anchor = f"#{table.section}"
    creator = _ref(project, project.agency(report.agency))
    return _known(
        {
            "@type": "Dataset",
            "name": f"{page.title}：{table.caption}",
            "description": form.section_of(table).meaning,
            "url": f"{address}{anchor}" if address else None,
            "inLanguage": LANGUAGE,
            "creator": creator,
            "temporalCoverage": _period(report),
            "variableMeasured": [*dict.fromkeys(_variables(table))],
            "distribution": cast("Value", downloads(project, report, page.path)) if project.documents else None,
        }
    )


def _variables(table: Table) -> list[Value]:
    """What is counted: the labels of the rows of the first level, of a table without rows those of its columns."""
    return [head.label for block in table.blocks for head in (block.rows or block.columns)]


def _period(report: Report) -> str:
    return f"{report.year}-01-01/{report.year}-12-31"


def _ref(project: Project, agency: Agency | None) -> Thing | None:
    return {"@id": _id(project, agency)} if agency else None


def _id(project: Project, agency: Agency) -> str:
    """What names an agency: the same on every page when the public address is known."""
    return f"{public_address(project) or ''}#{agency.id}"


def organization(project: Project, agency: Agency) -> Thing:
    """An agency, by what its file states."""
    government = agency.texts.get("government")
    return {
        "@type": "GovernmentOrganization",
        "@id": _id(project, agency),
        "name": agency.name,
        "alternateName": agency.texts.get("short_name"),
        "url": agency.texts.get("portal"),
        "telephone": agency.numbered("telephone"),
        "faxNumber": agency.numbered("fax"),
        "email": agency.texts.get("email"),
        "address": agency.texts.get("address"),
        "parentOrganization": {"@type": "GovernmentOrganization", "name": government} if government else None,
    }


def _known(thing: Thing) -> Thing:
    """Without what is unknown."""
    return {key: value for key, value in thing.items() if value is not None and value != []}
