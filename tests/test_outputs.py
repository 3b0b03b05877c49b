"""What people and machines read: every format against a golden file, and what hostile content must not do in it.

Renew the golden files with ``pytest tests/test_outputs.py --bless`` and read the difference.
"""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import markdown
import pytest

from macros.check import check
from macros.cli import FORMATS
from macros.facts import CellRef, Position
from macros.findings import Finding, Gap, Result
from macros.messages.words import Line
from macros.project import Project
from macros.render import github, plain, sarif, text
from macros.render import markdown as comment
from macros.render.words import columns, width
from macros.report import Explanation
from tests.case_files import base_text, edited
from tests.content import CONTENT, ROOT

GOLDEN = Path(__file__).parent / "golden"
RENDERERS: dict[str, Callable[[Result], str]] = {
    "text": text.render,
    "json": plain.render,
    "github": github.render,
    "markdown": comment.render,
    "sarif": sarif.render,
}
HOSTILE = "\x1b[31m\x9b5m<script>alert(1)</script> [x](javascript:y) @all #12 `a` | $x$ ::error::\r\n%0A\u202e"
MINE = {
    "agency-unknown",
    "blank-cells",
    "key-unknown",
    "results-total",
    "row-length",
    "row-total",
    "yaml-ambiguous",
}


def small_tree(root: Path) -> None:
    """A fixed tree with one mistake of each sort: a wrong cell, a pair, blanks, a file that is not read whole."""
    reports = root / "data" / "reports"
    shutil.copytree(CONTENT / "data" / "forms", root / "data" / "forms")
    shutil.copytree(CONTENT / "data" / "agencies", root / "data" / "agencies")
    (root / "mkdocs.yml").write_text("site_name: test\n", encoding="utf-8")
    wrong = [{"find": "[     2, null, null, null, null, null,    2]", "put": "[3, null, null, null, null, null, 2]"}]
    broken = [
        {"find": "granted: [1288, 21, 0, 0, 50, 3, 1362]", "put": "granted: [1288, 21, 0, 0, 50, 1362]"},
        {"find": "carried_in: [34, 0,", "put": "carried_in: [34, 08,"},
    ]
    for report_id, edits in (("suzhou-gxj/2024", wrong), ("fj-pingtan/2020", []), ("js-huaian/2024", broken)):
        path = reports / f"{report_id}.yml"
        path.parent.mkdir(parents=True)
        path.write_text(edited(base_text(report_id), edits), encoding="utf-8")


def small_result() -> Result:
    """What the check finds in the small tree, by rules that stay as they are; one warning has been answered."""
    found = check(Project(Path.cwd()), [Path("data/reports")])
    answer = Explanation("blank-cells", (), None, "原表空白，未作零处理", "局办公室", date(2025, 1, 20), Position("x"))
    findings = tuple(
        f if f.rule != "blank-cells" else _explained(f, answer) for f in found.findings if f.rule in MINE
    )  # fmt: skip
    gaps = (
        Gap("row-total", "有 1 处勾稽关系所涉及的单元格没能读出，先改正格式错误", "data/reports/js-huaian/2024.yml"),
    )
    return Result(findings, gaps, found.files, found.cells, tuple(sorted(MINE)), {}, found.sources)


def _explained(f: Finding, answer: Explanation) -> Finding:
    return replace(f, explanation=answer)


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small tree, with the working folder in it: all names in outputs are relative."""
    small_tree(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("output", FORMATS)
def test_output_is_as_agreed(output: str, tree: Path, bless: bool) -> None:
    """Each format, byte by byte; nothing of this machine in it."""
    made = RENDERERS[output](small_result())
    assert str(tree) not in made
    assert str(Path.home()) not in made or str(Path.home()) == "/"
    golden = GOLDEN / f"findings.{output}"
    if bless:
        GOLDEN.mkdir(exist_ok=True)
        golden.write_text(made, encoding="utf-8")
    assert made == golden.read_text(encoding="utf-8")


def test_every_format_can_be_asked_for(tree: Path) -> None:
    """The command knows all formats, and each says the same: errors, exit 1."""
    for output in FORMATS:
        run = _command("check", "data/reports", "--format", output, cwd=tree)
        assert run.returncode == 1, run.stderr
        assert run.stdout
        assert run.stderr == ""


def _command(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "macros.cli", *args], cwd=cwd, capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip


# --- JSON ---------------------------------------------------------------------------------------------------------

FINDING = ("rule", "severity", "file", "line", "column", "message", "cells", "expected", "actual")
BESIDE = {"basis", "fingerprint", "related", "explained"}


def test_json_has_the_shape_of_the_design(tree: Path) -> None:
    """The keys of DESIGN.md in their order with their types; what else there is stands behind them."""
    data = json.loads(_command("check", "data/reports", "--format", "json", cwd=tree).stdout)
    assert list(data) == ["findings", "not_assessed", "checked"]
    assert list(data["checked"]) == ["files", "cells", "rules"]
    assert all(type(count) is int for count in data["checked"].values())
    assert data["findings"]
    for finding in data["findings"]:
        _is_finding(finding)
    for gap in data["not_assessed"]:
        assert list(gap) == ["rule", "reason", "file"]
        assert all(isinstance(value, str) and value for value in gap.values())


def _is_finding(finding: dict[str, Any]) -> None:
    assert tuple(finding)[: len(FINDING)] == FINDING
    assert set(finding) - set(FINDING) <= BESIDE
    assert finding["severity"] in {"error", "warning", "notice"}
    assert all(isinstance(finding[key], str) and finding[key] for key in ("rule", "file", "message", "basis"))
    assert all(type(finding[key]) is int and finding[key] >= 1 for key in ("line", "column"))
    assert all(isinstance(finding[key], int | str | None) for key in ("expected", "actual"))
    for cell in finding["cells"]:
        assert list(cell) == ["address", "value", "line", "column"]
        assert isinstance(cell["value"], int | str | None)
    for part in finding.get("related", []):
        _is_finding(part)


@pytest.mark.usefixtures("tree")
def test_a_message_in_json_is_a_whole_sentence() -> None:
    """Whoever has only the message has everything: each addend with its line."""
    message = next(f.message for f in small_result().findings if f.rule == "results-total")
    assert "6（（一）予以公开，第 20 行）" in message
    assert "合计 26；20（（七）总计，第 42 行），合计 20，相差 6" in message
    assert "\n" not in message


# --- SARIF --------------------------------------------------------------------------------------------------------


def _sarif_problems(made: str) -> list[str]:
    # The schema is OASIS's own, © OASIS Open, which permits copying.
    schema = json.loads((ROOT / "tests" / "fixtures" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(schema)
    return [f"{list(e.path)}: {e.message}" for e in validator(schema).iter_errors(json.loads(made))]


def test_sarif_is_valid(tree: Path) -> None:
    """The findings as they are, with explanations and gaps, obey the official schema."""
    assert _sarif_problems(sarif.render(small_result())) == []
    assert _sarif_problems(_command("check", "data/reports", "--format", "sarif", cwd=tree).stdout) == []
    assert _sarif_problems(sarif.render(hostile())) == []


def test_sarif_schema_refuses_what_is_not_sarif() -> None:
    """The proof above is one: the schema is not asleep."""
    assert _sarif_problems('{"version": "2.1.0", "runs": [{"results": []}]}')


def test_sarif_names_files_as_references() -> None:
    """Relative names stay relative; every odd character is encoded."""
    assert sarif.uri("data/reports/a b#c?.yml") == "data/reports/a%20b%23c%3F.yml"
    assert sarif.uri("/srv/数据.yml") == "file:///srv/%E6%95%B0%E6%8D%AE.yml"


# --- hostile content ----------------------------------------------------------------------------------------------


def hostile() -> Result:
    """Findings whose every text is an attack."""
    at = Position(f"data/{HOSTILE}.yml", 1, 3)
    answer = Explanation("row-total", (), None, HOSTILE, HOSTILE, date(2025, 1, 1), at)
    cells = (CellRef(HOSTILE, HOSTILE, at, 1),)
    lines = (Line("title", HOSTILE), Line("part", HOSTILE, "1", 3), Line("sum", "", "1"))

    def one(explanation: Explanation | None, lines: tuple[Line, ...]) -> Finding:
        return Finding(
            "row-total", "error", at.path, 1, 3, HOSTILE, HOSTILE, HOSTILE, cells, HOSTILE, HOSTILE, "0" * 16, "k",
            (), explanation, HOSTILE, lines,
        )  # fmt: skip

    gap = Gap("row-total", HOSTILE, at.path)
    findings = (one(None, lines), one(None, ()), one(answer, lines))
    return Result(findings, (gap,), 1, 1, ("row-total",), {}, {at.path: (HOSTILE,)})


@pytest.mark.parametrize("output", FORMATS)
def test_hostile_text_steers_no_terminal(output: str) -> None:
    """No control character but the line end, no bidirectional mark, in any format."""
    made = RENDERERS[output](hostile())
    assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", made) == []


def test_hostile_file_steers_no_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through the whole command: file name, keys, values and text with escape sequences."""
    small_tree(tmp_path)
    monkeypatch.chdir(tmp_path)
    bad = 'agency: "a\\e[31m"\n"k\\x9b5m": \x1b]0;title\x07\nyear: "\\u202e"\n'
    (tmp_path / "data" / "reports" / "\x1b[31m\u202e\n::error::x.yml").write_text(bad, encoding="utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "\x1b[2Jx.md").write_text('---\ntitle: "\\e[31m{{"\n---\n{{ \x1b[31m }}\n', encoding="utf-8")
    for output in FORMATS:
        made = _command("check", "data", "docs", "--format", output, cwd=tmp_path)
        assert made.returncode == 1
        assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", made.stdout + made.stderr) == []
    missing = _command("check", "\x1b[31mnot there", cwd=tmp_path)
    assert missing.returncode == 2
    assert "\x1b" not in missing.stderr


def test_hostile_text_stays_text_in_a_comment() -> None:
    """No tag but ours, no link, no mention, no image, no formula, no table of its own."""
    made = comment.render(hostile())
    html = markdown.markdown(made, extensions=["extra"])
    assert set(re.findall(r"(?<!\\)<([a-z0-9]+)", made)) <= {"br", "details", "summary", "span"}
    assert "<script" not in html
    assert "<a " not in html
    assert "<img" not in html
    assert not re.search(r"(?<![&\w])[@#]\w", made)
    assert "$x$" not in made
    assert "javascript:y" not in made


def test_hostile_text_starts_no_command() -> None:
    """One line a command; the runner reads properties and message back as they were."""
    lines = github.render(hostile()).splitlines()
    assert [line[:8] for line in lines if line.startswith("::")] == ["::error ", "::error ", "::notice"]
    for line in lines:
        if line.startswith("::"):
            properties, message = re.fullmatch(r"::\w+ ([^:]*)::(.*)", line).groups()  # type: ignore[union-attr]
            assert [p.split("=", 1)[0] for p in properties.split(",")] == ["file", "line", "col", "title"]
            assert "\r" not in message
            assert re.findall(r"%(?!25|0A|0D)", message) == []


# --- Markdown, text -----------------------------------------------------------------------------------------------


def test_a_comment_says_nothing_when_there_is_nothing() -> None:
    """An empty text: no comment is made."""
    assert comment.render(Result((), (), 3, 200, ("row-total",))) == ""


def test_colour_only_on_a_terminal(tree: Path) -> None:
    """A pipe gets plain text; a terminal gets colour unless NO_COLOR says otherwise."""
    assert "\x1b" not in _command("check", "data/reports", cwd=tree).stdout
    assert "\x1b[31m错误\x1b[0m" in _on_terminal(tree, {})
    assert "\x1b" not in _on_terminal(tree, {"NO_COLOR": "1"})
    assert "\x1b" not in _on_terminal(tree, {"TERM": "dumb"})


def _on_terminal(tree: Path, extra: dict[str, str]) -> str:
    master, slave = pty.openpty()
    env = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "TERM"}}
    process = subprocess.Popen(
        [sys.executable, "-m", "macros.cli", "check", "data/reports/fj-pingtan"],
        cwd=tree, stdout=slave, stderr=slave, env={**env, "TERM": "xterm", "PYTHONPATH": str(ROOT), **extra},
    )  # fmt: skip
    os.close(slave)
    made = b""
    while True:
        try:
            chunk = os.read(master, 65536)
        except OSError:  # the other end is closed
            break
        if not chunk:
            break
        made += chunk
    os.close(master)
    assert process.wait() == 1
    return made.decode("utf-8")


def test_a_reckoning_is_aligned() -> None:
    """Numbers end in one column, however wide the words before them are."""
    lines = (
        Line("part", "自然人", "3", 20),
        Line("part", "商业企业", "1288", 118),
        Line("sum", "", "1291"),
        Line("stated", "总计", "91", 20),
    )
    rows = columns(lines)
    assert rows == [
        "  第 20 行      3  自然人",
        "  第 118 行  1288  商业企业",
        "  合计       1291",
        "  第 20 行     91  总计",
    ]
    ends = {width(row[: re.search(r"\d+(?=  |$)", row[6:]).end() + 6]) for row in rows[:2]}  # type: ignore[union-attr]
    assert len(ends) == 1


@pytest.mark.usefixtures("tree")
def test_one_wrong_cell_reads_as_one_finding() -> None:
    """Its row and its column break; the finding names the cell and the number that would mend both."""
    mine = [f for f in small_result().findings if f.file.endswith("suzhou-gxj/2024.yml") and f.severity == "error"]
    assert len(mine) == 1
    assert "“（一）予以公开”行“自然人”栏为 3，使 2 处勾稽关系不成立。" in mine[0].lead
    assert "由 3 改为 2" in mine[0].mend
    assert len(mine[0].lead) < 80


@pytest.mark.usefixtures("tree")
def test_two_columns_that_differ_alike_say_so() -> None:
    """自然人 and 总计 are both six too many (real): each names the other."""
    mine = [f for f in small_result().findings if f.file.endswith("fj-pingtan/2020.yml") and f.severity == "error"]
    assert [f.mend.split("，")[0] for f in mine] == ["“总计”栏也相差 6", "“自然人”栏也相差 6"]
