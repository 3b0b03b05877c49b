"""The page of a report's history, put together from what was released, and where every number comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from macros.form import Form
from macros.private import masked
from macros.project import Project
from macros.publish.names import report_title
from macros.releases import Release
from macros.render.history import DRAFTING, Event, HistoryPage, Web
from macros.report import Report
from macros.report_changes import Change, Changes, changes
from macros.report_states import Past, State
from macros.timeliness import Timeliness, timeliness

TAKEN_BACK = "这以前公布的内容已撤回，当时的文字和正文中的数不再列出。"
UNREAD = "这时的数据现在的程序读不出来，改动不列出。"


@dataclass(frozen=True, slots=True)
class History:
    """What is told of the past of a report: its states, its releases, and how its values changed in public."""

    past: Past
    events: tuple[Event, ...] = ()
    by_value: tuple[tuple[str, tuple[tuple[Event, Change], ...]], ...] = ()
    timeliness: Timeliness = field(default_factory=lambda: Timeliness(None, None))


def history_of(project: Project, report: Report, past: Past) -> History:
    """Everything the page of history says, the newest first."""
    events = tuple(_events(project, past))[::-1]
    values: dict[str, list[tuple[Event, Change]]] = {}
    for event in events:
        if event.changes is not None:
            for one in (*event.changes.cells, *event.changes.values):
                values.setdefault(one.address, []).append((event, one))
    return History(
        past,
        events,
        tuple((address, tuple(found)) for address, found in values.items()),
        timeliness(project, report),
    )


def history_page(project: Project, report: Report, form: Form, history: History) -> tuple[str, str, str]:
    """Title, description and content."""
    title = f"{report_title(project, report)}历史"
    description = (
        f"{report_title(project, report)}在本站的历次改动：时间、内容、提交、编写和审核人员，以及公布后的更正。"
    )
    page = HistoryPage(
        report,
        form,
        history.past,
        history.events,
        dict(history.by_value),
        history.timeliness,
        Web(project.site.repository),
        project.site.demonstration,
    )
    return title, description, page.content(title)


def _events(project: Project, past: Past) -> Iterator[Event]:
    """The releases, the oldest first, each beside the state before it."""
    before: State | None = None
    public = False
    for number, state in enumerate(past.states):
        if state.release is None:
            continue
        event = _event(project, state.release, before, state, public=public)
        event = replace(event, changes=_masked(event.changes)) if event.changes else event
        yield _without_words(event) if 0 < number <= past.taken_back else event
        public = public or state.public
        before = state


def _masked(changes: Changes) -> Changes:
    """Changes with the numbers of persons masked in what was written then: no check of today has seen it."""
    values = (
        replace(one, label=masked(one.label), renamed=masked(one.renamed), unit=masked(one.unit))
        for one in changes.values
    )
    explained, withdrawn = (
        tuple(replace(one, reason=masked(one.reason), by=masked(one.by)) for one in some)
        for some in (changes.explained, changes.withdrawn)
    )
    return replace(changes, values=tuple(values), explained=explained, withdrawn=withdrawn)


def _without_words(event: Event) -> Event:
    """An event with nothing of the words that were public then."""
    if event.changes is None:
        return event
    changes = replace(event.changes, values=(), sections=(), explained=(), withdrawn=())
    return event if changes == event.changes else replace(event, changes=changes, note=TAKEN_BACK)


def _event(project: Project, release: Release, before: State | None, state: State, *, public: bool) -> Event:
    if release.edge:
        return Event(release, "最早取回的版本", None, "这次提交是否改动、改了什么，不知道。")
    if state.report is None:
        gone = release.data is None
        kind, note = ("没有数据", "这时没有数据文件。") if gone else ("内容不详", UNREAD)
        return Event(release, kind, None, note)
    made: Changes | None = changes(project, before, state) if before is not None and before.report else None
    if not public:
        if not state.public:
            return Event(release, "编制", None, DRAFTING)
        status = Changes(status=made.status) if made and made.status else None
        return Event(release, "首次定稿", status, "" if status else "这份报告第一次定稿。")
    if made is None:
        return Event(release, "恢复", None, "此前的数据没有取得，改动不列出。")
    if made == Changes():
        return Event(release, "改动", None, "数和文字都没有改变（只改了书写格式或者注释）。")
    kinds = dict.fromkeys(one.kind for one in made.corrections)
    return Event(release, "、".join(kinds) or "改动", made)
