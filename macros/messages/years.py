"""Sentences about this year against the last."""

from __future__ import annotations

from macros.facts import Fact, Plain
from macros.messages.words import Names, Sentence, Writer, value

SHOWN = 6


def _rows(plain: Plain) -> tuple[tuple[Plain, ...], ...]:
    assert isinstance(plain, tuple)
    return tuple(row for row in plain if isinstance(row, tuple))


def _number(plain: Plain) -> str:
    return value(None if plain is None else str(plain))


def _assumed(fact: Fact) -> str:
    return "（空白按无计算）" if fact.detail.get("assumed") else ""


def _carry_over(fact: Fact, names: Names) -> Sentence:
    parts = []
    for address, now, then, line in _rows(fact.detail["columns"]):
        cell = names.form.cells.get(str(address)) if names.form else None
        column = f"“{cell.column.name}”栏" if cell else str(address)
        parts.append(f"{column}本年写 {_number(now)}，上年写 {_number(then)}（{fact.detail['file']} 第 {line} 行）")
    first = names.form.cells.get(fact.cells[0].address) if names.form else None
    row = f"{names.table(first.table)}“{first.row.name}”行" if first else fact.cells[0].address
    return Sentence(
        f"{row}与{fact.detail['year']}年度报告的结转下年度继续办理不一致{_assumed(fact)}：{'；'.join(parts)}。",
        "请核对两年的报告；确因机构调整、上年报告更正等不一致的，请在 explanations 中说明理由。",
    )


def _stock_words(fact: Fact, names: Names) -> tuple[str, str, str, str]:
    stock, added, removed = fact.cells
    cell = names.form.cells.get(stock.address) if names.form else None
    row = f"{names.table(cell.table)}“{cell.row.name}”行" if cell else stock.address
    return row, value(stock.value), value(added.value), value(removed.value)


def _documents(fact: Fact, names: Names) -> Sentence:
    row, stock, added, removed = _stock_words(fact, names)
    last = _number(fact.detail["last"])
    where = f"（{fact.detail['file']} 第 {fact.detail['line']} 行）"
    return Sentence(
        f"{row}：上一年度现行有效 {last}{where}，加本年制发 {added}，减本年废止 {removed}，"
        f"应为 {value(fact.expected)}，本年现行有效却写 {stock}{_assumed(fact)}。",
        "请与司法行政部门的目录核对；有自动失效、修订重发、机构划转等情形的，请在 explanations 中说明理由。",
    )


def _bounds(fact: Fact, names: Names) -> Sentence:
    row, stock, added, removed = _stock_words(fact, names)
    if fact.detail["why"] == "least":
        problem = f"{row}：本年制发 {added}、废止 {removed}，现行有效至少应为 {value(fact.expected)}，却写 {stock}{_assumed(fact)}。"
    else:
        where = f"（{fact.detail['file']} 第 {fact.detail['line']} 行）"
        problem = (
            f"{row}：本年废止 {removed}，多于上一年度现行有效 {_number(fact.detail['last'])}{where}"
            f"与本年制发 {added} 之和 {value(fact.expected)}{_assumed(fact)}。"
        )
    return Sentence(problem, "请核对这一行的三个数；当年制发又当年失效等确有其事的，请在 explanations 中说明理由。")


def _swing(fact: Fact, names: Names) -> Sentence:
    cells = _rows(fact.detail["cells"])
    parts = [f"{names.place(str(address))}由 {then} 变为 {now}" for address, now, then in cells[:SHOWN]]
    more = f"等 {len(cells)} 个数" if len(cells) > SHOWN else ""
    return Sentence(
        f"{names.table(str(fact.detail['table']))}与{fact.detail['year']}年度相差五倍以上：{'；'.join(parts)}{more}。",
        "请核对是否错填、错行或换了单位；情况属实的不必改。",
    )


def _same_figures(fact: Fact, _: Names) -> Sentence:
    return Sentence(
        f"各表 {fact.actual} 格的数与{fact.detail['year']}年度报告逐格相同（其中 {fact.detail['nonzero']} 格不为零）。",
        "请核对是否误用了上一年度的数据；确实相同的，请在 explanations 中说明理由。",
    )


def _same_narrative(fact: Fact, names: Names) -> Sentence:
    section = names.form.section(str(fact.detail["section"])) if names.form else None
    title = section.title if section else str(fact.detail["section"])
    return Sentence(
        f"“{title}”的文字与{fact.detail['year']}年度（{fact.detail['file']}）相似度为 {fact.actual}（数字、年份不计）。",
        "请按本年实际情况重写；格式通知要求不得与往年雷同。",
    )


WRITERS: dict[str, Writer] = {
    "carry-over": _carry_over,
    "documents-in-force": _documents,
    "in-force-bounds": _bounds,
    "large-swing": _swing,
    "same-figures": _same_figures,
    "same-narrative": _same_narrative,
}
