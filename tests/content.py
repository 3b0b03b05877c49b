"""The content the tests work on: reports and pages as they were one day, so that an editor's work breaks no test.

What offices write (``data/reports``, ``data/agencies``, ``data/site.yml``, ``docs``) changes without the tests: a
correction or next year's report must not need a programmer. So a copy is kept under ``tests/fixtures/project``; forms,
words of the search, theme and program are those of the repository. The whole is laid out once for every state of
these files, in a Git repository of its own with one commit.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "tests" / "fixtures" / "project"
OURS = ("data/forms", "data/search.yml", "data/accessibility.yml")  # in the hands of those who change the program
LINKED = ("macros", "theme", "tests", "mkdocs.yml", "requirements.lock")
DAY = "2026-01-05T09:00:00+08:00"


def _files() -> dict[str, Path]:
    """Every file of the content, by its path in the project."""
    found = {path.relative_to(KEPT).as_posix(): path for path in KEPT.rglob("*") if path.is_file()}
    for name in OURS:
        path = ROOT / name
        some = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
        found |= {one.relative_to(ROOT).as_posix(): one for one in some}
    return dict(sorted(found.items()))


def _laid_out() -> Path:
    """The folder, made when it is not there; several processes may ask at once."""
    files = {name: path.read_bytes() for name, path in _files().items()}
    state = hashlib.sha256(b"\0".join(name.encode() + b"\0" + data for name, data in files.items())).hexdigest()[:16]
    to = ROOT / ".cache" / "content" / state
    if to.is_dir():
        return to
    to.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=to.parent))
    for name, data in files.items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_bytes(data)
    for name in LINKED:
        (made / name).symlink_to(ROOT / name)
    _commit(made)
    made.chmod(0o755)
    try:
        made.rename(to)
    except OSError:  # another process was first
        shutil.rmtree(made)
    return to


def _commit(tree: Path) -> None:
    who = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER")
           for key, value in (("NAME", "编辑"), ("EMAIL", "editor@example.invalid"), ("DATE", DAY))}  # fmt: skip
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment = {**kept, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    (tree / ".gitignore").write_text("".join(f"/{name}\n" for name in LINKED), encoding="utf-8")
    for args in (("init", "-q", "-b", "main"), ("add", "-A"), ("commit", "-q", "-m", "公布2024年度报告")):
        subprocess.run(["git", "-c", "commit.gpgsign=false", *args], cwd=tree, env=environment, check=True)


CONTENT = _laid_out()
