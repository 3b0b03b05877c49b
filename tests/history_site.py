"""A site with a past: one report from its draft to its second correction, in a real Git repository, built whole."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest

from macros.build import build
from tests.case_files import change
from tests.content import CONTENT, ROOT
from tests.repository import commit, git

OWN = "suzhou-gxj/2024"
DATA, PAGE = f"data/reports/{OWN}.yml", f"docs/reports/{OWN}.md"
LICENSING = "proactive_disclosure.administrative_licensing"
ITEMS = "figures.items_published"
DRAFTED, PUBLISHED = "2025-01-15T01:00:00Z", "2025-01-20T02:30:00Z"
FIXED, AGAIN = "2025-02-10T08:00:00Z", "2025-03-01T08:00:00Z"
HOSTILE = "<img src=x onerror=alert(1)>"


def lay_out(tree: Path, *, demonstration: bool = False) -> Path:
    """The tree of the site, its report a draft, without history."""
    tree.mkdir(parents=True)
    for name in ("data", "docs", "theme"):
        shutil.copytree(CONTENT / name, tree / name)
    (tree / "macros").symlink_to(ROOT / "macros")
    shutil.copy(ROOT / "mkdocs.yml", tree)
    site = tree / "data" / "site.yml"
    put = {
        "demonstration": f"demonstration: {'true' if demonstration else 'false'}",
        "repository": "repository: https://github.com/example/gongkai",
    }
    lines = [put.get(one.partition(":")[0], one) for one in site.read_text(encoding="utf-8").splitlines()]
    site.write_text("\n".join(lines) + "\n", encoding="utf-8")
    git(tree, "init", "-q")
    (tree / ".gitignore").write_text("site/\n__pycache__/\n", encoding="utf-8")
    change(tree / DATA, ("status: published", "status: draft"))
    return tree


def correct(tree: Path, *entries: str) -> None:
    """Write entries under ``corrections``."""
    path = tree / DATA
    head, _, rest = path.read_text(encoding="utf-8").partition("corrections:")
    listed = "" if rest.strip() == "[]" else rest
    path.write_text(head + "corrections:" + (listed or "\n") + "".join(f"  - {{{one}}}\n" for one in entries), "utf-8")


def publish(tree: Path) -> None:
    """The draft, then the first publication."""
    commit(tree, "起草2024年度报告", DRAFTED)
    change(tree / DATA, ("status: draft", "status: published"))
    message = f"公布2024年度报告 (#7)\n\nReviewed-by: 李四 <li@example.org>\nApproved-by: {HOSTILE}"
    commit(tree, message, PUBLISHED)


def first_correction(tree: Path) -> None:
    """A number, corrected on a branch and merged."""
    git(tree, "checkout", "-q", "-b", "fix")
    change(tree / DATA, ("administrative_licensing: 1  ", "administrative_licensing: 2  "))
    correct(tree, f"date: 2025-02-10, cell: {LICENSING}, from: 1, to: 2, kind: 更正, reason: 漏计一件")
    commit(tree, "更正行政许可数\n\nReviewed-by: 局长", FIXED, "王五")  # said by who wrote it
    git(tree, "checkout", "-q", "main")
    message = "Merge pull request #12 from example/fix\n\n更正行政许可数\n\nSigned-off-by: 赵六 <zhao@example.org>"
    git(tree, "merge", "-q", "--no-ff", "-m", message, "fix", at=FIXED, author="赵六")


def second_correction(tree: Path) -> None:
    """A number of the text."""
    change(tree / DATA, ("value: 1020,", "value: 1021,"))
    correct(tree, f"date: 2025-03-01, cell: {ITEMS}, from: 1020, to: 1021, kind: 修订, reason: 重新统计")
    commit(tree, "修订全年发布条数\n\nApproved-by: 局长\nSigned-off-by: 张三 13812345678", AGAIN, "张三")


def made(factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The tree and its finished site, built once in a run of the tests."""
    return _made(factory.getbasetemp())


@cache
def _made(base: Path) -> tuple[Path, Path]:
    root = base / "history-site"
    tree = lay_out(root / "tree")
    publish(tree)
    first_correction(tree)
    second_correction(tree)
    build(tree, root / "site")
    return tree, root / "site"
