"""Findings as workflow commands: GitHub shows each at its line of the change."""

from __future__ import annotations

from macros.findings import Finding, Result
from macros.render.words import columns, printable, severity, summary

COMMANDS = {"error": "error", "warning": "warning", "notice": "notice"}
ORDER = {"error": 0, "warning": 1, "notice": 2}


def data(text: str) -> str:
    """Text as the message of a command, escaped as the runner reads it back."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def value(text: str) -> str:
    """Text as a property of a command."""
    return data(text).replace(":", "%3A").replace(",", "%2C")


def command(finding: Finding) -> str:
    """One finding as one line. An explained one is a notice whatever it was."""
    kind = "notice" if finding.explanation else COMMANDS[finding.severity]
    place = f"file={value(printable(finding.file))},line={finding.line},col={finding.column}"
    title = value(f"{severity(finding)} {finding.rule}")
    return f"::{kind} {place},title={title}::{data(_text(finding))}"


def _text(finding: Finding) -> str:
    rows = [printable(finding.lead)]
    if finding.mend:
        rows.append(f"怎么改：{printable(finding.mend)}")
    rows += columns(finding.lines)
    if finding.explanation:
        rows.append(f"已说明：{printable(finding.explanation.reason)}（{printable(finding.explanation.by)}）")
    rows.append(f"依据：{printable(finding.basis)}")
    return "\n".join(rows)


def render(result: Result) -> str:
    """All findings, the worst first (GitHub shows only the first ten of a kind), then the counts as plain text."""
    findings = sorted(result.findings, key=lambda f: (f.explanation is not None, ORDER[f.severity]))
    gaps = [
        f"未校验：{printable(gap.file)}：{printable(gap.reason)}（{gap.rule}）" for gap in result.not_assessed
    ]  # fmt: skip
    return "\n".join([*map(command, findings), *gaps, summary(result)]) + "\n"
