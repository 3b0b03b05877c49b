"""A report's page offers every file that was made, with its size and the day of its version, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.offers import offers, size
from macros.project import Project
from macros.publish.datapackage import Written
from tests.content import CONTENT
from tests.test_site import parsed

REPORT = "suzhou-gxj/2024"


def test_what_was_made_is_offered_and_nothing_else() -> None:
    report = Project(CONTENT).report(REPORT)
    assert report is not None
    files = {f"reports/{REPORT}.pdf": Written(313 * 1024, "x")}
    said = offers(report, files, "2026-11-23T08:00:00+08:00", "../../")
    assert 'href="../../reports/suzhou-gxj/2024.pdf" download>PDF文件（313 KB）' in said
    assert "2026年11月23日" in said
    assert "docx" not in said
    assert "版本" not in offers(report, files, None, "../../")
    assert offers(report, {}, None, "../../") == ""


@pytest.mark.parametrize(("count", "said"), [(0, "0 KB"), (1536, "2 KB"), (3 * 1024 * 1024, "3.0 MB")])
def test_sizes_are_said_as_people_read_them(count: int, said: str) -> None:
    assert size(count) == said


def test_every_file_the_report_page_offers_is_there(site: Path) -> None:
    page = site / "reports/suzhou-gxj/2024.html"
    links = [link.get("href") for link in parsed(page).xpath("//a[@download]")]
    assert {Path(link).suffix for link in links} == {".pdf", ".docx", ".xlsx", ".zip", ".csv", ".json"}
    assert all((page.parent / link).is_file() for link in links)
