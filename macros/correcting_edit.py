"""A data file with values changed and corrections added: as text, in canonical form, every comment kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from macros.canonical import Unformattable, canonical
from macros.correcting_drop import without
from macros.facts import Number, Position, shown
from macros.form import Form
from macros.reader import Reader, scalars
from macros.report import Report
from macros.report_file import read_report
from macros.source import Document, Map, Node, Scalar, parse
from macros.source import Sequence as List
from macros.written import quoted


@dataclass(frozen=True, slots=True)
class Entry:
    """A correction to be added."""

    date: date
    cell: str
    old: Number | str | None
    new: Number | str | None
    kind: str
    reason: str

    def written(self) -> str:
        """The entry as the file holds it."""
        old, new = (_written(value, self.cell) for value in (self.old, self.new))
        return (
            f"{{date: {self.date.isoformat()}, cell: {quoted(self.cell)}, from: {old}, to: {new}, "
            f"kind: {self.kind}, reason: {quoted(self.reason)}}}"
        )


def _written(value: Number | str | None, address: str) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        return value if value == "n/a" and not address.startswith("page:") else quoted(value)
    return shown(value) or ""


def edited(
    document: Document,
    report: Report,
    form: Form,
    values: Mapping[str, Number | str | None],
    entries: Sequence[Entry],
    dropped: Sequence[int] = (),
) -> str:  # fmt: skip
    """The file with everything in its place. Raises ``Unformattable`` when the result would not say just that.

    ``dropped`` are the places of corrections that are taken out of the file.
    """
    kept = tuple(one for index, one in enumerate(report.corrections) if index not in dropped)
    expected = replace(report, corrections=kept)
    if dropped:
        document = without(document, dropped)
        read = read_report(document, form, Reader())
        if read is None:
            raise Unformattable(document.path)
        report = read
    root = document.root
    if not isinstance(root, Map):
        raise Unformattable(document.path)
    lines = list(document.lines)
    spots = [(_spot(root, report, address), value, address) for address, value in values.items()]
    changes = [(node, _day_or(value, address)) for node, value, address in spots]
    pieces = [(node.at, node.end, text) for node, text in changes]
    if entries:
        pieces.append(_added(root, lines, [entry.written() for entry in entries]))
    for start, end, text in sorted(pieces, reverse=True):
        first, last = lines[start.line - 1], lines[end.line - 1]
        lines[start.line - 1 : end.line] = (first[: start.column - 1] + text + last[end.column - 1 :]).split("\n")
    made = canonical(parse("\n".join(lines), document.path), form)
    _prove(made, document, expected, form, values, entries)
    return made


def _day_or(value: Number | str | None, address: str) -> str:
    """A value as the file holds it; the day of publication is a date."""
    return str(value) if address == "published" else _written(value, address)


def _spot(root: Map, report: Report, address: str) -> Scalar:
    """The value of an address in the file."""
    at: Position | None = None
    kind, _, name = address.partition(".")
    if address in report.cells:
        at = report.cells[address].at
    elif kind == "processing_fee" and name in report.fees:
        at = report.fees[name].at
    node: Node | None = None
    if kind == "figures":
        figures = root.node("figures")
        figure = figures.node(name) if isinstance(figures, Map) else None
        node = figure.node("value") if isinstance(figure, Map) else None
    elif at is None:
        node = root.node(address)
    else:
        node = next((one for one in scalars(root) if one.at == at), None)
    if not isinstance(node, Scalar) or node.end.line != node.at.line:
        raise Unformattable(address)
    return node


def _added(root: Map, lines: list[str], entries: list[str]) -> tuple[Position, Position, str]:
    """Where the new entries go, and as what: after the last entry, or in place of the empty list."""
    node = root.node("corrections")
    if not isinstance(node, List):
        raise Unformattable("corrections")
    path = node.at.path
    if not node.items:
        return node.at, node.end, "".join(f"\n  - {entry}" for entry in entries)
    if node.flow:
        close = Position(path, node.end.line, node.end.column - 1)
        comma = "" if _text(lines, node.items[-1].end, close).lstrip().startswith(",") else ", "
        return close, close, comma + ", ".join(entries)
    after = max(one.end.line - (one.end.column == 1) for one in scalars(node.items[-1]))
    end = Position(path, after, len(lines[after - 1]) + 1)
    return end, end, "".join(f"\n{' ' * (node.at.column - 1)}- {entry}" for entry in entries)


def _text(lines: list[str], start: Position, end: Position) -> str:
    """What stands between two places."""
    if start.line == end.line:
        return lines[start.line - 1][start.column - 1 : end.column - 1]
    return "\n".join((lines[start.line - 1][start.column - 1 :], *lines[start.line : end.line - 1]))


def _prove(
    text: str,
    document: Document,
    report: Report,
    form: Form,
    values: Mapping[str, Number | str | None],
    entries: Iterable[Entry],
) -> None:
    """Refuse a result that states anything but the old values, the new ones, and the entries added."""
    now = read_report(parse(text, document.path), form, Reader())
    if now is None:
        raise Unformattable(document.path)
    before, after = (_everything(one) for one in (report, now))
    before |= dict(values)
    said = [(one.date, one.cell, one.old, one.new, one.kind, one.reason) for one in entries]
    old = [one.identity for one in report.corrections]
    if before != after or [one.identity for one in now.corrections] != [*old, *said]:
        raise Unformattable(document.path)


def _everything(report: Report) -> dict[str, Number | str | None]:
    found = {address: value.ref().value for address, value in report.cells.items()}
    found |= {f"figures.{name}": one.value for name, one in report.figures.items()}
    found |= {f"processing_fee.{name}": one.value for name, one in report.fees.items()}
    return found | {"published": report.published.isoformat() if report.published else None, "status": report.status}
