"""Whether the same commit gives the same site, byte by byte, however it is built (``make repro``).

HEAD is cloned twice, into folders of another name and depth, and built under two sets of circumstances; changes that
are not committed have no part in it. No tool that fakes the machine's clock is at hand, so the clock is stood in for by
four things: Python's own clock is set years ahead (``tests/clock``), the sources are dated to 2001, SOURCE_DATE_EPOCH
says something wrong in one build and nothing in the other, and one build comes after the other.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from macros.pack.sums import NAME, sums_of
from tests.content import ROOT

CLOCK = ROOT / "tests" / "clock"
YEAR_2001 = 1_000_000_000
AROUND = 24  # bytes shown of what differs


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How a build differs from another one of the same commit."""

    folder: str
    umask: int
    variables: Mapping[str, str]
    later: bool = False  # by Python's clock, with sources of 2001


HERE = Circumstances(
    "gongkai", 0o022,
    {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1", "GONGKAI_PROCESSES": "1"},
)  # fmt: skip
ELSEWHERE = Circumstances(
    "另一个 文件夹/deep/down/site of another name", 0o077,
    {
        "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8", "PYTHONHASHSEED": "4711",
        "GONGKAI_PROCESSES": "3", "SOURCE_DATE_EPOCH": "86400", "HOME": "/nonexistent",
    },
    later=True,
)  # fmt: skip


def differences(one: Path, other: Path) -> list[str]:
    """Every file that the two folders have not alike, with the first place where it differs."""
    first, second = ({path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
                     for folder in (one, other))  # fmt: skip
    found = [f"{name}: only in {one if name in first else other}" for name in sorted(first ^ second)]
    for name in sorted(first & second):
        a, b = (one / name).read_bytes(), (other / name).read_bytes()
        if a != b:
            found.append(f"{name}: {_first(a, b)}")
    return found


def _first(a: bytes, b: bytes) -> str:
    at = next((place for place, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    shown = (data[max(at - AROUND // 2, 0) : at + AROUND] for data in (a, b))
    said = " | ".join(repr(part.decode("utf-8", "backslashreplace")) for part in shown)
    return f"byte {at}, line {a[:at].count(10) + 1}: {said}"


def build_site(root: Path, circumstances: Circumstances) -> Path:
    """Build the tree at ``root``, which holds a program of its own; the site. Raises ``CalledProcessError``."""
    if circumstances.later:
        for source in _sources(root):
            os.utime(source, (YEAR_2001, YEAR_2001))
    programs = [str(root), *([str(CLOCK)] if circumstances.later else [])]
    kept = {name: value for name, value in os.environ.items() if name not in ("SOURCE_DATE_EPOCH", "SITE_URL", "LANG")}
    subprocess.run(
        [sys.executable, "-m", "macros.cli", "build"], cwd=root, check=True, umask=circumstances.umask,
        env={**kept, **circumstances.variables, "PYTHONPATH": os.pathsep.join(programs)},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
    )  # fmt: skip
    return root / "site"


def _sources(root: Path) -> Iterator[Path]:
    for name in ("data", "docs", "theme", "mkdocs.yml"):
        yield root / name
        yield from (root / name).rglob("*")


def clone(to: Path) -> Path:
    """A clone of HEAD, with the fonts that were fetched here."""
    to.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(to)], check=True)
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, check=True, capture_output=True, text=True)
    subprocess.run(["git", "checkout", "--quiet", "--detach", head.stdout.strip()], cwd=to, check=True)
    fonts = ROOT / ".cache" / "fonts"
    if fonts.is_dir():
        (to / ".cache").mkdir()
        (to / ".cache" / "fonts").symlink_to(fonts)
    return to


def main() -> int:
    """Build twice and compare."""
    with tempfile.TemporaryDirectory(prefix="gongkai-repro-") as one, tempfile.TemporaryDirectory() as other:
        sites = []
        for folder, circumstances in ((one, HERE), (other, ELSEWHERE)):
            try:
                sites.append(build_site(clone(Path(folder, circumstances.folder)), circumstances))
            except subprocess.CalledProcessError as error:
                print(f"make repro: {error}\n{error.stdout or ''}", file=sys.stderr)
                return 2
        found = differences(*sites)
        for line in found:
            print(line)
        if found:
            print(f"make repro: {len(found)} files differ between two builds of the same commit", file=sys.stderr)
            return 1
        digest = hashlib.sha256((sites[0] / NAME).read_bytes()).hexdigest()
        print((sites[0] / "build.json").read_text(encoding="utf-8"), end="")
        print(f"{len(sums_of(sites[0])) + 1} files, the same bytes twice. The whole site: sha256 {digest}")
        return 0


if __name__ == "__main__":
    sys.exit(main())
