"""A report as PDF in the look of an official document: set by Typst, then every cell given its heads."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from macros.fonts import Fonts, chosen
from macros.form import Form
from macros.project import Project
from macros.publish.narrative import Block
from macros.publish.pdf_content import Data, content, tables_of
from macros.publish.pdf_tags import finished
from macros.publish.pdf_typst import PdfError
from macros.publish.pdf_typst import typeset as typst_typeset
from macros.report import Report

__all__ = ["PdfError", "document", "typeset"]


def document(
    project: Project, report: Report, form: Form, blocks: Iterable[Block], made: datetime | None = None
) -> bytes:
    """The PDF of a report; ``made`` is the time it says it is from, nothing when that is not known.

    Raises ``PdfError``, ``FontsError``, and ``KeyError`` for a table the form does not have.
    """
    blocks = tuple(blocks)
    fonts = chosen()
    file = typeset(content(project, report, form, blocks, fonts), fonts, made)
    return finished(file, tuple(tables_of(blocks, report, form)), timed=made is not None)


def typeset(data: Data, fonts: Fonts, made: datetime | None = None) -> bytes:
    """The file as Typst makes it. Raises ``PdfError``."""
    said = json.dumps(data, ensure_ascii=False)
    return typst_typeset(said, fonts.folders, int(made.timestamp()) if made else 0)
