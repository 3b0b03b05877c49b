"""From the pages MkDocs made to the site the public reads: tables in their places, layout, head, pages made beside.

Runs after MkDocs, over the files it wrote; knows nothing of MkDocs.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from macros.built import Built, NotOurs, read_built
from macros.layout_page import Layout
from macros.project import Project
from macros.site_macros import fill


class FinishError(Exception):
    """The site cannot be finished; the text is what the person who called should read."""


def finish(project: Project, site: Path) -> None:
    """Finish every page below ``site``. Raises ``FinishError``; what lies there then is not to be published."""
    layout = Layout(project)
    pages = [_read(site, path) for path in sorted(site.rglob("*.html"))]
    layout.titles = {page.path: page.title for page in pages}
    for page in pages:
        _write(site, layout, _filled(project, page))
    bundle_styles(site)


def _read(site: Path, path: Path) -> Built:
    name = path.relative_to(site).as_posix()
    try:
        return read_built(name, path.read_text(encoding="utf-8"))
    except NotOurs:
        raise FinishError(f"{name}：不是由本站的模板生成的页面") from None


def _filled(project: Project, page: Built) -> Built:
    return replace(page, content=fill(project, page))


def _write(site: Path, layout: Layout, page: Built) -> None:
    (site / page.path).write_text(layout.page(page), encoding="utf-8")


def bundle_styles(site: Path) -> None:
    """One stylesheet from the parts in ``assets/css``, in the order of their names."""
    parts = sorted((site / "assets" / "css").glob("*.css"))
    text = "".join(part.read_text(encoding="utf-8") for part in parts)
    (site / "assets" / "gongkai.css").write_text(text, encoding="utf-8")
    for part in parts:
        part.unlink()
    if parts:
        parts[0].parent.rmdir()
