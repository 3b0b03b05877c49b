"""Atom feeds: reports that were published, and corrections made after publication.

An entry needs the time it was last changed: that of its commit, else the day the report or the correction states.
What has neither is left out, and a feed without any time is not written.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from xml.sax.saxutils import escape, quoteattr

from macros.furniture.facts import site_name
from macros.messages.words import Names
from macros.places import own_page
from macros.project import Project
from macros.publish.names import (
    CORRECTIONS,
    PUBLICATIONS,
    Links,
    agency_name,
    links_from,
    notice,
    report_file,
    report_title,
)  # fmt: skip
from macros.publish.provenance import BEIJING, Provenance, report_paths
from macros.render.tables.legend import correction_words
from macros.report import Correction, Report

SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "gongkai")
NEWEST = 100
REPORTS_PAGE, CORRECTED_PAGE = "reports/index.html", "corrections.html"
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TYPES = {"json": "application/json", "csv": "text/csv"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed."""

    key: str
    title: str
    summary: str
    author: str
    updated: str
    published: str | None
    link: str
    files: tuple[tuple[str, str], ...] = ()


def feeds(project: Project, reports: Sequence[Report], known: Provenance) -> dict[str, bytes]:
    """The feeds by their path below the site's root."""
    published = [report for report in reports if report.status == "published"]
    times = [time for report in published if (time := _time(project, report, known)) is not None]
    newest = max(times, key=datetime.fromisoformat) if times else None
    name = site_name(project)
    found = {
        PUBLICATIONS: (f"{name}：年度报告", _publications),
        CORRECTIONS: (f"{name}：年度报告的更正", _corrections),
    }
    made = {}
    for path, (title, entries) in found.items():
        to = links_from(project, path)
        text = _feed(project, path, title, to, list(entries(project, published, known, to)), newest)
        if text is not None:
            made[path] = text.encode()
    return made


def _time(project: Project, report: Report, known: Provenance) -> str | None:
    return known.made_at(*report_paths(project, report)) or _midnight(report.published)


def _midnight(day: date | None) -> str | None:
    return datetime(day.year, day.month, day.day, tzinfo=BEIJING).isoformat() if day else None


def _publications(project: Project, reports: Iterable[Report], known: Provenance, to: Links) -> Iterator[Entry]:
    for report in reports:
        time = _time(project, report, known)
        if time is not None:
            title = report_title(project, report)
            yield Entry(
                f"report {report.id}",
                title,
                f"{title}，按照{project.forms[report.form].document_number}的格式编制。",
                agency_name(project, report.agency),
                time,
                _midnight(report.published),
                to.to(own_page(report.id)),
                tuple((media, to.to(report_file(report, kind))) for kind, media in TYPES.items()),
            )


def _corrections(project: Project, reports: Iterable[Report], known: Provenance, to: Links) -> Iterator[Entry]:
    for report in reports:
        form = project.forms[report.form]
        names = Names(form)
        page = to.to(own_page(report.id))
        seen: dict[tuple[object, ...], int] = {}
        for one in report.corrections:
            seen[one.identity] = seen.get(one.identity, -1) + 1
            time = _midnight(one.date) or _time(project, report, known)
            if time is not None:
                yield Entry(
                    _key(report, one, seen[one.identity]),
                    f"更正：{report_title(project, report)}，{names.place(one.cell)}",
                    f"{correction_words(one)}。",
                    agency_name(project, report.agency),
                    time,
                    None,
                    f"{page}#{one.cell}" if one.cell in form.cells else page,
                )


def _key(report: Report, one: Correction, again: int) -> str:
    return "|".join(("correction", report.id, *map(str, one.identity), str(again)))


def _feed(
    project: Project, path: str, title: str, to: Links, entries: list[Entry], newest: str | None
) -> str | None:  # fmt: skip
    about = CORRECTED_PAGE if path == CORRECTIONS else REPORTS_PAGE
    entries.sort(key=lambda one: one.key)
    entries.sort(key=lambda one: datetime.fromisoformat(one.updated), reverse=True)
    updated = entries[0].updated if entries else newest
    if updated is None:
        return None
    said, owner = notice(project), project.site.texts.get("agency")
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">',
        f"  <id>{_id(f'{path} {owner}')}</id>",
        f"  <title>{_xml(title)}</title>",
        *([f"  <subtitle>{_xml(said)}</subtitle>"] if said else []),
        f"  <updated>{updated}</updated>",
        f"  <author><name>{_xml(site_name(project))}</name></author>",
        f'  <link rel="alternate" type="text/html" href={quoteattr(to.to(about))}/>',
        *([f'  <link rel="self" type="application/atom+xml" href={quoteattr(to.to(path))}/>'] if to.public else []),
    ]
    for entry in entries[:NEWEST]:
        lines += _entry(entry)
    return "\n".join((*lines, "</feed>", ""))


def _entry(one: Entry) -> Iterator[str]:
    yield "  <entry>"
    yield f"    <id>{_id(one.key)}</id>"
    yield f"    <title>{_xml(one.title)}</title>"
    yield f"    <updated>{one.updated}</updated>"
    if one.published:
        yield f"    <published>{one.published}</published>"
    yield f"    <author><name>{_xml(one.author)}</name></author>"
    yield f'    <link rel="alternate" type="text/html" href={quoteattr(one.link)}/>'
    for media, link in one.files:
        yield f'    <link rel="related" type="{media}" href={quoteattr(link)}/>'
    yield f"    <summary>{_xml(one.summary)}</summary>"
    yield "  </entry>"


def _id(key: str) -> str:
    """What names a feed or an entry for ever, wherever the site stands."""
    return f"urn:uuid:{uuid.uuid5(SPACE, key)}"


def _xml(text: str) -> str:
    """Text for XML; a character XML cannot hold is shown as unknown."""
    return escape(NOT_XML.sub("\ufffd", text))
