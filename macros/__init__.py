"""Gongkai: the yearly report on open government information, proved and published from its data.

This file hands the macros to mkdocs-macros; it and ``watching.py`` are the only ones that know MkDocs. It refuses to
build what the check refuses, so that a bare ``mkdocs build`` is as strict as ``gongkai build``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from macros.findings import Result
    from macros.project import Project

_MISTAKES: dict[str, Result] = {}  # in a preview: what the check found, shown instead of every page until it is mended
FRONT = "---\ntitle: x\n---\n"  # a page is read with front matter; MkDocs has taken it off
_BUILDS: dict[str, tuple[Project, Result]] = {}  # what was read and found for a build, from beginning to end


def define_env(env: Any) -> None:
    """Called by mkdocs-macros for every build. Raises ``PluginError`` when the check finds errors."""
    if sys.path[:1] == [env.project_dir]:  # put there by the engine; a file of the project is no module of Python
        sys.path.append(sys.path.pop(0))
    from mkdocs.exceptions import PluginError

    from macros.check import check
    from macros.furniture.facts import public_address
    from macros.handover import hand_over
    from macros.project import Project
    from macros.render import text
    from macros.site_macros import macro_functions, theme_settings

    project = Project(Path(env.project_dir))
    docs = Path(env.conf["docs_dir"])
    result = check(project, [path for path in (project.root / "data", docs) if path.is_dir()], keep=True)
    hand_over(result)
    _BUILDS[env.project_dir] = project, result
    _MISTAKES.pop(env.project_dir, None)
    if result.failed:
        if not project.preview:
            raise PluginError("校验发现错误，没有生成网站。\n\n" + text.render(result))
        _MISTAKES[env.project_dir] = result

    def page() -> tuple[str, str | None]:
        current = env.variables["page"]
        report = current.meta.get("report")
        return str(docs / current.file.src_path), report if isinstance(report, str) else None

    # Nothing but our macros: the engine's own (context, macros_info, …) and its variables lead to the whole process.
    env.macros.clear()
    env.variables.clear()
    for name, function in macro_functions(project, page).items():
        env.macro(function, name)
    env.conf["extra"].update(theme_settings(project))
    env.conf["site_url"] = env.conf["site_url"] or public_address(project)


class _Verbatim:
    """In place of the template engine: by the time it is asked, a page is plain text, and stays as it is."""

    variable_start_string, block_start_string, comment_start_string = "{{", "{%", "{#"

    def __init__(self, text: str = "") -> None:
        self.text = text

    def from_string(self, text: str) -> _Verbatim:
        return _Verbatim(text)

    def render(self, **_: Any) -> str:
        return self.text


def on_pre_page_macros(env: Any) -> None:
    """Put the result of every call in its place. No page, title or macro's result reaches a template engine."""
    from mkdocs.exceptions import PluginError

    if env.project_dir in _MISTAKES:
        env.markdown = ""
        env._env = _Verbatim()
        return

    from macros.page import MARK, read_page
    from macros.site_macros import MacroError, expanded

    source, report = env.page.file.src_path, env.page.meta.get("report")
    page = read_page(f"{FRONT}{env.markdown}", source)
    if page.problems or MARK.search(str(env.page.title)):
        raise PluginError(f"{source}：页面里有不允许的模板语法，没有生成网站。")
    path = str(Path(env.conf["docs_dir"], source))
    try:
        env.markdown = expanded(_BUILDS[env.project_dir][0], page, path, report if isinstance(report, str) else None)
    except MacroError as error:
        raise PluginError(f"{error}，没有生成网站。") from None
    env._env = _Verbatim()


def on_post_build(env: Any) -> None:
    """MkDocs has made its pages: finish them."""
    from mkdocs.exceptions import PluginError

    from macros.finish import FinishError, finish
    from macros.mistakes import show_mistakes
    from macros.site_macros import MacroError

    site = Path(env.conf["site_dir"])
    if env.project_dir in _MISTAKES:
        show_mistakes(site, _MISTAKES[env.project_dir])
        return
    try:
        project, result = _BUILDS.pop(env.project_dir)
        finish(project, site, result)
    except (FinishError, MacroError) as error:
        raise PluginError(f"{error}，没有生成网站。") from None
