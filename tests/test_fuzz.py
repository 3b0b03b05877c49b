"""Whatever lies in a file: findings with a place and a sentence, never an exception, never exit 2, and soon."""

from __future__ import annotations

import contextlib
import io
import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from macros.cli import main
from tests.case_files import FIXTURES
from tests.content import CONTENT

REPORT = (CONTENT / "data" / "reports" / "suzhou-gxj" / "2024.yml").read_text(encoding="utf-8")
OLDER = (FIXTURES / "fj-pingtan" / "2019.yml").read_text(encoding="utf-8")
PAGE = (CONTENT / "docs" / "reports" / "suzhou-gxj" / "2024.md").read_text(encoding="utf-8")
SECONDS = 60  # a bound against explosions, far above what a busy machine needs


class TooSlow(BaseException):
    """Raised in the middle of whatever takes too long; nothing catches it on its way."""


@contextlib.contextmanager
def alarm() -> Iterator[None]:
    """Stop what takes too long instead of waiting for it."""

    def ring(_signal: int, _frame: object) -> None:
        raise TooSlow

    old = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)


def run(root: Path, name: str, data: bytes, output: str = "json") -> tuple[int, str]:
    """The command on one file (a page has the real report beside it)."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    out = io.StringIO()
    with contextlib.redirect_stdout(out), alarm():
        status = main(["check", str(path), "--format", output])
    return status, out.getvalue()


def located(root: Path, name: str, data: bytes) -> list[dict[str, Any]]:
    """The findings, each proved to have a place inside the file and a sentence."""
    status, out = run(root, name, data)
    assert status in {0, 1}
    shape = json.loads(out)
    lines = data.decode("utf-8", errors="replace").replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for finding in shape["findings"]:
        assert finding["message"].strip()
        assert finding["basis"].strip()
        assert 1 <= finding["line"] <= lines + 1 or not finding["file"].endswith(name), finding
        assert finding["column"] >= 1
    assert (status == 1) == any(f["severity"] == "error" for f in shape["findings"])
    assert shape["checked"]["files"] == 1
    findings = shape["findings"]
    assert isinstance(findings, list)
    return findings


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree with the real report, so that pages find their numbers."""
    root = tmp_path_factory.mktemp("fuzz")
    path = root / "data" / "reports" / "suzhou-gxj" / "2024.yml"
    path.parent.mkdir(parents=True)
    path.write_text(REPORT, encoding="utf-8")
    return root


BYTES = st.binary(max_size=300) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace"))
NAMES = st.sampled_from(["a.yml", "data/agencies/a.yml", "data/forms/a.yml", "data/site.yml", "docs/reports/a.md"])


@given(NAMES, BYTES)
@example("a.yml", b"\xff\xfe\x00")
@example("a.yml", b"\xef\xbb\xbf")
@example("a.yml", b"? [a]\n: b\n")
@example("a.yml", b"a: &x [*x]\n")
@example("docs/reports/a.md", b"---\n---\n{{ a(b(c)) }}{% raw %}\x00")
@example("docs/reports/a.md", b"---\ntitle: \xe2\x80\xa8x\n---\n# x\r\r\n{{")
def test_any_bytes(root: Path, name: str, data: bytes) -> None:
    """In every kind of file."""
    located(root, name, data)


# Words that mean something somewhere, so that random structures reach deep.
KEYS = sorted(
    {word for word in REPORT.replace(":", " ").replace("{", " ").split() if word.isidentifier() and word.isascii()}
    | {"explanations", "rule", "cells", "reason", "by", "date", "from", "to", "kind", "cell", "tables", "identities"}
    | {"sections", "blocks", "rows", "columns", "id", "label", "sum", "equals", "over", "short_name", "portal", "links"}
)
PLAIN = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.dates()
    | st.sampled_from(["2021", "2019", "n/a", "suzhou-gxj", "requests", "rows", "row-total", "blank-cells", *KEYS[:20]])
    | st.text(max_size=12)
)
TREES = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=8) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=8),
    max_leaves=30,
)


@given(NAMES.filter(lambda n: n.endswith(".yml")), TREES)
def test_any_structure(root: Path, name: str, tree: object) -> None:
    """Any YAML of the right or the wrong shape, as a report, an agency, a form, the settings."""
    located(root, name, yaml.safe_dump(tree, allow_unicode=True).encode("utf-8", "replace"))


@given(st.data())
def test_a_structure_in_place_of_a_part(root: Path, data: st.DataObject) -> None:
    """The real report with one of its parts, at any depth, replaced by something else."""
    report = yaml.safe_load(data.draw(st.sampled_from([REPORT, OLDER])))
    spot = report
    while True:
        key = data.draw(st.sampled_from(sorted(spot) if isinstance(spot, dict) else range(len(spot))))
        inner = spot[key]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.booleans()):
            spot[key] = data.draw(TREES)
            break
        spot = inner
    report["form"] = str(report["form"])
    located(root, "b/2024.yml", yaml.safe_dump(report, allow_unicode=True, sort_keys=False).encode("utf-8", "replace"))


SCRAPS = st.sampled_from(
    ["", " ", "\n", "\t", ":", "：", "-", "[", "]", "{", "}", ",", "null", "n/a", "08", "1.5", "-1", "#", '"', "'",
     "&a ", "*a", "!!int ", "<<", "---\n", "{{ ", " }}", "{% raw %}", "{{ table('x') }}", '{{ figure("x") }}',
     "<script>", "](javascript:a)", "\x00", "\u202e", "99999999999999999999", "１２", "%"]
) | st.text(max_size=6)  # fmt: skip
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), SCRAPS), min_size=1, max_size=4)


def edited(text: str, edits: list[tuple[float, int, str]]) -> bytes:
    """The text with pieces cut out and scraps put in."""
    for place, length, scrap in edits:
        at = int(place * len(text))
        text = text[:at] + scrap + text[at + length :]
    return text.encode("utf-8", "replace")


@given(st.sampled_from([REPORT, OLDER]), EDITS)
def test_any_edit_of_a_report(root: Path, text: str, edits: list[tuple[float, int, str]]) -> None:
    """As a tired person, or a merge, might leave it."""
    located(root, "c/2024.yml", edited(text, edits))


@given(EDITS)
def test_any_edit_of_a_page(root: Path, edits: list[tuple[float, int, str]]) -> None:
    """The same for the narrative with its macros."""
    located(root, "docs/reports/suzhou-gxj/2024.md", edited(PAGE, edits))


@given(st.sampled_from(["text", "github", "markdown", "sarif"]), EDITS)
def test_any_output_of_any_edit(root: Path, output: str, edits: list[tuple[float, int, str]]) -> None:
    """No format falls over what another can say."""
    assert run(root, "d/2024.yml", edited(REPORT, edits), output)[0] in {0, 1}


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 100_000,
        b"{a: " * 50_000,
        b"- " * 50_000,
        b"a: " + b"9" * 1_000_000,
        b"a: 1" + b",." * 90 + b"x",
        b"a: 1" + b"," * 5_000 + b"x",
        b'"' + b"\\x1b" * 200_000,
        b"a: [" + b"*a, " * 100_000 + b"]",
        b"\n".join(b"k%d: %d_0" % (i, i) for i in range(40_000)),
        b"? " * 100_000,
        b"\xe2\x80\x8b" * 300_000,
        b"x" * 2_000_000,
        REPORT.encode() * 60,
        b"---\n" + b"{{ a }}" * 50_000,
        b"---\nt: x\n---\n" + b"{% if a %}" * 50_000,
        b"---\nt: x\n---\n{{ a" + b"(" * 100_000,
        b"---\nt: x\n---\n{{ " + b"-" * 100_000 + b"1 }}",
        b"---\nt: x\n---\n" + "共收到申请8件，".encode() * 30_000,
        b"---\nt: x\n---\n" + b"<a " * 200_000,
        b"---\nt: x\n---\n" + b"[" * 200_000,
        b"---\nt: x\n---\n" + b"1" * 900_000,
    ],
    ids=lambda d: f"{d[:12]!r}-{len(d)}",
)
@pytest.mark.parametrize("name", ["e/2024.yml", "docs/reports/e.md"])
def test_floods(root: Path, name: str, data: bytes) -> None:
    """Deep, long, wide, repeated: refused or read, within the bound."""
    run(root, name, data)
