"""The one comment below a pull request: found by our mark and our own name, written, edited, never doubled."""

from __future__ import annotations

import os
import re

from macros.hosting.api import US, GitHub
from macros.hosting.checked import Checked, checked_run
from macros.hosting.harmless import harmless
from macros.hosting.hostile import WHOLE, read_review
from macros.hosting.runner import StepError, inner, variable

MARK = "<!-- gongkai-review -->"
SAID = {"success": "检查通过", "failure": "检查未通过", "cancelled": "检查被取消", "timed_out": "检查超时"}
ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(?::\d+)?(?:/[A-Za-z0-9._~-]+)*/?")
LISTED = 2000  # changed files that are looked through one by one
CONTENT, FORMS = ("docs/", "data/"), "data/forms/"
OWN_PROGRAM = (
    "本申请改了校验程序，或者内容以外的其他文件（{}）。检查是用它自己的程序作的，结果不能作准，须由维护人员审查。"
)
UNKNOWN = "没有能逐个核对"
NOTHING = "（审核意见稿是空的。）"
NO_CHANGE = "与基准版本相比，现在没有内容上的改动。"


def comment() -> int:
    """Write or edit the comment for the run that has just ended; without changes write none."""
    github = GitHub()
    run = checked_run(github)
    if "review" not in run.artifacts:
        print("这次检查没有交出审核意见稿（没有走到那一步），不评论。")
        return 0
    review = read_review(github.download(f"/actions/artifacts/{run.artifacts['review']}/zip", WHOLE))
    if not run.numbers:
        print("没有打开着的修改申请停在这次检查的提交上（也许又有新的提交），不评论。")
        return 0
    if review.number not in run.numbers:
        raise StepError(f"审核意见稿自称属于 {review.number} 号修改申请，而这次检查的提交不属于它，没有评论。")
    text = harmless(review.text)
    foreign = _beyond_content(github, review.number)
    _place(github, review.number, _body(run, review.number, text or NOTHING, foreign) if text or foreign else "")
    return 0


def _beyond_content(github: GitHub, number: int) -> str:
    """How many changed files are no content, as GitHub counts them; empty when every change is content.

    Program, tests, form and workflows decide what the check finds: a change that brings its own is not judged by ours.
    """
    said = inner(github.get(f"/pulls/{number}"), "changed_files")
    if not isinstance(said, int) or said > LISTED:
        return UNKNOWN
    files = github.all(f"/pulls/{number}/files")
    paths = {str(inner(one, key)) for one in files for key in ("filename", "previous_filename") if inner(one, key)}
    foreign = [path for path in paths if not path.startswith(CONTENT) or path.startswith(FORMS)]
    if len(files) != said:
        return UNKNOWN
    return f"{len(foreign)} 个" if foreign else ""


def _body(run: Checked, number: int, text: str, foreign: str) -> str:
    """The comment: first what GitHub itself knows, then what the pull request says."""
    page = f"{variable('GITHUB_SERVER_URL')}/{variable('GITHUB_REPOSITORY')}/actions/runs/{run.id}"
    head = [f"**{SAID.get(run.conclusion, '检查没有结束')}**（[运行记录]({page})）"]
    if run.preview is not None:
        head.append(f"[下载网站预览]({page}/artifacts/{run.preview})，全部解开后双击“打开网站.html”")
        site = os.environ.get("PREVIEW_ADDRESS", "")
        if ADDRESS.fullmatch(site):
            head.append(f"维护人员批准后也可[在线查看]({site.rstrip('/')}/pr-{number}/index.html)")
        head.append("预览里是未经审查的改动")
    warning = f"**{OWN_PROGRAM.format(foreign)}**\n\n" if foreign else ""
    trusted = "检查结果也是" if foreign else "是否通过以上一行为准"
    note = f"以下由提交 {run.sha[:12]} 自己的程序生成，用来帮助阅读，不能代替审查；{trusted}。"
    return f"{MARK}\n{warning}{'；'.join(head)}。\n\n<sub>{note}</sub>\n\n{text}\n"


def _place(github: GitHub, number: int, body: str) -> None:
    """Edit our comment, or write it; an empty body only tells an older comment that nothing is changed any more."""
    ours = [
        one
        for one in github.all(f"/issues/{number}/comments")
        if inner(one, "user", "login") == US
        and inner(one, "user", "type") == "Bot"
        and str(inner(one, "body")).startswith(MARK)
    ]
    if ours:
        new = body or f"{MARK}\n{NO_CHANGE}\n"
        if ours[0].get("body") != new:
            github.send("PATCH", f"/issues/comments/{int(ours[0]['id'])}", {"body": new})
        print(f"已更新 {number} 号修改申请的评论。")
    elif body:
        github.send("POST", f"/issues/{number}/comments", {"body": body})
        print(f"已在 {number} 号修改申请下评论。")
    else:
        print("没有内容上的改动，不评论。")
