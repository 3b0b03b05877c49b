"""``gongkai review``: what a change changes, for those who approve it."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from macros.changes.review import Review

FORMATS = ("text", "markdown", "json")
MAIN = ("origin/main", "main")


def add(commands: argparse._SubParsersAction[Any]) -> None:
    """The command and its arguments."""
    parser = commands.add_parser("review", help="审核意见稿：列出与某一版本相比的全部改动")
    parser.add_argument("--against", metavar="REV", help="与 Git 的这个版本比较；默认为正式版本：与主分支的分叉点")
    parser.add_argument("--format", choices=FORMATS, default="text", help="输出格式")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check everything, then tell what changed. Nothing changed: nothing is printed."""
    from macros.changes.review import review
    from macros.check import check
    from macros.cli import default_paths, project_root
    from macros.project import Project

    root = project_root()
    project, paths = Project(root), default_paths(root)
    against = args.against if args.against is not None else _fork(root)
    result = check(project, paths, against)
    found = review(project, paths, against, result)
    sys.stdout.write(_rendered(found, args.format))
    if not found.files and args.format == "text":
        print("没有改动。", file=sys.stderr)
    return 1 if found.files and result.failed else 0


def _rendered(review: Review, output: str) -> str:
    if output == "markdown":
        from macros.render import review as markdown

        return markdown.render(review)
    if output == "json":
        from macros.render import review_json

        return review_json.render(review)
    from macros.render import review_text

    plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    return review_text.render(review, colour=sys.stdout.isatty() and not plain)


def _fork(root: Path) -> str:
    """Where this work left the main line; says which line that is. Raises ``UsageError`` when there is none."""
    from macros.git import git, top_of
    from macros.inputs import UsageError

    top_of(root)
    for name in MAIN:
        commit = git(root, "merge-base", "HEAD", name)
        if commit is not None:
            found = commit.decode("ascii").strip()
            print(f"与正式版本（{found[:12]}）比较。", file=sys.stderr)
            return found
    raise UsageError(f"找不到主分支（{' 或 '.join(MAIN)}），请用 --against 写明与哪个版本比较。")
