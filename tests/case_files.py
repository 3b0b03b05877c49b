"""Cases of rules as small YAML files: the real report (or another), edited, with what lies beside it.

A case file is a mapping with any of these keys:

``base``           the report the case starts from: ``suzhou-gxj/2024`` (default) or one of the fixtures
``report``         edits to that report: a list of ``{find, put}``; ``find`` must occur exactly once
``previous``       edits that make the report of the year before from the same base (its year is set); ``[]`` for none
``earlier``        the report of the year before taken whole from ``tests/fixtures/reports`` (``fj-pingtan/2021``)
``page``           the Markdown of the report's page (``docs/reports/<agency>/<year>.md``)
``previous_page``  the Markdown of last year's page
``agency``         edits to ``data/agencies/suzhou-gxj.yml``
``files``          a list of ``{path, text}`` or ``{path, bytes}`` (hex) or ``{path, link}`` to lay down as they are;
                   with ``times`` the text so many times over
``published``      edits that make the committed state (``--against``) from the report as the case has it
``published_page`` the Markdown of the report's page in the committed state
``later``          files laid down after the committed state, as ``files``; with ``size`` so many empty bytes,
                   with ``move`` a file or folder of the committed state under a new name, with ``edits`` one of it
                   changed, with ``gone`` none
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

from tests.content import CONTENT, ROOT

FIXTURES = ROOT / "tests" / "fixtures" / "reports"
CASES = ROOT / "tests" / "cases"


def base_text(report_id: str) -> str:
    """The text of a real report."""
    for folder in (CONTENT / "data" / "reports", FIXTURES):
        path = folder / f"{report_id}.yml"
        if path.is_file():
            return path.read_text(encoding="utf-8")
    raise FileNotFoundError(report_id)


def edited(text: str, edits: list[dict[str, str]], where: str = "") -> str:
    """The text with each edit made; a ``find`` that does not occur exactly once is a mistake in the case."""
    for edit in edits:
        if text.count(edit["find"]) != 1:
            raise ValueError(f"{where}: {edit['find']!r} occurs {text.count(edit['find'])} times")
        text = text.replace(edit["find"], edit["put"])
    return text


def change(path: Path, *edits: tuple[str, str]) -> None:
    """Edit a file in place; each text stands in it once."""
    text = path.read_text(encoding="utf-8")
    path.write_text(edited(text, [{"find": a, "put": b} for a, b in edits], path.name), encoding="utf-8")


def lay_out(case: dict[str, Any], root: Path, where: str = "") -> list[Path]:
    """Write the tree a case describes under ``root``; the paths to check."""
    shutil.copytree(CONTENT / "data" / "forms", root / "data" / "forms")
    base = case.get("base", "suzhou-gxj/2024")
    agency, year = base.split("/")
    reports = root / "data" / "reports" / agency
    reports.mkdir(parents=True)
    text = edited(base_text(base), case.get("report", []), where)
    (reports / f"{year}.yml").write_text(text, encoding="utf-8")
    before = int(year) - 1
    if "previous" in case:
        old = edited(base_text(base).replace(f"year: {year}", f"year: {before}"), case["previous"], where)
        (reports / f"{before}.yml").write_text(old, encoding="utf-8")
    if "earlier" in case:
        (reports / f"{before}.yml").write_text(base_text(case["earlier"]), encoding="utf-8")
    agencies = root / "data" / "agencies"
    agencies.mkdir()
    agency_text = (CONTENT / "data" / "agencies" / "suzhou-gxj.yml").read_text(encoding="utf-8")
    (agencies / "suzhou-gxj.yml").write_text(edited(agency_text, case.get("agency", []), where), encoding="utf-8")
    docs = root / "docs" / "reports" / agency
    docs.mkdir(parents=True)
    for key, number in (("page", int(year)), ("previous_page", before)):
        if key in case:
            (docs / f"{number}.md").write_text(case[key], encoding="utf-8")
    for item in case.get("files", []):
        lay_down(root, item)
    if "files" in case:
        return [root / "data", root / "docs"]
    return [reports.parent, agencies, root / "docs"]  # the forms are as they are: their own test checks them


def lay_down(root: Path, item: dict[str, Any]) -> None:
    """One file as a case describes it."""
    path = root / item["path"]
    path.parent.mkdir(parents=True, exist_ok=True)
    if "link" in item:
        path.symlink_to(item["link"])
    elif "move" in item:
        (root / item["move"]).rename(path)
    elif "gone" in item:
        path.unlink()
    elif "edits" in item:
        path.write_text(edited(path.read_text(encoding="utf-8"), item["edits"], item["path"]), encoding="utf-8")
    elif "bytes" in item:
        path.write_bytes(bytes.fromhex(item["bytes"]))
    elif "size" in item:
        with path.open("wb") as file:
            file.truncate(item["size"])
    else:
        path.write_text(item["text"] * item.get("times", 1), encoding="utf-8")


def read_case(path: Path) -> dict[str, Any]:
    """A case file."""
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    return case if isinstance(case, dict) else {}


def all_cases() -> list[Path]:
    """Every case file, ``tests/cases/<rule-id>/{pass,fail}-<why>.yml``."""
    return sorted(CASES.glob("*/*.yml"))
