"""Every number of a report with its meaning, its article, the sums it stands in and what was corrected in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from macros.calls import FEE_LABELS, FEE_UNITS
from macros.facts import Number, shown
from macros.form import Cell, Form, Head, Sum, Table
from macros.marks import MARK
from macros.messages.words import Names
from macros.render.anchors import every_head, label_anchors
from macros.render.origin import Origin
from macros.render.tables.legend import correction_words
from macros.render.written_sums import written_sum
from macros.report import CellValue, Report, State
from macros.rules import RULES


@dataclass(frozen=True, slots=True)
class Known:
    """What all reports on a form share: the sums by where they are told, the rules beyond them by cell."""

    sums: Mapping[tuple[str, tuple[str, ...]], Sequence[Sum]]
    rules: Mapping[str, Sequence[str]]


@lru_cache(maxsize=8)
def _known(form: Form) -> Known:
    sums: dict[tuple[str, tuple[str, ...]], list[Sum]] = {}
    for one in form.sums:
        key = f"{one.identity.table} {one.identity.over}"
        path = one.subject.path if one.subject and one.identity.over else _common(form, one)
        sums.setdefault((key, path), []).append(one)
    rules: dict[str, list[str]] = {}
    for rule_id, places in form.linked.items():
        for place in places:
            for address in (a for cells in place.cells.values() for a in cells):
                rules.setdefault(address, []).append(rule_id)
    return Known(sums, rules)


@lru_cache(maxsize=32)
def _anchors(table: Table) -> dict[int, str]:
    return label_anchors(table)


@lru_cache(maxsize=32)
def _cells(table: Table) -> dict[tuple[str, ...], list[Cell]]:
    """The cells of a table by row, of a table without rows by group of columns."""
    found: dict[tuple[str, ...], list[Cell]] = {}
    for cell in table.cells:
        key = cell.row.path if cell.row.label else cell.column.path[:-1]
        found.setdefault(key, []).append(cell)
    return found


class Numbers:
    """The numbers of one report on their way to HTML; ``page`` is the way to the report's own page.

    ``origin`` is where they come from and how they changed.
    """

    def __init__(self, report: Report, form: Form, page: str, origin: Origin | None = None) -> None:
        self.report, self.form, self.page, self.origin = report, form, page, origin
        self.known = _known(form)
        self.corrected: dict[str, list[str]] = {}
        for correction in report.corrections:
            self.corrected.setdefault(correction.cell, []).append(correction_words(correction))

    def table(self, table: Table) -> Iterator[str]:
        """One table: its columns, then its rows, each with its values."""
        section = self.form.section_of(table)
        anchors, cells = _anchors(table), _cells(table)
        yield f'<h2 id="numbers-{table.id}">{escape(section.title)}</h2>'
        yield _sense(section.meaning, section.article)
        rows = [head for block in table.blocks for head in block.rows]
        if rows:
            yield from self._columns(table, anchors)
            for head in rows:
                yield from self._row(table, head, anchors, cells, 3)
        else:
            for block in table.blocks:
                for head in block.columns:
                    yield from self._group(table, head, anchors, cells, 3)

    # --- a table with rows ---

    def _columns(self, table: Table, anchors: dict[int, str]) -> Iterator[str]:
        yield f'<h3 id="numbers-{table.id}-columns">各栏</h3>'
        yield '<dl class="gk-terms">'
        done: set[str] = set()
        for block in table.blocks:
            for head in every_head(block.columns):
                anchor = anchors[id(head)]
                if anchor not in done:
                    done.add(anchor)
                    sums = "" if head.children else self._sums(f"{table.id} columns", head.path)
                    sense = _sense(head.meaning, head.article)
                    yield f'<dt id="{anchor}">{escape(head.label)}</dt><dd>{sense}{sums}</dd>'
        yield "</dl>"

    def _row(
        self, table: Table, head: Head, anchors: dict[int, str], cells: dict[tuple[str, ...], list[Cell]], level: int
    ) -> Iterator[str]:
        yield f'<h{level} id="{anchors[id(head)]}">{escape(head.label)}</h{level}>'
        yield _sense(head.meaning, head.article)
        if head.children:
            for child in head.children:
                yield from self._row(table, child, anchors, cells, min(level + 1, 6))
            return
        own = cells[head.path]
        yield self._values(own)
        yield self._sums(f"{table.id} rows", head.path)
        yield self._notes(own)

    # --- a table of columns only ---

    def _group(
        self, table: Table, head: Head, anchors: dict[int, str], cells: dict[tuple[str, ...], list[Cell]], level: int
    ) -> Iterator[str]:
        yield f'<h{level} id="{anchors[id(head)]}">{escape(head.label)}</h{level}>'
        yield _sense(head.meaning, head.article)
        for child in head.children:
            if child.children:
                yield from self._group(table, child, anchors, cells, min(level + 1, 6))
        own = [cell for cell in cells.get(head.path, ()) if cell.column in head.children]
        if own:
            yield self._values(own, anchors)
            yield self._sums(f"{table.id} None", head.path)
            yield self._notes(own)

    # --- what is said of cells ---

    def _values(self, cells: list[Cell], anchors: dict[int, str] | None = None) -> str:
        items = "".join(self._value(cell, anchors) for cell in cells)
        found = f'<dl class="gk-values">{items}</dl>'
        return found + (self.origin.of_cells(self.report, [cell.address for cell in cells]) if self.origin else "")

    def _value(self, cell: Cell, anchors: dict[int, str] | None) -> str:
        kind, text = worded(self.report.printed(cell.address), cell.unit)
        label, sense = _escaped(cell.column.label), ""
        if anchors is not None:
            label = f'<span id="{anchors[id(cell.column)]}">{label}</span>'
            sense = f"<small>{_escaped(cell.column.meaning)}</small>" if cell.column.meaning else ""
        past = self.origin.changes(cell.address) if self.origin else ""
        return (
            f'<div id="{cell.address}"><dt>{label}</dt>'
            f'<dd{kind}><a href="{self.page}#{cell.address}">{text}</a>{sense}{past}</dd></div>'
        )

    def _sums(self, key: str, path: tuple[str, ...]) -> str:
        found = []
        for one in self.known.sums.get((key, path), ()):
            text = written_sum(self.report, self.form, one)
            if text is not None:
                found.append(f"<li>{escape(text)}<small>依据：{_escaped(one.identity.basis)}</small></li>")
        return f'<ul class="gk-sums">{"".join(found)}</ul>' if found else ""

    def _notes(self, cells: list[Cell]) -> str:
        """Rules beyond the sums, answers to warnings and corrections."""
        rules = dict.fromkeys(rule for cell in cells for rule in self.known.rules.get(cell.address, ()))
        notes = [f"另按此规则校验：{RULES[rule].proves}" for rule in rules if rule in RULES]
        notes += [
            f"更正：“{cell.column.label}”，{words}。"
            for cell in cells
            for words in self.corrected.get(cell.address, ())
        ]
        return "".join(f'<p class="gk-note">{escape(note)}</p>' for note in notes)

    # --- numbers of the narrative ---

    def narrative(self, anchors: Collection[str]) -> Iterator[str]:
        """The numbers the text uses, each with where it is known from and where it stands."""
        items = [
            self._figure(f"figures.{one.id}", one.label, one.value, one.unit, one.section, one.source, anchors)
            for one in self.report.figures.values()
        ]
        home, fees = self.form.sections[-1].id, self.report.fees
        items += [
            self._figure(
                f"processing_fee.{key}", label, self.report.fees[key].value, FEE_UNITS[key], home, None, anchors
            )
            for key, label in FEE_LABELS.items()
            if key in fees
        ]
        if items:
            yield '<h2 id="numbers-figures">正文中的数</h2>'
            yield f'<dl class="gk-values gk-values--wide">{"".join(items)}</dl>'

    def _figure(
        self, address: str, label: str, number: Number | None, unit: str, section_id: str, source: str | None,
        anchors: Collection[str],
    ) -> str:  # fmt: skip
        gap = MARK if address in self.report.marks else "空白"
        text = gap if number is None else f"{shown(number)}{'' if unit == '%' else ' '}{unit}"
        section = self.form.section(section_id)
        notes = [f"来源：{escape(source)}。"] if source else []
        if section is not None:
            anchor = f"#{section.id}" if section.id in anchors else ""
            notes.append(f'见<a href="{self.page}{anchor}">{escape(section.title)}</a>。')
        notes += [f"更正：{escape(words)}。" for words in self.corrected.get(address, ())]
        notes += [self.origin.of_figure(self.report, address)] if self.origin else []
        kind = ' class="blank"' if number is None else ""
        return (
            f'<div id="{address}"><dt>{escape(label)}</dt>'
            f"<dd{kind}>{escape(text)}<small>{''.join(notes)}</small></dd></div>"
        )

    def corrections(self) -> Iterator[str]:
        """All corrections of the report, in the order of the file."""
        names = Names(self.form)
        yield '<h2 id="numbers-corrections">更正记录</h2>'
        items = [
            f"<li>{escape(names.cell(one.cell) if one.cell in self.form.cells else one.cell)}："
            f"{escape(correction_words(one))}。</li>"
            for one in self.report.corrections
        ]
        yield f"<ul>{''.join(items)}</ul>" if items else "<p>没有更正记录。</p>"


def _common(form: Form, one: Sum) -> tuple[str, ...]:
    """The group of columns an identity of single cells is taken in."""
    return form.cells[one.right[0]].column.path[:-1]


def worded(value: CellValue, unit: str) -> tuple[str, str]:
    """The class of a value and its words, unit and all."""
    if value.marked:
        return ' class="mark"', value.text
    if value.number is None:
        return (' class="na"', "不适用") if value.state is State.NOT_APPLICABLE else (' class="blank"', "空白")
    text = f"{shown(value.number)} {_escaped(unit)}"
    return (' class="zero"' if value.number == 0 else ""), text


@lru_cache(maxsize=1024)
def _escaped(words: str) -> str:
    """Words of the form, ready for HTML."""
    return escape(words)


@lru_cache(maxsize=1024)
def _sense(meaning: str | None, article: str | None) -> str:
    basis = f'<span class="gk-basis">依据：{escape(article)}</span>' if article else ""
    return f'<p class="gk-sense">{escape(meaning or "")}{basis}</p>' if meaning or article else ""
