"""``gongkai correct``: value and entry in one write, once everything has been proved; else nothing is written."""

from __future__ import annotations

import os
import shlex
import shutil
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from macros.cli import main
from macros.correcting_totals import totals_along
from macros.facts import shown
from macros.project import Project
from macros.render.corrections import said, sentence
from macros.report import Report
from tests import generate
from tests.case_files import change
from tests.content import CONTENT, ROOT
from tests.desk import Desk
from tests.repository import commit, git

ID = "suzhou-gxj/2024"
WHY = ("--kind", "更正", "--reason", "统计口径有误，漏计一件")
GRANTED = "requests.granted.natural_person"
LICENSING = "proactive_disclosure.administrative_licensing"
MOVE = (
    GRANTED, "3", "requests.granted.total", "3",
    "requests.partially_granted.natural_person", "0", "requests.partially_granted.total", "0",
)  # fmt: skip


def committed(root: Path) -> Path:
    """A folder as a repository with one commit."""
    git(root, "init", "-q")
    (root / ".git" / "info" / "exclude").write_text("/macros\n/site\n", encoding="utf-8")
    commit(root, "公布")
    return root


@pytest.fixture
def desk(tree: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project, committed, as the working folder."""
    monkeypatch.chdir(committed(tree))
    return tree


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same for calls that are refused, so that one will do for all; its report was published on 2025-01-20."""
    root = tmp_path_factory.mktemp("unchanged")
    for name in ("data", "docs"):
        shutil.copytree(CONTENT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    change(data_of(root), ("published: null ", "published: 2025-01-20 "))
    return committed(root)


def data_of(root: Path, report: str = ID) -> Path:
    return root / "data" / "reports" / f"{report}.yml"


def page_of(root: Path) -> Path:
    return root / "docs" / "reports" / f"{ID}.md"


def read(root: Path, report: str = ID) -> Report:
    found, document, facts = Project(root).read(data_of(root, report))
    assert found is not None
    assert not facts
    assert not document.problems
    return found


def refused(capsys: pytest.CaptureFixture[str], root: Path, *args: str, status: int = 2) -> str:
    """What a refusal says; nothing on disk has changed."""
    before = data_of(root).read_bytes()
    capsys.readouterr()
    assert main(["correct", *args]) == status
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    assert data_of(root).read_bytes() == before
    assert [p.name for p in data_of(root).parent.iterdir()] == ["2024.yml"]
    return said.err


# --- what is written ----------------------------------------------------------------------------------------------


def test_values_and_entries_are_written_together_and_nothing_else_changes(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = data_of(desk).read_text(encoding="utf-8").split("\n")
    assert main(["correct", ID, *MOVE, *WHY, "--date", "2025-03-01"]) == 0
    said = capsys.readouterr().out
    assert "2 → 3" in said
    assert said.endswith(f"  3. 提出修改申请，请人审核（改动的文件：data/reports/{ID}.yml）。\n")
    new = data_of(desk).read_text(encoding="utf-8").split("\n")
    assert [line for line in old if line not in new] == [
        line for line in old if line.startswith(("  granted:", "  partially_granted:", "corrections: []"))
    ]
    added = [line for line in new if line not in old]
    assert len(added) == 2 + 1 + 4
    assert all(line.endswith(("予以公开", "不计其他情形）", "corrections:", "漏计一件}")) for line in added)
    report = read(desk)
    assert [(one.date, one.cell, one.old, one.new, one.kind, one.reason) for one in report.corrections] == [
        (date(2025, 3, 1), cell, was, int(now), "更正", "统计口径有误，漏计一件")
        for cell, now, was in zip(MOVE[::2], MOVE[1::2], (2, 2, 1, 1), strict=True)
    ]
    assert main(["check", "--against", "HEAD"]) == 0
    assert main(["format", "--check"]) == 0


def test_the_only_published_report_need_not_be_named_and_the_forms_words_will_do(desk: Path) -> None:
    words = ("三（一）予以公开 自然人", "3", "予以公开 总计", "3", "（二）部分公开 自然人", "0", "部分公开 总计", "0")
    assert main(["correct", *words, "二 行政许可", "2", *WHY]) == 0
    assert [one.cell for one in read(desk).corrections] == [*MOVE[::2], LICENSING]


@pytest.mark.parametrize(
    ("address", "typed", "old", "new"),
    [
        (LICENSING, "null", 1, None),
        (LICENSING, "空白", 1, None),
        ("proactive_disclosure.rules.issued", "不适用", 0, "n/a"),
        ("proactive_disclosure.administrative_fees", "223.3496", "223.3495", "223.3496"),
        ("figures.proposals_city_share", "19.30000001", "19.3", "19.30000001"),
        ("processing_fee.received", "12.5", 0, "12.5"),
        ("processing_fee.notices", "0", None, 0),
        ("published", "2025-01-20", None, "2025-01-20"),
    ],
)
def test_every_kind_of_value_is_written_to_the_last_digit(
    address: str, typed: str, old: object, new: object, desk: Path
) -> None:
    assert main(["correct", address, typed, *WHY]) == 0
    (entry,) = read(desk).corrections
    assert entry.cell == address
    assert (shown(entry.old), shown(entry.new)) == tuple(None if one is None else str(one) for one in (old, new))
    assert main(["check", "--against", "HEAD"]) == 0


def test_corrections_of_what_was_public_follow_one_another(desk: Path) -> None:
    for number in ("2", "3", "1"):
        assert main(["correct", LICENSING, number, *WHY]) == 0
        assert main(["check", "--against", "HEAD"]) == 0
        git(desk, "commit", "-qam", "更正")
    assert [(one.old, one.new) for one in read(desk).corrections] == [(1, 2), (2, 3), (3, 1)]


def test_what_was_never_public_is_not_printed_as_a_correction(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """1 becomes 2, then 3 before anybody saw the 2; a blank becomes 1 and blank again."""
    text = data_of(desk).read_text(encoding="utf-8")
    assert main(["correct", LICENSING, "2", *WHY]) == 0
    capsys.readouterr()
    assert main(["correct", LICENSING, "3", *WHY]) == 0
    said = capsys.readouterr().out
    assert "1 → 3" in said
    assert "去掉的更正记录（其中的值没有公布过）" in said
    assert [(one.cell, one.old, one.new) for one in read(desk).corrections] == [(LICENSING, 1, 3)]
    assert main(["check", "--against", "HEAD"]) == 0
    assert main(["correct", "processing_fee.notices", "1", *WHY]) == 0
    assert main(["correct", "processing_fee.notices", "null", *WHY]) == 0
    assert [one.cell for one in read(desk).corrections] == [LICENSING]
    assert main(["correct", LICENSING, "1", *WHY]) == 0
    assert data_of(desk).read_text(encoding="utf-8") == text
    assert main(["check", "--against", "HEAD"]) == 0


def test_steps_committed_meanwhile_are_made_one_against_the_public_version(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    git(desk, "branch", "-q", "public")
    for number in ("2", "3"):
        assert main(["correct", LICENSING, number, *WHY]) == 0
        git(desk, "commit", "-qam", "更正")
    capsys.readouterr()
    assert main(["check", "--against", "public"]) == 1
    assert "correction-repeated" in capsys.readouterr().out
    assert main(["correct", LICENSING, "3", *WHY, "--against", "public"]) == 0
    assert [(one.old, one.new) for one in read(desk).corrections] == [(1, 3)]
    assert main(["check", "--against", "public"]) == 0


def test_a_figure_renamed_keeps_its_entry_when_its_number_goes_back(desk: Path) -> None:
    change(data_of(desk), ("label: 全年发布各类信息", "label: 全年公开各类信息"))
    for number in ("1021", "1020"):
        assert main(["correct", "figures.items_published", number, *WHY]) == 0
    report, form = read(desk), Project(desk).forms["2021"]
    (entry,) = report.corrections
    assert (entry.old, entry.new) == (1020, 1020)
    for told in (said(entry, report, form), sentence(entry, report, form)):
        assert "正文中的“全年公开各类信息”，名称或者单位改动，数未变。原因：" in told
        assert "1020" not in told
    assert main(["check", "--against", "HEAD"]) == 0


OLD = ("date: 2025-02-01", "cell: figures.wechat_items", "from: 470", "to: 469", "kind: 更正", "reason: 重复计算")
BLOCKS = {
    "brackets": f"corrections: [{{{', '.join(OLD)}}}]",
    "brackets-lines": f"corrections: [\n  {{{', '.join(OLD)}}},  # 一\n]",
    "lines": "corrections:\n# 前\n- " + "\n  ".join((f"{OLD[0]}  # 日", *OLD[1:-1], f"{OLD[-1]}  # 因")) + "\n# 后",
    "block-text": "corrections:\n  - " + "\n    ".join((*OLD[:-1], "reason: |", "  重复计算", "  两行")) + "\n\n# 后",
}


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_entries_are_added_to_whatever_list_there_is(block: str, ends: str, desk: Path) -> None:
    """In brackets, in lines, with comments, in the middle of the file, with line ends of another system."""
    path = data_of(desk)
    text = path.read_text(encoding="utf-8").replace("corrections: []\n", "")
    text = text.replace("explanations: []", f"{block}\nexplanations: []")
    path.write_bytes(text.replace("\n", ends).encode())
    git(desk, "commit", "-qam", "更正")
    assert main(["correct", LICENSING, "2", *WHY]) == 0
    assert [one.cell for one in read(desk).corrections] == ["figures.wechat_items", LICENSING]
    after = path.read_text(encoding="utf-8")
    for comment in ("一", "前", "日", "因", "后"):
        assert (f"# {comment}\n" in after) == (f"# {comment}\n" in f"{block}\n")
    assert main(["check", "--against", "HEAD"]) == 0


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
def test_an_entry_is_taken_out_of_whatever_list_there_is(block: str, desk: Path) -> None:
    """Beside others, first or last, or as the only one."""
    path = data_of(desk)
    bare = path.read_text(encoding="utf-8")
    path.write_text(
        bare.replace("corrections: []\n", "").replace("explanations: []", f"{block}\nexplanations: []"),
        encoding="utf-8",
    )
    git(desk, "commit", "-qam", "更正")
    assert main(["format"]) == 0
    before = path.read_text(encoding="utf-8")
    assert main(["correct", LICENSING, "2", "processing_fee.notices", "1", *WHY]) == 0
    assert main(["correct", LICENSING, "1", *WHY]) == 0
    assert [one.cell for one in read(desk).corrections] == ["figures.wechat_items", "processing_fee.notices"]
    assert main(["correct", "processing_fee.notices", "null", *WHY]) == 0
    assert path.read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    "entries",
    [
        "[{E}]",
        "[\n    {E},\n  ]",
        "\n  - {E}",
        "\n  - date: 2025-02-01\n    cell: {C}\n    from: 1\n    to: 2\n    kind: 更正\n    reason: |\n      漏计一件",
    ],
    ids=["brackets", "brackets-lines", "one-line", "block-text"],
)
def test_the_only_entry_written_by_hand_is_taken_out(entries: str, desk: Path) -> None:
    path = data_of(desk)
    text = path.read_text(encoding="utf-8")
    entry = f"{{date: 2025-02-01, cell: {LICENSING}, from: 1, to: 2, kind: 更正, reason: 漏计一件}}"
    written = entries.replace("{E}", entry).replace("{C}", LICENSING)
    change(
        path,
        ("administrative_licensing: 1 ", "administrative_licensing: 2 "),
        ("corrections: []", f"corrections: {written}"),
    )
    assert main(["correct", LICENSING, "1", *WHY]) == 0
    assert path.read_text(encoding="utf-8") == text


def test_a_comment_in_an_entry_that_would_go_is_not_lost(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entry = f"{{date: 2025-02-01, cell: {LICENSING}, from: 1, to: 2, kind: 更正, reason: 漏计一件}}  # 见台账"
    change(
        data_of(desk),
        ("administrative_licensing: 1 ", "administrative_licensing: 2 "),
        ("corrections: []", f"corrections:\n  - {entry}"),
    )
    assert "行的注释在要去掉的更正记录里" in refused(capsys, desk, LICENSING, "3", *WHY)


def test_a_number_changed_by_hand_gets_its_entry(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The old value is the one that was committed, not the one that stands in the file."""
    change(data_of(desk), ("administrative_licensing: 1 ", "administrative_licensing: 5 "))
    assert "本来就是 1" in refused(capsys, desk, LICENSING, "1", *WHY)
    assert main(["correct", LICENSING, "5", *WHY]) == 0
    assert [(one.old, one.new) for one in read(desk).corrections] == [(1, 5)]
    change(data_of(desk), ("value: 1020", "value: 1021"))
    capsys.readouterr()
    assert main(["correct", LICENSING, "6", *WHY]) == 0
    assert "还有改动没有更正记录：figures.items_published" in capsys.readouterr().out
    assert [(one.old, one.new) for one in read(desk).corrections] == [(1, 6)]


def test_words_changed_on_the_page_get_their_entry(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "没有未记录的改动" in refused(capsys, desk, "page:overview", *WHY)
    change(page_of(desk), ("以打造服务型机关为目标", "以打造“服务型”机关: #目标"))
    assert main(["check", "--against", "HEAD"]) == 1
    capsys.readouterr()
    assert main(["correct", "page:总体情况", "--kind", "修订", "--reason", "表述不准确"]) == 0
    assert f"改动的文件：data/reports/{ID}.yml、docs/reports/{ID}.md" in capsys.readouterr().out
    (entry,) = read(desk).corrections
    assert entry.cell == "page:overview"
    assert "服务型机关为目标" in str(entry.old)
    assert "“服务型”机关:#目标" in str(entry.new)
    assert main(["check", "--against", "HEAD"]) == 0


def test_whole_sentences_can_be_given(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(page_of(desk), ("以打造服务型机关为目标", "以建设服务型机关为目标"))
    page = ("page:overview", "--old", "以打造服务型机关为目标", "--new")
    assert "页面" in refused(capsys, desk, *page, "没有写的话", *WHY)
    assert main(["correct", *page, "以建设服务型机关为目标", *WHY]) == 0
    (entry,) = read(desk).corrections
    assert (entry.old, entry.new) == ("以打造服务型机关为目标", "以建设服务型机关为目标")


def test_changes_far_apart_get_an_entry_each(desk: Path) -> None:
    text = page_of(desk).read_text(encoding="utf-8")
    section = text[text.index("## 一、") : text.index("## 二、")]
    first, last = section.index("。"), section.rindex("。")
    section = f"{section[:first]}，改前{section[first:last]}，改后{section[last:]}"
    page_of(desk).write_text(text[: text.index("## 一、")] + section + text[text.index("## 二、") :], encoding="utf-8")
    assert main(["correct", "page:overview", *WHY]) == 0
    one, other = read(desk).corrections
    assert "，改前" in str(one.new)
    assert "，改后" in str(other.new)
    assert main(["check", "--against", "HEAD"]) == 0


def test_without_git_the_file_alone_is_proved(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tree)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tree.parent))
    assert main(["correct", LICENSING, "2", *WHY]) == 0
    assert "没有提交过的版本可以比较" in capsys.readouterr().out
    assert [(one.old, one.new) for one in read(tree).corrections] == [(1, 2)]


# --- what is refused ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ((), "请写明改哪一格"),
        (("requests.granted.natural_persn", "3"), "是不是想写 requests.granted.natural_person"),
        (("figures.items_publishd", "3"), "是不是想写 figures.items_published"),
        (("自然人", "3"), "可以指好几格"),
        (("没有的行 没有的栏", "3"), "可以写地址"),
        (("page:overveiw",), "是不是想写 page:overview"),
        (("page:",), "可以写的有 page:title"),
        ((LICENSING,), "没有写新的值"),
        ((LICENSING, "1"), "本来就是 1，不用更正"),
        (("proactive_disclosure.administrative_fees", "223.34950"), "本来就是 223.3495"),
        ((LICENSING, "2", LICENSING, "3"), "写了两遍"),
        ((LICENSING, "1,000"), "不写千位分隔符"),
        ((LICENSING, "１２"), "不是可以填在"),
        ((LICENSING, "2.0"), "不小于零的整数"),
        ((LICENSING, "-1"), "不小于零的整数"),
        ((LICENSING, "待填"), "不是可以填在"),
        ((LICENSING, "\x1b[31m2"), "不是可以填在"),
        (("figures.items_published", "n/a"), "不是可以填在"),
        (("processing_fee.notices", "1.5"), "不小于零的整数"),
        (("published", "去年"), "首次公布时间写日期"),
        (("form", "2019"), "所用的格式不能这样更正"),
        (("suzhou-gxj/2042", LICENSING, "2"), "没有报告 suzhou-gxj/2042"),
        ((LICENSING, "2", "--old", "x"), "--old、--new 只用于正文"),
        ((LICENSING, "2", "--against", "no-such-revision"), "没有版本“no-such-revision”"),
    ],
)
def test_what_was_typed_wrong_is_told_in_a_sentence(
    args: tuple[str, ...],
    says: str,
    unchanged: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(unchanged)
    said = refused(capsys, unchanged, *args, *WHY)
    assert says in said
    assert "\x1b" not in said


@pytest.mark.parametrize(
    ("about", "says"),
    [
        ((), "没有写原因"),
        (("--kind", "更正"), "没有写原因"),
        (("--kind", "更正", "--reason", "  "), "没有写原因"),
        (("--kind", "更正", "--reason", "笔误"), "“笔误”太短，至少写 4 个字"),
        (("--kind", "更正", "--reason", "漏计一件\u200b"), "看不见的字符"),
        (("--reason", "统计口径有误"), "更正、修订、撤回"),
        (("--kind", "改正", "--reason", "统计口径有误"), "不能是“改正”"),
        ((*WHY, "--date", "昨天"), "--date 写日期"),
        ((*WHY, "--date", (date.today() + timedelta(days=2)).isoformat()), "还没有到"),  # noqa: DTZ011 - far enough
        ((*WHY, "--date", "2025-01-19"), "早于首次公布时间 2025-01-20"),
    ],
)
def test_kind_reason_and_day_are_asked_for(
    about: tuple[str, ...],
    says: str,
    unchanged: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(unchanged)
    assert says in refused(capsys, unchanged, LICENSING, "2", *about)


def test_all_mistakes_are_told_at_once(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(capsys, desk, "nothing", "1", LICENSING, "x", "--kind", "改", "--reason", "错")
    assert len(said.splitlines()) == 4
    assert all(line.startswith("gongkai：") for line in said.splitlines())


def test_a_day_before_the_last_correction_of_the_cell_is_refused(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    assert main(["correct", LICENSING, "2", *WHY, "--date", "2025-06-01"]) == 0
    git(desk, "commit", "-qam", "更正")
    assert "日期不能更早" in refused(capsys, desk, LICENSING, "3", *WHY, "--date", "2025-05-01")


def test_markup_in_a_reason_is_refused(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(
        capsys, desk, LICENSING, "2", "--kind", "更正", "--reason", "<script>alert(1)</script>", status=1
    )  # fmt: skip
    assert "data-markup" in said


@pytest.mark.parametrize("status", ["draft", "review"])
def test_what_is_not_public_is_not_corrected(status: str, desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(data_of(desk), ("status: published", f"status: {status}"))
    assert "没有已公布的报告" in refused(capsys, desk, LICENSING, "2", *WHY)
    assert "还没有公布" in refused(capsys, desk, ID, LICENSING, "2", *WHY)


def test_of_several_reports_one_must_be_named(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = desk / "data" / "reports" / "other" / "2024.yml"
    other.parent.mkdir()
    other.write_text(data_of(desk).read_text(encoding="utf-8").replace("suzhou-gxj", "other"), encoding="utf-8")
    assert "请在最前面写明是哪份报告：other/2024、suzhou-gxj/2024" in refused(capsys, desk, LICENSING, "2", *WHY)
    assert main(["correct", ID, LICENSING, "2", *WHY]) == 0


@pytest.mark.parametrize(
    ("spoil", "says", "status"),
    [
        (lambda text: text.replace("issued: 3", "issued: 三"), "有错误，先改正再更正", 1),
        (lambda text: text.replace("year: 2024", "<<<<<<< HEAD\nyear: 2024\n=======\n>>>>>>> x"), "冲突", 2),
        (lambda _: "", "有错误，先改正再更正", 1),
    ],
)
def test_a_file_that_cannot_be_read_stays_as_it_is(
    spoil: object, says: str, status: int, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callable(spoil)
    data_of(desk).write_text(spoil(data_of(desk).read_text(encoding="utf-8")), encoding="utf-8")
    assert says in refused(capsys, desk, ID, LICENSING, "2", *WHY, status=status)


def test_a_file_for_reading_only_stays_as_it_is(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data_of(desk).chmod(0o444)
    said = refused(capsys, desk, LICENSING, "2", *WHY)
    assert "只读" in said
    assert len(said.splitlines()) == 1


def test_a_link_is_not_replaced_by_a_file(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = data_of(desk)
    path.rename(desk / "elsewhere.yml")
    path.symlink_to(desk / "elsewhere.yml")
    assert "是链接" in refused(capsys, desk, ID, LICENSING, "2", *WHY)


def test_nothing_is_written_through_a_folder_that_is_a_link(
    desk: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = data_of(desk).parent
    outside = tmp_path_factory.mktemp("outside") / "reports"
    folder.rename(outside)
    folder.symlink_to(outside)
    assert "data/reports/suzhou-gxj 是链接，不是文件夹" in refused(capsys, desk, ID, LICENSING, "2", *WHY)


def test_a_withdrawal_says_nothing_of_the_words_withdrawn(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = f"申请人李四，手机{13812345678}，住某路三号。"
    change(page_of(desk), ("局党组高度重视", f"{words}局党组高度重视"))
    commit(desk, "误载")
    change(page_of(desk), (words, ""))
    assert main(["correct", ID, "page:overview", "--kind", "撤回", "--reason", "误载个人信息"]) == 0
    capsys.readouterr()
    (entry,) = read(desk).corrections
    assert str(entry.old).count("■") == len(words)
    assert str(entry.old).replace("■", "") == entry.new
    assert main(["check", "--against", "HEAD"]) == 0
    assert "placeholder" not in capsys.readouterr().out


def test_a_withdrawal_puts_no_words_in_the_place_of_those_withdrawn(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(page_of(desk), ("局党组高度重视", "局党组从不重视"))
    said = refused(capsys, desk, ID, "page:overview", "--kind", "撤回", "--reason", "误载个人信息")
    assert "撤回只删去文字" in said


def test_an_interrupted_write_leaves_the_file_whole(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(handle: int) -> None:
        raise OSError(28, "No space left on device", str(handle))

    monkeypatch.setattr(os, "fsync", fail)
    assert "无法读写" in refused(capsys, desk, LICENSING, "2", *WHY)


def test_a_file_changed_meanwhile_is_not_overwritten(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from macros import correcting

    proved = correcting._checked

    def late(*args: object) -> object:
        found = proved(*args)  # type: ignore[arg-type]
        change(data_of(desk), ("value: 1020", "value: 1021"))
        return found

    monkeypatch.setattr(correcting, "_checked", late)
    assert main(["correct", LICENSING, "2", *WHY]) == 1
    assert "刚才被别的程序改过" in capsys.readouterr().err
    text = data_of(desk).read_text(encoding="utf-8")
    assert "value: 1021" in text
    assert "corrections: []" in text


def test_a_cell_the_page_cites_is_not_made_blank(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cited = "proactive_disclosure.normative_documents.in_force"
    said = refused(capsys, desk, cited, "null", *WHY, status=1)
    assert "macro-value" in said
    assert f"docs/reports/{ID}.md" in said


# --- identities ---------------------------------------------------------------------------------------------------


def test_totals_that_must_change_along_are_told_as_a_command_that_works(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(capsys, desk, GRANTED, "3", "requests.partially_granted.natural_person", "0", *WHY, status=1)
    assert "“（一）予以公开”行“总计”栏：2 → 3" in said
    command = shlex.split(said.splitlines()[-1])
    assert command[0] == "gongkai"
    assert main(command[1:]) == 0
    assert main(["check", "--against", "HEAD"]) == 0


def test_what_totals_cannot_mend_is_told_too(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One more request granted: the totals follow, but where it came from only the editor knows."""
    said = refused(capsys, desk, GRANTED, "3", *WHY, status=1)
    assert "还有这些不成立" in said
    assert "第一项加第二项之和与第三项加第四项之和不等" in said
    command = shlex.split(said.splitlines()[-1])
    rest = ("requests.new_requests.natural_person", "9", "requests.new_requests.total", "9")
    assert main([*command[1:3], *rest, *command[3:]]) == 0
    assert read(desk).number("requests.results_total.total") == 9


@pytest.mark.parametrize("form_id", ["2019", "2021"])
def test_any_cell_of_any_report_is_corrected_whole_or_not_at_all(
    form_id: str, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A command that was suggested as enough is enough; whatever is refused leaves the file as it was."""
    form = Project(desk).forms[form_id]
    year = form.first_year
    name = f"suzhou-gxj/{year}"
    written = suggested = 0
    random = Random(f"correct/{form_id}")  # noqa: S311 - cells to try
    for seed in range(9):
        path = data_of(desk, name)
        values = generate.values(form, seed)
        values |= {cell: 0 for cell in values if ".rules." in cell}  # this agency makes none
        path.write_text(generate.text(form, "suzhou-gxj", year, values), encoding="utf-8")
        report = read(desk, name)
        address = random.choice(form.tables[seed % len(form.tables)].cells).address
        now = report.number(address)
        before = path.read_bytes()
        status = main(["correct", name, address, shown((0 if now is None else now) + 1) or "", *WHY])
        said = capsys.readouterr().err
        if status != 0 and "可以这样写：" in said:
            assert path.read_bytes() == before
            status = main(shlex.split(said.splitlines()[-1])[1:])
            suggested += 1
            assert status == 0, said
        assert (status == 0) == (path.read_bytes() != before), said
        if status == 0:
            written += 1
            after = read(desk, name)
            assert after.number(address) == (0 if now is None else now) + 1
            assert all(entry.new == after.cells[entry.cell].ref().value for entry in after.corrections)
            changed = {a for a, v in after.cells.items() if v.ref().value != report.cells[a].ref().value}
            assert changed == {entry.cell for entry in after.corrections}
        path.unlink()
    assert written
    assert suggested or form_id == "2019"


def test_totals_are_never_invented_from_blanks() -> None:
    project = Project(CONTENT)
    report = project.report(ID)
    assert report is not None
    form = project.forms[report.form]
    assert totals_along(report, form, {"requests.carried_in.natural_person": None}) == {}
    along = totals_along(report, form, {"requests.carried_in.natural_person": 1})
    assert along == {"requests.carried_in.total": 1}


# --- the whole way ------------------------------------------------------------------------------------------------


def test_from_the_first_commit_to_the_corrected_page(tmp_path: Path) -> None:
    """The page shows the new number, the old one and the reason; a change without its entry is not built upon."""
    desk = Desk(tmp_path)
    (desk.root / ".git" / "info" / "exclude").write_text("/macros\n/site\n", encoding="utf-8")
    desk.change(desk.data, "administrative_licensing: 1 ", "administrative_licensing: 2 ")
    assert "correction-missing" in desk.run("check", "--against", "HEAD", expect=1)
    desk.git("checkout", "--", "data")
    desk.run("correct", *MOVE, *WHY, "--date", "2026-03-02")
    desk.run("check", "--against", "HEAD")
    desk.commit("更正2024年度报告")
    desk.run("check", "--against", "HEAD~1")
    site = desk.build("--no-documents")
    page = (site / "reports" / f"{ID}.html").read_text(encoding="utf-8")
    assert f'id="{GRANTED}"' in page
    assert "由 2 改为 3" in page
    assert "统计口径有误，漏计一件" in page
    numbers = (site / "reports" / f"{ID}-numbers.html").read_text(encoding="utf-8")
    assert "由 2 改为 3" in numbers
