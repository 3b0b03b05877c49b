"""What editors write breaks no test: the suite stands on a copy, and only the check and the build see the real one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from macros.check import check
from macros.project import Project
from tests.content import CONTENT, ROOT

REAL = re.compile(
    r"Project\(ROOT\)|build\(ROOT|ROOT / f?[\"'](?:data|docs)\b(?!/changelog\.md)|copytree\(ROOT / name"
    r"|Provenance\(ROOT\)"
)
OF_THE_REAL_ONE = {"bench.py", "bench_site.py", "content.py", "shots.py", "test_content.py"}  # measured, looked at


def asking_for_the_real_one(text: str) -> list[str]:
    """Where a test would read what editors write."""
    return REAL.findall(text)


def test_no_test_reads_what_editors_write() -> None:
    files = [path for path in (ROOT / "tests").glob("*.py") if path.name not in OF_THE_REAL_ONE]
    assert len(files) > 80
    assert {path.name: found for path in files if (found := asking_for_the_real_one(path.read_text("utf-8")))} == {}


@pytest.mark.parametrize("line", ["Project(ROOT)", 'ROOT / "data" / "reports"', 'ROOT / f"docs/{x}.md"'])
def test_a_test_that_did_would_be_noticed(line: str) -> None:
    assert asking_for_the_real_one(line)


def test_the_copy_holds_a_whole_project_in_order() -> None:
    result = check(Project(CONTENT), [CONTENT / "data", CONTENT / "docs"])
    assert not result.failed
    assert result.cells == 200


def test_the_copy_has_the_forms_and_the_program_of_the_repository() -> None:
    for path in (ROOT / "data/forms").glob("*.yml"):
        assert (CONTENT / path.relative_to(ROOT)).read_bytes() == path.read_bytes()
    assert (CONTENT / "macros").resolve() == Path(ROOT / "macros").resolve()
