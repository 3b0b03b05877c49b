"""What the pages of a report, or of an edition of it, tell of its past: a notice, dates, origin of numbers, history."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from macros.editions import Edition, can_be_shown
from macros.form import Form
from macros.history_page import History, history_of
from macros.places import history_name
from macros.project import Project
from macros.releases import Releases
from macros.render.corrections import notice, superseded_notice
from macros.render.history import Web, time_words
from macros.render.origin import Origin
from macros.report import Report
from macros.report_states import past_of


@dataclass(frozen=True, slots=True)
class Told:
    """``notice`` stands above the report, ``dates`` beside its facts, ``origin`` with its numbers."""

    notice: str
    dates: tuple[tuple[str, str], ...]
    origin: Origin
    history: History


def told_of(project: Project, report: Report, form: Form, releases: Releases) -> Told:
    """What is told of a report as it holds."""
    known = past_of(project, report, releases)
    shown = tuple(one for one in known.superseded if can_be_shown(project, releases, one))
    past = replace(known, superseded=shown, unfit=tuple(one for one in known.superseded if one not in shown))
    history = history_of(project, report, past)
    first = past.first_public
    dates = [("审核并入", time_words(first.time))] if first and first.time else []
    dates += [("是否按期", history.timeliness.sentence)] if history.timeliness.sentence else []
    release = past.states[-1].release
    return Told(
        notice(report, form, past),
        tuple(dates),
        _origin(project, report, history, release.commit if release else None),
        history,
    )


def told_of_edition(project: Project, edition: Edition, told: Told) -> Told:
    """What is told of an edition that was superseded; ``told`` is what is told of the report that holds."""
    release = edition.superseded.state.release
    origin = _origin(project, edition.report, told.history, release.commit if release else None)
    dates = (("版本", f"第{edition.report.edition}版"),)
    return Told(superseded_notice(edition.superseded, edition.report), dates, origin, told.history)


def _origin(project: Project, report: Report, history: History, commit: str | None) -> Origin:
    path = f"data/reports/{report.id}.yml"
    counts = Counter({address: len(found) for address, found in history.by_value})
    web = Web(project.site.repository).file(commit, path)
    return Origin(path, history_name(report.id), web, counts, history.past.known and history.past.whole)
