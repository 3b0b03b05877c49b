"""What a site was made from, and the hash of each of its files: written by the build, into the site."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from macros.fonts import chosen
from macros.furniture.facts import public_address
from macros.git import git
from macros.inputs import UsageError
from macros.pack.sums import NAME, SumsError, as_text, differences, read_sums, sums_of
from macros.project import HERE, Project
from macros.publish.json_text import Object, json_bytes
from macros.publish.provenance import BEIJING, time_of

BUILD = "build.json"
COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
KEYS = ("commit", "committed_at", "address", "demonstration", "documents", "fonts", "drafts")
SOURCES = ("data", "docs", "macros", "theme", "mkdocs.yml", "requirements.lock")  # everything a site is made from


class NotSealedError(Exception):
    """A folder that is no whole site of ours, as it was made; the text says why, one sentence a line."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The commit a site was made from, and when that was made."""

    commit: str
    committed_at: datetime

    @property
    def seconds(self) -> int:
        """The time as SOURCE_DATE_EPOCH has it."""
        return int(self.committed_at.timestamp())


@dataclass(frozen=True, slots=True)
class Sealed:
    """A whole site, its files being what they were when it was made. ``digest`` stands for all of them."""

    origin: Origin
    address: str | None
    demonstration: bool
    drafts: bool
    sums: dict[str, str]
    digest: str


def origin_of(root: Path) -> Origin | None:
    """The commit everything a site is made from is at; ``None`` when something was changed since, or there is no Git.

    A commit without a time that can be is none to make a site from: its files are to bear that time.
    A program that lies elsewhere is of no commit of this repository.
    """
    try:
        known = git(root, "ls-files", "--error-unmatch", "--", "mkdocs.yml")
        changed = git(root, "status", "--porcelain", "--untracked-files=all", "--", *SOURCES)
        told = git(root, "-c", "log.showSignature=false", "log", "-1", "--no-color", "--format=%H %ct")
    except UsageError:
        return None
    if known is None or changed is None or changed or told is None or root.resolve() != HERE:
        return None
    commit, _, seconds = told.decode("ascii").strip().partition(" ")
    time = time_of(seconds)
    return Origin(commit, time) if time else None


def seal(project: Project, site: Path, origin: Origin | None, *, documents: bool) -> None:
    """Write what the finished ``site`` was made from, then the hash of every file."""
    commit, time = (origin.commit, origin.committed_at.isoformat()) if origin else (None, None)
    fonts = chosen().name if documents else None
    facts = (commit, time, public_address(project), project.site.demonstration, documents, fonts, project.drafts)
    about: Object = dict(zip(KEYS, facts, strict=True))
    (site / BUILD).write_bytes(json_bytes(about))
    (site / NAME).write_bytes(as_text(sums_of(site)).encode())


def read_seal(site: Path) -> Sealed:
    """A site as it was made. Raises ``NotSealedError`` with everything that is not so."""
    if not (site / NAME).is_file() or not (site / BUILD).is_file():
        raise NotSealedError(
            f"{site} 不是 gongkai build 生成的完整网站：没有 {NAME} 或者 {BUILD}。请先运行 make build。"
        )
    text = (site / NAME).read_bytes()
    try:
        sums = read_sums(text.decode("utf-8", "backslashreplace"), str(site / NAME))
        changed = differences(sums, sums_of(site))
    except SumsError as error:
        raise NotSealedError(str(error)) from None
    if changed:
        raise NotSealedError("\n".join((f"{site} 生成以后被改动过，请重新运行 make build：", *changed)))
    try:
        about = json.loads((site / BUILD).read_bytes())
        commit, time, address, demonstration, documents, _, drafts = (about[key] for key in KEYS)
        origin = _origin(commit, time) if commit is not None else None
        if not (address is None or isinstance(address, str)):
            raise TypeError
    except (ValueError, KeyError, TypeError):
        raise NotSealedError(f"{site / BUILD} 读不出来，请重新运行 make build。") from None
    if origin is None:
        raise NotSealedError(
            f"{site} 不是从一次提交原样生成的（有未提交的改动，或者不在 Git 仓库里），写不明来源。"
            "请提交全部改动，再运行 make build。"
        )
    if not documents:
        raise NotSealedError(f"{site} 是用 --no-documents 生成的，缺少供下载的文件。请运行 make build。")
    return Sealed(origin, address, bool(demonstration), bool(drafts), sums, hashlib.sha256(text).hexdigest())


def _origin(commit: str, time: str) -> Origin:
    """What the file says of the commit; products are named by it. Raises ``ValueError``, ``TypeError``."""
    if COMMIT.fullmatch(commit) is None:
        raise ValueError
    return Origin(commit, datetime.fromisoformat(time).astimezone(BEIJING))
