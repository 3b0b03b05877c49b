"""How long the check takes and where the time goes (``make bench``): a thousand reports at once, one alone."""

from __future__ import annotations

import cProfile
import io
import os
import pstats
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from macros.project import Project
from tests import generate
from tests.content import ROOT

AGENCIES, YEARS = 200, range(2020, 2025)
ALONE = 10
SECONDS, MEGABYTES, SECONDS_ALONE = 10.0, 500, 0.4
COMMAND = [sys.executable, "-m", "macros.cli", "check"]


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of the command took; the memory is of all its processes together."""

    seconds: float
    megabytes: float
    status: int


def lay_out(root: Path, agencies: int = AGENCIES) -> int:
    """Write distinct valid reports of real size; how many."""
    project = Project(ROOT)
    count = 0
    for number in range(agencies):
        agency = f"agency-{number:03}"
        folder = root / "data" / "reports" / agency
        folder.mkdir(parents=True)
        for year in YEARS:
            form = project.form_for(year)
            assert form is not None
            cells = generate.values(form, number * len(YEARS) + year - YEARS[0])
            (folder / f"{year}.yml").write_text(generate.text(form, agency, year, cells), encoding="utf-8")
            count += 1
    return count


def timed(paths: list[str], cwd: Path) -> Run:
    """One run, as a user starts it."""
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    env |= {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(cwd / "pyc")}  # compiled once, as in any installation
    start = time.perf_counter()
    process = subprocess.Popen([*COMMAND, *paths], cwd=cwd, stdout=subprocess.DEVNULL, env=env)
    peak = 0
    while process.poll() is None:
        peak = max(peak, memory(process.pid))
        time.sleep(0.01)
    return Run(time.perf_counter() - start, peak / 1024, process.returncode)


def memory(pid: int) -> int:
    """Kilobytes that a process and its children hold; what they share counts once (0 where /proc is not there)."""
    total = 0
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
        for task in Path(f"/proc/{pid}/task").iterdir():
            total += sum(memory(int(child)) for child in (task / "children").read_text(encoding="ascii").split())
    except (OSError, StopIteration):  # the process has just ended
        return total
    return total


def parts(paths: list[str], cwd: Path) -> str:
    """Where the time goes, in one process."""
    profile = cProfile.Profile()
    os.environ["GONGKAI_PROCESSES"] = "1"
    old = Path.cwd()
    os.chdir(cwd)
    try:
        from macros.check import check
        from macros.render import text

        project = Project(ROOT)
        result = profile.runcall(check, project, [Path(p) for p in paths])
        profile.runcall(text.render, result)
    finally:
        os.chdir(old)
        del os.environ["GONGKAI_PROCESSES"]
    out = io.StringIO()
    pstats.Stats(profile, stream=out).sort_stats("cumulative").print_stats(r"macros/", 25)
    rows = out.getvalue().replace(f"{ROOT}/", "").splitlines()
    return "\n".join(row for row in rows if "macros/" in row or "cumtime" in row)


def main() -> int:
    """Print the table; 1 when a target is missed."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        count = lay_out(root)
        first = f"data/reports/agency-000/{YEARS[0]}.yml"
        timed([first], root)  # compiles
        many = timed(["data"], root)
        alone = root / "alone"
        alone.mkdir()
        shutil.copy(root / first, alone / "report.yml")
        ones = [timed(["alone/report.yml"], root) for _ in range(ALONE)]
        one = statistics.median(run.seconds for run in ones)
        rows = (
            (f"{count} reports, wall time", f"{many.seconds:.2f} s", f"{SECONDS:g} s", many.seconds < SECONDS),
            ("  peak memory", f"{many.megabytes:.0f} MB", f"{MEGABYTES} MB", many.megabytes < MEGABYTES),
            (f"1 report, median of {ALONE}", f"{one:.3f} s", f"{SECONDS_ALONE:g} s", one < SECONDS_ALONE),
        )
        print(f"{'':32}{'measured':>12}{'target':>12}")
        for what, measured, target, met in rows:
            print(f"{what:32}{measured:>12}{target:>12}  {'met' if met else 'MISSED'}")
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
        print(f"{os.cpu_count()} processors, load {load:.1f}\n\nWhere the time goes (one process, profiled):")
        print(parts(["data"], root))
    failed = [run.status for run in (many, *ones) if run.status != 0]
    if failed:
        print(f"FAILED: exit status {failed}, so these times say nothing")
    return 1 if failed or not all(met for *_, met in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
