"""``gongkai``: arguments in, exit status out (0 nothing wrong, 1 errors found, 2 the command could not run)."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from macros.inputs import UsageError
from macros.project import HERE, Project, ProjectError

FORMATS = ("text", "json")


def main(argv: list[str] | None = None) -> int:
    """Run one command."""
    args = _parser().parse_args(argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return int(args.run(args))
    except (UsageError, ProjectError) as error:
        print(f"gongkai：{error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"gongkai：无法读写 {error.filename or ''}：{error.strerror or error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def project_root() -> Path:
    """The repository: the working folder when it is one, else the one this command was installed from."""
    here = Path.cwd()
    return here if (here / "data" / "forms").is_dir() and (here / "mkdocs.yml").is_file() else HERE


def default_paths(root: Path) -> list[Path]:
    """What is checked when no path is given."""
    return [path for path in (root / "data", root / "docs") if path.is_dir()]


def _check(args: argparse.Namespace) -> int:
    from macros.check import check
    from macros.render import plain, text

    root = project_root()
    result = check(Project(root), [Path(p) for p in args.paths] or default_paths(root))
    if args.format == "json":
        sys.stdout.write(plain.render(result))
    else:
        sys.stdout.write(text.render(result, colour=sys.stdout.isatty() and "NO_COLOR" not in os.environ))
    return 1 if result.failed else 0


def _checked(root: Path) -> bool:
    """Check everything before a build; the findings go to standard error. False when there are errors."""
    from macros.build import check_all
    from macros.render import text

    result = check_all(root)
    sys.stderr.write(text.render(result, colour=sys.stderr.isatty() and "NO_COLOR" not in os.environ))
    return not result.failed


def _build(args: argparse.Namespace) -> int:
    from macros.build import BuildError, build

    root = project_root()
    if not _checked(root):
        print("gongkai：校验发现错误，没有生成网站。", file=sys.stderr)
        return 1
    to = Path(args.to) if args.to else root / "site"
    try:
        pages = build(root, to)
    except BuildError as error:
        print(f"gongkai：{error}", file=sys.stderr)
        return 1
    print(f"网站已生成：{to}（{pages} 个页面）")
    return 0


def _serve(args: argparse.Namespace) -> int:
    from macros.build import serve

    root = project_root()
    if not _checked(root):
        print("gongkai：校验发现错误，改正后再预览。", file=sys.stderr)
        return 1
    return serve(root, args.port)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="gongkai", description="政府信息公开工作年度报告：校验、生成网站")
    commands = parser.add_subparsers(required=True, metavar="命令")
    check = commands.add_parser("check", help="校验报告和页面")
    check.add_argument("paths", nargs="*", metavar="PATH", help="文件或文件夹，默认为 data/ 和 docs/")
    check.add_argument("--format", choices=FORMATS, default="text", help="输出格式")
    check.set_defaults(run=_check)
    build = commands.add_parser("build", help="校验后生成网站")
    build.add_argument("--to", metavar="DIR", help="网站文件夹，默认为 site/")
    build.set_defaults(run=_build)
    serve = commands.add_parser("serve", help="校验后在本机预览网站")
    serve.add_argument("--port", type=int, default=8000, help="端口，默认 8000；被占用时顺延")
    serve.set_defaults(run=_serve)
    return parser


if __name__ == "__main__":
    sys.exit(main())
