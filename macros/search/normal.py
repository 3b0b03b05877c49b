"""What a search compares: characters folded to one form, and the tokens of a text. `search-engine.js` does the same.

Chinese is indexed by pairs of characters and by single ones: no dictionary to disagree with the reader's words.
"""

from __future__ import annotations

import re
import unicodedata
from operator import add

from macros.rules.traditional import TRADITIONAL

# Right in both scripts in some words, so the check leaves them alone; in a search they stand for these.
BOTH_SCRIPTS = dict(zip("著於徵瞭乾昇託", "着于征了干升托", strict=True))
SIMPLE = TRADITIONAL | BOTH_SCRIPTS
SILENT = "“”‘’\"'《》〈〉「」『』\u200b"
FIRST_CHINESE = 0x3400
TOKEN = re.compile(r"[\u3400-\u9fff]+|[0-9]+(?:\.[0-9]+)*|[a-z]+")
THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
DOCUMENT_NUMBER = re.compile(r"[\[(〔【]([0-9]{4})[\])〕】]第?([0-9]+)号")
NUMBERING = re.compile(r"^(?:第?[一二三四五六七八九十]+[、部]分?|\([一二三四五六七八九十]+\)|[0-9]+[.、])")


class _Folding(dict[int, str | None]):
    """What each character is folded to, found out when it is first met."""

    def __missing__(self, code: int) -> str | None:
        one = chr(code)
        plain = unicodedata.normalize("NFKC", one).lower()
        plain = plain if len(plain) == 1 else one
        self[code] = None if one in SILENT else SIMPLE.get(plain, plain)
        return self[code]


FOLDING = _Folding()


def folded(text: str) -> str:
    """The text in compatibility form, lower case and simplified script, one character for one, without quotes."""
    return text.translate(FOLDING)


def rough(number: str) -> list[str]:
    """Under what a number is found that was not written out: ``223.`` of 223.3495, ``153万`` of 1539446."""
    whole, point, _ = number.partition(".")
    return [f"{whole}."] if point else [f"{number[:-4]}万"] if len(number) > 4 and number.isdigit() else []


def pairs(text: str) -> set[str]:
    """The tokens of a folded text: every Chinese character, every two that touch, numbers, words, document numbers."""
    found: set[str] = set()
    for token in TOKEN.findall(THOUSANDS.sub("", text)):
        if token[0] < "\u3400":
            found.add(token)
            found.update(rough(token))
        else:
            found.update(token)
            found.update(map(add, token, token[1:]))
    found.update(f"{year}#{number}" for year, number in DOCUMENT_NUMBER.findall(text))
    return found


def whole(heading: str) -> str:
    """The token of a whole heading, without its numbering."""
    return "=" + re.sub(r"[\s、，。；：（）()]", "", NUMBERING.sub("", heading))


def part_of(token: str, parts: tuple[int, int]) -> str:
    """The file of a divided index that holds a token; single characters, seldom asked for, have files of their own."""
    value = 2166136261  # FNV-1a over the characters
    for one in token:
        value = ((value ^ ord(one)) * 16777619) & 0xFFFFFFFF
    return f"u{value % parts[1]}" if is_single(token) else f"p{value % parts[0]}"


def is_single(token: str) -> bool:
    """Whether a token is one Chinese character."""
    return len(token) == 1 and ord(token) >= FIRST_CHINESE
