"""Several processes say what one process says, in the same order."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from macros.check import check
from macros.inputs import Input, collect
from macros.pairing import Pages
from macros.parallel import FEW, chunks
from macros.project import Project
from tests import bench
from tests.content import ROOT
from tests.generate_site import lay_out


def _check(root: Path, processes: int, output: str, *paths: str) -> tuple[int, str]:
    call = [sys.executable, "-m", "macros.cli", "check", *(paths or ("data",)), "--format", output]
    run = subprocess.run(
        call, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "GONGKAI_PROCESSES": str(processes)},
    )  # fmt: skip
    assert run.stderr == ""
    return run.returncode, run.stdout


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough reports for the pool, some of them wrong in every way."""
    root = tmp_path_factory.mktemp("many")
    assert bench.lay_out(root, 24) > FEW
    reports = root / "data" / "reports"
    for number, text in enumerate(("", "a: [", 'form: "2021"\nyear: 2024\n', "year: 08\n")):
        (reports / f"agency-{number * 5:03}" / "2019.yml").write_text(text, encoding="utf-8")
    wrong = reports / "agency-007" / "2024.yml"
    wrong.write_text(wrong.read_text(encoding="utf-8").replace("granted: [", "granted: [1", 1), encoding="utf-8")
    return root


@pytest.mark.parametrize("output", ["text", "json", "sarif"])
def test_many_processes_say_what_one_says(many: Path, output: str) -> None:
    """Byte by byte."""
    alone = _check(many, 1, output)
    assert alone[0] == 1
    assert _check(many, 2, output) == alone
    assert _check(many, 5, output) == alone


@pytest.fixture(scope="module")
def with_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports with their pages, and everything that makes it hard to tell which page is whose."""
    root = tmp_path_factory.mktemp("pages")
    lay_out(root, 50)
    docs = root / "docs" / "reports"
    wrong = docs / "agency-001" / "2022.md"
    wrong.write_text(
        wrong.read_text(encoding="utf-8") + "\n后后来共公开８件，张张贴，後来未收到申请。\n", encoding="utf-8"
    )
    (docs / "agency-002" / "2023.md").unlink()
    other = (docs / "agency-003" / "2021.md").read_text(encoding="utf-8")
    for name, report in (("a", "agency-003/2021"), ("b", "agency-002/2023"), ("c", "agency-099/2021")):
        text = other.replace("report: agency-003/2021", f"report: {report}")
        (root / "docs" / f"{name}.md").write_text(text, encoding="utf-8")
    escaped = other.replace("report: agency-003/2021", '"report": "agency-004\\x2f2024"').replace("，", ",", 1)
    (root / "docs" / "d.md").write_text(escaped, encoding="utf-8")
    (root / "docs" / "e.md").write_text("---\ntitle: [\nreport: agency-004/2022\n---\n\n{{ x\n", encoding="utf-8")
    moved = root / "data" / "reports" / "agency-005" / "2023.yml"
    text = moved.read_text(encoding="utf-8").replace("agency: agency-005", "agency: agency-006")
    moved.write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("output", ["text", "json"])
def test_pages_are_judged_alike_by_many_processes(with_pages: Path, output: str) -> None:
    """Byte by byte, wherever the page of a report lies."""
    alone = _check(with_pages, 1, output, "data", "docs")
    assert alone[0] == 1
    assert "agency-001/2022.md" in alone[1]
    assert _check(with_pages, 2, output, "data", "docs") == alone
    assert _check(with_pages, 3, output, "docs", "data") == alone


def test_the_page_of_a_report_is_found_wherever_it_lies(with_pages: Path) -> None:
    """By the front matter, also an escaped one; of two pages the last counts; a page of no report is nobody's."""
    files = [item for item in collect([with_pages / "docs"]) if item.kind == "page"]
    pages = Pages(Project(with_pages), files)
    found = {key: Path(page.path).name for key, page in pages.items() if not page.path.endswith(f"{key}.md")}
    assert found == {"agency-002/2023": "b.md"}
    assert pages["agency-004/2024"].path.endswith("agency-004/2024.md")
    assert "agency-099/2021" not in pages
    assert "agency-004/2022" in pages


@pytest.mark.parametrize("processes", ["1", "2"])
def test_reports_are_at_hand_after_the_check(
    with_pages: Path, processes: str, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    """Whichever process read them, the site is made from them without reading their files again."""
    monkeypatch.setenv("GONGKAI_PROCESSES", processes)
    project = Project(with_pages)
    check(project, [with_pages / "data", with_pages / "docs"], keep=True)
    path = with_pages / "data" / "reports" / "agency-007" / "2024.yml"
    fresh = Project(with_pages).read(path)[0]
    monkeypatch.setattr(Project, "read", lambda *_: pytest.fail("read again"))
    kept = project.report("agency-007/2024", with_pages / "docs" / "reports" / "agency-007" / "2024.md")
    assert kept is not None
    assert fresh is not None
    assert list(kept.cells) == list(fresh.cells)
    assert [value.number for value in kept.cells.values()] == [value.number for value in fresh.cells.values()]


def test_folders_stay_whole() -> None:
    """Reports of one agency are judged by one process; the order stays."""
    items = [Input(Path(f"r/{a}/{y}.yml"), f"r/{a}/{y}.yml", "data", Path("r")) for a in "abcdefg" for y in range(9)]
    parts = chunks(items, 4)
    assert [item for part in parts for item in part] == items
    folders = [{item.path.parent for item in part} for part in parts]
    assert sum(map(len, folders)) == len(set().union(*folders))
    assert 2 <= len(parts) <= 4
