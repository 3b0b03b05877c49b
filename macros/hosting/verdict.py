"""The check of a change, told twice from one result: annotations at the lines, and the page of the run."""

from __future__ import annotations

import sys
from pathlib import Path

from macros.check import check
from macros.cli import default_paths
from macros.hosting.base import revision
from macros.hosting.protection import OWNERS, placeholders
from macros.hosting.runner import StepError, annotate, summarize
from macros.inputs import UsageError
from macros.project import Project, ProjectError
from macros.render import github, markdown
from macros.render.words import summary


def verdict() -> int:
    """Check everything against the base; 1 when errors were found."""
    root, against = Path.cwd(), revision()
    try:
        result = check(Project(root), default_paths(root), against)
    except (UsageError, ProjectError) as error:
        raise StepError(str(error)) from None
    sys.stdout.write(github.render(result))
    if placeholders():
        annotate("warning", f"{OWNERS} 里还是占位的团队：换成本单位的团队以前，不需要指定的人批准，也不能发布。")
    said = "有错误，不能合并，也不会发布" if result.failed else "校验通过"
    summarize(f"## {said}\n\n{summary(result)}\n\n{markdown.render(result)}")
    return 1 if result.failed else 0
