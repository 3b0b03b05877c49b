"""The files themselves: names, links, what lies in ``docs``, and the navigation that MkDocs renders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from macros.facts import Fact, Position
from macros.inputs import shown_name
from macros.page import MARK
from macros.reader import entries, scalars
from macros.rules.case import TreeCase
from macros.rules.registry import Found, rule
from macros.rules.safety import FAMILY
from macros.source import Document, Scalar, Sequence, decode, parse

FILE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*\.[a-z0-9]+\Z")
FOLDER_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*\Z")
MAX_IMAGE = 1_048_576
IMAGES = {
    ".png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    ".jpg": re.compile(rb"\xff\xd8\xff"),
    ".webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    ".svg": re.compile(rb"\s*(?:<\?xml[^<>]*\?>\s*)?<svg[\s>]"),
}
SVG_HARM = re.compile(
    rb"<\s*(?:[\w-]+:)?(?:script|foreignobject|iframe|object|embed|style|animate|set|handler|use|image|a)\b"
    rb"|[\s\"'/]on[a-z]+\s*=|(?:java|vb)script|data:|<!|<\?xml-stylesheet|https?://(?!www\.w3\.org/)|@import|&#|&\w",
    re.IGNORECASE,
)
RENDERED = ("site_name", "site_description", "nav", "extra", "copyright")


@rule(
    "file-name",
    "error",
    FAMILY,
    basis="文件名会变成网址和标题，标题会按模板执行",
    proves="docs/ 和 data/ 中的文件名只用小写字母、数字、下划线和连字符，扩展名一个且小写。",
    scope="tree",
)
def file_name(case: TreeCase) -> Found:
    """Names become titles, and titles are rendered."""
    seen: set[tuple[str, ...]] = set()
    for item in case.inputs:
        parts = item.parts if item.kind != "hidden" else ()  # told by ``foreign-file``
        for end in range(2, len(parts) + 1):
            is_file = end == len(parts)
            good = (FILE_NAME if is_file and "." in parts[-1] else FOLDER_NAME).match(parts[end - 1])
            if is_file and item.kind != "link":
                good = FILE_NAME.match(parts[-1])
            if not good and parts[:end] not in seen:
                seen.add(parts[:end])
                yield Fact("file-name", Position(item.name), actual=parts[end - 1], key="/".join(parts[:end]))


@rule(
    "symbolic-link",
    "error",
    FAMILY,
    basis="符号链接可把仓库以外的文件带上网",
    proves="docs/ 和 data/ 中没有符号链接。",
    scope="tree",
)
def symbolic_link(case: TreeCase) -> Found:
    """A link in ``docs`` is followed and published."""
    for item in case.inputs:
        if item.kind == "link" and item.parts:
            target = str(item.path.readlink())
            yield Fact("symbolic-link", Position(item.name), actual=target, key=target)


@rule(
    "foreign-file",
    "error",
    FAMILY,
    basis="docs/ 中的文件会原样公布；不校验的文件，能改变程序的运行和审核时看到的内容",
    proves="docs/ 中只有页面（.md），以及 assets/ 下不超过 1 MiB、不带脚本的图片；data/ 中只有数据文件；没有隐藏文件。",
    scope="tree",
)
def foreign_file(case: TreeCase) -> Found:
    """Whatever lies in ``docs`` is published as it is; what is not read in ``data`` only steers others."""
    for item in case.inputs:
        parts = item.parts
        if not parts or item.kind == "link":
            continue
        why: str | None = None
        if item.kind == "hidden" or (parts[0] == "data" and item.kind != "data"):
            own = item.path.absolute().is_relative_to(case.root.absolute())  # elsewhere anything may lie beside reports
            why = ("hidden" if item.kind == "hidden" else "data") if own else None
        elif parts[0] == "docs" and item.path.suffix != ".md":
            why = _foreign(item.path, parts)
        if why is not None:
            yield Fact("foreign-file", Position(item.name), actual=parts[-1], detail={"why": why}, key=why)


def _foreign(path: Path, parts: tuple[str, ...]) -> str | None:
    """Why a file that is no page may not lie in ``docs``; ``None`` for a good picture."""
    if path.suffix not in IMAGES:
        return "kind"
    if "assets" not in parts[1:-1]:
        return "place"
    if not path.is_file() or path.stat().st_size > MAX_IMAGE:
        return "size"
    content = path.read_bytes()
    if not IMAGES[path.suffix].match(content):
        return "content"
    return "script" if path.suffix == ".svg" and SVG_HARM.search(content) else None


@rule(
    "nav-template",
    "error",
    FAMILY,
    basis="导航的标题会按模板执行",
    proves="mkdocs.yml 的站名和导航里没有模板符号。",
    scope="tree",
)
def nav_template(case: TreeCase) -> Found:
    """Titles in the navigation are rendered as templates."""
    path = case.root / "mkdocs.yml"
    if not path.is_file():
        return
    name = shown_name(path)
    text, _ = decode(path.read_bytes(), name)
    document = parse(text, name)
    for at, why in _unreadable(document):
        yield Fact("nav-template", at, detail={"why": why}, key=why)
    root = document.root if not isinstance(document.root, Scalar | Sequence) else None
    for key, _, node in entries(root):
        if key in RENDERED:
            for scalar in scalars(node):
                if MARK.search(scalar.raw):
                    yield Fact("nav-template", scalar.at, actual=scalar.raw, detail={"why": "mark"}, key=scalar.raw)


def _unreadable(document: Document) -> Iterator[tuple[Position, str]]:
    """Where the file could hold another navigation than the one read here."""
    if document.root is None:
        yield next((fact.at for fact in document.problems), Position(document.path)), "syntax"
    for fact in document.problems:
        if fact.rule == "yaml-duplicate-key" and fact.actual in RENDERED:
            yield fact.at, "twice"
        elif fact.rule == "yaml-feature" and fact.detail.get("feature") in {"alias", "merge", "complex-key"}:
            yield fact.at, "alias"
