"""Numbers of persons in a text, however they are written, and the text with them masked.

A number is looked for in the text as written and in the text as it is read: ``**138**1234&nbsp;5678`` is one too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from macros.unmarked import Unmarked, normal, unmarked

PROVINCES = frozenset(
    (  # noqa: SIM905 - shorter than a list
        "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83"
    ).split()
)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
NEAR = 60  # how far from a number of 15 digits the words may stand that name the document
FIRST, LAST = 3, 4  # the digits a mask leaves

GAP = r"(?:[ -]{0,2}|[ ]?\n)"  # between the digits of one number
CENTURY = rf"(?:1{GAP}[89]|2{GAP}0)"
ID_18 = re.compile(
    rf"(?<![0-9A-Za-z])(?=([1-8](?:{GAP}\d){{5}}{GAP}{CENTURY}(?:{GAP}\d){{9}}{GAP}[0-9Xx])(?![0-9A-Za-z]))", re.ASCII
)
ID_15 = re.compile(rf"(?<![0-9A-Za-z./-])([1-9]\d{{5}}{GAP}\d{{6}}{GAP}\d{{3}})(?![0-9A-Za-z/-])", re.ASCII)
ID_PART = re.compile(r"(?<![0-9A-Za-z])([1-9]\d{5}(?:18|19|20)\d{6,9}[0-9Xx]?)(?![0-9A-Za-z])", re.ASCII)
ID_WORDS = re.compile(r"身份证|居民身份|证件号|公民身份")
GROUPS = "|".join(
    rf"1[3-9]\d{{{first}}}{GAP}\d{{{second}}}{GAP}\d{{{third}}}"
    for first, second, third in ((1, 4, 4), (2, 3, 4), (2, 4, 3), (1, 3, 5))
)
MOBILE = re.compile(rf"(?<![0-9A-Za-z.〔-])(?:\+?86[- ]?)?({GROUPS})(?![0-9A-Za-z]|[.-]\d)", re.ASCII)
CARD = re.compile(
    r"(?<![0-9A-Za-z.〔/-])(\d{4}([ -]{0,2})\d{4}(?:\2\d{4}){1,2}(?:\2\d{1,4})?|\d{6}[ -]?\d{10,13})"
    r"(?![0-9A-Za-z/-])",
    re.ASCII,
)
ISSUERS = re.compile(r"62|60|4|5[1-5]|35(?:2[89]|[3-8])|222[1-9]|22[3-9]|2[3-6]|27[01]|2720")
# Addresses of web pages end where Chinese begins; of the target of a link only one that leads to a page is no text.
ADDRESS = re.compile(
    r"(?:https?|ftp)://[!-+\--:<-~]+|(?<=\]\()(?!\s*<?(?!https?:|ftp:)[a-z][a-z0-9+.-]*:)[^()\s]+", re.IGNORECASE
)
DIGITS = re.compile(r"(?:\d\D{0,200}?){10}\d")  # with fewer there is no number of a person
BLANK = "\x1a"


@dataclass(frozen=True, slots=True)
class PrivateNumber:
    """A number of a person: its kind (a rule's id), its digits, where each is written, the words before it."""

    kind: str
    digits: str
    places: tuple[tuple[int, int], ...]
    before: str

    @property
    def shown(self) -> str:
        """The number with its middle masked: findings are public too."""
        return self.digits[:FIRST] + "*" * (len(self.digits) - FIRST - LAST) + self.digits[-LAST:]


Kinds: TypeAlias = "Callable[[Unmarked, Unmarked], Iterator[PrivateNumber]]"


def numbers(text: str) -> tuple[PrivateNumber, ...]:
    """Resident ids, mobile numbers and bank cards, in the order in which they are written, each once."""
    return _numbers(text, _certain)


def stretches(text: str) -> tuple[tuple[int, int], ...]:
    """From where to where the numbers of persons reach, also one cut short."""
    return tuple((one.places[0][0], one.places[-1][1]) for one in _numbers(text, _likely))


def masked(text: str) -> str:
    """The text, as long as before, with the middle of every number of a person masked, also of one cut short."""
    found = _numbers(text, _likely)
    if not found:
        return text
    letters = list(text)
    for one in found:
        for start, end in one.places[FIRST:-LAST]:
            letters[start:end] = ["*" if letter.isalnum() else letter for letter in letters[start:end]]
    return "".join(letters)


def _numbers(text: str, kinds: Kinds) -> tuple[PrivateNumber, ...]:
    if DIGITS.search(text) is None:
        return ()
    plain = normal(text)
    pages = ADDRESS.sub(lambda one: BLANK * len(one.group()), plain)
    found: dict[tuple[str, int], PrivateNumber] = {}
    read = unmarked(pages)
    for whole, part in ((read, read), (_as_written(plain), _as_written(pages))):
        for one in kinds(whole, part):
            found.setdefault((one.kind, one.places[0][0]), one)
    return tuple(sorted(found.values(), key=lambda one: one.places[0]))


def _as_written(text: str) -> Unmarked:
    return Unmarked(text, tuple((at, at + 1) for at in range(len(text))))


def _certain(text: Unmarked, beside: Unmarked) -> Iterator[PrivateNumber]:
    """What has the shape and the check digit; ``beside`` is the text beside addresses, whose numbers are nobody's."""
    yield from (one for one in _matches("resident-id", ID_18, text) if _is_id(one.digits))
    for one in _matches("resident-id", ID_15, text, ID_WORDS):
        if _born(one.digits[:2], "19" + one.digits[6:12]):
            yield one
    yield from _matches("mobile-number", MOBILE, beside)
    for one in _matches("bank-card", CARD, beside):
        if 16 <= len(one.digits) <= 19 and ISSUERS.match(one.digits) and not _is_id(one.digits) and _luhn(one.digits):
            yield one


def _likely(text: Unmarked, beside: Unmarked) -> Iterator[PrivateNumber]:
    """The same, and what is like an identity number but for the end: a slip of the pen, or cut short."""
    yield from _certain(text, beside)
    for pattern in (ID_18, ID_PART):
        yield from (one for one in _matches("like", pattern, text) if _born(one.digits[:2], one.digits[6:14]))
    yield from (one for one in _matches("like", ID_15, text) if _born(one.digits[:2], "19" + one.digits[6:12]))


def _matches(
    kind: str, pattern: re.Pattern[str], text: Unmarked, beside: re.Pattern[str] | None = None
) -> Iterator[PrivateNumber]:
    """What has the shape of a number; with ``beside`` only where such words stand near it in its line."""
    for match in pattern.finditer(text.text):
        start, end = match.span(1)
        line = (
            text.text[max(0, start - NEAR) : start].rpartition("\n")[2] + text.text[end : end + NEAR].partition("\n")[0]
        )
        if beside is not None and beside.search(line) is None:
            continue
        marks = [at for at in range(start, end) if text.text[at].isalnum()]
        digits = "".join(text.text[at] for at in marks)
        yield PrivateNumber(kind, digits, tuple(text.places[at] for at in marks), text.text[max(0, start - 12) : start])


def _is_id(number: str) -> bool:
    """18 digits with a place, a day of birth and the check digit of GB 11643."""
    if len(number) != 18 or not number[:17].isdigit():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return _born(number[:2], number[6:14]) and "10X98765432"[total % 11] == number[17].upper()


def _born(province: str, digits: str) -> bool:
    """Whether a number can begin so: a province, later a day of birth."""
    if province not in PROVINCES or not 1800 <= int(digits[:4]) < 2100:
        return False
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return True


def _luhn(digits: str) -> bool:
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + index % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and len(set(digits)) > 2
