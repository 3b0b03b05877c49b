"""Which page is the narrative of which report. Pages are read when they are asked for, each once.

A page names its report in its front matter. To find the page of a report among thousands without reading them all,
the words of every front matter are noted beforehand; only pages in whose front matter the report's id occurs can be
meant, and they are read to be sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from macros.inputs import Input
from macros.page import FRONT, Page, load_page
from macros.project import Project
from macros.source import MAX_BYTES, decode

WORD = re.compile(r"[^\s\"'\[\]{},]+")
PLAIN_ID = re.compile(r"[A-Za-z0-9_.-]+/[0-9]+")


class Pages(Mapping[str, Page]):
    """The narratives among the pages of a run, by report id; of two pages for one report the last counts."""

    def __init__(self, project: Project, items: list[Input]) -> None:
        self.project = project
        self.files = items
        self._loaded: dict[Path, Page] = {}
        self._named: dict[str, list[Input]] = {}
        self._any: list[Input] = []  # pages that may name any report: something in the front matter is escaped
        for item in items:
            words = _front_words(item.path)
            for word in words or ():
                self._named.setdefault(word, []).append(item)
            if words is None:
                self._any.append(item)

    def load(self, item: Input) -> Page:
        """A page, read once until it is let go. Raises ``OSError``."""
        if item.path not in self._loaded:
            self._loaded[item.path] = load_page(item.path, item.name)
        return self._loaded[item.path]

    def forget(self, item: Input) -> None:
        """Let go of a page that is not needed any more."""
        self._loaded.pop(item.path, None)

    def __getitem__(self, report_id: str) -> Page:
        for item in reversed(self._candidates(report_id)):
            page = self.load(item)
            if page.meta("report") == report_id and is_narrative(page, report_id, self.project):
                return page
        raise KeyError(report_id)

    def __iter__(self) -> Iterator[str]:
        named = (self.load(item).meta("report") for item in self.files)
        return (name for name in dict.fromkeys(named) if name is not None and name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _candidates(self, report_id: str) -> list[Input]:
        if not PLAIN_ID.fullmatch(report_id):
            return self.files
        named = self._named.get(report_id, [])
        return sorted([*named, *self._any], key=lambda item: self.files.index(item)) if self._any else named


def _front_words(path: Path) -> set[str] | None:
    """What a page's front matter may name; ``None`` when that cannot be told without reading it as YAML."""
    if path.stat().st_size > MAX_BYTES:
        return set()
    text, _ = decode(path.read_bytes(), "")
    match = FRONT.match(text.replace("\r", "\n"))
    if match is None:
        return set()
    return None if "\\" in match.group(1) else set(WORD.findall(match.group(1)))


def is_narrative(page: Page, report_id: str, project: Project) -> bool:
    """Whether a page is the report itself: it lies at ``agency/year.md`` or carries the form's headings."""
    if page.path.endswith(f"{report_id}.md"):
        return True
    report = project.report(report_id, Path(page.path))
    form = project.forms.get(report.form) if report else None
    return form is not None and sum(f"## {s.title}" in page.text for s in form.sections) >= 2
