"""Identities of the form (勾稽关系): both sides of each, at every place it holds."""

from __future__ import annotations

from collections.abc import Iterator

from macros.facts import Fact, NotAssessed, Number
from macros.form import Sum
from macros.report import CellValue, Report, State, total
from macros.rules.case import ReportCase
from macros.rules.registry import Found, rule

FAMILY = "勾稽关系"
TOTAL = "“总计”就是各项之和"


def sides(report: Report, one: Sum) -> tuple[list[CellValue], list[CellValue]] | None:
    """The cells of both sides, or ``None`` when one of them could not be read."""
    left = [report.cells.get(address) for address in one.left]
    right = [report.cells.get(address) for address in one.right]
    known_left, known_right = ([v for v in side if v is not None] for side in (left, right))
    if len(known_left) < len(left) or len(known_right) < len(right):
        return None
    return known_left, known_right


def amount(values: list[CellValue]) -> Number:
    """The sum of what is stated; blank and not applicable add nothing (the finding says so)."""
    return total([v.number for v in values if v.number is not None])


def fact(rule_id: str, one: Sum, left: list[CellValue], right: list[CellValue]) -> Fact:
    """The fact that the two sides of ``one`` differ."""
    cells = tuple([v.ref(+1) for v in left] + [v.ref(-1) for v in right])
    blanks = sum(v.state is not State.NUMBER for v in (*left, *right))
    expected, actual = amount(left), amount(right)
    return Fact(
        rule_id,
        right[0].at,
        cells,
        expected,
        actual if any(v.state is State.NUMBER for v in right) else None,
        {"sum": one.key, "assumed": blanks},
        key=one.key,
    )


def _blank_total(left: list[CellValue], right: list[CellValue]) -> bool:
    """A total left blank beside numbers."""
    return len(right) == 1 and right[0].state is State.BLANK and any(v.state is State.NUMBER for v in left)


def _evaluate(case: ReportCase, rule_id: str) -> Found:
    unread = 0
    for one in case.form.sums:
        if one.identity.rule != rule_id:
            continue
        both = sides(case.report, one)
        if both is None:
            unread += 1
            continue
        left, right = both
        if amount(left) != amount(right) and not _blank_total(left, right):
            yield fact(rule_id, one, left, right)
    if unread:
        yield NotAssessed(rule_id, case.report.path, "cells-unread", {"count": unread})


@rule("row-total", "error", FAMILY, basis=TOTAL, proves="每一行的“总计”等于各类申请人之和。")
def row_total(case: ReportCase) -> Found:
    """Each row's total is the sum of its applicants."""
    yield from _evaluate(case, "row-total")


@rule("results-total", "error", FAMILY, basis=TOTAL, proves="每一栏的“（七）总计”等于各项办理结果之和。")
def results_total(case: ReportCase) -> Found:
    """Each column's （七）总计 is the sum of the results."""
    yield from _evaluate(case, "results-total")


@rule(
    "request-balance",
    "error",
    FAMILY,
    basis="格式表三印明：本列数据的勾稽关系为第一项加第二项之和，等于第三项加第四项之和",
    proves="每一栏第一项加第二项之和，等于第三项加第四项之和。",
)
def request_balance(case: ReportCase) -> Found:
    """New and carried in equal results and carried forward, in each column."""
    yield from _evaluate(case, "request-balance")


@rule("case-total", "error", FAMILY, basis=TOTAL, proves="行政复议、行政诉讼各组的“总计”等于四种结果之和。")
def case_total(case: ReportCase) -> Found:
    """Each group of cases adds up."""
    yield from _evaluate(case, "case-total")


@rule(
    "blank-total",
    "error",
    FAMILY,
    basis="空白不是零：有数的行、栏，其“总计”不能空着",
    proves="有数字的行和栏都写了“总计”。",
)
def blank_total(case: ReportCase) -> Found:
    """A total is not left blank beside numbers (real: eleven rows of one 2019 report)."""
    for one in case.form.sums:
        both = sides(case.report, one)
        if both is not None and _blank_total(*both):
            yield fact("blank-total", one, *both)


def broken_sums(facts: list[Fact]) -> Iterator[Fact]:
    """Those facts that say an identity does not hold."""
    return (found for found in facts if "sum" in found.detail)
