"""Sentences about what should not be public and about slips of the keyboard."""

from __future__ import annotations

from pathlib import PurePosixPath

from macros.facts import Fact
from macros.messages.words import Names, Sentence, Writer

SETTINGS = {"site.yml", "search.yml", "accessibility.yml"}


def _fixed(problem: str, mend: str) -> Writer:
    return lambda fact, _: Sentence(problem.format(fact=fact), mend)


def _held(problem: str, mend: str) -> Writer:
    """Of what is not published until somebody answers for it: how to answer, where an answer can be written."""

    def write(fact: Fact, _: Names) -> Sentence:
        path = PurePosixPath(fact.at.path)
        if path.name in SETTINGS or (path.suffix != ".md" and path.parent.name in {"agencies", "forms"}):
            return Sentence(problem.format(fact=fact), f"{mend}留在这里不能公布。")
        entry = f'{{rule: {fact.rule}, text: "{fact.key}", reason: …, by: …, date: …}}'
        answer = f"确需公布的，在 explanations 中（报告写在数据文件，其他页面写在页面开头）写明理由：{entry}；没有理由的，不能公布。"
        return Sentence(problem.format(fact=fact), mend + answer)

    return write


def _traditional(fact: Fact, _: Names) -> Sentence:
    return Sentence(
        f"这一行有繁体字：{'、'.join(str(fact.actual))}。", f"请改为：{'、'.join(str(fact.detail['simple']))}。"
    )


def _half_width(fact: Fact, _: Names) -> Sentence:
    return Sentence(
        f"中文里用了半角标点 {fact.actual}（“{fact.detail['near']}”处）。", f"请改用全角的 {fact.detail['wide']}。"
    )


WRITERS: dict[str, Writer] = {
    "resident-id": _held("这里像是居民身份号码：{fact.actual}（中间各位已略去）。", "请删去或遮盖。"),
    "mobile-number": _held("这里像是手机号码：{fact.actual}（中间各位已略去）。", "请删去，或改用办公电话。"),
    "bank-card": _held("这里像是银行卡号：{fact.actual}（中间各位已略去）。", "请删去。"),
    "applicant-name": _held("这里像是个人的姓名：{fact.actual}。", "请写成“李某”或“申请人”。"),
    "secrecy-mark": _held("这里有密级或内部资料的字样：{fact.actual}。", "请先按保密审查的规定核实能否公开。"),
    "replacement-character": _fixed("这里有乱码或丢失的字：{fact.actual}。", "请对照原文补正。"),
    "traditional-character": _traditional,
    "half-width-punctuation": _half_width,
    "repeated-word": _fixed("“{fact.actual}”像是写重了。", "请核对原文，多余的删去。"),
    "placeholder": _fixed(
        "“{fact.actual}”像是没有填写的占位内容。", "请填写真实内容；不知道的，数据里写 null，正文里删去。"
    ),
}
