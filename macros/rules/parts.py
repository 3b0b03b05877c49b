"""Parts that the narrative adds up: a stated total, a word that says its parts follow, and the parts.

Judged only where it is clear: one unit throughout, at least two parts, no second breakdown inside. Parts that come
to less than the total may simply not be all of it; that is said only where the words promise all, or where so many
parts come so near that one was probably miscounted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from macros.facts import Fact, Number
from macros.numerals import Numeral
from macros.prose import STATEMENT, Passage, snippet, spans
from macros.report import total
from macros.rules.judging import Narrative, narrative_rule
from macros.rules.registry import Found
from macros.rules.statements import FAMILY, numbers

MARKER = re.compile(
    r"(?P<soft>其中(?!一)|包括|：)|(?P<each>分别(?P<firm>为|是)?)|(?<=[件条篇份])(?:申请|信息)?中[，：]?"
)
UNSURE = re.compile(r"同比|较|增长|增加|下降|减少|累计|平均|等[^，。；]{0,8}$|以上|超过")
BRACKET = re.compile(r"（[^（）]*）|\([^()]*\)")
SEPARATOR = re.compile(r"[、和及与]$|^[、和及与]")
COUNTED = frozenset("件条篇份次个人起宗例项场期家户名部")
MANY = 3
NEAR = 10


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A total, the parts that follow it, and whether the words promise that these are all."""

    whole: Numeral
    parts: tuple[Numeral, ...]
    firm: bool
    words: str

    @property
    def sum(self) -> Number:
        """What the parts come to."""
        return total([part.value for part in self.parts])

    @property
    def wrong(self) -> bool:
        """Whether the parts cannot be what they are said to be."""
        gap = self.whole.value - self.sum
        if gap == 0:
            return False
        if gap < 0 or self.firm:
            return True
        return len(self.parts) >= MANY and (gap == 1 or gap * NEAR <= self.whole.value)


def breakdowns(passage: Passage) -> Iterator[Breakdown]:
    """The clear breakdowns of a passage, one a sentence at most."""
    found = numbers(passage)
    if len(found) <= MANY - 1:
        return
    for start, end in spans(STATEMENT, passage.text):
        inside = [n for n in found if start <= n.start < end]
        one = _breakdown(passage, start, end, inside)
        if one is not None:
            yield one


def _breakdown(passage: Passage, start: int, end: int, numbers: list[Numeral]) -> Breakdown | None:
    text = passage.text
    markers = [m for m in MARKER.finditer(text, start, end) if any(n.end <= m.start() for n in numbers)]
    if not markers or UNSURE.search(text[start:end]):
        return None
    marker = markers[0]
    begin = marker.end()
    bracket = next((b for b in BRACKET.finditer(text, start, end) if b.start() < marker.start() < b.end()), None)
    stop = bracket.end() if bracket else end
    later = [m for m in markers[1:] if m.start() < stop and m.group() not in {"：", "中，", "中"}]
    if later and not (marker.group("soft") and later[0].group("each") and len(later) == 1):
        return None
    nested = [b.span() for b in BRACKET.finditer(text, begin, stop)]
    parts = [n for n in numbers if begin <= n.start < stop and not any(a <= n.start < b for a, b in nested)]
    parts = _same_unit(parts, text)
    left = [n for n in numbers if n.end <= marker.start() and _outside(n, text, start)]
    if len(parts) < 2 or not left:
        return None
    unit = parts[0].unit or parts[-1].unit
    wholes = [n for n in left if n.unit == unit]
    if unit not in COUNTED or not wholes or (wholes[-1] is not left[-1] and left[-1].unit != "%"):
        return None
    whole = wholes[-1]
    if any(total([p.value for p in parts]) == n.value for n in wholes) or any(
        n.rough or n.scale for n in (whole, *parts)
    ):
        return None
    if marker.group("firm"):
        firm = not text[whole.end : marker.start()].strip("，（：")
    else:
        firm = not marker.group("soft") and not marker.group("each") and len(parts) >= MANY
    return Breakdown(whole, tuple(parts), firm, snippet(passage, whole.start, whole.end))


def _outside(number: Numeral, text: str, start: int) -> bool:
    """Whether a number stands outside brackets."""
    return not any(b.start() <= number.start < b.end() for b in BRACKET.finditer(text, start))


def _same_unit(numbers: list[Numeral], text: str) -> list[Numeral]:
    """The leading numbers of one unit; in a list the unit may stand once at its end; percentages are passed over."""
    counted = [n for n in numbers if n.unit not in {"%", "百分点", "个百分点"}]
    unit = next((n.unit for n in counted if n.unit), "")
    found: list[Numeral] = []
    for index, number in enumerate(counted):
        bare = not number.unit and index + 1 < len(counted) and SEPARATOR.match(text[number.end : number.end + 1])
        if number.unit != unit and not bare:
            break
        found.append(number)
    return found


@narrative_rule(
    "statement-parts",
    "warning",
    FAMILY,
    basis="写明是一个总数的各部分，加起来就应等于总数",
    proves="同一句话里“其中”“分别为”之后的各部分加起来等于总数。",
)
def statement_parts(case: Narrative) -> Found:
    """Parts add up to the total they are said to make (real: 2599 items of which 2533; 82 requests of which 76)."""
    for passage in case.prose.passages:
        for one in breakdowns(passage) if not passage.level else ():
            if one.wrong:
                yield Fact(
                    "statement-parts",
                    passage.at(one.whole.start),
                    expected=one.whole.value,
                    actual=one.sum,
                    detail={
                        "words": one.words,
                        "unit": one.whole.unit,
                        "parts": tuple(str(p.value) for p in one.parts),
                    },
                    key=f"{one.whole.value}|{'+'.join(str(p.value) for p in one.parts)}",
                )
