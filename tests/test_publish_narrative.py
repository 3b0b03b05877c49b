"""Documents say what the page says: every heading, paragraph and number, in the same order."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
import yaml

from macros.project import Project
from macros.publish.narrative import (
    EXTENSIONS,
    Block,
    Heading,
    List,
    Paragraph,
    PlainTable,
    Run,
    Statutory,
    blocks,
    of_markdown,
)
from tests.content import CONTENT, ROOT
from tests.test_site import parsed


class _Names(yaml.SafeLoader):
    """Reads mkdocs.yml without looking at its environment."""


_Names.add_constructor("!ENV", lambda *_: None)


def words(found: Iterable[Block]) -> str:
    """All words of blocks, without white space."""
    said = []
    for block in found:
        if isinstance(block, Heading | Paragraph):
            said += [run.text for run in block.runs]
        elif isinstance(block, List):
            said += [words(item) for item in block.items]
        elif isinstance(block, PlainTable):
            said += [run.text for row in block.rows for cell in row for run in cell]
    return "".join("".join(said).split())


def test_the_report_is_read_whole_and_in_order() -> None:
    found = blocks(Project(CONTENT), "suzhou-gxj/2024")
    assert [block.id for block in found if isinstance(block, Heading) and block.level == 2] == [
        "overview", "proactive_disclosure", "requests", "reconsideration_litigation", "problems_improvements",
        "other_matters",
    ]  # fmt: skip
    assert [block.table for block in found if isinstance(block, Statutory)] == [
        "proactive_disclosure", "requests", "reconsideration_litigation",
    ]  # fmt: skip
    assert "全年发布各类信息1020条" in words(found)


def test_documents_and_site_say_the_same_words(site: object) -> None:
    page = parsed(site / "reports/suzhou-gxj/2024.html")  # type: ignore[operator]
    for one in page.xpath('//*[contains(@class,"gk-") and not(contains(@class,"gk-figure")) and ancestor::article]'):
        if one.getparent() is not None and one.get("class") not in ("gk-title md-typeset", "gk-text md-typeset"):
            one.drop_tree()
    for link in page.xpath('//a[@class="headerlink"]'):
        link.drop_tree()
    shown = "".join(page.xpath("//article")[0].text_content().split())
    assert words(blocks(Project(CONTENT), "suzhou-gxj/2024")) == shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一**二**三", (Paragraph((Run("一"), Run("二", bold=True), Run("三"))),)),
        ("[门户](http://x.cn/) [本站](a.md)", (Paragraph((Run("门户", link="http://x.cn/"), Run(" 本站"))),)),
        ("- 甲\n- 乙", (List(False, ((Paragraph((Run("甲"),)),), (Paragraph((Run("乙"),)),))),)),
        ("> 引", (Paragraph((Run("引"),), quoted=True),)),
        (
            "| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |",
            (PlainTable(1, (((Run("甲", bold=True),), (Run("乙", bold=True),)), ((Run("1"),), (Run("2"),)))),),
        ),
        ('<div class="gk-slot" data-slot="table a/2024 requests"></div>', (Statutory("requests"),)),
        ("a &lt;b&gt; & c", (Paragraph((Run("a <b> & c"),)),)),
    ],
)
def test_markdown_becomes_blocks(text: str, expected: tuple[Block, ...]) -> None:
    assert of_markdown(text) == expected


def test_the_extensions_are_those_of_the_site() -> None:
    settings = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Loader=_Names)  # noqa: S506 - a SafeLoader
    named = [one if isinstance(one, str) else next(iter(one)) for one in settings["markdown_extensions"]]
    assert sorted(named) == sorted([*EXTENSIONS, "toc"])
