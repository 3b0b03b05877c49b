"""Sentences about marks: what is still to be filled in, row by row."""

from __future__ import annotations

from macros.facts import Fact, Plain
from macros.messages.words import Line, Names, Sentence, Writer, brief

OF_GROUP = {
    "processing_fee": ("信息处理费", "项"),
    "figures": ("正文数字", "个"),
    "other": ("报告", "处"),
}
FILL = "请填上实际的数；确为零的填 0，确无数据的写 null，没有该项职权的写 n/a。"
WRITE = "请按本年实际情况写好，删去【待填】和上年原文。"
BEFORE = "填完以前不能公布（status 不能写 published）。"


def _rows(plain: Plain) -> list[tuple[str, int, int]]:
    assert isinstance(plain, tuple)
    rows = []
    for row in plain:
        assert isinstance(row, tuple)
        name, count, line = row
        assert isinstance(count, int)
        assert isinstance(line, int)
        rows.append((brief(str(name)), count, line))
    return rows


def _in_data(fact: Fact, names: Names) -> Sentence:
    group, rows = str(fact.detail["group"]), _rows(fact.detail["rows"])
    if group in OF_GROUP:
        what, unit = OF_GROUP[group]
        each = [(name, "", line) for name, _, line in rows]
    else:
        what, unit = names.table(group), "格"
        each = [(f"“{name}”", f" {count} 格", line) for name, count, line in rows]
    lead = f"{what}还有 {fact.actual} {unit}待填"
    if fact.actual == fact.detail["of"]:
        lead = f"{what}各格（共 {fact.actual} 格）都待填"
    said = "；".join(f"{name}{count}（第 {line} 行）" for name, count, line in each)
    lines = tuple(
        Line("stated", name, f"{count} 格" if group not in OF_GROUP else "待填", line) for name, count, line in rows
    )
    return Sentence(f"{lead}：{said}。", _mend(FILL, fact), f"{lead}。", lines)


def _in_text(fact: Fact, _: Names) -> Sentence:
    marks, asides = fact.detail["marks"], fact.detail["asides"]
    assert isinstance(marks, tuple)
    assert isinstance(asides, tuple)
    found = [(str(one[0]), one[1]) for one in marks if isinstance(one, tuple) and isinstance(one[1], int)]
    leads, parts = [], []
    if found:
        leads.append(f"还有 {len(found)} 处待填")
        parts.append(f"还有 {len(found)} 处待填：" + "；".join(f"{words}（第 {line} 行）" for words, line in found))
    if asides:
        leads.append(f"留着 {len(asides)} 段上年原文")
        parts.append(f"留着 {len(asides)} 段上年原文（第 {'、'.join(map(str, asides))} 行）")
    lines = [Line("stated", words, "待填", line) for words, line in found]
    lines += [Line("stated", "上年原文，供参考", "删去", line) for line in asides if isinstance(line, int)]
    lines.sort(key=lambda one: one.line)
    return Sentence(f"页面上{'；'.join(parts)}。", _mend(WRITE, fact), f"页面上{'，'.join(leads)}。", tuple(lines))


def _mend(what: str, fact: Fact) -> str:
    return what + ("" if fact.rule.endswith("-left") else BEFORE)


WRITERS: dict[str, Writer] = {
    "mark-left": _in_data,
    "mark-open": _in_data,
    "text-mark-left": _in_text,
    "text-mark-open": _in_text,
}
