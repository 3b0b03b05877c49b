"""A preview of something that cannot be published: every page says what is wrong, and reloads when it is mended."""

from __future__ import annotations

from html import escape
from pathlib import Path

PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>校验发现错误</title></head>
<body>
<h1>校验发现错误</h1>
<p>改正并保存后，本页自动刷新。</p>
<pre>{text}</pre>
</body>
</html>
"""


def show_mistakes(site: Path, text: str) -> None:
    """Write the findings over every page of a preview."""
    page = PAGE.format(text=escape(text))
    for path in sorted(site.rglob("*.html")):
        path.write_text(page, encoding="utf-8")
