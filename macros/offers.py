"""What a report can be had as: its files with kind and size, and the day of the version they were made from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from macros.publish.datapackage import Written
from macros.publish.names import report_file
from macros.report import Report

DOCUMENTS = (("PDF文件", "pdf"), ("Word文件", "docx"), ("电子表格", "xlsx"), ("全部文件", "zip"))
DATA = (("CSV数据", "csv"), ("JSON数据", "json"))


def offers(report: Report, files: Mapping[str, Written], made_at: str | None, up: str) -> str:
    """The list of what there is, linked from a page ``up`` from which leads to the root; empty where there is nothing.

    ``made_at`` is the time of the last commit of the report, an ISO time; nothing is said when it is not known.
    """
    offered = [(name, f"reports/{report.address}.{kind}") for name, kind in DOCUMENTS]
    offered += [(name, report_file(report, kind)) for name, kind in DATA]
    items = [
        f'<li><a href="{up}{path}" download>{name}（{size(files[path].size)}）</a></li>'
        for name, path in offered
        if path in files
    ]
    if not items:
        return ""
    items.append(f'<li><a href="{up}data.html">怎样使用数据</a></li>')
    day = f'<p class="gk-aside__note">以上文件依据{_day(made_at)}的版本生成。</p>' if made_at else ""
    return f'<ul class="gk-links">{"".join(items)}</ul>{day}'


def _day(time: str) -> str:
    day = datetime.fromisoformat(time)
    return f"{day.year}年{day.month}月{day.day}日"


def size(count: int) -> str:
    """A number of bytes as people read it."""
    return f"{count / 1024:.0f} KB" if count < 1024 * 1024 else f"{count / 1024 / 1024:.1f} MB"
