"""Numbers and years of the narrative: from the data, with the right unit, of the right year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.calls import FEE_UNITS, NumberTarget
from macros.facts import CellRef, Fact, Number, Position
from macros.form import Cell
from macros.numerals import UNIT, Numeral, scaled, split_unit
from macros.private import stretches
from macros.prose import snippet
from macros.rules.judging import Narrative, narrative_rule
from macros.rules.registry import Found
from macros.rules.stated import agrees, disputed
from macros.rules.statements import FAMILY, REQUESTS, applicants, numbers

MAX_HINTS = 3
FEE_WORDS = {
    "notices": re.compile("通知"),
    "charged": re.compile("通知|金额"),
    "received": re.compile("收取|实收|处理费"),
}
COMMON = re.compile(r"全年|本年|年度|全市|总量|数量|情况|工作|政府|机关|苏州|各类|[“”（）、]")
ROW_MARKS = re.compile(r"^[一二三四]、|^（.）|^\d\.|（.*|属于|本年(?=新收)|政府信息公开申请数量|继续办理|(?<=保护)的")
COLUMN_MARKS = re.compile(r"本年|件数")
OTHER = re.compile(r"建议|提案|议案|留言|诉求|热线|工单|来信|咨询|复议|诉讼|许可")
PIECES = frozenset("件份宗起例条个项部") | {"件次", "个百分点"}
WRITTEN = re.compile(rf"[余多]?(万亿|亿|千万|百万|万|千)?({UNIT})?")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")


@narrative_rule(
    "typed-number",
    "warning",
    FAMILY,
    basis="正文的数字取自数据，才不会与表格不一致",
    proves="正文中的数字都由宏从数据取来，没有手写的。",
)
def typed_number(case: Narrative) -> Found:
    """No number of the narrative is typed by hand (dates, document numbers, ordinals and the like are none).

    Where a statement about the number is already reported, that finding names the macro and this rule is silent.
    """
    spoken = {fact.at for fact in disputed(case)}
    for passage in case.prose.passages:
        private = stretches(passage.text)  # no figure of any report: another rule tells of it, without its digits
        for numeral in numbers(passage):
            if not numeral.typed or numeral.text == "百分之百" or passage.at(numeral.start) in spoken:
                continue
            if any(start <= numeral.start < end for start, end in private):
                continue
            named = _named(case, numeral)
            hints = list(_hints(case, numeral)) if named is None else named
            words = snippet(passage, numeral.start, numeral.end)
            yield Fact(
                "typed-number",
                passage.at(numeral.start),
                tuple(ref for _, ref in hints[:MAX_HINTS]),
                actual=numeral.text,
                detail={
                    "words": words,
                    "macros": tuple(macro for macro, _ in hints[:MAX_HINTS]),
                    "sure": named is not None or bool(hints and hints[0][0].startswith(("figure", "fee"))),
                },
                key=f"{numeral.text}|{words}",
            )


def _named(case: Narrative, numeral: Numeral) -> list[tuple[str, CellRef]] | None:
    """The macro of the one cell the sentence speaks of and agrees with; ``None`` when it speaks of none."""
    report = case.report
    for one in case.stated:
        if one.numeral.start == numeral.start and one.clause.passage is numeral.passage:
            meant = [one.addresses] if agrees(case, one, one.addresses) else []
            meant = meant or [addresses for addresses in one.accepts if agrees(case, one, addresses)]
            if one.scope or len(meant) != 1 or len(meant[0]) != 1:
                return []
            value = report.cells[meant[0][0]]
            exact = value.number is not None and _equal(numeral, value.number, case.form.cells[value.address].unit)
            return [(f'cell("{value.address}")', value.ref())] if exact else []
    return None


def _hints(case: Narrative, numeral: Numeral) -> Iterator[tuple[str, CellRef]]:
    """The macros whose number and label both occur here: of figures and fees, else of cells."""
    report, words = case.report, _context(numeral)
    found = False
    for figure in report.figures.values():
        same = figure.value is not None and _equal(numeral, figure.value, figure.unit)
        if same and _overlap(figure.label, words):
            found = True
            yield f'figure("{figure.id}")', CellRef(f"figures.{figure.id}", figure.value, figure.at)
    for fee in report.fees.values():
        about = "信息处理费" in numeral.passage.text and FEE_WORDS[fee.id].search(words)
        if fee.value is not None and about and numeral.unit == FEE_UNITS[fee.id] and numeral.value == fee.value:
            found = True
            yield f'fee("{fee.id}")', CellRef(f"processing_fee.{fee.id}", fee.value, fee.at)
    if found or applicants(words) != ("total",):
        return
    for address, cell in case.form.cells.items():
        value = report.cells.get(address)
        if value is None or value.number is None or not _equal(numeral, value.number, cell.unit):
            continue
        if address.startswith("requests.") and (not REQUESTS.search(numeral.passage.text) or OTHER.search(words)):
            continue
        if _labelled(cell, words):
            yield f'cell("{address}")', value.ref()


def _context(numeral: Numeral) -> str:
    """The words of the clause a number stands in, numbers left out; of a hand-made table, of its row."""
    passage = numeral.passage
    clause = next((c for c in passage.clauses() if c.start <= numeral.start < c.end), None)
    text = passage.text if clause is None or "|" in passage.text else clause.text
    return re.sub(r"\d+", "#", text)


def _overlap(label: str, words: str) -> bool:
    """Whether two characters in a row of a label, other than words every label has, occur in a clause."""
    parts = COMMON.sub("#", label)
    return any("#" not in parts[i : i + 2] and parts[i : i + 2] in words for i in range(len(parts) - 1))


def _labelled(cell: Cell, words: str) -> bool:
    """Whether the words of a cell's row, and of its column unless that is the total, occur in a clause."""
    row = ROW_MARKS.sub("", cell.row.label)
    column = COLUMN_MARKS.sub("", cell.column.label)
    if cell.column.path in {(), ("total",)}:
        return len(row) > 1 and row != "总计" and row in words
    return bool(row) and row in words and column in words and cell.table == "proactive_disclosure"


def _equal(numeral: Numeral, value: Number, unit: str) -> bool:
    """Whether the data's value with its unit is the number as it is read."""
    if numeral.places and not numeral.scale and isinstance(value, int):
        return False  # 4.0 is no count
    scale, bare = split_unit(unit)
    same_unit = bare == numeral.unit or (bare in PIECES and numeral.unit in PIECES) or not numeral.unit
    return same_unit and scaled(value, scale) == numeral.value


@narrative_rule(
    "figure-unit",
    "warning",
    FAMILY,
    basis="数字与单位取自同一项数据",
    proves="宏后面写的单位与这项数据的单位一致。",
)
def figure_unit(case: Narrative) -> Found:
    """The unit written behind a macro is the unit of its number."""
    for passage in case.prose.passages:
        for filled in passage.filled:
            target = filled.target
            if not isinstance(target, NumberTarget) or not target.unit:
                continue
            match = WRITTEN.match(passage.text, filled.end)
            if match is None or not match.group(2):
                continue
            written = (match.group(1) or "", match.group(2))
            right = split_unit(target.unit)
            exact = target.address.startswith("figures.")
            if written == right or (not exact and written[0] == right[0] and {written[1], right[1]} <= PIECES):
                continue
            shown = "".join(written)
            yield Fact(
                "figure-unit",
                passage.at(filled.start),
                (_ref(case, target),),
                target.unit,
                shown,
                {"number": target.text, "label": target.label},
                key=f"{target.address}|{shown}",
            )


def _ref(case: Narrative, target: NumberTarget) -> CellRef:
    kind, _, name = target.address.partition(".")
    if kind == "figures" and name in case.report.figures:
        return CellRef(target.address, target.number, case.report.figures[name].at)
    if kind == "processing_fee" and name in case.report.fees:
        return CellRef(target.address, target.number, case.report.fees[name].at)
    return case.report.cells[target.address].ref()


# --- years ------------------------------------------------------------------------------------------------------------

QUOTED = re.compile(r"“[^”]{0,60}”|《[^》]*》|〔[^〕]*〕|[（(\[](?:19|20)\d{2}[)）\]]\s?\d+号")
RANGE = re.compile(r"(?:19|20)\d{2}(?:年度?)?[—–~～至到、-]+(?:19|20)\d{2}年?")
FIXED = re.compile(
    r"修[订改正]|施行|实施|起|以来|规划|成立|印发|颁布|发布的|出台的|设立|组建|建成|开通|荣获|中长期|第\d+号"
)
BEFORE = re.compile(r"上年|上一年|结转|决算|预算|同比|较|相比|比上|去年|往年|考核|评估|年报|年度报告")


@narrative_rule(
    "narrative-year",
    "notice",
    FAMILY,
    basis="报告只写本年度的情况和下一年度的打算；写到别的年份的，可能是沿用往年文字时没有改",
    proves="正文里的年份是本年度、下一年度，或者在结转、决算等处写的上一年度。",
)
def narrative_year(case: Narrative) -> Found:
    """A year of the narrative is the report's or the next; the one before where the clause calls for it."""
    year = case.report.year
    for passage in case.prose.passages:
        if not YEAR.search(passage.text):
            continue
        skipped = [m.span() for pattern in (QUOTED, RANGE) for m in pattern.finditer(passage.text)]
        for match in YEAR.finditer(passage.text):
            named = int(match.group(1))
            if named in {year, year + 1} or passage.filling(*match.span(1)):
                continue
            if any(start <= match.start() < end for start, end in skipped):
                continue
            words = snippet(passage, *match.span())
            if FIXED.search(words) or (named == year - 1 and BEFORE.search(words)):
                continue
            yield Fact(
                "narrative-year",
                passage.at(match.start()),
                expected=year,
                actual=named,
                detail={"words": words},
                key=f"{named}|{words}",
            )


@narrative_rule(
    "title-year",
    "warning",
    FAMILY,
    basis="报告的标题写明年度",
    proves="页面标题里的年份就是报告的年度。",
)
def title_year(case: Narrative) -> Found:
    """The title in the front matter and the page's first heading name the report's year, if they name one."""
    year = case.report.year
    title = case.page.meta("title")
    if title is not None:
        for text in _other_years(title, year):
            at = case.page.meta_at("title")
            column = case.page.text.split("\n")[at.line - 1].find(text)
            yield _titled(Position(at.path, at.line, column + 1) if column >= 0 else at, text, year, "title")
    for heading in case.prose.titles:
        for text in _other_years(heading.text, year):
            yield _titled(heading.at(heading.text.index(text)), text, year, "h1")


def _other_years(title: str, year: int) -> list[str]:
    """The first year a title names, when the report's is not among those it names."""
    named = re.findall(r"(?<!\d)(?:19|20)\d{2}(?=\s*年)", title)
    return named[:1] if str(year) not in named else []


def _titled(at: Position, text: str, year: int, where: str) -> Fact:
    return Fact("title-year", at, expected=year, actual=int(text), detail={"where": where}, key=where)
