"""Statutory tables as accessible HTML: the header levels, row groups and cells the form prints, nothing of its own.

Every data cell names all its headers, from the outermost group inwards, rows first. Zero, blank and not applicable
are told apart by class and by words for those who listen. Every number and label leads to what is said of it.
"""

from __future__ import annotations

from html import escape

from macros.form import Form, Table
from macros.render.anchors import label_anchors
from macros.render.lines import lines_html
from macros.render.tables.block import BlockRows, label_levels
from macros.render.tables.legend import corrections_by_cell, legend
from macros.render.tables.place import Place, own_place
from macros.render.tables.sums import sums_data
from macros.report import Report


def statutory_table(report: Report, form: Form, table: Table, place: Place | None = None) -> str:
    """The whole table with what leads to it and what explains it, as it stands at ``place`` (its own page)."""
    here = place or own_place(report)
    caption = f"{here.prefix}t-{table.id}-caption"
    width = max(label_levels(block) + len(block.column_leaves()) for block in table.blocks)
    anchors = label_anchors(table)
    remarks = corrections_by_cell(report)
    sums = sums_data(form, table)
    units = list({cell.unit: None for cell in table.cells})
    own = f' data-report="{here.report}"' + (f' data-sums="{sums}"' if sums else "")
    own += f' data-unit="{escape(units[0])}"' if len(units) == 1 else ""
    parts = [
        f'<div class="gk-table gk-table--{table.id}">',
        lines_html(report, form, table, here.prefix),
        '<div class="gk-table__fit">',
        f'<div class="gk-table__region" role="region" tabindex="0" aria-labelledby="{caption}">',
        f'<table class="statutory"{own}>',
        f'<caption id="{caption}">{escape(table.caption)}</caption>',
        "<colgroup>" + "<col>" * width + "</colgroup>",
    ]
    for number in range(1, len(table.blocks) + 1):
        block = BlockRows(report, table, number, here, anchors, remarks, width)
        parts += block.rows(alone=len(table.blocks) == 1)
    parts += [
        "</table>",
        "</div>",
        "</div>",
        '<div class="gk-table__tools"></div>',
        legend(report, form, table),
        "</div>",
    ]
    return "\n".join(parts)
