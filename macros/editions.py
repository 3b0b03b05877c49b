"""Superseded editions of reports, laid out again as they stood: a small tree of their own, checked and published.

The tree holds the reports of the agency as the release left them; forms, agencies and settings are today's. So the
same code makes the documents and pages of an edition that makes those of the report itself.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from macros.calls import CallError, Scene, resolve
from macros.check import check
from macros.check_page import words_of
from macros.explanations import Answers, explained, of_page
from macros.facts import Position
from macros.findings import Finding, Result, finding, held
from macros.inputs import shown_name
from macros.kinds import text_pieces
from macros.messages.words import Names
from macros.page import Page
from macros.project import Project
from macros.publish.provenance import Commit, Provenance
from macros.reader import Reader
from macros.releases import Releases
from macros.report import Report
from macros.report_states import Superseded, complete, past_of
from macros.rules import RULES
from macros.rules.case import PageCase, TextCase
from macros.rules.marks import FAMILY as MARKS
from macros.rules.safety import FAMILY as SAFETY
from macros.running import judge
from macros.source import decode, parse

OF_PAGE, OF_TEXT = (
    tuple(r for r in RULES.values() if r.scope == scope and (r.gate or r.family in {SAFETY, MARKS}))
    for scope in ("page", "text")
)
SHARED = ("data/forms", "data/agencies", "data/site.yml", "theme")


@dataclass(frozen=True, slots=True)
class Edition:
    """A superseded edition that is laid out: the project it stands in, and what is known of it."""

    project: Project
    report: Report
    superseded: Superseded
    known: Provenance
    result: Result

    @property
    def page_path(self) -> Path:
        """Its Markdown."""
        return self.project.root / "docs" / "reports" / f"{self.report.id}.md"


def can_be_shown(project: Project, releases: Releases, one: Superseded) -> bool:
    """Whether there is a page and every number of an edition, and today's program may show all of it."""
    report, page, release = one.state.report, one.state.page, one.state.release
    form = project.forms.get(report.form) if report else None
    if report is None or form is None or page is None or release is None or not complete(report, form):
        return False
    scene, data = Scene(project, report.id, report, page.path), releases.blobs.get(release.data or "")
    if data is None or report.marks or page.problems or not _resolved(scene, page):
        return False
    return not _refused(scene, report, page, text_pieces(parse(decode(data, report.path)[0], report.path).root))


def _resolved(scene: Scene, page: Page) -> bool:
    """Whether every call of a page names something."""
    try:
        for call in page.calls:
            resolve(scene, call.name, call.args, call.kwargs)
    except CallError:
        return False
    return True


def _refused(scene: Scene, report: Report, page: Page, pieces: tuple[tuple[Position, str], ...]) -> bool:
    """Whether a rule speaks against publishing the page or the words of the data, which nobody has answered."""
    facts = judge(OF_PAGE, PageCase(page, scene, True))[0]
    for words in (words_of(page, page.path), TextCase(report.path, pieces, False)):
        facts += judge(OF_TEXT, words)[0]
    answers = (Answers(report.path, report.explanations, page.path, is_report=True), of_page(page, Reader()))
    found = explained((finding(fact, Names(scene.form)) for fact in facts), answers)
    return any(one.severity == "error" for one in held(found, ()))


@contextmanager
def laid_out(project: Project, releases: Releases, one: Superseded) -> Iterator[Edition]:
    """An edition in a folder that lasts as long as it is worked on."""
    state = one.state
    assert state.release is not None
    assert state.report is not None
    with TemporaryDirectory(prefix="gongkai-") as scratch:
        root = Path(scratch)
        for path, data in releases.files_at(state.release, state.report.agency):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
        for name in SHARED:
            if (project.root / name).exists():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).symlink_to((project.root / name).resolve())
        here = project.beside(root)
        folders = [root / part / "reports" / state.report.agency for part in ("data", "docs")]
        result = _renamed(check(here, [path for path in folders if path.is_dir()]), f"{shown_name(root)}/")
        here = project.beside(root)
        file = root / "data" / "reports" / f"{state.report.id}.yml"
        report = replace(state.report, edition=one.number, superseded=one.day, path=str(file))
        here.adopt(file, pickle.dumps(report))
        yield Edition(here, report, one, _provenance(root, releases, one), result)


def with_superseded(
    project: Project, known: Provenance, releases: Releases, reports: Iterable[Report]
) -> Provenance:  # fmt: skip
    """What is known of where data come from, with the addresses of the editions that corrections have superseded."""
    found: dict[str, tuple[str, ...]] = {}
    for report in reports:
        if report.corrections:
            past = past_of(project, report, releases)
            found[report.id] = tuple(one.address for one in past.superseded if can_be_shown(project, releases, one))
    return replace(known, superseded=found)


def _provenance(root: Path, releases: Releases, one: Superseded) -> Provenance:
    """The commits that brought the files of an edition."""
    assert one.state.release is not None
    assert one.state.report is not None
    report, until = one.state.report, releases.order[one.state.release.commit]
    found: dict[str, Commit] = {}
    last: tuple[str | None, str | None] = (None, None)
    for release in releases.of(report.id):
        place = releases.order[release.commit]
        if place > until:
            break
        commit = Commit(release.commit, release.time.isoformat() if release.time else None, until - place)
        now = (release.data, release.page)
        for name, blob, before in zip(
            (f"data/reports/{report.id}.yml", f"docs/reports/{report.id}.md"), now, last, strict=True
        ):
            if blob is not None and blob != before and not release.edge:
                found[name] = commit
        last = now
    return Provenance(root, found)


def _renamed(result: Result, folder: str) -> Result:
    """What was found, its sentences naming files as in the repository and not by the folder they were laid out in."""
    return replace(
        result,
        findings=tuple(_finding(one, folder) for one in result.findings),
        not_assessed=tuple(replace(one, reason=one.reason.replace(folder, "")) for one in result.not_assessed),
        sources={},
    )


def _finding(one: Finding, folder: str) -> Finding:
    return replace(
        one,
        problem=one.problem.replace(folder, ""),
        mend=one.mend.replace(folder, ""),
        lead=one.lead.replace(folder, ""),
        lines=tuple(replace(line, label=line.label.replace(folder, "")) for line in one.lines),
        parts=tuple(replace(_finding(part, folder), file=part.file.removeprefix(folder)) for part in one.parts),
    )
