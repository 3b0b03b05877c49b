"""This year against the last: what carries over, what is in force, figures and words that jump or stand still."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from macros.facts import Fact, NotAssessed, Number, Plain, shown
from macros.form import Linked, Table
from macros.narrative import Passage, passages
from macros.report import CellValue, Report, State
from macros.rules.case import ReportCase
from macros.rules.registry import Found, rule
from macros.rules.sums import amount

FAMILY = "年度衔接"
TIMES = 5
WORTH_A_LOOK = 10
NEARLY_THE_SAME = 90
SHORTEST = 30
RUN = 4
ENOUGH = 10_000  # characters of a section; the notice asks for 1,000 at most
SAME_EVERY_YEAR = ("overview", "problems_improvements")
NUMERALS = re.compile(r"[0-9０-９.．,，%％]+|[〇零一二三四五六七八九十百千]+(?=年|月|日|件|条|次)")


def gap(case: ReportCase, rule_id: str, reason: str, **detail: Plain) -> NotAssessed:
    """The rule could not be judged on this report."""
    return NotAssessed(rule_id, case.report.path, reason, {"year": case.report.year, **detail})


def no_previous(case: ReportCase, rule_id: str) -> NotAssessed:
    """There is no report of the year before."""
    if case.report.year < 0:
        return gap(case, rule_id, "not-stated", what="year")
    return gap(case, rule_id, "no-previous", year=case.report.year - 1)


def places(case: ReportCase, link: str) -> list[tuple[Linked, Linked]]:
    """A link of the form at each of its places, with the same place in last year's form."""
    last = case.previous_form.linked.get(link, ()) if case.previous_form else ()
    before = {one.key: one for one in last}
    return [(one, before[one.key]) for one in case.form.linked.get(link, ()) if one.key in before]


def blanks(*values: CellValue) -> int:
    """How many of the cells hold no number (an identity reads them as nothing)."""
    return sum(value.state is not State.NUMBER for value in values)


# --- what carries over --------------------------------------------------------------------------------------------


@rule(
    "carry-over",
    "warning",
    FAMILY,
    basis="上年结转就是上一年度报告的结转下年度继续办理，各栏应当一致",
    proves="每一栏的上年结转，等于上一年度报告同一栏的结转下年度继续办理。",
)
def carry_over(case: ReportCase) -> Found:
    """Carried in is what last year carried forward, in each column."""
    last = case.previous
    if last is None:
        yield no_previous(case, "carry-over")
        return
    pairs = places(case, "carry-over")
    if not pairs:
        yield gap(case, "carry-over", "not-comparable")
    read = [(case.report.cells.get(one.one("to")), last.cells.get(before.one("from"))) for one, before in pairs]
    both = [(now, then) for now, then in read if now is not None and then is not None]
    wrong = [(now, then) for now, then in both if amount([now]) != amount([then])]
    if wrong:
        only = wrong[0] if len(wrong) == 1 else None
        yield Fact(
            "carry-over",
            wrong[0][0].at,
            tuple(now.ref() for now, _ in wrong),
            amount([only[1]]) if only else None,
            only[0].number if only else None,
            {
                "columns": tuple(
                    (now.address, shown(now.number), shown(then.number), then.at.line) for now, then in wrong
                ),
                "file": last.path,
                "year": last.year,
                "assumed": blanks(*(value for pair in wrong for value in pair)),
            },
            key="carry-over",
        )
    if len(both) < len(read):
        yield gap(case, "carry-over", "cells-unread", count=len(read) - len(both))


# --- documents in force -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stock:
    """Documents of one kind: issued, repealed and in force this year, and in force last year where that is known."""

    place: Linked
    added: CellValue
    removed: CellValue
    now: CellValue
    before: CellValue | None

    @property
    def at_least(self) -> Number:
        """What must be in force even when nothing was last year."""
        return amount([self.added]) - amount([self.removed])

    @property
    def bounds_hold(self) -> bool:
        """Whether the figures are possible at all."""
        enough = amount([self.now]) >= self.at_least
        return enough and (self.before is None or amount([self.before]) + self.at_least >= 0)


def stocks(case: ReportCase) -> tuple[list[Stock], int]:
    """Each kind of document, and how many of them could not be read."""
    before = {one.key: then for one, then in places(case, "documents-in-force")}
    found = []
    links = case.form.linked.get("documents-in-force", ())
    for one in links:
        added, removed, now = (case.report.cells.get(one.one(part)) for part in ("added", "removed", "stock"))
        last = None
        if case.previous is not None and one.key in before:
            last = case.previous.cells.get(before[one.key].one("stock"))
        if added is not None and removed is not None and now is not None:
            found.append(Stock(one, added, removed, now, last))
    return found, len(links) - len(found)


def _stock_fact(rule_id: str, stock: Stock, expected: Number, why: str) -> Fact:
    values = [stock.now, stock.added, stock.removed]
    then = stock.before
    return Fact(
        rule_id,
        stock.now.at if why != "removed" else stock.removed.at,
        tuple(value.ref() for value in values),
        expected,
        stock.now.number if why != "removed" else stock.removed.number,
        {
            "why": why,
            "last": shown(then.number) if then else None,
            "file": then.at.path if then else "",
            "line": then.at.line if then else 0,
            "assumed": blanks(*values, *([then] if then else [])),
        },
        key=f"{stock.now.address}.{why}",
    )


@rule(
    "documents-in-force",
    "warning",
    FAMILY,
    basis="现行有效件数为截至报告年度12月31日的存量",
    proves="现行有效件数，等于上一年度的现行有效件数加本年制发、减本年废止。",
    forms=("2021",),
    first_year=2022,
)
def documents_in_force(case: ReportCase) -> Found:
    """Stock is last year's stock, plus issued, minus repealed."""
    last = case.previous
    if last is None:
        yield no_previous(case, "documents-in-force")
        return
    if not places(case, "documents-in-force"):
        yield gap(case, "documents-in-force", "not-comparable")
        return
    found, unread = stocks(case)
    for stock in found:
        if stock.before is None:
            unread += 1
            continue
        expected = amount([stock.before]) + stock.at_least
        if amount([stock.now]) != expected and stock.bounds_hold:
            yield _stock_fact("documents-in-force", stock, expected, "stock")
    if unread:
        yield gap(case, "documents-in-force", "cells-unread", count=unread)


@rule(
    "in-force-bounds",
    "warning",
    FAMILY,
    basis="现行有效件数为截至报告年度12月31日的存量",
    proves="现行有效件数不少于本年制发减本年废止；本年废止不多于上一年度现行有效加本年制发。",
    forms=("2021",),
)
def in_force_bounds(case: ReportCase) -> Found:
    """What is impossible whatever last year was, and repeals of more than there was."""
    found, unread = stocks(case)
    for stock in found:
        if amount([stock.now]) < stock.at_least:
            yield _stock_fact("in-force-bounds", stock, stock.at_least, "least")
        elif stock.before is not None and not stock.bounds_hold:
            most = amount([stock.before]) + amount([stock.added])
            yield _stock_fact("in-force-bounds", stock, most, "removed")
    if unread:
        yield gap(case, "in-force-bounds", "cells-unread", count=unread)


# --- figures that jump, figures that stand still ------------------------------------------------------------------


def _jumped(now: Number, then: Number) -> bool:
    large, small = max(now, then), min(now, then)
    return small >= 0 and large >= WORTH_A_LOOK and large > TIMES * small


def _swings(case: ReportCase, last: Report, table: Table) -> Iterator[tuple[CellValue, CellValue]]:
    """Cells of a table that have a number in both years, and one much larger than the other."""
    for cell in table.cells:
        now, then = case.report.cells.get(cell.address), last.cells.get(cell.address)
        if now is None or then is None or cell.kind == "change":
            continue
        if now.number is not None and then.number is not None and _jumped(now.number, then.number):
            yield now, then


@rule(
    "large-swing",
    "notice",
    FAMILY,
    basis="与上一年度相差五倍以上的数，可能是口径变化，也可能是错填",
    proves="没有比上一年度多到五倍以上或少到五分之一以下的数（两年都不足 10 的除外）。",
)
def large_swing(case: ReportCase) -> Found:
    """One finding a table for figures that grew or shrank more than fivefold."""
    last = case.previous
    if last is None or case.previous_form is None:
        yield no_previous(case, "large-swing")
        return
    for table in case.form.tables:
        if not any(cell.address in case.previous_form.cells for cell in table.cells):
            yield gap(case, "large-swing", "not-comparable")
            continue
        swings = list(_swings(case, last, table))
        if swings:
            yield Fact(
                "large-swing",
                swings[0][0].at,
                tuple(now.ref() for now, _ in swings),
                actual=len(swings),
                detail={
                    "table": table.id,
                    "year": last.year,
                    "cells": tuple((now.address, shown(now.number), shown(then.number)) for now, then in swings),
                },
                key=table.id,
            )


@rule(
    "same-figures",
    "warning",
    FAMILY,
    basis="各项数据应当统得出、报得准、可核查；逐格相同多为误用上一年度的数据",
    proves="各表的数不是与上一年度逐格相同。",
)
def same_figures(case: ReportCase) -> Found:
    """All figures equal to last year's; what is in force may well stand still by itself."""
    last = case.previous
    if last is None:
        yield no_previous(case, "same-figures")
        return
    if last.form != case.report.form:
        yield gap(case, "same-figures", "not-comparable")
        return
    pairs = [(case.report.cells.get(address), last.cells.get(address)) for address in case.form.cells]
    both = [(now, then) for now, then in pairs if now is not None and then is not None]
    if len(both) < len(pairs):
        yield gap(case, "same-figures", "cells-unread", count=len(pairs) - len(both))
        return
    if any(amount([now]) != amount([then]) for now, then in both):
        return
    still = {one.one("stock") for one in case.form.linked.get("documents-in-force", ())}
    moving = [now for now, _ in both if now.address not in still and amount([now]) != 0]
    if moving:
        yield Fact(
            "same-figures",
            moving[0].at,
            actual=len(both),
            detail={"year": last.year, "nonzero": len(moving)},
            key="same-figures",
        )


# --- words that stand still ---------------------------------------------------------------------------------------


def similarity(one: str, other: str) -> int:
    """How much of two texts is the same, in whole per cent (rounded down); 0 where it is surely below the limit.

    Texts are compared by runs of a few characters, which are rare where single characters are not: that is quick.
    """
    length = len(one) + len(other)
    if not length or 200 * (Counter(one) & Counter(other)).total() // length < NEARLY_THE_SAME:
        return 0
    if one == other:
        return 100
    matcher = SequenceMatcher(None, _runs(one), _runs(other))
    same = sum(block.size + RUN - 1 for block in matcher.get_matching_blocks() if block.size)
    return min(99, 200 * same // length)


def _runs(text: str) -> list[str]:
    return [text[i : i + RUN] for i in range(len(text) - RUN + 1)]


def _bare(passage: Passage) -> str:
    return NUMERALS.sub("", passage.text)[:ENOUGH]


@rule(
    "same-narrative",
    "warning",
    FAMILY,
    basis="30号通知：内容应当具体、真实，不得敷衍，不得与往年雷同",
    proves="总体情况、主要问题及改进情况两部分的文字没有与上一年度雷同。",
)
def same_narrative(case: ReportCase) -> Found:
    """Sections one and five are not last year's again (figures and years aside)."""
    if case.previous is None or case.previous_form is None:
        yield no_previous(case, "same-narrative")
        return
    if case.page is None or case.previous_page is None:
        reason = "no-page" if case.page is None else "no-previous-page"
        yield gap(case, "same-narrative", reason, last=case.previous.year)
        return
    now = passages(case.page, case.form, lambda _: "")
    then = passages(case.previous_page, case.previous_form, lambda _: "")
    for section in SAME_EVERY_YEAR:
        if section not in now or section not in then:
            continue
        one, other = _bare(now[section]), _bare(then[section])
        alike = similarity(one, other) if min(len(one), len(other)) >= SHORTEST else 0
        if alike >= NEARLY_THE_SAME:
            yield Fact(
                "same-narrative",
                now[section].at,
                actual=f"{alike}%",
                expected=f"<{NEARLY_THE_SAME}%",
                detail={"section": section, "year": case.previous.year, "file": case.previous_page.path},
                key=section,
            )
