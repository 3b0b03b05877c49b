"""A report as each of its releases left it, read from history; and the states that a correction has superseded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from macros.changes.values import new_corrections
from macros.earlier import page_of, report_of
from macros.form import Form
from macros.page import Page
from macros.project import Project
from macros.releases import Release, Releases
from macros.report import Correction, Report
from macros.report_file import WITHDRAWAL


@dataclass(frozen=True, slots=True)
class State:
    """A report and its page as a release left them; ``release`` is ``None`` for what is not committed yet.

    ``report`` is ``None`` when the file was gone, or when nothing of it can be read today.
    """

    release: Release | None
    report: Report | None
    page: Page | None

    @property
    def public(self) -> bool:
        """Whether this was published."""
        return self.report is not None and self.report.status == "published"


@dataclass(frozen=True, slots=True)
class Superseded:
    """A published state that corrections have replaced: its number, itself, and those corrections."""

    number: int
    state: State
    corrections: tuple[Correction, ...]

    @property
    def day(self) -> date | None:
        """The day of the last of those corrections."""
        return max((one.date for one in self.corrections if one.date is not None), default=None)

    @property
    def address(self) -> str:
        """Where it is published."""
        assert self.state.report is not None
        return replace(self.state.report, edition=self.number).address


@dataclass(frozen=True, slots=True)
class Past:
    """The states of a report, the oldest first, the last being the current one; and those that were superseded.

    ``whole`` is whether history reaches back to before the first publication. A withdrawal takes back everything that
    was public before it: the first ``taken_back`` states; the superseded ones of them are ``withdrawn``. ``unfit`` are
    those that today's program does not publish.
    """

    known: bool
    whole: bool
    states: tuple[State, ...]
    superseded: tuple[Superseded, ...]
    withdrawn: tuple[Superseded, ...] = ()
    unfit: tuple[Superseded, ...] = ()
    taken_back: int = 0

    def replaced_by(self, correction: Correction) -> Superseded | None:
        """The state a correction has replaced, where it can be had."""
        return next((one for one in self.superseded if correction in one.corrections), None)

    @property
    def first_public(self) -> Release | None:
        """The release that first published the report; ``None`` when that is not known."""
        if not self.whole:
            return None
        return next((one.release for one in self.states if one.public), None)


def past_of(project: Project, report: Report, releases: Releases) -> Past:
    """What is known of the past of a report."""
    found = releases.of(report.id)
    if not found:
        return Past(False, False, (State(None, report, None),), ())
    changed = releases.touched_since(report.id)
    older = found if changed else found[:-1]
    # Nothing is held against the page of a report that was released once.
    page = _current_page(project, report) if older else None
    reader = _Reader(project, releases, report.id)
    if not changed:
        reader.know(found[-1], report, page)
    states = [reader.state(one) for one in older]
    states.append(State(None if changed else found[-1], report, page))
    whole = not found[0].edge or not states[0].public
    superseded = tuple(_superseded(states)) if whole else ()
    gone = max((one.number for one in superseded if _withdraws(one.corrections)), default=0)
    return Past(
        True, whole, tuple(states), superseded[gone:], superseded[:gone], taken_back=_taken_back(states)
    )  # fmt: skip


class _Reader:
    """Reads what the releases of a report left; what stayed the same is read once."""

    def __init__(self, project: Project, releases: Releases, report_id: str) -> None:
        self.project, self.releases, self.id = project, releases, report_id
        self._reports: dict[str | None, Report | None] = {}
        self._pages: dict[str | None, Page | None] = {}

    def know(self, release: Release, report: Report, page: Page | None) -> None:
        """Take over what is read already."""
        self._reports[release.data], self._pages[release.page] = report, page

    def state(self, release: Release) -> State:
        """How a release left the report and its page."""
        blobs = self.releases.blobs
        if release.data not in self._reports:
            name = f"data/reports/{self.id}.yml"
            self._reports[release.data] = report_of(self.project, blobs.get(release.data or ""), name)
        if release.page not in self._pages:
            self._pages[release.page] = page_of(blobs.get(release.page or ""), f"docs/reports/{self.id}.md")
        return State(release, self._reports[release.data], self._pages[release.page])


def _current_page(project: Project, report: Report) -> Page | None:
    path = project.root / "docs" / "reports" / f"{report.id}.md"
    return page_of(path.read_bytes(), f"docs/reports/{report.id}.md") if path.is_file() else None


def _superseded(states: Sequence[State]) -> Iterator[Superseded]:
    """Each published state before the one that brought new corrections."""
    number = 0
    before: State | None = None
    for state in states:
        if not state.public or state.report is None:
            continue
        if before is not None and before.report is not None:
            new = tuple(new_corrections(before.report.corrections, state.report.corrections))
            if new and before.release is not None:
                number += 1
                yield Superseded(number, before, new)
        before = state


def _withdraws(corrections: Sequence[Correction]) -> bool:
    return any(one.kind == WITHDRAWAL for one in corrections)


def _taken_back(states: Sequence[State]) -> int:
    """How many states lie before the last one that brought a withdrawal."""
    known: list[Correction] = []
    found = 0
    for number, state in enumerate(states):
        if state.public and state.report is not None:
            found = number if _withdraws(list(new_corrections(known, state.report.corrections))) else found
            known = list(state.report.corrections)
    return found


def complete(report: Report, form: Form) -> bool:
    """Whether every cell of the form can be shown."""
    return all(address in report.cells for address in form.cells)
