"""What a release changed in a report, ready to be told: values by address with their labels, sections, answers."""

from __future__ import annotations

from dataclasses import dataclass, field

from macros.calls import FEE_LABELS, FEE_UNITS, Scene
from macros.changes.values import (
    ValueChange,
    changed_cells,
    changed_passages,
    changed_values,
    new_corrections,
    new_explanations,
    stated,
)
from macros.earlier import told
from macros.facts import Number
from macros.narrative import Passage
from macros.project import Project
from macros.report import Correction, Explanation, Report
from macros.report_states import State

BESIDE = ("form", "published")  # what a report says of itself, no number


@dataclass(frozen=True, slots=True)
class Change:
    """A value that changed: its address, before and after, its unit; ``there`` whether it was and is there at all.

    ``renamed`` is the label it had, where that is another now.
    """

    address: str
    old: Number | str | None
    new: Number | str | None
    label: str = ""
    unit: str = ""
    was_there: bool = True
    is_there: bool = True
    renamed: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that changed from one state to the next; ``values`` are those beside the tables."""

    cells: tuple[Change, ...] = ()
    values: tuple[Change, ...] = ()
    status: tuple[str, str] | None = None
    beside: tuple[Change, ...] = ()
    sections: tuple[str, ...] = ()
    explained: tuple[Explanation, ...] = ()
    withdrawn: tuple[Explanation, ...] = ()
    corrections: tuple[Correction, ...] = field(default=())


def changes(project: Project, before: State, after: State) -> Changes:
    """What changed; both states have a report."""
    old, new = before.report, after.report
    assert old is not None
    assert new is not None
    cells = (
        Change(one.address, stated(one.before), stated(one.after),
               was_there=one.before is not None, is_there=one.after is not None)
        for one in changed_cells(old, new)
    )  # fmt: skip
    values = [_change(one, old, new) for one in changed_values(old, new)]
    same = before.page is after.page
    passages = [{} if same else _passages(project, one, (before, after)) for one in (before, after)]
    return Changes(
        tuple(cells),
        tuple(one for one in values if one.address not in BESIDE),
        (old.status, new.status) if old.status != new.status else None,
        tuple(one for one in values if one.address in BESIDE),
        tuple(section for section, *_ in changed_passages(*passages)),
        tuple(new_explanations(old.explanations, new.explanations)),
        tuple(new_explanations(new.explanations, old.explanations)),
        tuple(new_corrections(old.corrections, new.corrections)),
    )


def _change(one: ValueChange, old: Report, new: Report) -> Change:
    kind, _, name = one.address.partition(".")
    label, unit, renamed = "", "", ""
    if kind == "processing_fee":
        label, unit = FEE_LABELS[name], FEE_UNITS[name]
    elif kind == "figures":
        was, now = old.figures.get(name), new.figures.get(name)
        shown = now or was
        assert shown is not None
        label, unit = shown.label, shown.unit
        if was and now:
            unit = unit if was.unit == now.unit else f"{was.unit}，后改为{now.unit}"
            renamed = was.label if was.label != now.label else ""
    return Change(one.address, one.old, one.new, label, unit, not one.added, not one.gone, renamed)


def _passages(project: Project, state: State, both: tuple[State, State]) -> dict[str, Passage]:
    """What a page tells, passage by passage; nothing where there is none."""
    form = project.forms.get(state.report.form) if state.report else None
    if state.page is None or form is None:
        return {}
    return told(
        state.page, form, [Scene(project, one.report.id, one.report, state.page.path) for one in both if one.report]
    )
