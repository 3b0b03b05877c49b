"""The guides tell what is so: commands, targets, files and pictures they name exist, and are told without jargon."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from macros.calls import Scene, resolve
from macros.cli import _parser
from macros.page import read_page
from macros.project import Project
from macros.publish.openapi import VERSION
from tests import guides
from tests.content import CONTENT, ROOT
from tests.pictures import PICTURES

TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in guides.guides()}
FOR_EDITORS = ("editor", "reviewer")
JARGON = re.compile(
    r"(?<![A-Za-z])(commit|branch|push|rebase|fork|clone|HEAD|diff|repository)(?![A-Za-z])|分支|推送|变基|克隆|拉取"
)
ON_BUTTONS = ("Commit changes",)


def commands(text: str) -> list[str]:
    """The calls of ``gongkai`` a guide tells people to type."""
    blocks = re.findall(r"^```\w*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    lines = [line.strip() for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    spans = [span for span in re.findall(r"`([^`\n]+)`", text) if " " in span]
    return [line for line in (*lines, *spans) if line.startswith("gongkai ")]


def test_there_are_guides_for_editors_reviewers_and_maintainers() -> None:
    assert {*FOR_EDITORS, "maintainer", "threat-model"} <= TEXTS.keys()


@pytest.mark.parametrize("name", TEXTS)
def test_every_command_in_a_guide_is_one_that_gongkai_takes(name: str) -> None:
    for command in commands(TEXTS[name]):
        words = shlex.split(command)[1:]
        if len(words) > 1:
            _parser().parse_args(words)
        else:  # a command spoken of, or typed without more: help is what every one of them takes
            with pytest.raises(SystemExit) as done:
                _parser().parse_args([*words, "--help"])
            assert done.value.code == 0


def test_a_command_that_gongkai_does_not_take_would_be_noticed() -> None:
    assert len(commands(TEXTS["editor"])) >= 4
    with pytest.raises(SystemExit):
        _parser().parse_args(shlex.split(commands("```\ngongkai chekc\n```")[0])[1:])


@pytest.mark.parametrize("name", TEXTS)
def test_every_target_and_file_in_a_guide_exists(name: str) -> None:
    text = TEXTS[name]
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE)) <= targets
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    paths = re.findall(r"`((?:data|docs|macros|theme|tests|guides|\.github)/[A-Za-z0-9_./-]*)`", text)
    for target in (*(guides.GUIDES / link for link in links if link), *(ROOT / path for path in paths)):
        assert target.exists(), target


def test_every_picture_asked_for_can_be_taken_and_none_is_taken_for_nothing() -> None:
    asked = {name for text in TEXTS.values() for name in guides.asked_for(text)}
    assert asked == PICTURES.keys()
    assert len(re.findall("<!-- picture", "".join(TEXTS.values()))) == sum(
        len(guides.asked_for(text)) for text in TEXTS.values()
    )


@pytest.mark.parametrize("name", FOR_EDITORS)
def test_editors_and_reviewers_are_spoken_to_without_the_words_of_git(name: str) -> None:
    text = TEXTS[name]
    for words in ON_BUTTONS:
        text = text.replace(words, "")
    assert not JARGON.findall(text)
    assert JARGON.findall("请先 push 到分支")


def test_every_macro_shown_to_editors_can_be_used_in_the_report() -> None:
    project = Project(CONTENT)
    shown = re.findall(r"`(\{\{[^`]+\}\})`", TEXTS["editor"])
    page = read_page("---\ntitle: x\n---\n\n# x\n\n" + "\n\n".join(shown), "guide.md")
    report = project.report("suzhou-gxj/2024")
    assert report is not None
    assert not page.problems
    assert 0 < len(shown) == len(page.calls)
    scene = Scene(project, report.id, report, "guide.md")
    for call in page.calls:
        resolve(scene, call.name, call.args, call.kwargs)


@pytest.mark.xdist_group("guides")
def test_the_guides_are_made_with_pictures_of_the_real_pages(tmp_path: Path, browser: Browser) -> None:
    guides.make(browser, tmp_path / "manual")
    for name, text in TEXTS.items():
        page = (tmp_path / "manual" / f"{name}.html").read_text(encoding="utf-8")
        assert page.count("<figure>") == len(guides.asked_for(text))
        assert "<!-- picture" not in page
        assert not re.search(r'href="[\w/.-]*\.md', page)
    for picture in PICTURES:
        with Image.open(tmp_path / "manual" / "pictures" / f"{picture}.png") as image:
            colours = image.convert("L").getcolors() or []
            assert min(image.width, image.height) >= 150, picture
            assert len(colours) > 20, picture


def test_the_newest_version_told_is_the_one_the_interface_names() -> None:
    text = (ROOT / "docs/changelog.md").read_text(encoding="utf-8")
    told = re.findall(r"^### (\d+\.\d+\.\d+) ", text.split("## 数据文件")[0], re.MULTILINE)
    assert told == sorted(told, reverse=True)
    assert told[0] == VERSION
