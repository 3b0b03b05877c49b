"""A preview of something that cannot be published: every page says what is wrong, and reloads when it is mended."""

from __future__ import annotations

from html import escape
from pathlib import Path

from macros.findings import Finding, Result
from macros.render.text import excerpt
from macros.render.words import columns, printable, severity, summary

PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>校验发现错误</title>
<style>
:root {{ color-scheme: light dark; --red: light-dark(#a4262c, #f1707b); --soft: light-dark(#f6f5f2, #24272b); --line: light-dark(#d9d5cc, #44484e) }}
body {{ margin: 0; padding: 1.5rem; font: 16px/1.75 system-ui, "Noto Sans CJK SC", sans-serif }}
main {{ max-width: 54rem; margin: 0 auto }}
h1 {{ color: var(--red); font-size: 1.6rem; margin: 0 }}
article {{ margin: 1.2rem 0; padding: .9rem 1.1rem; border: 1px solid var(--line); border-left: 4px solid var(--red) }}
article.other {{ border-left-color: var(--line) }}
h2 {{ margin: 0; font-size: 1.05rem; line-height: 1.6 }}
p {{ margin: .5rem 0 }}
pre {{ margin: .6rem 0; padding: .6rem .8rem; background: var(--soft); overflow-x: auto; font: 14px/1.6 ui-monospace, "Noto Sans Mono CJK SC", monospace }}
.place {{ font-size: .9rem; overflow-wrap: anywhere }}
</style>
</head>
<body>
<main>
<h1>校验发现错误</h1>
<p>{summary}改正并保存后，本页自动刷新。</p>
{errors}
{others}
</main>
</body>
</html>
"""  # noqa: E501 - a style sheet


def show_mistakes(site: Path, result: Result) -> None:
    """Write the findings over every page of a preview: what must be mended first, the rest folded away."""
    errors = [f for f in result.findings if f.severity == "error"]
    others = [f for f in result.findings if f.severity != "error" and f.explanation is None]
    folded = "".join(_article(f, result, "other") for f in others)
    page = PAGE.format(
        summary=escape(summary(result)),
        errors="\n".join(_article(f, result, "error") for f in errors),
        others=f"<details><summary>警告和提示 {len(others)} 处</summary>\n{folded}</details>" if others else "",
    )
    for path in sorted(site.rglob("*.html")):
        path.write_text(page, encoding="utf-8")


def _article(f: Finding, result: Result, kind: str) -> str:
    lines = result.sources.get(f.file, ())
    parts = [
        f'<p class="place">{escape(printable(f.file))}，第 {f.line} 行：{severity(f)}（{escape(f.rule)}）</p>',
        f"<h2>{escape(printable(f.lead))}</h2>",
    ]
    if 0 < f.line <= len(lines):
        text, column = excerpt(printable(lines[f.line - 1]), f.column)
        parts.append(f"<pre>{escape(text)}\n{' ' * column}^</pre>")
    if f.mend:
        parts.append(f"<p><b>怎么改：</b>{escape(printable(f.mend))}</p>")
    if f.lines:
        sums = escape("\n".join(columns(f.lines)))
        parts.append(f"<details open><summary>核算</summary><pre>{sums}</pre></details>")
    parts.append(f"<p>依据：{escape(printable(f.basis))}</p>")
    return f'<article class="{kind}">{"".join(parts)}</article>'
