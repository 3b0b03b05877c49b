"""One changed report for reviewers: tables, sums, numbers, words, corrections and explanations, before and after."""

from __future__ import annotations

from collections.abc import Iterator

from macros.calls import FEE_LABELS, FEE_UNITS
from macros.changes.review import ParagraphChange, ReportChange
from macros.changes.values import ValueChange, frame
from macros.facts import Number, shown
from macros.form import Form
from macros.messages.changes import PAGE_FRONT, place
from macros.messages.numbers import subject
from macros.messages.words import Names, from_to
from macros.render.outline import Item, Mark, Part, Piece, Said, Text, Words, said
from macros.render.review_tables import tables
from macros.render.written_sums import written_sum
from macros.report import Correction, Explanation, Report

STATUS = {"draft": "草稿", "review": "送审", "published": "已公布"}
KEYS = {"agency": "机关", "year": "年度", "status": "状态", "index_number": "索引号"}
AROUND, LONGEST, LONG_NAME = 24, 1200, 80
SIGNS = {"%", "‰"}  # stand at the number


def report_parts(change: ReportChange) -> Iterator[Part]:
    """Everything reviewers read about one report."""
    name = change.name if len(change.name) <= LONG_NAME else f"{change.name[:LONG_NAME]}…"
    yield Part(f"{name}（{change.file}）", tuple(_summary(change)), 1, 3)
    if change.now is None:
        return
    yield from _part("法定表格（改动的格：原 → 现）" if change.before else "法定表格", tuple(tables(change)), 3)
    yield from _part("勾稽关系（改动前后）" if change.before else "勾稽关系", tuple(_sums(change)), 4)
    yield from _part("正文数字、收费和首次公布时间", tuple(_values(change)), 4)
    yield from _part("更正记录（新加）", tuple(_correction(one, change) for one in change.corrections), 4)
    yield from _part("理由说明", tuple(_explanations(change)), 5)
    title = "正文和页面信息（原 → 现）" if change.before else f"正文（共 {len(change.paragraphs)} 段）"
    yield from _part(title, tuple(_paragraphs(change)), 6, folded=not change.before)


def _part(title: str, pieces: tuple[Piece, ...], rank: int, *, folded: bool = False) -> Iterator[Part]:
    if pieces:
        yield Part(title, pieces, rank, folded=folded)


def _summary(change: ReportChange) -> Iterator[Piece]:
    state = STATUS.get(change.before.status, "") if change.before else ""
    if change.is_gone:
        yield Text(said(f"这份报告（{state or '状态不明'}）没有了。", "change"))
    elif change.unread:
        yield Text(said("这份报告现在读不出来，没有可以比较的内容；请先改正上面的错误。", "change"))
    elif change.is_new:
        assert change.now is not None
        yield Text(said(f"新报告，{STATUS.get(change.now.status, '状态不明')}。下面是全部表格和正文。"))
    elif change.unread_before:
        yield Text(said("原来的版本读不出来，无法比较；下面是现在的全部表格和正文。", "change"))
    elif not change.says_something_else:
        yield Text(said("只改了写法（注释、空白、排版），读者看到的内容没有变。"))
    else:
        yield from _counts(change)
    if change.page_gone:
        yield Text(said(f"报告的页面 {change.page} 没有了。", "change"))
    for key in change.head:
        old, new = (_head(key, report) for report in (change.before, change.now))
        yield Item((Words(f"{KEYS[key]}："), Words(f"{old} → {new}", "change")))


def _counts(change: ReportChange) -> Iterator[Piece]:
    """How much changed, and whether the public has seen what was there."""
    counts = (
        (len(change.cells), "个单元格"),
        (len(change.values), "个其他数字"),
        (len(change.paragraphs), "段文字"),
        (len(change.corrections), "条更正记录"),
        (len(change.explanations) + len(change.explanations_gone), "条理由说明"),
    )
    said_counts = "、".join(f"{count} {unit}" for count, unit in counts if count)
    public = "这份报告已经公布过。" if change.was_public else "这份报告还没有公布。"
    yield Text(said(public + (f"改动：{said_counts}。" if said_counts else "")))


def _head(key: str, report: Report | None) -> str:
    found = getattr(report, key)
    return STATUS.get(found, found) if key == "status" else "空白" if found is None else str(found)


def _sums(change: ReportChange) -> Iterator[Piece]:
    assert change.now is not None
    if change.form is None:
        return
    if change.before is None:
        written = [written_sum(change.now, change.form, one) for one in change.form.sums]
        unsound = sum(text is not None and "不相符" in text for text in written)
        missing = [one for one, text in zip(change.form.sums, written, strict=True) if text is None]
        open_ = sum(any(address in change.now.marks for address in (*one.left, *one.right)) for one in missing)
        unread = len(missing) - open_
        told = [f"{unsound} 处不相符，见上面的错误"] if unsound else []
        told += [f"{open_} 处有格子待填，没有核对"] if open_ else []
        told += [f"{unread} 处有格子读不出来，没有核对，见上面的错误"] if unread else []
        verdict = f"其中 {'；'.join(told)}" if told else "全部相符，或者各格都是空白"
        yield Text(said(f"表中的勾稽关系共 {len(written)} 处：{verdict}。"))
        return
    names = Names(change.form)
    for one in change.sums:
        old = written_sum(change.before, change.form, one) if change.before.form == change.now.form else None
        new = written_sum(change.now, change.form, one)
        about = subject(one, names) if one.identity.over else ""
        under = (
            (Words("原："), Words(old or "没能核对。")),
            (Words("现："), Words(new or "没能核对。", "" if new and "不相符" not in new else "change")),
        )
        yield Item(said(f"{about}{'，' if about else ''}{one.identity.basis}"), under)


def _values(change: ReportChange) -> Iterator[Piece]:
    if change.before is None and change.now is not None:
        yield from _stated(change.now)
    for one in change.values if change.before else ():
        label, unit = _label(one, change.now), _unit(one, change.now)
        old_label, old_unit = _label(one, change.before), _unit(one, change.before)
        old = "（没有这一项）" if one.added else _in(change.before, one.address, one.old, old_unit)
        new = "（删去）" if one.gone else _in(change.now, one.address, one.new, unit)
        words = f"{old_label if one.gone else label}（{one.address}）："
        under = (
            (said(f"名称由“{old_label}”改成“{label}”"),)
            if not one.added and not one.gone and old_label != label
            else ()
        )
        yield Item((Words(words), Words(f"{old} → {new}", "change")), under)


def _in(report: Report | None, address: str, number: Number | str | None, unit: str) -> str:
    """A number of a report in words; one that is still to be filled in says so."""
    mark = report.marks.get(address) if report else None
    return _number(number, unit) if mark is None else mark.text


def _stated(report: Report) -> Iterator[Piece]:
    """Every number beside the tables of a report that is new."""
    stated = [(f"figures.{one.id}", one.label, one.value, one.unit) for one in report.figures.values()]
    stated += [
        (f"processing_fee.{fee.id}", FEE_LABELS[fee.id], fee.value, FEE_UNITS[fee.id]) for fee in report.fees.values()
    ]
    for address, label, number, unit in stated:
        yield Item(said(f"{label}（{address}）：{_in(report, address, number, unit)}"))
    day = report.published.isoformat() if report.published else "空白"
    yield Item(said(f"首次公布时间（published）：{day}"))


def _number(number: Number | str | None, unit: str) -> str:
    if number is None:
        return "空白"
    return f"{shown(number)}{'' if unit in SIGNS else ' '}{unit}".rstrip()


def _label(one: ValueChange, report: Report | None) -> str:
    kind, _, name = one.address.partition(".")
    if kind == "figures" and report is not None and name in report.figures:
        return report.figures[name].label
    return FEE_LABELS.get(name) or {"form": "所用格式", "published": "首次公布时间"}.get(one.address, "")


def _unit(one: ValueChange, report: Report | None) -> str:
    kind, _, name = one.address.partition(".")
    if kind == "figures" and report is not None and name in report.figures:
        return report.figures[name].unit
    return FEE_UNITS.get(name, "") if kind == "processing_fee" else ""


def _correction(one: Correction, change: ReportChange) -> Piece:
    day = one.date.isoformat() if one.date else "日期不明"
    where = f"{place(one.cell, Names(change.form))}（{one.cell}）"
    words = f"{day} {one.kind}：{where}，{from_to(one.old, one.new)}。"
    return Item(said(words), (said(f"原因：{one.reason}"),))


def _explanations(change: ReportChange) -> Iterator[Piece]:
    given = change.explanations if change.before else change.now.explanations if change.now else ()
    for title, entries in (("新写", given), ("删去", change.explanations_gone)):
        for one in entries:
            yield Item(
                said(f"{title}：{_about(one)}"), (said(f"理由：{one.reason}（{one.by}，{one.date or '日期不明'}）"),)
            )


def _about(one: Explanation) -> str:
    about = "、".join(one.cells) or (f"“{one.text}”" if one.text else "")
    return f"{one.rule}{'，' + about if about else ''}"


def _paragraphs(change: ReportChange) -> Iterator[Piece]:
    """What reads otherwise, each with its section; of a report that is new everything, section by section."""
    if change.before is not None:
        yield from (_paragraph(one, change.form) for one in change.paragraphs)
        return
    for section in dict.fromkeys(one.section for one in change.paragraphs):
        texts = [one.after for one in change.paragraphs if one.section == section and one.after is not None]
        yield Item(said(_section(section, change.form)), tuple(said(cut(text)) for text in texts))


def _section(section: str, form: Form | None) -> str:
    found = form.section(section) if form else None
    return PAGE_FRONT.get(f"page:{section}") or (found.title if found else "正文开头")


def _paragraph(one: ParagraphChange, form: Form | None) -> Piece:
    name = _section(one.section, form)
    if one.before is None:
        return Item(said(f"{name}（新加）"), (said(cut(one.after or ""), "now"),))
    if one.after is None:
        return Item(said(f"{name}（删去）"), (said(cut(one.before), "was"),))
    start, end = frame(one.before, one.after, 0)
    old = differing("原：", one.before, start, end, "was")
    return Item(said(name), (old, differing("现：", one.after, start, end, "now")))


def differing(head: str, text: str, start: int, end: int, mark: Mark) -> Said:
    """The part that differs, with some words before and after it."""
    stop = max(start, len(text) - end)
    left, right = max(0, start - AROUND), min(len(text), stop + AROUND)
    before = ("…" if left else "") + text[left:start]
    after = text[stop:right] + ("…" if right < len(text) else "")
    middle = cut(text[start:stop])
    return (Words(head + before), Words(middle, mark), Words(after))


def cut(text: str) -> str:
    """At most as much of a text as a reviewer reads in one go."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…（以下 {len(text) - LONGEST} 字略）"
