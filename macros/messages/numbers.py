"""Sentences about the numbers: identities, blanks, the form of the year."""

from __future__ import annotations

from macros.facts import Fact
from macros.form import Form, Sum
from macros.messages.words import Names, Sentence, Writer, addends, value


def _sum(names: Names, fact: Fact) -> Sum | None:
    form: Form | None = names.form
    key = fact.detail.get("sum")
    return next((one for one in form.sums if one.key == key), None) if form else None


def identity(fact: Fact, names: Names) -> str:
    """An identity that does not hold, with both sides written out."""
    one = _sum(names, fact)
    left = tuple(ref for ref in fact.cells if ref.sign > 0)
    right = tuple(ref for ref in fact.cells if ref.sign < 0)
    common = "column" if one is not None and one.identity.over == "columns" else "row"
    where = subject(one, names)
    what = {
        "row-total": "各类申请人之和与“总计”不等",
        "results-total": "各项办理结果之和与“（七）总计”不等",
        "request-balance": "第一项加第二项之和与第三项加第四项之和不等",
        "case-total": "四种结果之和与“总计”不等",
        "blank-total": "有数字而“总计”空着",
    }[fact.rule]
    assumed = "（空白按无计算）" if fact.detail.get("assumed") else ""
    difference = ""
    if fact.expected is not None and fact.actual is not None:
        gap = _difference(fact)
        difference = f"，相差 {gap}"
    return (
        f"{where}{what}：{addends(left, names, common)}，合计 {value(fact.expected)}；"
        f"{addends(right, names, common)}，合计 {value(fact.actual)}{difference}{assumed}"
    )


def _difference(fact: Fact) -> str:
    assert not isinstance(fact.expected, str | None)
    assert not isinstance(fact.actual, str | None)
    gap = fact.actual - fact.expected
    return value(abs(gap)) if gap else "0"


def subject(one: Sum | None, names: Names) -> str:
    """Where an identity stands: table, and the row or column it is taken in."""
    if one is None:
        return ""
    table = names.table(one.identity.table)
    if one.subject is None:
        return table
    if one.identity.over == "rows":
        return f"{table}“{one.subject.name}”行"
    if one.identity.over == "columns":
        return f"{table}“{one.subject.name}”栏"
    return f"{table}“{one.subject.labels[-2]}”"


def _broken(fact: Fact, names: Names) -> Sentence:
    suspect = fact.detail.get("suspect")
    if suspect is None:
        return Sentence(identity(fact, names) + "。", "请对照原始台账核对以上各数。")
    address = str(suspect)
    ref = next(ref for ref in fact.cells if ref.address == address)
    if "swap" in fact.detail:
        other = str(fact.detail["swap"])
        second = next(ref for ref in fact.cells if ref.address == other)
        problem = (
            f"{names.cell(address)}的 {value(ref.value)} 与{names.place(other)}的 {value(second.value)} 可能填反了："
            f"{len(fact.parts)} 处勾稽关系因此不成立"
        )
        return Sentence(problem + "。", "若把这两个数对调，则全部成立；请对照原始台账核对。")
    fix = str(fact.detail["fix"])
    mend = f"若把第 {ref.at.line} 行{names.place(address)}由 {value(ref.value)} 改为 {fix}，则有关的勾稽关系全部成立；请对照原始台账核对。"
    if not fact.parts:
        return Sentence(identity(fact, names) + "。", mend)
    problem = f"{names.cell(address)}为 {value(ref.value)}，使 {len(fact.parts)} 处勾稽关系不成立："
    return Sentence(problem + "；".join(f"（{i}）{identity(p, names)}" for i, p in enumerate(fact.parts, 1)) + "。", mend)


def _blanks(fact: Fact, names: Names) -> Sentence:
    table = names.table(str(fact.detail["table"]))
    row = str(fact.detail["row"])
    if row:
        where = f"{table}“{row}”行有 {fact.actual} 格空白"
    else:
        where = f"{table}有 {fact.detail['rows']} 行共 {fact.actual} 格空白（全表 {fact.detail['of']} 格）"
    assumed = fact.detail["assumed"]
    note = f"有 {assumed} 处勾稽关系是把空白当作没有来计算的" if assumed else "没有勾稽关系受影响"
    return Sentence(f"{where}；空白不等于零，{note}。", "确为零的请填 0；确未填报的请在 explanations 中说明理由。")


def _form_year(fact: Fact, _: Names) -> Sentence:
    right = fact.detail["right"]
    problem = f"{fact.detail['year']}年度的报告用了{fact.detail['number']}的格式（form: \"{fact.actual}\"），该格式不适用于这一年度。"
    mend = f'这一年度应使用{right}的格式，写 form: "{fact.expected}"。' if right else "没有适用于这一年度的格式文件，请核对年度。"
    return Sentence(problem, mend)


def _place(fact: Fact, _: Names) -> Sentence:
    if fact.detail["what"] == "year":
        return Sentence(f"文件里写的年度是 {fact.actual}，文件名却是 {fact.expected}.yml。", "请改正其中一个。")
    return Sentence(f"文件里写的机关是 {fact.actual}，所在文件夹却是 {fact.expected}。", "请改正其中一个。")


def _agency(fact: Fact, _: Names) -> Sentence:
    return Sentence(
        f"机关 {fact.actual} 没有机关信息文件，与机关类别、级别有关的规则无法判断。",
        f"可在 data/agencies/{fact.actual}.yml 中补充。",
    )


WRITERS: dict[str, Writer] = {
    "row-total": _broken,
    "results-total": _broken,
    "request-balance": _broken,
    "case-total": _broken,
    "blank-total": _broken,
    "blank-cells": _blanks,
    "form-year": _form_year,
    "report-place": _place,
    "agency-unknown": _agency,
}
