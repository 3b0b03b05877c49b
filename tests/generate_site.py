"""A site of many report pages for measuring: real tables, two thousand different characters of prose on each page.

The same content twice: as a tree for ``gongkai build``, and as a tree for plain MkDocs with Material, whose tables
stand ready as HTML in the Markdown.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

from macros.form import Form
from macros.project import Project
from macros.render.tables import statutory_table
from tests import generate
from tests.project_tree import copy_project

CHARACTERS = 2_000
YEARS = range(2021, 2026)
# Common characters of official prose; sentences of these are as hard to compress as real ones, and claim nothing.
WORDS = (
    "公开", "信息", "机关", "工作", "制度", "平台", "栏目", "政策", "解读", "群众", "服务", "企业",
    "监督", "保障", "规范", "管理", "目录", "指南", "培训", "考核", "责任", "审查", "保密", "协调",
    "回应", "关切", "发布", "渠道", "网站", "媒体", "更新", "维护", "优化", "建设", "推进", "落实",
    "完善", "加强", "提升", "健全", "梳理", "清单", "流程", "结果", "执行", "决策", "便民", "公众",
    "知情", "参与", "领域", "重点", "项目", "财政", "预算", "决算", "采购", "教育", "医疗", "住房",
    "交通", "环境", "安全", "农业", "水利", "科技", "文化", "旅游", "体育", "养老", "就业", "社保",
)  # fmt: skip

OVERVIEW = "现将主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障等情况报告如下。"
PROBLEMS = "存在的主要问题是公开不够及时，今后将从下列方面改进。"


def prose(seed: int, characters: int = CHARACTERS) -> list[str]:
    """Paragraphs of about so many characters, different for every seed."""
    random = Random(f"prose/{seed}")  # noqa: S311 - filler for measurements
    paragraphs: list[str] = []
    done = 0
    while done < characters:
        clauses = ["".join(random.sample(WORDS, k=random.randint(3, 6))) for _ in range(random.randint(12, 20))]
        paragraphs.append("，".join(clauses) + "。")
        done += len(paragraphs[-1])
    return paragraphs


def page(form: Form, agency: str, year: int, seed: int, tables: dict[str, str]) -> str:
    """The Markdown of a report: its sections, with ``tables`` by id."""
    title = f"{agency}{year}年政府信息公开工作年度报告"
    parts = [f"---\ntitle: {title}\ndescription: {title}\nreport: {agency}/{year}\n---\n\n# {title} {{: #report }}"]
    texts = prose(seed)
    of_section = {table.section: table.id for table in form.tables}
    for number, section in enumerate(form.sections):
        parts.append(f"## {section.title} {{: #{section.id} }}")
        if section.id in of_section:
            parts.append(tables[of_section[section.id]])
        else:
            share = -(-len(texts) // 3)
            which = {0: 0, len(form.sections) - 2: 1}.get(number, 2)
            parts.append({0: OVERVIEW, 1: PROBLEMS}.get(which, "其他事项如下。"))
            parts += texts[which * share : (which + 1) * share] or texts[-1:]
    return "\n\n".join(parts) + "\n"


def lay_out(root: Path, count: int, plain: Path | None = None) -> None:
    """Write ``count`` reports below ``root`` (for us) and ``plain`` (for MkDocs alone)."""
    copy_project(root)
    project = Project(root)
    for seed in range(count):
        agency, year = f"agency-{seed // len(YEARS):03}", YEARS[seed % len(YEARS)]
        form = project.form_for(year)
        assert form is not None
        data = root / "data" / "reports" / agency / f"{year}.yml"
        data.parent.mkdir(parents=True, exist_ok=True)
        data.write_text(generate.text(form, agency, year, generate.values(form, seed)), encoding="utf-8")
        calls = {table.id: f'{{{{ table("{table.id}") }}}}' for table in form.tables}
        _write(root / "docs" / "reports" / agency / f"{year}.md", page(form, agency, year, seed, calls))
        if plain is not None:
            report = project.read(data)[0]
            assert report is not None
            ready = {table.id: statutory_table(report, form, table) for table in form.tables}
            _write(plain / "docs" / "reports" / agency / f"{year}.md", page(form, agency, year, seed, ready))
            project.forget(data)
    if plain is not None:
        _write(plain / "docs" / "index.md", "# 首页\n")
        _write(
            plain / "mkdocs.yml",
            "site_name: 政府信息公开\ntheme: {name: material, language: zh, font: false}\n"
            "plugins: [search]\nmarkdown_extensions: [attr_list, md_in_html, tables]\nuse_directory_urls: false\n",
        )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
