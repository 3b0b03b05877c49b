"""Sentences about pages: front matter, template syntax, macros."""

from __future__ import annotations

from macros.facts import Fact
from macros.messages.words import Names, Sentence, Writer

KINDS = {
    "table": "表",
    "cell": "单元格",
    "figure": "数字（figures）",
    "fee": "信息处理费项目",
    "agency": "机关信息项目",
    "info": "报告信息项目",
}
REPORTS = {
    "none": "页面开头没有写明 report，不知道数据取自哪份报告。",
    "missing": "页面开头写的报告 {fact.actual} 不存在或无法读取。",
    "form": "页面开头写的报告 {fact.actual} 没有可用的格式。",
    "agency": "找不到机关 {fact.actual} 的信息文件。",
}
VALUES = {
    "blank": "{fact.actual} 在数据中是空白，不能写进正文：空白不是零。",
    "not-applicable": "{fact.actual} 在数据中是“不适用”，不能写进正文。",
    "missing": "{fact.actual} 在数据中没能读出，请先改正数据文件。",
    "incomplete": "表 {fact.actual} 有单元格没能读出，请先改正数据文件。",
    "unknown": "{fact.actual} 在数据中未知（null），不能写进正文。",
}


def _unknown(fact: Fact, _: Names) -> Sentence:
    near = (
        f"是不是想写 {fact.expected}？" if fact.expected else "可用的宏有 table、figure、cell、fee、agency、info 等。"
    )
    return Sentence(f"没有名为 {fact.actual} 的宏。", near)


def _argument(fact: Fact, _: Names) -> Sentence:
    return Sentence(f"{fact.actual} 的写法不对。", f"应写成 {{{{ {fact.expected} }}}}，名称用双引号括起来。")


def _name(fact: Fact, _: Names) -> Sentence:
    near = f"是不是想写 {fact.expected}？" if fact.expected else "请对照数据文件改正。"
    return Sentence(f"数据里没有名为 {fact.actual} 的{KINDS[str(fact.detail['kind'])]}。", near)


def _value(fact: Fact, _: Names) -> Sentence:
    return Sentence(VALUES[str(fact.detail["why"])].format(fact=fact), "请改写这句话，或先补全数据。")


def _report(fact: Fact, _: Names) -> Sentence:
    return Sentence(
        REPORTS[str(fact.detail["why"])].format(fact=fact),
        "请在页面开头写上 report: 机关/年度，例如 report: suzhou-gxj/2024。",
    )


def _fixed(problem: str, mend: str) -> Writer:
    return lambda fact, _: Sentence(problem.format(fact=fact), mend.format(fact=fact))


WRITERS: dict[str, Writer] = {
    "page-front-matter": _fixed("页面没有以页面信息开头。", "请在第一行写 ---，接着写 title: 标题，再写一行 ---。"),
    "template-syntax": _fixed(
        "“{fact.actual}”处花括号的写法有误，或没有写完。",
        '引用数据请写成 {{{{ figure("名称") }}}} 的样子，括号和引号都用半角。',
    ),
    "unsafe-template": _fixed("这里不允许写 {fact.actual}。", "页面里只能用已有的宏引用数据，参数用双引号括起来。"),
    "unsafe-front-matter": _fixed("页面信息里不能有模板符号：{fact.actual}。", "请删去花括号。"),
    "macro-unknown": _unknown,
    "macro-argument": _argument,
    "macro-name": _name,
    "macro-value": _value,
    "macro-report": _report,
}
