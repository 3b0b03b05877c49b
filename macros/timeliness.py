"""Whether a report was public by the day the Regulation sets (art. 49)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from macros.furniture.facts import date_words
from macros.project import Project
from macros.report import UNPUBLISHED, Report
from macros.rules.law import due

ART_49 = "《中华人民共和国政府信息公开条例》第四十九条"


@dataclass(frozen=True, slots=True)
class Timeliness:
    """The day a report was due, and the day it was first public (``None``: not known), once it is ``public``."""

    due: date | None
    first: date | None
    public: bool = True

    @property
    def words(self) -> str:
        """What is said of it."""
        if not self.public:
            return "尚未公布"
        if self.first is None:
            return "首次公布时间未知，不作判断"
        if self.due is None:
            return ""
        late = (self.first - self.due).days
        return f"迟{late}天" if late > 0 else "按期"

    @property
    def sentence(self) -> str:
        """The same with the day it was due."""
        by = f"（应在{date_words(self.due)}以前公布）" if self.due and self.first and self.public else ""
        return f"{self.words}{by}" if self.words else ""


def timeliness(project: Project, report: Report) -> Timeliness:
    """How a report stands to its day, by the day its data state and no other: Git knows when it was merged only."""
    agency, year = project.agency(report.agency), report.year
    by = due(agency, year) if agency and 0 < year < date.max.year else None
    return Timeliness(by, report.published, report.status not in UNPUBLISHED)
