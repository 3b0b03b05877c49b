"""Random reports that obey every identity of their form: the same for the same seed, zeros and blanks mixed."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import TypeAlias

from macros.facts import Number, shown
from macros.form import Form
from macros.new_report_data import table_lines
from macros.report import total

Values: TypeAlias = dict[str, Number | None]

MADE = ("new_requests", "carried_in", "results_total", "carried_forward")
APPLICANTS = (
    "natural_person",
    "commercial_enterprise",
    "research_institution",
    "public_interest_organization",
    "legal_service_institution",
    "other",
)


def values(form: Form, seed: int) -> Values:
    """Every cell of a report on this form."""
    random = Random(f"{form.id}/{seed}")  # noqa: S311 - figures for tests
    size = random.choice((0, 3, 30, 3000))
    sparse = random.choice((0.0, 0.3, 0.9))
    found: Values = {}
    for cell in form.cells.values():
        number: Number = 0 if random.random() < sparse else random.randint(0, size)
        if cell.kind == "money":
            number = Decimal(random.randint(0, 99_999_999)) / Decimal(10_000)
        elif cell.kind == "change":
            number = random.randint(-size, size)
        found[cell.address] = number
    for applicant in APPLICANTS:
        results = [a for a in found if _is_result(a) and a.endswith(f".{applicant}")]
        done = total([n for a in results if (n := found[a]) is not None])
        left = found[f"requests.carried_forward.{applicant}"]
        assert isinstance(done, int)
        assert isinstance(left, int)
        before = random.randint(0, min(done + left, size))
        found[f"requests.results_total.{applicant}"] = done
        found[f"requests.carried_in.{applicant}"] = before
        found[f"requests.new_requests.{applicant}"] = done + left - before
    for one in form.sums:
        if len(one.right) == 1 and one.right[0].endswith(".total"):
            found[one.right[0]] = total([n for a in one.left if (n := found[a]) is not None])
    _blank(form, found, random)
    return found


def _is_result(address: str) -> bool:
    return address.startswith("requests.") and address.split(".")[1] not in MADE


def _blank(form: Form, found: Values, random: Random) -> None:
    """Leave some zeros blank; a total only where everything it sums is blank."""
    share = random.choice((0.0, 0.5, 1.0))
    sums = [one for one in form.sums if len(one.right) == 1]
    for address, number in found.items():
        if number == 0 and address not in form.totals and random.random() < share:
            found[address] = None
    for _ in range(2):  # the totals of rows first, then the total of totals
        for one in sums:
            stated = one.right[0]
            mine = [other for other in sums if other.right[0] == stated]
            if found[stated] == 0 and share == 1.0 and all(found[a] is None for o in mine for a in o.left):
                found[stated] = None


def text(form: Form, agency: str, year: int, cells: Values) -> str:
    """The report as a file."""
    head = f'agency: {agency}\nyear: {year}\nform: "{form.id}"\nstatus: published\npublished: null\n'
    tail = (
        "\nfigures: {}\nprocessing_fee: {notices: null, charged: null, received: null}\n"
        "explanations: []\ncorrections: []\n"
    )
    lines = table_lines(form, lambda address: shown(cells[address]) or "null")
    return head + "".join(f"\n{line}" for line in lines) + tail
