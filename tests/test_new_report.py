"""``gongkai new``: last year carries over, everything else is marked, and nothing marked is ever published."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from macros.check import check
from macros.cli import main
from macros.facts import shown
from macros.marks import MARK, TEXT_MARK, aside, without_asides
from macros.page import load_page
from macros.project import Project
from macros.report import Report
from tests.case_files import FIXTURES
from tests.content import ROOT
from tests.desk import Desk

AGENCY = "suzhou-gxj"
ASIDE = re.compile(r"^<!-- 上年原文.*?-->", re.DOTALL | re.MULTILINE)
NOTE = "（供参考，不会公布"  # what every aside begins with
PINGTAN = "id: fj-pingtan\nname: 平潭综合实验区\nshort_name: 平潭\nkind: government\nlevel: county\n"


@pytest.fixture
def desk(tree: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project that is the working folder."""
    monkeypatch.chdir(tree)
    return tree


def data_of(root: Path, year: int, agency: str = AGENCY) -> Path:
    return root / "data" / "reports" / agency / f"{year}.yml"


def page_of(root: Path, year: int, agency: str = AGENCY) -> Path:
    return root / "docs" / "reports" / agency / f"{year}.md"


def read(path: Path, root: Path) -> Report:
    report, document, facts = Project(root).read(path)
    assert report is not None
    assert not facts
    assert not document.problems
    return report


def findings(root: Path) -> dict[str, list[str]]:
    """The errors and warnings of the whole project about files of 2025, by severity."""
    result = check(Project(root), [root / "data", root / "docs"])
    found: dict[str, list[str]] = {"error": [], "warning": [], "notice": []}
    for one in result.findings:
        if Path(one.file).stem == "2025":
            found[one.severity].append(one.rule)
    return found


def add_pingtan(root: Path, *years: int) -> None:
    """The real reports of an agency whose years cross from one form to the next."""
    (root / "data" / "agencies" / "fj-pingtan.yml").write_text(PINGTAN, encoding="utf-8")
    for year in years:
        path = data_of(root, year, "fj-pingtan")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((FIXTURES / "fj-pingtan" / f"{year}.yml").read_bytes())


# --- what is made -------------------------------------------------------------------------------------------------


def test_every_cell_is_carried_over_or_marked(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", AGENCY, "2025"]) == 0
    said = capsys.readouterr().out
    report, last = read(data_of(desk, 2025), desk), read(data_of(desk, 2024), desk)
    form = Project(desk).forms["2021"]
    assert set(report.cells) | {a for a in report.marks if a in form.cells} == set(form.cells)
    assert set(report.cells) == {a for a in form.cells if a.startswith("requests.carried_in.")}
    for address, value in report.cells.items():
        before = last.cells[address.replace("carried_in", "carried_forward")]
        assert (value.state, value.number) == (before.state, before.number)
    assert {f"figures.{name}" for name in last.figures} <= set(report.marks)
    assert {name: (one.unit, one.label, one.section) for name, one in report.figures.items()} == {
        name: (one.unit, one.label, one.section) for name, one in last.figures.items()
    }
    assert {f"processing_fee.{name}" for name in last.fees} <= set(report.marks)
    assert (report.status, report.published, report.form) == ("draft", None, "2021")
    assert (report.corrections, report.explanations) == ((), ())
    for day in ("2025-12-31", "2026-01-31"):
        assert day in said
        assert f"# 期限：{day}" in data_of(desk, 2025).read_text(encoding="utf-8")
    assert "结转 7 格" in said


def test_what_is_made_is_canonical_and_has_no_error(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["new", AGENCY, "2025"])
    assert main(["format", "--check"]) == 0
    assert main(["check"]) == 0
    found = findings(desk)
    assert found["error"] == []
    assert found["warning"].count("mark-open") == 5  # three tables, the figures, the fees
    assert found["warning"].count("text-mark-open") == 1
    assert "placeholder" not in found["warning"]
    assert "Traceback" not in capsys.readouterr().err


def test_the_page_has_the_headings_the_tables_and_last_years_words_aside(desk: Path) -> None:
    main(["new", AGENCY, "2025"])
    text = page_of(desk, 2025).read_text(encoding="utf-8")
    form = Project(desk).forms["2021"]
    assert re.findall(r"^## (.*?) \{:", text, re.MULTILINE) == [section.title for section in form.sections]
    assert re.findall(r'table\("(\w+)"\)', text) == [table.id for table in form.tables]
    page = load_page(page_of(desk, 2025))
    assert len(page.asides) == len(TEXT_MARK.findall(text)) == 9
    assert "以打造服务型机关为目标" in text
    assert "以打造服务型机关为目标" not in page.text
    assert '1020〔figure("items_published")〕条' in text
    assert page.meta("report") == f"{AGENCY}/2025"


@pytest.mark.parametrize("there", [data_of, page_of])
def test_a_file_that_is_there_is_never_replaced(
    there: object, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    path = data_of(desk, 2025) if there is data_of else page_of(desk, 2025)
    path.write_text("mine", encoding="utf-8")
    assert main(["new", AGENCY, "2025"]) == 2
    assert path.read_text(encoding="utf-8") == "mine"
    assert not (page_of if there is data_of else data_of)(desk, 2025).exists()
    assert "已经有了" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["data", "docs"])
def test_nothing_is_written_through_a_folder_that_is_a_link(
    name: str, desk: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = desk / name / "reports" / AGENCY
    outside = tmp_path_factory.mktemp("outside") / AGENCY
    folder.rename(outside)
    folder.symlink_to(outside)
    files = sorted(desk.rglob("*")), sorted(outside.rglob("*"))
    assert main(["new", AGENCY, "2025"]) == 2
    assert f"{name}/reports/{AGENCY} 是链接，不是文件夹" in capsys.readouterr().err
    assert (sorted(desk.rglob("*")), sorted(outside.rglob("*"))) == files


def test_without_last_year_nothing_is_carried_and_it_says_so(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", AGENCY, "2022"]) == 0
    assert "没有上一年度（2021年）的报告" in capsys.readouterr().out
    report = read(data_of(desk, 2022), desk)
    assert not report.cells
    assert not report.figures
    text = page_of(desk, 2022).read_text(encoding="utf-8")
    assert not ASIDE.search(text)
    assert "### （五）监督保障\n\n【待填：监督保障】" in text
    assert main(["check"]) == 0


def test_from_one_form_to_the_next_the_links_say_what_carries_over(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    add_pingtan(desk, 2020)
    old = data_of(desk, 2020, "fj-pingtan")
    row = re.compile(r"(?<=carried_forward:)\s*\[[^\]]*\]")
    old.write_text(row.sub(" [3, 0, null, 0, n/a, 1, 4]", old.read_text(encoding="utf-8")), encoding="utf-8")
    assert main(["new", "fj-pingtan", "2021"]) == 0
    said = capsys.readouterr().out
    report, last = read(data_of(desk, 2021, "fj-pingtan"), desk), read(data_of(desk, 2020, "fj-pingtan"), desk)
    assert (last.form, report.form) == ("2019", "2021")
    carried = {a: v.number for a, v in report.cells.items()}
    assert carried == {
        a.replace("carried_forward", "carried_in"): v.number
        for a, v in last.cells.items() if a.startswith("requests.carried_forward.")
    }  # fmt: skip
    assert list(carried.values()) == [3, 0, None, 0, None, 1, 4]
    assert report.cells["requests.carried_in.legal_service_institution"].text == "不适用"
    assert "换成 国办公开办函〔2021〕30号" in said
    assert "没有上年的页面" in said
    assert "2022-02-20：县级政府年度报告汇总截止日" in said


def test_a_year_on_the_older_form_works_too(desk: Path) -> None:
    add_pingtan(desk, 2019)
    assert main(["new", "fj-pingtan", "2020"]) == 0
    report = read(data_of(desk, 2020, "fj-pingtan"), desk)
    assert report.form == "2019"
    form = Project(desk).forms["2019"]
    assert set(report.cells) | set(report.marks) >= set(form.cells)
    assert main(["check", "data/reports/fj-pingtan/2020.yml"]) == 0


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("suzhou-gxi", "2025"), "是不是想写 suzhou-gxj"),
        (("nobody", "2025"), "先写好机关信息"),
        (("../x", "2025"), "没有机关"),
        ((AGENCY, "25"), "四位数字"),
        ((AGENCY, "２０２５"), "四位数字"),
        ((AGENCY, "2010"), "没有适用于 2010 年度的格式"),
        ((AGENCY, "2099"), "还没有开始"),
    ],
)
def test_what_cannot_be_made_is_refused_in_a_sentence(
    args: tuple[str, str], says: str, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(desk.rglob("*.yml")) + sorted(desk.rglob("*.md"))
    assert main(["new", *args]) == 2
    assert says in capsys.readouterr().err
    assert sorted(desk.rglob("*.yml")) + sorted(desk.rglob("*.md")) == before


def test_last_years_mistakes_are_not_built_upon(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = data_of(desk, 2024)
    path.write_text(path.read_text(encoding="utf-8").replace("issued: 3", "issued: 3.5"), encoding="utf-8")
    assert main(["new", AGENCY, "2025"]) == 2
    assert "有错误，没有新建" in capsys.readouterr().err
    assert not data_of(desk, 2025).exists()


def test_an_interrupted_call_leaves_nothing(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def fail(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", fail)
    before = sorted(desk.rglob("*"))
    assert main(["new", AGENCY, "2025"]) == 130
    assert sorted(desk.rglob("*")) == before


# --- marks --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["-->", "--!>", "<!-- 上年原文", "-->\n<script>alert(1)</script>", "----->", ""])
def test_nothing_in_last_years_words_ends_the_aside(words: str) -> None:
    """The site blanks the whole of it, and a browser that got the file as it is would see one comment."""
    text = f"a\n\n{aside('（供参考）', f'x {words} y')}\n\nb\n"
    blank, places = without_asides(text, 0)
    assert places == (3,)
    assert blank.split() == ["a", "b"]
    assert len(blank) == len(text)
    inside = text[text.index("<!--") + 4 : text.rindex("-->")]
    assert not re.search(r"--!?>", inside)


def test_only_a_whole_aside_at_the_start_of_a_line_is_one() -> None:
    for text in ("<!-- 上年原文", "x <!-- 上年原文 y -->", "<!-- 别的 -->", "<!-- 上年原文 \n" * 20_000):
        assert without_asides(text, 0) == (text, ())


def test_prose_that_would_end_the_comment_is_kept_aside(desk: Path) -> None:
    page = page_of(desk, 2024)
    text = page.read_text(encoding="utf-8").replace("一是政务服务事项。", "一是政务服务事项 --&gt; 见表。", 1)
    page.write_text(text + "\n结尾 -->\n", encoding="utf-8")
    assert main(["new", AGENCY, "2025"]) == 0
    assert len(load_page(page_of(desk, 2025)).asides) == 9
    assert findings(desk)["error"] == []


@pytest.mark.parametrize("status", ["draft", "review", "published"])
def test_a_report_with_marks_is_open_or_refused(status: str, desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["new", AGENCY, "2025"])
    path = data_of(desk, 2025)
    path.write_text(path.read_text(encoding="utf-8").replace("status: draft", f"status: {status}"), encoding="utf-8")
    capsys.readouterr()
    assert main(["check"]) == (1 if status == "published" else 0)
    said = capsys.readouterr().out
    found = findings(desk)
    if status == "published":
        assert sorted(set(found["error"])) == ["mark-left", "text-mark-left"]
        assert "“（一）予以公开”" in said or "（一）予以公开" in said
    else:
        assert found["error"] == []


def test_one_mark_anywhere_keeps_a_report_from_being_published(desk: Path) -> None:
    """Every value of the file, one at a time."""
    path = data_of(desk, 2024)
    text = path.read_text(encoding="utf-8")
    places = [
        m
        for m in re.finditer(r"(?<=[\s\[:])(?:\d+(?:\.\d+)?|null)(?=[,\]}\s])", text)
        if "year" not in line_of(text, m)
    ]
    assert len(places) > 200
    for match in places[::7]:
        path.write_text(text[: match.start()] + MARK + text[match.end() :], encoding="utf-8")
        result = check(Project(desk), [path])
        assert "mark-left" in {one.rule for one in result.findings if one.severity == "error"}, match


def line_of(text: str, match: re.Match[str]) -> str:
    return text[text.rfind("\n", 0, match.start()) + 1 : text.find("\n", match.end())]


def test_the_preview_shows_marks_and_never_last_years_words(desk: Path) -> None:
    main(["new", AGENCY, "2025"])
    with page_of(desk, 2025).open("a", encoding="utf-8") as page:
        page.write('\n新收{{ cell("requests.new_requests.total") }}件，{{ figure("items_published") }}条。\n')
        page.write('\n收取{{ fee("received") }}元。\n')
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "GONGKAI_PREVIEW": "1"}
    command = [sys.executable, "-m", "macros.cli", "build"]
    done = subprocess.run(command, cwd=desk, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    made = (desk / "site" / "reports" / AGENCY / "2025.html").read_text(encoding="utf-8")
    assert made.count(f">{MARK}<") >= 193
    assert "【待填：（一）主动公开】" in made
    assert f"新收{MARK}件，{MARK}条。" in made
    assert f"收取{MARK}元。" in made
    assert "还有待填的格子，填完以后作图。" in made
    assert "以打造服务型机关为目标" not in made
    for path in (desk / "site").rglob("*.html"):
        assert NOTE not in path.read_text(encoding="utf-8"), path
    assert not (desk / "site" / "reports" / AGENCY / "compare.html").exists()


# --- the whole way ------------------------------------------------------------------------------------------------


def filled(path: Path, report: Report, last: Report) -> str:
    """The data with every mark replaced by what last year stated there."""
    lines = path.read_text(encoding="utf-8").split("\n")
    values = {address: value.ref().value for address, value in last.cells.items()}
    values |= {f"figures.{name}": one.value for name, one in last.figures.items()}
    values |= {f"processing_fee.{name}": one.value for name, one in last.fees.items()}
    for mark in sorted(report.marks.values(), key=lambda one: one.at, reverse=True):
        line, column = lines[mark.at.line - 1], mark.at.column - 1
        lines[mark.at.line - 1] = line[:column] + (shown(values[mark.address]) or "null") + line[column + len(MARK) :]
    return "\n".join(lines)


def test_from_the_first_commit_to_the_published_pages(tmp_path: Path) -> None:
    """New, filled in, under review, published: the site has the report only at the end, and whole."""
    desk = Desk(tmp_path)
    root = desk.root
    (root / ".git" / "info" / "exclude").write_text("/macros\n/site\n", encoding="utf-8")
    desk.run("new", AGENCY, "2025")
    desk.commit("新建2025年度报告")
    site = desk.build("--no-documents")
    assert not (site / "reports" / AGENCY / "2025.html").exists()
    data, page = data_of(root, 2025), page_of(root, 2025)
    data.write_text(filled(data, read(data, root), read(data_of(root, 2024), root)), encoding="utf-8")
    desk.change(data, "status: draft", "status: published")
    assert "text-mark-left" in desk.run("check", expect=1)
    assert "text-mark-left" in desk.run("build", expect=1)
    assert not (site / "reports" / AGENCY / "2025.html").exists()
    text = ASIDE.sub("", page.read_text(encoding="utf-8"))
    text = text.replace("【待填：其他需要报告的事项】", "本机关2025年未收取信息处理费。")
    text = text.replace("【待填：存在的主要问题及改进情况】", "存在的问题是公开不够及时。今后改进发布流程。")
    page.write_text(TEXT_MARK.sub("本年度各项工作按照《条例》的规定进行。", text), encoding="utf-8")
    desk.run("format")
    assert "mark-" not in desk.run("check", "--against", "HEAD", "--format", "github")
    desk.commit("公布2025年度报告")
    site = desk.build("--no-documents")
    made = (site / "reports" / AGENCY / "2025.html").read_text(encoding="utf-8")
    assert "未收取信息处理费" in made
    assert (site / "reports" / AGENCY / "compare.html").is_file()
    for path in (*site.rglob("*.html"), *site.rglob("*.js*")):
        words = path.read_text(encoding="utf-8")
        assert NOTE not in words, path
        assert "【待填：" not in words, path
