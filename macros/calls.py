"""What a macro call in a page stands for: the table, number or text it names, or the fact why it names nothing.

The same resolution serves the check (which only wants to know) and the build (which renders what was found).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from macros.facts import Fact, Number, Plain, Position, shown
from macros.form import Form, Table
from macros.marks import MARK
from macros.page import Literal
from macros.project import Project
from macros.reader import nearest
from macros.report import Report, State


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a macro is called: the page's place, and the report its front matter names."""

    project: Project
    report_id: str | None
    report: Report | None
    path: str

    @property
    def form(self) -> Form | None:
        """The form of the page's report."""
        return self.project.forms.get(self.report.form) if self.report else None


@dataclass(frozen=True, slots=True)
class TableTarget:
    """A statutory table of the page's report."""

    report: Report
    form: Form
    table: Table


@dataclass(frozen=True, slots=True)
class NumberTarget:
    """A number of the page's report: a cell, a figure or a fee."""

    address: str
    number: Number
    unit: str
    label: str

    @property
    def text(self) -> str:
        """The number as it is printed."""
        return shown(self.number) or ""


@dataclass(frozen=True, slots=True)
class TextTarget:
    """A text of the agency's or the report's file."""

    text: str


@dataclass(frozen=True, slots=True)
class ListTarget:
    """A list made from the whole project (``terms``, ``rules``, ``reports``, …) or the page's report (the others)."""

    name: str


Target: TypeAlias = TableTarget | NumberTarget | TextTarget | ListTarget


class CallError(Exception):
    """A call that names nothing; ``rule`` and ``detail`` say why."""

    def __init__(self, rule: str, actual: str, expected: str = "", **detail: Plain) -> None:
        super().__init__(rule, actual)
        self.rule, self.actual, self.expected, self.detail = rule, actual, expected, detail

    def fact(self, at: Position) -> Fact:
        """This error as a fact at a place."""
        return Fact(self.rule, at, (), self.expected or None, self.actual, self.detail, key=self.actual)


def _unknown(kind: str, name: str, known: Mapping[str, object] | list[str]) -> CallError:
    return CallError("macro-name", name, nearest(name, known), kind=kind)


def _report(scene: Scene) -> Report:
    if scene.report_id is None:
        raise CallError("macro-report", "", why="none")
    if scene.report is None:
        raise CallError("macro-report", scene.report_id, why="missing")
    return scene.report


def _form(scene: Scene) -> tuple[Report, Form]:
    report = _report(scene)
    form = scene.form
    if form is None:
        raise CallError("macro-report", scene.report_id or "", why="form")
    return report, form


def _table(scene: Scene, name: str) -> Target:
    report, form = _form(scene)
    table = form.table(name)
    if table is None:
        raise _unknown("table", name, [t.id for t in form.tables])
    known = report.cells.keys() | report.marks.keys()
    missing = [cell.address for cell in table.cells if cell.address not in known]
    if missing:
        raise CallError("macro-value", name, why="incomplete", missing=missing[0])
    return TableTarget(report, form, table)


def _cell(scene: Scene, name: str) -> Target:
    report, form = _form(scene)
    cell = form.cells.get(name)
    if cell is None:
        raise _unknown("cell", name, form.cells)
    if name in report.marks:
        return TextTarget(MARK)
    value = report.cells.get(name)
    if value is None or value.number is None:
        why = "missing" if value is None else "blank" if value.state is State.BLANK else "not-applicable"
        raise CallError("macro-value", name, why=why)
    label = " ".join(part for part in (cell.row.name, cell.column.name) if part)
    return NumberTarget(name, value.number, cell.unit, label)


def _figure(scene: Scene, name: str) -> Target:
    report = _report(scene)
    figure = report.figures.get(name)
    if figure is None:
        raise _unknown("figure", name, report.figures)
    if f"figures.{name}" in report.marks:
        return TextTarget(MARK)
    if figure.value is None:
        raise CallError("macro-value", name, why="blank")
    return NumberTarget(f"figures.{name}", figure.value, figure.unit, figure.label)


FEE_UNITS = {"notices": "件", "charged": "元", "received": "元"}
FEE_LABELS = {
    "notices": "发出信息处理费收费通知件数",
    "charged": "信息处理费收费通知总金额",
    "received": "实际收取信息处理费金额",
}


def _fee(scene: Scene, name: str) -> Target:
    report = _report(scene)
    if name not in FEE_UNITS:
        raise _unknown("fee", name, FEE_UNITS)
    if f"processing_fee.{name}" in report.marks:
        return TextTarget(MARK)
    fee = report.fees.get(name)
    if fee is None or fee.value is None:
        raise CallError("macro-value", name, why="blank")
    return NumberTarget(f"processing_fee.{name}", fee.value, FEE_UNITS[name], FEE_LABELS[name])


def _agency(scene: Scene, name: str) -> Target:
    agency_id = scene.report.agency if scene.report else scene.project.site.texts.get("agency")
    agency = scene.project.agency(agency_id or "")
    if agency is None:
        raise CallError("macro-report", agency_id or "", why="agency")
    if name not in agency.texts:
        raise _unknown("agency", name, agency.texts)
    text = agency.texts[name]
    if text is None:
        raise CallError("macro-value", name, why="unknown")
    return TextTarget(text)


def _info(scene: Scene, name: str) -> Target:
    report = _report(scene)
    form = scene.form
    texts = {"year": str(report.year), "form": form.document_number if form else None}
    texts["published"] = report.published.isoformat() if report.published else None
    if name not in texts:
        raise _unknown("info", name, texts)
    text = texts[name]
    if text is None:
        raise CallError("macro-value", name, why="unknown")
    return TextTarget(text)


NAMED: Mapping[str, Callable[[Scene, str], Target]] = {
    "table": _table,
    "figure": _figure,
    "cell": _cell,
    "fee": _fee,
    "agency": _agency,
    "info": _info,
}
OF_A_REPORT = ("answers", "highlights")
LISTS = ("terms", "rules", "reports", "corrections", "accessibility", "nature", *OF_A_REPORT)
KNOWN = (*NAMED, *LISTS)
EXAMPLES = {
    "table": 'table("requests")',
    "figure": 'figure("items_published")',
    "cell": 'cell("requests.new_requests.total")',
    "fee": 'fee("received")',
    "agency": 'agency("name")',
    "info": 'info("year")',
}


def resolve(scene: Scene, name: str, args: tuple[Literal, ...], kwargs: Mapping[str, Literal]) -> Target:
    """What the call ``name(*args, **kwargs)`` stands for. Raises ``CallError``."""
    if name in LISTS:
        if args or kwargs:
            raise CallError("macro-argument", name, f"{name}()")
        if name in OF_A_REPORT:
            _form(scene)
        return ListTarget(name)
    if name not in NAMED:
        raise CallError("macro-unknown", name, nearest(name, KNOWN))
    if len(args) != 1 or kwargs or not isinstance(args[0], str):
        raise CallError("macro-argument", name, EXAMPLES[name])
    return NAMED[name](scene, args[0])


def scene_for(project: Project, path: str, report_id: str | None) -> Scene:
    """The scene of a page at ``path`` that names ``report_id`` in its front matter."""
    report = project.report(report_id, Path(path)) if report_id else None
    return Scene(project, report_id, report, path)
