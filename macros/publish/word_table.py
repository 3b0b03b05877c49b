"""Tables as WordprocessingML: the statutory ones as the form prints them, and those an editor has written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from macros.grid import Grid, GridCell
from macros.publish.narrative import PlainTable
from macros.publish.word_text import Asked, paragraph, run, runs, words

BODY = 8844  # twips between the margins: 156 mm
MANY = 6  # columns of numbers from which a table is set small
NUMBER_WIDTH, GROUP_WIDTHS = 680, (560, 1020)
FLAGS = {"firstRow": 1, "lastRow": 0, "firstColumn": 1, "lastColumn": 0, "noHBand": 0, "noVBand": 1}
LOOK = '<w:tblLook w:val="04A0"' + "".join(f' w:{flag}="{on}"' for flag, on in FLAGS.items()) + "/>"


def statutory(grid: Grid, title: str, description: str) -> str:
    """A statutory table; ``title`` and ``description`` are for those who do not see it."""
    widths = _widths(grid)
    small = grid.width - grid.label_columns >= MANY
    lines = [_line(grid, row, widths, small=small) for row in range(grid.height)]
    return _table(widths, lines, title, description)


def plain(table: PlainTable, asked: Asked) -> str:
    """A table an editor has written; a row that is too short ends with empty cells."""
    count = max((len(row) for row in table.rows), default=1)
    widths = _even(count)
    lines = []
    for number, row in enumerate(table.rows):
        head = number < table.header_rows
        cells = [
            _cell(width, runs(row[at], asked) if at < len(row) else "", "TableHead" if head else "TableText")
            for at, width in enumerate(widths)
        ]
        lines.append(_row(cells, head=head))
    return _table(widths, lines, "", "")


def _widths(grid: Grid) -> list[int]:
    """The widths of the columns: of numbers alike, of groups of rows narrow, the rest for the labels."""
    labels, numbers = grid.label_columns, grid.width - grid.label_columns
    if not labels:
        return _even(numbers)
    if numbers < MANY and labels == 1:
        return _even(labels + numbers)
    groups = [GROUP_WIDTHS[min(at, len(GROUP_WIDTHS) - 1)] for at in range(labels - 1)]
    return [*groups, BODY - sum(groups) - numbers * NUMBER_WIDTH, *[NUMBER_WIDTH] * numbers]


def _even(count: int) -> list[int]:
    return [BODY // count + (1 if at < BODY % count else 0) for at in range(count)]


def _line(grid: Grid, row: int, widths: Sequence[int], *, small: bool) -> str:
    # Rows kept with the next: a table that fits on a page stands on one.
    together = row + 1 < grid.height
    cells = [_grid_cell(cell, row, widths, small=small, together=together) for cell in _standing(grid, row)]
    return _row(cells, head=row < grid.header_rows)


def _standing(grid: Grid, row: int) -> Iterator[GridCell]:
    """The cells that stand in a row, also those that began above. Raises ``ValueError`` for a hole."""
    at = 0
    for cell in sorted(_over(grid, row), key=lambda cell: cell.column):
        if cell.column != at:
            raise ValueError(f"{grid.table.id}: row {row}, column {at} holds {cell.column}")
        at += cell.columns
        yield cell
    if at != grid.width:
        raise ValueError(f"{grid.table.id}: row {row} ends at {at}")


def _over(grid: Grid, row: int) -> list[GridCell]:
    return [cell for cell in grid.cells if cell.row <= row < cell.row + cell.rows]


def _grid_cell(cell: GridCell, row: int, widths: Sequence[int], *, small: bool, together: bool) -> str:
    kind = "TableText" if cell.kind in ("value", "row") else "TableHead"
    style = kind + ("Small" if small else "")
    width = sum(widths[cell.column : cell.column + cell.columns])
    merged = ""
    if cell.rows > 1:
        merged = '<w:vMerge w:val="restart"/>' if cell.row == row else "<w:vMerge/>"
    inner = run(cell.text) if cell.text and cell.row == row else ""
    centred = cell.kind == "value" or cell.group
    return _cell(width, inner, style, cell.columns, merged, centred=centred, together=together)


def _cell(
    width: int,
    inner: str,
    style: str,
    columns: int = 1,
    merged: str = "",
    *,
    centred: bool = False,
    together: bool = False,
) -> str:
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    kept = "<w:keepNext/>" if together else ""
    said = paragraph(style, inner, kept + ('<w:jc w:val="center"/>' if centred else ""))
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{span}{merged}<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{said}</w:tc>"


def _row(cells: Sequence[str], *, head: bool) -> str:
    repeated = '<w:trHeight w:val="340" w:hRule="atLeast"/>' + ("<w:tblHeader/>" if head else "")
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def _table(widths: Sequence[int], lines: Sequence[str], title: str, description: str) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    said = f'<w:tblCaption w:val="{words(title)}"/>' if title else ""
    said += f'<w:tblDescription w:val="{words(description)}"/>' if description else ""
    properties = (
        f'<w:tblStyle w:val="StatutoryTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/>{LOOK}{said}'
    )
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(lines)}</w:tbl>"
