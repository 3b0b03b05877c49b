"""The built site as if it had been made from a commit, and the products packed from it."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from macros.pack.seal import Origin, seal
from macros.project import Project
from tests.content import CONTENT

ORIGIN = Origin("0123456789abcdef0123456789abcdef01234567", datetime.fromisoformat("2026-01-20T16:00:00+08:00"))
NAME = "gongkai-site-2026-01-20-0123456789"


def sealed_copy(site: Path, to: Path, origin: Origin | None = ORIGIN, *, documents: bool = True) -> Path:
    """A copy of a site, sealed for a commit."""
    shutil.copytree(site, to)
    seal(Project(CONTENT), to, origin, documents=documents)
    return to
