"""Marks of what is still to be filled in: listed while a report is being made, never published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from macros.calls import FEE_LABELS
from macros.facts import Fact, NotAssessed, Plain
from macros.marks import left
from macros.narrative import FRONT
from macros.report import UNPUBLISHED, CellValue
from macros.rules.case import PageCase, ReportCase
from macros.rules.registry import Found, rule
from macros.unmarked import without_code

FAMILY = "待填内容"
BASIS = "《条例》第五十条规定年度报告应当包括的内容不得遗漏；没有填好的报告不得公布"
FEES, FIGURES, OTHERS = "processing_fee", "figures", "other"


@rule("mark-left", "error", FAMILY, basis=BASIS, proves="已公布的报告，数据里没有留着“待填”。")
def mark_left(case: ReportCase) -> Found:
    """Nothing marked is published. Of a status that could not be read nothing is known but that it is an error."""
    if not case.report.status:
        yield NotAssessed("mark-left", case.report.path, "status-unread")
    elif case.report.status not in UNPUBLISHED:
        yield from _in_data("mark-left", case)


@rule("mark-open", "warning", FAMILY, basis=BASIS, proves="草稿和送审的报告，数据里没有“待填”的格子。")
def mark_open(case: ReportCase) -> Found:
    """What is left to do, one finding for each table."""
    if case.report.status in UNPUBLISHED:
        yield from _in_data("mark-open", case)


def _in_data(rule_id: str, case: ReportCase) -> Iterator[Fact]:
    """One fact for each table, for the figures, for the fees and for whatever else is marked."""
    groups: dict[str, list[CellValue]] = {}
    for mark in case.report.marks.values():
        cell = case.form.cells.get(mark.address)
        key = mark.address.split(".", maxsplit=1)[0]
        groups.setdefault(cell.table if cell else key if key in {FEES, FIGURES} else OTHERS, []).append(mark)
    for group, marks in groups.items():
        of = sum(cell.table == group for cell in case.form.cells.values())
        yield Fact(
            rule_id,
            min(mark.at for mark in marks),
            tuple(mark.ref() for mark in marks),
            actual=len(marks),
            detail={"group": group, "of": of, "rows": _rows(case, marks)},
            key=group,
        )


def _rows(case: ReportCase, marks: list[CellValue]) -> tuple[Plain, ...]:
    """The rows (of a table without rows, the groups of columns) that hold marks: name, how many, line."""
    count: Counter[str] = Counter()
    lines: dict[str, int] = {}
    for mark in marks:
        name = _name(case, mark.address)
        count[name] += 1
        lines.setdefault(name, mark.at.line)
    return tuple((name, count[name], line) for name, line in lines.items())


def _name(case: ReportCase, address: str) -> str:
    cell = case.form.cells.get(address)
    if cell is not None:
        return cell.row.name or "·".join(cell.column.labels[:-1]) or cell.column.name
    name = address.partition(".")[2]
    figure = case.report.figures.get(name)
    if address.startswith(f"{FIGURES}.") and figure is not None:
        return f"{figure.label}（{name}）"
    return FEE_LABELS.get(name, address) if address.startswith(f"{FEES}.") else address


@rule(
    "text-mark-left", "error", FAMILY, basis=BASIS, scope="page",
    proves="已公布的报告，页面上没有【待填】，也没有留着上年原文；其他页面也没有。",
)  # fmt: skip
def text_mark_left(case: PageCase) -> Found:
    """No page the public reads has a mark, or keeps last year's words."""
    if case.scene.report is None and case.page.meta("report"):
        yield NotAssessed("text-mark-left", case.page.path, "form-unread")
    elif case.is_report and case.scene.report is not None and not case.scene.report.status:
        yield NotAssessed("text-mark-left", case.page.path, "status-unread")
    elif not _is_open(case):
        yield from _in_text("text-mark-left", case)


@rule(
    "text-mark-open", "warning", FAMILY, basis=BASIS, scope="page",
    proves="草稿和送审的报告，页面上没有【待填】，也没有留着上年原文。",
)  # fmt: skip
def text_mark_open(case: PageCase) -> Found:
    """What is left to write, one finding for the page."""
    if _is_open(case):
        yield from _in_text("text-mark-open", case)


def _is_open(case: PageCase) -> bool:
    """Whether the page is that of a report nobody outside has seen; a page that only cites one is public."""
    report = case.scene.report
    return case.is_report and report is not None and report.status in UNPUBLISHED


def _in_text(rule_id: str, case: PageCase) -> Iterator[Fact]:
    """One fact for the page."""
    page = case.page
    marks = [(page.meta_at(key), words) for key in FRONT for _, words in left(page.meta(key) or "")]
    body = page.text[page.body :] if case.is_report else without_code(page.text[page.body :])
    marks += [(page.at(page.body + offset), words) for offset, words in left(body)]
    asides = [page.at(offset) for offset in page.asides]
    if marks or asides:
        yield Fact(
            rule_id,
            min([*asides, *(at for at, _ in marks)]),
            actual=len(marks),
            detail={
                "marks": tuple((words, at.line) for at, words in marks),
                "asides": tuple(at.line for at in asides),
            },
            key="text",
        )
