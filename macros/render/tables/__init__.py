"""Statutory tables as accessible HTML: the header levels, row groups and cells the form prints, nothing of its own.

Every data cell names all its headers, from the outermost group inwards, rows first. Zero, blank and not applicable
are told apart by class and by words for those who listen. Every number and label leads to what is said of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape

from macros.form import Form, Table
from macros.render.anchors import label_anchors
from macros.render.lines import lines_html
from macros.render.tables.block import GAP, BlockRows, Gap, label_levels
from macros.render.tables.legend import corrections_by_cell, legend
from macros.render.tables.place import Place, own_place
from macros.render.tables.sums import sums_data
from macros.report import Report


@dataclass(frozen=True, slots=True)
class Frame:
    """A table as far as its form says it: the HTML around the gaps, and which cells they are."""

    parts: tuple[str, ...]
    gaps: tuple[Gap, ...]

    def filled(self, report: Report, page: str) -> str:
        """The table with the values of a report; ``page`` says more of every cell."""
        remarks = corrections_by_cell(report)
        said = [self.parts[0]]
        for gap, after in zip(self.gaps, self.parts[1:], strict=True):
            said.append(gap.filled(report.printed(gap.address), remarks.get(gap.address), page))
            said.append(after)
        return "".join(said)


def statutory_table(report: Report, form: Form, table: Table, place: Place | None = None) -> str:
    """The whole table with what leads to it and what explains it, as it stands at ``place`` (its own page)."""
    here = place or own_place(report)
    parts = [
        f'<div class="gk-table gk-table--{table.id}">',
        lines_html(report, form, table, here.prefix),
        '<div class="gk-table__fit">',
        _frame(form, table, here.prefix, here.report, here.labels).filled(report, here.numbers),
        "</div>",
        "</div>",
        '<div class="gk-table__tools"></div>',
        legend(report, form, table),
        "</div>",
    ]
    return "\n".join(parts)


@lru_cache(maxsize=64)
def _frame(form: Form, table: Table, prefix: str, report: str, terms: str) -> Frame:
    """The table in its region; ``report`` is the way to the report's own page, ``terms`` to what explains labels."""
    caption = f"{prefix}t-{table.id}-caption"
    width = max(label_levels(block) + len(block.column_leaves()) for block in table.blocks)
    anchors = label_anchors(table)
    sums = sums_data(form, table)
    units = list({cell.unit: None for cell in table.cells})
    own = f' data-report="{report}"' + (f' data-sums="{sums}"' if sums else "")
    own += f' data-unit="{escape(units[0])}"' if len(units) == 1 else ""
    parts = [
        f'<div class="gk-table__region" role="region" tabindex="0" aria-labelledby="{caption}">',
        f'<table class="statutory"{own}>',
        f'<caption id="{caption}">{escape(table.caption)}</caption>',
        "<colgroup>" + "<col>" * width + "</colgroup>",
    ]
    gaps: list[Gap] = []
    for number in range(1, len(table.blocks) + 1):
        block = BlockRows(table, number, prefix, terms, anchors, width)
        parts += block.rows(alone=len(table.blocks) == 1)
        gaps += block.gaps
    return Frame(tuple("\n".join([*parts, "</table>"]).split(GAP)), tuple(gaps))
