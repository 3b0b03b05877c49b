"""Sentences about corrections and explanations."""

from __future__ import annotations

from macros.calls import FEE_LABELS
from macros.facts import Fact, Number, Plain, shown
from macros.messages.words import Names, Sentence, Writer, value


def _place(address: str, names: Names) -> str:
    """What a correction's address stands for, in words."""
    kind, _, name = address.partition(".")
    if kind == "processing_fee":
        return FEE_LABELS.get(name, f"“{address}”")
    if kind == "figures":
        return f"正文数字 {name}"
    if address.startswith("page:"):
        section = names.form.section(address.removeprefix("page:")) if names.form else None
        return f"正文“{section.title}”" if section else "正文开头"
    return {"form": "所用格式", "published": "首次公布时间"}.get(address) or names.cell(address)


def _yaml(item: Number | str | None) -> str:
    """A value as an entry of ``corrections`` writes it."""
    if item is None:
        return "null"
    return f'"{item}"' if isinstance(item, str) and item != "n/a" else shown(item) or ""


def _said(item: Number | str | None) -> str:
    return f"“{item}”" if isinstance(item, str) and item != "n/a" else value(item)


def _missing(fact: Fact, names: Names) -> Sentence:
    what, address = str(fact.detail["what"]), str(fact.detail["address"])
    if what == "gone":
        return Sentence(
            f"已公布的报告 {fact.expected} 的文件没有了。",
            "请恢复这个文件；撤回也要留下报告，并在 corrections 中写明。",
        )
    if what == "page-gone":
        return Sentence(
            f"已公布的报告的页面 {fact.expected} 没有了。",
            "请恢复这个页面；撤回也要留下页面，并在 corrections 中写明。",
        )
    if what == "identity":
        name = {"agency": "机关", "year": "年度"}[address]
        return Sentence(
            f"已公布报告的{name}由 {fact.expected} 改成了 {fact.actual}。", "请改回；另一机关或年度的报告请另建文件。"
        )
    entry = (
        f"{{date: …, cell: {address}, from: {_yaml(fact.expected)}, to: {_yaml(fact.actual)}, kind: 更正, reason: …}}"
    )
    if what == "text":
        problem = f"已公布报告的{_place(address, names)}由{_said(fact.expected)}改成了{_said(fact.actual)}，没有相应的更正记录。"
        return Sentence(problem, f"请改回，或在报告的 corrections 中加一条：{entry}（from、to 可写成整句）。")
    place = _place(address, names)
    if fact.expected == fact.actual:
        problem = f"已公布报告的{place}改了名称或单位，没有相应的更正记录。"
    else:
        problem = f"已公布报告的{place}由 {_said(fact.expected)} 改成了 {_said(fact.actual)}，没有相应的更正记录。"
    return Sentence(problem, f"请改回，或在 corrections 中加一条：{entry}。")


def _plain(item: Plain) -> str:
    return "空白" if item is None else str(item)


def _changed(fact: Fact, _: Names) -> Sentence:
    detail = fact.detail
    return Sentence(
        f"原有的第 {detail['index']} 条更正记录（{detail['date']}，{fact.expected}，"
        f"由 {_plain(detail['from'])} 改为 {_plain(detail['to'])}）被改动或删去了。",
        "请恢复原来的记录；又有更正的，另加一条。",
    )


def _backwards(fact: Fact, _: Names) -> Sentence:
    return Sentence(
        f"已公布的报告退回成了 {fact.actual}。",
        "请改回 published；内容有误的，改正后在 corrections 中写明。",
    )


def _mismatch(fact: Fact, names: Names) -> Sentence:
    why, index = fact.detail["why"], fact.detail["index"]
    place = _place(str(fact.detail["address"]), names)
    if why == "date":
        problem = f"第 {index} 条更正记录的日期 {fact.actual} 早于首次公布时间 {fact.expected}。"
        return Sentence(problem, "公布以前的改动不必写更正记录；请核对日期。")
    if why == "cell":
        near = (
            f"是不是想写 {fact.expected}？"
            if fact.expected
            else "单元格写地址，正文写 page: 加章节名，如 page:overview。"
        )
        return Sentence(f"第 {index} 条更正记录所指的 {fact.actual} 不存在。", near)
    return Sentence(
        f"第 {index} 条更正记录说{place}改为 {_said(fact.actual)}，现在却是 {_said(fact.expected)}。",
        "请改正其中一个；又有更正的，另加一条。",
    )


def _unused(fact: Fact, _: Names) -> Sentence:
    if not fact.detail["known"]:
        near = f"是不是想写 {fact.expected}？" if fact.expected else "规则的名称见 gongkai rules。"
        return Sentence(f"没有名为 {fact.actual} 的规则。", near)
    cells = fact.detail["cells"]
    about = "、".join(str(cell) for cell in cells) if isinstance(cells, tuple) else ""
    about += f"“{fact.detail['text']}”" if fact.detail["text"] else ""
    return Sentence(
        f"这条理由说明（{fact.actual}{'，' + about if about else ''}）没有答复任何现有的警告或提示。",
        "问题已经改好的，请删去；范围写错的，请改正 cells 或 text。",
    )


def _of_error(fact: Fact, _: Names) -> Sentence:
    return Sentence(f"{fact.actual} 是错误，不能用理由说明答复。", "请删去这条说明，改正错误本身。")


WRITERS: dict[str, Writer] = {
    "correction-missing": _missing,
    "correction-changed": _changed,
    "status-backwards": _backwards,
    "correction-mismatch": _mismatch,
    "explanation-unused": _unused,
    "explanation-of-error": _of_error,
}
