"""Feeds and the calendar are read by others' readers, and say nothing that is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import feedparser  # type: ignore[import-untyped]
import icalendar
import pytest
from lxml import etree

from macros.project import Project
from macros.publish.deadlines import WIDTH, calendar
from macros.publish.feeds import feeds
from macros.publish.names import CORRECTIONS, PUBLICATIONS
from macros.publish.provenance import Commit, Provenance
from macros.report import Correction, Report
from macros.rules.law import due
from tests.content import CONTENT
from tests.publish_tree import ALL, OWN, lay_out, reports_of

ATOM = "{http://www.w3.org/2005/Atom}"
CELL = "requests.new_requests.total"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(lay_out(tmp_path_factory.mktemp("tree")))


def known(project: Project, *names: str) -> Provenance:
    commits = {}
    for age, name in enumerate(names):
        time = f"2025-01-{28 - age:02d}T09:00:00+08:00"
        for path in (f"data/reports/{name}.yml", f"docs/reports/{name}.md"):
            commits[path] = Commit(f"{age:040d}", time, age)
    return Provenance(project.root, commits)


def own(project: Project) -> Report:
    (report,) = reports_of(project, (OWN,))
    return report


def correction(day: date | None, reason: str, cell: str = CELL) -> Correction:
    return Correction(day, cell, 7, 8, "更正", reason, Project(CONTENT).report(OWN).at)  # type: ignore[union-attr]


def test_publications_name_every_published_report_the_newest_change_first(project: Project) -> None:
    made = feeds(project, reports_of(project), known(project, *ALL))[PUBLICATIONS]
    read = feedparser.parse(made)
    assert not read.bozo
    links = [f"../reports/{name}.html" for name in ALL]
    assert [one.link for one in read.entries] == links
    assert all(f"{link[-9:-5]}年" in one.title for one, link in zip(read.entries, links, strict=True))
    assert len({one.id for one in read.entries}) == len(ALL)
    assert read.feed.updated == "2025-01-28T09:00:00+08:00"
    assert "演示" in read.feed.subtitle
    for one in read.entries:
        assert one.updated
        assert one.author
        assert one.link.endswith(".html")


def test_a_draft_is_no_publication(project: Project) -> None:
    drafts = [replace(report, status="draft") for report in reports_of(project)]
    assert feeds(project, drafts, known(project, *ALL)) == {}


def test_a_report_of_which_no_time_is_known_is_left_out_and_one_with_its_day_is_in(project: Project) -> None:
    report = own(project)
    assert feeds(project, [report], Provenance(project.root)) == {}
    dated = replace(report, published=date(2025, 1, 20))
    (entry,) = feedparser.parse(feeds(project, [dated], Provenance(project.root))[PUBLICATIONS]).entries
    assert entry.published == entry.updated == "2025-01-20T00:00:00+08:00"


def test_each_correction_is_an_entry_that_leads_to_the_number(project: Project) -> None:
    changes = (correction(date(2025, 3, 1), "录入有误"), correction(date(2025, 4, 1), "漏计 <1> 件 & 其他"))
    report = replace(own(project), corrections=(*changes, changes[0]))
    read = feedparser.parse(feeds(project, [report], known(project, OWN))[CORRECTIONS])
    assert not read.bozo
    assert [one.updated[:10] for one in read.entries] == ["2025-04-01", "2025-03-01", "2025-03-01"]
    assert "漏计 <1> 件 & 其他" in read.entries[0].summary
    assert all(one.link.endswith(f"{OWN}.html#{CELL}") for one in read.entries)
    assert len({one.id for one in read.entries}) == 3


def test_what_names_an_entry_does_not_depend_on_where_the_site_stands_nor_on_other_entries(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = (correction(date(2025, 3, 1), "一"), correction(date(2025, 4, 1), "二"))
    report = replace(own(project), corrections=changes)
    before = feedparser.parse(feeds(project, [report], known(project, OWN))[CORRECTIONS])
    monkeypatch.setenv("SITE_URL", "https://gxj.example.gov.cn/")
    more = replace(report, corrections=(*changes, correction(date(2025, 5, 1), "三")))
    after = feedparser.parse(feeds(project, [more], known(project, OWN))[CORRECTIONS])
    assert [one.id for one in after.entries[1:]] == [one.id for one in before.entries]
    assert after.feed.id == before.feed.id
    assert after.entries[0].link.startswith("https://gxj.example.gov.cn/reports/")
    assert {one.rel for one in after.feed.links} == {"alternate", "self"}


def test_a_character_xml_cannot_hold_does_not_break_the_feed(project: Project) -> None:
    report = replace(own(project), corrections=(correction(date(2025, 3, 1), "a\x00b\x0b\ufffe"),))
    root = etree.fromstring(feeds(project, [report], known(project, OWN))[CORRECTIONS])
    assert "a\ufffdb\ufffd\ufffd" in (root.findtext(f"{ATOM}entry/{ATOM}summary") or "")


# --- the calendar -------------------------------------------------------------------------------------------------


def events(project: Project) -> list[Any]:
    return list(icalendar.Calendar.from_ical(calendar(project)).walk("VEVENT"))


def test_the_calendar_has_the_days_that_are_set_each_with_what_sets_it(project: Project) -> None:
    read = events(project)
    found = [(one["DTSTART"].dt, str(one["DESCRIPTION"]).rpartition("依据：")[2]) for one in read]
    law, form = "《中华人民共和国政府信息公开条例》第四十九条。", "国办公开办函〔2021〕30号。"
    assert found == [
        (date(2020, 1, 31), law), (date(2020, 3, 31), law), (date(2022, 2, 20), form), (date(2022, 3, 10), form),
        (date(2022, 3, 31), form), (date(2021, 12, 31), form),
    ]  # fmt: skip
    for one in read:
        assert one["RRULE"]["FREQ"] == ["YEARLY"]
        assert one["DTSTAMP"].dt.date() <= one["DTSTART"].dt
    assert len({str(one["UID"]) for one in read}) == len(found)


def test_the_days_are_those_by_which_the_check_judges(project: Project) -> None:
    days = {(one["DTSTART"].dt.month, one["DTSTART"].dt.day) for one in events(project)}
    for name in ("suzhou-gxj", "fj-pingtan", "js-huaian", "sh-gov-office"):
        agency = project.agency(name)
        assert agency is not None
        last = due(agency, 2024)
        assert (last.month, last.day) in days


def test_no_line_of_the_calendar_is_too_long_and_none_is_cut_inside_a_character(project: Project) -> None:
    raw = calendar(project)
    assert raw.endswith(b"\r\n")
    for line in raw.split(b"\r\n"):
        assert len(line) <= WIDTH
        line.decode()
