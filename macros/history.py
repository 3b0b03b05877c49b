"""A report and its page as they were at a Git revision, beside what they are now (``gongkai check --against``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from macros.calls import CallError, NumberTarget, Scene, TextTarget, resolve
from macros.changes.agencies import changed_agencies, report_of
from macros.changes.files import MAX_FILE, buried, changed_files
from macros.form import Form
from macros.git import Revision, top_of
from macros.inputs import DATA, Input, shown_name
from macros.narrative import Passage, front_passages, passages
from macros.page import Call, Page, load_page, read_page
from macros.project import Project
from macros.report import Report
from macros.rules.case import ChangeCase, HistoryCase
from macros.source import MAX_BYTES, decode


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
        old = None
        for candidate in (here, usual, page_path(revision.top / path)):
            known = revision.path(candidate) if candidate else None
            if old is None and known is not None:
                old = self._page(revision.read(known), candidate)
        scenes = [Scene(self.project, before.id, one, item.name) for one in (before, report)]
        form_before = self.project.forms[before.form]
        return HistoryCase(
            item.name,
            form,
            report,
            before,
            told(page, form, scenes) if page else None,
            told(old, form_before, scenes) if old else None,
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

    def _page(self, data: bytes | None, path: Path | None) -> Page | None:
        if data is None or path is None or len(data) > MAX_BYTES:
            return None
        return read_page(decode(data, str(path))[0].replace("\r", "\n"), shown_name(path))


def page_path(report: Path) -> Path | None:
    """Where the page of ``…/data/reports/agency/year.yml`` lies: ``…/docs/reports/agency/year.md``."""
    parts = report.absolute().parts
    if parts[-4:-2] != ("data", "reports"):
        return None
    return Path(*parts[:-4], "docs", "reports", parts[-2], report.stem + ".md")


def told(page: Page, form: Form, scenes: list[Scene]) -> dict[str, Passage]:
    """What a page tells, passage by passage, its front matter first."""
    return {**front_passages(page), **passages(page, form, _speaker(scenes))}


def _speaker(scenes: list[Scene]) -> Callable[[Call], str]:
    """What a macro call says by the data as they were, else as they are now.

    So a number that is taken from the data instead of typed changes no sentence, and a changed cell is one change,
    not one of the cell and one of every sentence that cites it.
    """

    def spoken(call: Call) -> str:
        for scene in scenes:
            try:
                target = resolve(scene, call.name, call.args, call.kwargs)
            except CallError:
                continue
            if isinstance(target, NumberTarget | TextTarget):
                return target.text
            break
        return f"〔{call.name}：{'、'.join(map(str, call.args))}〕"

    return spoken
