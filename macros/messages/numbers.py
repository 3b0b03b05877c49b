"""Sentences about the numbers: identities, blanks, the form of the year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from macros.facts import CellRef, Fact, Number
from macros.form import Form, Sum
from macros.messages.words import Line, Names, Sentence, Writer, addends, short, value


def _sum(names: Names, fact: Fact) -> Sum | None:
    form: Form | None = names.form
    key = fact.detail.get("sum")
    return next((one for one in form.sums if one.key == key), None) if form else None


WHAT = {
    "row-total": "各类申请人之和与“总计”不等",
    "results-total": "各项办理结果之和与“（七）总计”不等",
    "request-balance": "第一项加第二项之和与第三项加第四项之和不等",
    "case-total": "四种结果之和与“总计”不等",
    "blank-total": "有数字而“总计”空着",
}


def identity(fact: Fact, names: Names) -> str:
    """An identity that does not hold, with both sides written out."""
    left, right = _sides(fact)
    common = _common(fact, names)
    text = f"{_where(fact, names)}{WHAT[fact.rule]}：{addends(left, names, common)}，合计 {value(fact.expected)}"
    if fact.actual is not None:
        text += f"；{addends(right, names, common)}，合计 {value(fact.actual)}，相差 {_difference(fact)}"
    return text + ("（空白按无计算）" if fact.detail.get("assumed") else "")


def in_short(fact: Fact, names: Names) -> str:
    """The same with the sums alone: the reckoning stands in lines below."""
    text = f"{_where(fact, names)}{WHAT[fact.rule]}：合计 {value(fact.expected)}"
    if fact.actual is not None:
        text += f"，{'后者' if len(_sides(fact)[1]) > 1 else '所填'} {value(fact.actual)}，相差 {_difference(fact)}"
    return text


def reckoning(fact: Fact, names: Names) -> Iterator[Line]:
    """Both sides of an identity, a line for each number, with their sums and the difference."""
    left, right = _sides(fact)
    common = _common(fact, names)
    yield from _side(left, names, common)
    yield Line("sum", "", value(fact.expected))
    if len(right) == 1:
        ref = right[0]
        yield Line("stated", short(ref.address, names, common), value(ref.value), ref.at.line)
    else:
        yield from _side(right, names, common)
        yield Line("sum", "", value(fact.actual))
    if fact.actual is not None:
        yield Line("difference", "", _difference(fact))


def _side(refs: tuple[CellRef, ...], names: Names, common: str) -> Iterator[Line]:
    """A line for each number that adds something; zeros and blanks are counted where there are many."""
    few = len(refs) <= 2
    for ref in refs:
        if few or (ref.value is not None and ref.value not in (0, "n/a")):
            yield Line("part", short(ref.address, names, common), value(ref.value), ref.at.line)
    if not few:
        blanks = sum(ref.value is None for ref in refs)
        zeros = sum(ref.value == 0 for ref in refs)
        absent = sum(ref.value == "n/a" for ref in refs)
        counted = ((blanks, "空白（按无计算）"), (zeros, "为 0"), (absent, "不适用"))
        rest = [f"{count} 格{what}" for count, what in counted if count]
        if rest:
            yield Line("note", f"另有 {'、'.join(rest)}")


def _sides(fact: Fact) -> tuple[tuple[CellRef, ...], tuple[CellRef, ...]]:
    return tuple(r for r in fact.cells if r.sign > 0), tuple(r for r in fact.cells if r.sign < 0)


def _common(fact: Fact, names: Names) -> str:
    one = _sum(names, fact)
    return "column" if one is not None and one.identity.over == "columns" else "row"


def _where(fact: Fact, names: Names) -> str:
    return subject(_sum(names, fact), names)


def _difference(fact: Fact) -> str:
    assert isinstance(fact.expected, int | Decimal)
    assert isinstance(fact.actual, int | Decimal)
    gap: Number = fact.actual - fact.expected
    return value(gap if gap >= 0 else -gap)


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
    lines = _lines(fact, names)
    if suspect is None:
        mend = _alike(fact, names) + "请对照原始台账核对以上各数。"
        return Sentence(identity(fact, names) + "。", mend, in_short(fact, names) + "。", lines)
    address = str(suspect)
    ref = next(ref for ref in fact.cells if ref.address == address)
    if "swap" in fact.detail:
        other = str(fact.detail["swap"])
        second = next(ref for ref in fact.cells if ref.address == other)
        problem = (
            f"{names.cell(address)}的 {value(ref.value)} 与{names.place(other)}的 {value(second.value)} 可能填反了："
            f"{len(fact.parts)} 处勾稽关系因此不成立"
        )
        return Sentence(problem + "。", "若把这两个数对调，则全部成立；请对照原始台账核对。", problem + "。", lines)
    fix = str(fact.detail["fix"])
    mend = f"若把第 {ref.at.line} 行{names.place(address)}由{_spaced(ref.value)}{'' if ref.value is None else ' '}改为 {fix}，则有关的勾稽关系全部成立；请对照原始台账核对。"
    if not fact.parts:
        return Sentence(identity(fact, names) + "。", mend, in_short(fact, names) + "。", lines)
    problem = f"{names.cell(address)}为{_spaced(ref.value)}，使 {len(fact.parts)} 处勾稽关系不成立"
    every = "；".join(f"（{i}）{identity(p, names)}" for i, p in enumerate(fact.parts, 1))
    return Sentence(f"{problem}：{every}。", mend, f"{problem}。", lines)


def _alike(fact: Fact, names: Names) -> str:
    """A second place where the same identity fails by the same amount."""
    other = _sum(names, replace(fact, detail={"sum": fact.detail.get("alike")}))
    if other is None:
        return ""
    where = subject(other, names).removeprefix(names.table(other.identity.table))
    return f"{where}也相差 {_difference(fact)}，可能是同一处填错。"


def _spaced(number: Number | str | None) -> str:
    return value(number) if number is None else f" {value(number)}"


def _lines(fact: Fact, names: Names) -> tuple[Line, ...]:
    """The reckoning of the identity, or of each of several under its own title."""
    if not fact.parts:
        return tuple(reckoning(fact, names))
    found: list[Line] = []
    for number, part in enumerate(fact.parts, 1):
        one = _sum(names, part)
        table = names.table(one.identity.table) if one else ""
        where = _where(part, names).removeprefix(table)
        found += [Line("title", f"（{number}）{where}{WHAT[part.rule]}"), *reckoning(part, names)]
    return tuple(found)


def _prefix(fact: Fact) -> str:
    """What an explanation of blanks names: the table, or the row."""
    if not fact.detail["row"]:
        return str(fact.detail["table"])
    return fact.cells[0].address.rpartition(".")[0]


def _blanks(fact: Fact, names: Names) -> Sentence:
    table = names.table(str(fact.detail["table"]))
    row = str(fact.detail["row"])
    if row:
        where = f"{table}“{row}”行有 {fact.actual} 格空白"
    else:
        where = f"{table}有 {fact.detail['rows']} 行共 {fact.actual} 格空白（全表 {fact.detail['of']} 格）"
    assumed = fact.detail["assumed"]
    note = f"有 {assumed} 处勾稽关系是把空白当作没有来计算的" if assumed else "没有勾稽关系受影响"
    return Sentence(
        f"{where}；空白不等于零，{note}。",
        f"确为零的请填 0；确未填报的请在 explanations 中写明：{{rule: blank-cells, cells: [{_prefix(fact)}], reason: 理由, by: 姓名, date: 日期}}。",
    )


def _form_year(fact: Fact, _: Names) -> Sentence:
    right = fact.detail["right"]
    problem = f'{fact.detail["year"]}年度的报告用了{fact.detail["number"]}的格式（form: "{fact.actual}"），该格式不适用于这一年度。'
    mend = (
        f'这一年度应使用{right}的格式，写 form: "{fact.expected}"。'
        if right
        else "没有适用于这一年度的格式文件，请核对年度。"
    )
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
