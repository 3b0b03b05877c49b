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
    why = str(fact.detail["why"])
    mend = "请在页面开头写上 report: 机关/年度，例如 report: suzhou-gxj/2024。"
    if why == "agency":
        mend = f"请建 data/agencies/{fact.actual}.yml，写明机关的名称等信息；已有的，请改正其中的错误。"
    return Sentence(REPORTS[why].format(fact=fact), mend)


LINKS = {
    "file": ("链接 {0} 所指的页面或文件不存在。", "请对照 docs/ 里的文件名改正；页面写 .md 文件，例如 guide.md。"),
    "html": ("链接 {0} 写成了 .html。", "链接本站页面请写 .md 文件，生成网站时自动换成网址。"),
    "anchor": ("链接 {0} 所指的位置不存在：那一页没有这个编号。", "请对照那一页标题后面的 {{: #编号 }} 改正。"),
}


def _link(fact: Fact, _: Names) -> Sentence:
    problem, mend = LINKS[str(fact.detail["why"])]
    return Sentence(problem.format(fact.actual), mend.format())


def _heading(fact: Fact, _: Names) -> Sentence:
    if fact.actual:
        return Sentence(f"页面有 {fact.actual} 个一级标题，只能有一个。", "请把这里改为下一级，写成 ## 标题。")
    return Sentence("页面没有一级标题。", "请在正文开头写 # 标题 {: #编号 }。")


def _place(fact: Fact, _: Names) -> Sentence:
    written = f"应为 {fact.expected}"
    problem = f"report 写的是 {fact.actual}，" if fact.actual is not None else "没有写 report，"
    return Sentence(
        f"这是 {fact.expected} 的报告页面，{problem}{written}。",
        f"请写 report: {fact.expected}；页面放错了的，请移到相应的位置。",
    )


def _fixed(problem: str, mend: str) -> Writer:
    return lambda fact, _: Sentence(problem.format(fact=fact), mend.format(fact=fact))


def _twice(problem: str, mend: str) -> Writer:
    return lambda fact, _: Sentence(problem.format(fact=fact, first=fact.detail["first"]), mend)


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
    "page-heading": _heading,
    "page-report": _place,
    "link-target": _link,
    "id-repeated": _twice("编号 {fact.actual} 已经用过，在第 {first} 行。", "请换一个编号，每个编号在一页里只用一次。"),
    "macro-repeated": _twice("{fact.actual} 已经有了，在第 {first} 行。", "请删去一处；要再次提到的，写成链接。"),
    "macro-place": _fixed("{fact.actual} 没有单独成段。", "请让它自成一行，顶格写，前后各空一行。"),
}
