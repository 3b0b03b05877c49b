"""Pages as editors make them: what the check refuses so that the build need not, and what is said once."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import markdown
import pytest

from macros.accessibility import Accessibility, Criterion, Level, Method, Standard
from macros.built import Built
from macros.check import check
from macros.engine_words import in_chinese
from macros.findings import Finding
from macros.project import Project
from macros.render.accessibility import statement
from macros.render.lists import terms
from tests.content import CONTENT, ROOT

LINK, PICTURE, EVENT = "[点此](javascript:alert(1))", "![x](https://evil.example/a.png)", 'x" onmouseover="alert(1)'
TAG = "<script>alert(1)</script> {: onclick=alert(1) }"


def as_page(text: str) -> str:
    """What Markdown makes of a macro's result, set as mkdocs.yml sets it."""
    return markdown.markdown(text, extensions=["attr_list", "def_list", "md_in_html", "tables", "toc", "footnotes"])


class _Tags(HTMLParser):
    """Gathers what a browser would run or fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.harm: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "img", "iframe"}:
            self.harm.append(tag)
        for name, value in attrs:
            if name.startswith("on") or (name in {"href", "src"} and not (value or "").startswith("#")):
                self.harm.append(f"{name}={value}")


def harm_in(html: str) -> list[str]:
    """Tags and attributes that run something or lead elsewhere."""
    tags = _Tags()
    tags.feed(html)
    return tags.harm


@pytest.mark.parametrize("words", [LINK, PICTURE, EVENT, TAG])
def test_words_of_the_statement_are_only_words(words: str) -> None:
    level = Level("A", words, 1)
    one = Criterion("1", "A", words, "符合", (words,), words, words)
    said = Accessibility(
        (Method(words, words, words, (words,)),), (Standard(words, words, words, (level,), (one,)),), (words,)
    )
    html = as_page(statement(said))
    assert harm_in(html) == []
    assert "alert(1)" in html or "evil.example" in html  # the words themselves can be read


@pytest.mark.parametrize("words", [LINK, PICTURE, EVENT, TAG])
def test_words_of_a_form_are_only_words(words: str) -> None:
    form = Project(CONTENT).forms["2021"]
    sections = tuple(replace(section, heading=words) for section in form.sections)
    assert harm_in(as_page(terms(replace(form, title=words, document_number=words, sections=sections)))) == []


def test_the_names_of_tests_are_folded_away() -> None:
    html = statement(Accessibility((Method("axe", "检测", "逐页。", ("tests/a.py::test_b",)),), (STANDARD,), ()))
    assert re.search(r"<details[^>]*><summary>[^<]+</summary><ul[^>]*><li><code>tests/a\.py::test_b</code>", html)


STANDARD = Standard("wcag", "标准", "说明", (Level("A", "A级", 1),), ())


def test_every_heading_is_in_the_contents_however_its_attributes_stand() -> None:
    html = '<h2 class="foo" id="one">一</h2><h3 title="说明" class="a" id="two">二</h3><h2 id="three" class="b">三</h2>'
    found = Built("a.html", "页面", html, "", "").headings()
    assert [(head.id, [under.id for under in head.under]) for head in found] == [("one", ["two"]), ("three", [])]


def tree(root: Path) -> Path:
    """The real site's data and pages."""
    for name in ("data", "docs"):
        shutil.copytree(CONTENT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    return root


def errors(root: Path) -> list[Finding]:
    result = check(Project(root), [root / "data", root / "docs"])
    return [one for one in result.findings if one.severity == "error"]


def test_a_wrong_agency_in_the_settings_is_said_once_and_there(tmp_path: Path) -> None:
    site = tree(tmp_path) / "data" / "site.yml"
    site.write_text(site.read_text(encoding="utf-8").replace("suzhou-gxj", "suzhou-gxx"), encoding="utf-8")
    (only,) = errors(tmp_path)
    assert (only.rule, only.file.endswith("data/site.yml")) == ("site-agency", True)
    assert "data/agencies/suzhou-gxx.yml" in only.message


def test_missing_settings_are_said_once_and_there(tmp_path: Path) -> None:
    (tree(tmp_path) / "data" / "site.yml").unlink()
    (only,) = errors(tmp_path)
    assert (only.rule, only.file.endswith("data/site.yml")) == ("site-agency", True)


def test_a_missing_agency_is_said_once(tmp_path: Path) -> None:
    (tree(tmp_path) / "data" / "agencies" / "suzhou-gxj.yml").unlink()
    assert [one.rule for one in errors(tmp_path)] == ["site-agency"]


def test_an_agency_a_report_names_is_asked_for_once_a_page(tmp_path: Path) -> None:
    root = tree(tmp_path)
    report = root / "data" / "reports" / "suzhou-gxj" / "2024.yml"
    agencies = root / "data" / "agencies"
    shutil.copy(agencies / "suzhou-gxj.yml", agencies / "suzhou-abc.yml")
    for path in (root / "data" / "site.yml", agencies / "suzhou-abc.yml"):
        path.write_text(path.read_text(encoding="utf-8").replace("suzhou-gxj", "suzhou-abc"), encoding="utf-8")
    (agencies / "suzhou-gxj.yml").unlink()
    assert report.is_file()
    found = errors(root)
    assert {one.rule for one in found} == {"macro-report"}
    assert len({one.file for one in found}) == len(found)
    assert all("请建 data/agencies/suzhou-gxj.yml" in one.message for one in found)


def test_a_deleted_page_is_missed_where_it_is_linked(tmp_path: Path) -> None:
    (tree(tmp_path) / "docs" / "terms.md").unlink()
    found = errors(tmp_path)
    assert {one.rule for one in found} == {"link-target", "nav-page"}
    assert all("terms.md" in one.message for one in found)


SAID = """\
INFO    -  Cleaning site directory
INFO    -  The following pages exist in the docs directory, but are not included in the "nav" configuration:
  - new.md
WARNING -  A reference to 'gone.md' is included in the 'nav' configuration, which is not found in the files.
WARNING -  Doc file 'a.md' contains a link 'b.md', but the target is not found among documentation files.
WARNING -  Doc file 'a.md' contains a link '#x', but there is no such anchor on this page.
WARNING -  Doc file 'a.md' contains a link 'c.md#x', but the doc 'c.md' does not contain an anchor '#x'.
WARNING -  Doc file 'a.md' contains an absolute link '/b.html', it was left as is.
WARNING -  Something else

Aborted with 6 warnings in strict mode!
"""


def test_what_the_generator_refuses_is_told_in_chinese_without_its_chatter() -> None:
    lines = in_chinese(SAID.replace("INFO    -  The", "WARNING -  The")).splitlines()
    assert len(lines) == 7
    assert "docs/new.md" in lines[0]
    assert all(re.search(r"[\u4e00-\u9fff]", line) and "WARNING" not in line for line in lines[:6])
    assert lines[6] == "Something else"
