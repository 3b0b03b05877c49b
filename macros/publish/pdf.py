"""A report as PDF in the look of an official document: set by Typst, then every cell given its heads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import typst

from macros.fonts import Fonts, chosen
from macros.form import Form
from macros.project import Project
from macros.publish.narrative import Block
from macros.publish.pdf_content import content, tables_of
# from macros.publish.pdf_tags import finished
from macros.report import Report

TEMPLATE = Path(__file__).with_name("report.typ")
STANDARDS = ["a-2a", "ua-1"]
LETTER = re.compile(r"U\+([0-9A-Fa-f]{4,6})|`\"?(.)\"?`", re.DOTALL)


class PdfError(Exception):
    """The document cannot be made; the words say why."""


def document(project: Project, report: Report, form: Form, blocks: Iterable[Block]) -> bytes:
    """The PDF of a report. Raises ``PdfError``, ``FontsError``, and ``KeyError`` for a table the form does not have."""
    blocks = tuple(blocks)
    fonts = chosen()
    data = content(project, report, form, blocks, fonts)
    made = _typeset(json.dumps(data, ensure_ascii=False), fonts)
    return finished(made, tuple(tables_of(blocks, report, form)))


@cache
def _compiler(folders: tuple[Path, ...]) -> typst.Compiler:
    """One for all reports: what it has learned of the fonts is kept. Fonts of the machine are never looked at."""
    fonts = typst.Fonts(False, False, [str(folder) for folder in folders])
    return typst.Compiler(str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=fonts)


def _typeset(data: str, fonts: Fonts) -> bytes:
    made = _compiler(fonts.folders).compile(
        format="pdf", sys_inputs={"document": data}, pdf_standards=STANDARDS, timestamp=0
    )
    return made
