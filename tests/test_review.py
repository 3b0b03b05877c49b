"""The review: what a change changes, as reviewers read it. Golden texts: ``pytest tests/test_review.py --bless``."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import markdown
import pytest

from macros.changes.checklist import TASKS, tasks
from macros.changes.lines import changed_lines
from macros.changes.owners import MAINTAINERS, group_of
from macros.changes.review import Review, review
from macros.check import check
from macros.cli import default_paths, main
from macros.hosting.harmless import harmless
from macros.marks import MARK
from macros.project import Project
from macros.render import review as comment
from macros.render.outline import Item, Outline, Part, Text, said
from macros.render.review import LONGEST
from tests.change_repo import (
    ABOUT,
    AGENCY,
    BAD,
    CORRECTED,
    LICENSING,
    PAGE,
    REPORT,
    TEXT,
    change,
    edit,
    make,
)
from tests.content import ROOT
from tests.github_files import MAINTAINERS as TEAM
from tests.github_files import OWNED, owners_of
from tests.repository import commit, git

GOLDEN = Path(__file__).parent / "golden" / "review"
HOSTILE = (
    "@all #12 GH-7 [x](http://e.com) ![p](http://e.com/p.png) <img src=x> <script> www.e.com :smile: $x$ `a` ~~b~~ | c"
)
NEXT = "data/reports/suzhou-gxj/2025.yml"
STATUS = ("status: published", "status: review")
NINE, TWO = ("[9, 0, null, null, null, null, 9]", "[2, 0, null, null, null, null, 2]")
NOT_APPLICABLE = "{issued: n/a, repealed: n/a, in_force: n/a}"
NUMBERS = (
    edit(
        REPORT,
        ("new_requests:             [     8, null, null, null, null, null,    8]", f"new_requests: {NINE}"),
        ("partially_granted:        [     1, null, null, null, null, null,    1]", f"partially_granted: {TWO}"),
        ("results_total:            [     8, null, null, null, null, null,    8]", f"results_total: {NINE}"),
        ("rules:               {issued: 0, repealed: 0, in_force: 0}", f"rules: {NOT_APPLICABLE}"),
        ("value: 1020, unit: 条", "value: 1021.5, unit: 千条"),
        ("notices: null, charged: null, received: 0", "notices: 3, charged: null, received: 60.5"),
    ),
    edit(
        PAGE,
        ("接受社会监督", "接受群众和舆论监督"),
        ("2025年将按季检查栏目，逐项整改。\n", "2025年将按月检查栏目，逐项整改。\n\n每半年培训一次。\n"),
        ("列入年度考核。\n\n", ""),
        ("description: 报告全文。", "description: 报告全文和三张表。"),
    ),
)  # fmt: skip
ANSWER = "{rule: blank-cells, cells: [requests], reason: 原表空白, by: 办公室, date: 2025-01-20}"
MACHINERY = ("data/forms/x.txt", "macros/x.py", "tests/x.py", "pyproject.toml")
DRAFT = {"report": [{"find": STATUS[0], "put": STATUS[1]}]}
SCENES: dict[str, tuple[dict[str, Any], tuple[dict[str, Any], ...]]] = {
    "corrected": ({}, (CORRECTED,)),
    "draft-changed": (DRAFT, NUMBERS),
    "published": (DRAFT, (edit(REPORT, (STATUS[1], STATUS[0]), ("published: null", "published: 2025-01-20")),)),
    "new-report": (
        {},
        (
            {"path": NEXT, "move": REPORT},
            edit(NEXT, ("year: 2024", "year: 2025"), STATUS),
            {"path": "docs/reports/suzhou-gxj/2025.md", "text": TEXT.replace("2025", "2026").replace("2024", "2025")},
        ),
    ),
    "only-layout": ({}, (edit(REPORT, ("explanations: []", "explanations: []  # 没有")),)),
    "explained": (
        {},
        (edit(REPORT, ("explanations: []", f"explanations:\n  - {ANSWER}")),),
    ),
    "settings-and-others": (
        {},
        (
            edit(AGENCY, ("hours: null", "hours: 工作日")),
            edit(ABOUT, ("说明", "另一说明")),
            {"path": "NOTES.txt", "text": "x"},
        ),
    ),
    "hostile": (
        DRAFT,
        (
            edit(REPORT, ("label: 全年发布各类信息,", f'label: "{HOSTILE}",')),
            edit(PAGE, ("列入年度考核。", f"列入年度考核。{HOSTILE}")),
            {"path": f"{HOSTILE.replace('/', ' ')}.txt", "text": "x"},
        ),
    ),
    **{
        name: ({}, BAD[name][1])
        for name in (
            "yaml-broken",
            "report-deleted",
            "agency-named-otherwise",
            "workflow-added",
            "large-file",
            "payload-in-the-report",
        )
    },
}  # fmt: skip


def scene(root: Path, name: str) -> Path:
    """The repository with a change, committed as a pull request has it."""
    before, changes = SCENES[name]
    make(root, before)
    if name == "new-report":
        text = (root / REPORT).read_bytes()
        change(root, *changes)
        (root / REPORT).write_bytes(text)
    else:
        change(root, *changes)
    commit(root)
    return root


def made(root: Path) -> Review:
    """The review of the last commit."""
    project, paths = Project(root), default_paths(root)
    return review(project, paths, "HEAD~1", check(project, paths, "HEAD~1"))


@pytest.mark.parametrize("name", SCENES)
def test_the_comment_is_as_agreed(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bless: bool,
                                  capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    """Word for word, by the command itself; the workflow that posts it changes nothing a reader could see."""
    monkeypatch.chdir(scene(tmp_path, name))
    status = main(["review", "--against", "HEAD~1", "--format", "markdown"])
    text = re.sub("与版本 [0-9a-f]{12} 相比", "与版本 000000000000 相比", capsys.readouterr().out)
    assert status == (1 if name in BAD or "处错误" in text else 0)
    assert str(tmp_path) not in text
    assert len(text) <= LONGEST
    golden = GOLDEN / f"{name}.md"
    if bless:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
    assert harmless(text).strip() == text.strip()


def test_golden_texts_are_those_of_the_scenes() -> None:
    """None is left behind."""
    assert {path.stem for path in GOLDEN.glob("*.md")} == set(SCENES)


# --- what is said -------------------------------------------------------------------------------------------------


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The repository, as the working folder."""
    monkeypatch.chdir(tmp_path)
    return make(tmp_path)


@pytest.mark.parametrize("output", ["text", "markdown", "json"])
def test_nothing_changed_says_nothing(tree: Path, output: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Empty output, exit 0: no comment is made, even where main itself has a mistake."""
    change(tree, edit(ABOUT, ("说明", "<script>")))
    commit(tree)
    assert main(["review", "--against", "HEAD", "--format", output]) == 0
    assert capsys.readouterr().out == ""


def test_cells_keep_their_three_states(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blank to zero and zero to not applicable are changes, and neither is a number's."""
    monkeypatch.chdir(scene(tmp_path, "draft-changed"))
    text = comment.render(made(tmp_path)).replace("&nbsp;", " ")
    assert "| 规章 | <b>0 → 不适用</b> | <b>0 → 不适用</b> | <b>0 → 不适用</b> |" in text
    assert "| 一、本年新收政府信息公开申请数量 | <b>8 → 9</b> | <b>空白 → 0</b> |  |  |  |  | <b>8 → 9</b> |" in text
    assert "| 二、上年结转政府信息公开申请数量 |  |  |  |  |  |  |  |" in text
    assert "四、政府信息公开行政复议" not in text  # a table without a change is not shown


def test_what_was_to_be_filled_in_is_neither_blank_nor_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mark gives way to a number, in a table and beside it."""
    open_ones = (("administrative_penalties: 0", f"administrative_penalties: {MARK}"), ("value: 510", f"value: {MARK}"))
    monkeypatch.chdir(make(tmp_path, {"report": [*DRAFT["report"], *({"find": a, "put": b} for a, b in open_ones)]}))
    change(tmp_path, edit(REPORT, *((b, a) for a, b in open_ones)))
    commit(tmp_path)
    text = comment.render(made(tmp_path))
    assert "| 行政处罚 | <b>待填&nbsp;→&nbsp;0</b> |" in text
    assert "<b>待填&nbsp;→&nbsp;510 条</b>" in text
    assert "未读出" not in text


def test_a_sentence_that_cites_a_changed_cell_is_no_change_of_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One change of the cell, none of the text; a typed number that became a macro is none either."""
    monkeypatch.chdir(make(tmp_path, DRAFT))
    change(tmp_path, NUMBERS[0])
    commit(tmp_path)
    (one,) = made(tmp_path).reports
    assert one.paragraphs == ()
    assert {cell.address for cell in one.cells} >= {
        "requests.new_requests.natural_person",
        "requests.granted.total",
    } - {"requests.granted.total"}


def test_only_the_identities_that_were_touched_are_shown(tree: Path) -> None:
    """Row and column of the cell, before and after."""
    change(tree, edit(REPORT, ("granted:                  [     2,", "granted:                  [     3,")))
    (one,) = made_against(tree, "HEAD").reports
    assert [a_sum.key for a_sum in one.sums] == ["request_row_total.granted", "results_total.natural_person"]


def made_against(root: Path, revision: str) -> Review:
    """The review against a revision."""
    project, paths = Project(root), default_paths(root)
    return review(project, paths, revision, check(project, paths, revision))


def test_the_shape_for_machines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Addresses, three states, exact decimals, and the result of the check."""
    monkeypatch.chdir(scene(tmp_path, "draft-changed"))
    main(["review", "--against", "HEAD~1", "--format", "json"])
    data = json.loads(capsys.readouterr().out)
    (report,) = data["reports"]
    cells = {cell["address"]: (cell["before"], cell["after"]) for cell in report["cells"]}
    assert cells["requests.new_requests.commercial_enterprise"] == (None, 0)
    assert cells["proactive_disclosure.rules.issued"] == (0, "n/a")
    values = {value["address"]: (value["before"], value["after"]) for value in report["values"]}
    assert values["figures.items_published"] == (1020, "1021.5")
    assert values["processing_fee.notices"] == (None, 3)
    assert {text["section"] for text in report["paragraphs"]} == {"description", "overview", "problems_improvements"}
    assert {one["path"] for one in data["files"]} == {REPORT, PAGE}
    assert data["check"]["checked"]["files"] > 0
    assert len(data["against"]) == 40


def test_the_terminal_gets_marks_without_colour_and_no_control_characters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was and what is can be told apart in black and white."""
    monkeypatch.chdir(make(tmp_path, DRAFT))
    change(tmp_path, edit(PAGE, ("接受社会监督", "接受\u200b群众监督")), {"path": "a\x1b[31m.txt", "text": "x"})
    main(["review", "--against", "HEAD"])
    text = capsys.readouterr().out
    assert "[-社会-]" in text
    assert "群众+]" in text
    assert "a·[31m.txt" in text
    assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e]", text) == []


def test_at_the_desk_it_compares_with_where_the_work_began(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The main line went on meanwhile; what came there is no part of the change. It says with what it compares."""
    git(tree, "checkout", "-q", "-b", "work")
    change(tree, CORRECTED)
    commit(tree)
    git(tree, "checkout", "-q", "main")
    change(tree, edit(ABOUT, ("说明", "另一说明")))
    commit(tree)
    git(tree, "checkout", "-q", "work")
    assert main(["review", "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert [one["path"] for one in json.loads(out)["files"]] == [REPORT]
    assert re.fullmatch(r"与正式版本（[0-9a-f]{12}）比较。\n", err)


def test_without_a_main_line_it_asks_for_a_revision(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2 and a sentence."""
    git(tree, "branch", "-m", "trunk")
    assert main(["review"]) == 2
    assert "--against" in capsys.readouterr().err
    assert main(["review", "--against", "no-such-branch"]) == 2


# --- what cannot happen -------------------------------------------------------------------------------------------


def test_no_text_of_a_file_calls_anybody_or_leads_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures, words and file names are attacks; the comment holds only its own tags."""
    monkeypatch.chdir(scene(tmp_path, "hostile"))
    text = comment.render(made(tmp_path))
    html = markdown.markdown(text, extensions=["extra"])
    assert set(re.findall(r"(?<!\\)</?([a-z0-9]+)", text)) <= {"b", "ins", "del", "details", "summary", "span"}
    assert "<a " not in html
    assert "<img" not in html
    assert "<script" not in html
    assert not re.search(r"(?<![&\w])[@#]\w", text)
    assert not re.search(r"\bGH-\d|https?://|www\.|\$x\$|:smile:|(?<!\\)`[^g]", text)
    assert text.count("@&#8203;all") >= 3


def test_a_comment_that_is_too_long_says_what_it_leaves_out() -> None:
    """The checklist and what is wrong come first; nothing is cut in the middle of a word."""
    items = tuple(Item(said(f"第 {number} 处 {'字' * 200}")) for number in range(500))
    parts = (Part("错误", items[:3], 1), Part("正文", items, 6), Part("文件", items, 7), Part("审核清单", items[:5], 0))
    text = comment.markdown(Outline("审阅", ("说明",), parts))
    assert LONGEST - 1000 < len(text) <= LONGEST
    assert "内容太多，1 节没有列出（文件），1 节没有列全；全文请在本地运行 `gongkai review` 查看。" in text
    (left,) = re.findall(r"这一节另有 (\d+) 项没有列出", text)
    assert text.count("第 ") - 8 + int(left) == 500
    assert text.index("错误") < text.index("正文") < text.index("审核清单")
    assert text.endswith(f"第 4 处 {'字' * 200}\n")


def test_no_name_is_too_long_for_a_comment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An agency's name, a figure's label and a paragraph, each as long as a book."""
    monkeypatch.chdir(make(tmp_path, DRAFT))
    book = "长" * 70_000
    change(
        tmp_path,
        edit(AGENCY, ("name: 苏州市工业和信息化局\n", f"name: {book}\n")),
        edit(REPORT, ("label: 全年发布各类信息,", f"label: {book},")),
        edit(PAGE, ("列入年度考核。", book)),
    )
    commit(tmp_path)
    text = comment.render(made(tmp_path))
    assert len(text) <= LONGEST
    assert "### 审核清单" in text
    assert "字略）" in text


def test_what_fits_is_whole() -> None:
    """Nothing is said of leaving out where nothing was left out."""
    text = comment.markdown(Outline("审阅", (), (Part("一", (Text(said("甲")), Text(said("乙"))), 1),)))
    assert text == "## 审阅\n\n#### 一\n\n甲\n\n乙\n"


def test_every_task_of_the_checklist_is_due_at_some_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that is never asked for would be a check that cannot fail."""
    due = set()
    for number, name in enumerate((*SCENES, "everything")):
        root = tmp_path / str(number)
        if name == "everything":
            make(root)
            change(
                root,
                edit(REPORT, ("reconsideration:                  {upheld: 0,", "reconsideration: {upheld: 1,")),
                *({"path": path, "text": "x"} for path in MACHINERY),
            )
            commit(root)
        else:
            scene(root, name)
        monkeypatch.chdir(root)
        due |= {task.text for task in tasks(made(root))}
    assert due == {task.text for task in TASKS}


def test_reasons_the_public_reads_are_read_for_secrets_also_in_a_new_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    """A correction's reason, an explanation, another page; a report that only changed its layout has none of them."""
    for name, due in {"corrected": True, "explained": True, "settings-and-others": True, "only-layout": False}.items():
        monkeypatch.chdir(scene(tmp_path / name, name))
        asked = [one.text for one in tasks(made(tmp_path / name)) if one.who == "保密审查"]
        assert any(text.startswith("其他页面有改动，或者新写了更正原因、理由说明") for text in asked) == due
    root = make(tmp_path / "new")
    new = edit(NEXT, ("year: 2024", "year: 2025"), STATUS, ("explanations: []", f"explanations:\n  - {ANSWER}"))
    change(root, {"path": NEXT, "move": REPORT}, new)
    commit(root)
    monkeypatch.chdir(root)
    assert any("新写了更正原因、理由说明" in one.text for one in tasks(made(root)))


def test_sums_with_open_cells_are_told_from_those_that_do_not_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    """A draft to be filled in has no errors; its sums are not said to have any."""
    number = "[     2, null, null, null, null, null,    2]"
    told = {}
    for name, cells in (("open", f"[{MARK}{', null' * 5}, {MARK}]"), ("wrong", "[2, null, null, null, null, null, 3]")):
        root = make(tmp_path / name)
        granted = (f"granted:                  {number}", f"granted: {cells}")
        change(root, {"path": NEXT, "move": REPORT}, edit(NEXT, ("year: 2024", "year: 2025"), STATUS, granted))
        commit(root)
        monkeypatch.chdir(root)
        told[name] = next(line for line in comment.render(made(root)).splitlines() if "勾稽关系共" in line)
    assert re.search(r"共 \d+ 处：其中 [1-9]\d* 处有格子待填，没有核对。", told["open"]), told
    assert re.search(r"共 \d+ 处：其中 [1-9]\d* 处不相符，见上面的错误。", told["wrong"]), told


def test_who_answers_for_a_file_is_who_must_approve_it() -> None:
    """The review names the same people as CODEOWNERS, for every file of the tree and for those it could have."""
    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = {*files.split("\0"), *OWNED, "data/search.yml", "data/accessibility.yml", "data/x.yml", "x.txt"} - {""}
    otherwise = {path for path in paths if (owners_of(ROOT, path) == {TEAM}) != (group_of(path).owner == MAINTAINERS)}
    assert otherwise == set()


def test_the_command_is_there_for_the_workflow(tree: Path) -> None:
    """As another process calls it, with the exit status of the check."""
    change(tree, CORRECTED)
    command = [sys.executable, "-m", "macros.cli", "review", "--against", "HEAD", "--format", "markdown"]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "LC_ALL": "C"}
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert LICENSING.replace("_", r"\_") in done.stdout.decode()


def test_a_page_that_is_no_report_is_told_line_by_line() -> None:
    before, after = ("# 指南", "旧的一句", "不变", "删去的"), ("# 指南", "新的一句", "不变")
    assert [(one.before, one.after) for one in changed_lines(before, after)] == [
        ("旧的一句", "新的一句"), ("删去的", None),
    ]  # fmt: skip
    assert not list(changed_lines(before, before))


def test_a_file_that_is_no_text_is_told_by_its_name_alone(tmp_path: Path) -> None:
    make(tmp_path)
    (tmp_path / ABOUT).write_bytes(b"\xff\xfe\x00" * 9)
    project, paths = Project(tmp_path), default_paths(tmp_path)
    found = review(project, paths, "HEAD", check(project, paths, "HEAD"))
    assert all(line.after is None for text in found.texts for line in text.lines)
    assert [one.path for one in found.files] == [ABOUT]


# --- pictures -----------------------------------------------------------------------------------------------------


def test_a_report_whose_picture_was_replaced_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A figure in a picture is a figure; of the reports that do not show it nothing is said."""
    signature = "89504e470d0a1a0a"
    chart = {"path": "docs/assets/chart.png", "bytes": signature + "41"}
    make(tmp_path)
    change(tmp_path, chart, edit(PAGE, ("接受社会监督。", "接受社会监督。![申请8件](../../assets/chart.png)")))
    commit(tmp_path)
    monkeypatch.chdir(tmp_path)
    change(tmp_path, {"path": "docs/assets/other.png", "bytes": signature})
    commit(tmp_path)
    assert not made(tmp_path).reports
    change(tmp_path, {**chart, "bytes": signature + "42"})
    commit(tmp_path)
    (one,) = made(tmp_path).reports
    assert one.public_text_differs
    (words,) = one.paragraphs
    assert words.before != words.after
    assert "chart.png〔内容" in (words.after or "")


def test_words_hidden_by_an_attribute_list_are_a_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path)
    monkeypatch.chdir(tmp_path)
    change(tmp_path, edit(PAGE, ("接受社会监督。\n", "接受社会监督。\n{: .visually-hidden }\n")))
    commit(tmp_path)
    (one,) = made(tmp_path).reports
    assert one.public_text_differs
    assert ".visually-hidden" in (one.paragraphs[0].after or "")
