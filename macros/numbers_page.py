"""The page beside a report that says of every number what it means, what it rests on and how it was proved."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from html import escape

from macros.facts import shown
from macros.form import Form
from macros.messages.words import Names
from macros.places import own_name
from macros.project import Project
from macros.render.numbers import Numbers
from macros.render.origin import Origin
from macros.report import Report


def numbers_page(
    project: Project, report: Report, form: Form, anchors: Collection[str] = (), origin: Origin | None = None
) -> tuple[str, str, str]:
    """Title, description and content. ``anchors`` are the headings of the report's own page that can be led to;

    ``origin`` is where its numbers come from and how they changed.
    """
    agency = project.agency(report.agency)
    edition = f"（第{report.edition}版）" if report.edition else ""
    words = (agency.name if agency else report.agency, f"{report.year}年政府信息公开工作年度报告", f"逐数说明{edition}")
    whole, title = "".join(words[:2]), "".join(words)
    description = f"{whole}中每一个数的含义、依据条款、勾稽关系和更正情况。"
    numbers = Numbers(report, form, own_name(report.address), origin)
    heading = "".join(f'<span class="gk-together">{escape(word)}</span>' for word in words)
    parts = [f'<h1 id="numbers">{heading}</h1>', '<div class="gk-numbers">', *_opening(report, form, whole, origin)]
    for table in form.tables:
        if all(cell.address in report.cells for cell in table.cells):
            parts += numbers.table(table)
    parts += numbers.narrative(anchors)
    parts += numbers.corrections()
    parts.append("</div>")
    return title, description, "\n".join(part for part in parts if part)


def _opening(report: Report, form: Form, whole: str, origin: Origin | None) -> Iterator[str]:
    """What the page is, the way back, how a number is cited, and where it comes from."""
    own = own_name(report.address)
    yield (
        f'<p>本页由本站根据<a href="{own}">报告</a>的数据自动生成，逐行列出报告中的每一个数，说明它的含义和依据条款，'
        "并写出它所在的勾稽关系。释义由本站编写，供阅读参考；条款未注明法规名称的，"
        "指《中华人民共和国政府信息公开条例》。各条规则见"
        '<a href="../../checks.html">校验规则</a>。</p>'
    )
    first = next((cell for cell in form.cells.values() if report.number(cell.address)), None)
    example = ""
    if first is not None:
        value = shown(report.number(first.address)) or ""
        said = f"{whole}，{Names(form).cell(first.address)}：{value} {first.unit}"
        example = f"例如：{escape(said)}，链接为 <code>{own}#{escape(first.address)}</code>。"
    yield (
        "<p>引用一个数，请写明报告、表、行、栏，并附上链接；点按本页的一个数，就到报告中它所在的格子，"
        f"地址栏里的就是它的链接。{example}</p>"
    )
    if origin is not None:
        yield f"<p>{origin.sentence}</p>"
