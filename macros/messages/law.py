"""Sentences about powers, fees, remedies and days."""

from __future__ import annotations

from macros.facts import Fact
from macros.messages.words import Names, Sentence, Writer, value

KINDS = {
    "department": "政府部门",
    "government": "人民政府",
    "government_office": "政府办公厅（室）",
    "township": "乡镇、街道",
    "vertical": "垂直管理机关",
}
LEVELS = {"county": "县级", "prefecture": "设区的市级", "province": "省级", "national": "国家级"}


def _power(fact: Fact, names: Names) -> Sentence:
    parts = "、".join(f"{names.place(ref.address)}为 {value(ref.value)}" for ref in fact.cells)
    table = names.form.cells[fact.cells[0].address].table if names.form else ""
    return Sentence(
        f"{fact.detail['agency']}没有规章制定权，{names.table(table)}{parts}，应为 0 或 n/a。",
        "规范性文件请计入“规范性文件”行；确有规章制定权的，请改正 data/agencies/ 中的 may_make_rules。",
    )


def _direct(fact: Fact, names: Names) -> Sentence:
    return Sentence(
        f"{names.cell(fact.cells[0].address)}为 {value(fact.actual)}：2024年1月1日起，不予公开的应当先申请行政复议，不能直接起诉。",
        "请核对这些案件是不是不予公开以外的答复、或者其实经过复议；情况属实的不必改。",
    )


def _fee(fact: Fact, names: Names) -> Sentence:
    charges = names.cell(str(fact.detail["address"]))
    return Sentence(
        f"实际收取信息处理费 {value(fact.actual)} 元，多于{charges}的 {fact.detail['charges']} 万元"
        f"（第 {fact.detail['line']} 行，即 {value(fact.expected)} 元）；信息处理费是行政事业性收费的一部分。",
        "请核对两处的数和单位（信息处理费以元计，行政事业性收费以万元计）。",
    )


def _overdue(fact: Fact, names: Names) -> Sentence:
    cell = names.cell(str(fact.detail["address"]))
    return Sentence(
        f"{cell}为 {value(fact.expected)}（第 {fact.detail['line']} 行），发出的收费通知却只有 {value(fact.actual)} 件。",
        "请核对 processing_fee.notices；通知是上一年度发出的，请在 explanations 中说明理由。",
    )


def _left(fact: Fact, names: Names) -> Sentence:
    return Sentence(
        f"{names.cell(fact.cells[0].address)}为 {value(fact.actual)}，占本年新收 {fact.detail['new']} 件"
        f"（第 {fact.detail['line']} 行）的 {fact.detail['share']}%，超过三成。",
        "请核对是否把已办结的计入结转；年底集中收到申请等情况属实的，请在 explanations 中说明理由。",
    )


def _deadline(fact: Fact, _: Names) -> Sentence:
    kind = KINDS[str(fact.detail["kind"])]
    level = LEVELS[str(fact.detail["level"])]
    return Sentence(
        f"报告于 {fact.actual} 公布，{level}{kind}的{fact.detail['year']}年度报告应在 {fact.expected} 以前公布，"
        f"迟了 {fact.detail['days']} 天。",
        "请核对首次公布时间；确实迟了的，请在 explanations 中说明理由，不要改动日期。",
    )


def _early(fact: Fact, _: Names) -> Sentence:
    return Sentence(
        f"首次公布时间写作 {fact.actual}，{fact.detail['year']}年度还没有结束，数据不可能截至当年12月31日。",
        "请核对首次公布时间和报告年度。",
    )


WRITERS: dict[str, Writer] = {
    "rulemaking-power": _power,
    "direct-litigation": _direct,
    "fee-within-charges": _fee,
    "fee-overdue-notices": _overdue,
    "carry-forward-plausible": _left,
    "deadline": _deadline,
    "published-before-year-end": _early,
}
