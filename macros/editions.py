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
from macros.findings import Finding, Result
from macros.inputs import shown_name
from macros.page import Page
from macros.project import Project
from macros.publish.provenance import Commit, Provenance
from macros.releases import Releases
from macros.report import Report
from macros.report_states import Superseded, complete, past_of
from macros.rules import RULES
from macros.rules.case import PageCase
from macros.rules.safety import FAMILY
from macros.running import judge

SAFETY = tuple(r for r in RULES.values() if r.scope == "page" and r.severity == "error" and r.family == FAMILY)
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


def can_be_shown(project: Project, one: Superseded) -> bool:
    """Whether there is a page and every number of an edition, and today's program may show all of it."""
    report, page = one.state.report, one.state.page
    form = project.forms.get(report.form) if report else None
    return report is not None and form is not None and page is not None and complete(report, form) and _safe(
        Scene(project, report.id, report, page.path), page
    )  # fmt: skip


def _safe(scene: Scene, page: Page) -> bool:
    """Whether every call of a page names something, and no rule for the safety of pages speaks against it."""
    try:
        for call in page.calls:
            resolve(scene, call.name, call.args, call.kwargs)
    except CallError:
        return False
    return not page.problems and not judge(SAFETY, PageCase(page, scene, True))[0]


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
        report = replace(state.report, edition=one.number, path=str(file))
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
            found[report.id] = tuple(one.address for one in past.superseded if can_be_shown(project, one))
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
        commit = Commit(release.commit, release.time.isoformat(), until - place)
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
