"""What a release would publish: everything since the last one, for the officer who decides.

An earlier release may have been refused, or have fallen out of the queue; what it held stands on main all the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from macros.hosting.api import GitHub
from macros.hosting.base import first_parents
from macros.hosting.kept import by_us
from macros.hosting.review_artifact import reviewed
from macros.hosting.runner import StepError, inner, summarize, variable

TAG = re.compile(r"gongkai-site-\d{4}-\d{2}-\d{2}-(?P<commit>[0-9a-f]{10})")
SHOWN = 50  # merges named one by one
HEAD = "## 批准后将公布：上一次发布以来的全部改动"
TOGETHER = """以前没有批准的、没有排到的，这一次批准就一起公布。其中有不应公开的，不要批准，先在 main 上改回来。

下面把这几次合并当作一次改动来列。分几次合并的内容和程序合在一起，会被说成“既有内容又有……”（change-mixed），
这一条以每次合并时的校验为准。"""


def since() -> int:
    """Put the review against the commit that was released last into the summary. Errors found there are no fault."""
    github = GitHub()
    released = {
        tag["commit"]
        for one in github.all("/releases")
        if inner(one, "draft") is False and by_us(one) and (tag := TAG.fullmatch(str(inner(one, "tag_name"))))
    }
    commits = first_parents()
    if not commits:
        raise StepError("没有取到提交的全部历史，不能与上一次发布比较。")
    last = next((number for number, one in enumerate(commits) if number and one[:10] in released), None)
    if last is None:
        summarize(f"{HEAD}\n\n这次提交以前没有发布过：网站的全部内容都是第一次公布。")
        return 0
    text = reviewed(commits[last]).decode("utf-8", "replace").strip("\n")
    summarize(f"{HEAD}\n\n{_merges(commits[:last], commits[last])}\n\n{text or '没有改动任何文件。'}")
    return 0


def _merges(new: Sequence[str], last: str) -> str:
    place = f"{variable('GITHUB_SERVER_URL')}/{variable('GITHUB_REPOSITORY')}/commit"
    rows = [f"- [{one[:12]}]({place}/{one})" for one in new[:SHOWN]]
    if len(new) > SHOWN:
        rows.append(f"- 另有 {len(new) - SHOWN} 次")
    said = f"上一次发布的是提交 [{last[:12]}]({place}/{last})，此后 main 上有 {len(new)} 次合并："
    return "\n".join([said, "", *rows, *(["", TOGETHER] if len(new) > 1 else [])])
