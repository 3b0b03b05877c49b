"""x"""

from collections.abc import Iterable, Mapping

from macros.form import Form
from macros.report import Report


def trends(reports: Iterable[Report], forms: Mapping[str, Form]) -> str:
    """x"""
    return ""
