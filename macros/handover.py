"""The result of the check, from the process that makes the pages to the command that asked for them: checked once.

MkDocs loads the macros, the macros check, and what they found must be read by the person at the desk. The command
names a file of its own; without one (a bare ``mkdocs build``) nothing is handed over.
"""

from __future__ import annotations

import os
import pickle
from pathlib import Path

from macros.findings import Result

VARIABLE = "GONGKAI_RESULT"


def hand_over(result: Result) -> None:
    """Leave the result where the command will look for it."""
    name = os.environ.get(VARIABLE)
    if name:
        Path(name).write_bytes(pickle.dumps(result))


def taken_over(path: Path) -> Result | None:
    """The result left at ``path`` by a process of ours; ``None`` when it did not come to a check."""
    if not path.is_file():
        return None
    result = pickle.loads(path.read_bytes())  # noqa: S301 - written by our own process into our own folder
    assert isinstance(result, Result)
    return result
