"""The check: every file read, every rule run on what it applies to, every finding in one list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from macros.agency import Site, read_site
from macros.causes import gathered
from macros.check_page import check_page
from macros.explanations import Answers, explained, idle
from macros.facts import Fact, NotAssessed
from macros.findings import Result, finding, gaps, held
from macros.history import History
from macros.inputs import Input, UsageError, collect, shown_name
from macros.kinds import data_kind, read_other, text_pieces
from macros.messages.words import Names
from macros.page import Page, load_page
from macros.pairing import Pages
from macros.parallel import Work, check_all
from macros.private import masked
from macros.project import Project
from macros.reader import Reader, entries, nearest
from macros.report import UNPUBLISHED, Report
from macros.report_file import report_form_id
from macros.rules import RULES
from macros.rules.case import ReportCase, SiteCase, TextCase, TreeCase
from macros.rules.diagnosis import diagnose
from macros.rules.sums import broken_sums
from macros.running import READING, Tally, judge, run_rules
from macros.source import Document, Map


def check(project: Project, paths: list[Path], against: str | None = None, *, keep: bool = False) -> Result:
    """Check files and folders, with ``against`` also what changed since that Git revision.

    Raises ``UsageError`` for a path that is not there or a revision that cannot be read, ``ProjectError`` without
    forms. With ``keep`` the project has the reports at hand afterwards, also those that other processes have read.
    """
    inputs = collect(paths)
    if not inputs:
        raise UsageError(f"{'、'.join(map(str, paths))} 里没有可以校验的文件（.yml 数据文件或 .md 页面）。")
    history = None if against is None else History(project, against, paths)
    tally = Tally()
    of_kind = {kind: [item for item in inputs if item.kind == kind] for kind in ("page", "data")}
    work = Work(check_item, project, Pages(project, of_kind["page"]), keep)
    check_all(work, [*of_kind["page"], *of_kind["data"]], history, tally)
    facts, judged = run_rules("tree", TreeCase(tuple(inputs), project.root), tally)
    tally.take(facts, Names())
    tally.ran[ALL_FILES] = tuple(judged)
    _show(work, inputs, facts, tally)
    for gone in history.gone() if history else ():
        facts, judged = run_rules("history", gone, tally)
        tally.take(facts, Names(gone.form))
        tally.ran[gone.name] = tuple(judged)
    for change in history.changes() if history else ():
        facts, judged = run_rules("change", change, tally)
        tally.take(facts, Names())
        tally.ran[ALL_FILES] += tuple(judged)
    return _result(tally)


def _show(work: Work, inputs: Iterable[Input], facts: Iterable[Fact], tally: Tally) -> None:
    """Keep the lines of files that were judged in another process and are spoken of now."""
    missing = {fact.at.path for fact in facts} - tally.sources.keys()
    for item in inputs:
        if item.name in missing and item.kind == "page":
            tally.sources[item.name] = tuple(work.pages.load(item).text.split("\n"))
        elif item.name in missing and item.kind == "data":
            tally.sources[item.name] = work.project.document(item.path).lines


def _result(tally: Tally) -> Result:
    found = explained((finding(fact, names) for fact, names in gathered(tally.facts)), tally.answers)
    for one in list(idle(found, tally.answers, tally.gaps)):
        if isinstance(one, Fact):
            found.append(finding(one, Names()))
        else:
            tally.gaps.append(one)
            tally.ran[one.path] = tuple(rule for rule in tally.ran.get(one.path, ()) if rule != one.rule)
    findings = sorted(held(found, tally.private), key=lambda f: f.place)
    shown = {f.file for f in findings}
    return Result(
        tuple(findings),
        gaps(sorted(tally.gaps, key=lambda gap: (gap.path, gap.rule))),
        tally.files,
        tally.cells,
        tuple(sorted({rule for rules in tally.ran.values() for rule in rules})),
        tally.ran,
        {name: _masked(lines) for name, lines in tally.sources.items() if name in shown},
    )


def _masked(lines: tuple[str, ...]) -> tuple[str, ...]:
    """A file's lines as they may be shown: findings are public too."""
    return tuple(masked("\n".join(lines)).split("\n"))


ALL_FILES = ""  # in ``Result.ran``: the rules that looked at all files together
# What is judged on a report's page: without one, these have not been judged.
OF_THE_PAGE = tuple(r.id for r in RULES.values() if r.scope == "page" and r.family in {"正文与表格", "章节与内容"})


def check_item(project: Project, item: Input, pages: Pages, history: History | None, tally: Tally) -> None:
    """One file, data or page."""
    if item.kind == "page":
        check_page(project, item, pages.load(item), tally)
    else:
        check_data(project, item, pages, history, tally)


# --- data files ---------------------------------------------------------------------------------------------------


def check_data(
    project: Project, item: Input, pages: Mapping[str, Page], history: History | None, tally: Tally
) -> None:  # fmt: skip
    """One YAML file: a report, a form, an agency or the site's settings."""
    document = project.document(item.path)
    tally.files += 1
    tally.sources[item.name] = document.lines
    kind = data_kind(item, document)
    reader = Reader()
    facts, judged = run_rules("text", TextCase(item.name, text_pieces(document.root), False), tally)
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


def site_case(item: Input, document: Document, site: Site) -> SiteCase:
    """The site's settings, with the pages beside them."""
    root = document.root if isinstance(document.root, Map) else None
    places = {key: key_node.at for key, key_node, _ in entries(root)}
    return SiteCase(site, item.name, places, item.path.absolute().parent.parent / "docs")


def check_report(
    project: Project,
    item: Input,
    document: Document,
    pages: Mapping[str, Page],
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
    if report.status in UNPUBLISHED:
        tally.private.add(item.name)
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


def report_case(project: Project, item: Input, report: Report, pages: Mapping[str, Page]) -> ReportCase:
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


def _previous_page(previous: Report | None, page: Page | None, pages: Mapping[str, Page]) -> Page | None:
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
