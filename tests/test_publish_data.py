"""JSON and CSV: every number is the one the file of the report states, in its state, and nothing else."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from macros.project import Project
from macros.publish.csv_data import FORMULA, csv_text, report_rows, safe
from macros.publish.json_data import report_json
from macros.publish.json_text import json_bytes, number_json
from macros.publish.open_data import write_open_data
from macros.publish.provenance import Provenance
from macros.report import CellValue, State
from tests.content import CONTENT, ROOT
from tests.publish_tree import ALL, OWN, lay_out, printed, publish, reports_of

WORDS = {"null": State.BLANK, "n/a": State.NOT_APPLICABLE}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out(tmp_path_factory.mktemp("tree"))


@pytest.fixture(scope="module")
def data(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("open")
    publish(tree, site)
    return site


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"), parse_float=_no_float)


def _no_float(text: str) -> object:
    raise AssertionError(f"a float: {text}")


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def said(value: object, state: str) -> str:
    """A value read back, as the file of the report writes it."""
    if state == "number":
        return str(value)
    assert value in (None, "")
    return {"blank": "null", "not-applicable": "n/a"}[state]


@pytest.mark.parametrize("report", ALL)
def test_json_says_of_every_number_what_the_file_of_the_report_says(data: Path, report: str) -> None:
    made = load(data / f"api/v1/reports/{report}.json")
    every = [*made["cells"], *made["figures"], *made["processing_fee"]]
    assert {one["address"]: said(one["value"], one["state"]) for one in every} == printed(report)
    assert len(every) == len(printed(report))


@pytest.mark.parametrize("report", ALL)
def test_csv_says_of_every_number_what_the_file_of_the_report_says(data: Path, report: str) -> None:
    made = rows(data / f"api/v1/reports/{report}.csv")
    assert {one["address"]: said(one["value"], one["state"]) for one in made} == printed(report)
    assert len(made) == len(printed(report))
    assert {(one["agency"], one["year"]) for one in made} == {tuple(report.split("/"))}


def test_the_csv_of_all_reports_is_those_of_each_together(data: Path) -> None:
    order = [one["id"] for one in load(data / "api/v1/index.json")["reports"]]
    assert sorted(order) == list(ALL)
    assert [int(name[-4:]) for name in order] == sorted((int(name[-4:]) for name in order), reverse=True)
    assert rows(data / "api/v1/cells.csv") == [
        row for name in order for row in rows(data / f"api/v1/reports/{name}.csv")
    ]


@pytest.mark.parametrize("report", ALL)
def test_json_and_csv_name_every_number_alike_and_as_the_form_does(data: Path, report: str) -> None:
    project = Project(CONTENT)
    made = load(data / f"api/v1/reports/{report}.json")
    form = project.forms[made["form"]["id"]]
    assert [one["address"] for one in made["cells"]] == list(form.cells)
    by_address = {row["address"]: row for row in rows(data / f"api/v1/reports/{report}.csv")}
    for one in made["cells"]:
        cell, row = form.cells[one["address"]], by_address[one["address"]]
        assert one["column_label"] == cell.column.name == row["column_label"]
        assert one["row_label"] == (cell.row.name or None)
        assert (row["row_label"] or None) == one["row_label"]
        assert (row["row"] or None, row["column"] or None) == (one["row"], one["column"])
        assert one["address"] == ".".join(filter(None, (one["table"], one["row"], one["column"])))
        assert one["unit"] == cell.unit == row["unit"]


def test_whole_numbers_are_numbers_and_decimals_are_text(data: Path) -> None:
    cells = {one["address"]: one["value"] for one in load(data / f"api/v1/reports/{OWN}.json")["cells"]}
    assert cells["proactive_disclosure.administrative_fees"] == "223.3495"
    assert cells["proactive_disclosure.normative_documents.in_force"] == 9


@given(st.one_of(st.integers(), st.decimals(allow_nan=False, allow_infinity=False, places=4)))
def test_a_number_read_back_from_json_by_any_reader_is_the_same(number: int | Decimal) -> None:
    value = number_json(number)
    read = json.loads(json_bytes({"value": value}), parse_int=float)["value"]  # as JavaScript reads it
    assert Decimal(read) == Decimal(number)
    assert isinstance(value, str) or abs(value or 0) <= 2**53 - 1


def test_blank_zero_and_not_applicable_are_told_apart(tree: Path) -> None:
    project = Project(tree)
    (report,) = reports_of(project, (OWN,))
    form = project.forms[report.form]
    first, second, third = list(form.cells)[:3]
    cells = dict(report.cells)
    for address, state, number in (
        (first, State.NUMBER, 0), (second, State.BLANK, None), (third, State.NOT_APPLICABLE, None),
    ):  # fmt: skip
        cells[address] = CellValue(address, state, number, report.at)
    changed = replace(report, cells=cells)
    made = json.loads(json_bytes(report_json(project, changed, form, Provenance(tree))))
    assert [(one["value"], one["state"]) for one in made["cells"][:3]] == [
        (0, "number"), (None, "blank"), (None, "not-applicable"),
    ]  # fmt: skip
    lines = list(report_rows(project, changed, form))
    assert [(line[10], line[11]) for line in lines[:3]] == [("0", "number"), ("", "blank"), ("", "not-applicable")]


# --- CSV for spreadsheets -----------------------------------------------------------------------------------------


def test_csv_opens_in_wps_with_a_byte_order_mark_once_and_lines_of_cr_lf(data: Path) -> None:
    for path in data.rglob("*.csv"):
        raw = path.read_bytes()
        assert raw.startswith(b"\xef\xbb\xbfagency,")
        assert raw.count(b"\xef\xbb\xbf") == 1
        assert raw.endswith(b"\r\n")
        assert raw.count(b"\n") == raw.count(b"\r\n")


@given(st.text(), st.sampled_from(["", "=", "+", "-", "@", "\t", "\r", "\n", "'", " =", "＝", "'="]))
def test_no_text_in_a_csv_begins_a_formula_and_every_text_comes_back(text: str, start: str) -> None:
    written = safe(start + text)
    assert written == start + text or written == f"'{start}{text}"
    assert (written.removeprefix("'")) == start + text
    assert written[:1] == "'" or written.lstrip()[:1] not in FORMULA
    quoted = csv_text([[written, "x"]], head=False)
    assert list(csv.reader(io.StringIO(quoted, newline=""))) == [[written, "x"]]


def test_a_label_that_would_be_a_formula_is_a_text_and_a_negative_number_stays_a_number(tree: Path) -> None:
    project = Project(tree)
    (report,) = reports_of(project, ("fj-pingtan/2019",))
    (own,) = reports_of(project, (OWN,))
    figure = next(iter(own.figures.values()))
    hostile = replace(figure, label='=HYPERLINK("http://evil.example","点")', unit="+件", value=-1)
    address = "proactive_disclosure.administrative_licensing.change"
    cells = {**report.cells, address: CellValue(address, State.NUMBER, -3, report.at)}
    changed = replace(report, figures={figure.id: hostile}, cells=cells)
    text = csv_text(report_rows(project, changed, project.forms[report.form]))
    made = {row["address"]: row for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))}
    assert made[f"figures.{figure.id}"]["row_label"] == f"'{hostile.label}"
    assert made[f"figures.{figure.id}"]["unit"] == "'+件"
    assert made[f"figures.{figure.id}"]["value"] == "-1"
    assert made[address]["value"] == "-3"
    for row in made.values():
        for column, cell in row.items():
            assert column == "value" or cell[:1] not in {"=", "+", "-", "@"}


# --- schemas ------------------------------------------------------------------------------------------------------


def schema(data: Path, name: str) -> Draft202012Validator:
    made = load(data / f"api/v1/schema/{name}.schema.json")
    Draft202012Validator.check_schema(made)
    return Draft202012Validator(made, format_checker=Draft202012Validator.FORMAT_CHECKER)


def test_every_file_is_valid_by_the_schema_it_names(data: Path) -> None:
    seen = set()
    for path in sorted(data.rglob("*.json")):
        made = load(path)
        if "$schema" in made and "schema" not in path.parts:
            name = (path.parent / made["$schema"]).resolve()
            seen.add(name.name)
            schema(data, name.name.removesuffix(".schema.json")).validate(made)
    assert seen == {"report.schema.json", "list.schema.json", "form.schema.json"}


def test_the_schema_refuses_what_the_api_never_says(data: Path) -> None:
    check = schema(data, "report")
    made = load(data / f"api/v1/reports/{OWN}.json")
    numbers = [i for i, one in enumerate(made["cells"]) if one["state"] == "number"]
    blanks = [i for i, one in enumerate(made["cells"]) if one["state"] == "blank"]

    def spoilt(index: int, **change: object) -> dict[str, Any]:
        cells = list(made["cells"])
        cells[index] = {**cells[index], **change}
        return {**made, "cells": cells}

    assert check.is_valid(made)
    for wrong in (
        spoilt(numbers[0], value=None), spoilt(numbers[0], value=1.5), spoilt(numbers[0], value="1e3"),
        spoilt(numbers[0], value=2**60), spoilt(blanks[0], value=0), spoilt(blanks[0], state="zero"),
        spoilt(blanks[0], state="not-applicable", value="n/a"), spoilt(numbers[0], note="x"),
        {key: value for key, value in made.items() if key != "provenance"}, {**made, "year": "2024"},
    ):  # fmt: skip
        assert not check.is_valid(wrong)


def test_the_description_of_the_api_is_valid_and_every_path_it_shows_is_there(data: Path) -> None:
    path = data / "api/v1/openapi.json"
    made = load(path)
    validate(made, base_uri=path.as_uri())
    for name, item in made["paths"].items():
        parameters = item["get"].get("parameters", [])
        filled = name
        for one in parameters:
            filled = filled.replace(f"{{{one['name']}}}", one["example"])
        assert (data / f"api/v1{filled}").is_file(), name


# --- links, notice, bytes -----------------------------------------------------------------------------------------


def links(value: object, key: str = "") -> Iterator[str]:
    """Everything a file links to."""
    if isinstance(value, dict):
        for name, one in value.items():
            if key in {"links", "feeds", "schemas"} and isinstance(one, str):
                yield one
            yield from links(one, name)
    elif isinstance(value, list):
        for one in value:
            yield from links(one, key)
    elif isinstance(value, str) and key in {"$schema", "json", "@id"} and not value.startswith(("http", "spdx:")):
        yield value


def test_every_link_leads_to_a_file_that_was_written_or_to_the_page_of_a_report(data: Path) -> None:
    found = 0
    for path in [*data.rglob("*.json"), *data.rglob("*.jsonld")]:
        for link in () if path.name.endswith("schema.json") else links(load(path)):
            target = (path.parent / urldefrag(link)[0]).resolve()
            found += 1
            pages = {(data / f"reports/{name}.html").resolve() for name in ALL}
            assert target.is_file() or target in pages, (path, link)
    assert found > 50


def test_links_are_whole_where_the_public_address_is_known(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", "https://gxj.example.gov.cn/zfxxgk")
    publish(tree, tmp_path, (OWN,))
    base = "https://gxj.example.gov.cn/zfxxgk/"
    made = load(tmp_path / f"api/v1/reports/{OWN}.json")
    assert made["links"]["html"] == f"{base}reports/{OWN}.html"
    assert made["$schema"] == f"{base}api/v1/schema/report.schema.json"
    assert load(tmp_path / "api/v1/schema/report.schema.json")["$id"] == made["$schema"]
    assert load(tmp_path / "api/v1/openapi.json")["servers"] == [{"url": f"{base}api/v1"}]


def test_a_demonstration_says_so_in_every_file_that_has_words_and_the_agencys_own_site_in_none(
    data: Path, tree: Path, tmp_path: Path
) -> None:
    words = "本数据来自演示站"
    for path in data.rglob("*"):
        if path.is_file() and path.suffix != ".csv":
            assert words in path.read_text(encoding="utf-8").replace("\r\n ", ""), path
    project = Project(tree)
    project._site = replace(project.site, demonstration=False)
    write_open_data(project, tmp_path, reports_of(project), Provenance(tree))
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert words not in path.read_text(encoding="utf-8").replace("\r\n ", ""), path
    assert load(tmp_path / "api/v1/index.json")["notice"] is None


def test_the_newest_report_of_each_agency_is_the_latest(data: Path) -> None:
    found = [one["id"] for one in load(data / "api/v1/latest.json")["reports"]]
    assert found == ["sh-gov-office/2025", "js-huaian/2024", "suzhou-gxj/2024", "fj-pingtan/2022"]


def test_no_report_gives_an_empty_list_and_valid_files(tree: Path, tmp_path: Path) -> None:
    publish(tree, tmp_path, ())
    made = load(tmp_path / "api/v1/index.json")
    assert made["reports"] == []
    schema(tmp_path, "list").validate(made)
    validate(load(tmp_path / "api/v1/openapi.json"), base_uri=(tmp_path / "api/v1/openapi.json").as_uri())
    assert len((tmp_path / "api/v1/cells.csv").read_bytes().splitlines()) == 1


SCRIPT = """
import sys
from pathlib import Path
from tests.publish_tree import publish
publish(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def test_the_same_tree_gives_the_same_bytes_wherever_and_whenever(tree: Path, tmp_path: Path) -> None:
    made = []
    for number, (zone, language, seed) in enumerate((("Asia/Tokyo", "C", "1"), ("America/Lima", "zh_CN.UTF-8", "2"))):
        site = tmp_path / str(number)
        environment = {**os.environ, "TZ": zone, "LC_ALL": language, "PYTHONHASHSEED": seed, "PYTHONUTF8": "0"}
        subprocess.run([sys.executable, "-c", SCRIPT, str(tree), str(site)], check=True, cwd=ROOT, env=environment)
        made.append({p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()})
    assert made[0] == made[1]
    assert len(made[0]) > 25
