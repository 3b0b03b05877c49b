"""The bundle opens without us: everything is in it, nothing in it was changed, and it is the same every time."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import html

from macros.build import build
from macros.check import check
from macros.grid import grids
from macros.pack.sums import NAME as SUMS
from macros.project import Project
from macros.publish.bundle import zipped
from macros.publish.documents import everything
from macros.publish.provenance import Provenance
from tests.content import CONTENT

REPORT = "suzhou-gxj/2024"
FOLDER = "suzhou-gxj-2024/"
FILES = {
    "说明.txt", "report.html", "report.pdf", "report.docx", "tables.xlsx", "report.json", "report.csv", SUMS,
    "datapackage.json", "source/report.yml", "source/page.md", "source/form.yml", "source/agency.yml",
    "check/rules.json", "check/result.json",
}  # fmt: skip


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    project = Project(CONTENT)
    result = check(project, [CONTENT / "data", CONTENT / "docs"])
    report = project.report(REPORT)
    assert report is not None
    return everything(project, report, Provenance(CONTENT), result)


@pytest.fixture(scope="module")
def files(made: dict[str, bytes]) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made[f"reports/{REPORT}.zip"])) as archive:
        return {name.removeprefix(FOLDER): archive.read(name) for name in archive.namelist()}


def test_everything_is_in_it_and_has_its_hash(files: dict[str, bytes]) -> None:
    assert set(files) == FILES
    lines = files[SUMS].decode().splitlines()
    assert {line.partition("  ")[2]: line.partition("  ")[0] for line in lines} == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != SUMS
    }
    told = files["说明.txt"].decode()
    assert [name for name in FILES - {"说明.txt"} if name not in told] == []
    assert "演示" in told


def test_documents_data_and_sources_are_those_of_the_site_and_the_repository(
    made: dict[str, bytes], files: dict[str, bytes]
) -> None:
    assert files["report.pdf"] == made[f"reports/{REPORT}.pdf"]
    assert files["tables.xlsx"] == made[f"reports/{REPORT}.xlsx"]
    assert files["report.json"] == made[f"api/v1/reports/{REPORT}.json"]
    assert files["source/report.yml"] == (CONTENT / f"data/reports/{REPORT}.yml").read_bytes()
    assert files["source/page.md"] == (CONTENT / f"docs/reports/{REPORT}.md").read_bytes()
    result = json.loads(files["check/result.json"])
    assert {one["file"] for one in result["findings"]} <= {f"data/reports/{REPORT}.yml", f"docs/reports/{REPORT}.md"}
    assert {one["rule"] for one in result["findings"]} >= {"blank-cells"}


def test_the_page_needs_nothing_else_and_holds_every_cell(files: dict[str, bytes]) -> None:
    text = files["report.html"].decode()
    assert "<script" not in text
    assert re.findall(r'(?:src|href)="(?!https?:|mailto:|tel:)[^"]*"', text) == []
    assert "url(" not in text.partition("<body>")[0].replace("url(#", "")
    project = Project(CONTENT)
    report = project.report(REPORT)
    assert report is not None
    cells = html.fromstring(text).xpath("//td[@headers]")
    wanted = [
        cell.text or "空白"
        for grid in grids(report, project.forms[report.form])
        for row in range(grid.height)
        for cell in grid.line(row)
        if cell.kind == "value"
    ]
    assert isinstance(cells, list)
    assert [html.tostring(cell, method="text", encoding="unicode").strip() for cell in cells] == wanted


def test_a_zip_is_the_same_for_the_same_files_whatever_their_order() -> None:
    assert zipped("a", {"x": b"1", "y": b"2"}) == zipped("a", {"y": b"2", "x": b"1"})


def test_export_writes_what_the_site_offers_and_refuses_what_fails_the_check(tree: Path, tmp_path: Path) -> None:
    def export(to: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "macros.cli", "export", REPORT, "--to", str(to)],
            cwd=tree, capture_output=True, text=True, check=False, encoding="utf-8",
        )  # fmt: skip

    done = export(tmp_path / "out")
    assert done.returncode == 0, done.stderr
    build(tree, tmp_path / "site")
    names = {path.name: path for path in (tmp_path / "out").iterdir()}
    assert sorted(names) == [
        f"suzhou-gxj-2024.{kind}" for kind in ("csv", "datapackage.json", "docx", "json", "pdf", "xlsx", "zip")
    ]
    for kind in ("pdf", "docx", "xlsx", "zip"):
        ours = (tmp_path / "site" / "reports" / f"{REPORT}.{kind}").read_bytes()
        assert names[f"suzhou-gxj-2024.{kind}"].read_bytes() == ours, kind
    data = tree / f"data/reports/{REPORT}.yml"
    data.write_text(data.read_text(encoding="utf-8").replace("[     8,", "[     9,", 1), encoding="utf-8")
    refused = export(tmp_path / "none")
    assert refused.returncode == 1
    assert "校验发现错误" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "none").exists()


def test_every_file_is_the_same_in_another_folder_time_zone_language_and_hash_seed(tree: Path, tmp_path: Path) -> None:
    other = tmp_path / "another" / "deeper"
    shutil.copytree(tree, other, symlinks=True)
    found = []
    for root, zone, language, seed in ((tree, "UTC", "C.UTF-8", "1"), (other, "Asia/Shanghai", "zh_CN.UTF-8", "2")):
        to = root / "exported"
        settings = {"TZ": zone, "LANG": language, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-m", "macros.cli", "export", REPORT, "--to", str(to)]
        subprocess.run(command, cwd=root, env={**os.environ, **settings}, check=True, capture_output=True)
        found.append({path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in to.iterdir()})
    assert found[0] == found[1]
    assert len(found[0]) == 7
