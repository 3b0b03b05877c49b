"""The picture a link shows in a chat: the right words, readable when cut square, small, the same every time."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from macros.built import Built
from macros.furniture import canvas, share
from macros.furniture.canvas import NoGlyphError, has_glyph
from macros.furniture.share import (
    DEMONSTRATION,
    INNER,
    MIDDLE,
    SIZE,
    Shown,
    broken,
    draw,
    make_picture,
    of_report,
    picture_of,
)  # fmt: skip
from macros.highlights import highlights
from macros.project import Project
from macros.report import CellValue, State
from tests.content import CONTENT

NEW = "requests.new_requests.total"
TITLE = "苏州市工业和信息化局2024年政府信息公开工作年度报告"
PAGE = Built("reports/suzhou-gxj/2024.html", TITLE, "", "", "", report="suzhou-gxj/2024")


@pytest.fixture
def shown() -> Shown:
    found = of_report(Project(CONTENT), PAGE)
    assert found is not None
    return found


def picture(shown: Shown) -> Image.Image:
    image = Image.open(BytesIO(draw(shown)))
    image.load()
    return image


def test_the_picture_says_agency_year_title_and_the_highlights_of_the_report(shown: Shown) -> None:
    project = Project(CONTENT)
    report = project.report("suzhou-gxj/2024")
    assert report is not None
    said = highlights(report, project.forms[report.form])
    assert (shown.name, shown.large, shown.title) == ("苏州市工业和信息化局", "2024年", "政府信息公开工作年度报告")
    assert shown.figures == tuple((one.text, one.unit, one.label) for one in said)[:4]
    assert shown.figures[0][:2] == ("8", "件")


def test_a_demonstration_says_so_in_the_picture(shown: Shown) -> None:
    assert shown.note == DEMONSTRATION


def test_a_blank_cell_is_never_drawn_as_a_number() -> None:
    project = Project(CONTENT)
    report = project.report("suzhou-gxj/2024")
    assert report is not None
    cells = {**report.cells, NEW: CellValue(NEW, State.BLANK, None, report.cells[NEW].at)}
    project.report = lambda *_: replace(report, cells=cells)  # type: ignore[method-assign]
    found = of_report(project, PAGE)
    assert found is not None
    assert len(found.figures) == 3
    assert not [figure for figure in found.figures if figure[0] in {"空白", "0"} and "新收" in figure[2]]


def test_the_picture_is_small_and_of_the_size_links_show(shown: Shown) -> None:
    assert picture(shown).size == SIZE == (1200, 630)
    assert len(draw(shown)) <= 60_000


def test_the_same_report_gives_the_same_bytes(shown: Shown) -> None:
    first = draw(shown)
    for cached in (canvas.font, canvas._letter, share._line, share._numbers, share._labels, share._blank, share._mark):
        cached.cache_clear()
    assert draw(shown) == first
    assert draw(replace(shown, large="2023年")) != first


@pytest.mark.parametrize("name", ["苏州市工业和信息化局", "广西壮族自治区住房和城乡建设厅办公室政务公开处"])
def test_names_and_title_stay_within_the_square_wechat_cuts(shown: Shown, name: str) -> None:
    image = picture(replace(shown, name=name)).convert("L").point([255 if value < 250 else 0 for value in range(256)])
    left, _, right, _ = image.crop((0, 20, SIZE[0], 400)).getbbox() or (0, 0, 0, 0)
    assert MIDDLE - INNER <= left < MIDDLE < right <= MIDDLE + INNER


def test_figures_are_cut_between_columns_never_through_a_number(shown: Shown) -> None:
    image = picture(shown).convert("L")
    for edge in (MIDDLE - INNER, MIDDLE + INNER):
        for x in (edge - 6, edge + 6):
            column = image.crop((x, 400, x + 1, 560))
            assert column.getextrema() == (255, 255), x


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_long_numbers_and_labels_fit_their_column(shown: Shown, count: int) -> None:
    long = (("1234567.8901", "万元", "本年度收到的各类政府信息公开申请和其他事项"),) * count
    image = picture(replace(shown, figures=long)).convert("L")
    column = INNER if count == 4 else SIZE[1] // count
    for index in range(1, count):
        x = MIDDLE - column * count // 2 + column * index
        assert image.crop((x - 7, 400, x - 2, 570)).getextrema() == (255, 255)
        assert image.crop((x + 2, 400, x + 7, 570)).getextrema() == (255, 255)


def test_a_label_is_broken_between_its_words() -> None:
    assert broken("本年新收政府信息公开申请") == ("本年新收", "政府信息公开申请")
    assert broken("政府信息公开行政复议") == ("政府信息公开", "行政复议")
    assert broken("行政许可") == ("行政许可",)


def test_all_letters_of_forms_and_agencies_can_be_printed() -> None:
    project = Project(CONTENT)
    words = "".join(one.label for form in project.forms.values() for one in form.highlights) + DEMONSTRATION
    agency = project.agency("suzhou-gxj")
    assert agency is not None
    for letter in words + agency.name + "0123456789.年件万元昇堃喆淼鑫":
        assert has_glyph("song", letter), letter
        assert has_glyph("hei", letter), letter


def test_a_letter_without_glyph_gives_no_picture_and_a_sentence(
    shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(NoGlyphError):
        draw(replace(shown, name="某\U0010fffd局"))
    monkeypatch.setattr("macros.furniture.share.of_report", lambda *_: replace(shown, name="某\U0010fffd局"))
    assert make_picture(Project(CONTENT), tmp_path, PAGE) is None
    assert "没有生成分享图片 reports/suzhou-gxj/2024-share.png" in capsys.readouterr().err
    assert not (tmp_path / "reports").exists()


def test_every_page_shows_the_picture_that_fits_it() -> None:
    both = {"assets/share.png", "reports/suzhou-gxj/2024-share.png"}
    beside = replace(PAGE, path="reports/suzhou-gxj/2024-numbers.html")
    home = replace(PAGE, path="index.html")
    assert picture_of(PAGE, both) == picture_of(beside, both) == "reports/suzhou-gxj/2024-share.png"
    assert picture_of(home, both) == "assets/share.png"
    assert picture_of(PAGE, {"assets/share.png"}) == "assets/share.png"
    assert picture_of(PAGE, set()) is None
