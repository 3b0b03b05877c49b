"""The charts below the tables of one report."""

from __future__ import annotations

from macros.facts import shown
from macros.form import Form
from macros.render.charts import bars, flow, say
from macros.render.charts.facts import Flow, Parts, Shape, applicants, outcomes, shape
from macros.render.charts.facts import flow as flow_of
from macros.render.charts.figure import figure, instead
from macros.report import Report

UNSOUND = "表中数据不符合勾稽关系，本站不作图。"


def after_table(report: Report, form: Form, table_id: str) -> str:
    """The charts of a statutory table, or sentences why there are none; empty for a table that is not drawn."""
    table = form.table(table_id)
    found = shape(form, table) if table else None
    if table is None or found is None:
        return ""
    caption, unit = f"t-{table.id}-caption", table.cells[0].unit
    if any(cell.address in report.marks for cell in table.cells):
        return instead("还有待填的格子，填完以后作图。")
    all_of_it = flow_of(report, form, found)
    if not all_of_it.sound:
        return instead(UNSOUND)
    if not all_of_it.sources.whole:
        return instead(f"{_nothing(all_of_it, unit)}，不作图。")
    parts = [
        _flow(all_of_it, report, caption, unit),
        _applicants(applicants(report, form, found), found, report, form, caption, unit),
        _outcomes(outcomes(report, found), report, caption, unit),
    ]
    return f'<div class="gk-charts">{"".join(parts)}</div>'


def _nothing(found: Flow, unit: str) -> str:
    return "本年度" + say.listed(found.sources.amounts, unit)


def _flow(found: Flow, report: Report, caption: str, unit: str) -> str:
    whole = f"{shown(found.sources.whole)} {unit}"
    description = (
        f"来源：{say.listed(found.sources.amounts, unit)}，合计 {whole}。"
        f"去向：{say.listed(found.results.amounts, unit)}，合计 {whole}。"
    )
    amounts = (*found.sources.amounts, *found.results.amounts)
    notes = f"左边各项之和等于右边各项之和。{say.groups(amounts)}{say.undrawn(amounts)}"
    return figure(
        "chart-flow", caption, f"{report.year}年度政府信息公开申请的来源和去向", description,
        lambda size: flow.draw(found, unit, size), notes,
    )  # fmt: skip


def _applicants(found: Parts, one: Shape, report: Report, form: Form, caption: str, unit: str) -> str:
    label = form.cells[f"{one.table.id}.{one.balance.sum[0]}.{one.at}"].row.label
    if not found.sound:
        return instead(f"申请人：{UNSOUND}")
    if len(found.drawn) < 2:
        return instead(f"申请人：{_only(found, unit)}，不另作图。") if found.drawn else ""
    description = f"{label}：{say.listed(found.amounts, unit)}。"
    return figure(
        "chart-applicants", caption, f"{report.year}年度新收申请的申请人", description,
        lambda size: bars.draw(found.drawn, unit, size), say.undrawn(found.amounts),
    )  # fmt: skip


def _outcomes(found: Parts, report: Report, caption: str, unit: str) -> str:
    if not found.sound:
        return instead(f"办理结果：{UNSOUND}")
    if len(found.drawn) < 2:
        return instead(f"办理结果：{_only(found, unit)}，不另作图。") if found.drawn else ""
    return figure(
        "chart-outcomes", caption, f"{report.year}年度申请的办理结果", f"办理结果：{say.listed(found.amounts, unit)}。",
        lambda size: bars.draw(found.drawn, unit, size), say.undrawn(found.amounts, names=False),
    )  # fmt: skip


def _only(found: Parts, unit: str) -> str:
    """The one amount there is."""
    return f"{say.number(found.drawn[0], unit)}全部为“{found.drawn[0].label}”"
