"""The page of proof: every sum of a report written out, and every rule with its clause and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from macros.findings import Finding
from macros.form import Form
from macros.proof import Outcome, Verdict
from macros.publish.datapackage import Written
from macros.render.lists import answer
from macros.render.written_sums import written_sum
from macros.report import Report

INTRODUCTION = (
    "本页由本站在生成网站时自动写出，列明对报告数据所做的每项核对。空白不等于零，求和时不计入；"
    "没有核对成的规则单独注明，不算通过。"
)
OLD = "旧的版本按照现在的规则和格式重新核对；公布时的规则可能不同。"
RECIPE = (
    "下载文件，用 sha256sum（Windows 用 certutil -hashfile 文件名 SHA256）算出校验值，"
    "与下表一致，就是本站公布的原文件。要从源文件重做一遍，取得本站的源代码和"
    '<a href="../../build.json">build.json</a> 写明的提交，运行 make build，再与'
    '<a href="../../SHA256SUMS">全站文件的校验值</a>比较：同一次提交，每次生成的字节都相同。'
)
SAID: dict[Outcome, str] = {"holds": "相符", "explained": "已说明", "open": "待说明", "not-assessed": "未校验"}


def page(
    title: str, report: Report, form: Form, verdicts: Sequence[Verdict], files: Mapping[str, Written]
) -> tuple[str, str, str]:  # fmt: skip
    """Title, description and content."""
    name = f"{title}核对记录"
    description = f"{title}公布前的核对记录：每项勾稽关系的算式，每条规则的依据和结果。"
    parts = [
        f'<h1 id="proof">{escape(name)}</h1>',
        f"<p>{INTRODUCTION}{OLD if report.edition else ''}</p>",
        _summary(verdicts),
        *_sums(report, form),
        *_rules(verdicts),
        _hashes(files),
    ]
    return name, description, "".join(parts)


def _summary(verdicts: Sequence[Verdict]) -> str:
    counts = [(said, sum(one.outcome == outcome for one in verdicts)) for outcome, said in SAID.items()]
    items = "，".join(f"{said} {count} 条" for said, count in counts if count)
    return f'<p id="summary">与本报告有关的规则共 {len(verdicts)} 条：{items}。</p>'


def _sums(report: Report, form: Form) -> Iterator[str]:
    yield '<h2 id="sums">勾稽关系的算式</h2>'
    for identity in form.identities:
        places = [one for one in form.sums if one.identity is identity]
        table = form.table(identity.table)
        heading = f"{table.caption}：{identity.basis}" if table else identity.basis
        yield f'<h3 id="sum-{identity.id}">{escape(heading)}</h3><ul class="gk-sums">'
        for one in places:
            said = written_sum(report, form, one)
            of = f"<strong>{escape(one.subject.name)}</strong>：" if one.subject and identity.over else ""
            yield f"<li>{of}{escape(said) if said else '有的数没有读出，未校验。'}</li>"
        yield "</ul>"


def _rules(verdicts: Iterable[Verdict]) -> Iterator[str]:
    families: dict[str, list[Verdict]] = {}
    for one in verdicts:
        families.setdefault(one.rule.family, []).append(one)
    yield '<h2 id="rules">各条规则的结果</h2>'
    for number, (family, members) in enumerate(families.items(), 1):
        rows = "".join(map(_row, members))
        yield (
            f'<h3 id="family-{number}">{escape(family)}</h3><table class="gk-criteria">'
            '<thead><tr><th scope="col">规则</th><th scope="col">结果</th><th scope="col">依据</th></tr></thead>'
            f"<tbody>{rows}</tbody></table>"
        )


def _row(one: Verdict) -> str:
    notes = [escape(finding.problem) + _answered(finding) for finding in one.findings]
    said = "".join(f"<br>{note}" for note in (*notes, *map(escape, one.reasons)))
    return (
        f'<tr id="rule-{one.rule.id}"><th scope="row">{escape(one.rule.proves)}</th>'
        f"<td>{SAID[one.outcome]}</td><td>{escape(one.rule.basis)}{said}</td></tr>"
    )


def _hashes(files: Mapping[str, Written]) -> str:
    """The files that can be downloaded, each with its hash, and how to compare; nothing where there are none."""
    if not files:
        return ""
    rows = "".join(
        f'<tr><th scope="row"><a href="../../{escape(path)}">{escape(path.rpartition("/")[2])}</a></th>'
        f"<td>{one.size}</td><td><code>{one.sha256}</code></td></tr>"
        for path, one in sorted(files.items())
    )
    return (
        '<h2 id="hashes">自己核对</h2>'
        f"<p>{RECIPE}</p>"
        '<table class="gk-criteria"><thead><tr><th scope="col">文件</th><th scope="col">字节</th>'
        f'<th scope="col">SHA-256</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _answered(finding: Finding) -> str:
    return f"说明：{answer(finding.explanation)}" if finding.explanation else ""
