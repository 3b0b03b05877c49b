"""What stands after the text of a document: the corrections made after publication, and the answers to warnings."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from macros.form import Form
from macros.publish.narrative import Block, Heading, List, Paragraph, Run
from macros.render.corrections import newest_first, sentence
from macros.report import Explanation, Report
from macros.rules.registry import RULES

CORRECTIONS, EXPLANATIONS = "公布后的更正", "对校验警告的说明"
NO_PART = "以下由程序根据报告数据附上，不是报告正文。"


def corrected(report: Report) -> str:
    """What a document says on its first page of the corrections at its end; nothing where there are none."""
    number = len(report.corrections)
    return f"本报告公布后有 {number} 处更正，见文末附录。" if number else ""


def remarks(report: Report, form: Form, *, answers: bool = True) -> Iterator[tuple[str, list[str]]]:
    """Each list that is not empty: its heading and its sentences. ``answers`` are told elsewhere in some documents."""
    if report.corrections:
        yield CORRECTIONS, [sentence(one, report, form) for _, one in newest_first(report.corrections)]
    if answers and report.explanations:
        yield EXPLANATIONS, [_answer(one) for one in report.explanations]


def appendix(report: Report, form: Form, *, answers: bool = True) -> Iterator[Block]:
    """The same as blocks, for documents that are set from blocks."""
    for number, (heading, lines) in enumerate(remarks(report, form, answers=answers)):
        yield Heading(2, (Run(f"附：{heading}"),))
        if number == 0:
            yield Paragraph((Run(NO_PART),), kept=True)
        yield List(True, tuple((Paragraph((Run(line),)),) for line in lines))


def appendix_html(report: Report, form: Form) -> str:
    """The same as HTML; answers stand below the tables there."""
    found = list(remarks(report, form, answers=False))
    return "".join(
        f"<h2>附：{heading}</h2>\n<p>{NO_PART}</p>\n<ol>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ol>\n"
        for heading, lines in found
    )


def _answer(one: Explanation) -> str:
    rule = RULES.get(one.rule)
    day = f"，{one.date.isoformat()}" if one.date else ""
    return f"{rule.proves if rule else one.rule}说明：{one.reason.rstrip('。')}（{one.by}{day}）。"
