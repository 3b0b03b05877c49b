"""The same commit is the same site, byte by byte: in another folder, time zone, language, order, at another time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from macros.build import build
from tests.content import CONTENT, ROOT
from tests.reproduce import CLOCK, ELSEWHERE, build_site, differences

pytestmark = pytest.mark.xdist_group("product")

MADE = {
    ".venv",
    "site",
    "shots",
    "dist",
    "build",
    ".cache",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
}

YEARS = (
    "time.gmtime().tm_year", "time.strftime('%Y')", "time.localtime(time.time_ns() // 10**9).tm_year",
    "d.date.today().year", "d.datetime.now().year", "d.datetime.now(d.UTC).year",
)  # fmt: skip


OF_CONTENT = ("data", "docs", ".git")


def copy_of_the_working_tree(to: Path) -> Path:
    """Everything a build reads, with what is not committed yet; content and history are those the tests stand on."""

    def unwanted(folder: str, names: list[str]) -> set[str]:
        return {
            name for name in names if name == "__pycache__" or (Path(folder) == ROOT and name in {*MADE, *OF_CONTENT})
        }

    shutil.copytree(ROOT, to, ignore=unwanted)
    for name in OF_CONTENT:
        shutil.copytree(CONTENT / name, to / name)
    fonts = ROOT / ".cache" / "fonts"
    if fonts.is_dir():
        (to / ".cache").mkdir()
        (to / ".cache" / "fonts").symlink_to(fonts)
    return to


def test_every_file_of_the_site_is_the_same_bytes_elsewhere_and_at_another_time(site: Path, tmp_path: Path) -> None:
    other = build_site(copy_of_the_working_tree(tmp_path / ELSEWHERE.folder), ELSEWHERE)
    assert differences(site, other) == []
    assert (other / "reports/suzhou-gxj/2024.pdf").is_file()


def test_the_other_clock_is_years_ahead_for_whoever_asks() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import time, datetime as d; " + "; ".join(f"print({one})" for one in YEARS)],
        env={**os.environ, "PYTHONPATH": str(CLOCK)}, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    here = subprocess.run(["date", "+%Y"], capture_output=True, text=True, check=True).stdout.strip()
    assert len(said) == len(YEARS)
    assert all(int(year) >= int(here) + 4 for year in said)


def test_a_byte_that_differs_a_file_too_many_and_one_too_few_are_each_named(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        (folder / "feeds").mkdir(parents=True)
        (folder / "index.html").write_text("甲\n同样的一行\n", encoding="utf-8")
        (folder / "feeds" / "a.xml").write_bytes(bytes(1000))
    assert differences(one, other) == []
    (other / "feeds" / "a.xml").write_bytes(bytes(999) + b"\x01")
    (other / "index.html").write_text("甲\n另外的一行\n", encoding="utf-8")
    (one / "gone.pdf").write_bytes(b"x")
    (other / "new.pdf").write_bytes(b"x")
    found = differences(one, other)
    assert [line.partition(":")[0] for line in found] == ["gone.pdf", "new.pdf", "feeds/a.xml", "index.html"]
    assert "byte 999, line 1:" in found[2]
    assert "byte 5, line 2:" in found[3]
    assert str(one) in found[0]
    assert str(other) in found[1]


def test_a_file_that_ends_sooner_differs(tmp_path: Path) -> None:
    for name, data in (("one", b"abc"), ("other", b"ab")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a").write_bytes(data)
    (found,) = differences(tmp_path / "one", tmp_path / "other")
    assert found.startswith("a: byte 2,")


def test_a_template_that_looks_at_the_clock_is_found_out(tree: Path, site: Path) -> None:
    """The whole comparison, on a site that is not reproducible: the footer says when it was made."""
    config = tree / "mkdocs.yml"
    hook = tree / "clock.py"
    hook.write_text("import time\n\ndef on_env(env, **_):\n    env.globals['now'] = time.time()\n", encoding="utf-8")
    config.write_text(
        config.read_text(encoding="utf-8").replace("hooks: [", f"hooks: [{hook.name}, "), encoding="utf-8"
    )
    footer = tree / "theme" / "partials" / "footer.html"
    footer.write_text(footer.read_text(encoding="utf-8") + "<p>{{ now }}</p>\n", encoding="utf-8")
    sites = []
    for name in ("one", "other"):
        build(tree, tree / name, documents=False)
        sites.append(tree / name)
    found = differences(*sites)
    assert any(line.startswith("index.html: byte ") for line in found)
    assert not any(line.startswith("assets/") for line in found)
    assert differences(site, site) == []
