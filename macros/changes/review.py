"""What reviewers are asked to look at: every report that differs from a revision, part by part, and the other files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path

from macros.calls import Scene
from macros.changes.files import FileChange
from macros.changes.lines import TextChange, changed_texts
from macros.changes.values import (
    CellChange,
    ValueChange,
    changed_cells,
    changed_passages,
    changed_values,
    new_corrections,
    new_explanations,
)
from macros.earlier import report_of, told
from macros.findings import Result
from macros.form import Form, Sum
from macros.git import Revision
from macros.history import History
from macros.inputs import Input, shown_name
from macros.narrative import SPACE, Passage
from macros.page import load_page
from macros.project import Project
from macros.report import Correction, Explanation, Report
from macros.rules.case import ChangeCase, HistoryCase

REPORT_FILE = re.compile(r"(?:data|docs)/reports/([^/]+)/([^/]+)\.(?:yml|md)")
PICTURE = re.compile(r"docs/.*(?<!\.md)")
HEAD = ("agency", "year", "status", "index_number")


@dataclass(frozen=True, slots=True)
class ParagraphChange:
    """A paragraph that reads otherwise, is new (``before`` is ``None``) or gone (``after`` is ``None``)."""

    section: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class ReportChange:
    """A report beside what it was. ``now`` is ``None`` when it is gone or cannot be read (``unread`` tells which).

    ``before`` is ``None`` for a new one, and for one that could not be read then (``unread_before``).
    """

    id: str
    name: str
    file: str
    page: str
    before: Report | None
    now: Report | None
    form: Form | None
    form_before: Form | None
    unread: bool = False
    unread_before: bool = False
    page_gone: bool = False
    cells: tuple[CellChange, ...] = ()
    sums: tuple[Sum, ...] = ()
    values: tuple[ValueChange, ...] = ()
    paragraphs: tuple[ParagraphChange, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    explanations_gone: tuple[Explanation, ...] = ()
    corrections: tuple[Correction, ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether there was no such report before."""
        return self.before is None and self.now is not None and not self.unread_before

    @property
    def is_gone(self) -> bool:
        """Whether the report is there no more."""
        return self.now is None and not self.unread

    @property
    def head(self) -> tuple[str, ...]:
        """The keys at the top of the data file that say something else."""
        before, now = self.before, self.now
        if before is None or now is None:
            return ()
        return tuple(key for key in HEAD if getattr(before, key) != getattr(now, key))

    @property
    def was_public(self) -> bool:
        """Whether the public had seen it before this change."""
        return self.before is not None and self.before.status == "published"

    @property
    def becomes_public(self) -> bool:
        """Whether this change publishes it."""
        return self.now is not None and self.now.status == "published" and not self.was_public

    @property
    def public_text_differs(self) -> bool:
        """Whether what the public has read reads otherwise now; answers to warnings are not part of the report."""
        parts = (self.cells, self.values, self.paragraphs, self.corrections)
        return self.was_public and self.now is not None and (self.page_gone or bool(self.head) or any(parts))

    @property
    def says_something_else(self) -> bool:
        """Whether a reader of the report would notice anything of the change."""
        parts = (self.cells, self.values, self.paragraphs, self.explanations, self.explanations_gone, self.corrections)
        return self.before is None or self.now is None or self.page_gone or bool(self.head) or any(parts)


@dataclass(frozen=True, slots=True)
class Review:
    """A change against ``commit``, with what the check found of the whole."""

    commit: str
    result: Result
    change: ChangeCase
    reports: tuple[ReportChange, ...]
    texts: tuple[TextChange, ...] = ()

    @property
    def touched(self) -> frozenset[str]:
        """The names of the files that changed, and of both files of every changed report."""
        names = {self.change.name(one.path) for one in self.files}
        return frozenset(names | {name for one in self.reports for name in (one.file, one.page)})

    @property
    def files(self) -> tuple[FileChange, ...]:
        """Every file that differs."""
        return self.change.files


def review(project: Project, paths: list[Path], against: str, result: Result) -> Review:
    """The change from a revision to the working folder. Raises ``UsageError`` for a revision that cannot be read."""
    history = History(project, against, paths)
    change = next(history.changes())
    revision = history.revisions[change.top]
    named = (REPORT_FILE.fullmatch(change.path(one.path)) for one in change.files)
    ids = {(found[1], found[2]) for found in named if found}
    beside = _showing(project, change) - ids
    reports = [(key, _report(project, history, revision, change, *key)) for key in sorted(ids | beside)]
    found = tuple(one for key, one in reports if one and (key not in beside or one.says_something_else))
    return Review(revision.commit, result, change, found, tuple(changed_texts(change, revision)))


def _showing(project: Project, change: ChangeCase) -> set[tuple[str, str]]:
    """The reports that may read otherwise because of a picture; which do, their words tell."""
    if not any(PICTURE.fullmatch(change.path(one.path)) for one in change.files):
        return set()
    return {(path.parent.name, path.stem) for path in (project.root / "data" / "reports").glob("*/*.yml")}


def _report(
    project: Project, history: History, revision: Revision, change: ChangeCase, agency: str, year: str
) -> ReportChange | None:  # fmt: skip
    data = f"{change.prefix}data/reports/{agency}/{year}.yml"
    path, page = change.top / data, change.top / f"{change.prefix}docs/reports/{agency}/{year}.md"
    body = project.agency(agency)
    name = f"{body.name if body else f'{agency} '}{year}年度报告"
    made = ReportChange(f"{agency}/{year}", name, change.name(data), shown_name(page), None, None, None, None)
    if not path.is_file() or path.is_symlink():
        before = report_of(project, revision.read(data), made.file)
        form = project.forms[before.form] if before else None
        return replace(made, before=before, form_before=form) if before else None
    now = project.read(path)[0]
    form = project.forms.get(now.form) if now else None
    if now is None or form is None:
        before = report_of(project, revision.read(data), made.file)
        return replace(made, before=before, unread=True, form_before=project.forms[before.form] if before else None)
    item = Input(path, made.file, "data", path.parent)
    case = history.case(item, now, form, None)
    made = replace(made, now=now, form=form)
    if case.before is None:
        words = (
            told(load_page(page, made.page), form, [Scene(project, now.id, now, made.file)]) if page.is_file() else {}
        )
        unread = case.gap == "base-unread"
        return replace(made, unread_before=unread, paragraphs=tuple(_paragraphs({}, words)))
    return _compared(made, case, case.before, now, form, project.forms[case.before.form])


def _compared(
    made: ReportChange, case: HistoryCase, before: Report, now: Report, form: Form, form_before: Form
) -> ReportChange:  # fmt: skip
    cells = tuple(
        replace(
            cell, before=cell.before or before.marks.get(cell.address), after=cell.after or now.marks.get(cell.address)
        )
        for cell in changed_cells(before, now)
    )
    touched = {one for cell in cells for one in form.sums_of.get(cell.address, ())}
    return replace(
        made,
        before=before,
        form_before=form_before,
        page_gone=case.narrative is None and case.narrative_before is not None,
        cells=cells,
        sums=tuple(one for one in form.sums if one in touched),
        values=tuple(changed_values(before, now)),
        paragraphs=tuple(_paragraphs(case.narrative_before or {}, case.narrative or {})) if case.narrative else (),
        explanations=tuple(new_explanations(before.explanations, now.explanations)),
        explanations_gone=tuple(new_explanations(now.explanations, before.explanations)),
        corrections=tuple(new_corrections(before.corrections, now.corrections)),
    )


def _paragraphs(before: Mapping[str, Passage], now: Mapping[str, Passage]) -> Iterator[ParagraphChange]:
    """The paragraphs that differ, section by section; white space aside."""
    for section, was, value in changed_passages(before, now):
        old, new = (one.paragraphs if one else () for one in (was, value))
        same = SequenceMatcher(None, [SPACE.sub("", one) for one in old], [SPACE.sub("", one) for one in new], False)
        for kind, a, b, c, d in same.get_opcodes():
            if kind == "equal":
                continue
            for index in range(max(b - a, d - c)):
                first = old[a + index] if a + index < b else None
                second = new[c + index] if c + index < d else None
                yield ParagraphChange(section, first, second)
