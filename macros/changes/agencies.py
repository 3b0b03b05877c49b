"""Agencies whose published reports a change would put under another name, id or folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from macros.agency import Agency, read_agency
from macros.changes.files import FileChange
from macros.earlier import report_of
from macros.git import Revision
from macros.project import Project
from macros.reader import Reader
from macros.report import Report
from macros.source import MAX_BYTES, decode, parse


@dataclass(frozen=True, slots=True)
class AgencyChange:
    """An agency with published reports: its file as it was and is, and where reports of it have gone.

    ``gone`` is whether the file is there no more; ``now`` is ``None`` also when it cannot be read, which is told apart.
    """

    id: str
    path: str
    before: Agency | None
    now: Agency | None
    gone: bool
    moved_to: tuple[str, ...]


def changed_agencies(
    project: Project, revision: Revision, files: Iterable[FileChange], prefix: str
) -> Iterator[AgencyChange]:
    """Every agency with published reports of which some file changed."""
    files = tuple(files)
    for agency in sorted({found for one in files if (found := _agency(one.path, prefix))}):
        folder = f"{prefix}data/reports/{agency}/"
        old = {
            path: report_of(project, revision.read(path), path) for path in revision.blobs if path.startswith(folder)
        }
        public = {path: report for path, report in old.items() if report is not None and report.status == "published"}
        if not public:
            continue
        path = f"{prefix}data/agencies/{agency}.yml"
        here = revision.top / path
        moved = {to for at, one in public.items() if (to := _moved(project, revision.top, at, one, files, prefix))}
        now = here.read_bytes() if here.is_file() and not here.is_symlink() else None
        before = _read(revision.read(path), path)
        yield AgencyChange(agency, path, before, _read(now, path), now is None, tuple(sorted(moved)))


def _agency(path: str, prefix: str) -> str | None:
    """The agency a file speaks of: by its own file, or by the folder of its reports."""
    parts = PurePosixPath(path.removeprefix(prefix)).parts
    if parts[:2] == ("data", "agencies") and len(parts) == 3:
        return PurePosixPath(path).stem
    return parts[2] if parts[:2] == ("data", "reports") and len(parts) == 4 else None


def _read(data: bytes | None, name: str) -> Agency | None:
    if data is None or len(data) > MAX_BYTES:
        return None
    return read_agency(parse(decode(data, name)[0], name), Reader())


def _moved(
    project: Project, top: Path, path: str, before: Report, files: tuple[FileChange, ...], prefix: str
) -> str | None:  # fmt: skip
    """Whose report it is now: another agency's by its own words, or by the folder the same cells are found in."""
    if (top / path).is_file():
        now = project.read(top / path)[0]
        return now.agency if now is not None and now.agency not in {"", before.agency} else None
    for one in files:
        name = one.path.removeprefix(prefix)
        if one.what == "added" and name.startswith("data/reports/") and name.endswith(f"/{before.year}.yml"):
            now = project.read(top / one.path)[0] if (top / one.path).is_file() else None
            if now is not None and _cells(now) == _cells(before):
                return name.split("/")[2]
    return None


def _cells(report: Report) -> dict[str, tuple[object, object]]:
    return {address: (value.state, value.number) for address, value in report.cells.items()}
