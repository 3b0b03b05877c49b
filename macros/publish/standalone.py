"""The page of a report as one HTML file that needs nothing else: no scripts, no other file, no other host."""

from __future__ import annotations

from html import escape

import markdown
from lxml import html

from macros.form import Form
from macros.page import load_page
from macros.project import Project
from macros.publish.appendix import appendix_html
from macros.publish.names import notice, report_title
from macros.publish.narrative import EXTENSIONS, LINK
from macros.render.tables import statutory_table
from macros.report import Report
from macros.site_macros import expanded
from macros.slots import filled

STYLES = ("10-base", "30-prose", "40-plain-tables", "50-tables", "90-print")


def standalone(project: Project, report: Report, form: Form) -> bytes:
    """The file. Raises ``OSError`` when the report has no page, ``MacroError`` for a call that names nothing."""
    path = project.root / "docs" / "reports" / f"{report.id}.md"
    text = expanded(project, load_page(path), str(path), report.id)
    made = markdown.Markdown(extensions=list(EXTENSIONS)).convert(text)
    tables = {table.id: table for table in form.tables}
    body = filled(made, lambda _, args: statutory_table(report, form, tables[args[1]]))
    said = notice(project, report)
    title = report_title(project, report)
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN" dir="ltr">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_styles(project)}</style>\n</head>\n"
        f'<body>\n<article class="gk-text md-typeset">\n{f"<p>{escape(said)}</p>" if said else ""}'
        f"{_without_links(body)}\n{appendix_html(report, form)}</article>\n</body>\n</html>\n"
    ).encode()


def _styles(project: Project) -> str:
    folder = project.root / "theme" / "assets" / "css"
    text = "".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in STYLES)
    return text + "body { max-width: 61rem; margin: 1rem auto; padding-inline: 1rem; }\n"


def _without_links(body: str) -> str:
    """The content without links to other pages of the site, which are not here; their words stay."""
    root = html.fragment_fromstring(body, create_parent="div")
    for link in list(root.iter("a")):
        if not LINK.match(link.get("href", "")):
            link.drop_tag()
    return str(html.tostring(root, encoding="unicode"))
