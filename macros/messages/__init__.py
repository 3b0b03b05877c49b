"""Every sentence a person reads about a finding, in Chinese. Takes facts, knows nothing of how a rule decides."""

from __future__ import annotations

from macros.facts import Fact, NotAssessed
from macros.messages import changes, hygiene, law, marks, narrative, numbers, page, reading, safety, site, years
from macros.messages.words import Names, Sentence

WRITERS = {
    **reading.WRITERS,
    **marks.WRITERS,
    **numbers.WRITERS,
    **page.WRITERS,
    **years.WRITERS,
    **law.WRITERS,
    **changes.WRITERS,
    **hygiene.WRITERS,
    **safety.WRITERS,
    **site.WRITERS,
    **narrative.WRITERS,
}


def sentence(fact: Fact, names: Names) -> Sentence:
    """What is wrong and how to mend it. A rule without a sentence is a mistake of ours and a ``KeyError``."""
    return WRITERS[fact.rule](fact, names)


REASONS = {
    "cells-unread": "有 {count} 处勾稽关系所涉及的单元格待填或没能读出，先填好、改正",
    "no-tests": "没有 tests/ 文件夹，无法核对所写的检测是否存在",
    "form-unread": "报告没能读出，或没有写明可用的格式，无法逐项校验",
    "status-unread": "报告的状态（status）没能读出，不知道是不是已公布，待填的内容没有核对；先改正",
    "no-previous": "没有上一年度（{year}年）的报告，无法比较",
    "no-page": "没有与本报告对应的页面，正文未校验",
    "page-left-out": "本报告的页面不在这次校验的范围内，正文未校验；请一并校验 docs/",
    "site-unread": "网站信息没能读出，先改正",
    "page-unread": "页面的编码或花括号写法有误，正文没能读出，先改正",
    "no-agency": "没有机关信息文件，不知道机关的类别和级别",
    "not-stated": "报告没有写明所需的数据（{what}）",
    "not-comparable": "{year}年与上一年度的格式不同，这一项不可比",
    "no-base": "所比较的版本里还没有这份报告",
    "base-unread": "所比较的版本里，这份报告没能读出",
    "no-previous-page": "没有上一年度（{last}年）报告的页面，无法比较正文",
    "no-power": "机关信息没有写明有没有规章制定权（may_make_rules）",
    "not-in-form": "所用的格式没有写明这一项（格式文件的 links）",
    "not-published": "报告尚未公布",
    "rule-not-run": "所答复的规则 {rule} 没有校验，不知道这条说明是否还用得着",
    "page-not-checked": "没有一并校验报告的页面，不知道对 {rule} 的说明是否还用得着",
}


def reason(gap: NotAssessed) -> str:
    """Why a rule could not be judged, in one sentence."""
    return REASONS[gap.reason].format(**gap.detail)
