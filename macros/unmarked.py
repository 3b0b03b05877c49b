"""A text as the public reads it, for finding what must not be there: without markup, entities decoded.

Every character keeps its place in what was written. Spaces, dashes and digits of all kinds become the plain ones.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

MARKUP = re.compile(
    r"(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?)"
    r"|<!--.*?-->"
    r"|<[A-Za-z/!][^<>]*>"  # tags
    r"|\{:?[ ]*[#.:][^{}\n]*\}"  # attribute lists
    r"|\]\([^()\n]*\)|\]\[[^\[\]\n]*\]|\[\^[^\[\]\n]*\]"  # the targets of links, notes
    r"|[*_~`^=\[\]\\]+"
    r"|[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]",
    re.DOTALL,
)
CODE = re.compile(r"^[ ]{0,3}(```+|~~~+)[^\n]*\n.*?(?:^[ ]{0,3}\1[^\n]*$|\Z)|`+[^`\n]+`+", re.DOTALL | re.MULTILINE)
OTHER = re.compile(r"(?![0-9])\d|[^\S\n ]|[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]|[Ｘｘ]")


@dataclass(frozen=True, slots=True)
class Unmarked:
    """``text[i]`` was written at ``places[i]``, from where to where."""

    text: str
    places: tuple[tuple[int, int], ...]


def normal(text: str) -> str:
    """The text, character by character, with plain spaces, dashes and digits."""
    return OTHER.sub(_plain, text)


def _plain(match: re.Match[str]) -> str:
    one = match.group()
    digit = unicodedata.decimal(one, None)
    if digit is not None:
        return str(digit)
    return "X" if one in "Ｘｘ" else " " if one.isspace() else "-"


def without_code(text: str) -> str:
    """The text with code, which only names things, blanked out."""
    return CODE.sub(lambda one: re.sub(r"[^\n]", " ", one.group()), text)


def unmarked(written: str) -> Unmarked:
    """The text without its markup."""
    text = normal(written)
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    done = 0
    for match in MARKUP.finditer(text):
        start, end = match.span()
        parts.append(text[done:start])
        places += [(at, at + 1) for at in range(done, start)]
        if match.group("entity"):
            read = MARKUP.sub("", normal(html.unescape(match.group())).replace("\n", " "))
            parts.append(read)
            places += [(start, end)] * len(read)
        done = end
    parts.append(text[done:])
    places += [(at, at + 1) for at in range(done, len(text))]
    return Unmarked("".join(parts), tuple(places))
