"""``gongkai correct``: a value of a published report and its correction, written together."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from macros.commands import complain

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from macros.correcting import Done


def add(commands: _SubParsersAction[Any]) -> None:
    """Declare the command."""
    correct = commands.add_parser(
        "correct",
        help="更正已公布的报告：数和更正记录一起写",
        usage='gongkai correct [REPORT] CELL VALUE [CELL VALUE …] --kind 更正 --reason "…"',
        epilog="CELL 写地址（requests.granted.total、figures.items_published、processing_fee.received、published），"
        "或者表中的行和栏（“三（一）予以公开 自然人”）。改了正文的，CELL 写 page:overview 等，不写 VALUE。",
    )
    correct.add_argument(
        "words", nargs="*", metavar="WORD", help="报告（只有一份已公布时可省）、单元格、新的值；可接着写几格"
    )
    correct.add_argument("--kind", metavar="KIND", help="更正、修订、撤回")
    correct.add_argument("--reason", metavar="TEXT", help="原因，会向社会公开")
    correct.add_argument("--date", metavar="DATE", help="更正日期，默认为今天")
    correct.add_argument("--against", metavar="REV", help="与 Git 的这个版本比较，默认为上次提交（HEAD）")
    correct.add_argument("--old", metavar="TEXT", help="正文原来的话，默认取自上次提交")
    correct.add_argument("--new", metavar="TEXT", help="正文现在的话，默认取自页面")
    correct.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Correct, and say what was done and what is next."""
    from datetime import datetime

    from macros.cli import project_root
    from macros.correcting import Asked, RefusedError, correct
    from macros.inputs import UsageError
    from macros.project import Project
    from macros.publish.provenance import BEIJING
    from macros.render.words import printable

    asked = Asked(tuple(args.words), args.kind, args.reason, args.date, args.against, args.old, args.new)
    try:
        done = correct(Project(project_root()), asked, datetime.now(BEIJING).date())
    except UsageError as error:
        complain(error)
        return 2
    except RefusedError as error:
        for line in str(error).split("\n"):
            print(printable(line), file=sys.stderr)
        return 1
    for line in _said(done):
        print(printable(line))
    return 0


def _said(done: Done) -> list[str]:
    from macros.inputs import shown_name
    from macros.messages.words import arrow
    from macros.render.words import severity

    paths, report = [shown_name(path) for path in done.files], done.report
    said = [f"已更正 {report.id}，写入 {paths[0]}：" if done.entries else f"已改回 {report.id}，写入 {paths[0]}："]
    said += [f"  {_place(one.cell, done)}：{arrow(one.old, one.new)}" for one in done.entries]
    if done.entries:
        first = done.entries[0]
        said.append(f"更正记录：{first.date.isoformat()}，{first.kind}，{first.reason}")
    if done.dropped:
        said.append("去掉的更正记录（其中的值没有公布过）：")
        said += [f"  {_place(one.cell, done)}：{arrow(one.old, one.new)}" for one in done.dropped]
    if done.warnings:
        said.append("更正以后新出现的警告和提示：")
        said += [f"  {one.file}:{one.line}：{severity(one)}[{one.rule}] {one.message}" for one in done.warnings]
    if done.uncovered:
        said.append(f"还有改动没有更正记录：{'、'.join(done.uncovered)}。")
    if not done.compared:
        said.append("没有提交过的版本可以比较，只核对了文件本身。")
    said += [
        "接下来：",
        "  1. gongkai review，看改动和校验；",
        "  2. gongkai serve，看更正后的页面；",
        f"  3. 提出修改申请，请人审核（改动的文件：{'、'.join(paths)}）。",
    ]
    return said


def _place(address: str, done: Done) -> str:
    from macros.render.corrections import place_words

    return place_words(address, done.report, done.form)
