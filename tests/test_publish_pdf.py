"""The PDF: every cell equal to the YAML and under the right heads, the look of an official document, the same bytes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from lxml import html
from pikepdf import Array, Name, Object, Pdf, String, parse_content_stream

from macros import fonts
from macros.fonts import NOTO, FontsError, chosen, fandol
from macros.form import Form
from macros.furniture.share import DEMONSTRATION
from macros.grid import grids
from macros.project import Project
from macros.publish import narrative
from macros.publish.narrative import Block, Heading, List, Paragraph, PlainTable, Run, Statutory
from macros.publish.pdf import PdfError, document, typeset
from macros.publish.pdf_check import faults
from macros.publish.pdf_content import content
from macros.publish.pdf_structure import header_ids, rows, table_attributes, tables
from macros.render.tables import statutory_table
from macros.report import State
from tests.content import CONTENT
from tests.pdf_reading import ReadCell, Reading
from tests.real_reports import ALL, OURS, real

REAL = "suzhou-gxj/2024"
HARD = (
    r'# 号 $x$ @甲 *星* _线_ [方] {花} \斜 `撇` <尖> ~ "引" = - + / // /* 注 */ %百% 1. '
    r"& #let x = 1 #panic() fi ffl --- ..."
)


def plain_blocks(form: Form) -> tuple[Block, ...]:
    """A page as short as one can be: title, sections, tables."""
    found: list[Block] = [Heading(1, (Run("年度报告"),))]
    for section in form.sections:
        found.append(Heading(2, (Run(section.title),)))
        found += [Statutory(table.id) for table in form.tables if table.section == section.id]
    return tuple(found)


@cache
def made(path: Path) -> bytes:
    """The PDF of a report, with its page where it has one."""
    report, form = real(path)
    page = path == ALL[0]
    blocks = narrative.blocks(Project(CONTENT), REAL) if page else plain_blocks(form)
    return document(Project(CONTENT), report, form, blocks)


def of_blocks(*blocks: Block) -> bytes:
    report, form = real(OURS)
    return document(Project(CONTENT), report, form, (Heading(1, (Run("题目"),)), *blocks))


def words(block: Block) -> str:
    assert isinstance(block, Heading | Paragraph)
    return "".join(run.text for run in block.runs)


def info(file: bytes) -> dict[str, str]:
    """What the file says of itself."""
    pdf = Pdf.open(BytesIO(file))
    return {str(key): str(value) for key, value in pdf.docinfo.items()}


def metadata(file: bytes) -> bytes:
    """The same, as catalogues read it."""
    pdf = Pdf.open(BytesIO(file))
    return pdf.Root.Metadata.read_bytes()


def squeezed(text: str) -> str:
    """Without spaces: one at the end of a line is not printed."""
    return re.sub(r"\s+", "", text)


# --- equality -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_cell_read_back_is_the_one_of_the_report_in_its_place(path: Path) -> None:
    report, form = real(path)
    found = Reading(made(path)).tables()
    seen: dict[str, ReadCell] = {}
    for number, (table, grid) in enumerate(zip(found, grids(report, form), strict=True), 1):
        for cell, one in zip(table, grid.cells, strict=True):
            assert (cell.row, cell.column, cell.rows, cell.columns) == (one.row, one.column, one.rows, one.columns)
            assert squeezed(cell.text) == squeezed(one.text)
            assert cell.heads == tuple(f"t{number}-{name}" for name in one.heads)
            assert cell.head == (one.kind != "value" and one.text != "")
            assert cell.id == (f"t{number}-{one.id}" if cell.head else "")
            if one.cell:
                seen[one.cell.address] = cell
    assert list(seen) == list(report.cells)
    for address, value in report.cells.items():
        text = seen[address].text
        if value.state is State.NUMBER:
            assert Decimal(text) == value.number
            assert text == str(value.number)
        else:
            assert text == {State.BLANK: "", State.NOT_APPLICABLE: "不适用"}[value.state]


def test_the_real_report_has_its_200_cells() -> None:
    data = [cell for table in Reading(made(ALL[0])).tables() for cell in table if not cell.head]
    assert len(data) == len(real(OURS)[0].cells) == 200
    assert sum(cell.text == "" for cell in data) > 100, "blank cells stay in the structure"


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_data_cell_is_under_the_heads_it_is_under_on_the_page(path: Path) -> None:
    report, form = real(path)
    for table, read_table in zip(form.tables, Reading(made(path)).tables(), strict=True):
        names = {cell.id: squeezed(cell.text) for cell in read_table if cell.head}
        printed = [[names[one] for one in cell.heads] for cell in read_table if not cell.head and cell.heads]
        page = html.fragments_fromstring(f"<div>{statutory_table(report, form, table)}</div>")[0]
        known = {head.get("id"): squeezed("".join(map(str, head.itertext()))) for head in page.iter("th")}
        cells = [cell for cell in page.iter("td") if cell.get("id")]
        assert printed == [[known[one] for one in cell.get("headers", "").split()] for cell in cells]


def test_what_is_not_applicable_says_so() -> None:
    report, form = real(OURS)
    address = next(iter(report.cells))
    gone = replace(report.cells[address], state=State.NOT_APPLICABLE, number=None)
    changed = replace(report, cells={**report.cells, address: gone})
    reading = Reading(document(Project(CONTENT), changed, form, plain_blocks(form)))
    assert next(cell.text for cell in reading.tables()[0] if not cell.head) == "不适用"
    assert "“不适用”表示本机关没有该项职权或事项。" in reading.words()


def test_the_narrative_read_back_is_the_page_word_for_word() -> None:
    blocks = [one for one in narrative.blocks(Project(CONTENT), REAL) if not isinstance(one, Statutory)]
    notes = ("单位：件。", DEMONSTRATION)
    told = [(kind, text) for kind, text in Reading(made(ALL[0])).told() if not text.startswith(notes)]
    assert [kind for kind, _ in told] == [f"/H{b.level}" if isinstance(b, Heading) else "/P" for b in blocks]
    told = [(kind, text) for kind, text in told if "空格在原表中" not in text]
    assert [squeezed(text) for _, text in told] == [squeezed(words(block)) for block in blocks]


def test_what_an_editor_writes_is_printed_and_never_run() -> None:
    hard = (Run(HARD), Run(HARD, bold=True), Run(HARD, italic=True))
    blocks = (
        Heading(2, (Run(HARD),)),
        Paragraph((*hard, Run("\n"), Run("甲", link="https://example.org/?a=1&b=#c"))),
        Paragraph(hard, quoted=True),
        List(True, ((Paragraph(hard),), (Paragraph((Run("一"),)), List(False, ((Paragraph(hard),),))))),
        PlainTable(1, ((hard[:1], (Run("列"),)), (hard[1:2],))),
    )
    file = of_blocks(*blocks)
    assert faults(Pdf.open(BytesIO(file))) == []
    assert squeezed(Reading(file).words()).count(squeezed(HARD)) == 1 + 3 + 3 + 3 + 3 + 2
    assert {"/L", "/LI", "/LBody", "/Link", "/Table"} <= set(Reading(file).kinds())


def test_headings_and_empty_things_as_editors_leave_them_give_a_whole_document() -> None:
    report, form = real(OURS)
    odd: tuple[Block, ...] = (
        Heading(2, (Run("二级"),)),
        Heading(4, (Run("四级"),)),
        Heading(2, ()),
        Paragraph(()),
        List(False, ((),)),
        List(True, ()),
        PlainTable(1, (((Run("甲"),), (Run("乙"),)), ((Run("少一格"),),))),
        PlainTable(1, (((Run("只有表头"),),),)),
        PlainTable(0, ()),
    )
    file = document(Project(CONTENT), report, form, odd)
    assert faults(Pdf.open(BytesIO(file))) == []
    headings = [(kind, text) for kind, text in Reading(file).told() if kind.startswith("/H")]
    title = "苏州市工业和信息化局2024年政府信息公开工作年度报告"
    assert headings == [("/H1", title), ("/H2", "二级"), ("/H3", "四级")]


def test_a_table_shown_twice_is_tagged_twice_with_names_of_its_own() -> None:
    file = of_blocks(Statutory("requests"), Statutory("requests"))
    first, second = Reading(file).tables()
    assert faults(Pdf.open(BytesIO(file))) == []
    assert [one.text for one in first] == [one.text for one in second]
    assert {one.id for one in first if one.id}.isdisjoint(one.id for one in second)


# --- structure ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_our_check_finds_nothing_so_the_marks_of_both_standards_stand(path: Path) -> None:
    pdf = Pdf.open(BytesIO(made(path)))
    assert faults(pdf) == []
    said = pdf.Root.Metadata.read_bytes()
    for mark in (b"<pdfuaid:part>1<", b"<pdfaid:part>2<", b"<pdfaid:conformance>A<"):
        assert mark in said


def _no_heads(pdf: Pdf) -> None:
    cell = next(c for row in rows(next(tables(pdf))) for c in row if header_ids(c) and c.S == Name.TD)
    found = table_attributes(cell)
    assert found is not None
    del found["/Headers"]


def _head_without_scope(pdf: Pdf) -> None:
    cell = next(c for row in rows(next(tables(pdf))) for c in row if c.S == Name.TH)
    found = table_attributes(cell)
    assert found is not None
    del found["/Scope"]


def _row_too_short(pdf: Pdf) -> None:
    row = list(rows(next(tables(pdf))))[-1][0].P
    row.K = Array([row.K[0]])


def _loose_words(pdf: Pdf) -> None:
    page = pdf.pages[0]
    page.contents_add(b"BT (x) Tj ET")


def _heading_skipped(pdf: Pdf) -> None:
    top = pdf.Root.StructTreeRoot.K
    top = top[0] if isinstance(top, Array) else top
    next(one for one in top.K if one.S == Name.H2).S = Name.H3


def _delete(*way: str) -> Callable[[Pdf], None]:
    def spoil(pdf: Pdf) -> None:
        at: Object = pdf.Root
        for key in way[:-1]:
            at = at[key]
        del at[way[-1]]

    return spoil


SPOILT: dict[str, Callable[[Pdf], None]] = {
    "a cell without heads": _no_heads,
    "a head without scope": _head_without_scope,
    "rows of different width": _row_too_short,
    "outside of tags": _loose_words,
    "a heading goes from": _heading_skipped,
    "language": _delete("/Lang"),
    "not marked": _delete("/MarkInfo"),
    "title is not shown": _delete("/ViewerPreferences", "/DisplayDocTitle"),
    "no output intent": _delete("/OutputIntents"),
    "no structure tree": _delete("/StructTreeRoot"),
    "cannot be found": _delete("/StructTreeRoot", "/IDTree"),
}


@pytest.mark.parametrize("fault", SPOILT)
def test_the_check_sees_a_spoilt_file(fault: str) -> None:
    pdf = Pdf.open(BytesIO(made(ALL[0])))
    SPOILT[fault](pdf)
    assert fault in "\n".join(faults(pdf))


def test_a_font_that_is_not_embedded_is_seen() -> None:
    pdf = Pdf.open(BytesIO(made(ALL[0])))
    font = next(iter(pdf.pages[0].Resources.Font.values()))
    del font.DescendantFonts[0].FontDescriptor["/FontFile3"]
    assert "not embedded" in "\n".join(faults(pdf))


def test_a_link_that_does_not_say_where_it_leads_is_seen() -> None:
    pdf = Pdf.open(BytesIO(made(ALL[0])))
    del pdf.pages[0].Annots[0]["/Contents"]
    assert "a link that does not say" in "\n".join(faults(pdf))


def test_a_file_that_fails_the_check_does_not_carry_the_marks() -> None:
    file = of_blocks(PlainTable(0, (((Run("没有"),), (Run("表头"),)),)))
    said = metadata(file)
    assert b"<pdfuaid:part>" not in said
    assert b"<pdfaid:part>" not in said


@pytest.mark.skipif(shutil.which("verapdf") is None, reason="veraPDF is not on this machine")
@pytest.mark.parametrize("flavour", ["ua1", "2a"])
def test_verapdf_agrees_where_it_exists(flavour: str, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(made(ALL[0]))
    run = subprocess.run(
        ["verapdf", "--flavour", flavour, "--format", "text", str(file)], capture_output=True, text=True, check=False
    )
    assert run.stdout.startswith("PASS"), run.stdout


# --- look ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Printed:
    """A stretch of letters: where it begins, from the left and from below, and how many it has."""

    x: float
    y: float
    letters: int


def printed(file: bytes) -> list[list[Printed]]:
    """What stands on each page."""
    pdf = Pdf.open(BytesIO(file))
    found = []
    for page in pdf.pages:
        here: list[Printed] = []
        x = y = 0.0
        for one in parse_content_stream(page):
            operands = list(one.operands)
            if str(one.operator) == "cm":
                x, y = float(operands[4]), float(operands[5])
            elif str(one.operator) == "TJ":
                letters = sum(len(bytes(part)) // 2 for part in operands[0] if isinstance(part, String))
                here.append(Printed(x, y, letters))
        found.append(here)
    return found


def test_a_page_is_a4_and_holds_22_lines_of_28_characters() -> None:
    file = of_blocks(Paragraph((Run("国" * 28 * 60),)))
    pdf = Pdf.open(BytesIO(file))
    assert [round(float(side)) for side in pdf.pages[0].MediaBox] == [0, 0, 595, 842]
    page = [one for one in printed(file)[1] if one.letters == 28]
    assert len({one.y for one in page}) == len(page) == 22


def test_the_number_of_a_page_stands_between_dashes_on_the_outer_side() -> None:
    reading = Reading(made(ALL[0]))
    assert reading.artifacts == [f"— {number} —" for number in range(1, len(reading.pdf.pages) + 1)]
    starts = [page[-1].x for page in printed(made(ALL[0]))]
    assert all(start > 400 for start in starts[::2])
    assert all(70 < start < 120 for start in starts[1::2])


def long_table(count: int) -> bytes:
    """The table of requests with more rows than a page holds."""
    report, form = real(OURS)
    data = content(Project(CONTENT), report, form, (Heading(1, (Run("题"),)), Statutory("requests")), chosen())
    blocks = data["blocks"]
    assert isinstance(blocks, list)
    cells = blocks[1]["cells"]
    last = max(cell["y"] for cell in cells)
    row = [cell for cell in cells if cell["y"] == last]
    cells += [{**cell, "y": last + down} for down in range(1, count) for cell in row]
    return typeset(data, chosen())


def test_a_table_longer_than_a_page_repeats_its_heads_and_is_read_once() -> None:
    reading = Reading(long_table(60))
    again = "".join(reading.artifacts)
    assert len(reading.pdf.pages) > 2
    assert again.count("申请人情况") == again.count("总计") == len(reading.pdf.pages) - 1
    (table,) = reading.tables()
    assert sum(cell.text == "申请人情况" for cell in table) == 1


def test_a_table_that_fits_on_a_page_is_not_cut() -> None:
    file = made(ALL[0])
    reading = Reading(file)
    for table in tables(reading.pdf):
        pages = {cell.Pg.objgen for row in rows(table) for cell in row if "/Pg" in cell}
        assert len(pages) == 1


def test_a_demonstration_says_so_before_the_title_and_the_agencys_own_site_does_not() -> None:
    report, form = real(OURS)
    assert Reading(made(ALL[0])).told()[0][1] == DEMONSTRATION
    project = Project(CONTENT)
    project._site = replace(project.site, demonstration=False)
    file = document(project, report, form, plain_blocks(form))
    assert Reading(file).told()[0][1] == "年度报告"
    assert DEMONSTRATION not in info(file)["/Subject"]


def test_the_file_says_title_agency_form_and_fonts() -> None:
    said = info(made(ALL[0]))
    assert said["/Title"] == "苏州市工业和信息化局2024年政府信息公开工作年度报告"
    assert said["/Author"] == "苏州市工业和信息化局"
    assert "国办公开办函〔2021〕30号" in said["/Subject"]
    assert chosen().words in said["/Subject"]


# --- letters ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("letter", "name"), [("😀", "U+1F600"), ("\ue000", "U+E000"), ("𱍊", "U+3134A")])
def test_a_letter_no_font_has_is_named(letter: str, name: str) -> None:
    with pytest.raises(PdfError, match=re.escape(f"“{letter}”（{name}）")):
        of_blocks(Paragraph((Run(f"甲{letter}乙"),)))


def test_rare_letters_of_names_are_printed() -> None:
    rare = "䶮㛃𬱖㎡²½é"
    assert rare in Reading(of_blocks(Paragraph((Run(rare),)))).words()


def test_the_fonts_are_fandol_where_it_was_fetched_and_noto_elsewhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(fonts, "FOLDER", tmp_path / "none")
    fonts._chosen.cache_clear()
    try:
        monkeypatch.delenv("GONGKAI_FONTS", raising=False)
        assert chosen() is NOTO
        monkeypatch.setenv("GONGKAI_FONTS", "fandol")
        with pytest.raises(FontsError, match=r"FandolFang-Regular\.otf"):
            chosen()
        monkeypatch.setenv("GONGKAI_FONTS", "arial")
        with pytest.raises(FontsError, match="arial"):
            chosen()
    finally:
        fonts._chosen.cache_clear()


def test_a_font_file_that_is_not_the_known_one_is_refused(tmp_path: Path) -> None:
    for name in fonts.FANDOL:
        (tmp_path / name).write_bytes(b"other")
    with pytest.raises(FontsError, match=r"FandolHei-Regular\.otf"):
        fandol(tmp_path)


@pytest.mark.parametrize("choice", ["noto", "fandol"])
def test_only_the_chosen_fonts_are_in_the_file_each_as_a_subset(choice: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if choice == "fandol" and not fonts.FOLDER.is_dir():
        pytest.skip("make fonts could not fetch Fandol here")
    monkeypatch.setenv("GONGKAI_FONTS", choice)
    report, form = real(OURS)
    file = document(Project(CONTENT), report, form, narrative.blocks(Project(CONTENT), REAL))
    pdf = Pdf.open(BytesIO(file))
    names = {str(font.BaseFont) for page in pdf.pages for font in page.Resources.Font.values()}
    assert all(re.match(r"/[A-Z]{6}\+", name) for name in names)
    families = {name.split("+")[1].split("-")[0].lower() for name in names}
    expected = (
        {"notoserifsc", "notosanssc"} if choice == "noto" else {"fandolfang", "fandolhei", "fandolkai", "fandolsong"}
    )
    assert families == expected
    assert len(file) < 500_000
    assert faults(pdf) == []


# --- the same bytes -----------------------------------------------------------------------------------------------

MAKE = f"""
import sys
from macros.project import Project
from macros.publish import narrative
from macros.publish.pdf import document
project = Project()
report = project.report({REAL!r})
sys.stdout.buffer.write(document(project, report, project.forms[report.form], narrative.blocks(project, {REAL!r})))
"""


def test_the_same_sources_give_the_same_bytes_elsewhere_at_another_time(tmp_path: Path) -> None:
    other = tmp_path / "另一处 x"
    other.mkdir()
    for name in ("macros", "data", "docs"):
        shutil.copytree(CONTENT / name, other / name, ignore=shutil.ignore_patterns("__pycache__"))
    if fonts.FOLDER.is_dir():
        (other / ".cache").mkdir()
        (other / ".cache" / "fonts").symlink_to(fonts.FOLDER)
    settings = {"TZ": "Asia/Shanghai", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "7", "PYTHONPATH": str(other)}
    run = subprocess.run(
        [sys.executable, "-c", MAKE],
        cwd=tmp_path,
        env={**os.environ, **settings},
        capture_output=True,
        check=True,
    )
    assert run.stdout == made(ALL[0])


def test_another_report_made_before_changes_nothing() -> None:
    report, form = real(OURS)
    first = made(ALL[0])
    of_blocks(Paragraph((Run("别的"),)))
    assert document(Project(CONTENT), report, form, narrative.blocks(Project(CONTENT), REAL)) == first


def test_the_file_says_the_time_it_was_given_or_none() -> None:
    report, form = real(OURS)
    blocks = plain_blocks(form)
    without = document(Project(CONTENT), report, form, blocks)
    assert "/CreationDate" not in info(without)
    assert b"1970" not in metadata(without)
    when = datetime(2025, 1, 20, 8, 30, tzinfo=UTC)
    timed = document(Project(CONTENT), report, form, blocks, when)
    assert info(timed)["/CreationDate"] == "D:20250120083000Z"
    assert b"<xmp:CreateDate>2025-01-20T08:30:00" in metadata(timed)
    assert faults(Pdf.open(BytesIO(timed))) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no forks on this machine")
def test_a_forked_process_makes_the_same_file_and_does_not_wait_for_ever(tmp_path: Path) -> None:
    file, refused = tmp_path / "forked.pdf", tmp_path / "refused.txt"
    first = made(ALL[0])
    child = os.fork()
    if child == 0:
        report, form = real(OURS)
        file.write_bytes(document(Project(CONTENT), report, form, narrative.blocks(Project(CONTENT), REAL)))
        try:
            of_blocks(Paragraph((Run("甲😀乙"),)))
        except PdfError as error:
            refused.write_text(str(error), "utf-8")
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert file.read_bytes() == first
    assert "“😀”（U+1F600）" in refused.read_text("utf-8")
