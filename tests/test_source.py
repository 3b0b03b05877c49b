"""Strict YAML: each trap refused at its place with a sentence, everything at once and soon; values exact."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.facts import Fact
from macros.messages import sentence
from macros.messages.words import Names
from macros.source import MAX_BYTES, MAX_PER_RULE, Document, Map, Node, Scalar, Sequence, decode, load, parse

SOON = 0.9  # seconds; what is refused is refused before it costs anything


def told(document: Document) -> list[tuple[str, int, int]]:
    """Rule, line and column of every problem."""
    return [(fact.rule, fact.at.line, fact.at.column) for fact in document.problems]


def said(fact: Fact) -> str:
    return sentence(fact, Names()).whole


def value(node: Node | None) -> object:
    assert isinstance(node, Scalar)
    assert node.valid
    return node.value


def one(text: str) -> Node | None:
    """The value of ``a: text``."""
    root = parse(f"a: {text}\n", "x.yml").root
    assert isinstance(root, Map)
    return root.node("a")


# --- traps --------------------------------------------------------------------------------------------------------

TRAPS: dict[str, tuple[str, str, int, int, str]] = {
    "duplicate key": ("a: 1\nb: 2\na: 3\n", "yaml-duplicate-key", 3, 1, "a 写了两遍，第一遍在第 1 行"),
    "duplicate key in braces": ("a: {b: 1, b: 2}\n", "yaml-duplicate-key", 1, 11, "b 写了两遍"),
    "duplicate key in quotes": ("\"a\": 1\n'a': 2\n", "yaml-duplicate-key", 2, 1, "a 写了两遍"),
    "anchor": ("a: &x 1\n", "yaml-feature", 1, 4, "锚点 &x"),
    "anchor on a list": ("a: &x [1]\n", "yaml-feature", 1, 4, "锚点 &x"),
    "alias": ("a: 1\nb: *x\n", "yaml-feature", 2, 4, "引用 *x"),
    "merge key": ("a:\n  <<: {b: 1}\n", "yaml-feature", 2, 3, "合并键 <<"),
    "tag": ("a: !!str 1\n", "yaml-feature", 1, 4, "标签"),
    "own tag": ("a: !secret x\n", "yaml-feature", 1, 4, "标签 !secret"),
    "tag that makes an object": ("a: !!python/object/apply:os.system [x]\n", "yaml-feature", 1, 4, "标签"),
    "directive": ("%YAML 1.1\n---\na: 1\n", "yaml-feature", 1, 1, "% 指令"),
    "tag directive": ("%TAG ! x:\n---\na: 1\n", "yaml-feature", 1, 1, "% 指令"),
    "several documents": ("a: 1\n---\nb: 2\n", "yaml-feature", 2, 1, "第二个 ---"),
    "list as key": ("? [a]\n: 1\n", "yaml-feature", 1, 3, "键不是文字"),
    "mapping as key": ("{{a: 1}: 2}\n", "yaml-feature", 1, 2, "键不是文字"),
    "tab for indentation": ("a:\n\tb: 1\n", "yaml-character", 2, 1, "制表符"),
    "tab before a value": ("a:\t1\n", "yaml-character", 1, 3, "制表符"),
    "tab at the end": ("a: 1\t\n", "yaml-character", 1, 5, "制表符"),
    "byte order mark": ("\ufeffa: 1\n", "yaml-character", 1, 1, "BOM"),
    "byte order mark inside": ("a: \ufeff1\n", "yaml-character", 1, 4, "U+FEFF"),
    "nul": ("a: b\0c\n", "yaml-character", 1, 5, "U+0000"),
    "bell": ("a: b\x07c\n", "yaml-character", 1, 5, "U+0007"),
    "escape": ("a: b\x1b[31mc\n", "yaml-character", 1, 5, "U+001B"),
    "delete": ("a: b\x7fc\n", "yaml-character", 1, 5, "U+007F"),
    "next line": ("a: b\x85c\n", "yaml-character", 1, 5, "U+0085"),
    "line separator": ("a: b\u2028c\n", "yaml-character", 1, 5, "U+2028"),
    "zero-width space": ("a: 苏\u200b州\n", "yaml-character", 1, 5, "U+200B"),
    "right to left": ("a: b\u202ec\n", "yaml-character", 1, 5, "U+202E"),
    "lone carriage return": ("a: b\rc\n", "yaml-character", 1, 5, "U+000D"),
    "not a character": ("a: b\uffffc\n", "yaml-character", 1, 5, "U+FFFF"),
    "nul by escape": ('a: "b\\0c"\n', "yaml-character", 1, 4, "U+0000"),
    "zero-width space by escape": ('a: "b\\u200bc"\n', "yaml-character", 1, 4, "U+200B"),
    "control character in a comment": ("a: 1 # \x1b[31m\n", "yaml-character", 1, 8, "U+001B"),
    "nothing after the colon": ("a: 1\nb:\nc: 2\n", "yaml-empty-value", 2, 3, "空白请写 null"),
    "nothing after the dash": ("a:\n  -\n  - 1\n", "yaml-empty-value", 2, 4, "空白请写 null"),
    "nothing in braces": ("a: {b: , c: 1}\n", "yaml-empty-value", 1, 8, "空白请写 null"),
    "key alone in braces": ("a: {b}\n", "yaml-empty-value", 1, 6, "空白请写 null"),
    "number as key": ("2024: 1\n", "yaml-ambiguous", 1, 1, "键 2024"),
    "null as key": ("null: 1\n", "yaml-ambiguous", 1, 1, "键 null"),
    "yes as key": ("a:\n  yes: 1\n", "yaml-ambiguous", 2, 3, "键 yes"),
    "empty file": ("", "yaml-empty-file", 1, 1, "空的"),
    "only comments": ("# a\n", "yaml-empty-file", 1, 1, "空的"),
    "full-width colon": ("a: 1\nb：2\nc: 3\n", "yaml-syntax", 3, 1, "全角符号“：”"),
    "open bracket": ("a: [1, 2\nb: 3\n", "yaml-syntax", 2, 2, "方括号"),
    "open quote": ('a: "b\nc: 1\n', "yaml-syntax", 3, 1, "引号"),
    "uneven indentation": ("a:\n  b: 1\n c: 2\n", "yaml-syntax", 3, 2, "缩进"),
    "two values": ("a: 1: 2\n", "yaml-syntax", 1, 5, "冒号"),
    "percent sign bare": ("a: %\n", "yaml-syntax", 1, 4, "双引号"),
}

GUESSED = {
    "yes": "truth", "Yes": "truth", "YES": "truth", "no": "truth", "No": "truth", "on": "truth", "On": "truth",
    "off": "truth", "OFF": "truth", "y": "truth", "N": "truth", "True": "truth", "TRUE": "truth", "FALSE": "truth",
    "~": "blank", "Null": "blank", "NULL": "blank",
    "08": "leading-zero", "007": "leading-zero", "0777": "leading-zero", "00": "leading-zero", "01.5": "leading-zero",
    "-0": "leading-zero", "-0.0": "leading-zero", "0_1": "leading-zero", "051268616308": "leading-zero",
    "0x1f": "base", "0X1F": "base", "0b101": "base", "0o17": "base", "-0x1": "base",
    "1_000": "grouping", "1,234": "grouping", "1，234": "grouping", "1 234": "grouping", "1_000.5": "grouping",
    "1:30": "clock", "10:20:30": "clock", "-1:30": "clock", "190:20:30.15": "clock",
    "1e3": "exponent", "1E3": "exponent", "1.5e-3": "exponent", "-1e+3": "exponent", "12e03": "exponent",
    ".5": "point", "5.": "point", "-.5": "point", "+5": "plus", "+.5": "plus", "+1:30": "plus",
    ".inf": "special", "-.INF": "special", ".nan": "special", ".NaN": "special", "=": "special", "<<": "special",
    "１２": "wide", "３．５": "wide", "－５": "wide", "1２": "wide", "٣٤": "wide", "１，２３４": "wide",
    "2024-1-1": "date", "2024/01/01": "date", "2024.01.01": "date", "2024-02-30": "date", "2024-13-01": "date",
    "2024-01-01 08:00:00": "date", "2024-01-01T08:00:00Z": "date",
    "1234567890123456": "long", "0.123456789": "long",
}  # fmt: skip


@pytest.mark.parametrize("name", TRAPS)
def test_trap_is_refused_at_its_place(name: str) -> None:
    text, rule, line, column, words = TRAPS[name]
    decoded, problems = decode(text.encode(), "x.yml")
    document = parse(decoded, "x.yml")
    facts = [*problems, *document.problems]
    mine = [fact for fact in facts if (fact.rule, fact.at.line, fact.at.column) == (rule, line, column)]
    assert mine, [(f.rule, f.at.line, f.at.column) for f in facts]
    assert words in said(mine[0]), said(mine[0])
    assert all(fact.at.path == "x.yml" for fact in facts)


@pytest.mark.parametrize("text", GUESSED)
def test_what_yaml_would_guess_at_is_refused(text: str) -> None:
    """As a value in a block, in a row, and as a key; in quotes it is the text it is."""
    for source, line, column in ((f"a:\n  b: {text}\n", 2, 6), (f"- x\n- {text}\n", 2, 3)):
        if source.startswith("-") and text == "<<":
            continue
        facts = parse(source, "x.yml").problems
        assert told(parse(source, "x.yml")) == [("yaml-ambiguous", line, column)], facts
        assert facts[0].detail["guess"] == GUESSED[text]
        assert text in said(facts[0])
    if not any(c in text for c in ",:"):
        assert told(parse(f"[1, {text}, 2]\n", "x.yml")) == [("yaml-ambiguous", 1, 5)]
    assert value(one(f'"{text}"')) == value(one(f"'{text}'")) == text


def test_everything_is_refused_at_once() -> None:
    """One run names every trap of a file, in the order of its lines."""
    text = "a: 1\na: 2\nb: &x yes\nc:\td\ne: *x\nf:\ng: 08\nh: [~, 1_000, !!int 3]\ni: １２\n<<: {j: 1}\n"
    document = parse(text, "x.yml")
    assert told(document) == [
        ("yaml-duplicate-key", 2, 1),
        ("yaml-feature", 3, 4),
        ("yaml-ambiguous", 3, 4),
        ("yaml-character", 4, 3),
        ("yaml-feature", 5, 4),
        ("yaml-empty-value", 6, 3),
        ("yaml-ambiguous", 7, 4),
        ("yaml-ambiguous", 8, 5),
        ("yaml-ambiguous", 8, 8),
        ("yaml-feature", 8, 15),
        ("yaml-ambiguous", 9, 4),
        ("yaml-feature", 10, 1),
    ]
    assert all(said(fact) for fact in document.problems)
    assert isinstance(document.root, Map)
    assert value(document.root.node("a")) == 1


def test_places_count_characters_not_bytes() -> None:
    assert told(parse("规章: {数量: 08, 𠮷: yes}\n", "x.yml")) == [
        ("yaml-ambiguous", 1, 10),
        ("yaml-ambiguous", 1, 17),
    ]


def test_front_matter_keeps_the_lines_of_its_file() -> None:
    assert told(parse("a: 1\nb: yes\n", "x.md", first_line=2)) == [("yaml-ambiguous", 3, 4)]
    assert told(parse("a: [1\n", "x.md", first_line=2))[0][1] >= 2


# --- hostile files ------------------------------------------------------------------------------------------------

ALIASES = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 30))
HOSTILE: dict[str, tuple[bytes, str]] = {
    "bomb of aliases": (ALIASES.encode(), "yaml-feature"),
    "bomb of merges": (b"a: &a {x: 1}\n" + b"b: {<<: [*a, *a, *a]}\n" * 3000, "yaml-feature"),
    "ten megabytes": (b"a: 1\n" * 2_000_000, "yaml-size"),
    "ten megabytes in one line": (b"a: '" + b"x" * 10_000_000 + b"'\n", "yaml-size"),
    "a hundred thousand brackets": (b"[" * 100_000, "yaml-depth"),
    "a hundred thousand braces": (b"{a: " * 100_000, "yaml-depth"),
    "deep indentation": ("".join(" " * i + "a:\n" for i in range(1000)).encode(), "yaml-depth"),
    "a hundred thousand dashes": (b"- " * 100_000, "yaml-depth"),
    "deep keys": (b"? " * 50_000, "yaml-depth"),
    "a hundred thousand duplicates": (b"a: 1\n" * 100_000, "yaml-duplicate-key"),
    "a hundred thousand guesses": (b"- yes\n" * 100_000, "yaml-ambiguous"),
    "a hundred thousand tabs": (b"\t\n" * 100_000, "yaml-character"),
    "half a million controls": (b"\x01" * 500_000, "yaml-character"),
    "a hundred thousand documents": (b"---\na: 1\n" * 100_000, "yaml-feature"),
    "a number of a million digits": (b"a: " + b"9" * 1_000_000 + b"\n", "yaml-ambiguous"),
    "a million digits and a letter": (b"a: 1" + b"_1" * 500_000 + b"x\n- b\n", "yaml-syntax"),
    "a million colons": (b"a: 1" + b":1" * 500_000 + b"x\n- b\n", "yaml-syntax"),
    "a key of a million letters": (b"a" * 1_000_000 + b": 1\n", "yaml-syntax"),
    "an open quote over a million letters": (b'a: "' + b"x\n" * 500_000, "yaml-syntax"),
    "not UTF-8": (b"a: \xff\xfe\n", "yaml-encoding"),
    "UTF-16": ("a: 1\n".encode("utf-16"), "yaml-encoding"),
    "GBK": ("a: 苏州\n".encode("gbk"), "yaml-encoding"),
    "a character cut in two": (b"a: \xe8\x8b", "yaml-encoding"),
    "an overlong slash": (b"a: \xc0\xaf\n", "yaml-encoding"),
    "half of a pair": (b"a: \xed\xa0\x80\n", "yaml-encoding"),
    "a megabyte of no UTF-8": (b"\xff" * 1_000_000, "yaml-encoding"),
    "a program": (bytes(range(256)) * 1000, "yaml-encoding"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_soon_and_clearly(name: str, tmp_path: Path) -> None:
    data, rule = HOSTILE[name]
    path = tmp_path / "x.yml"
    path.write_bytes(data)
    start = time.process_time()
    document = load(path, "x.yml")
    assert time.process_time() - start < SOON
    assert rule in {fact.rule for fact in document.problems}
    assert len(document.problems) <= 12 * MAX_PER_RULE
    assert all(said(fact) and fact.at.line >= 1 and fact.at.column >= 1 for fact in document.problems)
    assert all(len(said(fact)) < 1000 for fact in document.problems)


def test_place_of_a_bad_byte(tmp_path: Path) -> None:
    path = tmp_path / "x.yml"
    path.write_bytes("a: 1\n苏州: ".encode() + b"\xff\n")
    document = load(path, "x.yml")
    assert told(document)[0] == ("yaml-encoding", 2, 5)
    assert "FF" in said(document.problems[0])


def test_size_is_a_bound_on_bytes(tmp_path: Path) -> None:
    path = tmp_path / "x.yml"
    path.write_bytes(b"a: 1\n#" + b"x" * (MAX_BYTES - 7) + b"\n")
    assert load(path).problems == ()
    path.write_bytes(b"a: 1\n#" + b"x" * (MAX_BYTES - 6) + b"\n")
    assert told(load(path))[0][0] == "yaml-size"


# --- values -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0), ("7", 7), ("-3", -3), ("123456789012345", 123456789012345),
        ("223.3495", Decimal("223.3495")), ("0.1", Decimal("0.1")), ("0.1000", Decimal("0.1000")),
        ("-0.5", Decimal("-0.5")), ("2.0", Decimal("2.0")), ("75394432.52", Decimal("75394432.52")),
        ("0.00000001", Decimal("0.00000001")),
        ("null", None), ("true", True), ("false", False),
        ("2025-01-27", date(2025, 1, 27)), ("2024-02-29", date(2024, 2, 29)), ("0001-01-01", date(1, 1, 1)),
        ('"2021"', "2021"), ("'it''s'", "it's"), ('"a\\nb"', "a\nb"), ('"null"', "null"), ('""', ""),
        ("国办公开办函〔2021〕30号", "国办公开办函〔2021〕30号"), ("n/a", "n/a"), ("0512-68616308", "0512-68616308"),
        ("http://gxj.suzhou.gov.cn/", "http://gxj.suzhou.gov.cn/"), ("2024年", "2024年"), ("yes或no", "yes或no"),
        ("None", "None"), ("nan", "nan"), ("1.2.3", "1.2.3"), ("3件", "3件"),
        ("第1:30", "第1:30"), ("a1_000", "a1_000"),
    ],
)  # fmt: skip
def test_value_is_exact(text: str, expected: object) -> None:
    node = one(text)
    assert value(node) == expected
    assert type(value(node)) is type(expected)
    assert str(value(node)) == str(expected)


def test_nothing_is_a_float() -> None:
    def every(node: Node | None) -> list[object]:
        if isinstance(node, Scalar):
            return [node.value]
        if isinstance(node, Sequence):
            return [x for item in node.items for x in every(item)]
        assert isinstance(node, Map)
        return [x for entry in node.entries.values() for x in every(entry.node)]

    root = parse("a: [1, 0.1, 1e3, .5, 1., .inf, 1:30, 0x10, 3.0]\n", "x.yml").root
    assert [type(x) for x in every(root)] == [int, Decimal, str, str, str, str, str, str, Decimal]


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_every_whole_number_is_itself(number: int) -> None:
    assert value(one(str(number))) == number


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=4))
def test_every_decimal_keeps_its_digits(number: Decimal) -> None:
    text = format(number, "f")
    if text.startswith("-0.") and number == 0:
        assert told(parse(f"a: {text}\n", "x.yml")) == [("yaml-ambiguous", 1, 4)]
    else:
        assert str(value(one(text))) == text


@given(st.dates())
def test_every_date_is_itself(day: date) -> None:
    assert value(one(day.isoformat())) == day


def test_every_value_knows_its_line_and_column() -> None:
    root = parse("# x\na: 1\nb:\n  - [8, null]\n  - c: 苏州\n", "x.yml").root
    assert isinstance(root, Map)
    items = root.node("b")
    assert isinstance(items, Sequence)
    row, entry = items.items
    assert isinstance(row, Sequence)
    assert isinstance(entry, Map)
    nodes = [root.node("a"), row, *row.items, entry, entry.entries["c"].key, entry.node("c")]
    assert [(n.at.line, n.at.column) for n in nodes if n is not None] == [
        (2, 4), (4, 5), (4, 6), (4, 9), (5, 5), (5, 5), (5, 8),
    ]  # fmt: skip
    assert row.flow
    assert not items.flow


def test_windows_line_ends_are_no_problem_and_move_nothing() -> None:
    text, problems = decode(b"a: 1\r\nb: yes\r\n", "x.yml")
    assert problems == []
    assert told(parse(text, "x.yml")) == [("yaml-ambiguous", 2, 4)]


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass")))
def test_any_bytes_give_values_or_located_sentences(data: bytes) -> None:
    text, problems = decode(data, "x.yml")
    document = parse(text, "x.yml")
    for fact in (*problems, *document.problems):
        assert said(fact)
        assert 1 <= fact.at.line <= len(document.lines) + 1
    assert document.root is not None or document.problems
