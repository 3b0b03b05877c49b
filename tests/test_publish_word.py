"""The Word file holds what the report holds, in real styles and tables, and is the same file wherever it is made."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph
from lxml import etree
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]

from macros.calls import NAMED, NumberTarget, resolve, scene_for
from macros.facts import Position, shown
from macros.form import Form, Table
from macros.grid import grid, label_levels
from macros.page import load_page
from macros.publish import narrative, word
from macros.publish.narrative import Block, Heading, List, Paragraph, PlainTable, Run, Statutory
from macros.report import Correction, Report, State
from tests.case_files import FIXTURES
from tests.content import CONTENT
from tests.project_tree import said_here_and_elsewhere
from tests.real_reports import ALL, OURS, PROJECT, real

MAKE = """
import sys
from hashlib import sha256
from pathlib import Path
from macros.project import Project
from macros.publish import narrative, word
project = Project(Path(sys.argv[1]))
report = project.report("suzhou-gxj/2024")
made = word.document(project, report, project.forms[report.form], narrative.blocks(project, report.id))
print(sha256(made).hexdigest())
"""
Cells = dict[tuple[int, tuple[str, ...], tuple[str, ...]], str]


def blocks_of(report: Report, form: Form) -> tuple[Block, ...]:
    """The page of our report; of reports without a page, the sections with their tables."""
    if report.id == "suzhou-gxj/2024":
        return narrative.blocks(PROJECT, report.id)
    found: list[Block] = [Heading(1, (Run("年度报告"),))]
    for section in form.sections:
        found.append(Heading(2, (Run(section.title),)))
        found += [Statutory(table.id) for table in form.tables if table.section == section.id]
    return tuple(found)


def made(report: Report, form: Form, *blocks: Block) -> bytes:
    return word.document(PROJECT, report, form, blocks or blocks_of(report, form))


def opened(data: bytes) -> WordDocument:
    return Document(BytesIO(data))


def part(data: bytes, name: str) -> etree._Element:
    with ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def every(root: etree._Element, tag: str) -> list[etree._Element]:
    return list(root.iter(qn(tag)))


def labels(texts: list[str]) -> tuple[str, ...]:
    """The labels that stand behind each other, each once where it is merged over several places."""
    return tuple(text for at, text in enumerate(texts) if text and (at == 0 or texts[at - 1] != text))


def read_back(found: WordTable, table: Table) -> Cells:
    """The cells of a table by block, labels of the row and labels of the column, read from the file alone.

    The form only says how many rows of heads and columns of labels a block has.
    """
    lines = [[cell.text for cell in row.cells] for row in found.rows]
    result: Cells = {}
    top = 0
    for number, block in enumerate(table.blocks):
        first = top + (1 if block.heading else 0)
        body = first + max(head.depth() for head in block.columns)
        beside = label_levels(block)
        top = body + len(block.row_leaves())
        if block.heading:
            assert set(lines[first - 1]) == {block.heading}
        if block.corner:
            assert lines[first][0] == block.corner
        for line in lines[body:top]:
            for column in range(beside, len(line)):
                key = (number, labels(line[:beside]), labels([row[column] for row in lines[first:body]]))
                assert result.get(key, line[column]) == line[column], key  # again only where it is merged
                result[key] = line[column]
    assert top == len(lines)
    return result


def stated(report: Report, table: Table) -> Cells:
    """The same from the report's file."""
    result: Cells = {}
    for number, block in enumerate(table.blocks):
        for leaf in block.row_leaves():
            for column in block.column_leaves():
                value = report.cells[table.cell(block, leaf, column).address]
                gap = "不适用" if value.state is State.NOT_APPLICABLE else ""
                result[number, leaf.labels, column.labels] = gap if value.number is None else shown(value.number) or ""
    return result


# --- equality ---


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_cell_reads_back_as_the_report_states_it(path: Path) -> None:
    report, form = real(path)
    tables = opened(made(report, form)).tables
    assert len(tables) == len(form.tables)
    for found, table in zip(tables, form.tables, strict=True):
        cells = stated(report, table)
        assert len(cells) == len(table.cells)
        assert read_back(found, table) == cells


def test_a_number_a_blank_and_not_applicable_are_told_apart() -> None:
    report, form = real(OURS)
    row = "proactive_disclosure.rules"
    cells = dict(report.cells)
    cells[f"{row}.issued"] = replace(cells[f"{row}.issued"], state=State.NOT_APPLICABLE, number=None)
    cells[f"{row}.repealed"] = replace(cells[f"{row}.repealed"], state=State.BLANK, number=None)
    document = opened(made(replace(report, cells=cells), form, Statutory("proactive_disclosure")))
    assert [cell.text for cell in document.tables[0].rows[2].cells] == ["规章", "不适用", "", "0"]
    note = document.paragraphs[-1].text
    assert "空白不等于零" in note
    assert "“不适用”表示" in note


def test_the_words_are_those_of_the_page() -> None:
    report, form = real(OURS)
    blocks = narrative.blocks(PROJECT, report.id)
    words = [said(block.runs) for block in blocks if isinstance(block, Heading | Paragraph)]
    found = [one.text for one in opened(made(report, form)).paragraphs]
    assert found[0].startswith("演示：")
    assert [text.replace("\n", "") for text in found[1:] if not text.startswith("注：")] == words


def test_every_number_of_the_page_stands_in_the_file() -> None:
    report, form = real(OURS)
    page = CONTENT / "docs" / "reports" / f"{report.id}.md"
    scene = scene_for(PROJECT, str(page), report.id)
    text = "".join(one.text for one in opened(made(report, form)).paragraphs)
    cited = [call for call in load_page(page).calls if call.name in NAMED]
    targets = [resolve(scene, call.name, call.args, call.kwargs) for call in cited]
    numbers = [one for one in targets if isinstance(one, NumberTarget)]
    assert {f"figures.{name}" for name in report.figures} <= {one.address for one in numbers}
    for one in numbers:
        assert f"{shown(one.number)}{one.unit}" in text, one.address


def said(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


# --- shape ---


def test_headings_are_real_headings_and_the_title_is_broken_after_the_year() -> None:
    report, form = real(OURS)
    document = opened(made(report, form))
    title = next(one for one in document.paragraphs if style(one) == "Title")
    assert title.text == "苏州市工业和信息化局2024年\n政府信息公开工作年度报告"
    sections = [one.text for one in document.paragraphs if style(one) == "Heading 1"]
    assert sections == [section.title for section in form.sections]
    assert next(one.text for one in document.paragraphs if style(one) == "Heading 2") == "（一）主动公开"


def style(one: WordParagraph) -> str:
    return one.style.name or "" if one.style else ""


def test_the_file_says_its_title_language_and_that_it_is_a_demonstration() -> None:
    report, form = real(OURS)
    data = made(report, form)
    about = opened(data).core_properties
    assert about.title == "苏州市工业和信息化局2024年政府信息公开工作年度报告"
    assert about.language == "zh-CN"
    assert about.comments.startswith("演示：")
    defaults = every(part(data, "word/styles.xml"), "w:docDefaults")[0]
    assert {every(defaults, "w:lang")[0].get(qn(f"w:{name}")) for name in ("val", "eastAsia")} == {"zh-CN"}


def test_the_page_is_that_of_an_official_document() -> None:
    report, form = real(OURS)
    data = made(report, form)
    section = opened(data).sections[0]
    sizes = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    wanted = (Mm(210), Mm(297), Mm(37), Mm(28))
    assert all(one is not None and abs(one - other) < Mm(0.1) for one, other in zip(sizes, wanted, strict=True))
    assert section.right_margin is not None
    assert section.bottom_margin is not None
    assert abs(section.right_margin - Mm(26)) < Mm(0.1)
    assert abs(section.bottom_margin - Mm(35)) < Mm(0.1)
    for name, side in (("word/footer1.xml", "right"), ("word/footer2.xml", "left")):
        footer = part(data, name)
        assert "".join(one.text or "" for one in every(footer, "w:t")) == "— 1 —"
        assert [one.get(qn("w:instr")) for one in every(footer, "w:fldSimple")] == [" PAGE "]
        assert [one.get(qn("w:val")) for one in every(footer, "w:jc")] == [side]
    assert every(part(data, "word/settings.xml"), "w:evenAndOddHeaders")
    body = part(data, "word/styles.xml")
    assert {one.get(qn("w:eastAsia")) for one in every(body, "w:rFonts")} >= {"仿宋", "黑体", "楷体", "方正小标宋简体"}


def test_tables_repeat_their_heads_and_say_what_they_are() -> None:
    report, form = real(OURS)
    for found, table in zip(opened(made(report, form)).tables, form.tables, strict=True):
        layout = grid(report, table)
        heads = [bool(row._tr.findall(f"{qn('w:trPr')}/{qn('w:tblHeader')}")) for row in found.rows]
        assert heads == [at < layout.header_rows for at in range(layout.height)]
        caption = every(found._tbl, "w:tblCaption")[0].get(qn("w:val"))
        assert caption == form.section_of(table).title
        columns = [int(one.get(qn("w:w")) or "0") for one in every(found._tbl, "w:gridCol")]
        assert len(columns) == layout.width
        assert sum(columns) == 8844  # 156 mm
        assert min(columns) > 500


def test_lists_tables_and_links_of_an_editor_are_kept() -> None:
    report, form = real(OURS)
    one, two = (Paragraph((Run("一项"),)),), (Paragraph((Run("二项"),)), List(True, ((Paragraph((Run("里层"),)),),)))
    table = PlainTable(1, (((Run("甲"),), (Run("乙"),)), ((Run("丙", bold=True),),)))
    link = Paragraph((Run("见"), Run("网站", link="https://example.org/?a=1&b=2")))
    data = made(report, form, List(True, (one, two)), List(True, (one,)), table, link)
    document = opened(data)
    numbers = [
        (p.text, *(one.get(qn("w:val")) for tag in ("w:numId", "w:ilvl") for one in every(p._p, tag)))
        for p in document.paragraphs
        if style(p) == "List Paragraph"
    ]
    assert numbers == [("一项", "1", "0"), ("二项", "1", "0"), ("里层", "2", "1"), ("一项", "3", "0")]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [["甲", "乙"], ["丙", ""]]
    assert [h.address for p in document.paragraphs for h in p.hyperlinks] == ["https://example.org/?a=1&b=2"]


def test_hostile_words_stay_words() -> None:
    report, form = real(OURS)
    text = "<w:p/>&amp; ]]> \x0b\ufffe ”引“ {{ }}"
    document = opened(made(report, form, Paragraph((Run(text, link='https://a.b/"><x>'),))))
    assert document.paragraphs[1].text == text.replace("\x0b", "\ufffd").replace("\ufffe", "\ufffd")
    assert document.paragraphs[1].hyperlinks[0].address == 'https://a.b/"><x>'


def test_a_correction_stands_below_its_table() -> None:
    report, form = real(OURS)
    cell = "proactive_disclosure.normative_documents.issued"
    fix = Correction(date(2025, 3, 1), cell, 4, 3, "录入错误", "多计一件", Position("x"))
    note = opened(made(replace(report, corrections=(fix,)), form, Statutory("proactive_disclosure"))).paragraphs[-1]
    assert "更正：“行政规范性文件”行“本年制发件数”栏，2025-03-01，由 4 改为 3（录入错误：多计一件）。" in note.text


def test_a_table_the_form_does_not_have_is_refused() -> None:
    report, form = real(OURS)
    with pytest.raises(KeyError):
        made(report, form, Statutory("nothing"))


@pytest.mark.parametrize("path", [OURS, FIXTURES / "fj-pingtan/2019.yml"], ids=["2021", "2019"])
def test_the_file_keeps_the_rules_of_its_format(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.docx"
    file.write_bytes(made(*real(path)))
    result = OpenXmlValidator().validate(file)
    assert [error.description for error in result.errors] == []


# --- the same bytes ---


def test_the_same_report_gives_the_same_bytes_elsewhere_and_at_another_time(tmp_path: Path) -> None:
    assert len(said_here_and_elsewhere(MAKE, tmp_path / "there")) == 1
    with ZipFile(BytesIO(made(*real(OURS)))) as archive:
        assert {one.date_time[0] for one in archive.infolist()} == {1980}


# --- another program reads it ---

OFFICE = shutil.which("soffice")


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is missing: apt-get install libreoffice-writer-nogui")
def test_libreoffice_reads_every_word_and_number(tmp_path: Path) -> None:
    report, form = real(OURS)
    data = made(report, form)
    file = tmp_path / "report.docx"
    file.write_bytes(data)
    call = [
        OFFICE or "soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
        "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path), str(file),
    ]  # fmt: skip
    subprocess.run(call, capture_output=True, check=True, timeout=180)
    lines = (tmp_path / "report.txt").read_text(encoding="utf-8-sig").split("\n")
    document = opened(data)
    assert {line for one in document.paragraphs for line in one.text.split("\n")} <= set(lines)
    tables = [words for table in form.tables for words in stated(report, table).values()]
    assert sum(line.isdigit() or line == "223.3495" for line in lines) == sum(words != "" for words in tables)
