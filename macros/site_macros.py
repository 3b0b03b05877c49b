"""The macros of a page: what a call names, resolved by ``calls``, shown by ``render``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path

from macros.accessibility import accessibility_of
from macros.built import Built
from macros.calls import KNOWN, CallError, ListTarget, NumberTarget, Scene, TableTarget, TextTarget, resolve, scene_for
from macros.facts import Position
from macros.findings import finding
from macros.highlights import highlights
from macros.messages.words import Names
from macros.pack.headers import policy_in_page
from macros.page import Literal, Page
from macros.places import link_to_report
from macros.project import Project
from macros.render import lists, report_list
from macros.render.accessibility import statement
from macros.render.corrections import all_corrections
from macros.render.highlights import render as highlight_list
from macros.report_page import table_of_report
from macros.slots import filled, mark
from macros.table_place import place_of


class MacroError(Exception):
    """A macro that names nothing; the text is the Chinese sentence for the editor."""


def render(scene: Scene, name: str, args: tuple[Literal, ...], kwargs: Mapping[str, Literal]) -> str:
    """The HTML, Markdown or slot of a call. Raises ``MacroError``; never gives an error text or an empty string."""
    try:
        target = resolve(scene, name, args, kwargs)
    except CallError as error:
        said = finding(error.fact(Position(scene.path)), Names(scene.form))
        raise MacroError(f"{scene.path}：{said.message}") from None
    if isinstance(target, TableTarget):
        return mark("table", target.report.id, target.table.id)
    if isinstance(target, NumberTarget):
        return f'<data class="gk-figure" value="{target.text}">{target.text}</data>'
    if isinstance(target, TextTarget):
        return escape(target.text)
    return _list(scene, target)


def _list(scene: Scene, target: ListTarget) -> str:
    if target.name == "nature":
        return lists.nature(scene.project)
    if target.name == "rules":
        return lists.rules()
    if target.name == "accessibility":
        return statement(accessibility_of(scene.project.root))
    if target.name == "reports":
        return report_list.reports(scene.project, Path(scene.path))
    if target.name == "corrections":
        return all_corrections(scene.project, Path(scene.path))
    if target.name == "highlights" and scene.report is not None:
        return mark("highlights", scene.report.id)
    if target.name == "answers" and scene.report is not None:
        return lists.answers(scene.report.explanations)
    form = scene.form if scene.form is not None else list(scene.project.forms.values())[-1]
    return lists.terms(form)


def expanded(project: Project, page: Page, path: str, report_id: str | None) -> str:
    """The body of a page with every call replaced by what it gives. Raises ``MacroError``."""
    scene = scene_for(project, path, report_id)
    report = scene.report
    own = report is not None and Path(path) == project.root / "docs" / "reports" / f"{report.id}.md"
    if report is not None and not own and not project.shows(report):
        raise MacroError(
            f"{path}：这一页引用的报告 {report.id} 还没有公布（status: {report.status}），不能出现在网站上"
        )
    parts, done = [], page.body
    for call in page.calls:
        parts += [page.text[done : call.start], render(scene, call.name, call.args, call.kwargs)]
        done = call.end
    return "".join((*parts, page.text[done:]))


def fill(project: Project, page: Built) -> str:
    """The content of a page with its slots filled. Raises ``MacroError``."""
    path = str(project.root / "docs" / (page.source or page.path))

    def one(name: str, args: tuple[str, ...]) -> str:
        scene = scene_for(project, path, args[0]) if args else None
        report, form = (scene.report, scene.form) if scene else (None, None)
        if report is None or form is None:
            raise MacroError(f"{path}：没有报告“{' '.join(args)}”")
        if name == "highlights" and len(args) == 1:
            return highlight_list(highlights(report, form), link_to_report(page, report.address))
        table = form.table(args[1]) if name == "table" and len(args) == 2 else None
        if table is None:
            raise MacroError(f"{path}：没有“{' '.join((name, *args))}”这项内容")
        return table_of_report(report, form, table, page, place_of(project, page, report))

    return filled(page.content, one)


def macro_functions(project: Project, page: Callable[[], tuple[str, str | None]]) -> dict[str, Callable[..., str]]:
    """The functions by name; ``page`` tells the path of the page being made and the report it names."""

    def bind(name: str) -> Callable[..., str]:
        def call(*args: Literal, **kwargs: Literal) -> str:
            path, report_id = page()
            return render(scene_for(project, path, report_id), name, args, kwargs)

        call.__name__ = name
        return call

    return {name: bind(name) for name in KNOWN}


def theme_settings(project: Project) -> dict[str, object]:
    """What the theme puts on every page: the site's settings, the agency's contacts, and what a page may load.

    A preview reloads by a script that stands in the page, so it has no policy.
    """
    site = project.site
    agency = project.agency(site.texts.get("agency") or "")
    return {
        "site": {**site.texts, "police_link": site.police_link, "demonstration": site.demonstration},
        "agency": {**agency.texts, "name": agency.name} if agency else {},
        "policy": None if project.preview else policy_in_page(),
    }
