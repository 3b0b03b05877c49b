"""A wrong cell does not get through: every small change of tables three and four is seen; what cannot be is listed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pytest

from macros.facts import Number
from macros.project import Project
from macros.reader import Reader
from macros.report_file import read_report
from macros.rules.case import ReportCase
from macros.source import parse
from tests import generate
from tests.case_files import FIXTURES
from tests.content import CONTENT, ROOT
from tests.guarded import (
    PROVED,
    REAL,
    case_of,
    errors,
    guarded,
    neighbours,
    sentence,
    sum_errors,
    with_cells,
)

PROJECT = Project(CONTENT)
SEEDS = 200
BATCH = 10
OUTCOMES = ("upheld", "corrected", "other", "pending")
WITHOUT_ERRORS = sorted(path for path in FIXTURES.rglob("*.yml") if path.parts[-2:] != ("fj-pingtan", "2020.yml"))
Changes = dict[str, Number | None]


@cache
def random_case(seed: int) -> ReportCase:
    """A random report, read from its text; odd seeds on the older form."""
    form = PROJECT.forms["2019" if seed % 2 else "2021"]
    year = 2020 if seed % 2 else 2024
    text = generate.text(form, "suzhou-gxj", year, generate.values(form, seed))
    reader = Reader()
    document = parse(text, f"suzhou-gxj/{year}.yml")
    report = read_report(document, form, reader)
    assert report is not None
    assert (document.problems, reader.facts) == ((), [])
    real = case_of(PROJECT, REAL)
    # Of an agency nobody knows: rules about the powers of a body have their own cases.
    return replace(real, report=report, form=form, form_for_year=form, agency=None, stem=str(year))


def single_changes(case: ReportCase) -> Iterator[Changes]:
    """One cell of tables three and four more, less, ten times, or filled where it was blank."""
    for table in case.form.tables:
        if table.id not in PROVED:
            continue
        for cell in table.cells:
            old = case.report.number(cell.address)
            if old is None:
                yield {cell.address: 1}
                continue
            yield {cell.address: old + 1}
            if old >= 1:
                yield {cell.address: old - 1}
                yield {cell.address: old * 10}


def swaps(case: ReportCase) -> Iterator[Changes]:
    """Two different numbers side by side in a row exchanged (blank and zero are the same number here)."""
    for first, second in neighbours(case.form):
        a, b = case.report.number(first), case.report.number(second)
        if (0 if a is None else a) != (0 if b is None else b):
            yield {first: b, second: a}


def is_blind(changes: Changes) -> bool:
    """The one swap no identity can see: two outcomes of the same group of cases (their sum is the same)."""
    groups = {address.rsplit(".", 1)[0] for address in changes}
    table = next(iter(changes)).split(".", 1)[0]
    names = {address.rsplit(".", 1)[1] for address in changes}
    return table == "reconsideration_litigation" and len(groups) == 1 and names <= set(OUTCOMES)


def unseen(case: ReportCase) -> list[Changes]:
    """The changes that no identity sees. Proves on the way that blind swaps are blind."""
    assert errors(case) == []
    missed = [c for c in single_changes(case) if not sum_errors(_changed(case, c), tuple(c))]
    for changes in swaps(case):
        seen = bool(sum_errors(_changed(case, changes), tuple(changes)))
        if seen == is_blind(changes):
            missed.append(changes)
    return missed


def _changed(case: ReportCase, changes: Changes) -> ReportCase:
    return replace(case, report=with_cells(case.report, changes))


@pytest.mark.parametrize("path", [REAL, *WITHOUT_ERRORS], ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_every_change_of_a_real_report_is_seen(path: Path) -> None:
    """Real reports have no errors, and any of these changes makes one."""
    assert unseen(case_of(PROJECT, path)) == []


@pytest.mark.parametrize("first", range(0, SEEDS, BATCH))
def test_every_change_of_a_random_report_is_seen(first: int) -> None:
    """The same for reports nobody wrote: zeros, blanks and large numbers in any mix, both forms."""
    assert {seed: missed for seed in range(first, first + BATCH) if (missed := unseen(random_case(seed)))} == {}


def test_the_random_reports_are_worth_their_name() -> None:
    """Both forms, some with blanks, some without, some all zero, all different."""
    cells = [tuple(c.number for c in random_case(seed).report.cells.values()) for seed in range(SEEDS)]
    blank = [numbers.count(None) for numbers in cells]
    assert len(set(cells)) > SEEDS * 3 / 4
    assert {random_case(seed).form.id for seed in range(SEEDS)} == {"2019", "2021"}
    assert sum(count == 0 for count in blank) > 10
    assert sum(0 < count < 100 for count in blank) > 10
    assert sum(count > 150 for count in blank) > 10
    assert random_case(3).report.cells == random_case.__wrapped__(3).report.cells


def test_the_short_way_is_the_long_way() -> None:
    """Judging only the touched identities says the same as running every rule of reports."""
    random = Random(1)  # noqa: S311
    for seed in range(0, SEEDS, 20):
        case = random_case(seed)
        every = [*single_changes(case), *swaps(case)]
        for changes in random.sample(every, min(len(every), 25)):
            changed = _changed(case, changes)
            assert bool(errors(changed)) == bool(sum_errors(changed, tuple(changes))), (seed, changes)


# --- the same through files and the command -----------------------------------------------------------------------

NUMBER = re.compile(r"[^,\]}\s]+")


def written(case: ReportCase, text: str, changes: Changes) -> str:
    """The text of the report with the numbers replaced where they stand."""
    lines = text.split("\n")
    places = sorted(((case.report.cells[a].at, n) for a, n in changes.items()), reverse=True)
    for at, number in places:
        line = lines[at.line - 1]
        match = NUMBER.match(line, at.column - 1)
        assert match
        lines[at.line - 1] = line[: match.start()] + str("null" if number is None else number) + line[match.end() :]
    return "\n".join(lines)


def test_files_and_the_command_say_the_same(tmp_path: Path) -> None:
    """Three hundred changes written into real YAML and checked by the command: the same errors, sum by sum."""
    random = Random(2)  # noqa: S311
    expected: dict[str, set[tuple[str, str, str]]] = {}
    sources = [(case_of(PROJECT, path), path.read_text(encoding="utf-8")) for path in (REAL, *WITHOUT_ERRORS)]
    for case, text in sources:
        every = [*single_changes(case), *swaps(case)]
        for changes in [{}, *random.sample(every, min(len(every), 60))]:
            name = f"m{len(expected):03}.yml"
            (tmp_path / name).write_text(written(case, text, changes), encoding="utf-8")
            expected[name] = {
                (fact.rule, str(fact.expected), str(fact.actual)) for fact in errors(_changed(case, changes))
            }
    assert len(expected) > 300
    run = subprocess.run(
        [sys.executable, "-m", "macros.cli", "check", ".", "--format", "json"], cwd=tmp_path, capture_output=True,
        text=True, encoding="utf-8", env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip
    assert run.returncode == 1, run.stderr
    found: dict[str, set[tuple[str, str, str]]] = {name: set() for name in expected}
    for finding in json.loads(run.stdout)["findings"]:
        if finding["severity"] == "error":
            found[finding["file"]].add((finding["rule"], str(finding["expected"]), str(finding["actual"])))
    assert found == expected


# --- what no identity can see -------------------------------------------------------------------------------------


def test_table_two_has_no_identity() -> None:
    """Without an earlier year and the agency's powers, no change of table two is an error: the form prints no sum."""
    case = replace(case_of(PROJECT, REAL), agency=None)
    table = case.form.tables[0]
    assert table.id not in PROVED
    assert case.previous is None
    assert not {c.address for c in table.cells} & set(case.form.sums_of)
    assert guarded(case)[table.id] == (0, len(table.cells))


def test_a_request_moved_between_two_results_is_not_seen() -> None:
    """One request counted as refused instead of granted, in its column and in the total: every sum stays."""
    case = case_of(PROJECT, REAL)
    moved: Changes = {
        "requests.granted.natural_person": 1,
        "requests.granted.total": 1,
        "requests.denied.state_secret.natural_person": 1,
        "requests.denied.state_secret.total": 1,
    }
    assert errors(_changed(case, moved)) == []


def test_a_request_moved_between_two_applicants_is_not_seen() -> None:
    """The same person counted as a company everywhere: every sum stays."""
    case = case_of(PROJECT, FIXTURES / "js-huaian" / "2024.yml")
    moved: Changes = {}
    for row in ("new_requests", "granted", "results_total"):
        for column, step in (("natural_person", -1), ("commercial_enterprise", 1)):
            address = f"requests.{row}.{column}"
            old = case.report.number(address)
            assert old is not None
            moved[address] = old + step
    assert errors(_changed(case, moved)) == []


def test_a_request_moved_between_new_and_carried_in_is_not_seen() -> None:
    """Their sum stays; only last year's report could tell."""
    case = replace(case_of(PROJECT, REAL), previous=None)
    moved: Changes = {
        "requests.new_requests.natural_person": 7,
        "requests.new_requests.total": 7,
        "requests.carried_in.natural_person": 1,
        "requests.carried_in.total": 1,
    }
    assert errors(_changed(case, moved)) == []


def test_an_outcome_moved_or_swapped_within_its_group_is_not_seen() -> None:
    """维持 and 纠正 exchanged: the total is the same."""
    case = case_of(PROJECT, FIXTURES / "js-huaian" / "2024.yml")
    group = "reconsideration_litigation.reconsideration"
    upheld, corrected = (case.report.number(f"{group}.{name}") for name in OUTCOMES[:2])
    assert upheld != corrected
    swapped: Changes = {f"{group}.upheld": corrected, f"{group}.corrected": upheld}
    assert is_blind(swapped)
    assert errors(_changed(case, swapped)) == []


def test_zero_for_blank_is_not_seen_by_a_sum() -> None:
    """A blank is read as nothing (the finding says so), so a zero in its place changes no sum."""
    case = case_of(PROJECT, REAL)
    blanks = [a for a in case.form.sums_of if case.report.is_blank(a)]
    assert blanks
    assert errors(_changed(case, dict.fromkeys(blanks, 0))) == []


# --- the share that is guarded ------------------------------------------------------------------------------------


def test_tables_three_and_four_are_guarded_whole() -> None:
    """Each of their 190 cells, by identities; of table two only what the agency's powers guard (规章)."""
    shares = guarded(case_of(PROJECT, REAL))
    print(shares, sentence(shares))
    assert {table: shares[table] for table in PROVED} == {
        "requests": (175, 175),
        "reconsideration_litigation": (15, 15),
    }
    table_two = [c for c in case_of(PROJECT, REAL).form.tables[0].cells if c.address.split(".")[1] == "rules"]
    assert shares["proactive_disclosure"] == (len(table_two), 10)
    assert sentence(shares) == "193 of 200"


def test_readme_states_the_share_as_it_is() -> None:
    """What README.md says about it (``193 of 200 cells``) is what is so."""
    readme = ROOT / "README.md"
    stated = re.findall(r"\d+ of \d+(?= cells)", readme.read_text(encoding="utf-8")) if readme.is_file() else []
    assert set(stated) == {sentence(guarded(case_of(PROJECT, REAL)))}
