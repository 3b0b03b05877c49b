"""The repository: where forms, agencies, settings, reports and pages are, each read once."""

from __future__ import annotations

import os
import pickle
from itertools import chain
from pathlib import Path

from macros.agency import Agency, Site, read_agency, read_site
from macros.facts import Fact
from macros.form import Form
from macros.form_file import read_form
from macros.inputs import shown_name
from macros.reader import Reader
from macros.report import Report
from macros.report_file import read_report, report_form_id
from macros.source import Document, load, parse

PUBLIC = "published"  # the status of what the public has
PREVIEW = "GONGKAI_PREVIEW"  # set to 1 by `gongkai serve`
DRAFTS = "GONGKAI_DRAFTS"  # set to 1 by `gongkai build --drafts`
DOCUMENTS = "GONGKAI_DOCUMENTS"  # set to 0 by `gongkai build --no-documents`
HERE = Path(__file__).resolve().parent.parent


class ProjectError(Exception):
    """The repository itself is not in order (no forms): the command cannot run."""


class Project:
    """Reads on demand and remembers; ``root`` is the folder with ``data/`` and ``docs/``."""

    def __init__(self, root: Path = HERE) -> None:
        self.root = root
        self.preview = os.environ.get(PREVIEW) == "1"
        self.drafts = self.preview or os.environ.get(DRAFTS) == "1"
        self.documents = not self.preview and os.environ.get(DOCUMENTS) != "0"
        self._forms: dict[str, Form] | None = None
        self._agencies: dict[str, Agency | None] = {}
        self._site: Site | None = None
        self._last: tuple[Path, Document] | None = None
        self._keys: dict[Path, Path] = {}
        self._packed: dict[Path, bytes] = {}
        self._unpacked: dict[Path, Report] = {}
        self._places: dict[tuple[str, Path | None], Path] = {}
        self._reports: dict[Path, tuple[Report | None, Document, tuple[Fact, ...]]] = {}
        self._stand_ins: dict[Path, str] = {}

    def stand_in(self, path: Path, text: str) -> None:
        """Read a data file as if it held this text: what is about to be written is checked first."""
        self._stand_ins[self._key(path)] = text

    def beside(self, root: Path) -> Project:
        """The same forms, agencies and settings over the reports of another folder."""
        other = Project(root)
        other.preview, other.drafts, other.documents = self.preview, self.drafts, self.documents
        other._forms, other._agencies, other._site = self.forms, self._agencies, self.site
        return other

    @property
    def forms(self) -> dict[str, Form]:
        """The forms that can be read, by id. Raises ``ProjectError`` when there is none."""
        if self._forms is None:
            found: dict[str, Form] = {}
            for path in sorted((self.root / "data" / "forms").glob("*.yml")):
                form = read_form(load(path), Reader())
                if form is not None:
                    found[form.id] = form
            if not found:
                raise ProjectError(f"{self.root / 'data' / 'forms'}：没有可用的格式文件，无法校验")
            self._forms = found
        return self._forms

    def form_for(self, year: int) -> Form | None:
        """The form that reports of ``year`` are made on."""
        return next((form for form in self.forms.values() if form.applies_to(year)), None)

    def agency(self, agency_id: str) -> Agency | None:
        """The agency with this id, or ``None`` when it has no (readable) file."""
        if agency_id not in self._agencies:
            path = self.root / "data" / "agencies" / f"{agency_id}.yml"
            known = bool(agency_id) and agency_id.replace("-", "").isalnum() and path.is_file()
            self._agencies[agency_id] = read_agency(load(path), Reader()) if known else None
        return self._agencies[agency_id]

    @property
    def site(self) -> Site:
        """The site's settings; without a file, a demonstration."""
        if self._site is None:
            path = self.root / "data" / "site.yml"
            self._site = read_site(load(path), Reader()) if path.is_file() else Site()
        return self._site

    def report_path(self, report_id: str, beside: Path | None = None) -> Path | None:
        """The file of ``agency/year``: in ``data/reports`` above ``beside``, beside it, or in the repository."""
        parts = report_id.split("/")
        if len(parts) != 2 or not all(p.replace("-", "").isalnum() and p.isascii() for p in parts):
            return None
        known = self._places.get((report_id, beside))
        if known is not None:
            return known
        name = f"{report_id}.yml"
        folders = beside.resolve().parents if beside is not None else ()
        candidates = (p / sub / name for p in folders for sub in ("data/reports", "reports", "."))
        found = next(
            (path for path in chain(candidates, [self.root / "data" / "reports" / name]) if path.is_file()), None
        )
        if found is not None:
            self._places[report_id, beside] = found
        return found

    def _key(self, path: Path) -> Path:
        """One key for a file, by whatever path it is asked for."""
        absolute = path.absolute()
        if absolute not in self._keys:
            self._keys[absolute] = absolute.resolve()
        return self._keys[absolute]

    def document(self, path: Path) -> Document:
        """A data file as it stands there, read once while it is worked on. Raises ``OSError``."""
        key = self._key(path)
        if key in self._reports:
            return self._reports[key][1]
        if self._last is None or self._last[0] != key:
            ready = self._stand_ins.get(key)
            name = shown_name(path)
            self._last = (key, load(path, name) if ready is None else parse(ready, name))
        return self._last[1]

    def read(self, path: Path) -> tuple[Report | None, Document, tuple[Fact, ...]]:
        """A report file with everything found while reading it. Raises ``OSError`` when it cannot be opened."""
        key = self._key(path)
        if key not in self._reports:
            document = self.document(path)
            reader = Reader()
            form = self.forms.get(report_form_id(document) or "")
            report = read_report(document, form, reader) if form is not None else None
            self._reports[key] = (report, document, tuple(reader.facts))
        return self._reports[key]

    def packed(self, path: Path) -> bytes | None:
        """A report that has been read, ready to be handed to another process; ``None`` when nothing was read."""
        known = self._reports.get(self._key(path))
        return None if known is None or known[0] is None else pickle.dumps(known[0], 5)

    def adopt(self, path: Path, packed: bytes) -> None:
        """Take over a report that another process of ours has read; it is unpacked when it is asked for."""
        self._packed[self._key(path)] = packed

    def _adopted(self, path: Path) -> Report | None:
        key = self._key(path)
        if key in self._packed:
            report: Report = pickle.loads(self._packed.pop(key))  # noqa: S301 - from our own processes only
            self._unpacked[key] = report
        return self._unpacked.get(key)

    def forget(self, path: Path) -> None:
        """Let go of a report that is not needed any more (a run over thousands of files stays small)."""
        self._reports.pop(self._key(path), None)

    def shows(self, report: Report) -> bool:
        """Whether the site has this report: a draft, or one under review, only in a preview."""
        return self.drafts or report.status == PUBLIC

    def report(self, report_id: str, beside: Path | None = None) -> Report | None:
        """The report ``agency/year``, or ``None`` when there is no such file or nothing of it can be read."""
        path = self.report_path(report_id, beside)
        if path is None:
            return None
        adopted = self._adopted(path)
        return self.read(path)[0] if adopted is None else adopted
