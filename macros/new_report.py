"""Next year's report: what carries over is filled in, everything else is marked, last year's words stand beside."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from macros.agency import Agency
from macros.form import Form
from macros.inputs import UsageError, linked_folder, shown_name
from macros.new_report_data import carried, data_text
from macros.new_report_page import page_text
from macros.page import Page, load_page
from macros.project import Project
from macros.publish.deadlines import Deadline, deadlines
from macros.reader import nearest
from macros.report import Report
from macros.report_file import YEARS
from macros.rules.law import due

LOOK_BACK = 1


@dataclass(frozen=True, slots=True)
class Made:
    """What was written, and what is to be said of it."""

    data: Path
    page: Path
    said: tuple[str, ...]
    days: tuple[str, ...]


def new_report(project: Project, agency_id: str, year: int, today: date) -> Made:
    """Write the data file and the page of a report. Raises ``UsageError``; never replaces a file."""
    agency, form = _asked_for(project, agency_id, year, today)
    data = project.root / "data" / "reports" / agency_id / f"{year}.yml"
    page = project.root / "docs" / "reports" / agency_id / f"{year}.md"
    _inside(project.root, data, page)
    _free(data, page)
    last = _last_year(project, agency_id, year)
    last_page = page.with_name(f"{year - LOOK_BACK}.md")
    old = load_page(last_page, shown_name(last_page)) if last is not None and last_page.is_file() else None
    days = tuple(_days(project, agency, year))
    last_form = project.forms[last.form] if last else None
    texts = {
        data: data_text(form, agency_id, year, last, last_form, days),
        page: page_text(project, form, f"{agency_id}/{year}", agency.name, last, old),
    }
    _write(texts)
    return Made(data, page, (*_carried_words(form, last, last_form, year), *_page_words(old, last_page, last)), days)


def _asked_for(project: Project, agency_id: str, year: int, today: date) -> tuple[Agency, Form]:
    """The agency and the form of the year; everything that is wrong with what was asked for in one error."""
    wrong = []
    agency = project.agency(agency_id)
    if agency is None:
        known = sorted(path.stem for path in (project.root / "data" / "agencies").glob("*.yml"))
        near = nearest(agency_id, known)
        wrong.append(
            f"没有机关 {agency_id}（data/agencies/{agency_id}.yml）"
            + (f"，是不是想写 {near}？" if near else "；先写好机关信息，再新建报告。")
        )
    form = project.form_for(year) if year in YEARS else None
    if form is None:
        first = min(one.first_year for one in project.forms.values())
        wrong.append(f"没有适用于 {year} 年度的格式文件（data/forms/ 里的格式从 {first} 年度起），请核对年度。")
    elif year > today.year:
        wrong.append(f"{year} 年度还没有开始（今天是 {today.isoformat()}），请核对年度。")
    if agency is None or form is None or wrong:
        raise UsageError("\n".join(wrong))
    return agency, form


def _inside(root: Path, *paths: Path) -> None:
    links = [shown_name(link) for path in paths if (link := linked_folder(path, root)) is not None]
    if links:
        raise UsageError(f"{'、'.join(links)} 是链接，不是文件夹，没有新建；报告要放在仓库里，请先换成真正的文件夹。")


def _free(*paths: Path) -> None:
    there = [shown_name(path) for path in paths if path.exists() or path.is_symlink()]
    if there:
        raise UsageError(f"{'、'.join(there)} 已经有了，没有改动；请直接在原文件上修改。")


def _last_year(project: Project, agency_id: str, year: int) -> Report | None:
    """The report of the year before; ``None`` when there is none. One with mistakes is not built upon."""
    path = project.root / "data" / "reports" / agency_id / f"{year - LOOK_BACK}.yml"
    if not path.is_file() or path.is_symlink():
        return None
    report, document, facts = project.read(path)
    name = shown_name(path)
    if report is None or facts or document.problems:
        raise UsageError(f"上一年度的报告 {name} 有错误，没有新建；先运行 gongkai check {name}，改正以后再新建。")
    return report


# --- what is said -------------------------------------------------------------------------------------------------


def _days(project: Project, agency: Agency, year: int) -> Iterator[str]:
    """The days by which something is due, with what says so."""
    known = {one.key: one for one in deadlines(project)}
    if (end := known.get("end of year")) is not None:
        yield _day(date(year, end.first.month, end.first.day), end)
    last = due(agency, year)
    keys = ("governments", f"roll-up {agency.level}") if agency.kind == "government" else ("departments",)
    if agency.kind == "vertical" and agency.level == "national":
        keys = ("roll-up province",)
    for key in keys:
        one = known.get(key)
        if one is not None:
            yield _day(date(last.year, one.first.month, one.first.day), one)


def _day(day: date, one: Deadline) -> str:
    return f"{day.isoformat()}：{one.title}（{one.basis}）"


def _carried_words(form: Form, last: Report | None, last_form: Form | None, year: int) -> Iterator[str]:
    if last is None or last_form is None:
        yield f"没有上一年度（{year - LOOK_BACK}年）的报告，没有可以结转的数，各格都待填。"
        return
    found = carried(form, last, last_form)
    gaps = sum(value.number is None for value in found.values())
    note = f"，其中 {gaps} 格上年为空白或不适用，照样写入" if gaps else ""
    yield f"由 {last.year} 年度报告结转 {len(found)} 格{note}；其余各格都待填。"
    if last.status != "published":
        yield f"{last.year} 年度报告还没有公布（status: {last.status}），结转的数以后可能要改。"
    if last.form != form.id:
        yield f"格式由 {last_form.document_number} 换成 {form.document_number}，只结转了两种格式都有的格子。"
    dated = [one.id for one in last.figures.values() if str(last.year) in one.label]
    if dated:
        yield f"这些正文数字的名称里写着 {last.year}，请核对：{'、'.join(dated)}。"


def _page_words(old: Page | None, path: Path, last: Report | None) -> Iterator[str]:
    if last is not None and old is None:
        yield f"没有上年的页面 {shown_name(path)}，新页面里没有上年原文。"


# --- writing ------------------------------------------------------------------------------------------------------


def _write(texts: dict[Path, str]) -> None:
    """All files or none, each whole; a file that came up meanwhile stays."""
    ready: list[tuple[Path, Path]] = []
    done: list[Path] = []
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            ready.append((Path(name), path))
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o666 & ~_umask())
        _free(*texts)
        for beside, path in ready:
            beside.rename(path)
            done.append(path)
    except BaseException:
        for path in done:
            path.unlink()
        raise
    finally:
        for beside, _ in ready:
            beside.unlink(missing_ok=True)


def _umask() -> int:
    """What new files may not allow; there is no way to ask but to set it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
