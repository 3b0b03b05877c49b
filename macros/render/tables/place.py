"""Where a statutory table stands, and the ways from there to what explains it."""

from __future__ import annotations

from dataclasses import dataclass

from macros.report import Report


@dataclass(frozen=True, slots=True)
class Place:
    """``prefix`` stands before every id; ``report`` is the way to the report's own page (empty on that page),

    ``numbers`` to the page of its numbers, ``terms`` to the page of terms when that explains the same form.
    """

    prefix: str
    report: str
    numbers: str
    terms: str | None = None

    @property
    def labels(self) -> str:
        """The page that says what a label means."""
        return self.numbers if self.terms is None else self.terms


def numbers_name(report: Report) -> str:
    """The file of a report's numbers, beside its own page."""
    return f"{report.address.rpartition('/')[2]}-numbers.html"


def own_place(report: Report, terms: str | None = None) -> Place:
    """A table on its report's own page."""
    return Place("", "", numbers_name(report), terms)
