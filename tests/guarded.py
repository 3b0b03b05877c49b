"""How well a report is guarded: every cell changed by one, and whether the check says so.

``python -m tests.guarded`` prints the numbers that README.md states.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from macros.check import report_case, run_report_rules
from macros.facts import Fact, Number
from macros.form import Form
from macros.inputs import Input
from macros.project import Project
from macros.report import CellValue, Report, State
from macros.rules import RULES
from macros.rules.case import ReportCase
from tests.content import CONTENT

REAL = CONTENT / "data" / "reports" / "suzhou-gxj" / "2024.yml"
PROVED = ("requests", "reconsideration_litigation")


def case_of(project: Project, path: Path) -> ReportCase:
    """A report file as the rules get it, without pages."""
    report, document, problems = project.read(path)
    assert report is not None
    assert (document.problems, problems) == ((), ())
    return report_case(project, Input(path, str(path), "data", path.parent), report, {})


def with_cells(report: Report, changes: dict[str, Number | None]) -> Report:
    """The report with other numbers in some cells (``None``: blank)."""
    cells = dict(report.cells)
    for address, number in changes.items():
        state = State.BLANK if number is None else State.NUMBER
        cells[address] = CellValue(address, state, number, cells[address].at)
    return replace(report, cells=cells)


def errors(case: ReportCase) -> list[Fact]:
    """Every error that the rules for reports find."""
    return [fact for fact in run_report_rules(case)[0] if RULES[fact.rule].severity == "error"]


SUMS = ("row-total", "results-total", "request-balance", "case-total", "blank-total")


def sum_errors(case: ReportCase, changed: tuple[str, ...]) -> list[str]:
    """The rules of identities that speak, judged only on the identities the changed cells stand in.

    An identity none of whose cells changed says what it said before, so this is the whole truth about a change.
    """
    touched = dict.fromkeys(one for address in changed for one in case.form.sums_of.get(address, ()))
    view = replace(case.form)
    view.__dict__["sums"] = tuple(touched)
    narrow = replace(case, form=view)
    found = []
    for rule_id in SUMS:
        check = RULES[rule_id].check
        assert check is not None
        found += [rule_id for fact in check(narrow) if isinstance(fact, Fact)]
    return found


def guarded(case: ReportCase) -> dict[str, tuple[int, int]]:
    """For each table: how many of its cells are seen when changed by one, of how many."""
    shares: dict[str, tuple[int, int]] = {}
    for table in case.form.tables:
        seen = 0
        for cell in table.cells:
            old = case.report.number(cell.address)
            changed = with_cells(case.report, {cell.address: 1 if old is None else old + 1})
            seen += bool(errors(replace(case, report=changed)))
        shares[table.id] = (seen, len(table.cells))
    return shares


def sentence(shares: dict[str, tuple[int, int]]) -> str:
    """The share of all cells, as README.md states it."""
    return f"{sum(seen for seen, _ in shares.values())} of {sum(count for _, count in shares.values())}"


def neighbours(form: Form) -> Iterator[tuple[str, str]]:
    """Cells that stand side by side in a printed row of tables three and four."""
    for table in form.tables:
        if table.id in PROVED:
            for block in table.blocks:
                for row in block.row_leaves():
                    addresses = [table.cell(block, row, column).address for column in block.column_leaves()]
                    yield from pairwise(addresses)


def main() -> None:
    """Print the numbers."""
    shares = guarded(case_of(Project(CONTENT), REAL))
    for table, (seen, count) in shares.items():
        print(f"{table}: {seen} of {count}")
    print(f"all tables: {sentence(shares)}")


if __name__ == "__main__":
    main()
