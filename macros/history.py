"""A report and its page as they were at a Git revision, beside what they are now (``gongkai check --against``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from macros.calls import Scene
from macros.changes.agencies import changed_agencies
from macros.changes.files import MAX_FILE, buried, changed_files
from macros.earlier import page_of, report_of, told
from macros.form import Form
from macros.git import Revision, top_of
from macros.inputs import DATA, Input, shown_name
from macros.links import local_path
from macros.page import Page, load_page
from macros.project import Project
from macros.report import Report
from macros.rules.case import ChangeCase, HistoryCase


class History:
    """The revision everything is held against. Paths may lie in several repositories, never outside of one."""

    def __init__(self, project: Project, revision: str, paths: list[Path]) -> None:
        self.project = project
        self.revisions: dict[Path, Revision] = {}
        self.folders: list[tuple[Path, Revision]] = []
        self.seen: set[str] = set()
        for path in paths:
            folder = path.resolve() if path.is_dir() else path.resolve().parent
            top = top_of(folder)
            if top not in self.revisions:
                self.revisions[top] = Revision(folder, revision)
            if path.is_dir():
                self.folders.append((path, self.revisions[top]))

    def case(self, item: Input, report: Report, form: Form, page: Page | None) -> HistoryCase:
        """A report that is there now, beside what it was."""
        revision = self._revision(item.path)
        path = self._path(revision, item.path, report) if revision else None
        if revision is None or path is None:
            return HistoryCase(item.name, form, report, None, gap="no-base")
        before = report_of(self.project, revision.read(path), item.name)
        if before is None:
            return HistoryCase(item.name, form, report, None, gap="base-unread")
        self.seen.add(before.id)
        usual = page_path(item.path)
        if page is None and usual is not None and usual.is_file():
            page = load_page(usual, shown_name(usual))
        here = Path(page.path) if page else usual
        old, there = None, here
        for candidate in (here, usual, page_path(revision.top / path)):
            if old is None and candidate is not None and (known := revision.path(candidate)) is not None:
                old, there = page_of(revision.read(known), shown_name(candidate)), candidate
        scenes = [Scene(self.project, before.id, one, item.name) for one in (before, report)]
        form_before = self.project.forms[before.form]
        return HistoryCase(
            item.name,
            form,
            report,
            before,
            told(page, form, scenes, _contents(here, lambda file: _current(revision, file))) if page else None,
            told(old, form_before, scenes, _contents(there, lambda file: _earlier(revision, file))) if old else None,
            shown_name(here) if here else "",
        )

    def gone(self) -> Iterator[HistoryCase]:
        """Reports of the revision that lie under the folders checked and are no longer there (under any name)."""
        for folder, revision in self.folders:
            below = revision.path(folder)
            for path in sorted(revision.blobs):
                inside = below is not None and (below == "." or path.startswith(f"{below}/"))
                if not inside or Path(path).suffix not in DATA or (revision.top / path).exists():
                    continue
                name = shown_name(folder / Path(path).relative_to(below or "."))
                before = report_of(self.project, revision.read(path), name)
                if before is not None and before.agency and before.year > 0 and before.id not in self.seen:
                    self.seen.add(before.id)
                    yield HistoryCase(name, self.project.forms[before.form], None, before)

    def changes(self) -> Iterator[ChangeCase]:
        """The change as a whole, a repository a time."""
        for top, revision in self.revisions.items():
            root = self.project.root.resolve()
            inside = root.is_relative_to(top) and root != top
            prefix = f"{root.relative_to(top).as_posix()}/" if inside else ""
            files = changed_files(revision)
            agencies = tuple(changed_agencies(self.project, revision, files, prefix))
            yield ChangeCase(top, prefix, files, buried(revision, MAX_FILE), agencies)

    def _path(self, revision: Revision, file: Path, report: Report) -> str | None:
        """Where the report lay: at the same path, or at the one path of its name that is there no more."""
        path = revision.path(file)
        if path in revision.blobs:
            return path
        name = f"{report.id}{file.suffix}"
        moved = [p for p in revision.blobs if p.endswith(name) and not (revision.top / p).exists()]
        return moved[0] if len(moved) == 1 else None

    def _revision(self, file: Path) -> Revision | None:
        """The revision of the innermost repository that holds the file."""
        holding = [one for one in self.revisions.values() if one.path(file) is not None]
        return max(holding, key=lambda one: len(one.top.parts), default=None)


def _contents(page: Path | None, read: Callable[[Path], bytes | None]) -> Callable[[str], bytes | None]:
    """Finds what a page shows beside its words: the content of the picture that a link leads to."""

    def content(target: str) -> bytes | None:
        path = local_path(target)
        return read(page.parent / path) if page and path and Path(path).suffix.lower() != ".md" else None

    return content


def _current(revision: Revision, file: Path) -> bytes | None:
    try:
        inside = revision.path(file) is not None and file.is_file() and file.stat().st_size <= MAX_FILE
        return file.read_bytes() if inside else None
    except OSError:  # a name no file can have
        return None


def _earlier(revision: Revision, file: Path) -> bytes | None:
    path = revision.path(file)
    return revision.read(path) if path is not None else None


def page_path(report: Path) -> Path | None:
    """Where the page of ``…/data/reports/agency/year.yml`` lies: ``…/docs/reports/agency/year.md``."""
    parts = report.absolute().parts
    if parts[-4:-2] != ("data", "reports"):
        return None
    return Path(*parts[:-4], "docs", "reports", parts[-2], report.stem + ".md")
