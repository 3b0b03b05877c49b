"""A macro that names nothing stops the check and the build, with page, line and a suggestion; nothing is half shown."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from macros.build import ENVIRONMENT
from macros.calls import scene_for
from macros.check import check
from macros.project import Project
from macros.site_macros import MacroError, render
from tests.content import CONTENT, ROOT

MISTAKES = {
    "unknown macro": ('{{ tabel("requests") }}', "macro-unknown", "table"),
    "unknown table": ('{{ table("request") }}', "macro-name", "requests"),
    "unknown figure": ('{{ figure("items_publishd") }}', "macro-name", "items_published"),
    "unknown cell": ('{{ cell("requests.new_request.total") }}', "macro-name", "requests.new_requests.total"),
    "blank cell": ('{{ cell("requests.carried_in.total") }}', "macro-value", "空白"),
    "group instead of cell": ('{{ cell("requests.denied") }}', "macro-name", "requests.denied"),
    "unknown agency text": ('{{ agency("nam") }}', "macro-name", "name"),
    "agency text not known": ('{{ agency("address") }}', "macro-value", "未知"),
    "fee not known": ('{{ fee("notices") }}', "macro-value", "空白"),
    "no argument": ("{{ table() }}", "macro-argument", 'table("requests")'),
    "two arguments": ('{{ figure("items_published", "x") }}', "macro-argument", 'figure("items_published")'),
    "number as argument": ("{{ cell(3) }}", "macro-argument", "cell("),
    "keyword argument": ('{{ cell(name="x") }}', "macro-argument", "cell("),
    "list with argument": ('{{ terms("x") }}', "macro-argument", "terms()"),
    "undefined variable": ("{{ items_published }}", "unsafe-template", "items_published"),
    "expression": ("{{ 1 + 1 }}", "unsafe-template", "1 + 1"),
    "not closed": ('{{ figure("items_published" }}', "template-syntax", "花括号"),
}


def mkdocs(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(root / "out")],
        cwd=root,
        env={**os.environ, **ENVIRONMENT},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("call", "rule", "says"), MISTAKES.values(), ids=MISTAKES.keys())
def test_mistake_in_a_macro_is_found_at_its_line_with_a_suggestion(tree: Path, call: str, rule: str, says: str) -> None:
    page = tree / "docs" / "index.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(f"{text}\n\n好的一行。\n共{call}件。\n", encoding="utf-8")
    result = check(Project(tree), [tree / "docs"])
    found = [f for f in result.findings if f.severity == "error"]
    assert [f.rule for f in found] == [rule]
    assert found[0].line == text.count("\n") + 4
    assert says in found[0].message
    if rule != "template-syntax":
        assert found[0].column == 2


def test_report_that_is_not_there_is_said_once(tree: Path) -> None:
    page = tree / "docs" / "index.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("report: suzhou-gxj/2024", "report: suzhou-gxj/2042"), encoding="utf-8")
    found = [f for f in check(Project(tree), [tree / "docs"]).findings if f.severity == "error"]
    assert [f.rule for f in found] == ["macro-report"]
    assert found[0].line == 4


def test_bare_mkdocs_build_refuses_what_the_check_refuses(tree: Path) -> None:
    page = tree / "docs" / "index.md"
    page.write_text(page.read_text(encoding="utf-8") + '\n{{ figure("items_publishd") }}\n', encoding="utf-8")
    run = mkdocs(tree)
    assert run.returncode != 0
    assert "items_publishd" in run.stderr + run.stdout
    assert "Traceback" not in run.stderr + run.stdout
    assert not list((tree / "out").rglob("*.html"))


def test_macro_never_gives_an_error_text_or_an_empty_string() -> None:
    project = Project(CONTENT)
    scene = scene_for(project, str(CONTENT / "docs" / "index.md"), "suzhou-gxj/2024")
    assert render(scene, "cell", ("requests.new_requests.total",), {}) == '<data class="gk-figure" value="8">8</data>'
    assert "223.3495" in render(scene, "cell", ("proactive_disclosure.administrative_fees",), {})
    for name, argument in (("cell", "requests.carried_in.total"), ("figure", "x"), ("nothing", "x")):
        with pytest.raises(MacroError, match=r"index\.md"):
            render(scene, name, (argument,), {})


def test_second_wall_refuses_a_payload_the_check_would_miss(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the check blind, the page would still be refused before it is rendered."""
    page = tree / "docs" / "index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n{{ ''.__class__.__mro__ }}\n", encoding="utf-8")
    (tree / "macros").unlink()
    subprocess.run(["cp", "-r", str(ROOT / "macros"), str(tree / "macros")], check=True)
    source = (tree / "macros" / "__init__.py").read_text(encoding="utf-8")
    blind = source.replace("if result.failed:", "if False:")
    assert blind != source
    (tree / "macros" / "__init__.py").write_text(blind, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tree))
    run = mkdocs(tree)
    assert run.returncode != 0
    assert "不允许的模板语法" in run.stderr + run.stdout
