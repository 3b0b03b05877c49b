"""A tree with every real report there is (those of the repository and of the fixtures), and its open data written."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

from macros.project import Project
from macros.publish.open_data import write_open_data
from macros.publish.provenance import Provenance, read_provenance
from macros.report import Report
from tests.case_files import FIXTURES
from tests.content import CONTENT
from tests.years_site import AGENCIES

OWN = "suzhou-gxj/2024"
ALL = tuple(sorted((OWN, *(f"{p.parent.name}/{p.stem}" for p in FIXTURES.glob("*/*.yml")))))


def lay_out(root: Path) -> Path:
    """The tree, without pages but that of the own report."""
    for name in ("data", "docs"):
        shutil.copytree(CONTENT / name, root / name)
    shutil.copytree(FIXTURES, root / "data" / "reports", dirs_exist_ok=True)
    for agency, (name, short, kind, level) in AGENCIES.items():
        text = f"id: {agency}\nname: {name}\nshort_name: {short}\nkind: {kind}\nlevel: {level}\n"
        (root / "data" / "agencies" / f"{agency}.yml").write_text(text, encoding="utf-8")
    return root


def reports_of(project: Project, names: tuple[str, ...] = ALL) -> list[Report]:
    """The reports by their names."""
    found = [project.report(name) for name in names]
    return [report for report in found if report is not None]


def publish(tree: Path, site: Path, names: tuple[str, ...] = ALL, known: Provenance | None = None) -> list[Path]:
    """Write the open data of a tree."""
    project = Project(tree)
    known = read_provenance(tree) if known is None else known
    return write_open_data(project, site, reports_of(project, names), known)


def printed(report: str) -> dict[str, str]:
    """What the file of a report says in each cell, figure and fee, by address: its text, read without our code."""
    raw = _plain(
        next(p for p in (FIXTURES / f"{report}.yml", CONTENT / "data/reports" / f"{report}.yml") if p.is_file())
    )
    form = _plain(CONTENT / "data" / "forms" / f"{raw['form']}.yml")
    found: dict[str, str] = {}
    for table in form["tables"]:
        columns = [path for block in table["blocks"] for path in _leaves(block["columns"])]
        _walk(raw[table["id"]], table["id"], columns, found)
    for key, figure in raw["figures"].items():
        found[f"figures.{key}"] = figure["value"]
    _walk(raw["processing_fee"], "processing_fee", [], found)
    return found


def _plain(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - gives texts only


def _leaves(heads: list[Any]) -> list[str]:
    return [
        leaf
        for head in heads
        for leaf in (_leaves(head["columns"]) if "columns" in head else [head["id"]])
    ]  # fmt: skip


def _walk(node: Any, path: str, columns: list[str], found: dict[str, str]) -> None:
    if isinstance(node, dict):
        for key, child in node.items():
            _walk(child, f"{path}.{key}", columns, found)
    elif isinstance(node, list):
        for column, child in zip(columns, node, strict=True):
            _walk(child, f"{path}.{column}", columns, found)
    else:
        found[path] = node
