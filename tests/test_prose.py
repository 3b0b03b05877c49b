"""The readable text of a page: what is prose, what is not, and where each character stands in the file."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from macros.calls import scene_for
from macros.check import check
from macros.facts import Position
from macros.numerals import chinese, numerals
from macros.page import read_page
from macros.project import HERE, Project
from macros.prose import Prose, read_prose

FRONT = "---\ntitle: 甲\nreport: suzhou-gxj/2024\n---\n"


def prose(body: str) -> Prose:
    """The prose of a page of the 2024 report with this body."""
    page = read_page(FRONT + body, "page.md")
    return read_prose(page, scene_for(Project(HERE), "page.md", "suzhou-gxj/2024"))


def words(body: str) -> list[str]:
    """The passages of a body."""
    return [passage.text for passage in prose(body).passages]


def test_a_typed_number_behind_a_macro_keeps_its_true_column(tmp_path: Path) -> None:
    """The macro's text is longer or shorter than its call; what follows is still found where it stands."""
    line = '全年发布{{ figure("items_published") }}条，**培训**37次。'
    (passage,) = prose(f"{line}\n").passages
    assert passage.text == "全年发布1020条，培训37次。"
    macro, typed = numerals(passage)
    assert (macro.value, macro.address, macro.typed) == (1020, "figures.items_published", False)
    assert (typed.value, typed.address, typed.typed) == (37, None, True)
    assert passage.at(macro.start) == Position("page.md", 5, line.index("{{") + 1)
    assert passage.at(typed.start) == Position("page.md", 5, line.index("37") + 1)
    folder = tmp_path / "docs" / "reports" / "suzhou-gxj"
    folder.mkdir(parents=True)
    (folder / "2024.md").write_text(f"{FRONT}## 一、总体情况\n\n{line}\n", encoding="utf-8")
    found = [f for f in check(Project(HERE), [tmp_path]).findings if f.rule == "typed-number"]
    assert [(f.line, f.column) for f in found] == [(7, line.index("37") + 1)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("甲{: .c #d }", ["甲"]),
        ("[指南](a.md?x=1)和![图](b3.png)", ["指南和图"]),
        ("<span data-n='5'>平台</span><https://a.cn/9>", ["平台"]),
        ("共 <!-- 99 --> 8 件", ["共8件"]),
        ("**粗**、_斜_、`码 12`、a_b", ["粗、斜、、a_b"]),
        ("1. 甲\n2. 乙\n- 丙\n\n> 丁", ["甲", "乙", "丙", "丁"]),
        ("| 甲 | 1 |\n|---|---|\n| 乙 | 2 |", ["|甲|1|", "|乙|2|"]),
        ("```\n共 9 件\n```\n乙", ["乙"]),
        ("新收政府信息\n公开申请\n\n下一段", ["新收政府信息公开申请", "下一段"]),
        ("IPv6 OK 共３％", ["IPv6 OK共3%"]),
        ("A&amp;B\\*", ["A&B*"]),
        ('{{ table("requests") }}', []),
        ('共{{ figure("nothing") }}件', ["共□件"]),
        ("[a]: https://a.cn/1\n\n脚注[^1]", ["脚注"]),
    ],
)
def test_what_is_read(body: str, expected: list[str]) -> None:
    """Marks, addresses, comments, code and tables of macros are no prose."""
    assert words(body) == expected


def test_sections_headings_and_tables() -> None:
    """Sections begin at second-level headings, with their ids, sub-headings and tables."""
    body = (
        "# 题 {: #t }\n\n前言\n\n## 一、总体情况 {: #overview }\n\n### （一）甲\n\n乙\n\n"
        '## 二、丙 ##\n\n{{ table("requests") }}\n\n丁\n---\n'
    )
    found = prose(body)
    assert [title.text for title in found.titles] == ["题"]
    assert [section.title for section in found.sections] == ["", "一、总体情况", "二、丙", "丁"]
    heading = found.sections[1].heading
    assert heading is not None
    assert heading.anchor == "overview"
    assert heading.at(0).column == 4
    assert [p.level for p in found.sections[1].passages] == [3, 0]
    assert found.sections[1].passages[1].above == "题 一、总体情况 （一）甲"
    assert [call.args for call in found.sections[2].tables] == [("requests",)]


def test_clauses_do_not_cross_punctuation() -> None:
    """A clause ends at every mark, but not at the comma inside a number."""
    (passage,) = prose("行政复议、行政诉讼2,599件（其中3件）：甲；乙。").passages
    assert [clause.text for clause in passage.clauses()] == ["行政复议", "行政诉讼2,599件", "其中3件", "甲", "乙"]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("2,599条", 2599, "条"),
        ("1.2万条", 12000, "条"),
        ("223.3495万元", Decimal(2233495), "元"),
        ("19.3%", Decimal("19.3"), "%"),
        ("百分之九十五点五", Decimal("95.5"), "%"),
        ("八十九件", 89, "件"),
        ("一千零二十件", 1020, "件"),
    ],
)
def test_numbers_are_read_rightly(text: str, value: Decimal, unit: str) -> None:
    """Grouping, scales, percentages and Chinese numerals."""
    (passage,) = prose(f"共计有{text}").passages
    (numeral,) = numerals(passage)
    assert (numeral.value, numeral.unit) == (value, unit)


def test_words_that_are_no_number() -> None:
    """Chinese numerals that make no number are none."""
    assert chinese("二三") is None
    assert chinese("十") == 10


@pytest.mark.parametrize("mark", ["[", "*", "_", "`", "<a", "{:", "|-", "\\", "“", "（", "1、", "、", "《", "\n>"])
def test_hostile_pages_are_read_in_good_time(mark: str) -> None:
    """Thousands of unclosed marks neither fail nor hang."""
    found = prose(mark * 3000 + "甲")
    assert sum(len(list(numerals(passage))) for passage in found.passages) <= 3000
