"""The marks of a report that is being made: a cell or a sentence still to be filled in, last year's words beside it.

A mark is no blank: blank says that the source left the cell empty, a mark that nobody has looked yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MARK = "待填"
TEXT_MARK = re.compile(r"【待填[^】\n]*】")
ASIDE_START = "<!-- 上年原文"
ASIDE_END = "-->"


def text_mark(what: str) -> str:
    """A mark in a page, with the words for what is to be written there."""
    return f"【{MARK}：{what.replace('【', '').replace('】', '')}】"


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
