"""The days the Regulation and the format notice set, as a calendar (iCalendar) that editors can subscribe to."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from macros.furniture.facts import site_name
from macros.project import Project
from macros.publish.feeds import SPACE
from macros.publish.names import DEADLINES, links_from, notice
from macros.rules.law import LAST_OF_JANUARY, LAST_OF_MARCH, ROLL_UP

REGULATION = "《中华人民共和国政府信息公开条例》第四十九条"
IN_FORCE = date(2019, 5, 15)  # the Regulation as revised (国务院令第711号)
END_OF_YEAR = (12, 31)
WIDTH = 75  # octets in a line
REMIND = "-P14D"
ROLLED_UP = {
    "county": ("县级政府年度报告汇总", "县级人民政府汇总本级部门和所辖乡镇的情况和数据。"),
    "prefecture": ("设区的市政府年度报告汇总", "设区的市人民政府汇总本级部门和所辖县级政府的情况和数据。"),
    "province": ("省级政府和垂直管理部门年度报告汇总", "省级人民政府逐级汇总，垂直管理部门汇总全系统的情况和数据。"),
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day that comes every year: since when, what is due, and what says so (with the day that was issued)."""

    key: str
    first: date
    title: str
    duty: str
    basis: str
    issued: date


def deadlines(project: Project) -> Iterator[Deadline]:
    """The days, those of the Regulation first; those of the notice on the format in force after them."""
    first = IN_FORCE.year + 1
    yield Deadline(
        "departments", date(first, *LAST_OF_JANUARY), "部门年度报告公布截止日",
        "县级以上人民政府部门在本日以前，向本级政府信息公开工作主管部门提交上一年度的政府信息公开工作年度报告，并向社会公布。",
        REGULATION, IN_FORCE,
    )  # fmt: skip
    yield Deadline(
        "governments", date(first, *LAST_OF_MARCH), "地方政府年度报告公布截止日",
        "县级以上地方人民政府的政府信息公开工作主管部门在本日以前，向社会公布本级政府上一年度的政府信息公开工作年度报告。",
        REGULATION, IN_FORCE,
    )  # fmt: skip
    form = next((form for form in project.forms.values() if form.last_year is None), None)
    if form is None:
        return
    for level, (title, duty) in ROLLED_UP.items():
        day = date(form.first_year + 1, *ROLL_UP[level])
        yield Deadline(f"roll-up {level}", day, f"{title}截止日", duty, form.document_number, form.issued)
    yield Deadline(
        "end of year", date(form.first_year, *END_OF_YEAR), "年度报告统计截止日",
        "年度报告的数据截至报告年度的本日。", form.document_number, form.issued,
    )  # fmt: skip


def calendar(project: Project) -> bytes:
    """The calendar."""
    name = f"{site_name(project)}：年度报告的法定日期"
    said = notice(project)
    public = links_from(project, DEADLINES).public
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Gongkai//Deadlines//ZH",
        "CALSCALE:GREGORIAN",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        *([f"DESCRIPTION:{_text(said)}", f"X-WR-CALDESC:{_text(said)}"] if said else []),
        *([f"SOURCE;VALUE=URI:{public}{DEADLINES}"] if public else []),
    ]
    for one in deadlines(project):
        lines += _event(one)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(one: Deadline) -> Iterator[str]:
    title = _text(one.title)
    yield "BEGIN:VEVENT"
    yield f"UID:{uuid.uuid5(SPACE, f'deadline {one.key}')}"
    yield f"DTSTAMP:{one.issued:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{one.first:%Y%m%d}"
    yield "RRULE:FREQ=YEARLY"
    yield f"SUMMARY;LANGUAGE=zh-CN:{title}"
    yield f"DESCRIPTION;LANGUAGE=zh-CN:{_text(f'{one.duty}依据：{one.basis}。')}"
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"TRIGGER:{REMIND}"
    yield f"DESCRIPTION:{title}"
    yield "END:VALARM"
    yield "END:VEVENT"


def _text(words: str) -> str:
    """Text as iCalendar writes it."""
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n")):
        words = words.replace(plain, written)
    return words


def _folded(line: str) -> bytes:
    """A line cut where it grows too long, never inside a character."""
    parts, size = [""], 0
    for character in line:
        width = len(character.encode())
        if size + width > WIDTH:
            parts.append("")
            size = 1  # the space that begins a line carried on
        parts[-1] += character
        size += width
    return ("\r\n ".join(parts) + "\r\n").encode()
