"""What is found: entries of pages, rows of forms, tokens, the words an editor keeps, and the files of the index."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from macros.built import Built
from macros.check import check
from macros.project import Project
from macros.search import Index, files, read_page
from macros.search.entries import CELLS, FIGURES, SECTION, TERM, read
from macros.search.files import base36
from macros.search.normal import folded, pairs, part_of
from macros.search.tables import cells_of, form_shape
from macros.search.tokens import tokens
from macros.search.words import words_of
from tests.content import CONTENT, ROOT

HTML = """<h1 id="top">指南<a class="headerlink" href="#top">¶</a></h1><p>开头。</p>
<h2 id="fee">（六）费用<a class="headerlink" href="#fee">¶</a></h2><p>不收取
费用，共<data class="gk-figure" value="1020">1020</data>条。</p>
<div data-search-exclude><div>图中的字</div><br>还是图</div><svg><text>线</text></svg>
<table class="statutory"><tr><td>8</td></tr></table>
<dl><dt id="term-a">结转<span class="gk-article">第三十三条</span></dt><dd>转入下年。</dd></dl><p>表后的话。</p>
<h3 id="empty">没有内容</h3>"""


def built(path: str, content: str = HTML, **known: object) -> Built:
    return Built(path, "指南", content, "", "", **known)  # type: ignore[arg-type]


def core(site: Path) -> dict[str, object]:
    text = (site / "search" / "core.js").read_text(encoding="utf-8")
    found = re.fullmatch(r'gongkaiSearch\.put\("core",(.*)\);\n', text, re.DOTALL)
    assert found is not None
    loaded: dict[str, object] = json.loads(found[1])
    return loaded


def test_sections_and_terms_are_entries_that_open_at_their_place() -> None:
    found = [(one.kind, one.anchor, one.heading, one.text) for one in read("指南", HTML).entries]
    assert found == [
        (SECTION, "", "指南", "开头。"),
        (SECTION, "fee", "（六）费用", "不收取费用，共1020条。"),
        (TERM, "term-a", "结转", "第三十三条 转入下年。"),
        (SECTION, "fee", "（六）费用", "表后的话。"),
        (SECTION, "empty", "没有内容", ""),
    ]


def test_heads_of_tables_are_no_words_of_an_entry() -> None:
    table = (
        "<p>前。</p><table><thead><tr><th>年度</th></tr></thead><tbody><tr><td>甲</td></tr></tbody></table><p>后。</p>"
    )
    assert [one.text for one in read("页", table).entries] == ["前。 甲 后。"]


def test_a_figure_of_the_text_is_known_by_the_section_it_is_printed_in() -> None:
    assert read("指南", HTML).figures == {"1020": "fee"}


def test_pages_left_out_of_the_search_are_left_out() -> None:
    project = Project(CONTENT)
    assert read_page(project, built("404.html")) is None
    assert read_page(project, built("guide.html", searched=False)) is None


def test_a_report_brings_its_figures_and_its_cells() -> None:
    found = read_page(Project(CONTENT), built("reports/suzhou-gxj/2024.html", report="suzhou-gxj/2024"))
    assert found is not None
    assert (found.agency, found.year, found.form) == ("suzhou-gxj", 2024, "2021")
    figures = {one.anchor: one.text for one in found.entries if one.kind == FIGURES}
    assert figures["fee"] == "1020条"
    rate = figures["/2024-numbers.html#indicator-disclosure_rate"]
    assert rate.startswith("37.5%（3/8），本站计算。")
    assert rate.endswith("算式：（一）予以公开＋（二）部分公开÷（七）总计")
    assert figures["/2024-numbers.html#indicator-carry_forward_rate"].startswith("分子空白，不能计算。")
    assert "223.3495" in tokens(found.entries[-1])[0]
    assert found.entries[-1].kind == CELLS


def test_a_page_that_only_cites_a_report_brings_no_cells() -> None:
    found = read_page(Project(CONTENT), built("terms.html", report="suzhou-gxj/2024"))
    assert found is not None
    assert found.form is None
    assert all(one.kind in {SECTION, TERM} for one in found.entries)


def test_blank_not_applicable_and_zero_stay_apart_in_the_index() -> None:
    project = Project(CONTENT)
    report = project.report("suzhou-gxj/2024")
    assert report is not None
    form = project.forms[report.form]
    values = dict(zip(form.cells, cells_of(form, report).split(","), strict=True))
    assert values["proactive_disclosure.rules.issued"] == "0"
    assert values["requests.carried_in.total"] == ""
    assert values["requests.new_requests.total"] == "8"


def test_every_cell_a_row_or_column_opens_is_one_of_the_form() -> None:
    form = Project(CONTENT).forms["2021"]
    shape = form_shape(form)
    addresses, blocks, heads = shape["addresses"], shape["blocks"], shape["heads"]
    assert isinstance(addresses, list)
    assert isinstance(blocks, list)
    assert isinstance(heads, list)
    assert sum(len(block["rows"]) * len(block["columns"]) for block in blocks) == len(addresses)
    for name, _, number, axis, first, end, _, _ in heads:
        size = len(blocks[number]["columns" if axis else "rows"])
        assert 0 <= first < end <= size, name


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("２２３．３４９５", "223.3495"),
        ("資訊公開", "资讯公开"),
        ("“三公”经费", "三公经费"),
        ("〔2021〕ＡＢ", "〔2021〕ab"),
    ],
)
def test_what_is_written_otherwise_is_folded_to_one_form(text: str, same: str) -> None:
    assert folded(text) == same


def test_numbers_are_whole_and_document_numbers_one_token_with_any_bracket() -> None:
    assert "223" not in pairs("223.3495万元")
    assert {"223.", "223.3495"} <= pairs("223.3495万元")
    assert {"153万", "1539446"} <= pairs("1,539,446次")
    assert "1539446" in pairs("访问1,539,446次")
    for text in ("函〔2021〕30号", "函[2021]30号", folded("函（2021）30号"), folded("函【2021】第30号")):
        assert "2021#30" in pairs(text), text


def test_chinese_is_found_by_one_character_and_by_two() -> None:
    assert pairs("不予公开") == {"不", "予", "公", "开", "不予", "予公", "公开"}


def test_a_token_is_in_one_file_and_single_characters_in_files_of_their_own() -> None:
    assert part_of("公", (16, 16))[0] == "u"
    assert part_of("公开", (16, 16))[0] == "p"
    assert part_of("7", (16, 16))[0] == "p"
    assert [base36(value) for value in (0, 35, 36, 1296)] == ["0", "z", "10", "100"]


def test_the_words_of_the_site_can_be_read() -> None:
    words = words_of(CONTENT)
    assert any("年报" in group for group in words.same)
    assert dict(words.pinyin)["不予公开"] == "bu yu gong kai"


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("asks_number:", "ask_number:", "key-unknown"),
        ("  年报: nian bao", "  年报: nian", "value-type"),
        ("  - [年报, 年度报告]", "  - 年报", "value-type"),
        ("  - [年报, 年度报告]", "  - [年报]", "value-type"),
        ("way_pages: [guide.html,", "way_pages: [guides.html,", "value-type"),
        ("last_pages: [checks.html,", "last_pages: [rules/checks.html,", "value-type"),
    ],
)
def test_a_mistake_in_the_words_is_a_finding_with_its_line(tree: Path, old: str, new: str, rule: str) -> None:
    path = tree / "data" / "search.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    found = [one for one in check(Project(tree), [path]).findings if one.rule == rule]
    line = next(number for number, one in enumerate(path.read_text(encoding="utf-8").split("\n"), 1) if new in one)
    assert [one.line for one in found] == [line]
    assert re.search("[一-鿿]", found[0].message)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "[年报, 年度报告]",
            "[年报]",
            "“same_words[2]”应为至少两个词的一组，现为一个词 年报。请至少写两个可以互换的词",
        ),
        ("年报: nian bao", "年报: nián bào", "应为逐字的拼音，音节与字数相同，现为文字 nián bào。每个字写一个音节"),
        ("[guide.html,", "[guides.html,", "应为一个页面，现为docs/ 里没有的 guides.html。是不是想写 guide.html？"),
    ],
)
def test_a_mistake_in_the_words_says_what_is_expected(tree: Path, old: str, new: str, said: str) -> None:
    path = tree / "data" / "search.yml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    (found,) = (one for one in check(Project(tree), [path]).findings if one.rule == "value-type")
    assert said in found.message


def index_of(site: Path) -> dict[str, bytes]:
    shutil.copytree(ROOT / "theme" / "assets", site / "assets")
    project = Project(CONTENT)
    index = Index(project)
    for path in ("reports/suzhou-gxj/2024.html", "guide.html"):
        index.take(read_page(project, built(path, report="suzhou-gxj/2024")))
    index.write(site)
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in (site / "search").rglob("*.js")}


def test_the_same_pages_give_the_same_index(tmp_path: Path) -> None:
    assert index_of(tmp_path / "one") == index_of(tmp_path / "two")


def test_a_large_site_is_divided_and_names_its_parts_by_their_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = index_of(tmp_path / "whole")
    assert sorted(whole) == ["search/core.js", "search/engine.js"]
    monkeypatch.setattr(files, "SMALL", 0)
    parts = index_of(tmp_path / "parts")
    shape = core(tmp_path / "parts")
    assert "texts" not in shape
    assert f"search/{shape['version']}/t0.js" in parts
    assert len(parts) > 30


def test_traditional_characters_are_listed_only_where_the_site_can_use_them(tmp_path: Path) -> None:
    index_of(tmp_path / "site")
    simple = core(tmp_path / "site")["simple"]
    assert isinstance(simple, list)
    old, new = simple
    assert len(old) == len(new) < 700
    assert dict(zip(old, new, strict=True))["費"] == "费"
