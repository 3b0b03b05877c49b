"""The review as JSON, for other programs."""

from __future__ import annotations

from macros.changes.checklist import tasks
from macros.changes.owners import group_of
from macros.changes.review import ReportChange, Review
from macros.changes.values import stated
from macros.messages.words import Names
from macros.render.plain import data, dumps, number
from macros.render.written_sums import written_sum
from macros.report import Correction, Explanation


def render(review: Review) -> str:
    """The whole; an empty text when nothing changed, as in every other format."""
    if not review.files:
        return ""
    shape: dict[str, object] = {
        "against": review.commit,
        "passed": not review.result.failed,
        "reports": [_report(one) for one in review.reports],
        "files": [
            {
                "path": review.change.name(one.path), "group": group_of(review.change.path(one.path)).id,
                "change": one.what, "kind": one.sort, "bytes_before": one.before, "bytes": one.after,
            }
            for one in review.files
        ],
        "texts": [
            {"path": one.file, "lines": [{"before": line.before, "after": line.after} for line in one.lines]}
            for one in review.texts
        ],
        "checklist": [{"who": task.who, "text": task.text} for task in tasks(review)],
        "check": data(review.result),
    }  # fmt: skip
    return dumps(shape)


def _report(one: ReportChange) -> dict[str, object]:
    names = Names(one.form or one.form_before)
    what = "unread" if one.unread else "gone" if one.is_gone else "changed" if one.before else "new"
    return {
        "report": one.id,
        "change": what,
        "file": one.file,
        "page": one.page,
        "published_before": one.was_public,
        "head": {key: [_plain(getattr(report, key)) for report in (one.before, one.now)] for key in one.head},
        "cells": [
            {
                "address": cell.address, "name": names.cell(cell.address),
                "before": number(stated(cell.before)), "after": number(stated(cell.after)),
            }
            for cell in one.cells
        ],
        "identities": [
            {"identity": a_sum.key, "before": before, "after": after}
            for a_sum in one.sums
            if one.form and one.now and one.before
            for before, after in [[
                written_sum(report, one.form, a_sum) if report.form == one.form.id else None
                for report in (one.before, one.now)
            ]]
        ],
        "values": [
            {"address": value.address, "before": number(value.old), "after": number(value.new)} for value in one.values
        ],
        "paragraphs": [
            {"section": text.section, "before": text.before, "after": text.after} for text in one.paragraphs
        ],
        "explanations": [_explanation(entry) for entry in one.explanations],
        "explanations_gone": [_explanation(entry) for entry in one.explanations_gone],
        "corrections": [_correction(entry) for entry in one.corrections],
    }  # fmt: skip


def _plain(value: object) -> int | str | None:
    return value if isinstance(value, int | str) else None


def _explanation(one: Explanation) -> dict[str, object]:
    day = one.date.isoformat() if one.date else None
    return {
        "rule": one.rule,
        "cells": list(one.cells),
        "text": one.text,
        "reason": one.reason,
        "by": one.by,
        "date": day,
    }


def _correction(one: Correction) -> dict[str, object]:
    day = one.date.isoformat() if one.date else None
    shape: dict[str, object] = {"date": day, "cell": one.cell, "from": number(one.old), "to": number(one.new)}
    return shape | {"kind": one.kind, "reason": one.reason}
