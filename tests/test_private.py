"""Numbers of persons: found however they are written, shown by nobody, answered for one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.check import check
from macros.cli import FORMATS, main
from macros.findings import Result
from macros.private import masked, numbers
from macros.project import Project
from tests.case_files import lay_out
from tests.desk import Desk

ID, MOBILE, CARD = "110101199003074530", "13812345678", "6225881234567898"
PAGE = "---\ntitle: 报告\nreport: suzhou-gxj/2024\n{front}---\n\n# 报告\n\n## 一、总体情况\n\n{words}\n"
ANSWER = "reason: 值班电话, by: 局办公室, date: 2025-01-20"


@pytest.mark.parametrize(
    "written",
    [
        "110101 19900307 4530",
        "110101**19900307**4530",
        "110101&shy;19900307&nbsp;4530",
        "１１０１０１１９９００３０７４５３０",
        "[110101](#a)<b>19900307</b>4530",
        "110101\n19900307 4530",
    ],
)
def test_a_number_is_masked_however_it_is_written(written: str) -> None:
    """Nothing else of the text changes, and its length does not."""
    text = f"号码：{written}，2024年12月31日共1020条。"
    (found,) = numbers(text)
    assert found.digits == ID
    shown = masked(text)
    assert len(shown) == len(text)
    assert shown.count("*") >= text.count("*") + 11
    assert numbers(shown) == ()
    assert shown.startswith("号码：")
    assert shown.endswith("，2024年12月31日共1020条。")


def test_a_number_cut_short_or_mistyped_is_masked_too() -> None:
    """A sentence that quotes only part of a line, or a number with a wrong digit, gives nobody away."""
    assert masked(f"“{ID[:16]}…”") == f"“110{'*' * 9}{ID[12:16]}…”"
    assert masked("320501199003071230") == "320***********1230"
    assert masked("编号213812345678，索引号014149816/2024-00012，1000000000000 元") == (
        "编号213812345678，索引号014149816/2024-00012，1000000000000 元"
    )


def given(tmp_path: Path, words: str, *entries: str) -> Result:
    """The check of a page that explains itself."""
    listed = "".join(f"  - {{{entry}, {ANSWER}}}\n" for entry in entries)
    front = f"explanations:\n{listed}" if entries else ""
    return check(Project(tmp_path), lay_out({"page": PAGE.format(front=front, words=words)}, tmp_path))


@pytest.mark.parametrize("words", [f"证件号{ID}。", "证件号110101 **19900307** 4530。", f"电话{MOBILE}，账号{CARD}。"])
@pytest.mark.parametrize("name", FORMATS)
def test_no_output_shows_a_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: str, name: str
) -> None:
    """Not in the sentence of another rule, not in the line beside it, not in what was found or expected."""
    given(tmp_path, words)
    (tmp_path / "mkdocs.yml").write_text("site_name: t\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--format", name]) == 1
    said = capsys.readouterr().out
    assert "****" in said.replace("\\", "")
    digits = "".join(letter for letter in said if letter.isalnum())
    assert not [one for one in (ID, MOBILE, CARD, "19900307") if one in digits]


def test_the_review_shows_no_number(tmp_path: Path) -> None:
    """Neither what was written nor what is written now, in any format."""
    desk = Desk(tmp_path)
    desk.change(desk.page, "从严掌握公开的范围", f"从严掌握公开的范围，证件号{ID}")
    for name in ("text", "markdown", "json"):
        said = desk.run("review", "--against", "HEAD", "--format", name, expect=None)
        assert "从严掌握公开的范围" in said
        assert ID not in said, name


def gates(result: Result) -> list[tuple[str, bool]]:
    """What is held back until it is answered: key, and whether it is answered."""
    return [(one.key, one.explanation is not None) for one in result.findings if one.rule == "mobile-number"]


def test_an_answer_is_for_one_number_in_one_place(tmp_path: Path) -> None:
    """Another number, and the same masked form said of somebody else, need answers of their own."""
    answer = 'rule: mobile-number, text: "值班电话138****5678"'
    words = "值班电话13812345678。\n\n申请人来电13899995678，投诉人来电13712345670。"
    result = given(tmp_path, words, answer)
    assert gates(result) == [
        ("值班电话138****5678", True),
        ("请人来电138****5678", False),
        ("诉人来电137****5670", False),
    ]
    assert result.failed


@pytest.mark.parametrize("answer", ["", ', text: "*"', ', text: "138"', ', text: "138****5678"', ", cells: [requests]"])
def test_an_answer_that_names_no_finding_opens_nothing(tmp_path: Path, answer: str) -> None:
    """Neither a bare rule, nor a part of the words, nor cells: it is told as an answer to nothing."""
    result = given(tmp_path, "值班电话13812345678。", f"rule: mobile-number{answer}")
    assert gates(result) == [("值班电话138****5678", False)]
    assert [one.rule for one in result.findings if one.rule == "explanation-unused"] == ["explanation-unused"]


def test_a_mark_of_secrecy_is_answered_where_it_stands(tmp_path: Path) -> None:
    """The same words in another sentence are another finding."""
    words = "本刊曾属内部资料，现已公开。\n\n附件内部资料请查收。"
    result = given(tmp_path, words, "rule: secrecy-mark, text: 本刊曾属内部资料")
    found = [(one.key, one.explanation is not None) for one in result.findings if one.rule == "secrecy-mark"]
    answered = ("本刊曾属内部资料", True)  # the answer itself holds the words, on the public page's first lines
    assert found == [answered, answered, ("附件内部资料请查收", False)]


def test_a_page_that_cites_a_draft_is_held_as_any_public_page(tmp_path: Path) -> None:
    """Only the report's own page is out of the public's sight."""
    page = f"---\ntitle: 说明\nreport: suzhou-gxj/2024\n---\n\n# 说明\n\n电话{MOBILE}，【待填：说明】。\n"
    case = {
        "report": [{"find": "status: published", "put": "status: draft"}],
        "files": [{"path": "docs/about.md", "text": page}],
    }
    result = check(Project(tmp_path), lay_out(case, tmp_path))
    errors = {one.rule for one in result.findings if one.severity == "error" and one.file.endswith("about.md")}
    assert {"mobile-number", "text-mark-left"} <= errors
