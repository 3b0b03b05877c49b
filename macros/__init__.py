"""Gongkai: the yearly report on open government information, proved and published from its data.

This file hands the macros to mkdocs-macros and is the only one that knows MkDocs. It refuses to build what the check
refuses, so that a bare ``mkdocs build`` is as strict as ``gongkai build``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from macros.project import Project

_PROJECTS: dict[str, Project] = {}  # what has been read for a build, from its beginning to its end


def define_env(env: Any) -> None:
    """Called by mkdocs-macros for every build. Raises ``PluginError`` when the check finds errors."""
    from mkdocs.exceptions import PluginError

    from macros.check import check
    from macros.furniture.facts import public_address
    from macros.handover import hand_over
    from macros.project import Project
    from macros.render import text
    from macros.site_macros import macro_functions, theme_settings

    project = Project(Path(env.project_dir))
    _PROJECTS[env.project_dir] = project
    docs = Path(env.conf["docs_dir"])
    result = check(project, [path for path in (project.root / "data", docs) if path.is_dir()], keep=True)
    hand_over(result)
    if result.failed:
        raise PluginError("校验发现错误，没有生成网站。\n\n" + text.render(result))

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


def on_pre_page_macros(env: Any) -> None:
    """The second wall: what is about to be rendered is looked at once more, and rendered in a sandbox."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from mkdocs.exceptions import PluginError

    from macros.page import MARK, read_page

    page = read_page(f"---\ntitle: x\n---\n{env.markdown}", env.page.file.src_path)
    if page.problems or MARK.search(str(env.page.title)):
        raise PluginError(f"{env.page.file.src_path}：页面里有不允许的模板语法，没有生成网站。")
    if not isinstance(env._env, ImmutableSandboxedEnvironment):
        sandbox = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
        sandbox.globals = dict(env.macros)
        sandbox.filters = {}
        sandbox.tests = {}
        env._env = sandbox


def on_post_build(env: Any) -> None:
    """MkDocs has made its pages: finish them."""
    from mkdocs.exceptions import PluginError

    from macros.finish import FinishError, finish
    from macros.site_macros import MacroError

    try:
        finish(_PROJECTS.pop(env.project_dir), Path(env.conf["site_dir"]))
    except (FinishError, MacroError) as error:
        raise PluginError(f"{error}，没有生成网站。") from None
