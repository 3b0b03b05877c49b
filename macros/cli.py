"""``gongkai``: arguments in, exit status out (0 nothing wrong, 1 errors found, 2 the command could not run)."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from macros.commands import correct, new, pack, review
from macros.inputs import UsageError
from macros.project import HERE, Project, ProjectError

if TYPE_CHECKING:
    from macros.findings import Result

FORMATS = ("text", "json", "github", "markdown", "sarif")


def main(argv: list[str] | None = None) -> int:
    """Run one command."""
    args = _parser().parse_args(argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return int(args.run(args))
    except (UsageError, ProjectError) as error:
        return _failed(str(error))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _failed(f"无法读写 {error.filename or ''}：{error.strerror or error}")
    except KeyboardInterrupt:
        return 130


def _failed(text: str) -> int:
    """Say why the command could not run; names in the text may hold anything and must not steer the terminal."""
    from macros.render.words import printable

    print(f"gongkai：{printable(text)}", file=sys.stderr)
    return 2


def project_root() -> Path:
    """The repository: the working folder when it is one, else the one this command was installed from."""
    here = Path.cwd()
    return here if (here / "data" / "forms").is_dir() and (here / "mkdocs.yml").is_file() else HERE


def default_paths(root: Path) -> list[Path]:
    """What is checked when no path is given."""
    return [path for path in (root / "data", root / "docs") if path.is_dir()]


def _check(args: argparse.Namespace) -> int:
    from macros.check import check
    from macros.render.outputs import rendered

    root = project_root()
    result = check(Project(root), [Path(p) for p in args.paths] or default_paths(root), args.against)
    sys.stdout.write(rendered(result, args.format, sys.stdout))
    return 1 if result.failed else 0


def _tell(result: Result | None) -> None:
    """What the check before a build found; it goes to standard error."""
    from macros.render.outputs import rendered

    if result is not None:
        sys.stderr.write(rendered(result, "text", sys.stderr))


def _build(args: argparse.Namespace) -> int:
    from macros.build import BuildError, build

    root = project_root()
    to = Path(args.to) if args.to else root / "site"
    try:
        made = build(root, to, documents=not args.no_documents, drafts=args.drafts)
    except BuildError as error:
        _tell(error.result)
        print(f"gongkai：{error}", file=sys.stderr)
        return 1
    _tell(made.result)
    print(f"网站已生成：{to}（{made.pages} 个页面）")
    return 0


def _export(args: argparse.Namespace) -> int:
    from macros.build import check_all
    from macros.editions import with_superseded
    from macros.publish.documents import DocumentError, everything, write_whole
    from macros.publish.provenance import read_provenance
    from macros.releases import read_releases

    project = Project(project_root())
    report = project.report(args.report)
    if report is None:
        raise UsageError(f"没有报告 {args.report}；写法是“机关/年度”，例如 suzhou-gxj/2024。")
    result = check_all(project.root)
    _tell(result)
    if result.failed:
        print("gongkai：校验发现错误，没有生成文件。", file=sys.stderr)
        return 1
    to = Path(args.to)
    try:
        known = with_superseded(project, read_provenance(project.root), read_releases(project.root), [report])
        made = everything(project, report, known, result)
    except DocumentError as error:
        print(f"gongkai：{error}", file=sys.stderr)
        return 1
    write_whole({to / f"{report.agency}-{path.rpartition('/')[2]}": data for path, data in made.items()})
    print(f"已生成 {len(made)} 个文件：{to}")
    return 0


def _serve(args: argparse.Namespace) -> int:
    from macros.build import check_all, serve

    root = project_root()
    result = check_all(root)
    _tell(result)
    if result.failed:
        print("gongkai：校验发现错误，改正后再预览。", file=sys.stderr)
        return 1
    return serve(root, args.port)


def _rules(args: argparse.Namespace) -> int:
    from macros.render import catalogue

    sys.stdout.write(catalogue.as_json() if args.format == "json" else catalogue.as_text())
    return 0


def _format(args: argparse.Namespace) -> int:
    from macros.format_files import run

    root = project_root()
    paths = [Path(p) for p in args.paths] or [root / "data"]
    return run(Project(root), paths, only_check=args.check, out=sys.stdout)


class _Parser(argparse.ArgumentParser):
    """Tells a mistake in the arguments in Chinese; the exit status stays 2."""

    def error(self, message: str) -> NoReturn:
        """Say how the command is used."""
        self.exit(2, f"gongkai：参数有误（{message}）。\n用法见 {self.prog} --help。\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="gongkai", description="政府信息公开工作年度报告：校验、生成网站")
    commands = parser.add_subparsers(required=True, metavar="命令")
    check = commands.add_parser("check", help="校验报告和页面")
    check.add_argument("paths", nargs="*", metavar="PATH", help="文件或文件夹，默认为 data/ 和 docs/")
    check.add_argument("--format", choices=FORMATS, default="text", help="输出格式")
    against = "与 Git 的这个版本比较：已公布的有没有未经更正记录的改动，有没有不该进仓库的文件"
    check.add_argument("--against", metavar="REV", help=against)
    check.set_defaults(run=_check)
    build = commands.add_parser("build", help="校验后生成网站")
    build.add_argument("--to", metavar="DIR", help="网站文件夹，默认为 site/")
    build.add_argument("--no-documents", action="store_true", help="只生成网页，不生成供下载的数据和文档")
    build.add_argument("--drafts", action="store_true", help="连同草稿和送审的报告，供审核，不能发布")
    build.set_defaults(run=_build)
    export = commands.add_parser("export", help="校验后生成一份报告的文件和数据")
    export.add_argument("report", metavar="REPORT", help="机关/年度，例如 suzhou-gxj/2024")
    export.add_argument("--to", metavar="DIR", required=True, help="文件夹")
    export.set_defaults(run=_export)
    rules = commands.add_parser("rules", help="列出全部校验规则")
    rules.add_argument("--format", choices=("text", "json"), default="text", help="输出格式")
    rules.set_defaults(run=_rules)
    serve = commands.add_parser("serve", help="校验后在本机预览网站")
    serve.add_argument("--port", type=int, default=8000, help="端口，默认 8000；被占用时顺延")
    serve.set_defaults(run=_serve)
    correct.add(commands)
    new.add(commands)
    pack.add(commands)
    review.add(commands)
    tidy = commands.add_parser("format", help="把数据文件整理成规范写法，注释保留")
    tidy.add_argument("paths", nargs="*", metavar="PATH", help="文件或文件夹，默认为 data/")
    tidy.add_argument("--check", action="store_true", help="只列出不规范的文件，不改动")
    tidy.set_defaults(run=_format)
    return parser


if __name__ == "__main__":
    sys.exit(main())
