"""Across the tables and the law: powers, fees, the order of remedies, and the days by which a report is due."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from macros.agency import Agency
from macros.facts import Fact, NotAssessed, Plain, shown
from macros.report import CellValue, State
from macros.rules.case import ReportCase
from macros.rules.registry import Found, rule

FAMILY = "法律与跨表"
ART_49 = "《条例》第四十九条、国办公开办函〔2021〕30号"
YUAN = Decimal(10_000)
MANY = 10


def gap(case: ReportCase, rule_id: str, reason: str, **detail: Plain) -> NotAssessed:
    """The rule could not be judged on this report."""
    return NotAssessed(rule_id, case.report.path, reason, detail)


def played(case: ReportCase, link: str, part: str) -> list[CellValue] | None:
    """The cells that play a part in a link of the form; ``None`` when one of them could not be read."""
    addresses = [address for one in case.form.linked.get(link, ()) for address in one.cells[part]]
    values = [case.report.cells.get(address) for address in addresses]
    known = [value for value in values if value is not None]
    return known if known and len(known) == len(values) else None


def unread(case: ReportCase, rule_id: str) -> NotAssessed:
    """The cells the rule looks at are not there: the form has none, or they could not be read."""
    known = rule_id in case.form.linked
    return gap(case, rule_id, "cells-unread", count=1) if known else gap(case, rule_id, "not-in-form")


@rule(
    "rulemaking-power",
    "error",
    FAMILY,
    basis="《立法法》：规章由国务院部门和有权的地方人民政府制定",
    proves="没有规章制定权的机关，规章的件数为零或不适用。",
)
def rulemaking_power(case: ReportCase) -> Found:
    """Rules only for bodies that may make them."""
    if case.agency is None or case.agency.may_make_rules is None:
        yield gap(case, "rulemaking-power", "no-agency" if case.agency is None else "no-power")
        return
    values = played(case, "rulemaking-power", "power")
    if values is None:
        yield unread(case, "rulemaking-power")
        return
    stated = [value for value in values if value.number is not None and value.number > 0]
    if stated and not case.agency.may_make_rules:
        yield Fact(
            "rulemaking-power",
            stated[0].at,
            tuple(value.ref() for value in stated),
            0,
            stated[0].number if len(stated) == 1 else None,
            {"agency": case.agency.name, "cells": tuple((v.address, shown(v.number)) for v in stated)},
            key="rules",
        )


@rule(
    "direct-litigation",
    "notice",
    FAMILY,
    basis="《行政复议法》（2023年修订）第二十三条",
    proves="2024年起，没有未经复议直接起诉的案件（不予公开须先申请行政复议）。",
    forms=("2021",),
    first_year=2024,
)
def direct_litigation(case: ReportCase) -> Found:
    """Since 2024 a refusal goes to reconsideration first; other answers may still go to court directly."""
    values = played(case, "direct-litigation", "direct")
    if values is None:
        yield unread(case, "direct-litigation")
        return
    for value in values:
        if value.number is not None and value.number > 0:
            yield Fact("direct-litigation", value.at, (value.ref(),), actual=value.number, key=value.address)


@rule(
    "fee-within-charges",
    "warning",
    FAMILY,
    basis="信息处理费属于行政事业性收费（国办函〔2020〕109号）",
    proves="实际收取的信息处理费（元）不超过行政事业性收费（万元）。",
    forms=("2021",),
)
def fee_within_charges(case: ReportCase) -> Found:
    """The processing fee received is part of the charges of table two."""
    values = played(case, "fee-within-charges", "charges")
    fee = case.report.fees.get("received")
    if values is None or fee is None:
        yield unread(case, "fee-within-charges")
        return
    charges = values[0]
    if fee.value is None:
        yield gap(case, "fee-within-charges", "not-stated", what="processing_fee.received")
    elif fee.value > 0:
        if charges.number is None:
            yield gap(case, "fee-within-charges", "not-stated", what=charges.address)
        elif fee.value > (limit := Decimal(charges.number) * YUAN):
            yield Fact(
                "fee-within-charges",
                fee.at,
                (charges.ref(),),
                int(limit) if limit == int(limit) else limit.normalize(),
                fee.value,
                {"charges": shown(charges.number), "address": charges.address, "line": charges.at.line},
                key="processing_fee.received",
            )


@rule(
    "fee-overdue-notices",
    "warning",
    FAMILY,
    basis="《条例》第四十二条：逾期未缴费不再处理的，应当先发出收费通知",
    proves="因逾期未缴费不再处理的申请，不多于发出的收费通知。",
    forms=("2021",),
)
def fee_overdue_notices(case: ReportCase) -> Found:
    """Requests dropped for an unpaid fee had a fee notice."""
    values = played(case, "fee-overdue-notices", "overdue")
    notices = case.report.fees.get("notices")
    if values is None or notices is None:
        yield unread(case, "fee-overdue-notices")
        return
    overdue = values[0]
    if overdue.number is None or overdue.number == 0:
        return
    if notices.value is None:
        yield gap(case, "fee-overdue-notices", "not-stated", what="processing_fee.notices")
    elif notices.value < overdue.number:
        yield Fact(
            "fee-overdue-notices",
            notices.at,
            (overdue.ref(),),
            overdue.number,
            notices.value,
            {"address": overdue.address, "line": overdue.at.line},
            key=overdue.address,
        )


@rule(
    "carry-forward-plausible",
    "warning",
    FAMILY,
    basis="《条例》第三十三条：二十个工作日内答复，至多延长二十个工作日，年底未办结的通常不多",
    proves="结转下年度继续办理的申请不超过本年新收的三成（新收不足 10 件的除外）。",
)
def carry_forward_plausible(case: ReportCase) -> Found:
    """More than three tenths of a year's requests are hardly open at its end."""
    new = played(case, "carry-forward-plausible", "new")
    left = played(case, "carry-forward-plausible", "left")
    if new is None or left is None:
        yield unread(case, "carry-forward-plausible")
        return
    came, stays = new[0], left[0]
    if came.number is None or (came.number >= MANY and stays.state is State.BLANK):
        what = came.address if came.number is None else stays.address
        yield gap(case, "carry-forward-plausible", "not-stated", what=what)
    elif came.number >= MANY and stays.number is not None and 10 * stays.number > 3 * came.number:
        yield Fact(
            "carry-forward-plausible",
            stays.at,
            (stays.ref(), came.ref()),
            actual=stays.number,
            detail={"share": int(100 * stays.number // came.number), "new": shown(came.number), "line": came.at.line},
            key=stays.address,
        )


# --- days ---------------------------------------------------------------------------------------------------------

LAST_OF_JANUARY = (1, 31)
LAST_OF_MARCH = (3, 31)
ROLL_UP = {"county": (2, 20), "prefecture": (3, 10), "province": LAST_OF_MARCH, "national": LAST_OF_MARCH}


def due(agency: Agency, year: int) -> date:
    """The day by which the report of ``year`` is to be public."""
    month, day = LAST_OF_JANUARY
    if agency.kind == "government":
        month, day = ROLL_UP[agency.level]
    elif agency.kind == "vertical" and agency.level == "national":
        month, day = LAST_OF_MARCH
    return date(year + 1, month, day)


def _released(case: ReportCase, rule_id: str) -> date | NotAssessed:
    """The day of first publication, or why it is not known."""
    report = case.report
    if report.year < 1 or report.year > date.max.year - 1:
        return gap(case, rule_id, "not-stated", what="year")
    if report.status != "published":
        return gap(case, rule_id, "not-published")
    if report.published is None:
        return gap(case, rule_id, "not-stated", what="首次公布时间 published")
    return report.published


@rule(
    "deadline",
    "warning",
    FAMILY,
    basis=ART_49,
    proves="报告在规定的日期以前公布。",
)
def deadline(case: ReportCase) -> Found:
    """Published by the day that is set for this kind of body."""
    released = _released(case, "deadline")
    if isinstance(released, NotAssessed):
        yield released
        return
    if case.agency is None:
        yield gap(case, "deadline", "no-agency")
        return
    last_day = due(case.agency, case.report.year)
    if released > last_day:
        yield Fact(
            "deadline",
            case.report.place("published"),
            expected=last_day.isoformat(),
            actual=released.isoformat(),
            detail={
                "kind": case.agency.kind,
                "level": case.agency.level,
                "days": (released - last_day).days,
                "year": case.report.year,
            },
            key="published",
        )


@rule(
    "published-before-year-end",
    "warning",
    FAMILY,
    basis="各项数据截至报告年度12月31日（国办公开办函〔2021〕30号）",
    proves="报告在报告年度结束以后公布。",
)
def published_before_year_end(case: ReportCase) -> Found:
    """A report cannot be public before its year is over."""
    released = _released(case, "published-before-year-end")
    if isinstance(released, NotAssessed):
        yield released
        return
    first_day = date(case.report.year + 1, 1, 1)
    if released < first_day:
        yield Fact(
            "published-before-year-end",
            case.report.place("published"),
            expected=f"≥ {first_day.isoformat()}",
            actual=released.isoformat(),
            detail={"year": case.report.year},
            key="published",
        )
