"""Reports, forms and the list of reports as JSON: every cell with its state, its labels from the form, its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from macros.calls import FEE_LABELS, FEE_UNITS
from macros.form import Block, Cell, Form, Head, Table
from macros.places import own_page
from macros.project import Project
from macros.publish.json_text import Object, number_json
from macros.publish.names import (
    CATALOGUE,
    CELLS,
    CORRECTIONS,
    DEADLINES,
    INDEX,
    LATEST,
    OPENAPI,
    PACKAGE,
    PUBLICATIONS,
    Links,
    agency_name,
    form_file,
    links_from,
    notice,
    report_file,
    report_title,
    schema_file,
)  # fmt: skip
from macros.publish.provenance import Provenance, report_provenance
from macros.report import Correction, Explanation, Report, State


def report_json(project: Project, report: Report, form: Form, known: Provenance) -> Object:
    """One report, whole."""
    to = links_from(project, report_file(report, "json"))
    agency = project.agency(report.agency)
    return {
        "$schema": to.to(schema_file("report")),
        "demonstration": project.site.demonstration,
        "notice": notice(project, report),
        "id": report.id,
        "title": report_title(project, report),
        "agency": {
            "id": report.agency,
            "name": agency_name(project, report.agency),
            "short_name": agency.texts.get("short_name") if agency else None,
        },
        "year": report.year,
        "period": {"from": f"{report.year}-01-01", "to": f"{report.year}-12-31"},
        "status": report.status,
        "published": report.published.isoformat() if report.published else None,
        "index_number": report.index_number,
        "form": {"id": form.id, "document_number": form.document_number},
        "tables": [{"id": one.id, "section": one.section, "caption": one.caption} for one in form.tables],
        "cells": [_cell(report, cell) for cell in form.cells.values()],
        "figures": list(_figures(report)),
        "processing_fee": list(_fees(report)),
        "explanations": [_explanation(one) for one in report.explanations],
        "corrections": [_correction(one) for one in report.corrections],
        "edition": report.edition,
        "current": to.to(report_file(replace(report, edition=None), "json")) if report.edition else None,
        "superseded": [_superseded(report, address, to) for address in known.superseded.get(report.address, ())],
        "provenance": report_provenance(project, report, form, known),
        "links": {**_links(report, to), "form": to.to(form_file(form.id)), "index": to.to(INDEX)},
    }


def _superseded(report: Report, address: str, to: Links) -> Object:
    """An edition that this report has replaced."""
    number = int(address.rpartition("-v")[2])
    return {"edition": number, **_links(replace(report, edition=number), to)}


def _links(report: Report, to: Links) -> Object:
    files = {"json": "json", "csv": "csv", "datapackage": "datapackage.json"}
    found: Object = {name: to.to(report_file(report, suffix)) for name, suffix in files.items()}
    return {**found, "html": to.to(own_page(report.address))}


def _cell(report: Report, cell: Cell) -> Object:
    value = report.cells[cell.address]
    return {
        "address": cell.address,
        "table": cell.table,
        "row": ".".join(cell.row.path) or None,
        "row_label": cell.row.name or None,
        "column": ".".join(cell.column.path) or None,
        "column_label": cell.column.name,
        "value": number_json(value.number),
        "state": value.state.value,
        "unit": cell.unit,
        "kind": cell.kind,
    }


def state_of(number: object) -> State:
    """The state of a number outside the tables, where nothing is not applicable."""
    return State.BLANK if number is None else State.NUMBER


def _figures(report: Report) -> Iterator[Object]:
    for one in report.figures.values():
        yield {
            "address": f"figures.{one.id}",
            "label": one.label,
            "value": number_json(one.value),
            "state": state_of(one.value).value,
            "unit": one.unit,
            "section": one.section,
            "source": one.source,
        }


def _fees(report: Report) -> Iterator[Object]:
    for key, label in FEE_LABELS.items():
        if key in report.fees:
            value = report.fees[key].value
            yield {
                "address": f"processing_fee.{key}",
                "label": label,
                "value": number_json(value),
                "state": state_of(value).value,
                "unit": FEE_UNITS[key],
            }


def _explanation(one: Explanation) -> Object:
    return {
        "rule": one.rule,
        "cells": one.cells,
        "text": one.text,
        "reason": one.reason,
        "by": one.by,
        "date": one.date.isoformat() if one.date else None,
    }


def _correction(one: Correction) -> Object:
    return {
        "date": one.date.isoformat() if one.date else None,
        "cell": one.cell,
        "from": number_json(one.old),
        "to": number_json(one.new),
        "kind": one.kind,
        "reason": one.reason,
    }


# --- the list of reports ------------------------------------------------------------------------------------------


def list_json(
    project: Project, here: str, reports: Sequence[Report], known: Provenance, feeds: Iterable[str]
) -> Object:
    """Reports by year and agency, and where everything else is; ``feeds`` are those that were written."""
    to = links_from(project, here)
    forms = project.forms
    made = [_entry(project, report, forms[report.form], known, to) for report in reports]
    files = {
        "index": INDEX, "latest": LATEST, "openapi": OPENAPI, "cells": CELLS, "datapackage": PACKAGE,
        "catalog": CATALOGUE,
    }  # fmt: skip
    written = frozenset(feeds)
    subscribed = {"publications": PUBLICATIONS, "corrections": CORRECTIONS, "deadlines": DEADLINES}
    return {
        "$schema": to.to(schema_file("list")),
        "demonstration": project.site.demonstration,
        "notice": notice(project),
        "reports": made,
        "forms": [
            {"id": form.id, "document_number": form.document_number, "json": to.to(form_file(form.id))}
            for form in forms.values()
        ],
        "schemas": {name: to.to(schema_file(name)) for name in ("report", "list", "form")},
        "feeds": {name: to.to(path) if path in written else None for name, path in subscribed.items()},
        "links": {name: to.to(path) for name, path in files.items()},
    }


def _entry(project: Project, report: Report, form: Form, known: Provenance, to: Links) -> Object:
    return {
        "id": report.id,
        "title": report_title(project, report),
        "agency": report.agency,
        "year": report.year,
        "form": form.id,
        "status": report.status,
        "published": report.published.isoformat() if report.published else None,
        "corrections": len(report.corrections),
        "provenance": report_provenance(project, report, form, known),
        "links": _links(report, to),
    }


# --- forms --------------------------------------------------------------------------------------------------------


def form_json(project: Project, form: Form, known: Provenance) -> Object:
    """One statutory form: sections, tables with rows and columns as trees, identities."""
    to = links_from(project, form_file(form.id))
    return {
        "$schema": to.to(schema_file("form")),
        "demonstration": project.site.demonstration,
        "notice": notice(project),
        "id": form.id,
        "title": form.title,
        "document_number": form.document_number,
        "issuer": form.issuer,
        "issued": form.issued.isoformat(),
        "years": {"from": form.first_year, "to": form.last_year},
        "sections": [
            {"id": s.id, "title": s.title, "article": s.article, "meaning": s.meaning} for s in form.sections
        ],
        "tables": [_table(table) for table in form.tables],
        "identities": [
            {"id": i.id, "rule": i.rule, "table": i.table, "over": i.over, "sum": i.sum, "equals": i.equals,
             "basis": i.basis}
            for i in form.identities
        ],
        "provenance": {"source": known.file(Path(form.path)), "generated_at": known.made_at(Path(form.path))},
        "links": {"json": to.to(form_file(form.id)), "index": to.to(INDEX)},
    }  # fmt: skip


def _table(table: Table) -> Object:
    return {
        "id": table.id,
        "section": table.section,
        "caption": table.caption,
        "blocks": [_block(block) for block in table.blocks],
        "cells": [cell.address for cell in table.cells],
    }


def _block(block: Block) -> Object:
    return {
        "heading": block.heading,
        "corner": block.corner,
        "unit": block.unit,
        "columns": [_head(head) for head in block.columns],
        "rows": [_head(head) for head in block.rows],
    }


def _head(head: Head) -> Object:
    return {
        "id": ".".join(head.path) if head.has_id else None,
        "label": head.label,
        "article": head.article,
        "meaning": head.meaning,
        "unit": head.unit,
        "kind": head.kind,
        "children": [_head(child) for child in head.children],
    }
