"""A superseded edition stays whole at its own address: what was public then is read back from a site with a past."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest
import yaml
from docx import Document
from lxml import html
from openpyxl import load_workbook  # type: ignore[import-untyped]
from playwright.sync_api import Browser

from macros.build import build
from macros.editions import can_be_shown
from macros.history_page import history_page
from macros.project import Project
from macros.releases import read_releases
from macros.report_states import past_of
from macros.told import told_of
from tests import history_site as past
from tests import test_html_valid as valid
from tests.case_files import change
from tests.content import ROOT
from tests.history_site import DATA, LICENSING, OWN, PAGE, correct, lay_out, publish
from tests.pdf_reading import Reading
from tests.repository import commit, git
from tests.shots import MODES
from tests.test_accessibility import open_page, violations

pytestmark = pytest.mark.xdist_group("past")

BASE = f"reports/{OWN}"
NEW = ("2024.html", "2024-numbers.html", "2024-history.html", "2024-v1.html", "2024-v1-numbers.html",
       "2024-v1-proof.html")  # fmt: skip
SAID = "这是本报告的第1版，2025年2月10日更正后被取代，保留供查考。现行版本见本站同名网页。"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return past.made(tmp_path_factory)


@pytest.fixture(scope="module")
def site(built: tuple[Path, Path]) -> Path:
    return built[1]


def page(site: Path, name: str) -> html.HtmlElement:
    return html.parse(site / name).getroot()


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def cell(root: html.HtmlElement, address: str) -> str:
    (found,) = root.xpath(f'//td[@id="{address}"]//data/@value')
    return str(found)


# --- the pages ----------------------------------------------------------------------------------------------------


def test_each_edition_shows_the_numbers_of_its_day(site: Path) -> None:
    editions = [page(site, f"{BASE}{one}.html") for one in ("-v1", "-v2", "")]
    assert [cell(one, LICENSING) for one in editions] == ["1", "2", "2"]
    figures = [one.xpath('//data[@class="gk-figure"]/@value') for one in editions]
    assert [next(value for value in some if value in ("1020", "1021")) for some in figures] == ["1020", "1020", "1021"]


def test_an_edition_is_the_page_as_it_was_when_it_was_public(built: tuple[Path, Path], tmp_path: Path) -> None:
    tree, site = built
    git(tmp_path, "clone", "-q", str(tree), "then")
    then = tmp_path / "then"
    git(then, "checkout", "-q", git(tree, "log", "--first-parent", "--format=%H").split()[2])
    (then / "macros").unlink()
    (then / "macros").symlink_to(ROOT / "macros")
    build(then, tmp_path / "site", documents=False)
    was, now = page(tmp_path / "site", f"{BASE}.html"), page(site, f"{BASE}-v1.html")
    for root in (was, now):
        for extra in root.xpath('//dl[@class="gk-facts"] | //section[contains(@class, "gk-")]'):
            extra.drop_tree()
    texts = [words(root.xpath('//div[@class="gk-text md-typeset"]')[0]) for root in (was, now)]
    assert texts[0] == texts[1]
    tables = [[html.tostring(one) for one in root.xpath('//table[@class="statutory"]//td')] for root in (was, now)]
    assert tables[0]
    assert [one.replace(b"2024-v1-", b"2024-") for one in tables[1]] == tables[0]


def test_every_page_of_an_edition_says_that_it_was_superseded_and_leads_to_the_current_one(site: Path) -> None:
    for name in ("", "-numbers", "-proof"):
        (notice,) = page(site, f"{BASE}-v1{name}.html").xpath('//section[@aria-labelledby="superseded"]')
        assert "此版本已被更正版本取代" in words(notice)
        assert notice.xpath(".//a/@href") == ["2024.html", "2024-history.html#corrections"]
    for name in ("", "-numbers", "-proof", "-history"):
        assert "此版本已被更正版本取代" not in (site / f"{BASE}{name}.html").read_text(encoding="utf-8")


def test_an_edition_is_never_said_to_hold(site: Path) -> None:
    for name, status in (("", "已公布"), ("-v1", "已被取代"), ("-v2", "已被取代")):
        facts = page(site, f"{BASE}{name}.html").xpath('//dl[@class="gk-facts"]/div[dt="状态"]/dd')
        assert [words(one) for one in facts] == [status]


def test_editions_are_kept_from_search_engines_the_map_and_the_search(
    built: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", "https://example.org/")
    build(built[0], tmp_path / "site", documents=False)
    for name in ("-v1", "-v1-numbers", "-v2-proof"):
        root = page(tmp_path / "site", f"{BASE}{name}.html")
        assert root.xpath('//meta[@name="robots"]/@content') == ["noindex"]
        assert root.xpath('//link[@rel="canonical"]/@href') == [f"https://example.org/{BASE}.html"]
    current = page(tmp_path / "site", f"{BASE}-history.html")
    assert current.xpath('//meta[@name="robots"]') == []
    for file in ("sitemap.xml", "sitemap.html"):
        text = (tmp_path / "site" / file).read_text(encoding="utf-8")
        assert "2024-v1" not in text
        assert "2024-history.html" in text
    index = b"".join(p.read_bytes() for p in (tmp_path / "site" / "search").rglob("*") if p.is_file())
    assert f"{BASE}.html".encode() in index
    assert b"2024-v1" not in index


def test_new_pages_are_valid_and_every_link_on_the_site_leads_somewhere(site: Path) -> None:
    assert valid.mistakes(*(site / "reports/suzhou-gxj" / name for name in NEW), site / "corrections.html") == []
    valid.test_every_internal_link_leads_somewhere(site)
    valid.test_every_id_a_page_refers_to_is_there(site)


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_new_pages_are_accessible_and_nothing_on_them_is_cut(
    site: Path, browser: Browser, width: int, scheme: str
) -> None:
    shown = open_page(browser, width, next(mode for mode in MODES if mode.scheme == scheme and not mode.elder))
    wrong = []
    for name in (*(f"reports/suzhou-gxj/{one}" for one in NEW), "corrections.html"):
        shown.goto((site / name).as_uri())
        wrong += [f"{name}: {said}" for said in violations(shown)]
        for probe in ("clipped", "overlapped"):
            wrong += [f"{name}: {said}" for said in shown.evaluate(f"probes.{probe}()")]
    shown.context.close()
    assert wrong == []


# --- the downloads ------------------------------------------------------------------------------------------------


def test_an_edition_has_all_downloads_with_the_old_number(site: Path) -> None:
    found = json.loads((site / f"api/v1/reports/{OWN}-v1.json").read_text(encoding="utf-8"))
    assert next(one["value"] for one in found["cells"] if one["address"] == LICENSING) == 1
    assert (found["edition"], found["current"], found["corrections"]) == (1, "2024.json", [])
    assert SAID in found["notice"]
    csv = (site / f"api/v1/reports/{OWN}-v1.csv").read_text(encoding="utf-8-sig")
    (line,) = [one for one in csv.splitlines() if LICENSING in one]
    assert ",1,number," in line
    document = Document(str(site / f"{BASE}-v1.docx"))
    assert any(SAID in one.text for one in document.paragraphs)
    sheet = load_workbook(site / f"{BASE}-v1.xlsx")
    assert any(SAID in str(value) for row in sheet.worksheets[0].iter_rows(values_only=True) for value in row)
    text = "".join(Reading((site / f"{BASE}-v1.pdf").read_bytes()).words().split())
    assert SAID in text
    assert "公布后的更正" not in text


def test_the_bundle_of_an_edition_proves_itself(site: Path) -> None:
    archive = zipfile.ZipFile(io.BytesIO((site / f"{BASE}-v1.zip").read_bytes()))
    folder = "suzhou-gxj-2024-v1/"
    sums = archive.read(f"{folder}SHA256SUMS").decode().splitlines()
    assert len(sums) == len(archive.namelist()) - 1
    for line in sums:
        digest, name = line.split("  ")
        assert hashlib.sha256(archive.read(folder + name)).hexdigest() == digest
    assert yaml.safe_load(archive.read(f"{folder}source/report.yml"))["corrections"] == []
    assert b"/tmp" not in archive.read(f"{folder}check/result.json")


def test_the_source_in_the_bundle_is_that_of_the_release(built: tuple[Path, Path]) -> None:
    tree, site = built
    archive = zipfile.ZipFile(io.BytesIO((site / f"{BASE}-v1.zip").read_bytes()))
    published = git(tree, "log", "--first-parent", "--format=%H").split()[2]
    then = git(tree, "show", f"{published}:{DATA}") + "\n"
    assert archive.read("suzhou-gxj-2024-v1/source/report.yml").decode() == then
    found = json.loads((site / f"api/v1/reports/{OWN}-v1.json").read_text(encoding="utf-8"))["provenance"]
    assert (found["source"]["commit"], found["source"]["path"]) == (published, DATA)
    assert found["source"]["sha256"] == hashlib.sha256(then.encode()).hexdigest()
    assert found["page"]["path"] == PAGE
    assert found["generated_at"] == "2025-01-20T10:30:00+08:00"


def test_the_page_of_proof_of_an_edition_lists_the_hashes_of_its_files(site: Path) -> None:
    root = page(site, f"{BASE}-v1-proof.html")
    rows = {one.xpath("./th/a/@href")[0]: words(one.xpath("./td[2]")[0]) for one in root.xpath("//tr[th/a]")}
    assert len(rows) == 7
    for link, digest in rows.items():
        assert "-v1." in link
        assert hashlib.sha256((site / link.removeprefix("../../")).read_bytes()).hexdigest() == digest


def test_the_current_report_names_its_superseded_editions(site: Path) -> None:
    found = json.loads((site / f"api/v1/reports/{OWN}.json").read_text(encoding="utf-8"))
    assert found["edition"] is None
    assert [(one["edition"], one["html"]) for one in found["superseded"]] == [
        (number, f"../../../../{BASE}-v{number}.html") for number in (1, 2)
    ]
    readme = zipfile.ZipFile(site / f"{BASE}.zip").read("suzhou-gxj-2024/说明.txt").decode()
    assert f"更正前的版本：{BASE}-v1.html、{BASE}-v2.html" in readme
    assert "更正前的版本" not in zipfile.ZipFile(site / f"{BASE}-v1.zip").read("suzhou-gxj-2024-v1/说明.txt").decode()


def test_editions_are_in_no_list_and_no_feed(site: Path) -> None:
    for name in ("api/v1/index.json", "api/v1/cells.csv", "api/v1/catalog.jsonld", "feeds/publications.xml"):
        assert "2024-v1" not in (site / name).read_text(encoding="utf-8")


def test_the_same_commit_gives_the_same_bytes_wherever_it_lies(built: tuple[Path, Path], tmp_path: Path) -> None:
    tree, site = built
    git(tmp_path, "clone", "-q", str(tree), "elsewhere")
    other = tmp_path / "elsewhere"
    build(other, tmp_path / "again")
    names = sorted(p.relative_to(site) for p in (site / "reports").rglob("*") if p.is_file())
    assert names == sorted(p.relative_to(tmp_path / "again") for p in (tmp_path / "again/reports").rglob("*.*"))
    assert [str(one) for one in names if (site / one).read_bytes() != (tmp_path / "again" / one).read_bytes()] == []


# --- where history does not reach ---------------------------------------------------------------------------------


def editions(tree: Path) -> list[str]:
    project = Project(tree)
    report = project.report(OWN)
    assert report is not None
    releases = read_releases(tree)
    found = past_of(project, report, releases).superseded
    return [one.address for one in found if can_be_shown(project, releases, one)]


def test_two_corrections_in_one_release_supersede_one_edition(tmp_path: Path) -> None:
    tree = lay_out(tmp_path / "tree")
    publish(tree)
    change(
        tree / DATA, ("administrative_licensing: 1  ", "administrative_licensing: 2  "), ("value: 510,", "value: 511,")
    )
    correct(
        tree,
        f"date: 2025-02-10, cell: {LICENSING}, from: 1, to: 2, kind: 更正, reason: 漏计",
        "date: 2025-02-10, cell: figures.website_items, from: 510, to: 511, kind: 更正, reason: 漏计",
    )
    commit(tree, "更正", past.FIXED)
    assert editions(tree) == [f"{OWN}-v1"]


def test_a_change_without_a_correction_makes_no_edition_and_does_not_count(tmp_path: Path) -> None:
    tree = lay_out(tmp_path / "tree")
    publish(tree)
    (tree / PAGE).write_text((tree / PAGE).read_text(encoding="utf-8") + "\n", encoding="utf-8")
    commit(tree, "排版", past.FIXED)
    assert editions(tree) == []
    past.second_correction(tree)
    assert editions(tree) == [f"{OWN}-v1"]


def test_without_history_the_notice_says_that_old_editions_cannot_be_had_and_nothing_fails(
    built: tuple[Path, Path], tmp_path: Path
) -> None:  # fmt: skip
    shutil.copytree(built[0], tmp_path / "tree", symlinks=True, ignore=shutil.ignore_patterns(".git"))
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{built[0]}", "cut")
    for name in ("tree", "cut"):
        build(tmp_path / name, tmp_path / f"{name}-site")
        made = tmp_path / f"{name}-site"
        (notice,) = page(made, f"{BASE}.html").xpath('//section[@aria-labelledby="corrected"]')
        assert words(notice).count("更正前的版本无法从历史中取回") == 2
        assert not list(made.rglob("*-v1*"))


def test_an_edition_on_a_form_that_is_gone_cannot_be_had(tmp_path: Path) -> None:
    tree = lay_out(tmp_path / "tree")
    text = (tree / DATA).read_text(encoding="utf-8")
    (tree / DATA).write_text(text.replace('form: "2021"', 'form: "1999"').replace("draft", "published"), "utf-8")
    commit(tree, "公布", past.PUBLISHED)
    (tree / DATA).write_text(text.replace("draft", "published"), encoding="utf-8")
    correct(tree, 'date: 2025-02-10, cell: form, from: "1999", to: "2021", kind: 更正, reason: 写错')
    commit(tree, "更正", past.FIXED)
    assert editions(tree) == []


@pytest.mark.parametrize(
    "text", ['{{ nosuch("x") }}', "{% if x %}", "<script>alert(1)</script>", "[a](javascript:alert(1))"]
)
def test_an_edition_that_today_could_not_be_published_is_not_published_again(tmp_path: Path, text: str) -> None:
    tree = lay_out(tmp_path / "tree")
    good = (tree / PAGE).read_bytes()
    (tree / PAGE).write_bytes(good + f"\n\n{text}\n".encode())
    publish(tree)
    (tree / PAGE).write_bytes(good)
    past.first_correction(tree)
    assert editions(tree) == []
    project = Project(tree)
    report = project.report(OWN)
    assert report is not None
    told = told_of(project, report, project.forms[report.form], read_releases(tree))
    assert "更正前的版本不符合现在的公布要求，不再提供" in told.notice


def history_words(tree: Path) -> str:
    """What the page of history says, without building the site."""
    project = Project(tree)
    report = project.report(OWN)
    assert report is not None
    form = project.forms[report.form]
    history = told_of(project, report, form, read_releases(tree)).history
    return words(html.fragment_fromstring(history_page(project, report, form, history)[2], create_parent="div"))


MOBILE, RESIDENT = "13812345678", "320501199003071234"


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (PAGE, "局党组高度重视", f"申请人的手机是{MOBILE}。局党组高度重视"),
        (PAGE, "局党组高度重视", f"号码：{RESIDENT}。局党组高度重视"),
        (PAGE, "局党组高度重视", "【待填：概述】局党组高度重视"),
        (DATA, "label: 全年发布各类信息", f"label: 全年发布各类信息（{MOBILE}）"),
        (DATA, "administrative_penalties: 0 ", "administrative_penalties: 待填 "),
    ],
)
def test_an_edition_with_what_may_not_be_public_is_not_published_again(
    tmp_path: Path, path: str, old: str, new: str
) -> None:
    tree = lay_out(tmp_path / "tree")
    good = (tree / path).read_text(encoding="utf-8")
    change(tree / path, (old, new))
    publish(tree)
    text = (tree / path).read_text(encoding="utf-8").replace(new, old)
    assert text.replace("published", "draft") == good.replace("published", "draft")
    (tree / path).write_text(text, encoding="utf-8")
    past.first_correction(tree)
    assert editions(tree) == []
    assert MOBILE not in history_words(tree)
    past.second_correction(tree)
    assert editions(tree) == [f"{OWN}-v2"]


def test_an_edition_whose_finding_was_answered_for_is_published_again(tmp_path: Path) -> None:
    tree = lay_out(tmp_path / "tree")
    change(tree / PAGE, ("局党组高度重视", "内部资料。局党组高度重视"))
    answer = "{rule: secrecy-mark, text: 内部资料, reason: 已核实可以公开, by: 张三, date: 2025-01-20}"
    change(tree / DATA, ("explanations: []", f"explanations:\n  - {answer}"))
    publish(tree)
    past.first_correction(tree)
    assert editions(tree) == [f"{OWN}-v1"]


# --- withdrawal ---------------------------------------------------------------------------------------------------

PRIVATE = "某某小区3幢"


def withdrawn(tree: Path) -> Path:
    """Published with a home address in its text and in a label, corrected, then the address withdrawn."""
    lay_out(tree)
    label = "label: 全年发布各类信息"
    change(tree / PAGE, ("局党组高度重视", f"申请人住{PRIVATE}。局党组高度重视"))
    change(tree / DATA, (label, f"{label}（{PRIVATE}）"))
    publish(tree)
    past.first_correction(tree)
    change(tree / PAGE, (f"申请人住{PRIVATE}。", ""))
    change(tree / DATA, (f"（{PRIVATE}）", ""))
    entry = (
        "date: 2025-02-20, cell: page:overview, from: ■■■■■■■■■■■局党组, to: 局党组, kind: 撤回, reason: 误载个人信息"
    )
    correct(tree, entry)
    commit(tree, "撤回", "2025-02-20T08:00:00Z")
    past.second_correction(tree)
    return tree


def test_nothing_of_what_was_withdrawn_is_on_the_site(tmp_path: Path) -> None:
    tree = withdrawn(tmp_path / "tree")
    assert editions(tree) == [f"{OWN}-v3"]
    build(tree, tmp_path / "site", documents=False)
    files = [path for path in (tmp_path / "site").rglob("*") if path.is_file()]
    assert [str(path) for path in files if PRIVATE.encode() in path.read_bytes()] == []
    made = sorted(path.name for path in files if "2024-v" in path.name)
    assert made == ["2024-v1.html", "2024-v2.html", "2024-v3-numbers.html", "2024-v3-proof.html", "2024-v3.html"]
    for number in (1, 2):
        root = page(tmp_path / "site", f"{BASE}-v{number}.html")
        (notice,) = root.xpath('//section[@aria-labelledby="withdrawn"]')
        assert "该版本已撤回，不再提供" in words(notice)
        assert notice.xpath(".//a/@href") == ["2024.html", "2024-history.html#corrections"]
        assert root.xpath('//meta[@name="robots"]/@content') == ["noindex"]
        assert not root.xpath('//table[@class="statutory"]')
    (notice,) = page(tmp_path / "site", f"{BASE}.html").xpath('//section[@aria-labelledby="corrected"]')
    assert words(notice).count("更正前的版本已撤回，不再提供") == 2
    assert words(notice).count("更正前的版本（第3版）") == 1
    old = [tmp_path / "site" / f"{BASE}-v{number}.html" for number in (1, 2)]
    assert valid.mistakes(*old) == []


def test_the_history_tells_that_something_was_withdrawn_and_not_what(tmp_path: Path) -> None:
    said = history_words(withdrawn(tmp_path / "tree"))
    assert PRIVATE not in said
    assert "“一、总体情况”的文字，由 ■■■■■■■■■■■局党组 改为 局党组" in said
    assert said.count("这以前公布的内容已撤回") == 1
    assert "“行政许可”行“本年处理决定数量”栏：由 1 改为 2" in said
    assert "“全年发布各类信息”（条）：由 1020 改为 1021" in said


def test_a_withdrawal_holds_where_history_is_cut_off(tmp_path: Path) -> None:
    tree = withdrawn(tmp_path / "tree")
    git(tmp_path, "clone", "-q", "--depth", "3", f"file://{tree}", "cut")
    said = history_words(tmp_path / "cut")
    assert "更早的历史没有取回" in said
    assert PRIVATE not in said


def test_a_correction_that_is_not_committed_shows_the_last_release_as_superseded(tmp_path: Path) -> None:
    tree = lay_out(tmp_path / "tree")
    publish(tree)
    change(tree / DATA, ("administrative_licensing: 1  ", "administrative_licensing: 2  "))
    correct(tree, f"date: 2025-02-10, cell: {LICENSING}, from: 1, to: 2, kind: 更正, reason: 漏计")
    assert editions(tree) == [f"{OWN}-v1"]
