"""The review for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from macros.changes.review import Review
from macros.render.outline import Item, Part, Piece, Rows, Said, Text
from macros.render.review_outline import outline
from macros.render.words import printable, width

COLOURS = {"": "", "was": "31", "now": "32", "change": "1;33", "code": "36"}
MARKS = {"": "{}", "was": "[-{}-]", "now": "[+{}+]", "change": "{}", "code": "{}"}


def render(review: Review, *, colour: bool = False) -> str:
    """The whole; an empty text when nothing changed."""
    if not review.files:
        return ""
    whole = outline(review)
    parts = [
        printable(whole.title),
        "\n".join(map(printable, whole.lead)),
        *(_part(part, colour) for part in whole.parts),
    ]
    return "\n\n".join(parts) + "\n"


def _part(part: Part, colour: bool) -> str:
    lines = [f"【{printable(part.title)}】"]
    for piece in part.pieces:
        lines += _piece(piece, colour)
    return "\n".join(lines)


def _piece(piece: Piece, colour: bool) -> Iterator[str]:
    if isinstance(piece, Text):
        yield _said(piece.words, colour)
    elif isinstance(piece, Item):
        yield f"{'□' if piece.tick else '·'} {_said(piece.words, colour)}"
        yield from (f"    {_said(one, colour)}" for one in piece.under)
    else:
        yield from _rows(piece, colour)


def _rows(rows: Rows, colour: bool) -> Iterator[str]:
    """A line a row: label, then the columns that state something, each with its head."""
    if rows.title:
        yield printable(rows.title)
    room = max((width(_plain(line[0])) for line in rows.lines), default=0)
    for line in rows.lines:
        label = _plain(line[0])
        cells = [
            f"{printable(head)} {_said(cell, colour)}" if len(rows.heads) > 2 else _said(cell, colour)
            for head, cell in zip(rows.heads[1:], line[1:], strict=True)
            if _plain(cell)
        ]
        yield f"  {label}{' ' * (room - width(label))}  {'，'.join(cells) or '（空白）'}"


def _plain(words: Said) -> str:
    return "".join(printable(one.text) for one in words)


def _said(words: Said, colour: bool) -> str:
    """Words with their marks, in colour where a terminal shows it."""
    made = []
    for one in words:
        text = printable(one.text)
        if colour and COLOURS[one.mark] and text:
            made.append(f"\x1b[{COLOURS[one.mark]}m{text}\x1b[0m")
        elif text:
            made.append(MARKS[one.mark].format(text))
    return "".join(made)
