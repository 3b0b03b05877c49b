"""JSON Schema (draft 2020-12) of what the API gives: for programs that check, and for people who read."""

from __future__ import annotations

from collections.abc import Mapping

from macros.project import Project
from macros.publish.json_text import SAFE, Json, Object
from macros.publish.names import links_from, notice, schema_file
from macros.report import State
from macros.report_file import CORRECTION_KINDS, STATUSES

DRAFT = "https://json-schema.org/draft/2020-12/schema"
TITLES = {"report": "一份年度报告", "list": "年度报告的目录", "form": "年度报告的法定格式"}


def text(description: str = "", **more: Json) -> Object:
    """A text."""
    return {"type": "string", **({"description": description} if description else {}), **more}


def maybe(schema: Mapping[str, Json]) -> Object:
    """What may also be null: not known, or not there."""
    return {**schema, "type": [schema["type"], "null"]}


def whole(properties: Mapping[str, Json], description: str = "") -> Object:
    """An object with exactly these keys."""
    said: Object = {"description": description} if description else {}
    return {
        "type": "object", **said, "properties": properties, "required": list(properties), "additionalProperties": False,
    }  # fmt: skip


def several(items: Mapping[str, Json], description: str = "") -> Object:
    """A list."""
    return {"type": "array", **({"description": description} if description else {}), "items": items}


def ref(name: str) -> Object:
    """One of the definitions below."""
    return {"$ref": f"#/$defs/{name}"}


DAY = text(format="date")
LINK = text("链接。本站的公开网址已知时为完整网址，否则相对于本文件。", format="uri-reference")
YEAR: Object = {"type": "integer", "minimum": 2008, "maximum": 2100}
TRUTH: Object = {"type": "boolean"}

NUMBER: Object = {
    "description": f'准确的数：整数写成数字，小数写成字符串（如 "223.3495"），绝对值超过 {SAFE} 的整数也写成字符串。',
    "oneOf": [
        {"type": "integer", "minimum": -SAFE, "maximum": SAFE},
        {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
    ],
}
STATED: Object = {
    "if": {"properties": {"state": {"const": State.NUMBER.value}}},
    "then": {"properties": {"value": ref("number")}},
    "else": {"properties": {"value": {"type": "null"}}},
}
CELL: Object = {
    **whole(
        {
            "address": text("单元格的地址，由表、行、栏的代码以点相连；也是报告网页上该数字的锚点。"),
            "table": text("表的代码。"),
            "row": maybe(text("行的代码；没有行名的表为 null。")),
            "row_label": maybe(text("行的名称，与法定格式一致。")),
            "column": maybe(text("栏的代码；只有一栏的为 null。")),
            "column_label": text("栏的名称，与法定格式一致。"),
            "value": {"description": "数值；空白和不适用为 null，不是零。"},
            "state": {
                "enum": [state.value for state in State],
                "description": "number 有数；blank 原表空白；not-applicable 不适用。",
            },
            "unit": text("单位。"),
            "kind": {
                "enum": ["count", "money", "change"],
                "description": "count 件数；money 金额；change 增减，可以为负。",
            },
        },
        "统计表的一个单元格。",
    ),
    **STATED,
}
LOOSE: dict[str, Json] = {
    "address": text("数字的代码。"),
    "label": text("数字的含义。"),
    "value": {"description": "数值；未载明为 null，不是零。"},
    "state": {"enum": [State.NUMBER.value, State.BLANK.value]},
    "unit": text("单位。"),
}
SOURCE = whole(
    {
        "path": maybe(text("源文件在仓库里的路径。")),
        "sha256": text("源文件的 SHA-256。", pattern="^[0-9a-f]{64}$"),
        "commit": maybe(
            text("最后改动源文件的提交；不知道或者有未提交的改动时为 null。", pattern="^([0-9a-f]{40}|[0-9a-f]{64})$")
        ),
        "committed_at": maybe(text("该次提交的时间（北京时间）。", format="date-time")),
    }
)  # fmt: skip
MADE_AT = maybe(
    text("数据的时间：最后一次改动数据或者页面的提交时间，不是生成文件的时间；不知道为 null。", format="date-time")
)
PROVENANCE = whole(
    {
        "form": text("所依据格式的代码。"),
        "document_number": text("所依据格式的文号。"),
        "source": SOURCE,
        "page": {"description": "报告正文的源文件。", "anyOf": [SOURCE, {"type": "null"}]},
        "generated_at": MADE_AT,
    },
    "来源。",
)
HEAD: Object = whole(
    {
        "id": maybe(text("代码；只作分组的为 null。")),
        "label": text("名称，与法定格式一致。"),
        "article": maybe(text("依据的条款。")),
        "meaning": maybe(text("本站撰写的释义，不是法定文字。")),
        "unit": maybe(text("与本块不同的单位。")),
        "kind": {"enum": ["count", "money", "change", None]},
        "children": several(ref("head")),
    }
)
DEFS: dict[str, Object] = {"number": NUMBER, "cell": CELL, "provenance": PROVENANCE, "head": HEAD}
NUMBERED: Object = {"type": "integer", "minimum": 1}
REPORT_LINKS: dict[str, Json] = {"json": LINK, "csv": LINK, "datapackage": LINK, "html": LINK}
ABOUT: dict[str, Json] = {
    "$schema": LINK,
    "demonstration": {**TRUTH, "description": "是否演示站的数据。"},
    "notice": maybe(text("演示站的说明。")),
}
IDENTIFIED: dict[str, Json] = {
    "id": text("机关代码/年度。", pattern="^[a-z0-9-]+/[0-9]{4}$"),
    "title": text("报告名称。"),
}
STATE: dict[str, Json] = {
    "status": {"enum": list(STATUSES), "description": "draft 草稿；review 送审；published 已公布。"},
    "published": maybe(text("首次公布的日期；不知道为 null。", format="date")),
}


def report_schema() -> Object:
    """What a report is."""
    one = {
        **ABOUT,
        **IDENTIFIED,
        "agency": whole({"id": text(), "name": text("机关名称。"), "short_name": maybe(text("简称。"))}),
        "year": YEAR,
        "period": whole({"from": DAY, "to": DAY}, "报告的统计期限。"),
        **STATE,
        "index_number": maybe(text("索引号。")),
        "form": whole({"id": text("格式的代码。"), "document_number": text("格式的文号。")}),
        "tables": several(whole({"id": text(), "section": text(), "caption": text("表名。")})),
        "cells": several(ref("cell"), "全部单元格，按法定格式的顺序。"),
        "figures": several({**whole({**LOOSE, "section": text("所在的部分。"), "source": maybe(text("数字的来源。"))}),
                            **STATED}, "正文引用的数字。"),
        "processing_fee": several({**whole(LOOSE), **STATED}, "信息处理费。"),
        "explanations": several(
            whole({"rule": text("规则的编号。"), "cells": several(text()), "text": maybe(text()), "reason": text(),
                   "by": text(), "date": maybe(DAY)}),
            "对校验警告的说明。",
        ),
        "corrections": several(
            whole({"date": maybe(DAY), "cell": text("更正的地址。"), "from": _change(), "to": _change(),
                   "kind": {"enum": list(CORRECTION_KINDS)}, "reason": text()}),
            "公布以后的更正。",
        ),
        "edition": maybe(NUMBERED | {"description": "被更正取代的版本的号数，从 1 起；现行版本为 null。"}),
        "current": maybe(LINK),
        "superseded": several(
            whole({"edition": NUMBERED, **REPORT_LINKS}), "被更正取代的各个版本，旧的在前；没有或者历史取不回的为空。"
        ),
        "provenance": ref("provenance"),
        "links": whole({**REPORT_LINKS, "form": LINK, "index": LINK}),
    }  # fmt: skip
    return whole(one)


def _change() -> Object:
    return {"type": ["integer", "string", "null"], "description": "整数、写成字符串的小数、文字，或者空白（null）。"}


def list_schema() -> Object:
    """What the list of reports is."""
    entry = whole(
        {
            **IDENTIFIED,
            "agency": text("机关的代码。"),
            "year": YEAR,
            "form": text("格式的代码。"),
            **STATE,
            "corrections": {"type": "integer", "minimum": 0, "description": "更正的条数。"},
            "provenance": ref("provenance"),
            "links": whole(REPORT_LINKS),
        }
    )
    names = ("index", "latest", "openapi", "cells", "datapackage", "catalog")
    return whole(
        {
            **ABOUT,
            "reports": several(entry, "年度报告，新的在前。"),
            "forms": several(whole({"id": text(), "document_number": text("文号。"), "json": LINK})),
            "schemas": whole(dict.fromkeys(TITLES, LINK)),
            "feeds": whole({name: maybe(LINK) for name in ("publications", "corrections", "deadlines")}),
            "links": whole(dict.fromkeys(names, LINK)),
        }
    )


def form_schema() -> Object:
    """What a form is."""
    words = several(text())
    block = whole(
        {"heading": maybe(text()), "corner": maybe(text()), "unit": text(), "columns": several(ref("head")),
         "rows": several(ref("head"))}
    )  # fmt: skip
    table = whole(
        {"id": text(), "section": text(), "caption": text(), "blocks": several(block), "cells": several(text())}
    )
    section = whole(
        {
            "id": text(),
            "title": text(),
            "article": maybe(text()),
            "meaning": maybe(text("本站撰写的释义，不是法定文字。")),
        }
    )
    identity = whole(
        {"id": text(), "rule": text(), "table": text(), "over": {"enum": ["rows", "columns", None]}, "sum": words,
         "equals": words, "basis": text()},
        "勾稽关系：sum 各项之和等于 equals 各项之和，按行（rows）、按栏（columns）或者只对写明的单元格（null）。",
    )  # fmt: skip
    return whole(
        {
            **ABOUT,
            "id": text(),
            "title": text(),
            "document_number": text("文号。"),
            "issuer": text("印发机关。"),
            "issued": DAY,
            "years": whole({"from": YEAR, "to": maybe(YEAR)}, "适用的年度。"),
            "sections": several(section),
            "tables": several(table),
            "identities": several(identity),
            "provenance": whole({"source": SOURCE, "generated_at": MADE_AT}),
            "links": whole({"json": LINK, "index": LINK}),
        }
    )


MADE = {"report": report_schema, "list": list_schema, "form": form_schema}


def schema(project: Project, name: str) -> Object:
    """A schema as it is published, with the definitions it uses."""
    path = schema_file(name)
    public = links_from(project, path).public
    said = notice(project)
    used = {"report": ("number", "cell", "provenance"), "list": ("provenance",), "form": ("head",)}[name]
    return {
        "$schema": DRAFT,
        **({"$id": public + path} if public else {}),
        "title": TITLES[name],
        **({"$comment": said} if said else {}),
        **MADE[name](),
        "$defs": {one: DEFS[one] for one in used},
    }
