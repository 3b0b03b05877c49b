"""The description of the API in OpenAPI 3.1: files of the site that can be fetched with GET, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from macros.furniture.facts import site_name
from macros.project import Project
from macros.publish.json_text import Json, Object
from macros.publish.names import API, notice
from macros.publish.schema import TITLES
from macros.report import Report

VERSION = "1.1.0"  # told in docs/changelog.md
ABOUT = (
    "年度报告的数据，都是静态文件，只读，不用登记。"
    "整数写成数字，小数写成字符串；空白、零、不适用由 state 区分。不知道的写 null。"
)


def openapi(project: Project, reports: Sequence[Report], public: str | None) -> Object:
    """The description; examples are of reports that are there."""
    said = notice(project)
    newest = reports[0] if reports else None
    agency, year = (newest.agency, str(newest.year)) if newest else (None, None)
    forms = list(project.forms)
    here = [
        _parameter("agency", "机关的代码，见目录。", agency, "^[a-z0-9-]+$"),
        _parameter("year", "报告年度，四位数字。", year, "^[0-9]{4}$"),
    ]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{site_name(project)}：年度报告数据接口",
            "version": VERSION,
            "description": ABOUT + (said or ""),
        },
        "servers": [{"url": f"{public}{API}" if public else "."}],
        "tags": [{"name": "reports", "description": "年度报告"}, {"name": "forms", "description": "法定格式"}],
        "paths": {
            "/index.json": _get("listReports", "全部年度报告的目录", "reports", "List"),
            "/latest.json": _get("listLatestReports", "各机关最近一年的年度报告", "reports", "List"),
            "/reports/{agency}/{year}.json": _get("getReport", "一份年度报告的全部数据", "reports", "Report", here),
            "/reports/{agency}/{year}.csv": _get("getReportCsv", "一份年度报告的数据，CSV", "reports", None, here),
            "/cells.csv": _get("getAllCells", "全部年度报告的数据，CSV", "reports", None),
            "/forms/{form}.json": _get(
                "getForm", "一种法定格式", "forms", "Form",
                [_parameter("form", "格式的代码。", forms[-1] if forms else None, "^[0-9a-z-]+$")],
            ),
        },
        "components": {
            "schemas": {name.capitalize(): {"$ref": f"schema/{name}.schema.json"} for name in TITLES},
            "responses": {"Missing": {"description": "没有这份文件。"}},
        },
    }  # fmt: skip


def _parameter(name: str, description: str, example: str | None, pattern: str) -> Object:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": description,
        "schema": {"type": "string", "pattern": pattern},
        **({"example": example} if example else {}),
    }


def _get(call: str, summary: str, tag: str, schema: str | None, parameters: Sequence[Json] = ()) -> Object:
    content: Object
    if schema is None:
        content = {"text/csv": {"schema": {"type": "string", "description": "UTF-8（带 BOM），以 CRLF 换行。"}}}
    else:
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    missing: Object = {"404": {"$ref": "#/components/responses/Missing"}} if parameters else {}
    return {
        "get": {
            "operationId": call,
            "summary": summary,
            "tags": [tag],
            **({"parameters": parameters} if parameters else {}),
            "responses": {"200": {"description": summary, "content": content}, **missing},
        }
    }
