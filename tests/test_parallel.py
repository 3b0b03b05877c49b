"""Several processes say what one process says, in the same order."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from macros.inputs import Input
from macros.parallel import FEW, chunks
from tests import bench
from tests.case_files import ROOT


def _check(root: Path, processes: int, output: str) -> tuple[int, str]:
    run = subprocess.run(
        [sys.executable, "-m", "macros.cli", "check", "data", "--format", output], cwd=root, capture_output=True,
        text=True, encoding="utf-8", check=False,
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


def test_folders_stay_whole() -> None:
    """Reports of one agency are judged by one process; the order stays."""
    items = [Input(Path(f"r/{a}/{y}.yml"), f"r/{a}/{y}.yml", "data", Path("r")) for a in "abcdefg" for y in range(9)]
    parts = chunks(items, 4)
    assert [item for part in parts for item in part] == items
    folders = [{item.path.parent for item in part} for part in parts]
    assert sum(map(len, folders)) == len(set().union(*folders))
    assert 2 <= len(parts) <= 4
