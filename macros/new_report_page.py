"""The page of next year's report: the form's headings and tables, marks to write at, last year's words as asides."""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.calls import LISTS, CallError, NumberTarget, Scene, TextTarget, resolve, scene_for
from macros.form import Form, Section
from macros.marks import aside, text_mark
from macros.narrative import ATTRIBUTES, HEADING, OPENING
from macros.page import Page
from macros.project import Project
from macros.report import Report
from macros.rules.registry import RULES
from macros.rules.sections import OVERVIEW, TOPICS
from macros.written import quoted

SUB_HEADING = re.compile(r"#{3,6}[ \t]+\S")
NUMERALS = "一二三四五六七八九十"
BEGINNING = "报告开头的说明"
OFFER = "（供参考，不会公布；写好后连同这段一起删去。〔〕里是引用数字的写法，用时换成双花括号）"


def page_text(project: Project, form: Form, report_id: str, name: str, last: Report | None, old: Page | None) -> str:
    """The Markdown of the page of the agency called ``name``; ``old`` is last year's, if there is one."""
    year = int(report_id.rpartition("/")[2])
    title = f"{name}{year}年政府信息公开工作年度报告"
    parts = [
        "\n".join(
            (
                "---",
                f"title: {quoted(title)}",
                f"description: {quoted(f'{title}全文，含法定统计表。')}",
                f"report: {report_id}",
                "---",
            )
        ),
        f"# {title} {{: #report }}",
    ]
    before = _bodies(old, project.forms[last.form], _Speaker(project, old)) if last and old else {}
    if OPENING in before:
        parts += _written(before[OPENING], BEGINNING)
    for section in form.sections:
        parts.append(f"## {section.title} {{: #{section.id} }}")
        tables = [table.id for table in form.tables if table.section == section.id]
        parts += [f'{{{{ table("{table}") }}}}' for table in tables]
        body = before.get(section.id)
        if body:
            parts += _written(body, section.heading)
        elif not tables:
            parts += _empty(form, section, year)
    return "\n\n".join(parts) + "\n"


def _empty(form: Form, section: Section, year: int) -> Iterator[str]:
    """What is to be written where nobody wrote last year; of the overview, its aspects."""
    if section.id != OVERVIEW or not RULES["overview-aspects"].applies(form.id, year):
        yield text_mark(section.heading)
        return
    for number, (topic, _) in zip(NUMERALS, TOPICS, strict=False):
        yield f"### （{number}）{topic}"
        yield text_mark(topic)


# --- last year's page ---------------------------------------------------------------------------------------------


class _Speaker:
    """Says what a call said last year, and how it is written."""

    def __init__(self, project: Project, page: Page | None) -> None:
        self.scene: Scene | None = scene_for(project, page.path, page.meta("report")) if page else None

    def words(self, page: Page, start: int, end: int) -> str:
        """A stretch of the page with each call spoken."""
        parts, at = [], start
        for call in page.calls:
            if start <= call.start and call.end <= end and self.scene is not None:
                said = page.text[call.start : call.end].strip("{} ")
                try:
                    target = resolve(self.scene, call.name, call.args, call.kwargs)
                except CallError:
                    target = None
                value = target.text if isinstance(target, NumberTarget | TextTarget) else ""
                parts += [page.text[at : call.start], f"{value}〔{said}〕"]
                at = call.end
        return "".join((*parts, page.text[at:end]))


def _bodies(page: Page, form: Form, speaker: _Speaker) -> dict[str, list[str]]:
    """What stands under each of the form's headings, block by block, tables and lists of the site left out."""
    numbers = {section.number: section.id for section in form.sections}
    heads = [one for one in HEADING.finditer(page.text, page.body) if one.group(1) in numbers]
    starts = [(OPENING, page.body), *((numbers[one.group(1)], one.end()) for one in heads)]
    ends = [one.start() for one in heads] + [len(page.text)]
    found: dict[str, list[str]] = {}
    for (section, start), end in zip(starts, ends, strict=True):
        blocks = [
            speaker.words(page, start + one.start(), start + one.end()).strip("\n")
            for one in re.finditer(r"\S(?:.|\n(?![ \t]*\n))*", page.text[start:end])
            if not _made(page, start + one.start(), start + one.end())
        ]
        found.setdefault(section, []).extend(block for block in blocks if not block.startswith("# "))
    return {section: blocks for section, blocks in found.items() if blocks}


def _made(page: Page, start: int, end: int) -> bool:
    """Whether a block is nothing but a table or a list that a macro makes."""
    return any(
        call.name in ("table", *LISTS) and page.text[start:end].strip() == page.text[call.start : call.end]
        for call in page.calls
    )


def _written(blocks: list[str], what: str) -> Iterator[str]:
    """The sub-headings as they were; under each an aside with what was written, and a mark."""
    words: list[str] = []
    for block in blocks:
        if SUB_HEADING.match(block):
            yield from _one(words, what)
            words = []
            heading = block.split("\n", maxsplit=1)[0]
            yield heading
            what = ATTRIBUTES.sub("", heading).strip("# \t")
            rest = block[len(heading) :].strip("\n")
            words += [rest] if rest else []
        else:
            words.append(block)
    yield from _one(words, what)


def _one(words: list[str], what: str) -> Iterator[str]:
    if words:
        yield aside(OFFER, "\n\n".join(words))
        yield text_mark(what)
