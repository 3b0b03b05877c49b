"""``gongkai new``: the data file and the page of next year's report."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from macros.commands import complain

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add(commands: _SubParsersAction[Any]) -> None:
    """Declare the command."""
    new = commands.add_parser("new", help="新建下一年度的报告：结转的数填好，其余标出待填")
    new.add_argument("agency", metavar="AGENCY", help="机关的编号，例如 suzhou-gxj")
    new.add_argument("year", metavar="YEAR", help="报告年度，例如 2025")
    new.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make both files and say what is next."""
    from datetime import datetime

    from macros.cli import project_root
    from macros.inputs import UsageError, shown_name
    from macros.new_report import new_report
    from macros.project import Project
    from macros.publish.provenance import BEIJING
    from macros.render.words import printable

    if not (args.year.isascii() and args.year.isdecimal() and len(args.year) == 4):
        raise UsageError(f"年度写四位数字，例如 gongkai new {args.agency} 2025，不能是“{args.year}”。")
    try:
        made = new_report(Project(project_root()), args.agency, int(args.year), datetime.now(BEIJING).date())
    except UsageError as error:
        complain(error)
        return 2
    data, page = (printable(shown_name(path)) for path in (made.data, made.page))
    print(f"已新建：\n  {data}（数据）\n  {page}（正文）")
    for line in made.said:
        print(printable(line))
    print("期限：")
    for day in made.days:
        print(f"  {day}")
    print(
        "接下来：\n"
        f"  1. 在 {data} 里把“待填”都换成数，在 {page} 里把【待填】都写好，删去上年原文；\n"
        "  2. 随时运行 gongkai check 看还差什么，gongkai serve 预览；\n"
        "  3. 写好后把 status 改为 review 送审，审定公布时改为 published。"
    )
    return 0
