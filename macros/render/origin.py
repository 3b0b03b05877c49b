"""Where a number comes from: the line of the source file, and the way to its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from macros.report import Report


@dataclass(frozen=True, slots=True)
class Origin:
    """The source file by its path in the repository, its address on the web where there is one, the page of history.

    ``changed`` is how often each value changed in public; ``whole`` whether all of that is known.
    """

    path: str
    history: str
    web: str | None = None
    changed: Mapping[str, int] = field(default_factory=dict)
    whole: bool = False

    @property
    def sentence(self) -> str:
        """What is said of it once, for all numbers, as HTML."""
        place = f"<code>{escape(self.path)}</code>"
        linked = f'<a href="{escape(self.web)}">{place}</a>' if self.web else place
        inside = "也在“全部文件”压缩包的 <code>source/report.yml</code> 里"
        way = f'公布后改过的数，另有链接到<a href="{escape(self.history)}">历史</a>'
        known = "" if self.whole else "；历史没有取全，没有链接不表示没有改过"
        return f"数据的源文件是 {linked}（{inside}），每组数后面写明它在源文件的第几行。{way}{known}。"

    def changes(self, address: str) -> str:
        """The way to the changes of one value; nothing when none is known."""
        count = self.changed.get(address)
        return f"<small>{self._changes(address, count)}</small>" if count else ""

    def of_cells(self, report: Report, addresses: Sequence[str]) -> str:
        """Where the cells of a row stand, and the way to the history."""
        lines = sorted({report.printed(address).at.line for address in addresses})
        return f'<p class="gk-origin">{self._lines(lines)}，<a href="{escape(self.history)}#releases">历史</a></p>'

    def of_figure(self, report: Report, address: str) -> str:
        """The same of a number of the text."""
        kind, _, name = address.partition(".")
        one = report.figures.get(name) if kind == "figures" else report.fees.get(name)
        count = self.changed.get(address)
        past = self._changes(address, count) if count else f'<a href="{escape(self.history)}#releases">历史</a>'
        return f"{self._lines([one.at.line])}，{past}。" if one else ""

    def _changes(self, address: str, count: int) -> str:
        return f'<a href="{escape(self.history)}#{escape(address)}">公布后改过 {count} 次</a>'

    def _lines(self, lines: Sequence[int]) -> str:
        first, last = lines[0], lines[-1]
        words = f"源文件第 {first} 行" if first == last else f"源文件第 {first} 至 {last} 行"
        anchor = f"#L{first}" if first == last else f"#L{first}-L{last}"
        return f'<a href="{escape(self.web)}{anchor}">{words}</a>' if self.web else words
