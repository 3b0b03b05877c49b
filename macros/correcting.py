"""A correction after publication: value and entry written together, once everything has been proved."""

from __future__ import annotations

import re
import shlex
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from macros.canonical import Unformattable
from macros.changes.passages import Edit, steps, wanting
from macros.changes.values import new_corrections, reworded, stated, statements, values_of
from macros.check import check
from macros.correcting_edit import Entry, edited
from macros.correcting_totals import broken, totals_along, with_values
from macros.correcting_words import PAGE, address_of, taken_away, value_of
from macros.facts import Number, shown
from macros.findings import Finding, Result
from macros.form import Form
from macros.format_files import BEYOND, replace
from macros.history import History, page_path
from macros.inputs import Input, UsageError, linked_folder, shown_name
from macros.messages.numbers import identity
from macros.messages.words import Names, value
from macros.page import load_page
from macros.project import Project
from macros.reader import nearest
from macros.render.corrections import place_words
from macros.report import Correction, Report
from macros.report_file import CORRECTION_KINDS, WITHDRAWAL
from macros.rules.case import HistoryCase
from macros.rules.sums import fact

REPORT_ID = re.compile(r"[A-Za-z0-9-]+/[0-9]+")
PLAIN_WORD = re.compile(r"[\w./:%+-]+")
LEAST = 4  # characters of a reason; “笔误” says nothing to the public
CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)
BASE = "HEAD"
MISSING = "correction-missing"


class RefusedError(Exception):
    """Nothing was written; the text is what stands in the way, for the person who called."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed."""

    words: tuple[str, ...]
    kind: str | None
    reason: str | None
    date: str | None
    against: str | None
    old: str | None = None
    new: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What was written: the report and its form, the files changed (data first), the entries, what has none yet.

    ``dropped`` are entries taken out, which told of values that were never public.
    """

    report: Report
    form: Form
    files: tuple[Path, ...]
    entries: tuple[Entry, ...]
    uncovered: tuple[str, ...]
    compared: bool
    warnings: tuple[Finding, ...]
    dropped: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class _Scene:
    """The report as it stands, its files, and what has changed since the revision compared with."""

    project: Project
    report: Report
    form: Form
    path: Path
    page: Path | None
    before: Result
    changed: dict[str, Finding]
    compared: bool
    history: HistoryCase | None

    @property
    def files(self) -> list[Path]:
        return [self.path, *([self.page] if self.page else [])]


def correct(project: Project, asked: Asked, today: date) -> Done:
    """Write the correction. Raises ``UsageError`` for what was typed, ``RefusedError`` for what it would lead to."""
    report_id, words = _which(project, asked.words)
    scene = _scene(project, report_id, asked.against)
    wrong: list[str] = []
    kind, reason, day = _about(asked, scene.report, today, wrong)
    wanted = _wanted(scene, words, wrong)
    entries, values, dropped = _entries(scene, wanted, asked, (kind, reason, day), wrong)
    if wrong:
        raise UsageError("\n".join(wrong))
    _prove_sums(scene, values, asked)
    try:
        text = edited(project.document(scene.path), scene.report, scene.form, values, entries, dropped)
    except Unformattable:
        raise RefusedError(f"{shown_name(scene.path)}：{BEYOND}") from None
    found = _checked(scene, text, asked.against)
    _write(scene, text)
    known = {one.fingerprint for one in scene.before.findings}
    fresh = tuple(one for one in found.findings if one.fingerprint not in known and one.explanation is None)
    left = tuple(one.key for one in found.findings if one.rule == MISSING)
    files = scene.files if any(entry.cell.startswith(PAGE) for entry in entries) else [scene.path]
    gone = tuple(scene.report.corrections[index] for index in dropped)
    return Done(scene.report, scene.form, tuple(files), tuple(entries), left, scene.compared, fresh, gone)


# --- what is asked for --------------------------------------------------------------------------------------------


def _which(project: Project, words: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The report meant, and the words about its cells: the first word, or the only published report there is."""
    folder = project.root / "data" / "reports"
    known = sorted(f"{path.parent.name}/{path.stem}" for path in folder.glob("*/*.yml"))
    if words and REPORT_ID.fullmatch(words[0]):
        if words[0] not in known:
            near = nearest(words[0], known)
            hint = f"是不是想写 {near}？" if near else f"现有的报告：{'、'.join(known) or '没有'}。"
            raise UsageError(f"没有报告 {words[0]}。{hint}")
        return words[0], words[1:]
    published = [one for one in known if (report := project.report(one)) is not None and report.status == "published"]
    if len(published) == 1:
        return published[0], words
    if not published:
        raise UsageError("没有已公布的报告；草稿和送审的报告直接修改，不用更正。")
    raise UsageError(f"请在最前面写明是哪份报告：{'、'.join(published)}。")


def _scene(project: Project, report_id: str, against: str | None) -> _Scene:
    """The report, if it can be corrected at all."""
    path = project.root / "data" / "reports" / f"{report_id}.yml"
    name = shown_name(path)
    if path.is_symlink():
        raise UsageError(f"{name} 是链接，不改动；请在它所指的文件上更正。")
    if (link := linked_folder(path, project.root)) is not None:
        raise UsageError(f"{shown_name(link)} 是链接，不是文件夹，没有改动；请先换成真正的文件夹，再更正。")
    if not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise UsageError(f"{name} 是只读文件，没有改动；请先去掉只读，再更正。")
    report, document, facts = project.read(path)
    if CONFLICT.search(document.text):
        raise UsageError(f"{name} 里有 Git 合并时留下的冲突（<<<<<<<），请先处理好，再更正。")
    page = page_path(path)
    files = [path, *([page] if page is not None and page.is_file() else [])]
    if report is None or facts or document.problems:
        errors = [one for one in check(project, files).findings if one.severity == "error"]
        raise RefusedError(_told(f"{name} 有错误，先改正再更正：", errors))
    if report.status != "published":
        raise UsageError(f"报告 {report.id} 还没有公布（status: {report.status}），直接修改 {name} 就行，不用更正。")
    form, history = project.forms[report.form], None
    try:
        before = check(project, files, against or BASE)
        history = History(project, against or BASE, files).case(
            Input(path, name, "data", path.parent), report, form, None
        )
    except UsageError:
        if against is not None:
            raise
        before = check(project, files)
    changed = {one.key: one for one in before.findings if one.rule == MISSING}
    there = files[1] if len(files) > 1 else None
    return _Scene(project, report, form, path, there, before, changed, history is not None, history)


def _about(asked: Asked, report: Report, today: date, wrong: list[str]) -> tuple[str, str, date]:
    """Kind, reason and day of the correction; what is wrong with them is added to ``wrong``."""
    kind, reason = (asked.kind or "").strip(), " ".join((asked.reason or "").split())
    if kind not in CORRECTION_KINDS:
        said = f"不能是“{kind}”" if kind else "没有写"
        wrong.append(f"--kind 写更正的种类，{'、'.join(CORRECTION_KINDS)} 之一，{said}。")
    if not reason:
        wrong.append('没有写原因：--reason "…"。原因会向社会公开，请写明为什么改。')
    elif len(reason) < LEAST:
        wrong.append(f"原因“{reason}”太短，至少写 {LEAST} 个字；原因会向社会公开，请写明为什么改。")
    if not reason.isprintable():
        wrong.append(f"原因“{reason}”里有看不见的字符，请删去这些字符，重新写一遍。")
    day = today
    if asked.date is not None:
        try:
            day = date.fromisoformat(asked.date)
        except ValueError:
            wrong.append(f"--date 写日期，如 {today.isoformat()}，不能是“{asked.date}”。")
            return kind, reason, today
    if day > today:
        wrong.append(f"更正日期 {day.isoformat()} 还没有到（今天是 {today.isoformat()}）。")
    if report.published is not None and day < report.published:
        wrong.append(f"更正日期 {day.isoformat()} 早于首次公布时间 {report.published.isoformat()}。")
    return kind, reason, day


def _wanted(scene: _Scene, words: tuple[str, ...], wrong: list[str]) -> dict[str, Number | str | None]:
    """The new value of every address; a part of the text has none."""
    known = {**scene.report.cells, **values_of(scene.report)}
    found: dict[str, Number | str | None] = {}
    rest = list(words)
    if not rest:
        wrong.append("请写明改哪一格、改成多少，例如 requests.granted.total 3；几格一起改就接着写。")
    while rest:
        typed = rest.pop(0)
        try:
            address = address_of(typed, scene.form, known)
        except UsageError as error:
            wrong.append(str(error))
            rest = rest[1:]
            continue
        if address in found:
            wrong.append(f"{address} 写了两遍。")
        if address == "form":
            wrong.append("所用的格式不能这样更正，请直接修改数据文件，并在 corrections 中写明。")
        if address.startswith(PAGE):
            found[address] = None
        elif not rest:
            wrong.append(f"{address} 没有写新的值；每一格写两个词：单元格、新的值。")
        else:
            try:
                found[address] = value_of(rest.pop(0), address, scene.form)
            except UsageError as error:
                wrong.append(str(error))
    return found


def _entries(
    scene: _Scene,
    wanted: dict[str, Number | str | None],
    asked: Asked,
    about: tuple[str, str, date],
    wrong: list[str],
) -> tuple[list[Entry], dict[str, Number | str | None], list[int]]:
    """The entries to add, the values to write with them, and the places of the entries they take the place of."""
    kind, reason, day = about
    now = statements(scene.report)
    entries: list[Entry] = []
    dropped: list[int] = []
    values: dict[str, Number | str | None] = {}
    passages = [address for address in wanted if address.startswith(PAGE)]
    if (asked.old is not None or asked.new is not None) and len(passages) != 1:
        wrong.append("--old、--new 只用于正文，而且一次只写一部分，例如 page:overview。")
    for address, new in wanted.items():
        if address in passages:
            edits = _words(scene, address, asked, wrong)
            edits = taken_away(_place(scene, address), edits, wrong) if kind == WITHDRAWAL else edits
            entries += [Entry(day, address, *edit, kind, reason) for edit in edits]
            continue
        changed = scene.changed.get(address)
        unseen, public, renamed = _unseen(scene, address)
        old = public if unseen else changed.expected if changed is not None else now[address]
        renamed = renamed or (changed is not None and changed.expected == changed.actual)
        dropped += unseen
        if new != now[address]:
            values[address] = new
        if new == old and not renamed:
            if unseen:
                continue
            back = "；文件里的改动请直接改回" if changed is not None else ""
            wrong.append(f"{_place(scene, address)}本来就是 {value(old)}，不用更正{back}。")
        told = [one for index, one in enumerate(scene.report.corrections) if index not in unseen]
        later = max((one.date for one in told if one.cell == address and one.date), default=None)
        if later is not None and later > day:
            wrong.append(f"{_place(scene, address)}在 {later.isoformat()} 已有更正，这一次的日期不能更早。")
        entries.append(Entry(day, address, old, new, kind, reason))
    return entries, values, dropped


def _unseen(scene: _Scene, address: str) -> tuple[list[int], Number | str | None, bool]:
    """The places of entries the revision compared with does not have; the value it had, and whether it was renamed.

    Nobody has seen what such an entry led to, so one from the public value to the new one takes their place.
    """
    before = scene.history.before if scene.history is not None else None
    public = statements(before) if before is not None and before.status == "published" else {}
    if before is None or address not in public:
        return [], None, False
    fresh = {id(one) for one in new_corrections(before.corrections, scene.report.corrections)}
    places = [i for i, one in enumerate(scene.report.corrections) if one.cell == address and id(one) in fresh]
    return places, public[address], reworded(address, before, scene.report)


def _words(scene: _Scene, address: str, asked: Asked, wrong: list[str]) -> list[Edit]:
    """What the text said and says: as typed, else as it differs from the revision compared with."""
    differs = _differing(scene, address)
    if differs and asked.old is None and asked.new is None:
        return differs
    first = differs[0] if len(differs) == 1 else (None, None)
    old = asked.old if asked.old is not None else first[0]
    new = asked.new if asked.new is not None else first[1]
    if asked.old is None and asked.new is None and address in scene.changed:
        wrong.append(f"{_place(scene, address)}新加的更正记录与页面的改动对不上：先删去不符的记录，再运行一次。")
        return []
    if old is None or new is None:
        hint = "" if scene.compared else "（没有提交过的版本可以比较）"
        wrong.append(
            f"{_place(scene, address)}没有未记录的改动{hint}：先在页面上改好，再记更正；"
            '已经提交的，用 --old "原来的话" --new "现在的话" 写明。'
        )
        return []
    if old == new:
        wrong.append(f"{_place(scene, address)}改前和改后一样。")
    if asked.new and scene.page is not None and _bare(asked.new) not in _bare(load_page(scene.page).text):
        wrong.append(f"页面 {shown_name(scene.page)} 上没有“{asked.new}”，请先改好页面，或核对 --new。")
    return [(old, new)]


def _differing(scene: _Scene, address: str) -> list[Edit]:
    """What the page says otherwise than the revision compared with, and no entry states yet."""
    case = scene.history
    if case is None or case.before is None or case.narrative is None or case.narrative_before is None:
        return []
    section = address.removeprefix(PAGE)
    was, now = (told.get(section) for told in (case.narrative_before, case.narrative))
    entries = new_corrections(case.before.corrections, scene.report.corrections)
    return wanting(was.text if was else "", now.text if now else "", steps(entries, address))


def _bare(text: str) -> str:
    return "".join(text.split())


def _place(scene: _Scene, address: str) -> str:
    return place_words(address, scene.report, scene.form)


# --- proof --------------------------------------------------------------------------------------------------------


def _prove_sums(scene: _Scene, values: dict[str, Number | str | None], asked: Asked) -> None:
    """Refuse a change that breaks an identity; say which totals go along, as a command that can be run."""
    report, form = scene.report, scene.form
    failing = broken(with_values(report, values), form, values)
    if not failing:
        return
    names = Names(form)
    said = ["这样改，勾稽关系就不成立了，没有改动："]
    said += [f"  {identity(fact(one.identity.rule, one, left, right), names)}。" for one, left, right in failing]
    along = totals_along(report, form, values)
    together = {**values, **along}
    still = broken(with_values(report, together), form, together)
    if along:
        said.append("有关的总计要一起改：")
        said += [f"  {names.cell(a)}：{value(stated(report.cells[a]))} → {shown(new)}" for a, new in along.items()]
    if still:
        said.append("总计改好以后，还有这些不成立，须再改别的格子（对照原始台账，接着写在命令里）：")
        said += [f"  {identity(fact(one.identity.rule, one, left, right), names)}。" for one, left, right in still]
    said += [
        "可以这样写：" if not still else "已经清楚的部分可以这样写，再接着写其余的格子：",
        f"  {_command(report, together, asked)}",
    ]
    raise RefusedError("\n".join(said))


def _command(report: Report, values: dict[str, Number | str | None], asked: Asked) -> str:
    """The call that makes all changes at once."""
    words = ["gongkai", "correct", report.id]
    for address, new in values.items():
        words += [address, "null" if new is None else shown(new) or ""]
    for option, given in (("--kind", asked.kind), ("--reason", asked.reason), ("--date", asked.date)):
        words += [option, given] if given is not None else []
    return " ".join(word if PLAIN_WORD.fullmatch(word) else shlex.quote(word) for word in words)


def _checked(scene: _Scene, text: str, against: str | None) -> Result:
    """The check of the files as they will be. Raises ``RefusedError`` when it finds an error."""
    project = scene.project.beside(scene.project.root)
    project.stand_in(scene.path, text)
    found = check(project, scene.files, (against or BASE) if scene.compared else None)
    own = {shown_name(path) for path in scene.files}
    errors = [one for one in found.findings if one.severity == "error" and one.rule != MISSING and one.file in own]
    if errors:
        raise RefusedError(_told("这样改，校验就通不过了，没有改动：", errors))
    return found


def _told(head: str, errors: list[Finding]) -> str:
    return "\n".join([head, *_lines(errors)])


def _lines(findings: list[Finding]) -> Iterator[str]:
    for one in findings:
        yield f"  {one.file}:{one.line}：[{one.rule}] {one.message}"


def _write(scene: _Scene, text: str) -> None:
    """Write the file in one step, unless somebody else has written it meanwhile."""
    current = scene.project.beside(scene.project.root).document(scene.path)
    if current.text != scene.project.document(scene.path).text:
        raise RefusedError(f"{shown_name(scene.path)} 刚才被别的程序改过，没有改动；请再运行一次。")
    replace(scene.path, text.encode())
