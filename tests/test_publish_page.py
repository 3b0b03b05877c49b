"""The page 开放数据 is true: what it names is there, and its examples run as they stand."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from macros.publish.page_links import linked
from macros.publish.provenance import Commit, Provenance
from tests.content import CONTENT
from tests.publish_tree import OWN, lay_out, publish

PAGE = (CONTENT / "docs" / "data.md").read_text(encoding="utf-8")
ADDRESSES = re.findall(r"^\\| `((?:api|feeds)/[^`]+)`", PAGE, re.MULTILINE)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("open")
    tree = lay_out(tmp_path_factory.mktemp("tree"))
    commit = Commit("0" * 40, "2025-01-20T16:00:00+08:00", 0)
    known = Provenance(tree, {f"data/reports/{OWN}.yml": commit, f"docs/reports/{OWN}.md": commit})
    publish(tree, site, known=known)
    return site


def test_every_file_the_page_names_is_written(data: Path) -> None:
    assert len(ADDRESSES) > 10
    for address in ADDRESSES:
        assert (data / address).is_file(), address


def test_every_key_the_page_speaks_of_is_in_the_data(data: Path) -> None:
    text = (data / f"api/v1/reports/{OWN}.json").read_text(encoding="utf-8")
    for key in ("state", "value", "unit", "address", "provenance", "generated_at", "corrections"):
        assert f"`{key}`" in PAGE
        assert f'"{key}": ' in text


def test_the_example_in_python_runs_and_tells_the_number(data: Path, tmp_path: Path) -> None:
    (example,) = re.findall(r"```python\n(.+?)```", PAGE, re.DOTALL)
    script = tmp_path / "example.py"
    script.write_text(example.replace("https://example.org/", f"{data.as_uri()}/"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-X", "utf8", str(script)], check=True, capture_output=True, text=True, encoding="utf-8"
    )
    assert "苏州市工业和信息化局 2024 8 件\n" in done.stdout
    assert len(done.stdout.splitlines()) == 7


def test_addresses_become_links_only_to_files_that_are_there() -> None:
    content = "<code>api/v1/index.json</code> <code>api/v1/gone.json</code> <code>api/v1/a b</code> <code>x</code>"
    assert linked(content, {"api/v1/index.json"}) == content.replace(
        "<code>api/v1/index.json</code>", '<a href="api/v1/index.json"><code>api/v1/index.json</code></a>'
    )
