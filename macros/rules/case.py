"""What the rules are given: a report with everything it is held against, or a page with its report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from macros.agency import Agency, Site
from macros.calls import Scene
from macros.changes.agencies import AgencyChange
from macros.changes.files import FileChange
from macros.facts import Position
from macros.form import Form
from macros.inputs import Input, shown_name
from macros.narrative import Passage
from macros.page import Page
from macros.report import Report


@dataclass(frozen=True, slots=True)
class ReportCase:
    """A report, its form, its agency (``None``: no file), the report of the year before and the narrative page."""

    report: Report
    form: Form
    form_for_year: Form | None
    agency: Agency | None
    previous: Report | None
    previous_form: Form | None
    page: Page | None
    previous_page: Page | None
    stem: str
    folder: str


@dataclass(frozen=True, slots=True)
class PageCase:
    """A page, the scene its macros play in, and whether it is the narrative of the report it names."""

    page: Page
    scene: Scene
    is_report: bool


@dataclass(frozen=True, slots=True)
class TextCase:
    """The words of a file that the public will read: a page's text, or the texts of a data file with their places.

    ``pieces`` are (place of the first character, text); a piece never spans lines.
    """

    path: str
    pieces: tuple[tuple[Position, str], ...]
    is_page: bool


@dataclass(frozen=True, slots=True)
class TreeCase:
    """The files a check was asked about: names, links, folders."""

    inputs: tuple[Input, ...]
    root: Path


@dataclass(frozen=True, slots=True)
class SiteCase:
    """The settings of a site: what they say, the file they stand in, where its keys stand, and the ``docs`` beside."""

    site: Site
    path: str
    places: Mapping[str, Position]
    docs: Path


@dataclass(frozen=True, slots=True)
class HistoryCase:
    """A report and the passages of its page as they are, and as they were at the revision compared with.

    ``report`` is ``None`` when the file is gone, ``before`` when it was not there; ``gap`` says why nothing can be
    compared. ``narrative`` is ``None`` when there is no page. ``page`` is the page's name.
    """

    name: str
    form: Form
    report: Report | None
    before: Report | None
    narrative: Mapping[str, Passage] | None = None
    narrative_before: Mapping[str, Passage] | None = None
    page: str = ""
    gap: str | None = None


@dataclass(frozen=True, slots=True)
class ChangeCase:
    """A change as a whole: the files that differ from the revision, below ``top``; the project lies at ``prefix``.

    ``buried`` are large files that came and went between the two.
    """

    top: Path
    prefix: str
    files: tuple[FileChange, ...]
    buried: tuple[str, ...]
    agencies: tuple[AgencyChange, ...]

    def name(self, path: str) -> str:
        """The name a file is shown under."""
        return shown_name(self.top / path)

    def path(self, path: str) -> str:
        """The path of a file below the project; of one outside of it, as it is."""
        return path.removeprefix(self.prefix)
