"""The gate before a release, and the release: products kept under a tag of their own."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from macros.hosting.api import GitHub
from macros.hosting.products import FOLDER, LIST, same_products
from macros.hosting.protection import unguarded
from macros.hosting.runner import StepError, annotate, inner, summarize, variable

NOTES = """校验通过、经批准发布的网站成品，由提交 {commit} 生成。

- `.tar.gz`：放到本机关网站的一个路径下，安装说明在包里；
- `-preview.zip`：解开后不用联网即可查看；
- `SHA256SUMS`：每个文件的摘要。来源证明用 `gh attestation verify 文件 --repo {repository}` 核对。
"""


def deploy_check() -> int:
    """Refuse what is not the product that was checked, and a repository that is not guarded as its files say."""
    wrong = same_products(os.environ.get("EXPECTED", ""))
    wrong += unguarded(GitHub(), variable("GITHUB_REF_NAME"))
    for sentence in wrong:
        annotate("error", sentence)
    rows = "\n".join(f"- {sentence}" for sentence in wrong)
    summarize(f"## 不发布\n\n{rows}" if wrong else "## 可以发布\n\n成品与校验时相同，保护措施齐全。")
    return 1 if wrong else 0


def release() -> int:
    """Keep the products as a release; one that a broken run has left is completed."""
    github, commit = GitHub(), variable("GITHUB_SHA")
    files = sorted(path for path in Path(FOLDER).iterdir() if path.is_file())
    named = [path.name.removesuffix(".tar.gz") for path in files if path.name.endswith(".tar.gz")]
    if len(named) != 1 or not any(path.name == LIST for path in files):
        raise StepError(f"{FOLDER}/ 里应有一个 .tar.gz 和 {LIST}。")
    tag = named[0]
    # Drafts are in the list only, and only a draft takes files where releases cannot be changed.
    found = next((one for one in github.all("/releases") if inner(one, "tag_name") == tag), None)
    if found is None:
        body = NOTES.format(commit=commit, repository=github.repository)
        new = {"tag_name": tag, "target_commitish": commit, "name": tag, "body": body, "draft": True}
        found = github.send("POST", "/releases", new)
    number, address = inner(found, "id"), inner(found, "upload_url")
    if not isinstance(number, int) or not isinstance(address, str):
        raise StepError("GitHub 没有说明发布件存放在哪里。")
    there = {inner(one, "name") for one in inner(found, "assets") or []}
    for path in files:
        if path.name not in there:
            github.upload(f"{address.partition('{')[0]}?name={quote(path.name)}", path.read_bytes())
    if inner(found, "draft") is True:
        github.send("PATCH", f"/releases/{number}", {"draft": False})
    summarize(f"## 已发布\n\n{tag}，由提交 {commit} 生成。")
    return 0
