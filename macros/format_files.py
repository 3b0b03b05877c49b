"""Putting data files into canonical form: a file with errors stays as it is, a write is whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from macros.canonical import Unformattable, canonical
from macros.check import check
from macros.findings import Finding
from macros.form import Form
from macros.inputs import Input, UsageError, collect
from macros.kinds import data_kind, read_other
from macros.project import Project
from macros.reader import Reader
from macros.render.words import printable, severity
from macros.report_file import read_report, report_form_id
from macros.rules.registry import RULES
from macros.source import Document, load

BEYOND = "这个文件的写法无法整理而不改变内容，没有改动。请告知维护人员。"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the files: changed (or to be changed), refused for their errors, beyond this formatter."""

    files: int
    changed: tuple[Input, ...]
    refused: tuple[Input, ...]
    beyond: tuple[Input, ...]


def data_files(paths: list[Path]) -> list[Input]:
    """The ``.yml`` files at and below the paths; links are never followed. Raises ``UsageError`` for any other file."""
    for path in paths:
        if path.is_file() and path.suffix != ".yml":
            raise UsageError(f"{path} 不是数据文件（.yml），不能整理。")
    return [item for item in collect(paths) if item.kind == "data" and item.path.suffix == ".yml"]


def format_files(project: Project, paths: list[Path], *, write: bool) -> Outcome:
    """Every data file in canonical form, written when ``write`` is set."""
    items = data_files(paths)
    changed, refused, beyond = [], [], []
    for item in items:
        document = load(item.path, item.name)
        form, right = read(project, item, document)
        if not right:
            refused.append(item)
            continue
        try:
            data = canonical(document, form).encode()
        except Unformattable:
            beyond.append(item)
            continue
        if data != item.path.read_bytes():
            changed.append(item)
            if write:
                replace(item.path, data)
    return Outcome(len(items), tuple(changed), tuple(refused), tuple(beyond))


def read(project: Project, item: Input, document: Document) -> tuple[Form | None, bool]:
    """The form a report is made on (no other file has one), and whether the file could be read without an error."""
    if document.problems:
        return None, False
    reader = Reader()
    form = None
    kind = data_kind(item, document)
    if kind == "report":
        form = project.forms.get(report_form_id(document) or "")
        if form is None:
            return None, False
        read_report(document, form, reader)
    else:
        read_other(kind, document, reader)
    return form, not reader.facts


def replace(path: Path, data: bytes) -> None:
    """Write a file in one step: whoever reads it sees the old content or the new, whatever happens."""
    mode = stat.S_IMODE(path.stat().st_mode)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def run(project: Project, paths: list[Path], *, only_check: bool, out: TextIO) -> int:
    """The command: 1 when a file has errors or (with ``only_check``) is not canonical, else 0."""
    outcome = format_files(project, paths, write=not only_check)
    said = [printable(item.name) if only_check else f"已整理 {printable(item.name)}" for item in outcome.changed]
    said += [f"{printable(item.name)}:1:1: {BEYOND}" for item in outcome.beyond]
    if outcome.refused:
        said += [line for finding in errors(project, outcome.refused) for line in _shown(finding)]
    out.write("\n".join([*said, _summary(outcome, only_check)]) + "\n")
    failed = outcome.refused or outcome.beyond or (only_check and outcome.changed)
    return 1 if failed else 0


def errors(project: Project, items: tuple[Input, ...]) -> Iterator[Finding]:
    """What keeps the files from being read, as the check finds it."""
    for finding in check(project, [item.path for item in items]).findings:
        if finding.severity == "error" and RULES[finding.rule].scope == "file":
            yield finding


def _shown(finding: Finding) -> Iterator[str]:
    place = f"{printable(finding.file)}:{finding.line}:{finding.column}"
    yield f"{place}: {severity(finding)}[{finding.rule}] {printable(finding.problem)}"
    if finding.mend:
        yield f"  怎么改：{printable(finding.mend)}"


def _summary(outcome: Outcome, only_check: bool) -> str:
    done = "个文件不是规范写法，请运行 gongkai format" if only_check else "个已整理"
    left = len(outcome.refused) + len(outcome.beyond)
    note = f"，{left} 个有错误没有改动" if left else ""
    if not outcome.changed and not left:
        return f"共 {outcome.files} 个数据文件，都是规范写法。"
    return f"共 {outcome.files} 个数据文件：{len(outcome.changed)} {done}{note}。"
