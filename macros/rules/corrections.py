"""What was published stays as it was, unless a correction says what changed and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from macros.changes.passages import SHORT, between, leads, steps, wanting
from macros.changes.values import (
    changed_cells,
    changed_passages,
    changed_values,
    new_corrections,
    stated,
    statements,
    values_of,
)
from macros.facts import CellRef, Fact, NotAssessed, Number, Plain, Position, shown
from macros.narrative import FRONT, OPENING
from macros.private import masked
from macros.reader import nearest
from macros.report import UNPUBLISHED, Correction, Report
from macros.rules.case import HistoryCase, ReportCase
from macros.rules.registry import Found, rule

FAMILY = "公布后更正"
FAR = 1_000_000_000  # after the last line of any page
PROMISE = "已经公布的内容只能连同更正记录一起改动，原来的数字仍然可见"


# --- against the revision before ----------------------------------------------------------------------------------


def _published(case: HistoryCase, rule_id: str) -> Report | NotAssessed | None:
    """The report as it was when it was public then; why it cannot be compared; or ``None``: nothing was promised."""
    if case.gap is not None:
        return NotAssessed(rule_id, case.name, case.gap)
    return case.before if case.before is not None and case.before.status == "published" else None


def _covered(entries: list[Correction], address: str, old: Number | str | None, new: Number | str | None) -> bool:
    """Whether new entries lead from the old value to the new one, step by step."""
    steps = [entry for entry in entries if entry.cell == address]
    for step in steps:
        if step.old != old:
            return False
        old = step.new
    return bool(steps) and old == new


def _change(
    at: Position,
    address: str,
    old: Number | str | None,
    new: Number | str | None,
    what: str,
    ref: CellRef | None = None,
    until: int = 0,
) -> Fact:
    detail: dict[str, Plain] = {"what": what, "address": address, "until": until}
    return Fact("correction-missing", at, (ref,) if ref else (), old, new, detail, key=address)


def _changed_cells(now: Report, before: Report) -> Iterator[Fact]:
    for one in changed_cells(before, now):
        if one.before is not None and one.after is not None:
            old, new = stated(one.before), stated(one.after)
            yield _change(one.after.at, one.address, old, new, "cell", one.after.ref())


def _changed_values(now: Report, before: Report) -> Iterator[Fact]:
    """Figures, fees, the form and the day of publication. What is added was not public, so it is no change."""
    for one in changed_values(before, now):
        if not one.added and not (one.address == "published" and one.old is None):
            yield _change(one.at, one.address, one.old, one.new, "fact-gone" if one.gone else "fact")


def _changed_text(case: HistoryCase, entries: list[Correction]) -> Iterator[Fact]:
    """Sections that read otherwise than the entries say."""
    before = case.narrative_before
    if before is None:
        return
    if case.narrative is None:
        yield _change(Position(case.page), "page", case.page, None, "page-gone")
        return
    top = case.narrative[OPENING].at
    starts = sorted(one.at.line for one in case.narrative.values())
    for section, was, now in changed_passages(before, case.narrative):
        old, new = was.text if was else "", now.text if now else ""
        said = steps(entries, f"page:{section}")
        if leads(old, new, said):
            continue
        left = wanting(old, new, said)
        sound = bool(left) and leads(old, new, [*said, *left])
        first = (left if sound else between(old, new))[0]
        whole = len(left) == 1 and all(len(words or "") <= SHORT for words in first)
        what = ("text-left" if sound else "text-otherwise") if said else "text" if whole else "text-long"
        shown_old, shown_new = (None if words is None else _short(words) for words in first)
        at = now.at if now else top
        until = next((line for line in starts if line > at.line), FAR)
        yield _change(at, f"page:{section}", shown_old, shown_new, what, until=until)


def _short(text: str) -> str:
    text = masked(text)  # before it is cut: half a number would not be known for one
    return text if len(text) <= SHORT else text[: SHORT - 1] + "…"


@rule(
    "correction-missing",
    "error",
    FAMILY,
    basis=PROMISE,
    proves="与指定的版本相比，已公布报告的每一处改动都有相应的更正记录。",
    scope="history",
)
def correction_missing(case: HistoryCase) -> Found:
    """Every change of what was public has its entry; a published report and its page do not disappear."""
    before = _published(case, "correction-missing")
    if not isinstance(before, Report):
        if before is not None:
            yield before
        return
    now = case.report
    if now is None:
        yield _change(Position(case.name), before.id, before.id, None, "gone")
        return
    for key, old, new in (("agency", before.agency, now.agency), ("year", before.year, now.year)):
        if old != new:
            yield _change(now.place(key), key, old, new, "identity")
    entries = new_corrections(before.corrections, now.corrections)
    for found in (*_changed_cells(now, before), *_changed_values(now, before)):
        if not _covered(entries, str(found.detail["address"]), found.expected, found.actual):
            yield _of(now, found)
    unread = 0 if now.form != before.form else sum(address not in now.cells for address in before.cells)
    if unread:
        yield NotAssessed("correction-missing", case.name, "cells-unread", {"count": unread})
    yield from (_of(now, found) for found in _changed_text(case, entries))


def _of(report: Report, fact: Fact) -> Fact:
    """The fact with the report it is about, for the command that mends it."""
    return replace(fact, detail={**fact.detail, "report": report.id})


@rule(
    "correction-repeated",
    "error",
    FAMILY,
    basis="更正记录写给看过原来数字的人；没有公布过的数，无从更正",
    proves="与指定的版本相比，同一处没有两条新的更正记录。",
    scope="history",
)
def correction_repeated(case: HistoryCase) -> Found:
    """What lies between two entries made together was never public. Passages have an entry for each place in them."""
    before = _published(case, "correction-repeated")
    if not isinstance(before, Report) or case.report is None:
        if isinstance(before, NotAssessed):
            yield before
        return
    entries = new_corrections(before.corrections, case.report.corrections)
    was, now = statements(before), statements(case.report)
    count = Counter(entry.cell for entry in entries)
    last = {entry.cell: entry for entry in entries}
    for address, times in count.items():
        if times > 1 and address in was:
            detail: dict[str, Plain] = {"address": address, "count": times, "report": case.report.id}
            at, value = last[address].at, now.get(address)
            yield Fact("correction-repeated", at, (), was[address], value, detail, key=address)


@rule(
    "correction-changed",
    "error",
    FAMILY,
    basis=PROMISE,
    proves="与指定的版本相比，原有的更正记录一条没有改动，一条没有删去。",
    scope="history",
)
def correction_changed(case: HistoryCase) -> Found:
    """An entry, once written, stays."""
    if case.gap is not None:
        yield NotAssessed("correction-changed", case.name, case.gap)
    if case.report is None or case.before is None:
        return
    left = Counter(entry.identity for entry in case.report.corrections)
    for index, entry in enumerate(case.before.corrections, 1):
        if left[entry.identity]:
            left[entry.identity] -= 1
            continue
        yield Fact(
            "correction-changed",
            case.report.place("corrections"),
            expected=entry.cell,
            detail={
                "index": index,
                "date": entry.date.isoformat() if entry.date else "",
                "from": shown(entry.old),
                "to": shown(entry.new),
            },
            key=f"{index}.{entry.cell}",
        )


@rule(
    "status-backwards",
    "error",
    FAMILY,
    basis=PROMISE,
    proves="与指定的版本相比，已公布的报告没有退回草稿或送审。",
    scope="history",
)
def status_backwards(case: HistoryCase) -> Found:
    """Published stays published."""
    before = _published(case, "status-backwards")
    if isinstance(before, NotAssessed):
        yield before
    elif before is not None and case.report is not None and case.report.status in UNPUBLISHED:
        yield Fact(
            "status-backwards",
            case.report.place("status"),
            expected="published",
            actual=case.report.status,
            key="status",
        )


# --- the entries themselves ---------------------------------------------------------------------------------------


@rule(
    "correction-mismatch",
    "error",
    FAMILY,
    basis=PROMISE,
    proves="每条更正记录所指的地方确实存在，前后的值不同，最后一次更正后的值就是现在的值，日期不早于首次公布。",
)
def correction_mismatch(case: ReportCase) -> Found:
    """What an entry says is what the data say."""
    report = case.report
    known: dict[str, Number | str | None] = {a: stated(v) for a, v in report.cells.items()}
    known |= {address: value for address, (value, _) in values_of(report).items()}
    pages = [f"page:{name}" for name in (*FRONT, OPENING, *(section.id for section in case.form.sections))]
    latest = _latest(report)
    for index, entry in enumerate(report.corrections, 1):
        if not entry.cell:
            continue
        if report.published is not None and entry.date is not None and entry.date < report.published:
            yield _mismatch(entry, index, "date", report.published.isoformat(), entry.date.isoformat())
        figure = entry.cell.startswith("figures.")
        if entry.old == entry.new and not figure:  # a figure may keep its number and change its name or unit
            yield _mismatch(entry, index, "same", entry.old, entry.new)
        if entry.cell in pages or (entry.cell in case.form.cells and entry.cell not in known):
            continue
        gone = figure and entry.new is None
        if entry.cell not in known and not gone:
            yield _mismatch(entry, index, "cell", nearest(entry.cell, (*known, *pages)) or None, entry.cell)
        elif latest[entry.cell] is entry and entry.cell in known and entry.new != known[entry.cell]:
            yield _mismatch(entry, index, "to", known[entry.cell], entry.new)


def _latest(report: Report) -> Mapping[str, Correction]:
    """The last entry of each cell, by date and then by place in the file."""
    dated = sorted(report.corrections, key=lambda entry: entry.date or date.min)
    return {entry.cell: entry for entry in dated}


def _mismatch(
    entry: Correction, index: int, why: str, expected: Number | str | None, actual: Number | str | None
) -> Fact:  # fmt: skip
    detail: dict[str, Plain] = {"why": why, "index": index, "address": entry.cell}
    return Fact("correction-mismatch", entry.at, (), expected, actual, detail, key=f"{index}.{entry.cell}.{why}")
