"""The grid that documents are laid out from is the table of the page: same cells, same reach, same heads."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from macros.grid import GridCell, grids
from macros.render.tables import statutory_table
from tests.real_reports import ALL, real


def shape(element: html.HtmlElement) -> tuple[object, ...]:
    """What is compared of a cell of the page."""
    text = "" if "blank" in (element.get("class") or "").split() else element.text_content()
    spans = int(element.get("rowspan", "1")), int(element.get("colspan", "1"))
    return text, *spans, tuple((element.get("headers") or "").split())


def same(cell: GridCell) -> tuple[object, ...]:
    """The same of a cell of the grid."""
    return cell.text, cell.rows, cell.columns, cell.heads


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_grid_and_page_agree_cell_by_cell(path: Path) -> None:
    report, form = real(path)
    for grid in grids(report, form):
        table = html.fromstring(statutory_table(report, form, grid.table))
        lines = list(table.iter("tr"))
        assert len(lines) == grid.height
        for number, line in enumerate(lines):
            assert [shape(cell) for cell in line.iterchildren()] == [same(cell) for cell in grid.line(number)], (
                grid.table.id,
                number,
            )


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_cells_of_a_grid_cover_it_once(path: Path) -> None:
    for grid in grids(*real(path)):
        covered = [
            (row, column)
            for cell in grid.cells
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        ]
        assert sorted(covered) == [(row, column) for row in range(grid.height) for column in range(grid.width)]
