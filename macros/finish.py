"""From the pages MkDocs made to the site the public reads: tables in their places, layout, head, pages made beside.

Runs after MkDocs, over the files it wrote; knows nothing of MkDocs. Page by page, so that many pages are many
processes' work; what needs all pages (site map, index of the search) is made at the end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from macros.assets import NoStylesError, bundle
from macros.beside import beside
from macros.built import Built, NotOursError, read_built
from macros.edition_page import edition_page, withdrawn_page
from macros.editions import laid_out, with_superseded
from macros.findings import Result
from macros.forks import BrokenError, each
from macros.furniture.share import make_picture, make_site_picture
from macros.furniture.sitemap import site_map, write_sitemap
from macros.layout_page import HOME, Layout
from macros.offers import offers
from macros.places import own_page
from macros.progress import tell
from macros.project import PUBLIC, Project
from macros.proof import Proofs
from macros.publish.datapackage import Written, written
from macros.publish.documents import DocumentError, everything
from macros.publish.open_data import write_open_data
from macros.publish.page_links import PAGES, linked
from macros.publish.provenance import Provenance, read_provenance, report_paths
from macros.releases import Releases, read_releases
from macros.render.report_list import published_reports
from macros.report import Report
from macros.report_page import own_content
from macros.search import Found, Index, read_page, search_page
from macros.site_macros import fill
from macros.told import Told, told_of, told_of_edition

MANY, AT_ONCE = 50, 10


class FinishError(Exception):
    """The site cannot be finished; the text is what the person who called should read."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What all pages together need of one that was finished: the page without its content, and its words."""

    page: Built
    words: Found | None


@dataclass(frozen=True, slots=True)
class Finisher:
    """Finishes one page after the other; holds what every page needs."""

    project: Project
    site: Path
    layout: Layout
    proofs: Proofs
    files: Mapping[str, Written]  # what can be downloaded, by path
    result: Result
    known: Provenance | None  # where the data come from; none where no documents are made
    releases: Releases

    def finish(self, page: Built) -> list[Finished]:
        """Write a page and the pages beside it; drawn first is the picture their heads point to."""
        picture = make_picture(self.project, self.site, page)
        pictures = self.layout.pictures | {picture} if picture else self.layout.pictures
        layout = replace(self.layout, pictures=pictures)
        report = self.project.report(page.report) if page.report else None
        if report is None or page.path != own_page(report.id):
            content = fill(self.project, page)
            content = linked(content, self.files) if page.path in PAGES else content
            return [self.write(replace(page, content=content), layout)]
        told = told_of(self.project, report, self.project.forms[report.form], self.releases)
        done = self._report(page, report, told, layout)
        done += [self.write(withdrawn_page(page, report, one), layout) for one in told.history.past.withdrawn]
        for one in told.history.past.superseded:
            with laid_out(self.project, self.releases, one) as edition:
                of_edition = replace(
                    self, project=edition.project, proofs=Proofs(edition.result), result=edition.result,
                    known=edition.known if self.known else None,
                )  # fmt: skip
                made = edition_page(edition, page, self.layout.titles)
                own = told_of_edition(self.project, edition, told)
                done += of_edition._report(made, edition.report, own, layout)
        return done

    def _report(self, page: Built, report: Report, told: Told, layout: Layout) -> list[Finished]:
        """Write the page of a report, or of an edition of it, with its documents and what stands beside it."""
        made = self._documents(report)
        files = {**self.files, **made}
        made_at = self.known.made_at(*report_paths(self.project, report)) if self.known else None
        offered = offers(report, files, made_at, "../../")
        form = self.project.forms[report.form]
        full = replace(page, content=fill(self.project, page))
        content = own_content(self.project, full, report, form, offered, told.notice, told.dates)
        full = replace(full, content=content)
        return [self.write(one, layout) for one in (full, *beside(self.project, full, self.proofs, made, told))]

    def _documents(self, report: Report) -> dict[str, Written]:
        """Write the documents and data of a report; what was written, by path."""
        if self.known is None or report.status != PUBLIC:
            return {}
        made = everything(self.project, report, self.known, self.result)
        for path, data in made.items():
            (self.site / path).parent.mkdir(parents=True, exist_ok=True)
            (self.site / path).write_bytes(data)
        return {path: written(data) for path, data in made.items()}

    def write(self, page: Built, layout: Layout) -> Finished:
        """Write one page."""
        (self.site / page.path).write_text(layout.page(page), encoding="utf-8")
        return Finished(page.outline(), read_page(self.project, page))


def finish(project: Project, site: Path, result: Result) -> None:
    """Finish every page below ``site``; ``result`` is what the check has found.

    Raises ``FinishError``; what lies there then is not to be published.
    """
    pages = [page for path in sorted(site.rglob("*.html")) if _published(project, site, page := _read(site, path))]
    releases = read_releases(project.root)
    reports = tuple(one for one in published_reports(project) if one.status == PUBLIC)
    known = read_provenance(project.root) if project.documents else None
    known = with_superseded(project, known, releases, reports) if known else None
    files = _open_data(project, site, reports, known) if known else {}
    picture = make_site_picture(project, site)
    layout = Layout(
        project, {page.path: page.title for page in pages}, frozenset({picture} if picture else ()), frozenset(files)
    )
    finisher = Finisher(project, site, layout, Proofs(result), files, result, known, releases)
    try:
        done: list[Finished] = []
        for count, some in enumerate(each(finisher.finish, pages, at_once=AT_ONCE, few=MANY), 1):
            done += some
            if count % AT_ONCE == 0:
                tell(count, len(pages))
    except DocumentError as error:
        raise FinishError(str(error)) from None
    except BrokenError:
        raise FinishError("生成页面的进程意外中止（可能是内存不足）") from None
    finished = [one.page for one in done if one.page.current is None]
    frames = {page.path: page for page in pages}
    frame = frames.get("about.html") or frames[HOME]
    finished.append(finisher.write(site_map(project, frame, finished), layout).page)
    finisher.write(replace(frame.beside("search.html", *search_page()), report=None, toc=False), layout)
    write_sitemap(project, site, finished)
    index = Index(project)
    for one in done:
        index.take(one.words)
    index.write(site)
    try:
        bundle(site)
    except NoStylesError:
        raise FinishError("主题的样式表不在原来的位置（主题的版本变了），请维护人员修改 macros/assets.py") from None


def _open_data(project: Project, site: Path, reports: Sequence[Report], known: Provenance) -> dict[str, Written]:
    """Write the data of all reports; what was written, by path."""
    paths = write_open_data(project, site, reports, known)
    return {path.relative_to(site).as_posix(): written(path.read_bytes()) for path in paths}


def _published(project: Project, site: Path, page: Built) -> bool:
    """Whether a page is for the public; the page of a report that is not, is taken away."""
    report = project.report(page.report) if page.report else None
    if report is None or project.shows(report) or page.path != own_page(report.id):
        return True
    (site / page.path).unlink()
    return False


def _read(site: Path, path: Path) -> Built:
    name = path.relative_to(site).as_posix()
    try:
        return read_built(name, path.read_text(encoding="utf-8"))
    except NotOursError:
        raise FinishError(f"{name}：不是由本站的模板生成的页面") from None
