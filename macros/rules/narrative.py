"""Numbers and years of the narrative: from the data, with the right unit, of the right year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.calls import FEE_UNITS, NumberTarget
from macros.facts import CellRef, Fact, Number, Position
from macros.numerals import UNIT, Numeral, numerals, scaled, split_unit
from macros.prose import Passage
from macros.rules.judging import Narrative, narrative_rule
from macros.rules.registry import Found

FAMILY = "正文与表格"
MAX_HINTS = 3
PIECES = frozenset("件份宗起例条个项部") | {"件次", "个百分点"}
WRITTEN = re.compile(rf"[余多]?(万亿|亿|千万|百万|万|千)?({UNIT})?")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")


def snippet(passage: Passage, start: int, end: int) -> str:
    """The words around a place, for a sentence and for the fingerprint."""
    clause = next((c for c in passage.clauses() if c.start <= start < c.end), None)
    text = clause.text if clause else passage.text[start:end]
    return text if len(text) <= 40 else passage.text[max(0, start - 15) : end + 10]


@narrative_rule(
    "typed-number",
    "warning",
    FAMILY,
    basis="正文的数字取自数据，才不会与表格不一致",
    proves="正文中的数字都由宏从数据取来，没有手写的。",
)
def typed_number(case: Narrative) -> Found:
    """No number of the narrative is typed by hand (dates, document numbers, ordinals and the like are none)."""
    for passage in case.prose.passages:
        for numeral in numerals(passage):
            if numeral.typed:
                named = _named(case, numeral)
                hints = list(_hints(case, numeral)) if named is None else named
                sure = bool(hints) and (named is not None or hints[0][0].startswith(("figure", "fee")))
                words = snippet(passage, numeral.start, numeral.end)
                yield Fact(
                    "typed-number",
                    passage.at(numeral.start),
                    tuple(ref for _, ref in hints[:MAX_HINTS]),
                    actual=numeral.text,
                    detail={
                        "words": words,
                        "macros": tuple(macro for macro, _ in hints[:MAX_HINTS]),
                        "sure": sure,
                        "differs": named == [],
                    },
                    key=f"{numeral.text}|{words}",
                )


def _named(case: Narrative, numeral: Numeral) -> list[tuple[str, CellRef]] | None:
    """The macro of the cell the sentence speaks of; empty when its value is another, ``None`` when there is no cell."""
    report = case.report
    for one in case.stated:
        if one.numeral.start == numeral.start and one.clause.passage is numeral.passage:
            address = one.addresses[0]
            if len(one.addresses) == 1 and report.number(address) == numeral.value:
                return [(f'cell("{address}")', report.cells[address].ref())]
            return None if len(one.addresses) > 1 else []
    return None


def _hints(case: Narrative, numeral: Numeral) -> Iterator[tuple[str, CellRef]]:
    """The macros that give this number: of figures and fees, else of cells with the same value."""
    report = case.report
    found = False
    for figure in report.figures.values():
        if figure.value is not None and _equal(numeral, figure.value, figure.unit):
            found = True
            yield f'figure("{figure.id}")', CellRef(f"figures.{figure.id}", figure.value, figure.at)
    for fee in report.fees.values():
        about = "信息处理费" in numeral.passage.text and numeral.unit == FEE_UNITS.get(fee.id)
        if fee.value is not None and about and numeral.value == fee.value:
            found = True
            yield f'fee("{fee.id}")', CellRef(f"processing_fee.{fee.id}", fee.value, fee.at)
    if found:
        return
    for address, cell in case.form.cells.items():
        value = report.cells.get(address)
        if value is None or value.number is None or value.number == 0:
            continue
        if _equal(numeral, value.number, cell.unit) and cell.column.path[-1:] in {
            (),
            ("total",),
            ("issued",),
            ("in_force",),
        }:
            yield f'cell("{address}")', value.ref()


def _equal(numeral: Numeral, value: Number, unit: str) -> bool:
    """Whether the data's value with its unit is the number as it is read."""
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
