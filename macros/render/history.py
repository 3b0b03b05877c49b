"""The page of history: what each release of a report changed, by name, with the people Git and its trailers name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from macros.commit_words import REVIEWS
from macros.form import Form
from macros.furniture.facts import STATUSES, date_words
from macros.messages.words import Names, value
from macros.places import own_name
from macros.releases import Release
from macros.render.corrections import FACTS, day_and_kind, newest_first, place_words, replaced, said, text_words
from macros.report import Correction, Report
from macros.report_changes import Change, Changes
from macros.report_states import Past
from macros.rules.registry import RULES
from macros.timeliness import Timeliness

SHORT = 8  # characters of a commit's name that are shown
INTRODUCTION = (
    "本页由本站根据源代码仓库的记录自动写出，新的在前，时间是北京时间，是改动经审核并入的时间；"
    "上网时间以政务信息员发布为准，可能晚于此。人员按记录列出，没有记载的写“未记录”，不作推测。"
)
UNKNOWN = "生成本页时没有取得源代码仓库的历史，所以不知道这份报告何时经审核并入、公布后改过什么。这不表示没有改动。"
CUT = "更早的历史没有取回，在这以前何时并入、改过什么，本页不知道。"
UNCOMMITTED = "正在显示的内容有尚未提交的改动，不在下面的记录里。"
DRAFTING = "编制过程中的改动，公布以前的内容不在这里列出。"


@dataclass(frozen=True, slots=True)
class Event:
    """A release with what it changed; ``kind`` says what it was."""

    release: Release
    kind: str
    changes: Changes | None
    note: str = ""

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return f"release-{self.release.commit[:SHORT]}"


@dataclass(frozen=True, slots=True)
class Web:
    """The addresses of a repository on the web; without one nothing is linked."""

    base: str | None = None

    def commit(self, commit: str) -> str:
        """A commit, its short name linked where it can be."""
        short = f'<code title="{escape(commit)}">{escape(commit[:SHORT])}</code>'
        return f'<a href="{escape(self.base)}/commit/{escape(commit)}">{short}</a>' if self.base else short

    def pull(self, number: str) -> str:
        """A pull request."""
        text = f"#{escape(number)}"
        return f'<a href="{escape(self.base)}/pull/{escape(number)}">{text}</a>' if self.base else text

    def file(self, commit: str | None, path: str) -> str | None:
        """The address of a file as a commit left it."""
        return f"{self.base}/blob/{commit}/{path}" if self.base and commit else None


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Writes the page of one report."""

    report: Report
    form: Form
    past: Past
    events: Sequence[Event]  # the newest first
    by_value: Mapping[str, Sequence[tuple[Event, Change]]]
    timeliness: Timeliness
    web: Web
    demonstration: bool

    def content(self, title: str) -> str:
        """The content, from its heading on."""
        own = escape(own_name(self.report.address))
        parts = [
            f'<h1 id="history">{escape(title)}</h1>',
            f'<p>{INTRODUCTION}本页说的是<a href="{own}">这份报告</a>。</p>',
            self._dates(),
            *self._corrections(),
            *self._releases(),
            *self._values(),
        ]
        return "".join(parts)

    def _dates(self) -> str:
        first = self.past.first_public
        known = [
            ("首次公布", date_words(self.report.published) if self.report.published else "未载明"),
            ("审核并入", time_words(first.time) if first and first.time else self._unmerged(first)),
            ("是否按期", self.timeliness.sentence),
        ]
        items = "".join(f"<div><dt>{label}</dt><dd>{escape(text)}</dd></div>" for label, text in known if text)
        note = "本站是演示站，“审核并入”是演示内容并入的时间，不是该机关公布报告的时间。" if self.demonstration else ""
        return f'<dl class="gk-facts">{items}</dl>' + (f"<p>{note}</p>" if note else "")

    def _unmerged(self, first: Release | None) -> str:
        return "尚未并入" if first is None and self.past.known and self.past.whole else "不知道"

    def _corrections(self) -> Iterator[str]:
        yield '<h2 id="corrections">公布后的更正</h2>'
        if not self.report.corrections:
            yield "<p>没有更正记录。</p>"
            return
        yield '<ul class="gk-changes">'
        for number, one in newest_first(self.report.corrections):
            words = said(one, self.report, self.form)
            yield f'<li id="correction-{number}">{words}{replaced(one, self.past)}</li>'
        yield "</ul>"

    def _releases(self) -> Iterator[str]:
        yield '<h2 id="releases">历次改动</h2>'
        if not self.past.known:
            yield f"<p>{UNKNOWN}</p>"
            return
        if self.past.states[-1].release is None:
            yield f"<p>{UNCOMMITTED}</p>"
        for event in self.events:
            yield self._event(event)
        if self.events and self.events[-1].release.edge:
            yield f"<p>{CUT}</p>"

    def _event(self, event: Event) -> str:
        one = event.release
        facts = [("提交", self.web.commit(one.commit))]
        facts += [("修改申请", self.web.pull(one.pull))] if one.pull else []
        facts.append(("编写", _names(one.writers)))
        facts += [("合并" if one.merger and one.pull else "提交人", escape(one.merger))] if one.merger else []
        for word in dict.fromkeys((*REVIEWS, *(word for word, _ in one.trailers))):
            names = tuple(name for said, name in one.trailers if said == word)
            if names or word == REVIEWS[0]:
                facts.append((word, _names(names) or "未记录"))
        told = "".join(f"<div><dt>{label}</dt><dd>{text}</dd></div>" for label, text in facts)
        lines = [*([escape(event.note)] if event.note else []), *(self._lines(event.changes) if event.changes else ())]
        changed = "".join(f"<li>{line}</li>" for line in lines)
        listed = f'<ul class="gk-changes">{changed}</ul>' if changed else ""
        return (
            f'<section class="gk-release"><h3 id="{event.anchor}">{time_words(one.time)}　{escape(event.kind)}</h3>'
            f'<dl class="gk-facts">{told}</dl>'
            f"{listed}</section>"
        )

    def _lines(self, changes: Changes) -> Iterator[str]:
        """What changed, a line each."""
        names = Names(self.form)
        if changes.status:
            yield f"状态由“{_status(changes.status[0])}”改为“{_status(changes.status[1])}”"
        for one in changes.beside:
            yield f"{FACTS[one.address]}由 {escape(value(one.old))} 改为 {escape(value(one.new))}"
        for one in changes.cells:
            yield f"{self._linked(one, names.cell(one.address))}{_from_to(one)}"
        for one in changes.values:
            was = f"（原名称“{escape(one.renamed)}”）" if one.renamed else ""
            unit = f"（{escape(one.unit)}）" if one.unit else ""
            yield f"{self._linked(one, f'“{one.label}”')}{unit}{was}{_from_to(one)}"
        for section in changes.sections:
            yield f"文字有改动：{escape(text_words(section, self.form))}"
        for what, some in (("增加了说明", changes.explained), ("去掉了说明", changes.withdrawn)):
            for answer in some:
                rule = RULES.get(answer.rule)
                asked = rule.proves if rule else answer.rule
                yield f"{what}：{escape(asked)}{escape(answer.reason)}（{escape(answer.by)}）"
        for fix in changes.corrections:
            yield f"增加了更正记录：{self._entry(fix)}"

    def _entry(self, fix: Correction) -> str:
        """An entry by its day, kind and place, leading to where it is told whole."""
        words = f"{day_and_kind(fix)}，{escape(place_words(fix.cell, self.report, self.form))}"
        number = next((n for n, one in enumerate(self.report.corrections, 1) if one.identity == fix.identity), None)
        return words if number is None else f'<a href="#correction-{number}">{words}</a>'

    def _linked(self, one: Change, label: str) -> str:
        """The name of a value, leading to all its changes where they are told."""
        text = escape(label)
        return f'<a href="#{escape(one.address)}">{text}</a>' if one.address in self.by_value else text

    def _values(self) -> Iterator[str]:
        """Every value that changed after publication, with all its changes."""
        if not self.by_value:
            return
        names = Names(self.form)
        yield '<h2 id="values">公布后改动过的数</h2><dl class="gk-terms">'
        for address, found in self.by_value.items():
            label = names.cell(address) if address in self.form.cells else f"“{found[0][1].label}”"
            to = f"{own_name(self.report.address)[:-5]}-numbers.html#{address}"
            yield f'<dt id="{escape(address)}"><a href="{escape(to)}">{escape(label)}</a></dt><dd>'
            yield "；".join(
                f'<a href="#{event.anchor}">{time_words(event.release.time)}</a>{_from_to(one)}' for event, one in found
            )
            yield "</dd>"
        yield "</dl>"


def time_words(time: datetime | None) -> str:
    """A time as people write it."""
    return f"{date_words(time.date())} {time:%H:%M}" if time else "时间不详"


def _from_to(one: Change) -> str:
    if not one.was_there:
        return f"：增加，为 {escape(value(one.new))}"
    if not one.is_there:
        return f"：去掉，原为 {escape(value(one.old))}"
    if one.old == one.new:
        return "：名称或者单位改动，数没有变"
    return f"：由 {escape(value(one.old))} 改为 {escape(value(one.new))}"


def _names(names: Sequence[str]) -> str:
    return "、".join(map(escape, names))


def _status(status: str) -> str:
    return escape(STATUSES.get(status, status))
