"""What the site generator says when it refuses, as an editor can read it: the usual warnings in Chinese, no chatter."""

from __future__ import annotations

import re
from collections.abc import Iterator

LEVEL = re.compile(r"(?:DEBUG|INFO|WARNING|ERROR|CRITICAL) +-  +")
QUIET = re.compile(r"(?:DEBUG|INFO) +-  +|\s*\Z|Aborted with \d+ (?:warnings|errors)|\s*[│┃╭╰]")
SAID = (
    (
        re.compile(r"A reference to '([^']+)' is included in the 'nav' configuration, which is not found.*"),
        "mkdocs.yml 的导航（nav）里有 {0}，docs/ 里没有这个页面。请改正导航，或者补上页面。",
    ),
    (
        re.compile(r"Doc file '([^']+)' contains a link '([^']+)', but the target.* is not found.*"),
        "docs/{0}：链接 {1} 所指的页面或文件不存在。请对照 docs/ 里的文件名改正。",
    ),
    (
        re.compile(r"Doc file '([^']+)' contains a link '([^']+)', but (?:there is no such anchor|the doc ).*"),
        "docs/{0}：链接 {1} 所指的位置不存在。请对照那一页标题后面的编号改正。",
    ),
    (
        re.compile(r"Doc file '([^']+)' contains an absolute link '([^']+)'.*"),
        "docs/{0}：链接 {1} 从网站根目录开始，换一个路径就打不开。请写相对地址。",
    ),
    (
        re.compile(r"Doc file '([^']+)' contains an unrecognized relative link '([^']+)'.*"),
        "docs/{0}：链接 {1} 不是一个页面。请写到 .md 文件，例如 guide.md。",
    ),
)
OMITTED = re.compile(r'The following pages exist in the docs directory, but are not included in the "nav".*')
LISTED = re.compile(r"\s+- (\S+)")


def in_chinese(said: str) -> str:
    """The output of a build that was refused, a problem a line; what is not known stays as it was said."""
    return "\n".join(dict.fromkeys(_lines(said.splitlines()))) or said.strip()


def _lines(lines: list[str]) -> Iterator[str]:
    listing = False
    for line in lines:
        page = LISTED.fullmatch(line)
        if listing and page:
            yield f"docs/{page[1]} 没有列入 mkdocs.yml 的导航（nav）。请在 nav 里加一行，不列的写进 not_in_nav。"
            continue
        listing = False
        if QUIET.match(line):
            continue
        text = LEVEL.sub("", line)
        if OMITTED.match(text):
            listing = True
            continue
        yield next((words.format(*found.groups()) for shape, words in SAID if (found := shape.match(text))), text)
