"""The check of one Markdown page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from macros.calls import CallError, Scene, resolve, scene_for
from macros.explanations import of_page
from macros.facts import Fact, NotAssessed, Position
from macros.front import read_front
from macros.inputs import Input
from macros.messages.words import Names
from macros.page import Page
from macros.pairing import is_narrative
from macros.project import Project
from macros.reader import Reader
from macros.report import UNPUBLISHED
from macros.rules import RULES
from macros.rules.case import PageCase, TextCase
from macros.running import READING, Tally, run_rules


def _of_site(scene: Scene) -> bool:
    """Whether the agency asked for is the one of the site's settings, whose lack is told there."""
    return scene.report is None or scene.report.agency == scene.project.site.texts.get("agency")


def _calls(page: Page, scene: Scene) -> Iterator[Fact]:
    """What is wrong with the calls of a page. What is wrong with the page's report or agency is said once."""
    said: set[str] = set()
    for call in page.calls:
        try:
            resolve(scene, call.name, call.args, call.kwargs)
        except CallError as error:
            why = str(error.detail.get("why")) if error.rule == "macro-report" else ""
            # Said already: a report that is not there, one that is no text, an agency the settings do not name right.
            known = {"missing": True, "none": page.has("report"), "agency": _of_site(scene)}
            if known.get(why) or why in said:
                continue
            said |= {why} - {""}
            fact = error.fact(call.at)
            yield replace(fact, detail={**fact.detail, "report": scene.report_id})


def words_of(page: Page, name: str) -> TextCase:
    """The words of a page, a line at a time."""
    lines = ((Position(name, number), line) for number, line in enumerate(page.text.split("\n"), 1))
    return TextCase(name, tuple(lines), True)


def check_page(project: Project, item: Input, page: Page, tally: Tally) -> None:
    """One Markdown page: its front matter, its template syntax, every macro it calls, and the page rules."""
    tally.files += 1
    tally.sources[item.name] = page.lines
    scene = scene_for(project, str(item.path), page.meta("report"))
    is_report = bool(page.meta("report")) and is_narrative(page, page.meta("report") or "", project)
    if is_report and scene.report is not None and scene.report.status in UNPUBLISHED:
        tally.private.add(item.name)
    facts = list(page.problems)
    if page.meta("report") and scene.report is None:
        facts.append(CallError("macro-report", page.meta("report") or "", why="missing").fact(page.meta_at("report")))
    facts += _calls(page, scene)
    reader = Reader()
    read_front(page, reader)
    tally.answers.append(of_page(page, reader))
    facts += reader.facts
    ran = [*READING["页面写法"], *READING["理由说明"]]
    case = PageCase(page, scene, is_report)
    subjects: list[tuple[str, object]] = [("page", case), ("text", words_of(page, item.name))]
    broken = {fact.rule for fact in page.problems}
    unread: set[str] = set()
    if broken & {"template-syntax", "yaml-encoding", "yaml-size"}:
        unread = {"page"} if "template-syntax" in broken else {"page", "text"}
    # Nothing tells words from noise, or text from calls, there: to judge it would only make up further mistakes.
    tally.gaps += [NotAssessed(r.id, item.name, "page-unread") for r in RULES.values() if r.scope in unread]
    subjects = [(scope, subject) for scope, subject in subjects if scope not in unread]
    for scope, subject in subjects:
        found, judged = run_rules(scope, subject, tally)
        facts += found
        ran += judged
    tally.ran[item.name] = tuple(ran)
    tally.take(facts, Names(scene.form))
