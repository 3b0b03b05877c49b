"""What describes the CSV to catalogues is valid, and true of the file it describes."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from pathlib import Path

import pytest
from frictionless import Package
from frictionless.resources import TableResource

from tests.publish_tree import OWN, lay_out, printed, publish

PACKAGES = ("api/v1/datapackage.json", f"api/v1/reports/{OWN}.datapackage.json")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("open")
    publish(lay_out(tmp_path_factory.mktemp("tree")), site)
    return site


@pytest.mark.parametrize("name", PACKAGES)
def test_the_package_is_valid_for_frictionless_with_every_line_of_its_csv(data: Path, name: str) -> None:
    found = Package(str(data / name)).validate()
    assert found.valid, found.flatten(["note", "message"])
    assert found.stats["errors"] == 0


def test_frictionless_reads_the_numbers_exactly(data: Path) -> None:
    (resource,) = Package(str(data / PACKAGES[1])).resources
    assert isinstance(resource, TableResource)
    found = {line["address"]: line["value"] for line in resource.read_rows()}
    for address, text in printed(OWN).items():
        assert found[address] == (None if text in {"null", "n/a"} else Decimal(text))


@pytest.mark.parametrize("name", PACKAGES)
def test_size_and_hash_are_those_of_the_file(data: Path, name: str) -> None:
    (resource,) = json.loads((data / name).read_text(encoding="utf-8"))["resources"]
    raw = (data / name).parent.joinpath(resource["path"]).read_bytes()
    assert resource["bytes"] == len(raw)
    assert resource["hash"] == f"sha256:{hashlib.sha256(raw).hexdigest()}"


def test_the_catalogue_names_every_file_with_its_true_size_and_hash(data: Path) -> None:
    path = data / "api/v1/catalog.jsonld"
    made = json.loads(path.read_text(encoding="utf-8"))
    prefixes = set(made["@context"])
    files = [one for each in made["dcat:dataset"] for one in each["dcat:distribution"]]
    assert len(files) == 2 * len(made["dcat:dataset"])
    for one in files:
        raw = (path.parent / one["dcat:downloadURL"]["@id"]).read_bytes()
        assert one["dcat:byteSize"]["@value"] == str(len(raw))
        assert one["spdx:checksum"]["spdx:checksumValue"]["@value"] == hashlib.sha256(raw).hexdigest()
    for each in made["dcat:dataset"]:
        assert {key.partition(":")[0] for key in each if not key.startswith("@")} <= prefixes
