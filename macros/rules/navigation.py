"""The navigation and the pages: every page of the navigation is there, every page can be reached."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from macros.facts import Fact, Position
from macros.inputs import shown_name
from macros.reader import entries
from macros.rules.case import TreeCase
from macros.rules.registry import Found, rule
from macros.rules.site import FAMILY
from macros.source import Map, Node, Scalar, Sequence, decode, parse


@rule(
    "nav-page",
    "error",
    FAMILY,
    basis="不在导航里的页面，读者找不到；导航里没有的页面，点了打不开",
    proves="导航里的页面都存在，页面都在导航里，或者写明不列入导航（not_in_nav）。",
    scope="tree",
)
def nav_page(case: TreeCase) -> Found:
    """``nav`` and ``not_in_nav`` of mkdocs.yml against the files below ``docs``."""
    from pathspec.gitignore import GitIgnoreSpec  # slow to load, and most checks do not need it

    path, docs = case.root / "mkdocs.yml", case.root / "docs"
    if not path.is_file() or not any(docs.absolute() in item.path.absolute().parents for item in case.inputs):
        return
    name = shown_name(path)
    root = parse(decode(path.read_bytes(), name)[0], name).root
    nav = root.node("nav") if isinstance(root, Map) else None
    if not isinstance(root, Map) or nav is None:
        return
    listed = {node.raw: node.at for node in _pages(nav)}
    for page, at in listed.items():
        if not (docs / page).is_file():
            yield Fact("nav-page", at, actual=page, detail={"why": "missing"}, key=page)
    left_out = root.node("not_in_nav")
    spec = GitIgnoreSpec.from_lines(left_out.raw.splitlines() if isinstance(left_out, Scalar) else ())
    for page in sorted(_files(docs)):
        if page not in listed and not spec.match_file(page):
            yield Fact("nav-page", Position(shown_name(docs / page)), actual=page, detail={"why": "unlisted"}, key=page)


@rule(
    "folder-index",
    "warning",
    FAMILY,
    basis="栏目由文件夹的首页开头；没有首页的文件夹，里面的页面不属于任何栏目，“当前位置”也少一级",
    proves="docs/ 里有页面的文件夹都有首页（index.md），或者在有首页的文件夹里面。",
    scope="tree",
)
def folder_index(case: TreeCase) -> Found:
    """A folder of pages without an index in it or above it, said once."""
    docs = case.root / "docs"
    if not any(docs.absolute() in item.path.absolute().parents for item in case.inputs):
        return
    said: set[PurePosixPath] = set()
    for page in sorted(_files(docs)):
        folder = PurePosixPath(page).parent
        above = [one for one in (folder, *folder.parents) if one.name]
        if above and above[-1] not in said and not any((docs / one / "index.md").is_file() for one in above):
            said.add(above[-1])
            yield Fact("folder-index", Position(shown_name(docs / page)), actual=f"{above[-1]}/", key=above[-1].name)


def _files(docs: Path) -> Iterator[str]:
    for path in docs.rglob("*.md"):
        parts = path.relative_to(docs).parts
        if not any(part.startswith(".") for part in parts):
            yield "/".join(parts)


def _pages(node: Node) -> Iterator[Scalar]:
    """The pages in a navigation: the values that name a Markdown file."""
    if isinstance(node, Scalar):
        if node.raw.endswith(".md") and ":" not in node.raw:
            yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _pages(item)
    else:
        for _, _, value in entries(node):
            yield from _pages(value)
