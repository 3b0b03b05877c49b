"""Percentages of the narrative that the tables can recompute, exactly and at the precision they are printed with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from macros.facts import Fact, Number
from macros.numerals import Numeral, at_precision
from macros.prose import STATEMENT, Clause, Passage, Prose
from macros.report import Report
from macros.rules.statements import (
    CARRIED,
    DONE,
    NEW,
    NOT_REQUESTS,
    OTHER_TIME,
    REQUESTS,
    Statement,
    numbers,
    other_year,
    scope_of,
    skeleton,
)

GRANTED = ("requests.granted.total",)
OPENED = (*GRANTED, "requests.partially_granted.total")
ALL = (*NEW, *CARRIED)

SHARE = re.compile(r"占(?P<of>[^#]{0,20}?)(?:的|比)?(?:比例)?(?:为|达到?|约)?#%")
RATE = re.compile(r"(?P<rate>公开率|办结率|答复率)(?:为|达到?|是)?#%")
NOT_RATE = re.compile(r"主动公开率|按[时期]|限时|及时|准时|目录|清单|双公示")
RATES = {
    "公开率": ((GRANTED, OPENED), (DONE, ALL, NEW)),
    "办结率": ((DONE,), (ALL,)),
    "答复率": ((DONE,), (ALL,)),
}
DENOMINATORS = (
    (re.compile(r"办结|答复|办理结果"), (DONE,)),
    (re.compile(r"新收"), (NEW,)),
    (re.compile(r"收到|受理|申请|办理"), (NEW, ALL, DONE)),
)


def percents(stated: tuple[Statement, ...], prose: Prose, report: Report) -> Iterator[Fact]:
    """Every percentage with a named whole that cannot be what the tables give."""
    for passage in prose.passages:
        if passage.level or ("%" not in passage.text and "百分之" not in passage.text):
            continue
        for clause in passage.clauses():
            text, mine = skeleton(clause, numbers(passage))
            share, rate = SHARE.search(text), RATE.search(text)
            if not share and not rate:
                continue
            if OTHER_TIME.search(text) or other_year(clause, report.year) or scope_of(clause):
                continue
            if share:
                numeral = mine[text.count("#", 0, share.end() - 2)]
                yield from _share(clause, numeral, share.group("of"), stated, report)
            if rate and _about(passage, clause) and not NOT_RATE.search(text):
                numeral = mine[text.count("#", 0, rate.end() - 2)]
                parts, wholes = RATES[rate.group("rate")]
                sums = [n for one in parts if (n := _amount(report, one)) is not None]
                yield from _judge(clause, numeral, rate.group("rate"), sums, wholes, report)


def _about(passage: Passage, clause: Clause) -> bool:
    start, end = passage.around(clause.start, STATEMENT)
    words = passage.text[start:end]
    about = REQUESTS.search(words) or "依申请公开" in passage.above
    return bool(about) and not NOT_REQUESTS.search(words)


def _share(
    clause: Clause, numeral: Numeral, name: str, stated: tuple[Statement, ...], report: Report
) -> Iterator[Fact]:
    """“予以公开2件，占办结总数的25%”: the number before is the part, the name says of what."""
    wholes = next((found for words, found in DENOMINATORS if words.search(name)), ())
    passage = clause.passage
    start, _ = passage.around(clause.start, STATEMENT)
    before = [
        n for n in numbers(passage) if start <= n.start < numeral.start and n.unit != "%"
    ]  # fmt: skip
    part = before[-1] if before else None
    if not wholes or part is None:
        return
    known = any(
        one.clause.passage is passage and one.numeral.start == part.start and one.addresses[0].startswith("requests.")
        for one in stated
    )
    gap = passage.text[part.end : clause.start]
    if known and not re.search(r"[，].*[，]", gap):
        yield from _judge(clause, numeral, f"占{name}的比例", [part.value], wholes, report)


def _judge(
    clause: Clause,
    numeral: Numeral,
    what: str,
    parts: list[Number],
    wholes: tuple[tuple[str, ...], ...],
    report: Report,
) -> Iterator[Fact]:
    """A finding when no part over no whole gives the percentage at its printed precision."""
    first: Decimal | None = None
    basis = ""
    for addresses in wholes:
        whole = _amount(report, addresses)
        if whole is None or whole == 0:
            continue
        for part in parts:
            ratio = Decimal(part) * 100 / Decimal(whole)
            rounded = at_precision(ratio, numeral.places)
            if Decimal(numeral.written) in rounded:
                return
            if first is None:
                first, basis = rounded[0], f"{part}÷{whole}"
    if first is None:
        return
    passage = clause.passage
    refs = tuple(report.cells[a].ref() for a in wholes[0] if a in report.cells)
    yield Fact(
        "statement-cells",
        passage.at(numeral.start),
        refs,
        first,
        numeral.written,
        {
            "what": what,
            "words": clause.text[:60],
            "unit": "%",
            "blanks": 0,
            "why": "percent",
            "basis": basis,
            "typed": numeral.typed,
        },
        key=f"{what}|{clause.text[:40]}",
    )


def _amount(report: Report, addresses: tuple[str, ...]) -> Number | None:
    """The sum of some cells; a blank adds nothing, and cells of which none holds a number give nothing."""
    known = [n for a in addresses if (n := report.number(a)) is not None]
    return sum(known[1:], known[0]) if known else None
