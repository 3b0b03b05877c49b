"""A copy of everything a build needs, the program itself being linked."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.content import CONTENT, ROOT


def copy_project(root: Path) -> Path:
    """Lay the project down at ``root``; the folder may be there already."""
    for name in ("data", "docs", "theme"):
        shutil.copytree(CONTENT / name, root / name)
    (root / "macros").symlink_to(ROOT / "macros")
    shutil.copy(ROOT / "mkdocs.yml", root)
    return root


def said_here_and_elsewhere(script: str, elsewhere: Path) -> set[str]:
    """What a script prints of the project here, and of a copy in another language, time zone and order of hashes."""
    for name in ("data", "docs"):
        shutil.copytree(CONTENT / name, elsewhere / name)
    said = set()
    for root, zone, language, seed in ((CONTENT, "Asia/Shanghai", "zh_CN.UTF-8", "1"), (elsewhere, "UTC", "C", "2")):
        setting = {"TZ": zone, "LANG": language, "LC_ALL": language, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        call = [sys.executable, "-c", script, str(root)]
        run = subprocess.run(call, env=os.environ | setting, cwd=root, capture_output=True, text=True, check=True)
        said.add(run.stdout)
    return said
