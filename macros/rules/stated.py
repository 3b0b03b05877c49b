"""What the narrative says of the tables, held against them; and what it says of itself, added up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from macros.facts import Fact, NotAssessed, Number
from macros.numerals import Numeral, at_precision
from macros.prose import STATEMENT, Clause, Passage, snippet
from macros.report import CellValue, State
from macros.rules.judging import Narrative, narrative_rule
from macros.rules.percents import percents
from macros.rules.registry import Found
from macros.rules.statements import (
    FAMILY,
    FORWARD,
    NEW,
    NOT_REQUESTS,
    OPEN,
    OTHER_TIME,
    REQUESTS,
    Statement,
    applicants,
    other_year,
    scope_of,
)
from macros.rules.sums import amount

PHRASE = re.compile(r"[，。；：！？!?;｜|\n（）()【】]|——|…")
NOT_RECEIVED = re.compile(r"(?:未|没有|无|尚未)(?:新)?(?:收到|接到|接收|新收|受理)[^#]{0,40}申请")
PARTICULAR = re.compile(r"涉及|关于|要求|其[他它](?!组织)|重复|收费|逾期|网上|线上|当面|信函|邮件|传真|平台|渠道|通过")
NO_CASES = re.compile(r"(?:未(?!经)|没有|无|零)[^#]{0,40}?(复议|诉讼)")
OUTCOME = re.compile(r"[败胜]诉|撤销|纠正|维持|不服|审结|未经|责令|违法|先行|前置|投诉")
SOME = re.compile(r"\d[^年]{0,6}[件份宗起]")
CONCLUDED = re.compile(r"(?:均|全部|皆|都)[^#]{0,16}(?:办结|办理完毕|办理完结|答复|回复)")
EXCEPT = re.compile(r"除|到期|其余|应(?:当)?(?:办结|答复)|期限届满|上一?年(?:度)?结转")


def _blanks(values: list[CellValue]) -> int:
    return sum(value.state is not State.NUMBER for value in values)


def comparable(stated: Numeral, unit: str) -> Number:
    """What the text states, in the unit of the cell (money is stated in 元 or 万元)."""
    return Decimal(stated.value) / 10000 if unit == "万元" and stated.unit == "元" else stated.value


def agrees(case: Narrative, one: Statement, addresses: tuple[str, ...]) -> bool | None:
    """Whether the statement equals the sum of some cells; ``None`` when a cell could not be read or all are blank."""
    values = case.cells(addresses)
    if values is None:
        return None
    unit = case.form.cells[addresses[0]].unit
    stated, total = comparable(one.numeral, unit), amount(values)
    if _blanks(values) == len(values) and stated == 0:
        return None
    if unit == "万元" and one.numeral.scale == "万":
        return Decimal(one.numeral.written) in at_precision(total, one.numeral.places)
    return stated == total


def _fact(rule: str, case: Narrative, one: Statement, **detail: str | int | tuple[str, ...]) -> Fact:
    values = case.cells(one.addresses) or []
    words = snippet(one.clause.passage, one.numeral.start, one.numeral.end)
    unit = case.form.cells[one.addresses[0]].unit
    return Fact(
        rule,
        one.clause.passage.at(one.numeral.start),
        tuple(value.ref() for value in values),
        amount(values) if _blanks(values) < len(values) else None,
        comparable(one.numeral, unit),
        {
            "what": one.kind.name,
            "words": words,
            "unit": unit,
            "blanks": _blanks(values),
            "typed": one.numeral.typed,
            "macros": tuple(f'cell("{value.address}")' for value in values if value.number is not None),
            **detail,
        },
        key=f"{one.kind.name}|{one.addresses[0]}|{words}",
    )


@narrative_rule(
    "statement-cells",
    "warning",
    FAMILY,
    basis="正文与表格说的是同一件事，数字应当一致",
    proves="正文里写明的件数、金额、比例与表格中相应的格子一致。",
)
def statement_cells(case: Narrative) -> Found:
    """A number the narrative states of a cell (or of a group's sum) is the number of the table."""
    yield from _contradicted(case)


def disputed(case: Narrative) -> Iterator[Fact]:
    """What both rules on statements have found, so that no other rule speaks of the same number again."""
    for found in (_contradicted(case), _asked(case)):
        yield from (fact for fact in found if isinstance(fact, Fact))


@lru_cache(maxsize=1)
def _contradicted(case: Narrative) -> tuple[Fact | NotAssessed, ...]:
    return tuple(_contradictions(case))


@lru_cache(maxsize=1)
def _asked(case: Narrative) -> tuple[Fact | NotAssessed, ...]:
    return tuple(_questions(case))


def _contradictions(case: Narrative) -> Found:
    for one in case.stated:
        if one.kind.accepts or one.scope:
            continue
        values = case.cells(one.addresses)
        if values is None:
            yield NotAssessed("statement-cells", case.page.path, "not-stated", {"what": one.addresses[0]})
        elif agrees(case, one, one.addresses) is False:
            yield _fact("statement-cells", case, one, why="number")
    yield from _none_stated(case)
    yield from percents(case.stated, case.prose, case.report)


def _none_stated(case: Narrative) -> Iterator[Fact]:
    """“未收到申请”“未发生行政复议” beside numbers."""
    for clause, text in _phrases(case):
        received, match = NOT_RECEIVED.search(text), NO_CASES.search(text)
        if not received and not match:
            continue
        if OTHER_TIME.search(text) or other_year(clause, case.report.year) or scope_of(clause):
            continue
        if received and not NOT_REQUESTS.search(text) and not PARTICULAR.search(text):
            row = NEW[0].rpartition(".")[0]
            columns = applicants(received.group())
            yield from _denied(case, clause, received, "未收到申请", tuple(f"{row}.{column}" for column in columns))
        passage = clause.passage
        about = OPEN.search(passage.text) or OPEN.search(passage.above)
        if match and about and not OUTCOME.search(text):
            groups = ["reconsideration"] if "复议" in text[match.start() :] else []
            groups += (
                ["litigation_direct", "litigation_after_reconsideration"] if "诉讼" in text[match.start() :] else []
            )
            for group in groups:
                address = f"reconsideration_litigation.{group}.total"
                yield from _denied(case, clause, match, "没有复议、诉讼", (address,))


def _phrases(case: Narrative) -> Iterator[tuple[Clause, str]]:
    """Clauses that may run over 、 (“公民、法人和其他组织”), without any number in them."""
    for passage in case.prose.passages:
        if passage.level or not any(word in passage.text for word in ("申请", "复议", "诉讼")):
            continue
        start = 0
        for match in [*PHRASE.finditer(passage.text), None]:
            end = match.start() if match else len(passage.text)
            text = passage.text[start:end]
            if text and not SOME.search(text):
                yield Clause(passage, start, end), text
            start = match.end() if match else end


def _denied(
    case: Narrative, clause: Clause, match: re.Match[str], what: str, addresses: tuple[str, ...]
) -> Iterator[Fact]:
    values = case.cells(addresses)
    if values and amount(values) != 0:
        yield Fact(
            "statement-cells",
            clause.passage.at(clause.start + match.start()),
            tuple(value.ref() for value in values),
            amount(values),
            0,
            {"what": what, "words": clause.text[:60], "unit": "件", "blanks": _blanks(values), "why": "none"},
            key=f"{what}|{addresses[0]}",
        )


@narrative_rule(
    "statement-ambiguous",
    "notice",
    FAMILY,
    basis="“收到”“受理”可以指新收，也可以包括上年结转；“全市”“各部门”与本机关的范围不同",
    proves="“收到”“受理”的件数与新收、新收加结转或者办结的件数之一相同，范围不明的数与表格相同。",
)
def statement_ambiguous(case: Narrative) -> Found:
    """A number that may mean more than one thing, and does not say which, is asked about."""
    yield from _asked(case)


def _questions(case: Narrative) -> Found:
    for one in case.stated:
        first = agrees(case, one, one.addresses)
        if not (one.kind.accepts or one.scope) or first is None or first:
            continue
        fitting = [addresses for addresses in one.accepts if agrees(case, one, addresses)]
        if one.scope:
            if not fitting:
                yield _fact("statement-ambiguous", case, one, why="scope", scope=one.scope)
        elif not fitting:
            sums = tuple(str(amount(case.cells(addresses) or [])) for addresses in one.accepts)
            why = "direction" if one.kind.name == "结转" else "none"
            yield _fact("statement-ambiguous", case, one, why=why, sums=sums)
        elif one.kind.name == "收到申请":
            yield _fact("statement-ambiguous", case, one, why="carried" if len(fitting[0]) > 1 else "done")


@narrative_rule(
    "all-concluded",
    "warning",
    FAMILY,
    basis="有结转下年度继续办理的申请，就不是全部办结",
    proves="写着申请全部办结、全部答复的，没有结转下年度的申请。",
)
def all_concluded(case: Narrative) -> Found:
    """“均已办结” stands beside no carry-over (real: a district's report of 2025)."""
    values = case.cells(FORWARD)
    for passage in case.prose.passages:
        if passage.level or not any(word in passage.text for word in ("办结", "办理完", "答复", "回复")):
            continue
        for clause in passage.clauses():
            match = CONCLUDED.search(clause.text)
            if match is None or EXCEPT.search(clause.text) or other_year(clause, case.report.year):
                continue
            start, end = passage.around(clause.start, STATEMENT)
            words = passage.text[start:end]
            about = REQUESTS.search(words) or (REQUESTS.search(passage.text) and REQUESTS.search(passage.above))
            if not about or NOT_REQUESTS.search(words) or EXCEPT.search(_before(passage, start, clause.start)):
                continue
            if values is None:
                yield NotAssessed("all-concluded", case.page.path, "not-stated", {"what": FORWARD[0]})
            elif amount(values) > 0:
                yield Fact(
                    "all-concluded",
                    passage.at(clause.start + match.start()),
                    tuple(value.ref() for value in values),
                    0,
                    amount(values),
                    {"words": match.group()},
                    key=match.group(),
                )


def _before(passage: Passage, start: int, end: int) -> str:
    """The clause before, in the same sentence, where it narrows what follows (“除……外”)."""
    text = passage.text[start:end].rstrip("，、")
    last = re.split(r"[，：]", text)[-1]
    return last if re.search(r"除|到期", last) else ""
