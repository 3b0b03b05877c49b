"""The catalogue of all data sets in DCAT (JSON-LD), so that portals of open data can harvest it.

The meaning of its terms stands in it; nothing has to be fetched to read it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from macros.furniture.facts import site_agency, site_name
from macros.places import own_page
from macros.project import Project
from macros.publish.datapackage import Written
from macros.publish.json_text import Json, Object
from macros.publish.names import (
    CATALOGUE,
    Links,
    agency_name,
    form_file,
    links_from,
    notice,
    report_file,
    report_title,
)  # fmt: skip
from macros.publish.provenance import Provenance, report_paths
from macros.report import Report

LANGUAGE = "zh-CN"
CHINESE = "http://id.loc.gov/vocabulary/iso639-1/zh"
MEDIA = {"json": "application/json", "csv": "text/csv"}
KEYWORDS = ("政府信息公开", "年度报告", "统计数据")
CONTEXT: Object = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "schema": "https://schema.org/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def catalogue(project: Project, reports: Sequence[Report], known: Provenance, files: Mapping[str, Written]) -> Object:
    """The catalogue; ``files`` are the size and hash of what was written, by path below the site's root."""
    to = links_from(project, CATALOGUE)
    agency = site_agency(project)
    said = notice(project)
    publisher: Object = (
        {"dct:publisher": _body(agency.name)} if agency is not None and not project.site.demonstration else {}
    )
    return {
        "@context": CONTEXT,
        "@id": to.to(CATALOGUE),
        "@type": ["dcat:Catalog", "schema:DataCatalog"],
        "dct:title": _words(f"{site_name(project)}：年度报告数据目录"),
        **({"dct:description": _words(said)} if said else {}),
        "dct:language": {"@id": CHINESE},
        **publisher,
        "dcat:dataset": [_set(project, report, known, files, to) for report in reports],
    }


def _set(project: Project, report: Report, known: Provenance, files: Mapping[str, Written], to: Links) -> Object:
    form = project.forms[report.form]
    page = to.to(own_page(report.id))
    made_at = known.made_at(*report_paths(project, report))
    said = notice(project, report)
    return {
        "@id": f"{page}#dataset",
        "@type": ["dcat:Dataset", "schema:Dataset"],
        "dct:identifier": report.id,
        "dct:title": _words(report_title(project, report)),
        **({"dct:description": _words(said)} if said else {}),
        "dct:language": {"@id": CHINESE},
        "dct:creator": _body(agency_name(project, report.agency)),
        **({"dct:issued": _typed(report.published.isoformat(), "date")} if report.published else {}),
        **({"dct:modified": _typed(made_at, "dateTime")} if made_at else {}),
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _typed(f"{report.year}-01-01", "date"),
            "dcat:endDate": _typed(f"{report.year}-12-31", "date"),
        },
        "dct:conformsTo": {
            "@id": to.to(form_file(form.id)),
            "@type": "dct:Standard",
            "dct:title": _words(form.title),
            "dct:identifier": form.document_number,
        },
        "dcat:keyword": [_words(word) for word in KEYWORDS],
        "dcat:landingPage": {"@id": page},
        "dcat:distribution": [_file(report, kind, files, to) for kind in MEDIA],
    }


def _file(report: Report, kind: str, files: Mapping[str, Written], to: Links) -> Object:
    path = report_file(report, kind)
    about = files[path]
    return {
        "@id": to.to(path),
        "@type": ["dcat:Distribution", "schema:DataDownload"],
        "dct:title": kind.upper(),
        "dcat:downloadURL": {"@id": to.to(path)},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{MEDIA[kind]}"},
        "dcat:byteSize": _typed(str(about.size), "nonNegativeInteger"),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": _typed(about.sha256, "hexBinary"),
        },
    }


def downloads(project: Project, report: Report, here: str) -> list[Object]:
    """The files of a report for schema.org, linked from the page ``here``."""
    to = links_from(project, here)
    return [
        {"@type": "DataDownload", "encodingFormat": media, "contentUrl": to.to(report_file(report, kind))}
        for kind, media in MEDIA.items()
    ]


def _words(text: str) -> Json:
    return {"@value": text, "@language": LANGUAGE}


def _typed(text: str, kind: str) -> Json:
    return {"@value": text, "@type": f"xsd:{kind}"}


def _body(name: str) -> Json:
    return {"@type": "foaf:Organization", "foaf:name": name}
