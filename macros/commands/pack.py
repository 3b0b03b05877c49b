"""``gongkai pack``: the products of a built site, and whether one is what its list says."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from macros.commands import complain
from macros.inputs import UsageError

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add(commands: _SubParsersAction[Any]) -> None:
    """Declare the command."""
    pack = commands.add_parser("pack", help="把生成的网站打包：放到本机关服务器的包、从磁盘打开的预览")
    pack.add_argument("--site", metavar="SITE", help="gongkai build 生成的网站，默认为 site/")
    what = pack.add_mutually_exclusive_group(required=True)
    what.add_argument("--to", metavar="DIR", help="成品放在这个文件夹")
    what.add_argument("--verify", metavar="PATH", help="不打包，核对网站文件夹、成品或者成品文件夹与清单是否一致")
    pack.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Pack, or verify."""
    from macros.render.words import printable

    if args.verify is not None:
        return _verify(Path(args.verify), args.site)
    from macros.cli import project_root
    from macros.pack.products import pack
    from macros.pack.seal import NotSealedError, origin_of
    from macros.pack.sums import SumsError

    site, to = Path(args.site) if args.site is not None else project_root() / "site", Path(args.to)
    try:
        made = pack(site, to)
    except (NotSealedError, SumsError) as error:
        complain(error)
        return 1
    now = origin_of(project_root())
    if now is None or now.commit != made.site.origin.commit:
        print(
            "提示：仓库现在的内容与生成这个网站的提交不同；要打包现在的内容，先提交，再运行 make build。",
            file=sys.stderr,
        )
    for name, known in made.sums.items():
        print(f"{known}  {printable(str(to / name))}")
    print(f"全站校验值：{made.site.digest}（提交 {made.site.origin.commit[:10]}，{len(made.site.sums) + 1} 个文件）")
    return 0


def _verify(path: Path, site: str | None) -> int:
    from macros.pack.verify import verify
    from macros.render.words import printable

    if site is not None:
        raise UsageError("--verify 后面写要核对的路径，不与 --site 同时使用。")
    if not path.exists():
        raise UsageError(f"找不到 {path}。")
    found = verify(path)
    for line in found:
        print(printable(line))
    print(f"{printable(str(path))} 与清单{f'不一致，共 {len(found)} 处' if found else '一致'}。")
    return 1 if found else 0
