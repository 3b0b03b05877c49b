"""Every family of rules; importing this package fills the registry in the order they are shown."""

from macros.rules import reading, conformity, sums, blanks, years, narrative, stated, parts, sections, law, corrections, explaining, hygiene, typos, safety, tree  # noqa: F401, I001 - the order is the order of the catalogue
from macros.rules.registry import RULES

__all__ = ["RULES"]
