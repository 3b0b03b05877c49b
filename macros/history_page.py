"""The page of a report's history, put together from what was released, and where every number comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from macros.form import Form
from macros.project import Project
from macros.publish.names import report_title
from macros.releases import Release
from macros.render.history import DRAFTING, Event, HistoryPage, Web
from macros.report import Report
from macros.report_changes import Change, Changes, changes
from macros.report_states import Past, State
from macros.timeliness import Timeliness, timeliness

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
    first = past.first_public
    return History(
        past,
        events,
        tuple((address, tuple(found)) for address, found in values.items()),
        timeliness(project, report, first.time.date() if first else None),
    )


def history_page(project: Project, report: Report, form: Form, history: History) -> tuple[str, str, str]:
    """Title, description and content."""
    title = f"{report_title(project, report)}历史"
    description = (
        f"{report_title(project, report)}在本站的历次公布：时间、改动、提交、编写和审核人员，以及公布后的更正。"
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
    for state in past.states:
        if state.release is None:
            continue
        yield _event(project, state.release, before, state, public=public)
        public = public or state.public
        before = state


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
        return Event(release, "首次公布", status, "" if status else "本站第一次公布这份报告。")
    if made is None:
        return Event(release, "恢复", None, "此前的数据没有取得，改动不列出。")
    if made == Changes():
        return Event(release, "改动", None, "数和文字都没有改变（只改了书写格式或者注释）。")
    kinds = dict.fromkeys(one.kind for one in made.corrections)
    return Event(release, "、".join(kinds) or "改动", made)
