"""Sentences about the narrative: numbers, statements, years, sections."""

from __future__ import annotations

from macros.facts import Fact, Plain, shown
from macros.messages.words import Names, Sentence, Writer, brief, value

FIGURES = '数字不要手写，写进报告的 figures，再用 {{ figure("名称") }} 引用。'
FEES = {"notices": "发出收费通知的件数", "charged": "收费通知的总金额", "received": "实际收取的金额"}
FEE_UNITS = {"notices": "件", "charged": "元", "received": "元"}


def _texts(plain: Plain) -> tuple[str, ...]:
    return tuple(str(item) for item in plain) if isinstance(plain, tuple) else ()


def _words(fact: Fact) -> str:
    return f"“{fact.detail['words']}”"


def _sources(fact: Fact, names: Names) -> str:
    """The cells a statement was held against, with their values and lines."""
    shown_cells = [ref for ref in fact.cells if ref.value is not None] or list(fact.cells[:1])
    parts = [f"{_place(ref.address, names)} {value(ref.value)}（数据第 {ref.at.line} 行）" for ref in shown_cells]
    blanks = fact.detail["blanks"]
    note = f"，另有 {blanks} 格空白按无计算" if blanks and len(fact.cells) > 1 else ""
    return "＋".join(parts) + note


def _place(address: str, names: Names) -> str:
    cell = names.form.cells.get(address) if names.form else None
    if cell is None:
        return address
    column = "" if cell.column.label in {"", "总计"} and cell.row.label else f"·{brief(cell.column.name)}"
    return f"“{brief(cell.row.name)}{column}”" if cell.row.label else f"“{brief(cell.column.name)}”"


def _typed(fact: Fact, _: Names) -> Sentence:
    problem = f"正文里的数字“{fact.actual}”是手写的（{_words(fact)}），数据改了它不会跟着改。"
    macros = [f"{{{{ {macro} }}}}" for macro in _texts(fact.detail["macros"])]
    if len(macros) == 1 and fact.detail["sure"]:
        return Sentence(problem, f"数据里有这个数，请改用 {macros[0]}。")
    if macros:
        return Sentence(
            problem,
            f"数据里有相同的数，请按所指的内容选用：{'、'.join(macros)}；都不是的，先写进报告的 figures 再引用。",
        )
    return Sentence(
        problem,
        '请先把它写进报告的 figures（写明 value、unit、label、section），再用 {{ figure("名称") }} 引用。',
    )


def _unit(fact: Fact, _: Names) -> Sentence:
    problem = f"“{fact.detail['label']}”的单位是“{fact.expected}”，正文却写成“{fact.detail['number']}{fact.actual}”。"
    return Sentence(problem, f"请把“{fact.actual}”改为“{fact.expected}”，或核对这项数据。")


def _cite(fact: Fact) -> str:
    """How a typed number is to be taken from the data; nothing when a macro gave it."""
    if not fact.detail["typed"]:
        return ""
    macros = _texts(fact.detail["macros"])
    if len(fact.cells) == 1 and len(macros) == 1:
        return f"数字不要手写，用 {{{{ {macros[0]} }}}} 引用。"
    if len(fact.cells) == 1:
        return f'数字不要手写，那一格填好后用 {{{{ cell("{fact.cells[0].address}") }}}} 引用。'
    return FIGURES


def _new(fact: Fact) -> str:
    """The macro of the new requests, where that may be what an unclear number means."""
    cite = _cite(fact)
    return f"若指新收，{cite}" if "cell(" in cite else cite


def _statement(fact: Fact, names: Names) -> Sentence:
    why, unit = fact.detail["why"], fact.detail["unit"]
    if why == "percent":
        problem = f"正文写{_words(fact)}，{fact.detail['what']}按表格计算应为 {shown(fact.expected)}%（{fact.detail['basis']}），正文为 {shown(fact.actual)}%。"
        return Sentence(
            problem, "请核对比例；分母另有所指的，请在文中写明。" + (FIGURES if fact.detail["typed"] else "")
        )
    if why == "none":
        return Sentence(
            f"正文写{_words(fact)}，表格中却有 {value(fact.expected)} 件：{_sources(fact, names)}。",
            "请核对后改正其中一处。",
        )
    table = f"表格中是 {value(fact.expected)} {unit}" if fact.expected is not None else "表格中是空白"
    problem = f"正文写{_words(fact)}，其中“{fact.detail['what']}”为 {value(fact.actual)} {unit}，{table}：{_sources(fact, names)}。"
    return Sentence(
        problem, "请对照原始台账核对，改正其中一处；确非同一口径的，请在 explanations 中说明理由。" + _cite(fact)
    )


def _ambiguous(fact: Fact, names: Names) -> Sentence:
    why = fact.detail["why"]
    said = f"正文写{_words(fact)}（{value(fact.actual)} {fact.detail['unit']}），"
    table = f"表格中新收为 {value(fact.expected)} 件"
    if why == "scope":
        problem = f"{said}与表格中的 {value(fact.expected)} {fact.detail['unit']}不同：{_sources(fact, names)}。“{fact.detail['scope']}”是不是另一个范围？"
        return Sentence(
            problem,
            "若是，请在文中写明与本表范围不同；若不是，请改正其中一处。" + (FIGURES if fact.detail["typed"] else ""),
        )
    if why == "carried":
        return Sentence(
            f"{said}{table}，加上结转才相等。这里是不是包括了上年结转？",
            "若是，请写明“含上年结转”，或分别写出新收与结转的件数。" + _new(fact),
        )
    if why == "done":
        return Sentence(f"{said}{table}，与办结的件数才相等。这里是不是指办结？", "若是，请改写为“办结”。" + _new(fact))
    sums = "、".join(_texts(fact.detail["sums"]))
    if why == "direction":
        own = f"{value(fact.expected)} 件" if fact.expected is not None else "空白"
        return Sentence(
            f"{said}没有写明是上年结转还是结转下年度；表格中上年结转为 {sums} 件，结转下年度为 {own}，都不相等。",
            "请核对，并写明结转的方向。" + (FIGURES if fact.detail["typed"] else ""),
        )
    return Sentence(
        f"{said}{table}，新收加上年结转、办结分别为 {sums} 件，都不相等。这里指的是什么？",
        "请核对，并写明口径。" + _new(fact),
    )


def _parts(fact: Fact, _: Names) -> Sentence:
    parts = _texts(fact.detail["parts"])
    total, actual, unit = fact.expected, fact.actual, fact.detail["unit"]
    assert not isinstance(total, str | None)
    assert not isinstance(actual, str | None)
    more, gap = ("多", actual - total) if actual > total else ("少", total - actual)
    problem = f"正文说共 {value(total)} {unit}，其各部分 {'＋'.join(parts)}＝{value(actual)} {unit}，{more} {value(gap)} {unit}。"
    return Sentence(problem, "请核对总数和各部分；各部分本来不是全部、或者有重复的，请在文中写明。")


def _concluded(fact: Fact, _: Names) -> Sentence:
    ref = fact.cells[0]
    problem = f"正文写“{fact.detail['words']}”，表格中却有结转下年度继续办理 {value(ref.value)} 件（数据第 {ref.at.line} 行）。"
    return Sentence(problem, f"请核对；有结转的，请改写，例如“除 {value(ref.value)} 件结转下年度外，均已办结”。")


def _year(fact: Fact, _: Names) -> Sentence:
    return Sentence(
        f"这是 {fact.expected} 年度的报告，{_words(fact)}里写的却是 {fact.actual} 年，是不是沿用往年文字时没有改？",
        "请核对。",
    )


def _title(fact: Fact, _: Names) -> Sentence:
    where = "页面信息的 title" if fact.detail["where"] == "title" else "页面的大标题"
    return Sentence(f"{where}里写的是 {fact.actual} 年，报告的年度是 {fact.expected} 年。", "请改正其中一处。")


def _heading(fact: Fact, _: Names) -> Sentence:
    why = fact.detail["why"]
    if why == "missing":
        return Sentence(f"缺少“{fact.expected}”这一部分。", f"请补上标题 ## {fact.expected} 及其内容。")
    if why == "level":
        return Sentence(
            f"“{fact.expected}”应是二级标题，现在是 {fact.detail['level']} 级。", f"请写成 ## {fact.expected}。"
        )
    if why == "extra":
        return Sentence(f"“{fact.actual}”不是格式规定的六个部分之一。", "请删去，或改为所在部分之内的三级标题（###）。")
    if why == "order":
        return Sentence(
            f"第 {fact.detail['number']} 部分应是“{fact.expected}”，现在是“{fact.actual}”。", "请按格式规定的顺序排列。"
        )
    return Sentence(f"标题应是“{fact.expected}”，现在是“{fact.actual}”。", "请一字不差地改为格式规定的标题。")


def _empty(fact: Fact, _: Names) -> Sentence:
    what = f"只写了“{fact.actual}”" if fact.actual else "没有内容"
    return Sentence(f"“{fact.detail['title']}”{what}。", "请写明具体情况。")


def _aspects(fact: Fact, _: Names) -> Sentence:
    missing = "、".join(_texts(fact.detail["missing"]))
    return Sentence(f"“总体情况”没有写到：{missing}。", "请逐项补写，最好各用一个三级标题。")


def _length(fact: Fact, _: Names) -> Sentence:
    assert isinstance(fact.actual, int)
    assert isinstance(fact.expected, int)
    problem = f"“总体情况”有 {fact.actual} 字（不计空白和排版符号），超过 {fact.expected} 字，多 {fact.actual - fact.expected} 字。"
    return Sentence(problem, "请精简；确需写这么多的，请在 explanations 中说明理由。")


def _problems(fact: Fact, _: Names) -> Sentence:
    names = {"问题": "存在的主要问题", "改进": "改进情况"}
    missing = "和".join(names[one] for one in _texts(fact.detail["missing"]))
    return Sentence(f"第五部分看不出写了{missing}。", "请具体写明本机关存在的问题和改进的做法。")


def _tables(fact: Fact, _: Names) -> Sentence:
    call = f'{{{{ table("{fact.detail["table"]}") }}}}'
    title = fact.detail["title"]
    if fact.detail["why"] == "missing":
        return Sentence(f"“{title}”没有显示它的统计表。", f"请在这一部分单独一行写上 {call}。")
    if fact.detail["why"] == "twice":
        return Sentence(f"“{title}”的统计表显示了 {fact.actual} 次。", f"请只留一处 {call}。")
    return Sentence(f"“{title}”的统计表显示在“{fact.actual}”里。", f"请把 {call} 移到“{title}”之下。")


def _fee(fact: Fact, _: Names) -> Sentence:
    name = str(fact.detail["name"])
    ref = fact.cells[0]
    data = f"数据（processing_fee.{name}，第 {ref.at.line} 行）是 {value(ref.value)} {FEE_UNITS[name]}"
    if fact.detail["why"] == "unmentioned":
        return Sentence(f"第六部分没有提到信息处理费；{data}。", "请补写，例如“本机关本年度未收取信息处理费。”")
    if fact.detail["why"] == "denied":
        said = "没有发出收费通知" if name == "notices" else "没有收取信息处理费"
        return Sentence(f"第六部分写{said}，{data}。", "请核对后改正其中一处。")
    return Sentence(
        f"第六部分写{FEES[name]}为 {value(fact.actual)} {FEE_UNITS[name]}，{data}。",
        f'请核对后改正其中一处，数字用 {{{{ fee("{name}") }}}} 引用。',
    )


WRITERS: dict[str, Writer] = {
    "typed-number": _typed,
    "figure-unit": _unit,
    "statement-cells": _statement,
    "statement-ambiguous": _ambiguous,
    "statement-parts": _parts,
    "all-concluded": _concluded,
    "narrative-year": _year,
    "title-year": _title,
    "section-headings": _heading,
    "section-empty": _empty,
    "overview-aspects": _aspects,
    "overview-length": _length,
    "problems-section": _problems,
    "tables-shown": _tables,
    "fee-section": _fee,
}
