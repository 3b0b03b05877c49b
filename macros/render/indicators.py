"""The shares the site computes, set apart from the numbers of the report: formula, numbers, cells they come from."""

from __future__ import annotations

from html import escape

from macros.amounts import Amount
from macros.facts import shown
from macros.form import Form
from macros.indicators import Share, shares
from macros.messages.words import brief
from macros.report import Report

NOTE = (
    "本节的比率由本站根据报告的统计表计算，<strong>不是报告数字</strong>。每项写明算式和所用的各格，点数字可以回到报告中的原格；"
    "分数不约分，百分数四舍五入到一位小数；原表空白的格子不当作零，没有计入的都写明。"
)


def section(report: Report, form: Form, link: str | None = None) -> str:
    """The indicators of one report; ``link`` is the way to its page (by default a page in the same folder)."""
    found = shares(report, form)
    if not found or any(address in report.marks for address in form.cells):
        return ""
    cells = _Cells(report, form, f"{report.year}.html" if link is None else link)
    return (
        '<section class="gk-computed" aria-labelledby="indicators">'
        '<h2 id="indicators">本站计算的指标</h2>'
        f'<p class="gk-computed__note">{NOTE}</p>'
        f'<div class="gk-shares">{"".join(_share(one, cells) for one in found)}</div></section>'
    )


def _share(one: Share, cells: _Cells) -> str:
    name = f"indicator-{one.indicator.id}"
    percent, fraction = one.percent, one.fraction
    if percent is None:
        value = f'<p class="gk-share__none">{escape(one.refusal or "")}</p>'
    else:
        value = (
            f'<p class="gk-share__value"><data value="{percent}%">{percent}%</data> '
            f'<span class="gk-share__fraction">{fraction}</span></p>'
        )
    gaps = f'<p class="gk-share__gaps">{escape(one.gaps)}。</p>' if one.gaps else ""
    return (
        f'<section class="gk-share" aria-labelledby="{name}"><h3 id="{name}">{escape(one.indicator.label)}</h3>{value}'
        f'<div class="gk-share__details"><p>{escape(one.indicator.meaning)}</p>'
        f"<p>算式：{_words(one.numerator)}÷{_words(one.denominator)}</p>"
        f"<dl><dt>分子</dt><dd>{cells.terms(one.numerator)}</dd>"
        f"<dt>分母</dt><dd>{cells.terms(one.denominator)}</dd></dl>{gaps}</div></section>"
    )


def _words(amounts: tuple[Amount, ...]) -> str:
    text = "＋".join(f"“{escape(one.label)}”" for one in amounts)
    return f"（{text}）" if len(amounts) > 1 else text


class _Cells:
    """Writes amounts with a link to every cell they rest on."""

    def __init__(self, report: Report, form: Form, link: str) -> None:
        self.report, self.form, self.link = report, form, link

    def terms(self, amounts: tuple[Amount, ...]) -> str:
        """``（一）予以公开 2＋（二）部分公开 1``."""
        return "＋".join(self._term(one) for one in amounts)

    def _term(self, one: Amount) -> str:
        if len(one.cells) == 1:
            return f"{escape(one.label)} {self._cell(one.cells[0])}"
        above = [cell for cell in one.cells if self.report.number(cell)]
        said = [f"{escape(brief(self.form.cells[cell].row.label))} {self._cell(cell)}" for cell in above]
        zero = sum(self.report.number(cell) == 0 for cell in one.cells)
        said += [f"{zero} 格为零"] if zero else []
        said += [f"{len(one.blank)} 格空白"] if one.blank else []
        said += [f"{len(one.not_applicable)} 格不适用"] if one.not_applicable else []
        whole = one.missing if one.number is None else shown(one.number)
        first = f'<a href="{self._to(one.cells[0])}">{len(one.cells)} 格</a>'
        return f"{escape(one.label)} {whole}（{first}：{'，'.join(said)}）"

    def _cell(self, address: str) -> str:
        number = self.report.number(address)
        value = self.report.cells.get(address)
        text = shown(number)
        if text is None:
            text = "不适用" if value is not None and not self.report.is_blank(address) else "空白"
        return f'<a href="{self._to(address)}">{text}</a>'

    def _to(self, address: str) -> str:
        return f"{escape(self.link)}#{escape(address)}"
