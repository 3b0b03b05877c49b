"""The review as Markdown for one comment: all that files say stays plain text, and the whole fits what GitHub takes."""

from __future__ import annotations

from collections.abc import Iterator

from macros.changes.review import Review
from macros.render.markdown import plain
from macros.render.outline import Item, Outline, Part, Piece, Rows, Said, Text, Words
from macros.render.review_outline import outline

LONGEST = 56_000  # GitHub takes 65,536 characters; what posts the comment adds some of its own
SHORT = 16  # characters of a change that stay in one line
NAMED = 6  # sections left out that are named
NOTE = 400  # room for saying what was left out
MARKS = {"": "{}", "was": "<del>{}</del>", "now": "<ins>{}</ins>", "change": "<b>{}</b>", "code": "{}"}


def render(review: Review) -> str:
    """The whole comment; an empty text when nothing changed."""
    return markdown(outline(review)) if review.files else ""


def markdown(whole: Outline, longest: int = LONGEST) -> str:
    """The outline as Markdown. What is too much is left out from the least important section on, and that is said."""
    head = "\n\n".join((f"## {plain(whole.title)}", *map(plain, whole.lead)))
    room = longest - len(head) - NOTE
    made: dict[int, str] = {}
    cut = 0
    for index in sorted(range(len(whole.parts)), key=lambda i: (whole.parts[i].rank, i)):
        text, complete = _part(whole.parts[index], room)
        cut += bool(text) and not complete
        room -= len(text) + 2
        made[index] = text
    dropped = [part.title for index, part in enumerate(whole.parts) if not made[index]]
    return "\n\n".join([head, *_left_out(dropped, cut), *(made[i] for i in sorted(made) if made[i])]) + "\n"


def _left_out(dropped: list[str], cut: int) -> Iterator[str]:
    """What is not shown, by the names of its sections."""
    if dropped or cut:
        names = list(dict.fromkeys(title.partition("（")[0] for title in dropped))
        some = "、".join(map(plain, names[:NAMED])) + ("等" if len(names) > NAMED else "")
        said = [f"{len(dropped)} 节没有列出（{some}）"] if dropped else []
        said += [f"{cut} 节没有列全"] if cut else []
        yield f"内容太多，{'，'.join(said)}；全文请在本地运行 `gongkai review` 查看。"


def _part(part: Part, room: int) -> tuple[str, bool]:
    """A section as far as there is room, and whether it is whole."""
    title = plain(part.title)
    top = f"<details><summary>{title}</summary>\n\n" if part.folded else f"{'#' * part.level} {title}\n\n"
    end = "\n\n</details>" if part.folded else ""
    left = room - len(top) - len(end) - NOTE // 4
    texts: list[str] = []
    for piece in part.pieces:
        text = _piece(piece)
        if len(text) + 2 > left:
            break
        left -= len(text) + 2
        texts.append(text)
    missing = len(part.pieces) - len(texts)
    if missing and room < 2 * NOTE:
        return "", False
    body = "".join(_joined(part.pieces[: len(texts)], texts))
    if missing:
        body = "\n\n".join([*([body] if body else []), f"（这一节另有 {missing} 项没有列出。）"])
    return (top + body).rstrip("\n") + end, not missing


def _joined(pieces: tuple[Piece, ...], texts: list[str]) -> Iterator[str]:
    """The pieces with an empty line between them, entries of a list without."""
    for index, text in enumerate(texts):
        if index:
            both = isinstance(pieces[index], Item) and isinstance(pieces[index - 1], Item)
            yield "\n" if both else "\n\n"
        yield text


def _piece(piece: Piece) -> str:
    if isinstance(piece, Text):
        return _said(piece.words)
    if isinstance(piece, Item):
        box = "[ ] " if piece.tick else ""
        return "\n".join([f"- {box}{_said(piece.words)}", *(f"  - {_said(one)}" for one in piece.under)])
    return _rows(piece)


def _rows(rows: Rows) -> str:
    title = [f"<b>{plain(rows.title)}</b>", ""] if rows.title else []
    lines = ["| " + " | ".join(_said(cell) for cell in line) + " |" for line in rows.lines]
    edge = "|:--|" + "--:|" * (len(rows.heads) - 1)
    return "\n".join([*title, "| " + " | ".join(map(plain, rows.heads)) + " |", edge, *lines])


def _said(words: Said) -> str:
    """Words made plain; an empty stretch is not marked."""
    return "".join(MARKS[one.mark].format(_kept(one)) for one in words if one.text)


def _kept(one: Words) -> str:
    """The words made plain; a short change is not broken over two lines."""
    text = _inner(one.text)
    return text.replace(" → ", "&nbsp;→&nbsp;") if one.mark == "change" and len(one.text) <= SHORT else text


def _inner(text: str) -> str:
    """Plain text that keeps the spaces at its ends."""
    lead, tail = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
    return f"{lead}{plain(text)}{tail}" if text.strip(" ") else text
