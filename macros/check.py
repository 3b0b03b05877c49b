"""The check: every file read, every rule run on what it applies to, every finding in one list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from macros.accessibility import read_accessibility
from macros.agency import Site, read_agency, read_site
from macros.calls import CallError, resolve, scene_for
from macros.explanations import Answers, explained, idle, of_page
from macros.facts import Fact, NotAssessed, Position
from macros.findings import Result, finding, gaps
from macros.form_file import read_form
from macros.history import History
from macros.inputs import Input, UsageError, collect, shown_name
from macros.messages.words import Names
from macros.page import Page, load_page
from macros.parallel import Work, check_all_data
from macros.project import Project
from macros.reader import Reader, entries, nearest
from macros.report import Report
from macros.report_file import report_form_id
from macros.rules import RULES
from macros.rules.case import PageCase, ReportCase, SiteCase, TextCase, TreeCase
from macros.rules.diagnosis import diagnose
from macros.rules.registry import Rule
from macros.rules.sums import broken_sums
from macros.search.words import read_words
from macros.source import Document, Map, Node, Scalar


@dataclass(slots=True)
class Tally:
    """What a run has gathered so far."""

    facts: list[tuple[Fact, Names]] = field(default_factory=list)
    gaps: list[NotAssessed] = field(default_factory=list)
    ran: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sources: dict[str, tuple[str, ...]] = field(default_factory=dict)
    answers: list[Answers] = field(default_factory=list)
    files: int = 0
    cells: int = 0

    def take(self, facts: Iterable[Fact], names: Names) -> None:
        """Keep facts with the words of their form."""
        self.facts += [(fact, names) for fact in facts]


def check(project: Project, paths: list[Path], against: str | None = None) -> Result:
    """Check files and folders, with ``against`` also what changed since that Git revision.

    Raises ``UsageError`` for a path that is not there or a revision that cannot be read, ``ProjectError`` without
    forms.
    """
    inputs = collect(paths)
    if not inputs:
        raise UsageError(f"{'、'.join(map(str, paths))} 里没有可以校验的文件（.yml 数据文件或 .md 页面）。")
    history = None if against is None else History(project, against, paths)
    tally = Tally()
    pages: dict[str, Page] = {}
    for item in inputs:
        if item.kind == "page":
            page = load_page(item.path, item.name)
            report_id = page.meta("report")
            if report_id and is_narrative(page, report_id, project):
                pages[report_id] = page
            check_page(project, item, page, tally)
    work = Work(check_data, project, pages, Tally)
    check_all_data(work, [item for item in inputs if item.kind == "data"], history, tally)
    facts, judged = run_rules("tree", TreeCase(tuple(inputs), project.root), tally)
    tally.take(facts, Names())
    tally.ran[ALL_FILES] = tuple(judged)
    for gone in history.gone() if history else ():
        facts, judged = run_rules("history", gone, tally)
        tally.take(facts, Names(gone.form))
        tally.ran[gone.name] = tuple(judged)
    return _result(tally)


def _result(tally: Tally) -> Result:
    found = explained((finding(fact, names) for fact, names in tally.facts), tally.answers)
    for one in list(idle(found, tally.answers, tally.gaps)):
        if isinstance(one, Fact):
            found.append(finding(one, Names()))
        else:
            tally.gaps.append(one)
            tally.ran[one.path] = tuple(rule for rule in tally.ran.get(one.path, ()) if rule != one.rule)
    findings = sorted(found, key=lambda f: f.place)
    shown = {f.file for f in findings}
    return Result(
        tuple(findings),
        gaps(sorted(tally.gaps, key=lambda gap: (gap.path, gap.rule))),
        tally.files,
        tally.cells,
        tuple(sorted({rule for rules in tally.ran.values() for rule in rules})),
        tally.ran,
        {name: lines for name, lines in tally.sources.items() if name in shown},
    )


def judge(rules: Iterable[Rule], case: object) -> tuple[list[Fact], list[NotAssessed], list[str]]:
    """Rules on one case: what they found, what could not be judged, and the ids of the rules that could judge."""
    facts: list[Fact] = []
    missing: list[NotAssessed] = []
    judged: list[str] = []
    for rule in rules:
        if rule.check is None:
            continue
        found = list(rule.check(case))
        missed = [one for one in found if isinstance(one, NotAssessed)]
        facts += [one for one in found if isinstance(one, Fact)]
        missing += missed
        if not missed:
            judged.append(rule.id)
    return facts, missing, judged


def run_rules(scope: str, case: object, tally: Tally) -> tuple[list[Fact], list[str]]:
    """Every rule of a scope on one case: the facts, and the ids of the rules that could judge."""
    facts, missing, judged = judge((rule for rule in RULES.values() if rule.scope == scope), case)
    tally.gaps += missing
    return facts, judged


def text_pieces(node: Node | None) -> Iterator[tuple[Position, str]]:
    """The text values of a data file (numbers, dates and keys are none), a line at a time."""
    if isinstance(node, Scalar):
        if isinstance(node.value, str) and node.valid:
            for number, line in enumerate(node.value.split("\n")):
                at = node.at if number == 0 else Position(node.at.path, node.at.line + number)
                yield at, line
    elif isinstance(node, Map):
        for entry in node.entries.values():
            yield from text_pieces(entry.node)
    elif node is not None:
        for item in node.items:
            yield from text_pieces(item)


ALL_FILES = ""  # in ``Result.ran``: the rules that looked at all files together
READING = {
    family: tuple(r.id for r in RULES.values() if r.scope == "file" and r.family == family)
    for family in ("数据文件写法", "格式相符", "页面写法", "理由说明")
}


# What is judged on a report's page: without one, these have not been judged.
OF_THE_PAGE = tuple(r.id for r in RULES.values() if r.scope == "page" and r.family in {"正文与表格", "章节与内容"})


# --- data files ---------------------------------------------------------------------------------------------------


def check_data(
    project: Project, item: Input, pages: dict[str, Page], history: History | None, tally: Tally
) -> None:  # fmt: skip
    """One YAML file: a report, a form, an agency or the site's settings."""
    document = project.document(item.path)
    tally.files += 1
    tally.sources[item.name] = document.lines
    kind = data_kind(item, document)
    reader = Reader()
    facts, judged = run_rules("text", TextCase(item.name, tuple(text_pieces(document.root)), False), tally)
    tally.take(facts, Names())
    ran = [*READING["数据文件写法"], *READING["格式相符"], *judged]
    if kind == "report":
        check_report(project, item, document, pages, history, tally)
        tally.ran[item.name] += tuple(judged)
        return
    if kind == "site" and not isinstance(document.root, Map):
        read_other(kind, document, reader)
        tally.gaps += [NotAssessed(r.id, item.name, "site-unread") for r in RULES.values() if r.scope == "site"]
    elif kind == "site":
        facts, judged = run_rules("site", site_case(item, document, read_site(document, reader)), tally)
        tally.take(facts, Names())
        ran += judged
    else:
        read_other(kind, document, reader)
    tally.ran[item.name] = tuple(ran)
    tally.take((*document.problems, *reader.facts), Names())


def read_other(kind: str, document: Document, reader: Reader) -> None:
    """Read a data file that is no report; what is wrong with it is in ``reader``."""
    if kind == "form":
        read_form(document, reader)
    elif kind == "agency":
        read_agency(document, reader)
    elif kind == "search":
        read_words(document, reader)
    elif kind == "accessibility":
        read_accessibility(document, reader)
    else:
        read_site(document, reader)


def site_case(item: Input, document: Document, site: Site) -> SiteCase:
    """The site's settings, with the pages beside them."""
    root = document.root if isinstance(document.root, Map) else None
    places = {key: key_node.at for key, key_node, _ in entries(root)}
    return SiteCase(site, item.name, places, item.path.absolute().parent.parent / "docs")


def data_kind(item: Input, document: Document) -> str:
    """What a data file is, by its folder, else by its keys; a report when nothing tells."""
    folder = item.path.absolute().parent.name
    if folder in {"forms", "agencies"}:
        return {"forms": "form", "agencies": "agency"}[folder]
    if item.path.name in {"site.yml", "search.yml", "accessibility.yml"}:
        return item.path.stem
    keys = set(document.root.entries) if isinstance(document.root, Map) else set()
    if {"tables", "identities"} & keys:
        return "form"
    if {"short_name", "portal"} & keys and "year" not in keys:
        return "agency"
    return "report"


def check_report(
    project: Project,
    item: Input,
    document: Document,
    pages: dict[str, Page],
    history: History | None,
    tally: Tally,
) -> None:
    """One report, with the report of the year before beside it."""
    report, _, problems = project.read(item.path)
    form = project.forms.get(report.form) if report else None
    if report is None or form is None:
        _check_unread(project, item, document, history, tally)
        return
    names = Names(form)
    tally.take((*document.problems, *problems), names)
    tally.cells += len(report.cells)
    case = report_case(project, item, report, pages)
    facts, missing, judged = run_report_rules(case)
    tally.take(facts, names)
    tally.gaps += missing
    if case.page is None:
        elsewhere = (project.root / "docs" / "reports" / f"{report.id}.md").is_file()
        reason = "page-left-out" if elsewhere else "no-page"
        tally.gaps += [NotAssessed(rule_id, item.name, reason) for rule_id in OF_THE_PAGE]
    tally.answers.append(Answers(item.name, report.explanations, case.page.path if case.page else None, is_report=True))
    ran = [*READING["数据文件写法"], *READING["格式相符"], *READING["理由说明"], *judged]
    if history is not None:
        facts, judged = run_rules("history", history.case(item, report, case.form, case.page), tally)
        tally.take(facts, names)
        ran += judged
    tally.ran[item.name] = tuple(ran)


def _check_unread(
    project: Project, item: Input, document: Document, history: History | None, tally: Tally
) -> None:  # fmt: skip
    """A report whose form is not known, or that is no report at all: what is wrong, what was not judged."""
    reader = Reader()
    root = reader.mapping(document.root, "")
    node = root.node("form") if root is not None else None
    form_id = report_form_id(document)
    if form_id is not None and node is not None:
        known = " / ".join(f'"{form}"' for form in project.forms)
        reader.say("value-choice", node.at, form_id, known, name="form", near=nearest(form_id, project.forms))
    elif node is not None:
        reader.wrong(node, "form", "text")
    elif root is not None:
        reader.say("key-missing", root.at, expected="form", name="form")
    tally.take((*document.problems, *reader.facts), Names())
    tally.ran[item.name] = READING["数据文件写法"]
    scopes = {"report", "history"} if history else {"report"}
    unjudged = [rule.id for rule in RULES.values() if rule.scope in scopes]
    unjudged += [*READING["格式相符"], *READING["理由说明"], *OF_THE_PAGE]
    tally.gaps += [NotAssessed(rule_id, item.name, "form-unread") for rule_id in dict.fromkeys(unjudged)]


def report_case(project: Project, item: Input, report: Report, pages: dict[str, Page]) -> ReportCase:
    """A report with everything it is held against."""
    folder = item.path.absolute().parent
    earlier = folder / f"{report.year - 1}.yml"
    previous = project.read(earlier)[0] if earlier.is_file() and not earlier.is_symlink() else None
    if previous is not None and previous.year != report.year - 1:
        previous = None  # its own findings say that it lies under the wrong name
    page = pages.get(report.id)
    return ReportCase(
        report=report,
        form=project.forms[report.form],
        form_for_year=project.form_for(report.year),
        agency=project.agency(report.agency),
        previous=previous,
        previous_form=project.forms[previous.form] if previous else None,
        page=page,
        previous_page=_previous_page(previous, page, pages),
        stem=item.path.stem,
        folder=folder.name,
    )


def _previous_page(previous: Report | None, page: Page | None, pages: dict[str, Page]) -> Page | None:
    """Last year's page: among those that are checked, else beside this year's."""
    if previous is None or page is None or previous.id in pages:
        return pages.get(previous.id) if previous else None
    beside = Path(page.path).with_name(f"{previous.year}.md")
    return load_page(beside, shown_name(beside)) if beside.is_file() and not beside.is_symlink() else None


def run_report_rules(case: ReportCase) -> tuple[list[Fact], list[NotAssessed], list[str]]:
    """Every rule that applies to the report: what it found, what could not be judged, and which rules judged."""
    form, year = case.report.form, case.report.year
    due = (rule for rule in RULES.values() if rule.scope == "report" and rule.applies(form, year))
    facts, missing, judged = judge(due, case)
    sums = list(broken_sums(facts))
    others = [fact for fact in facts if fact not in sums]
    return [*others, *diagnose(case.form, case.report, sums)], missing, judged


# --- pages --------------------------------------------------------------------------------------------------------


def is_narrative(page: Page, report_id: str, project: Project) -> bool:
    """Whether a page is the report itself: it lies at ``agency/year.md`` or carries the form's headings."""
    if page.path.endswith(f"{report_id}.md"):
        return True
    report = project.report(report_id, Path(page.path))
    form = project.forms.get(report.form) if report else None
    return form is not None and sum(f"## {s.title}" in page.text for s in form.sections) >= 2


def check_page(project: Project, item: Input, page: Page, tally: Tally) -> None:
    """One Markdown page: its front matter, its template syntax, every macro it calls, and the page rules."""
    tally.files += 1
    tally.sources[item.name] = tuple(page.text.split("\n"))
    scene = scene_for(project, str(item.path), page.meta("report"))
    facts = list(page.problems)
    if page.meta("report") and scene.report is None:
        facts.append(CallError("macro-report", page.meta("report") or "", why="missing").fact(page.meta_at("report")))
    for call in page.calls:
        try:
            resolve(scene, call.name, call.args, call.kwargs)
        except CallError as error:
            if not (error.rule == "macro-report" and error.detail.get("why") == "missing"):
                facts.append(error.fact(call.at))
    reader = Reader()
    tally.answers.append(of_page(page, reader))
    facts += reader.facts
    ran = [*READING["页面写法"], *READING["理由说明"]]
    case = PageCase(page, scene, bool(page.meta("report")) and is_narrative(page, page.meta("report") or "", project))
    lines = [(Position(item.name, number), line) for number, line in enumerate(page.text.split("\n"), 1)]
    subjects: list[tuple[str, object]] = [("page", case), ("text", TextCase(item.name, tuple(lines), True))]
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
