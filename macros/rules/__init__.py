"""Every family of rules; importing this package fills the registry in the order they are shown."""

# The order is the order of the catalogue.
from macros.rules import reading, conformity, marks, sums, blanks, years  # noqa: F401, I001
from macros.rules import pages, narrative, stated, parts, sections, law  # noqa: F401
from macros.rules import corrections, changes, explaining, hygiene, typos, safety, tree, site, site_files, navigation  # noqa: F401
from macros.rules.registry import RULES

__all__ = ["RULES"]
