"""The gate before a release, and the release: products kept under a tag of their own."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from macros.hosting.api import GitHub
from macros.hosting.kept import missing, wrong_release, wrong_tag
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
    """Keep the products as a release. One that a broken run has left is completed if nothing in it is another's."""
    github, commit = GitHub(), variable("GITHUB_SHA")
    files = {path.name: path.read_bytes() for path in sorted(Path(FOLDER).iterdir()) if path.is_file()}
    named = [name.removesuffix(".tar.gz") for name in files if name.endswith(".tar.gz")]
    if len(named) != 1 or LIST not in files:
        raise StepError(f"{FOLDER}/ 里应有一个 .tar.gz 和 {LIST}。")
    tag, digests = named[0], {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    text = {"name": tag, "body": NOTES.format(commit=commit, repository=github.repository), "prerelease": False}
    found = _draft(github, {**text, "tag_name": tag, "target_commitish": commit, "draft": True})
    number, address = inner(found, "id"), inner(found, "upload_url")
    if not isinstance(number, int) or not isinstance(address, str):
        raise StepError("GitHub 没有说明发布件存放在哪里。")
    wrong = wrong_release(found, tag, commit, digests) + wrong_tag(github, tag, commit, needed=False)
    if inner(found, "draft") is not True and missing(found, digests):
        wrong.append("它已经公开，却缺少成品")
    if not wrong:
        for name in missing(found, digests):
            github.upload(f"{address.partition('{')[0]}?name={quote(name)}", files[name])
        found = github.get(f"/releases/{number}")
        wrong = _incomplete(found, tag, commit, digests)
    if wrong:
        raise StepError(f"没有发布。发布件 {tag} 不能用：{'；'.join(wrong)}。查清是谁建立或改动的，删除后重新运行。")
    _publish(github, found, text, digests)
    summarize(f"## 已发布\n\n{tag}，由提交 {commit} 生成。")
    return 0


def _draft(github: GitHub, new: dict[str, Any]) -> Any:
    """The release of the tag, or a new draft. Only a draft takes files where releases cannot be changed."""
    tag = new["tag_name"]
    there = [one for one in github.all("/releases") if inner(one, "tag_name") == tag]  # drafts are in the list only
    if len(there) > 1:
        raise StepError(f"没有发布。标签 {tag} 有 {len(there)} 个发布件：查清是谁建立的，删除后重新运行。")
    return there[0] if there else github.send("POST", "/releases", new)


def _publish(github: GitHub, found: Any, text: dict[str, Any], digests: dict[str, str]) -> None:
    """Make it public, and look once more at what is public now: until then a draft can be changed by others."""
    tag, commit = inner(found, "tag_name"), inner(found, "target_commitish")
    public = github.send("PATCH", f"/releases/{inner(found, 'id')}", {**text, "draft": False})
    wrong = _incomplete(public, tag, commit, digests) + wrong_tag(github, tag, commit, needed=True)
    if inner(public, "draft") is not False:
        wrong.append("它还是草稿")
    if wrong:
        raise StepError(f"发布件 {tag} 公开时被人改动：{'；'.join(wrong)}。立即撤下，不要使用其中的文件。")
    if inner(public, "immutable") is not True:
        annotate("warning", "发布件公开以后仍能被改动：请在仓库设置的 Releases 里打开 release immutability。")


def _incomplete(found: Any, tag: str, commit: str, digests: dict[str, str]) -> list[str]:
    lacking = [f"其中没有 {name}" for name in missing(found, digests)]
    return wrong_release(found, tag, commit, digests) + lacking
