"""All open data of a site, or of one report: what is written where."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

from macros.furniture.facts import public_address
from macros.project import Project
from macros.publish.catalogue import catalogue
from macros.publish.csv_data import csv_text, report_rows
from macros.publish.datapackage import Written, package_of_all, package_of_report, written
from macros.publish.deadlines import calendar
from macros.publish.feeds import feeds
from macros.publish.json_data import form_json, list_json, report_json
from macros.publish.json_text import json_bytes
from macros.publish.names import (
    CATALOGUE,
    CELLS,
    DEADLINES,
    INDEX,
    LATEST,
    OPENAPI,
    PACKAGE,
    form_file,
    report_file,
    schema_file,
)  # fmt: skip
from macros.publish.openapi import openapi
from macros.publish.provenance import Provenance, report_paths
from macros.publish.schema import TITLES, schema
from macros.report import Report


def report_files(project: Project, report: Report, known: Provenance) -> dict[str, bytes]:
    """The data of one report by path below the site's root: JSON, CSV, and what describes the CSV."""
    form = project.forms[report.form]
    rows = csv_text(report_rows(project, report, form)).encode()
    made_at = known.made_at(*report_paths(project, report))
    package = package_of_report(project, report, written(rows), made_at)
    return {
        report_file(report, "json"): json_bytes(report_json(project, report, form, known)),
        report_file(report, "csv"): rows,
        report_file(report, "datapackage.json"): json_bytes(package),
    }


def write_open_data(project: Project, site: Path, reports: Sequence[Report], known: Provenance) -> list[Path]:
    """Write the API and the feeds below ``site``; the files written. ``reports`` may be in any order."""
    ordered = sorted(reports, key=lambda one: (-one.year, one.agency))
    files: dict[str, Written] = {}
    with _Growing(site / CELLS, csv_text(()).encode()) as cells:
        for report in ordered:
            for path, data in report_files(project, report, known).items():
                files[path] = _write(site / path, data)
                if path == report_file(report, "csv"):
                    cells.add(data[len(cells.head) :])
    for path, data in _rest(project, ordered, known, files, cells.written):
        files[path] = _write(site / path, data)
    return [site / path for path in sorted({*files, CELLS})]


def _rest(
    project: Project, reports: Sequence[Report], known: Provenance, files: dict[str, Written], cells: Written
) -> Iterator[tuple[str, bytes]]:
    """What all reports together give."""
    subscribed = {**feeds(project, reports, known), DEADLINES: calendar(project)}
    yield from subscribed.items()
    for path, some in ((INDEX, reports), (LATEST, latest(reports))):
        yield path, json_bytes(list_json(project, path, some, known, subscribed))
    for form in project.forms.values():
        yield form_file(form.id), json_bytes(form_json(project, form, known))
    for name in TITLES:
        yield schema_file(name), json_bytes(schema(project, name))
    yield OPENAPI, json_bytes(openapi(project, reports, public_address(project)))
    made_at = known.made_at(*(path for report in reports for path in report_paths(project, report)))
    yield PACKAGE, json_bytes(package_of_all(project, reports, cells, made_at))
    yield CATALOGUE, json_bytes(catalogue(project, reports, known, files))


def latest(reports: Sequence[Report]) -> list[Report]:
    """The newest report of each agency, in the order given."""
    years: dict[str, int] = {}
    for report in reports:
        years[report.agency] = max(report.year, years.get(report.agency, report.year))
    return [report for report in reports if report.year == years[report.agency]]


def _write(path: Path, data: bytes) -> Written:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return written(data)


class _Growing:
    """A file written piece by piece, so that the CSV of thousands of reports needs little memory."""

    def __init__(self, path: Path, head: bytes) -> None:
        self.head = head
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("wb")
        self._size, self._digest = 0, hashlib.sha256()

    def __enter__(self) -> Self:
        self.add(self.head)
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, data: bytes) -> None:
        """Write on."""
        self._file.write(data)
        self._digest.update(data)
        self._size += len(data)

    @property
    def written(self) -> Written:
        """What was written so far."""
        return Written(self._size, self._digest.hexdigest())
