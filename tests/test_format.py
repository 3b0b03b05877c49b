"""``gongkai format``: one way to write the same values; every comment kept, nothing changed, nothing to do twice."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from macros.canonical import Unformattable, canonical
from macros.cli import main
from macros.comments import comments
from macros.form import Form
from macros.layout import words
from macros.project import Project
from macros.source import Document, Map, Node, Scalar, Sequence, decode, load, parse
from tests.case_files import FIXTURES
from tests.content import CONTENT

PROJECT = Project(CONTENT)
REAL = CONTENT / "data" / "reports" / "suzhou-gxj" / "2024.yml"
FORM = PROJECT.forms["2021"]


def values(node: Node | None) -> Any:
    """What a node says: text as text, numbers to the last digit, mappings whatever their order."""
    if isinstance(node, Map):
        return {key: values(entry.node) for key, entry in node.entries.items()}
    if isinstance(node, Sequence):
        return [values(item) for item in node.items]
    assert isinstance(node, Scalar)
    return (type(node.value).__name__, node.value if isinstance(node.value, str) else node.raw)


def said(document: Document) -> list[str]:
    return sorted(words(comment.text) for comment in comments(document))


def tidy(text: str, form: Form | None = None) -> str:
    """The canonical form, with everything it promises."""
    before = parse(decode(text.encode(), "x.yml")[0], "x.yml")
    assert before.problems == ()
    result = canonical(before, form)
    after = parse(result, "x.yml")
    assert after.problems == ()
    assert values(after.root) == values(before.root)
    left = said(after)
    for comment in said(before):
        left.remove(comment)
    assert form is not None or left == []
    assert result.endswith("\n")
    assert not result.endswith("\n\n")
    assert "\r" not in result
    assert all(line == line.rstrip() for line in result.split("\n"))
    assert "\n\n\n" not in result
    assert canonical(after, form) == result
    return result


# --- the repository -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted((CONTENT / "data").rglob("*.yml")), ids=lambda p: p.stem)
def test_data_files_are_canonical(path: Path) -> None:
    """Run ``gongkai format`` when this fails."""
    document = load(path)
    form = None
    if "reports" in path.parts:
        assert isinstance(document.root, Map)
        node = document.root.node("form")
        assert isinstance(node, Scalar)
        form = PROJECT.forms[str(node.value)]
    assert canonical(document, form) == path.read_bytes().decode()


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*/*.yml")), ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_every_real_report_has_a_canonical_form(path: Path) -> None:
    text = path.read_text("utf-8")
    tidy(text, PROJECT.forms["2019" if 'form: "2019"' in text else "2021"])


# --- how it is written --------------------------------------------------------------------------------------------

SHAPES = {
    "line ends": ("a: 1\r\nb: 2\r\n", "a: 1\nb: 2\n"),
    "final line end missing": ("a: 1", "a: 1\n"),
    "final line ends too many": ("a: 1\n\n\n", "a: 1\n"),
    "trailing blanks": ("a: 1   \nb:  \n  c: 2 # x   \n", "a: 1\nb:\n  c: 2  # x\n"),
    "indentation": ("a:\n     b:\n         c: 1\n", "a:\n  b:\n    c: 1\n"),
    "lists without indentation": ("a:\n- 1\n- b: 2\n  c: 3\n", "a:\n  - 1\n  - b: 2\n    c: 3\n"),
    "lists of lists": ("-   - 1\n    - 2\n-\n  - 3\n", "- - 1\n  - 2\n- - 3\n"),
    "flow in one line": ("a: {b: 1,\n    c: [2,3,\n  4]}\n", "a: {b: 1, c: [2, 3, 4]}\n"),
    "flow stays flow": ("{a: [ 1 , 2 ], b: {}, c: []}\n", "{a: [1, 2], b: {}, c: []}\n"),
    "single quotes": ("a: 'it''s'\nb: '\"'\n", 'a: it\'s\nb: "\\""\n'),
    "quotes that say nothing": ('a: "苏州"\nb: {"c": "d e"}\n', "a: 苏州\nb: {c: d e}\n"),
    "quotes that are needed": (
        "a: '2021'\nb: 'yes'\nc: ''\nd: ' x'\ne: 'a: b'\nf: 'a #b'\ng: '%'\nh: '2024-01-01'\ni: '１２'\n",
        'a: "2021"\nb: "yes"\nc: ""\nd: " x"\ne: "a: b"\nf: "a #b"\ng: "%"\nh: "2024-01-01"\ni: "１２"\n',
    ),
    "quotes that are needed in flow": ("a: {b: 'c, d', e: '[f'}\nc: 'g, h'\n", 'a: {b: "c, d", e: "[f"}\nc: g, h\n'),
    "not applicable is not the text": ("a: n/a\nb: 'n/a'\n", 'a: n/a\nb: "n/a"\n'),
    "numbers as written": ("a: 0.1000\nb: -3\nc: 223.3495\nd: null\ne: true\n",) * 2,
    "text over lines": ('a: one\n  two\nb: >-\n  three\n  four\nc: "x\\\n  y"\n', "a: one two\nb: three four\nc: xy\n"),
    "a block of text": ("a: |   # why\n     one\n\n     # two\nb: 1\n", "a: |  # why\n  one\n\n  # two\nb: 1\n"),
    "a block with odd blanks": ("a: |\n  one \n  two\n", 'a: "one \\ntwo\\n"\n'),
    "a document marker": ("---\na: 1\n...\n", "a: 1\n"),
    "a bare value": ("# x\n'2021' # y\n# z\n", '# x\n"2021"  # y\n# z\n'),
    "blank lines": ("\n\na:\n\n  b: 1\n\n\n  c: 2\n\nd: 3\n\n", "a:\n  b: 1\n\n  c: 2\n\nd: 3\n"),
    "comments at the end of lines": (
        "a: 1 # x\nbbb: 2     # y\nc:  # z\n  d: 1\n",
        "a: 1    # x\nbbb: 2  # y\nc:      # z\n  d: 1\n",
    ),
    "comments too far apart to align": (f"a: 1 # x\nb: {'y' * 60} # z\n", f"a: 1  # x\nb: {'y' * 60}  # z\n"),
    "comments aligned by what is seen": ("a: 苏州 # x\nb: cc # y\n", "a: 苏州  # x\nb: cc    # y\n"),
    "comments on their own lines": (
        "# top\n\n  # a\na: 1\n# b\nb:\n    # c\n    c: 1\n    # end of b\n# d\nd: 2\n# end\n",
        "# top\n\n# a\na: 1\n# b\nb:\n  # c\n  c: 1\n  # end of b\n# d\nd: 2\n# end\n",
    ),
    "comments inside a flow": (
        "a: [1, # one\n  # two\n  2]\nb: {c: 1, # x\n  d: 2} # y\n",
        "# two\na: [1, 2]  # one\n# x\nb: {c: 1, d: 2}  # y\n",
    ),
    "comments between dash and entry": ("a:\n  - # x\n    # y\n    b: 1\n", "a:\n  # x\n  # y\n  - b: 1\n"),
    "comments between key and value": ("a: # x\n  'long' # y\nb: 1\n", "# x\na: long  # y\nb: 1\n"),
    "no comment": ('a: "x # y"\nb: c#d\ne: {f: "#"}\n', 'a: "x # y"\nb: c#d\ne: {f: "#"}\n'),
}


@pytest.mark.parametrize("name", SHAPES)
def test_shape(name: str) -> None:
    text, expected = SHAPES[name]
    assert tidy(text) == expected


# --- reports ------------------------------------------------------------------------------------------------------


def test_a_report_in_any_order_and_shape_becomes_the_same_file() -> None:
    """Keys in another order, rows as lists over lines, tables without a label: one canonical form."""
    document = load(REAL)
    assert isinstance(document.root, Map)
    lines = ["# 数据录自某处。", ""]
    lines += [
        line for key in reversed(document.root.entries) for line in loose(key, document.root.entries[key].node, 0)
    ]
    result = tidy("\n".join(lines), FORM)
    real = [
        line.split("  #")[0].rstrip()
        for line in canonical(document, FORM).split("\n")
        if not line.lstrip().startswith("#")
    ]
    mine = [line.split("  #")[0].rstrip() for line in result.split("\n") if not line.lstrip().startswith("#")]
    # Lists and mappings beside the tables stay as they were written.
    end = next(i for i, line in enumerate(real) if line.startswith("figures:"))
    assert mine[1 : end + 1] == real[:end]


def loose(key: str, node: Node, indent: int) -> list[str]:
    """An entry written with every collection over several lines, in reversed order."""
    pad = " " * indent
    if isinstance(node, Map) and node.entries:
        inner = [line for k in reversed(node.entries) for line in loose(k, node.entries[k].node, indent + 3)]
        return [f"{pad}{key}:", *inner]
    if isinstance(node, Sequence) and node.items:
        return [f"{pad}{key}:", *(f"{pad}- {item.raw}" for item in node.items if isinstance(item, Scalar))]
    if isinstance(node, Scalar):
        return [f"{pad}{key}: " + (f"'{node.raw}'" if node.style else node.raw)]
    return [f"{pad}{key}: " + ("{}" if isinstance(node, Map) else "[]")]


def test_what_an_editor_wrote_beside_a_row_moves_above_it() -> None:
    text = REAL.read_text("utf-8")
    row = next(line for line in text.split("\n") if line.strip().startswith("granted:"))
    result = tidy(text.replace(row, row.split("#")[0] + "# 与台账核对过"), FORM)
    assert f"  # 与台账核对过\n{row}\n" in result
    assert result.replace("  # 与台账核对过\n", "", 1) == text


def test_labels_headings_and_lines_between_sections_are_put_back() -> None:
    text = REAL.read_text("utf-8")
    bare = [line.split("  #")[0] for line in text.split("\n") if line and not line.startswith("  #")]
    result = tidy("\n".join(bare), FORM)
    kept = [line for line in text.split("\n") if "# 各列" in line or ("  #" in line and line.startswith(" "))]
    assert [line for line in kept if line not in result.split("\n")] == []
    assert result.count("\n\n") == text.count("\n\n")


def test_a_report_of_the_other_form_has_its_own_labels() -> None:
    text = (FIXTURES / "fj-pingtan" / "2019.yml").read_text("utf-8")
    result = tidy(text, PROJECT.forms["2019"])
    assert "# （六）其他处理\n" in result
    assert "# 政府集中采购\n" in result
    assert "（万元）" not in result


def test_an_unknown_key_and_a_row_of_the_wrong_length_stay() -> None:
    """Such a file is refused by the command; the library still changes nothing in it."""
    text = REAL.read_text("utf-8").replace("corrections: []", "corrections: []\nunknown: {a: 1} # ?")
    tidy(text.replace("[     8, null,", "[8,", 1), FORM)


# --- anything -----------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    ["a", "苏州", "yes", "2021", "n/a", "1:30", "x # y", "x: y", "- z", "a, b", "", " pad", "it's", '"', "{", "８", "#",
     "c:", "line\nline", "end\n", "% 率", "null", "a\\b", "0x1f", "~", "é", "𠮷", "?", "...", "---", "a #"]
)  # fmt: skip
LEAVES = st.one_of(
    WORDS, st.integers(-99, 10**6), st.none(), st.booleans(), st.decimals(0, 999, places=2), st.dates().map(str),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Cn", "Zl", "Zp"]), max_size=8),
)  # fmt: skip
KEYS = st.one_of(st.sampled_from(["a", "b", "requests", "规章", "2021", "yes", "x y"]), WORDS)
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=25
)  # fmt: skip


class Scribe:
    """Writes a tree as YAML in some careless way, decided by a seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - a careless writer, not a secret
        self.lines: list[str] = []

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def leaf(self, value: Any) -> str:
        if isinstance(value, str):
            if self.chance(0.3) and "\n" not in value:
                return "'" + value.replace("'", "''") + "'"
            body = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            return f'"{body}"'
        return {None: "null", True: "true", False: "false"}.get(value) or str(value)

    def flow(self, value: Any) -> str:
        gap = self.dice.choice(["", " ", "  "])
        if isinstance(value, list):
            return "[" + f",{gap}".join(map(self.flow, value)) + "]"
        if isinstance(value, dict):
            return "{" + f",{gap}".join(f"{self.leaf(k)}: {self.flow(v)}" for k, v in value.items()) + "}"
        return self.leaf(value)

    def noise(self, indent: int) -> None:
        while self.chance(0.25):
            self.lines.append(
                "" if self.chance(0.4) else " " * self.dice.choice([0, indent, indent, 3, 7]) + self.word()
            )

    def word(self) -> str:
        return f"# c{self.dice.randrange(1000)}"

    def put(self, line: str) -> None:
        self.lines.append(line + (self.dice.choice(["  ", " "]) + self.word() if self.chance(0.3) else ""))

    def block(self, value: Any, indent: int) -> None:
        pad, deeper = " " * indent, indent + self.dice.choice([2, 3, 4])
        pairs = (
            [(f"{self.leaf(k)}:", v) for k, v in value.items()]
            if isinstance(value, dict)
            else [("-", v) for v in value]
        )
        for head, inner in pairs:
            self.noise(indent)
            if isinstance(inner, dict | list) and inner and self.chance(0.7):
                self.put(pad + head)
                flush = head != "-" and isinstance(inner, list) and self.chance(0.5)
                self.block(inner, indent if flush else deeper)
            elif isinstance(inner, str) and inner == "line\nline" and self.chance(0.7):
                self.put(f"{pad}{head} |-")
                self.lines += [" " * deeper + line for line in inner.split("\n")]
            elif isinstance(inner, list) and len(inner) > 1 and self.chance(0.4):
                self.put(f"{pad}{head} [{self.flow(inner[0])},")
                self.noise(deeper)
                self.put(f"{' ' * deeper}{', '.join(map(self.flow, inner[1:]))}]")
            else:
                self.put(f"{pad}{head} {self.flow(inner)}")

    def document(self, value: Any) -> str:
        if isinstance(value, dict | list) and value and self.chance(0.9):
            self.block(value, 0)
        else:
            self.noise(0)
            self.put(self.flow(value))
        self.noise(0)
        return "\n".join(self.lines) + self.dice.choice(["", "\n", "\n\n"])


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TREES, st.integers(0, 2**32))
def test_any_file_keeps_its_values_and_comments_and_is_stable(tree: Any, seed: int) -> None:
    text = Scribe(seed).document(tree)
    assume(not parse(text, "x.yml").problems)
    tidy(text)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32), st.dictionaries(KEYS, TREES, max_size=3))
@example(0, {})
def test_any_report_keeps_its_values_and_comments_and_is_stable(seed: int, more: dict[str, Any]) -> None:
    """The real report in any order and any careless way of writing, with what does not belong in it."""
    dice = random.Random(seed)  # noqa: S311 - a careless writer, not a secret
    root = load(REAL).root

    def shaken(node: Node) -> Any:
        if isinstance(node, Map):
            pairs = [(key, shaken(entry.node)) for key, entry in node.entries.items() if dice.random() < 0.98]
            dice.shuffle(pairs)
            return dict(pairs)
        if isinstance(node, Sequence):
            return [shaken(item) for item in node.items]
        assert isinstance(node, Scalar)
        return dice.choice(["n/a", [], {}, [1, {"a": None}], {"a": 1}]) if dice.random() < 0.02 else node.value

    assert root is not None
    tree = {**shaken(root), **more}
    text = Scribe(seed).document({key: tree[key] for key in dice.sample(list(tree), len(tree))})
    assume(not parse(text, "x.yml").problems)
    tidy(text, FORM)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80) | st.lists(st.sampled_from([*"ab: -\n#[]{},'\"|>&*!?1.", "\n  ", "- "])).map("".join))
def test_any_text_is_formatted_or_refused(text: str) -> None:
    document = parse(text, "x.yml")
    if document.problems or document.root is None:
        with pytest.raises(Unformattable):
            canonical(document, None)
    else:
        tidy(text)
        tidy(text, FORM)


# --- the command --------------------------------------------------------------------------------------------------


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A report and an agency in a folder of their own, both written carelessly."""
    folder = tmp_path / "reports" / "suzhou-gxj"
    folder.mkdir(parents=True)
    (folder / "2024.yml").write_bytes(REAL.read_bytes().replace(b"\n", b"\r\n"))
    (folder / "notes.txt").write_text("a:   1")
    return tmp_path


def test_format_writes_and_then_has_nothing_to_do(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tree / "reports" / "suzhou-gxj" / "2024.yml"
    path.chmod(0o640)
    assert main(["format", str(tree), "--check"]) == 1
    assert b"\r\n" in path.read_bytes()
    out = capsys.readouterr().out
    assert str(path) in out.split("\n")
    assert "1 个文件不是规范写法" in out
    assert main(["format", str(tree)]) == 0
    assert path.read_bytes() == REAL.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o640
    before = path.stat().st_mtime_ns
    assert main(["format", str(tree), "--check"]) == 0
    assert main(["format", str(tree)]) == 0
    assert path.stat().st_mtime_ns == before
    assert sorted(p.name for p in path.parent.iterdir()) == ["2024.yml", "notes.txt"]


def test_a_file_with_errors_is_left_and_the_others_are_formatted(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    folder = tree / "reports" / "suzhou-gxj"
    bad = (
        REAL.read_text("utf-8")
        .replace("year: 2024", "year: 2023   \nyear: 2023")
        .replace("upheld: 0", "upheld: yes", 1)
    )
    wrong = REAL.read_text("utf-8").replace("year: 2024", "year:   2022").replace("  granted:", "  grated:")
    other = REAL.read_text("utf-8").replace('form: "2021"', "form:   '2031'").replace("year: 2024", "year: 2021")
    for year, text in (("2023", bad), ("2022", wrong), ("2021", other)):
        (folder / f"{year}.yml").write_text(text, "utf-8")
    assert main(["format", str(tree)]) == 1
    out = capsys.readouterr().out
    line = bad.split("\n").index("year: 2023") + 1
    assert f"2023.yml:{line}:1: 错误[yaml-duplicate-key] year 写了两遍" in out
    assert "[yaml-ambiguous]" in out
    assert "[row-unknown]" in out
    assert "是不是想写 granted" in out
    assert "[value-choice]" in out
    assert "3 个有错误没有改动" in out
    assert (folder / "2024.yml").read_bytes() == REAL.read_bytes()
    for year, text in (("2023", bad), ("2022", wrong), ("2021", other)):
        assert (folder / f"{year}.yml").read_text("utf-8") == text


def test_a_report_whose_totals_are_wrong_is_still_formatted(tree: Path) -> None:
    path = tree / "reports" / "suzhou-gxj" / "2024.yml"
    path.write_bytes(REAL.read_bytes().replace(b"[     8, ", b"[8, ", 1).replace(b"null,    8]", b"null, 9]", 1))
    assert main(["format", str(path)]) == 0
    assert "null,    9]" in path.read_text("utf-8")


def test_links_are_not_followed_and_other_files_are_not_touched(tree: Path, tmp_path: Path) -> None:
    target = tmp_path / "outside.yml"
    target.write_text("a:    1\n")
    folder = tree / "reports" / "suzhou-gxj"
    (folder / "2020.yml").symlink_to(target)
    (folder / "2019.yaml").write_text("a:    1\n")
    main(["format", str(tree / "reports")])
    assert target.read_text() == (folder / "2019.yaml").read_text() == "a:    1\n"
    assert main(["format", str(folder / "2019.yaml")]) == 2
    assert main(["format", str(folder / "notes.txt")]) == 2
    assert main(["format", str(folder / "missing.yml")]) == 2


@pytest.mark.skipif(os.name != "posix", reason="a folder nobody may write to")
def test_a_write_that_fails_leaves_the_file(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tree / "reports" / "suzhou-gxj" / "2024.yml"
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert main(["format", str(path)]) == 2
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir() if p.name.startswith(".")] == []
