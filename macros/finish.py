"""From the pages MkDocs made to the site the public reads: tables in their places, layout, head, pages made beside.

Runs after MkDocs, over the files it wrote; knows nothing of MkDocs.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from macros.beside import beside
from macros.built import Built, NotOurs, read_built
from macros.furniture.share import make_pictures
from macros.furniture.sitemap import site_map, write_sitemap
from macros.layout_page import HOME, Layout
from macros.places import own_page
from macros.project import Project
from macros.report_page import own_content
from macros.search import Index, search_page
from macros.site_macros import fill


class FinishError(Exception):
    """The site cannot be finished; the text is what the person who called should read."""


def finish(project: Project, site: Path) -> None:
    """Finish every page below ``site``. Raises ``FinishError``; what lies there then is not to be published."""
    layout = Layout(project)
    pages = [_read(site, path) for path in sorted(site.rglob("*.html"))]
    layout.titles = {page.path: page.title for page in pages}
    layout.pictures = make_pictures(project, site, pages)
    known = list(pages)
    index = Index(project)
    for page in pages:
        index.add(_written(site, layout, _filled(project, page)))
        for extra in beside(project, page):
            index.add(_written(site, layout, extra))
            known.append(replace(extra, content="", before="", after=""))
    known += [_written(site, layout, page) for page in site_map(project, known)]
    write_sitemap(project, site, known)
    frames = {page.path: page for page in pages}
    frame = frames.get("about.html") or frames[HOME]
    _write(site, layout, replace(frame.beside("search.html", *search_page()), report=None, toc=False))
    index.write(site)
    bundle_styles(site)


def _read(site: Path, path: Path) -> Built:
    name = path.relative_to(site).as_posix()
    try:
        return read_built(name, path.read_text(encoding="utf-8"))
    except NotOurs:
        raise FinishError(f"{name}：不是由本站的模板生成的页面") from None


def _filled(project: Project, page: Built) -> Built:
    """The page with its slots filled; a report's own page with what the site puts around the text."""
    page = replace(page, content=fill(project, page))
    report = project.report(page.report) if page.report else None
    if report is None or page.path != own_page(report.id):
        return page
    return replace(page, content=own_content(project, page, report, project.forms[report.form]))


def _write(site: Path, layout: Layout, page: Built) -> None:
    (site / page.path).write_text(layout.page(page), encoding="utf-8")


def _written(site: Path, layout: Layout, page: Built) -> Built:
    _write(site, layout, page)
    return page


def bundle_styles(site: Path) -> None:
    """One stylesheet from the parts in ``assets/css``, in the order of their names."""
    parts = sorted((site / "assets" / "css").glob("*.css"))
    text = "".join(part.read_text(encoding="utf-8") for part in parts)
    (site / "assets" / "gongkai.css").write_text(text, encoding="utf-8")
    for part in parts:
        part.unlink()
    if parts:
        parts[0].parent.rmdir()
