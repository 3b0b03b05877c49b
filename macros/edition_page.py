"""The page of a superseded edition: its Markdown as it stood, made into the same page as the report's own.

Where an edition was withdrawn, its page says only that.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from html import escape, unescape

import markdown

from macros.built import Built
from macros.editions import Edition
from macros.page import load_page
from macros.places import own_name, own_page
from macros.publish.narrative import EXTENSIONS
from macros.render.corrections import withdrawn_notice
from macros.report import Report
from macros.report_states import Superseded
from macros.site_macros import expanded

SETTINGS: dict[str, dict[str, object]] = {
    "footnotes": {"BACKLINK_TITLE": "回到正文中的注{}"},
    "tables": {"use_align_attribute": True},
    "toc": {"title": "本页目录", "permalink": "¶", "permalink_title": "本节的链接", "toc_depth": "2-3"},
}  # as in mkdocs.yml
LINK = re.compile(r'<a href="([^":#?]+)\.md(#[^"]*)?">(.*?)</a>', re.DOTALL)


def edition_page(edition: Edition, page: Built, pages: Collection[str]) -> Built:
    """The page of an edition, beside ``page``, the report's own; ``pages`` are those of the site that can be led to.

    Raises ``MacroError`` for a call that names nothing.
    """
    report = edition.report
    source = load_page(edition.page_path)
    text = expanded(edition.project, source, str(edition.page_path), report.id)
    made = markdown.Markdown(extensions=[*EXTENSIONS, "toc"], extension_configs=SETTINGS).convert(text)
    title = f"{source.meta('title') or page.title}（第{report.edition}版，已被取代）"
    description = f"{title}。保留供查考，现行版本见{own_name(report.id)}。"
    beside = page.beside(own_name(report.address), title, description, _linked(made, page, pages))
    return replace(beside, searched=False, current=own_page(report.id))


def withdrawn_page(page: Built, report: Report, one: Superseded) -> Built:
    """What stands at the address of an edition that was withdrawn, beside ``page``, the report's own."""
    title = f"{page.title}（第{one.number}版，已撤回）"
    description = f"{title}。该版本不再提供，现行版本见{own_name(report.id)}。"
    content = f'<h1 id="edition">{escape(title)}</h1>{withdrawn_notice(one, report)}'
    beside = page.beside(own_name(one.address), title, description, content)
    return replace(beside, report=None, searched=False, current=own_page(report.id))


def _linked(content: str, page: Built, pages: Collection[str]) -> str:
    """Links to Markdown files lead to their pages; the words of one whose page is no longer there stay."""

    def one(found: re.Match[str]) -> str:
        way = f"{unescape(found[1])}.html"
        parts: list[str] = list(page.folder.parts)
        for part in way.split("/"):
            if part == "..":
                parts = parts[:-1]
            elif part != ".":
                parts.append(part)
        there = "/".join(parts) in pages
        return f'<a href="{found[1]}.html{found[2] or ""}">{found[3]}</a>' if there else found[3]

    return LINK.sub(one, content)
