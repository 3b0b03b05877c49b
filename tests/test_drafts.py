"""Reviewers see a report before the public does: in a site of its own kind that can go to no server."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from lxml import html

from macros.build import build
from macros.pack.products import pack
from macros.pack.seal import seal
from macros.project import Project
from tests.desk import Desk
from tests.sealed import NAME, ORIGIN

pytestmark = pytest.mark.xdist_group("drafts")
DRAFT = "reports/suzhou-gxj/2025"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A report is begun beside the one that is published."""
    desk = Desk(tmp_path_factory.mktemp("drafts"))
    desk.run("new", "suzhou-gxj", "2025")
    desk.commit("编制2025年度报告")
    return desk


@pytest.fixture(scope="module")
def seen(desk: Desk) -> Path:
    """The site as reviewers see it."""
    to = desk.root.parent / "seen"
    build(desk.root, to, drafts=True)
    return to


def test_a_draft_is_there_for_reviewers_and_says_what_it_is(seen: Path) -> None:
    page = html.parse(seen / f"{DRAFT}.html").getroot()
    assert "还没有公布" in page.xpath('//section[@aria-labelledby="draft"]')[0].text_content()
    assert page.xpath('//meta[@name="robots"]/@content') == ["noindex"]
    assert json.loads((seen / "build.json").read_bytes())["drafts"] is True


def test_a_draft_has_no_documents_and_is_in_no_data(seen: Path) -> None:
    made = {path.relative_to(seen).as_posix() for path in seen.rglob("*") if path.is_file()}
    assert not [name for name in made if re.search(r"2025\.(pdf|docx|xlsx|zip|json|csv)$", name)]
    assert {"reports/suzhou-gxj/2024.pdf", "api/v1/reports/suzhou-gxj/2024.json"} <= made
    assert "2025.json" not in (seen / "api/v1/index.json").read_text(encoding="utf-8")


def test_what_the_public_gets_has_no_draft(desk: Desk) -> None:
    to = desk.root.parent / "public"
    build(desk.root, to, documents=False)
    assert not list(to.glob(f"{DRAFT}*"))
    assert json.loads((to / "build.json").read_bytes())["drafts"] is False


def test_a_site_with_drafts_is_packed_as_a_preview_only(seen: Path, desk: Desk, tmp_path: Path) -> None:
    project = Project(desk.root)
    project.drafts = True
    seal(project, seen, ORIGIN, documents=True)
    made = pack(seen, tmp_path)
    assert set(made.sums) == {f"{NAME}-preview.zip"}
    assert not list(tmp_path.glob("*.tar.gz"))
