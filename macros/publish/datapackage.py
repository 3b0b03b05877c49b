"""``datapackage.json`` (Frictionless) beside a CSV: what its columns hold, how large it is, its hash."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Sequence
from dataclasses import dataclass

from macros.project import Project
from macros.publish.csv_data import COLUMNS
from macros.publish.json_text import Json, Object
from macros.publish.names import CELLS, PACKAGE, notice, report_file, report_title
from macros.report import Report, State

REQUIRED = {"agency", "agency_name", "year", "form", "table", "table_label", "state", "address"}
WORDS = {
    "agency": "机关的代码",
    "agency_name": "机关名称",
    "year": "报告年度",
    "form": "所依据格式的代码",
    "table": "表的代码；figures 是正文引用的数字，processing_fee 是信息处理费",
    "table_label": "表名",
    "row": "行的代码；没有行名的表为空",
    "row_label": "行的名称，与法定格式一致",
    "column": "栏的代码；只有一栏的为空",
    "column_label": "栏的名称，与法定格式一致",
    "value": "准确的数；空白和不适用时没有内容，不是零",
    "state": "number 有数；blank 原表空白；not-applicable 不适用",
    "unit": "单位",
    "kind": "count 件数；money 金额；change 增减，可以为负；正文引用的数字不分类",
    "address": "单元格的地址，也是报告网页上该数字的锚点",
    "corrections": "公布后的更正：日期、由何值改为何值、种类和原因；没有更正的为空",
}
DESCRIPTION = (
    "每行一个数。state 区分有数、空白和不适用，空白不等于零。"
    "文字以 = + - @ 等符号开头的，前面加了一个半角撇号，以免被表格软件当作公式。"
)


@dataclass(frozen=True, slots=True)
class Written:
    """A CSV that was made: how large it is, and its hash."""

    size: int
    sha256: str


def written(data: bytes) -> Written:
    """What is told of these bytes."""
    return Written(len(data), hashlib.sha256(data).hexdigest())


def package_of_report(project: Project, report: Report, data: Written, made_at: str | None) -> Object:
    """The description of the CSV of one report."""
    name = report.address.replace("/", "-")
    said = notice(project, report)
    file = report_file(report, "csv")
    return _package(name, report_title(project, report), said, file, data, made_at)


def package_of_all(project: Project, reports: Sequence[Report], data: Written, made_at: str | None) -> Object:
    """The description of the CSV of all reports."""
    title = f"政府信息公开工作年度报告数据（{len(reports)}份报告）"
    assert posixpath.dirname(CELLS) == posixpath.dirname(PACKAGE)
    return _package("reports", title, notice(project), CELLS, data, made_at)


def _package(name: str, title: str, said: str | None, path: str, data: Written, made_at: str | None) -> Object:
    return {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "description": DESCRIPTION + (said or ""),
        **({"created": made_at} if made_at else {}),
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": "cells",
                "title": title,
                "path": posixpath.basename(path),
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": data.size,
                "hash": f"sha256:{data.sha256}",
                "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True,
                            "header": True},
                "schema": {"fields": [_field(column) for column in COLUMNS], "missingValues": [""],
                           "primaryKey": ["agency", "year", "address"]},
            }
        ],
    }  # fmt: skip


def _field(column: str) -> Object:
    kinds = {"year": "integer", "value": "number"}
    limits: dict[str, Json] = {"required": True} if column in REQUIRED else {}
    if column == "state":
        limits["enum"] = [state.value for state in State]
    return {
        "name": column,
        "type": kinds.get(column, "string"),
        "description": WORDS[column],
        **({"constraints": limits} if limits else {}),
    }
