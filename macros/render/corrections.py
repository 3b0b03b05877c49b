"""Corrections as the public sees them: the notice above a report, the notice of a superseded edition, their list."""

from __future__ import annotations

import os
from collections.abc import Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from macros.calls import FEE_LABELS
from macros.form import Form
from macros.furniture.facts import date_words
from macros.messages.words import RENAMED, Names, from_to, value
from macros.narrative import OPENING
from macros.places import history_name, own_name
from macros.project import Project
from macros.publish.names import report_title
from macros.render.report_list import published_reports
from macros.report import Correction, Report
from macros.report_states import Past, Superseded

SHOWN = 10  # corrections told in the notice itself; all are told on the page of history
PASSAGES = {"title": "页面标题", "description": "页面摘要", OPENING: "标题和开头的文字"}
FACTS = {"form": "适用格式", "published": "首次公布日期"}


def place_words(address: str, report: Report, form: Form) -> str:
    """What a correction speaks of, by name."""
    kind, _, name = address.partition(".")
    if address in form.cells:
        return Names(form).cell(address)
    if address in FACTS:
        return FACTS[address]
    if kind == "figures" and name in report.figures:
        return f"正文中的“{report.figures[name].label}”"
    if kind == "processing_fee" and name in FEE_LABELS:
        return FEE_LABELS[name]
    return text_words(address[5:], form) if address.startswith("page:") else f"“{address}”"


def text_words(section: str, form: Form) -> str:
    """A passage of the text by name."""
    found = form.section(section)
    return f"“{found.title}”的文字" if found else PASSAGES.get(section, f"“{section}”")


def marked(one: Correction) -> str:
    """The old value struck out, the new one beside it; both in words for those who listen."""
    if one.old == one.new:
        return RENAMED
    return f"由 <del>{escape(value(one.old))}</del> 改为 <ins>{escape(value(one.new))}</ins>"


def newest_first(corrections: Sequence[Correction]) -> list[tuple[int, Correction]]:
    """The corrections with their place in the file, the newest first."""
    found = list(enumerate(corrections, 1))
    found.sort(key=lambda one: (one[1].date.isoformat() if one[1].date else "", one[0]), reverse=True)
    return found


def day_and_kind(one: Correction) -> str:
    """When a correction was made, and of what kind it is."""
    return f"{date_words(one.date)}{escape(one.kind)}" if one.date else escape(one.kind)


def sentence(one: Correction, report: Report, form: Form) -> str:
    """One correction, whole, as plain text."""
    day = date_words(one.date) if one.date else ""
    changed = f"{place_words(one.cell, report, form)}，{from_to(one.old, one.new)}"
    return f"{day}{one.kind}：{changed}。原因：{one.reason.rstrip('。')}。"


def said(one: Correction, report: Report, form: Form) -> str:
    """The same as HTML."""
    where = escape(place_words(one.cell, report, form))
    return f"{day_and_kind(one)}：{where}，{marked(one)}。原因：{escape(one.reason.rstrip('。'))}。"


def replaced(one: Correction, past: Past) -> str:
    """The way to the edition a correction has superseded, or that it cannot be had."""
    found = past.replaced_by(one)
    if any(one in old.corrections for old in past.withdrawn):
        return "更正前的版本已撤回，不再提供。"
    if any(one in old.corrections for old in past.unfit):
        return "更正前的版本不符合现在的公布要求，不再提供。"
    if found is None:
        return "更正前的版本无法从历史中取回。"
    return f'<a href="{escape(own_name(found.address))}">更正前的版本（第{found.number}版）</a>'


def notice(report: Report, form: Form, past: Past) -> str:
    """What stands above a report that was corrected; nothing above one that was not.

    Corrections of one day with one reason are told together: a cell seldom changes without its totals.
    """
    fixes = [one for _, one in newest_first(report.corrections)]
    if not fixes:
        return ""
    history = escape(history_name(report.id))
    together = groupby(fixes[:SHOWN], key=lambda one: (one.date, one.kind, one.reason, replaced(one, past)))
    items = "".join(f"<li>{_told_once(list(some), report, form)}{way}</li>" for (*_, way), some in together)
    more = f"其余 {len(fixes) - SHOWN} 处见" if len(fixes) > SHOWN else "全部改动见"
    return (
        '<section class="gk-corrected" aria-labelledby="corrected">'
        f'<p class="gk-corrected__title" id="corrected">本报告公布后有 {len(fixes)} 处更正</p>'
        f'<ul>{items}</ul><p>{more}<a href="{history}#corrections">历史</a>。</p></section>'
    )


def _told_once(some: list[Correction], report: Report, form: Form) -> str:
    """Corrections with the same day, kind and reason, in the order of the file; one of its own as a sentence."""
    first = some[0]
    if len(some) == 1:
        return said(first, report, form)
    places = "".join(
        f"<li>{escape(place_words(one.cell, report, form))}，{marked(one)}</li>" for one in reversed(some)
    )  # fmt: skip
    reason = escape(first.reason.rstrip("。"))
    return f"{day_and_kind(first)} {len(some)} 处：<ul>{places}</ul>原因：{reason}。"


def superseded_notice(one: Superseded, report: Report) -> str:
    """What stands above every page of an edition that was superseded."""
    now, history = escape(own_name(report.id)), escape(history_name(report.id))
    when = date_words(one.day) if one.day else ""
    return (
        '<section class="gk-corrected gk-corrected--old" aria-labelledby="superseded">'
        f'<p class="gk-corrected__title" id="superseded">此版本已被更正版本取代</p>'
        f"<p>这是第{one.number}版，{when}更正后被取代，保留供查考。"
        f'请看<a href="{now}">现行版本</a>；改了什么、为什么改，见<a href="{history}#corrections">历史</a>。</p>'
        "</section>"
    )


def withdrawn_notice(one: Superseded, report: Report) -> str:
    """What stands in the place of an edition that was withdrawn."""
    now, history = escape(own_name(report.id)), escape(history_name(report.id))
    return (
        '<section class="gk-corrected gk-corrected--old" aria-labelledby="withdrawn">'
        '<p class="gk-corrected__title" id="withdrawn">该版本已撤回，不再提供</p>'
        f"<p>这个地址是第{one.number}版的。"
        f'请看<a href="{now}">现行版本</a>；为什么撤回，见<a href="{history}#corrections">历史</a>。</p>'
        "</section>"
    )


def all_corrections(project: Project, page: Path) -> str:
    """Every correction of every report, the newest first, as HTML without a blank line, linked from ``page``."""
    base = Path(os.path.relpath(project.root / "docs" / "reports", page.parent)).as_posix()
    found = [
        (one.date.isoformat() if one.date else "", report.id, number, one, report)
        for report in published_reports(project)
        if report.status == "published"
        for number, one in enumerate(report.corrections, 1)
    ]
    if not found:
        return "<p>没有更正记录。</p>"
    found.sort(key=lambda one: one[:3], reverse=True)
    items = []
    for _, _, number, one, report in found:
        folder = escape(f"{base}/{report.agency}")
        own, history = escape(own_name(report.id)), escape(history_name(report.id))
        items.append(
            f'<li><a href="{folder}/{own}">{escape(report_title(project, report))}</a>'
            f"<br>{said(one, report, project.forms[report.form])}"
            f'<a href="{folder}/{history}#correction-{number}">历史和更正前的版本</a></li>'
        )
    return f'<p>共 {len(found)} 处，新的在前。</p><ul class="gk-changes">{"".join(items)}</ul>'
