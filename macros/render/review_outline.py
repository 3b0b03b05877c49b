"""The review as an outline: the verdict, what is wrong, every changed report, other files, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from macros.changes.checklist import tasks
from macros.changes.files import FileChange
from macros.changes.lines import LineChange, TextChange
from macros.changes.owners import GROUPS, OTHERS, group_of
from macros.changes.review import Review
from macros.changes.values import frame
from macros.findings import Finding
from macros.render.outline import Item, Mark, Outline, Part, Piece, Said, Words, said
from macros.render.review_report import cut, differing, report_parts
from macros.render.words import WORDS

WHAT = {"added": "新加", "changed": "改动", "gone": "删去"}
SORT = {"file": "", "link": "符号链接，", "repository": "子模块，"}
MANY_FILES, MANY_LINES = 30, 40


def outline(review: Review) -> Outline:
    """Everything reviewers read."""
    parts = (
        *_findings("错误", [f for f in review.result.findings if f.severity == "error"], 1),
        *(part for one in review.reports for part in report_parts(one)),
        *_texts(review),
        *_warnings(review),
        *_files(review),
        *_gaps(review),
        Part("审核清单", tuple(Item(_task(task.who, task.text), (), True) for task in tasks(review)), 0, 3),
    )
    return Outline(f"审核意见稿：{_verdict(review)}", tuple(_lead(review)), parts)


def _verdict(review: Review) -> str:
    errors = review.result.count("error")
    return f"校验有 {errors} 处错误，改正以前不能合并" if errors else "校验通过"


def _lead(review: Review) -> Iterator[str]:
    result = review.result
    counts = f"未答复的警告 {result.count('warning')} 个、提示 {result.count('notice')} 个"
    explained = sum(f.explanation is not None for f in result.findings)
    counts += f"，已说明理由 {explained} 个" if explained else ""
    counts += f"，{len(result.not_assessed)} 项未校验（不算通过）" if result.not_assessed else ""
    yield f"全部文件的校验结果：错误 {result.count('error')} 个，{counts}。"
    reports = f"，其中报告 {len(review.reports)} 份" if review.reports else "，没有报告"
    yield f"与版本 {review.commit[:12]} 相比，改动 {len(review.files)} 个文件{reports}。"


def _task(who: str, text: str) -> Said:
    return Words(f"{who}："), Words(text)


def _findings(title: str, found: list[Finding], rank: int) -> Iterator[Part]:
    if found:
        yield Part(f"{title}（{len(found)}）", tuple(map(_finding, found)), rank, 3)


def _finding(f: Finding) -> Piece:
    head = (Words(f"{f.file} 第 {f.line} 行：", "code"), Words(f"{f.lead}（{f.rule}）"))
    under = [said(f"怎么改：{f.mend}")] if f.mend else []
    if f.explanation:
        e = f.explanation
        under = [said(f"已说明：{e.reason}（{e.by}{f'，{e.date}' if e.date else ''}）")]
    elif f.parts:
        under.append(said(f"由此还引出 {len(f.parts)} 处问题，改正以后再看。"))
    return Item(head, tuple(under))


def _texts(review: Review) -> Iterator[Part]:
    """What pages and settings that are no report say otherwise."""
    pieces = tuple(
        Item(said(one.file, "code"), (*(row for line in one.lines[:MANY_LINES] for row in _line(line)), *_rest(one)))
        for one in review.texts
    )
    if pieces:
        yield Part("其他页面和设置（原 → 现）", pieces, 5, 3)


def _line(line: LineChange) -> Iterator[Said]:
    if line.before is None or line.after is None:
        head: str = "新加：" if line.before is None else "删去："
        mark: Mark = "now" if line.before is None else "was"
        yield Words(head), Words(cut(line.before or line.after or ""), mark)
        return
    start, end = frame(line.before, line.after, 0)
    yield differing("原：", line.before, start, end, "was")
    yield differing("现：", line.after, start, end, "now")


def _rest(one: TextChange) -> tuple[Said, ...]:
    left = len(one.lines) - MANY_LINES
    return (said(f"另有 {left} 行没有列出。"),) if left > 0 else ()


def _warnings(review: Review) -> Iterator[Part]:
    touched = review.touched
    others = [f for f in review.result.findings if f.severity != "error" and f.explanation is None]
    mine = [f for f in others if f.file in touched]
    rest = len(others) - len(mine)
    pieces: tuple[Piece, ...] = tuple(
        Item((Words(f"{WORDS[f.severity]}："), *_item(f).words), _item(f).under) for f in mine
    )
    if rest:
        pieces += (Item(said(f"没有改动的文件里另有 {rest} 个警告或提示，见 gongkai check。")),)
    if pieces:
        yield Part(f"未答复的警告和提示（{len(others)}）", pieces, 5, 3)
    answered = [f for f in review.result.findings if f.explanation is not None and f.file in touched]
    if answered:
        yield Part(f"已说明理由（{len(answered)}）", tuple(map(_finding, answered)), 7, 3, folded=True)


def _item(f: Finding) -> Item:
    piece = _finding(f)
    assert isinstance(piece, Item)
    return piece


def _files(review: Review) -> Iterator[Part]:
    """The files by who answers for them. Those of reports have been told part by part."""
    pieces: list[Piece] = []
    for group in (*GROUPS, OTHERS):
        mine = [one for one in review.files if group_of(review.change.path(one.path)) is group]
        if mine:
            pieces.append(Item(said(f"{group.name}（{group.owner}负责）：{len(mine)} 个"), tuple(_lines(review, mine))))
    if pieces:
        yield Part(f"改动的文件（{len(review.files)}）", tuple(pieces), 6, 3)


def _lines(review: Review, files: Iterable[FileChange]) -> Iterator[Said]:
    files = tuple(files)
    for one in files[:MANY_FILES]:
        sizes = [f"{size} 字节" for size in (one.before, one.after) if size is not None]
        about = f"{SORT[one.sort]}{WHAT[one.what]}" + (f"，{' → '.join(sizes)}" if sizes else "")
        yield Words(review.change.name(one.path), "code"), Words(f"（{about}）")
    if len(files) > MANY_FILES:
        yield said(f"另有 {len(files) - MANY_FILES} 个没有列出。")


def _gaps(review: Review) -> Iterator[Part]:
    touched = review.touched
    gaps: dict[tuple[str, str], int] = {}
    for gap in review.result.not_assessed:
        if gap.file in touched:
            key = (gap.file, gap.reason)
            gaps[key] = gaps[key] + 1 if key in gaps else 1
    items = tuple(
        Item((Words(f"{file}：", "code"), Words(f"{why}（{count} 条规则）"))) for (file, why), count in gaps.items()
    )
    if items:
        yield Part(f"未校验，不算通过（{sum(gaps.values())}）", items, 7, 3, folded=True)
