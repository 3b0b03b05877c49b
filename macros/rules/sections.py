"""The six sections: their exact headings in order, none empty, each with what the notice asks of it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from functools import lru_cache

from macros.facts import CellRef, Fact, NotAssessed, Number, Position
from macros.form import Section
from macros.prose import STATEMENT, Passage, ProseSection
from macros.rules.judging import Narrative, narrative_rule
from macros.rules.registry import Found
from macros.rules.statements import numbers

FAMILY = "章节与内容"
NOTICE = "国办公开办函〔2021〕30号"
LIMIT = 1000
ALIKE = 0.6
OVERVIEW, PROBLEMS, OTHER = "overview", "problems_improvements", "other_matters"
NOTHING = re.compile(r"(?:本?机关|本局|本单位)?(?:暂?无|没有|略|待补充|待填写|见附件|同上)?")
TOPICS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("主动公开", re.compile("主动公开")),
    ("依申请公开", re.compile("依申请公开|信息公开申请")),
    ("政府信息管理", re.compile("信息管理|信息资源管理")),
    ("政府信息公开平台建设", re.compile("平台[^，。；]{0,6}建设|建设[^，。；]{0,12}平台")),
    ("监督保障", re.compile("监督保障|监督和保障|监督[^。；]{0,20}保障|保障[^。；]{0,20}监督")),
)
PROBLEM = re.compile(r"问题|不足|短板|不够|有待|薄弱|欠缺|差距|困难|偏[少低弱]|滞后|不高|不强|不全|有限")
MEASURE = re.compile(r"改进|整改|措施|下一步|今后|将|加强|提升|提高|强化|完善|优化|加大|健全|建立")
HEAD = re.compile(r"[一二三四五六]、")


@lru_cache(maxsize=1)
def pairs(case: Narrative) -> Mapping[str, ProseSection]:
    """The section of the page for each section of the form: by its exact heading, else by the one most like it."""
    found: dict[str, ProseSection] = {}
    rest = [section for section in case.prose.sections if section.heading]
    for wanted in case.form.sections:
        exact = next((s for s in rest if s.title == wanted.title), None)
        if exact is not None:
            found[wanted.id] = exact
            rest.remove(exact)
    for wanted in case.form.sections:
        if wanted.id not in found and rest:
            near = max(rest, key=lambda s: _alike(s.title, wanted))
            if _alike(near.title, wanted) >= ALIKE:
                found[wanted.id] = near
                rest.remove(near)
    return found


def _alike(title: str, wanted: Section) -> float:
    """How like a heading is to a section's, its number left aside."""
    return difflib.SequenceMatcher(None, HEAD.sub("", title), wanted.heading).ratio()


def _top(case: Narrative) -> Position:
    return case.page.at(case.page.body)


def _at(section: ProseSection, case: Narrative) -> Position:
    return section.heading.at(0) if section.heading else _top(case)


@narrative_rule(
    "section-headings",
    "error",
    FAMILY,
    basis="格式规定的六个部分及其标题",
    proves="页面的二级标题正是格式规定的六个，文字和顺序都一致。",
)
def section_headings(case: Narrative) -> Found:
    """The second-level headings are the form's, exact and in order (real: 和 in place of 及)."""
    found = pairs(case)
    for wanted in case.form.sections:
        section = found.get(wanted.id)
        if section is None:
            other = next((p for p in _sub_headings(case) if p.text == wanted.title), None)
            at = other.at(0) if other else _top(case)
            why = "level" if other else "missing"
            level = other.level if other else 0
            yield Fact(
                "section-headings",
                at,
                expected=wanted.title,
                detail={"why": why, "level": level},
                key=wanted.id,
            )
        elif section.title != wanted.title:
            at = _at(section, case)
            yield Fact(
                "section-headings", at, (), wanted.title, section.title, {"why": "wording"}, key=wanted.id
            )  # fmt: skip
    known = [id(section) for section in found.values()]
    for section in case.prose.sections:
        if section.heading and id(section) not in known:
            at = _at(section, case)
            yield Fact("section-headings", at, actual=section.title, detail={"why": "extra"}, key=section.title)
    order = [s.id for s in case.form.sections if s.id in found]
    placed = sorted(order, key=lambda one: _index(case, found[one]))
    for index, (right, there) in enumerate(zip(order, placed, strict=True)):
        if right != there:
            titles = {s.id: s.title for s in case.form.sections}
            at = _at(found[there], case)
            yield Fact(
                "section-headings",
                at,
                (),
                titles[right],
                titles[there],
                {"why": "order", "number": index + 1},
                key="order",
            )
            break


def _index(case: Narrative, section: ProseSection) -> int:
    """Where a section stands on the page."""
    return next(i for i, one in enumerate(case.prose.sections) if one is section)


def _sub_headings(case: Narrative) -> list[Passage]:
    inner = [p for section in case.prose.sections for p in section.passages if p.level]
    return [*case.prose.titles, *inner]


@narrative_rule(
    "section-empty",
    "error",
    FAMILY,
    basis="条例第五十条规定年度报告应当包括各项内容，不得遗漏",
    proves="六个部分都有内容。",
)
def section_empty(case: Narrative) -> Found:
    """No section is empty; a table is content, “无” alone is none in the sections that must tell something."""
    for wanted in case.form.sections:
        section = pairs(case).get(wanted.id)
        if section is None or section.tables or section.lists:
            continue
        words = re.sub(r"[\s。，、；：.,;:]", "", "".join(p.text for p in section.words))
        must_tell = wanted.id in {OVERVIEW, PROBLEMS}
        if not words or (must_tell and NOTHING.fullmatch(words)):
            at = _at(section, case)
            yield Fact("section-empty", at, actual=words, detail={"title": wanted.title}, key=wanted.id)


@narrative_rule(
    "overview-aspects",
    "warning",
    FAMILY,
    basis=f"{NOTICE}：总体情况从主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障五个方面概述",
    proves="“总体情况”写到了规定的五个方面。",
    first_year=2021,
)
def overview_aspects(case: Narrative) -> Found:
    """Section one names all five aspects, in a heading or in its text."""
    section = pairs(case).get(OVERVIEW)
    if section is None or not section.words:
        return
    words = "\n".join(p.text for p in section.passages)
    missing = tuple(name for name, pattern in TOPICS if not pattern.search(words))
    if missing:
        at = _at(section, case)
        yield Fact("overview-aspects", at, actual=len(missing), detail={"missing": missing}, key="|".join(missing))


@narrative_rule(
    "overview-length",
    "warning",
    FAMILY,
    basis=f"{NOTICE}：总体情况原则上不超过1000字",
    proves="“总体情况”不超过1000字（不计空白和排版符号）。",
    first_year=2021,
)
def overview_length(case: Narrative) -> Found:
    """Section one keeps to 1,000 characters."""
    section = pairs(case).get(OVERVIEW)
    if section is not None and section.length > LIMIT:
        at = _at(section, case)
        yield Fact("overview-length", at, expected=LIMIT, actual=section.length, key=OVERVIEW)


@narrative_rule(
    "problems-section",
    "warning",
    FAMILY,
    basis=f"条例第五十条第一款第（四）项；{NOTICE}要求具体、真实，不得敷衍",
    proves="第五部分既写了存在的问题，也写了改进情况。",
)
def problems_section(case: Narrative) -> Found:
    """Section five tells problems and measures."""
    section = pairs(case).get(PROBLEMS)
    words = "\n".join(p.text for p in section.passages) if section else ""
    if section is None or not section.words or NOTHING.fullmatch(words.strip("。 \n")):
        return
    missing = [name for name, pattern in (("问题", PROBLEM), ("改进", MEASURE)) if not pattern.search(words)]
    if missing:
        at = _at(section, case)
        yield Fact("problems-section", at, detail={"missing": tuple(missing)}, key="|".join(missing))


@narrative_rule(
    "tables-shown",
    "error",
    FAMILY,
    basis="格式规定的统计表各在其部分，各一张",
    proves="每张法定统计表都在它的部分里由宏显示，恰好一次。",
)
def tables_shown(case: Narrative) -> Found:
    """Each statutory table is shown by its macro once, in its section."""
    found = pairs(case)
    for table in case.form.tables:
        home = found.get(table.section)
        title = case.form.section_of(table).title
        shown = [(s, c) for s in case.prose.sections for c in s.tables if c.args[:1] == (table.id,)]
        detail = {"table": table.id, "title": title}
        if not shown:
            at = _at(home, case) if home else _top(case)
            yield Fact("tables-shown", at, actual=0, expected=1, detail={**detail, "why": "missing"}, key=table.id)
        for index, (section, call) in enumerate(shown):
            if index:
                yield Fact(
                    "tables-shown", call.at, (), 1, len(shown), {**detail, "why": "twice"}, key=f"{table.id}|{index}"
                )  # fmt: skip
            elif home is not None and section is not home:
                yield Fact(
                    "tables-shown", call.at, (), title, section.title, {**detail, "why": "place"}, key=table.id
                )  # fmt: skip


# --- section six ------------------------------------------------------------------------------------------------------

NOT_CHARGED = re.compile(r"(?:未|没有|无|不)[^，。；]{0,6}(?:收取|产生|发生|收到)|免[收费]|未收费|无收费")
NOT_NOTIFIED = re.compile(r"(?:未|没有|无)[^，。；]{0,4}(?:发出|制发|出具|送达)[^，。；]{0,8}通知")
ABOUT = re.compile(r"处理费|收费通知")


@narrative_rule(
    "fee-section",
    "warning",
    FAMILY,
    basis=f"{NOTICE}：收取信息处理费的情况在第六部分报告",
    proves="第六部分写了信息处理费的收取情况，且与数据（processing_fee）一致。",
)
def fee_section(case: Narrative) -> Found:
    """Section six says of the processing fee what the data say."""
    section = pairs(case).get(OTHER)
    received = case.report.fees.get("received")
    if section is None:
        return
    if received is None or received.value is None:
        yield NotAssessed("fee-section", case.page.path, "not-stated", {"what": "processing_fee.received"})
    words = "".join(p.text for p in section.passages)
    if not ABOUT.search(words):
        if received is not None and received.value is not None:
            yield _fee(case, "received", _at(section, case), "unmentioned", None)
        return
    for passage in section.words:
        yield from _fees(case, passage)


def _fees(case: Narrative, passage: Passage) -> Found:
    if not ABOUT.search(passage.text):
        return
    for clause in passage.clauses():
        start, end = passage.around(clause.start, STATEMENT)
        if not ABOUT.search(passage.text[start:end]):
            continue
        mine = [n for n in numbers(passage) if clause.start <= n.start < clause.end]
        if not mine:
            for name, pattern in (("received", NOT_CHARGED), ("notices", NOT_NOTIFIED)):
                match = pattern.search(clause.text)
                if match and (name == "notices" or "通知" not in clause.text):
                    yield from _differs(case, name, passage.at(clause.start + match.start()), "denied", 0)
        for numeral in mine:
            name = _fee_named(clause.text, numeral.unit)
            if name:
                yield from _differs(case, name, passage.at(numeral.start), "amount", numeral.value)


def _fee_named(text: str, unit: str) -> str:
    """Which of the three amounts a clause speaks of."""
    if unit in {"件", "份"} and "通知" in text:
        return "notices"
    if unit == "元" and re.search(r"通知|总金额|应收", text):
        return "charged"
    return "received" if unit == "元" and re.search(r"收取|实收|收到|处理费", text) else ""


def _differs(case: Narrative, name: str, at: Position, why: str, stated: Number) -> Found:
    fee = case.report.fees.get(name)
    if fee is not None and fee.value is not None and fee.value != stated:
        yield _fee(case, name, at, why, stated)


def _fee(case: Narrative, name: str, at: Position, why: str, stated: Number | None) -> Fact:
    fee = case.report.fees[name]
    ref = CellRef(f"processing_fee.{name}", fee.value, fee.at)
    return Fact("fee-section", at, (ref,), fee.value, stated, {"why": why, "name": name}, key=f"{name}|{why}")
