"""Building and serving: nothing wrong is published, nothing on disk is lost, the preview says where it is."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from macros.build import MARK, build
from macros.cli import main
from macros.inputs import UsageError
from tests.content import CONTENT, ROOT

GONGKAI = [sys.executable, "-m", "macros.cli"]


def run(root: Path, *args: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [*GONGKAI, *args], cwd=root, env=environment, capture_output=True, text=True, check=False, encoding="utf-8"
    )


def spoil(root: Path) -> None:
    path = root / "data/reports/suzhou-gxj/2024.yml"
    text = path.read_text(encoding="utf-8")
    assert "issued: 3" in text
    lines = [
        line.replace("8", "9", 1) if line.strip().startswith("new_requests") else line for line in text.split("\n")
    ]
    path.write_text("\n".join(lines), encoding="utf-8")


def test_a_report_that_does_not_add_up_is_not_published_and_the_old_site_stays(tree: Path) -> None:
    old = tree / "site"
    (old / "assets").mkdir(parents=True)
    (old / MARK).write_text("old", encoding="utf-8")
    spoil(tree)
    done = run(tree, "build")
    assert done.returncode == 1
    assert "校验发现错误" in done.stderr
    assert "Traceback" not in done.stderr
    assert (old / MARK).read_text(encoding="utf-8") == "old"
    assert [p.name for p in tree.iterdir() if p.name.startswith(".gongkai")] == []


def test_a_broken_link_is_not_published_and_the_old_site_stays(tree: Path) -> None:
    page = tree / "docs" / "about.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n[没有的页面](nothing.md)\n", encoding="utf-8")
    old = tree / "site"
    (old / "assets").mkdir(parents=True)
    (old / MARK).write_text("old", encoding="utf-8")
    done = run(tree, "build")
    assert done.returncode == 1
    assert "nothing.md" in done.stderr
    assert (old / MARK).read_text(encoding="utf-8") == "old"


def test_a_good_tree_is_built_whole_and_replaces_the_old_site(tree: Path) -> None:
    old = tree / "site"
    (old / "assets").mkdir(parents=True)
    (old / MARK).write_text("old", encoding="utf-8")
    (old / "gone.html").write_text("old", encoding="utf-8")
    done = run(tree, "build")
    assert done.returncode == 0, done.stderr
    assert (old / "index.html").is_file()
    assert not (old / "gone.html").exists()


def test_a_file_at_the_root_stands_in_for_no_module_of_the_build(tree: Path) -> None:
    """Neither for MkDocs nor for any of Python's, however late it is imported."""
    for name in (*sys.stdlib_module_names, "mkdocs", "markdown", "lxml"):
        (tree / f"{name}.py").write_text(f"open({str(tree / 'ran')!r}, 'a').write('{name} ')\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "macros.cli", "build", "--no-documents"],
        cwd=tree, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert not (tree / "ran").exists(), (tree / "ran").read_text(encoding="utf-8")
    assert done.returncode == 0, done.stderr


def test_a_folder_that_is_no_site_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError):
        build(CONTENT, tmp_path)
    assert (tmp_path / "precious.txt").is_file()


def test_one_setting_takes_the_notice_off_when_the_bureau_runs_the_site(tree: Path) -> None:
    path = tree / "data" / "site.yml"
    text = path.read_text(encoding="utf-8")
    assert "demonstration: true" in text
    path.write_text(text.replace("demonstration: true", "demonstration: false"), encoding="utf-8")
    done = run(tree, "build")
    assert done.returncode == 0, done.stderr
    assert "gk-notice" not in (tree / "site" / "index.html").read_text(encoding="utf-8")


@contextmanager
def preview(tree: Path) -> Iterator[int]:
    """The port of a running preview of a tree."""
    process = subprocess.Popen(
        [*GONGKAI, "serve", "--port", "8460"],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert "预览地址：http://127.0.0.1:" in line
        yield int(line.split("127.0.0.1:")[1].split("/")[0])
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(20)
        if process.stdout is not None:
            process.stdout.close()


def test_serve_prints_its_address_and_answers(tree: Path) -> None:
    with preview(tree) as port:
        assert "苏州市工业和信息化局" in _wait_for(port)


def test_a_mistake_made_during_a_preview_is_read_on_the_page_until_it_is_mended(tree: Path) -> None:
    data = tree / "data/reports/suzhou-gxj/2024.yml"
    good = data.read_text(encoding="utf-8")
    with preview(tree) as port:
        _wait_for(port)
        spoil(tree)
        assert "校验发现错误" in _wait_for(port, "校验发现错误")
        data.write_text(good, encoding="utf-8")
        assert "校验发现错误" not in _wait_for(port, "gk-brand")


def _wait_for(port: int, *words: str) -> str:
    """The home page, as soon as it holds one of the words (any page, without words)."""
    deadline = time.monotonic() + 150
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/index.html")
            page = connection.getresponse().read().decode("utf-8")
            if not words or any(word in page for word in words):
                return page
            time.sleep(0.3)
        except OSError:
            time.sleep(0.3)
        finally:
            connection.close()
    raise AssertionError("the preview never answered")


def test_a_path_that_is_not_there_is_exit_2_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "nowhere/at/all"]) == 2
    assert "找不到" in capsys.readouterr().err


def test_a_draft_is_not_published_and_cannot_be_cited(tree: Path) -> None:
    data, docs = tree / "data/reports/suzhou-gxj", tree / "docs/reports/suzhou-gxj"
    text = (data / "2024.yml").read_text(encoding="utf-8").replace("status: published", "status: draft")
    (data / "2025.yml").write_text(text.replace("year: 2024", "year: 2025"), encoding="utf-8")
    page = (docs / "2024.md").read_text(encoding="utf-8").replace("2025", "2026").replace("2024", "2025")
    (docs / "2025.md").write_text(page, encoding="utf-8")
    done = run(tree, "build")
    assert done.returncode == 0, done.stderr
    site = tree / "site"
    assert (site / "reports/suzhou-gxj/2024.html").is_file()
    assert [path.name for path in site.rglob("2025*")] == []
    assert [path.name for path in site.rglob("*.html") if "suzhou-gxj/2025" in path.read_text(encoding="utf-8")] == []
    home = tree / "docs/index.md"
    home.write_text(
        home.read_text(encoding="utf-8").replace("report: suzhou-gxj/2024", "report: suzhou-gxj/2025"), encoding="utf-8"
    )
    done = run(tree, "build")
    assert done.returncode == 1
    assert "suzhou-gxj/2025 还没有公布" in done.stderr
    assert "Traceback" not in done.stderr
