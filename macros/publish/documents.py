"""The documents of one report: PDF, Word and spreadsheet, each made from the model."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from macros.findings import Result
from macros.fonts import FontsError
from macros.project import Project
from macros.publish.appendix import appendix
from macros.publish.bundle import bundle
from macros.publish.narrative import blocks
from macros.publish.open_data import report_files
from macros.publish.pdf import PdfError
from macros.publish.pdf import document as pdf
from macros.publish.provenance import Provenance, report_paths
from macros.publish.spreadsheet import workbook
from macros.publish.word import document as word
from macros.report import Report
from macros.site_macros import MacroError


class DocumentError(Exception):
    """A document cannot be made; the text is what the person who asked for it should read."""


def documents(project: Project, report: Report, known: Provenance) -> dict[str, bytes]:
    """PDF, Word and spreadsheet of a report, by path below the site's root. Raises ``DocumentError``."""
    form = project.forms[report.form]
    made = known.made_at(*report_paths(project, report))
    try:
        page = blocks(project, report.id)
        told = (*page, *appendix(report, form, answers=False))
        return {
            f"reports/{report.address}.pdf": pdf(
                project, report, form, (*page, *appendix(report, form)), datetime.fromisoformat(made) if made else None
            ),
            f"reports/{report.address}.docx": word(project, report, form, told),
            f"reports/{report.address}.xlsx": workbook(project, report, form),
        }  # fmt: skip
    except (PdfError, FontsError, MacroError) as error:
        raise DocumentError(f"{report.id}：{error}") from None


def everything(project: Project, report: Report, known: Provenance, result: Result) -> dict[str, bytes]:
    """All documents and data of a report and their bundle, by path below the site's root. Raises ``DocumentError``."""
    made = {**documents(project, report, known), **report_files(project, report, known)}
    form = project.forms[report.form]
    return {**made, f"reports/{report.address}.zip": bundle(project, report, form, made, result, known)}


def write_whole(files: Mapping[Path, bytes]) -> None:
    """Write files so that none is ever half there: first beside their places, then put in them. Raises ``OSError``."""
    ready: list[tuple[Path, Path]] = []
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(f".{path.name}.new")
            ready.append((beside, path))
            beside.write_bytes(data)
        for beside, path in ready:
            beside.replace(path)
    finally:
        for beside, _ in ready:
            beside.unlink(missing_ok=True)
