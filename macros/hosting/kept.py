"""A release as GitHub keeps it, held against the products at hand: whose it is, of which commit, the same to the byte.

Anybody who may write to the repository can make a release or a tag in advance, and change the files of a draft.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from macros.hosting.api import US, GitHub, RefusedError
from macros.hosting.runner import inner, visible


def wrong_release(found: object, tag: str, commit: str, digests: Mapping[str, str]) -> list[str]:
    """What in a release is not ours, in phrases; a file that is still missing is not wrong."""
    wrong = []
    if not by_us(found):
        wrong.append(f"建立它的是 {_shown(found, 'author', 'login')}，不是发布工作流（{US}）")
    if inner(found, "tag_name") != tag:
        wrong.append(f"它的标签是 {_shown(found, 'tag_name')}，应是 {tag}")
    if inner(found, "target_commitish") != commit:
        wrong.append(f"它属于 {_shown(found, 'target_commitish')}，应是提交 {commit}")
    for asset in _assets(found):
        name, digest = inner(asset, "name"), inner(asset, "digest")
        if name not in digests:
            wrong.append(f"其中的 {_shown(asset, 'name')} 不是成品")
        elif digest != f"sha256:{digests[name]}":
            wrong.append(f"其中的 {name} 与校验过的不同，摘要是{_shown(asset, 'digest')}")
    return wrong


def missing(found: object, digests: Mapping[str, str]) -> list[str]:
    """The products a release does not hold yet."""
    there = {inner(asset, "name") for asset in _assets(found)}
    return [name for name in digests if name not in there]


def wrong_tag(github: GitHub, tag: str, commit: str, *, needed: bool) -> list[str]:
    """What is wrong with the tag, in phrases. Before the first publication it need not be there."""
    try:
        found = inner(github.get(f"/git/ref/tags/{quote(tag, safe='')}"), "object")
    except RefusedError as error:
        if error.status != 404:
            raise
        return ["它的标签不在"] if needed else []
    if inner(found, "type") == "commit" and inner(found, "sha") == commit:
        return []
    return [f"标签 {tag} 指向 {_shown(found, 'sha')}，应是提交 {commit}（由仓库所有者暂停标签的规则集后才能删除它）"]


def by_us(found: object) -> bool:
    """Whether a workflow of this repository made it."""
    return (inner(found, "author", "login"), inner(found, "author", "type")) == (US, "Bot")


def _assets(found: object) -> list[Any]:
    listed = inner(found, "assets")
    return listed if isinstance(listed, list) else []


def _shown(found: object, *keys: str) -> str:
    value = inner(found, *keys)
    return visible(str(value))[:100] if value else "（没有写明）"
