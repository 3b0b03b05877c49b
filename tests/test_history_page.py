"""The page of history tells what Git knows, by name, and nothing else: read back from sites built from real history."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import html

from macros import commit_words
from macros.commit_words import read_commit
from macros.git import git as real_git
from macros.history_page import history_of, history_page
from macros.project import Project
from macros.publish.provenance import read_provenance, time_of
from macros.releases import read_releases
from macros.report_states import past_of
from macros.timeliness import timeliness
from tests import history_site as past
from tests.case_files import change
from tests.content import CONTENT
from tests.history_site import DATA, LICENSING, OWN, PAGE, correct, lay_out, publish
from tests.repository import commit, git

pytestmark = pytest.mark.xdist_group("past")

HISTORY = f"reports/{OWN}-history.html"
LATER = "2025-04-01T00:00:00Z"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return past.made(tmp_path_factory)


def page_of(site: Path, name: str = HISTORY) -> html.HtmlElement:
    return html.parse(site / name).getroot()


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def releases_of(root: html.HtmlElement) -> list[str]:
    return [words(one) for one in root.xpath('//section[@class="gk-release"]')]


def told(tree: Path) -> html.HtmlElement:
    """The page of history of a tree, without building the site."""
    project = Project(tree)
    report = project.report(OWN)
    assert report is not None
    history = history_of(project, report, past_of(project, report, read_releases(tree)))
    content = history_page(project, report, project.forms[report.form], history)[2]
    return html.fragment_fromstring(content, create_parent="div")


# --- what the page says -------------------------------------------------------------------------------------------


def test_releases_are_told_newest_first_in_beijing_time(built: tuple[Path, Path]) -> None:
    heads = [words(one) for one in page_of(built[1]).xpath("//section/h3")]
    assert heads == [
        "2025年3月1日 16:00 修订",
        "2025年2月10日 16:00 更正",
        "2025年1月20日 10:30 首次定稿",
        "2025年1月15日 09:00 编制",
    ]


def test_a_changed_cell_is_named_with_table_row_and_column_old_and_new(built: tuple[Path, Path]) -> None:
    second = releases_of(page_of(built[1]))[1]
    assert "“二、主动公开政府信息情况”表“行政许可”行“本年处理决定数量”栏：由 1 改为 2" in second


def test_a_changed_figure_is_named_by_its_label_and_unit(built: tuple[Path, Path]) -> None:
    assert "“全年发布各类信息”（条）：由 1020 改为 1021" in releases_of(page_of(built[1]))[0]


def test_people_are_those_git_and_its_trailers_name(built: tuple[Path, Path]) -> None:
    last, merge, first, draft = releases_of(page_of(built[1]))
    assert "编写王五合并赵六审核未记录签署赵六" in merge
    assert "编写张三审核李四批准未署名" in first
    assert "审核未记录" in last
    assert "审核未记录" in draft


def test_commits_and_pull_requests_are_linked_where_the_repository_is_known(built: tuple[Path, Path]) -> None:
    tree, site = built
    commits = git(tree, "log", "--first-parent", "--format=%H").split()
    links = page_of(site).xpath('//section[@class="gk-release"]//a/@href')
    base = "https://github.com/example/gongkai"
    assert [one.rpartition("/")[2] for one in links if "/commit/" in one] == commits
    assert page_of(site).xpath('//section[@class="gk-release"]//code/@title') == commits
    assert [one for one in links if "/pull/" in one] == [f"{base}/pull/12", f"{base}/pull/7"]


def test_no_address_of_mail_and_no_markup_of_a_message_reaches_the_page(built: tuple[Path, Path]) -> None:
    text = (built[1] / HISTORY).read_text(encoding="utf-8")
    assert "example.org" not in text
    assert "onerror" not in text


def test_what_was_drafted_before_publication_is_not_told(tmp_path: Path) -> None:
    tree = lay_out(tmp_path / "tree")
    commit(tree, "起草", past.DRAFTED)
    change(tree / DATA, ("administrative_licensing: 1  ", "administrative_licensing: 9  "))
    commit(tree, "起草二", past.DRAFTED)
    change(tree / DATA, ("administrative_licensing: 9  ", "administrative_licensing: 1  "), ("draft", "published"))
    commit(tree, "公布", past.PUBLISHED)
    root = told(tree)
    assert [words(one).split()[-1] for one in root.xpath("//section/h3")] == ["首次定稿", "编制", "编制"]
    assert "行政许可" not in words(root)
    assert root.xpath('//*[@id="values"]') == []


def test_every_changed_number_has_its_own_place_with_all_its_changes(built: tuple[Path, Path]) -> None:
    root = page_of(built[1])
    (one,) = root.xpath(f'//dt[@id="{LICENSING}"]')
    assert words(one.getnext()) == "2025年2月10日 16:00：由 1 改为 2"


def test_reworded_sections_are_named_and_a_number_taken_from_the_data_rewords_nothing(tmp_path: Path) -> None:
    tree = lay_out(tmp_path / "tree")
    publish(tree)
    text = (tree / PAGE).read_text(encoding="utf-8")
    (tree / PAGE).write_text(text.replace("## 五、", "又及。\n\n## 五、", 1), encoding="utf-8")
    change(tree / DATA, ("value: 1020,", "value: 1021,"))
    commit(tree, "改动", LATER)
    newest = releases_of(told(tree))[0]
    assert "文字有改动：“四、政府信息公开行政复议、行政诉讼情况”的文字" in newest
    assert newest.count("文字有改动") == 1


def test_a_change_of_spelling_only_is_told_as_such(tmp_path: Path) -> None:
    tree = lay_out(tmp_path / "tree")
    publish(tree)
    path = tree / DATA
    path.write_text("# 注\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    commit(tree, "加注", LATER)
    assert "只改了书写格式或者注释" in releases_of(told(tree))[0]


def test_explanations_added_after_publication_are_told(tmp_path: Path) -> None:
    tree = lay_out(tmp_path / "tree")
    publish(tree)
    entry = "\n  - {rule: fees-public, cells: [], reason: 已核实<b>, by: 张三, date: 2025-02-01}\n"
    change(tree / DATA, ("explanations: []", "explanations:" + entry))
    commit(tree, "说明", LATER)
    assert "已核实<b>（张三）" in releases_of(told(tree))[0]


# --- what is not known --------------------------------------------------------------------------------------------


def test_without_git_the_page_says_that_nothing_is_known(tmp_path: Path) -> None:
    tree = lay_out(tmp_path / "tree")
    change(tree / DATA, ("status: draft", "status: published"))
    shutil.rmtree(tree / ".git")
    root = told(tree)
    assert "没有取得源代码仓库的历史" in words(root)
    assert "审核并入不知道" in words(root)
    assert releases_of(root) == []


def test_a_shallow_clone_says_where_its_history_ends_and_claims_no_first_publication(
    built: tuple[Path, Path], tmp_path: Path
) -> None:  # fmt: skip
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{built[0]}", "cut")
    root = told(tmp_path / "cut")
    assert "更早的历史没有取回" in words(root)
    assert "审核并入不知道" in words(root)
    assert "首次定稿" not in words(root)
    (only,) = releases_of(root)
    assert "最早取回的版本" in only
    assert "由 1020 改为 1021" not in only
    assert words(root).count("更正前的版本无法从历史中取回") == 2


def test_a_change_that_is_not_committed_is_said_to_be_missing(tmp_path: Path) -> None:
    tree = lay_out(tmp_path / "tree")
    publish(tree)
    change(tree / DATA, ("value: 1020,", "value: 1021,"))
    root = told(tree)
    assert "尚未提交的改动" in words(root)
    assert len(releases_of(root)) == 2


def test_a_project_in_a_folder_of_its_repository_has_its_history_too(tmp_path: Path) -> None:
    tree = lay_out(tmp_path / "top" / "site")
    shutil.rmtree(tree / ".git")
    git(tmp_path / "top", "init", "-q", "-b", "main")
    commit(tmp_path / "top", "起草", past.DRAFTED)
    change(tree / DATA, ("status: draft", "status: published"))
    commit(tmp_path / "top", "公布", past.PUBLISHED)
    assert [words(one).split()[-1] for one in told(tree).xpath("//section/h3")] == ["首次定稿", "编制"]


def test_a_report_that_could_not_be_read_then_is_said_to_be_unread(tmp_path: Path) -> None:
    tree = lay_out(tmp_path / "tree")
    change(tree / DATA, ("status: draft", "status: published"))
    good = (tree / DATA).read_bytes()
    (tree / DATA).write_text("- 不是报告\n", encoding="utf-8")
    commit(tree, "坏", past.DRAFTED)
    (tree / DATA).write_bytes(good)
    commit(tree, "好", past.PUBLISHED)
    assert "改动不列出" in releases_of(told(tree))[1]


# --- trailers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "trailers", "pull"),
    [
        ("改\n\nReviewed-by: 甲 <a@b.cn>\nAPPROVED-BY: 乙", (("审核", "甲"), ("批准", "乙")), None),
        ("改\n\nCo-authored-by: 丙 <c@d.cn>", (("共同编写", "丙"),), None),
        ("改\n\nReviewed-by: 甲\n\n正文在后", (), None),
        ("改\n\nReviewed-by: <a@b.cn>", (("审核", "未署名"),), None),
        ("Merge pull request #12 from a/b\n\n改", (), "12"),
        ("改 (#34)", (), "34"),
        ("见 #34", (), None),
    ],
)
def test_a_message_gives_what_its_trailers_and_subject_say(
    message: str, trailers: tuple[tuple[str, str], ...], pull: str | None
) -> None:
    head = "tree 0\nauthor 张三 <z@e.cn> 1737340200 +0800\ncommitter 李四 <l@e.cn> 1737340200 +0800\n\n"
    found = read_commit((head + message).encode())
    assert (found.trailers, found.pull, found.author, found.committer) == (trailers, pull, "张三", "李四")


def commit_of(
    *, encoding: bytes = b"", name: bytes = b"A", seconds: bytes = b"1737340200", said: bytes = b"x"
) -> bytes:
    """A commit as Git keeps it, whatever was made of it."""
    signed = b"%b <a@b.cn> %b +0800" % (name, seconds)
    return b"tree 0\nauthor %b\ncommitter %b\n%b\n%b\n" % (signed, signed, encoding, said)


@pytest.mark.parametrize(
    "code", [b"idna", b"punycode", b"undefined", b"utf-16", b"unicode_escape", b"hex", b"rot13", b"a\0b", b"c" * 9999]
)
def test_no_encoding_a_commit_names_keeps_its_words_from_being_read(code: bytes) -> None:
    data = commit_of(encoding=b"encoding %b\n" % code, name="张三".encode(), said="改\n\nReviewed-by: 甲\xff".encode())
    found = read_commit(data)
    assert (found.author, found.trailers) == ("张三", (("审核", "甲ÿ"),))


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("GBK", "张三"),
        ("gb18030", "张三"),
        ("GB2312", "张三"),
        ("UTF-8", "张三"),
        ("ISO-8859-1", "José"),
        ("latin1", "José"),
    ],
)
def test_words_in_an_encoding_people_use_are_read(code: str, name: str) -> None:
    found = read_commit(commit_of(encoding=f"encoding {code}\n".encode(), name=name.encode(code)))
    assert found.author == name


@pytest.mark.parametrize("seconds", ["", "0", "-5", "253402272000", "99999999999999", "9" * 5000, "soon", "１７"])
def test_a_time_that_cannot_be_is_unknown(seconds: str) -> None:
    assert time_of(read_commit(commit_of(seconds=seconds.encode())).seconds) is None


def test_the_last_time_that_can_be_is_told() -> None:
    moment = time_of(read_commit(commit_of(seconds=b"253402271999")).seconds)
    assert moment is not None
    assert moment.isoformat() == "9999-12-31T23:59:59+08:00"


class Measured:
    """A pattern that remembers the longest text it was held against."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern, self.longest = pattern, 0

    def __getattr__(self, name: str) -> Callable[..., object]:
        def used(*words: str) -> object:
            self.longest = max(self.longest, *map(len, words))
            return getattr(self.pattern, name)(*words)

        return used


def test_no_pattern_is_held_against_a_line_of_any_length(monkeypatch: pytest.MonkeyPatch) -> None:
    patterns = {name: Measured(getattr(commit_words, name)) for name in ("TRAILER", "MAIL", "MERGED", "SQUASHED")}
    for name, pattern in patterns.items():
        monkeypatch.setattr(commit_words, name, pattern)
    for long in (b" " * 60_000, b"a" * 60_000, b"<" * 60_000, b"(#1)" * 20_000):
        for said in (long, b"x\n\nReviewed-by: " + long + b"\x0bx"):
            read_commit(commit_of(name=long, said=said))
    assert all(0 < pattern.longest <= 200 for pattern in patterns.values())


def test_a_long_title_keeps_the_number_of_its_pull_request() -> None:
    assert read_commit(commit_of(said=f"{'更正' * 200} (#34)".encode())).pull == "34"


@pytest.mark.parametrize("seconds", ["99999999999999", "253402272000", "0"])
def test_a_release_at_a_time_that_cannot_be_is_told_without_one(tmp_path: Path, seconds: str) -> None:
    tree = lay_out(tmp_path / "tree")
    publish(tree)
    change(tree / DATA, ("administrative_licensing: 1  ", "administrative_licensing: 2  "))
    correct(tree, f"date: 2025-02-10, cell: {LICENSING}, from: 1, to: 2, kind: 更正, reason: 漏计一件")
    commit(tree, "更正", past.FIXED)
    text = git(tree, "cat-file", "commit", "HEAD")
    (tmp_path / "commit").write_text(re.sub(r"> \d+ ", f"> {seconds} ", text) + "\n", encoding="utf-8")
    made = git(tree, "hash-object", "-t", "commit", "-w", "--literally", str(tmp_path / "commit"))
    git(tree, "update-ref", "HEAD", made)
    assert words(told(tree).xpath("//section/h3")[0]) == "时间不详 更正"
    known = read_provenance(tree)
    assert known.file(tree / DATA)["commit"] == made
    assert known.file(tree / DATA)["committed_at"] is None
    assert known.made_at(tree / DATA, tree / PAGE) is None


# --- in time or late ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("published", "status", "said"),
    [
        (date(2025, 1, 31), "published", "按期（应在2025年1月31日以前公布）"),
        (date(2025, 2, 3), "published", "迟3天（应在2025年1月31日以前公布）"),
        (None, "published", "首次公布时间未知，不作判断"),
        (None, "draft", "尚未公布"),
        (date(2025, 1, 20), "draft", "尚未公布"),
        (None, "review", "尚未公布"),
    ],
)
def test_timeliness_is_judged_by_the_stated_day_alone_once_the_report_is_public(
    published: date | None, status: str, said: str
) -> None:
    project = Project(CONTENT)
    report = project.report(OWN)
    assert report is not None
    assert timeliness(project, replace(report, published=published, status=status)).sentence == said


def test_the_day_of_the_merge_is_never_said_to_be_that_of_publication(built: tuple[Path, Path]) -> None:
    site = built[1]
    for name in (f"reports/{OWN}.html", HISTORY):
        facts = {words(one.xpath("./dt")[0]): words(one.xpath("./dd")[0])
                 for one in page_of(site, name).xpath('(//dl[@class="gk-facts"])[1]/div')}  # fmt: skip
        assert facts["审核并入"] == "2025年1月20日 10:30"
        assert facts["是否按期"] == "首次公布时间未知，不作判断"
        assert facts.get("首次公布", "未载明") == "未载明"
    assert "上网时间以政务信息员发布为准，可能晚于此" in words(page_of(site))
    assert "本站公布" not in (site / HISTORY).read_text(encoding="utf-8")


def test_a_draft_is_said_to_be_neither_merged_nor_public(tmp_path: Path) -> None:
    tree = lay_out(tmp_path / "tree")
    commit(tree, "起草", past.DRAFTED)
    said = words(told(tree))
    assert "审核并入尚未并入" in said
    assert "是否按期尚未公布" in said
    change(tree / DATA, ("status: draft", "status: published"))
    assert "审核并入尚未并入" in words(told(tree))


# --- numbers ------------------------------------------------------------------------------------------------------


def test_every_number_leads_to_its_source_and_its_history(built: tuple[Path, Path]) -> None:
    tree, site = built
    root = page_of(site, f"reports/{OWN}-numbers.html")
    (cell,) = root.xpath(f'//div[@id="{LICENSING}"]')
    assert cell.xpath("./dd/small/a/@href") == [f"2024-history.html#{LICENSING}"]
    lines = (tree / DATA).read_text(encoding="utf-8").splitlines()
    head = git(tree, "rev-parse", "HEAD")
    row = 1 + next(n for n, line in enumerate(lines) if line.lstrip().startswith("administrative_licensing:"))
    (origin,) = cell.getparent().xpath("./following-sibling::p[@class='gk-origin'][1]")
    assert words(origin) == f"源文件第 {row} 行，历史"
    assert origin.xpath("./a/@href")[0] == f"https://github.com/example/gongkai/blob/{head}/{DATA}#L{row}"
    rows = root.xpath('//dl[@class="gk-values"]')
    assert len(rows) == len(root.xpath('//p[@class="gk-origin"]'))
    assert words(root.xpath('//div[@id="figures.items_published"]')[0]).endswith("公布后改过 1 次。")


def test_git_is_called_as_often_for_many_reports_as_for_one(
    monkeypatch: pytest.MonkeyPatch, built: tuple[Path, Path], tmp_path: Path
) -> None:
    calls: list[str] = []

    def counted(folder: Path, *args: str, said: bytes = b"") -> bytes | None:
        calls.append(args[0])
        return real_git(folder, *args, said=said)

    monkeypatch.setattr("macros.releases.git", counted)
    read_releases(built[0])
    once = len(calls)
    tree = lay_out(tmp_path / "tree")
    for year in range(2019, 2024):
        (tree / f"data/reports/suzhou-gxj/{year}.yml").write_text(f"year: {year}\n", encoding="utf-8")
    publish(tree)
    assert len(read_releases(tree).by_report) == 6
    assert len(calls) == 2 * once


def test_corrections_of_the_file_are_all_told(tmp_path: Path) -> None:
    tree = lay_out(tmp_path / "tree")
    publish(tree)
    correct(tree, "date: 2025-02-10, cell: page:overview, from: 甲, to: 乙, kind: 更正, reason: <script>")
    commit(tree, "更正", LATER)
    (one,) = told(tree).xpath('//li[@id="correction-1"]')
    assert words(one).startswith("2025年2月10日更正：“一、总体情况”的文字，由 甲 改为 乙。原因：<script>。")
