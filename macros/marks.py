"""The marks of a report that is being made: a cell or a sentence still to be filled in, last year's words beside it.

A mark is no blank: blank says that the source left the cell empty, a mark that nobody has looked yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.unmarked import Unmarked, normal, unmarked

MARK = "待填"
TEXT_MARK = re.compile(r"【待填[^】\n]*】")
# A mark however it is bracketed; 有待填补, 期待填写 and the like are words of their own.
LEFT = re.compile(rf"(?<=[【〔［「『（(《〈\[]){MARK}|(?<![期等有尚亟急对看接招]){MARK}(?![补充埋平])")
WHOLE = re.compile(rf"[【〔［「『（(《〈\[]{MARK}[^】〕］」』）)》〉\]]{{0,80}}[】〕］」』）)》〉\]]")
SPACE = re.compile(r"\s+")
ASIDE_START = "<!-- 上年原文"
ASIDE_END = "-->"


def text_mark(what: str) -> str:
    """A mark in a page, with the words for what is to be written there."""
    return f"【{MARK}：{what.replace('【', '').replace('】', '')}】"


def left(text: str) -> list[tuple[int, str]]:
    """The marks in a text, as written and as read, with where each begins; white space and markup hide none."""
    if MARK[0] not in text and "&" not in text:
        return []
    written = Unmarked(normal(text), tuple((at, at + 1) for at in range(len(text))))
    found: list[tuple[int, int]] = []
    covered = bytearray(len(text))
    for view in (written, unmarked(text)):
        letters = [at for at, letter in enumerate(view.text) if not letter.isspace()]
        close = "".join(view.text[at] for at in letters)
        for match in LEFT.finditer(close):
            at = view.places[letters[match.start()]][0]
            if not covered[at]:
                whole = WHOLE.match(close, max(0, match.start() - 1)) or match
                start, end = view.places[letters[whole.start()]][0], view.places[letters[whole.end() - 1]][1]
                found.append((start, end))
                covered[start:end] = bytes([1]) * (end - start)
    return [(start, SPACE.sub(" ", text[start:end])) for start, end in sorted(found)]


def aside(note: str, words: str) -> str:
    """Last year's words for whoever writes, which no page shows; nothing in them ends the comment."""
    closed = re.sub(r"--+(!?)>", r"—\1＞", f"{note}\n\n{words}")
    return f"{ASIDE_START}{closed}\n{ASIDE_END}"


def without_asides(text: str, start: int) -> tuple[str, tuple[int, ...]]:
    """The text with every aside from ``start`` on blanked out (places are kept), and where they began."""
    parts, places, done = [], [], 0
    for begin, end in _asides(text, start):
        parts += [text[done:begin], re.sub(r"[^\n]", " ", text[begin:end])]
        places.append(begin)
        done = end
    return "".join((*parts, text[done:])), tuple(places)


def _asides(text: str, start: int) -> Iterator[tuple[int, int]]:
    """From where to where the asides reach: each begins a line. One that does not end is none."""
    begin, end = text.find(ASIDE_START, start), -1
    while begin >= 0:
        if end < begin:
            end = text.find(ASIDE_END, begin)
        if end < 0:
            return
        if begin == 0 or text[begin - 1] == "\n":
            yield begin, end + len(ASIDE_END)
            begin = text.find(ASIDE_START, end)
        else:
            begin = text.find(ASIDE_START, begin + 1)
