"""Sentences about corrections, explanations and the change as a whole."""

from __future__ import annotations

import shlex

from macros.calls import FEE_LABELS
from macros.facts import Fact, Number, Plain, shown
from macros.messages.words import Names, Sentence, Writer, value

PAGE_FRONT = {"page:title": "页面标题（title）", "page:description": "页面摘要（description）"}


def place(address: str, names: Names) -> str:
    """What a correction's address stands for, in words."""
    kind, _, name = address.partition(".")
    if kind == "processing_fee":
        return FEE_LABELS.get(name, f"“{address}”")
    if kind == "figures":
        return f"正文数字“{name}”"
    if address in PAGE_FRONT:
        return PAGE_FRONT[address]
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
    if what.startswith("text"):
        return _text(what, address, entry, fact, names)
    where = place(address, names)
    if fact.expected == fact.actual:
        problem = f"已公布报告的{where}改了名称或单位，没有相应的更正记录。"
    else:
        problem = f"已公布报告的{where}由 {_said(fact.expected)} 改成了 {_said(fact.actual)}，没有相应的更正记录。"
    if what == "fact-gone" or address == "form":
        return Sentence(problem, f"请改回，或在 corrections 中加一条：{entry}。")
    return Sentence(problem, f"请改回；确要更正的，运行：{_call(fact, fact.actual)}（已经改好的，不用先改回）。")


def _call(fact: Fact, *new: Number | str | None) -> str:
    """The command that writes the entry; the reason is the editor's to give."""
    words = [str(fact.detail["report"]), str(fact.detail["address"])]
    words += ["null" if one is None else shown(one) or "" for one in new]
    return f'gongkai correct {shlex.join(words)} --kind 更正 --reason "为什么改"'


def _repeated(fact: Fact, names: Names) -> Sentence:
    where = place(str(fact.detail["address"]), names)
    problem = (
        f"{where}有 {fact.detail['count']} 条新的更正记录，中间的值没有公布过：公布的是 {_said(fact.expected)}，"
        f"现在是 {_said(fact.actual)}。"
    )
    if fact.expected == fact.actual:
        return Sentence(problem, "没有改动，请删去这几条。")
    return Sentence(problem, f"请合成一条：{_call(fact, fact.actual)}（记录已经提交的，加上 --against main）。")


def _text(what: str, address: str, entry: str, fact: Fact, names: Names) -> Sentence:
    """Words of a page that read otherwise."""
    where, old, new = place(address, names), _said(fact.expected), _said(fact.actual)
    call = f"{_call(fact)}（已经改好的，不用先改回）"
    if what == "text-otherwise":
        return Sentence(
            f"新加的更正记录与{where}的改动对不上：把各条的 from 换成 to，得不到现在的文字。页面上是由{old}改成了{new}。",
            f"请删去不符的记录，再运行 {call}；自己写的，from 照抄改动前的原文（撤回的，删去的每个字写一个 ■），to 照抄现在的文字。",
        )
    if what == "text-left":
        return Sentence(
            f"已公布报告的{where}还有改动没有更正记录：由{old}改成了{new}。", f"请改回，或运行 {call} 补上。"
        )
    if what == "text-long":
        return Sentence(
            f"已公布报告的{where}改动较多，没有相应的更正记录，例如由{old}改成了{new}。",
            f"请改回，或运行 {call}，它会逐处写明。",
        )
    return Sentence(
        f"已公布报告的{where}由{old}改成了{new}，没有相应的更正记录。",
        f"请改回，或运行 {call}，也可以在报告的 corrections 中加一条：{entry}（from、to 可写成整句，须与改动前后的原文一致）。",
    )


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
    where = place(str(fact.detail["address"]), names)
    if why == "date":
        problem = f"第 {index} 条更正记录的日期 {fact.actual} 早于首次公布时间 {fact.expected}。"
        return Sentence(problem, "公布以前的改动不必写更正记录；请核对日期。")
    if why == "same":
        return Sentence(
            f"第 {index} 条更正记录说{where}由 {_said(fact.expected)} 改为 {_said(fact.actual)}，前后一样。",
            "请改正 from 或 to；没有改动的，不必写更正记录。",
        )
    if why == "cell":
        near = (
            f"是不是想写 {fact.expected}？"
            if fact.expected
            else "单元格写地址，正文写 page: 加章节名，如 page:overview。"
        )
        return Sentence(f"第 {index} 条更正记录所指的 {fact.actual} 不存在。", near)
    return Sentence(
        f"第 {index} 条更正记录说{where}改为 {_said(fact.actual)}，现在却是 {_said(fact.expected)}。",
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


# --- the change as a whole ----------------------------------------------------------------------------------------

SHOWN = 3
SORTS = {"link": "符号链接", "repository": "子模块（另一个仓库）"}
RENAMED = {
    "gone": "机关信息文件没有了",
    "id": "编号（id）改成了 {to}",
    "name": "名称改成了“{new_name}”",
    "reports": "已公布的报告到了 {to} 名下",
}


def _large(fact: Fact, _: Names) -> Sentence:
    limit = _size(fact.expected)
    if fact.detail["why"] == "buried":
        return Sentence(
            f"这次改动中途的提交里有超过 {limit} 的文件 {fact.actual}，后来虽然删去，历史里仍然留着。",
            "请重做分支，让这个文件从来没有提交过（可把全部改动压成一个新的提交）。",
        )
    return Sentence(
        f"文件有 {_size(fact.actual)}，超过仓库里单个文件的上限 {limit}。",
        "请从提交里删去；扫描件、音像等大文件放到机关自己的文件服务器，这里只写网址。",
    )


def _size(item: Number | str | None) -> str:
    """Bytes in MiB, rounded up to one place: never less than it is."""
    if not isinstance(item, int):
        return f"{item}"
    tenths = -(-item * 10 // 1_048_576)
    return f"{tenths // 10}.{tenths % 10} MiB" if tenths % 10 else f"{tenths // 10} MiB"


def _some(item: Plain) -> str:
    """A few names, and how many there are."""
    names = [str(one) for one in item] if isinstance(item, tuple) else []
    return "、".join(names[:SHOWN]) + (f" 等 {len(names)} 个文件" if len(names) > SHOWN else "")


def _mixed(fact: Fact, _: Names) -> Sentence:
    return Sentence(
        f"这次改动既有内容（{_some(fact.detail['content'])}），又有维护人员负责的文件（{_some(fact.detail['others'])}）。",
        "请分开提交：内容一个修改申请，其余另一个，先合并其中一个再提另一个；不是有意改动的，请撤回。",
    )


def _agency(fact: Fact, _: Names) -> Sentence:
    detail = fact.detail
    changes, to = detail["changes"], detail["to"]
    words = "、".join(str(one) for one in to) if isinstance(to, tuple) else ""
    names = {"name": detail["name"], "new_name": detail["new_name"], "to": words or "别的机关"}
    said = "，".join(RENAMED[str(one)].format(**names) for one in changes) if isinstance(changes, tuple) else ""
    who = f"{detail['name']}（{fact.actual}）" if detail["name"] else f" {fact.actual} "
    return Sentence(
        f"机关{who}已公布过报告，这次改动却使它的{said}：以前各年报告的署名或网址会跟着变。",
        "请改回。机构改革后的新机关另建 data/agencies/ 文件，用新编号，从新机关的第一份报告用起；原机关的文件和报告留着。",
    )


def _link(fact: Fact, _: Names) -> Sentence:
    return Sentence(
        f"这次改动加进了一个{SORTS[str(fact.actual)]}，里面的内容在别处，审核时看不到。", "请删去，放真正的文件。"
    )


WRITERS: dict[str, Writer] = {
    "change-large-file": _large,
    "change-link": _link,
    "change-mixed": _mixed,
    "change-agency": _agency,
    "correction-missing": _missing,
    "correction-repeated": _repeated,
    "correction-changed": _changed,
    "status-backwards": _backwards,
    "correction-mismatch": _mismatch,
    "explanation-unused": _unused,
    "explanation-of-error": _of_error,
}
