"""A preview online, where it is wanted: the validated files of a pull request, put into a repository of their own.

That repository holds nothing else, so what is in a preview shares neither address nor rights with anything real.
"""

from __future__ import annotations

import base64
import os
import re
import subprocess
import tempfile
from pathlib import Path

from macros.hosting.api import GitHub
from macros.hosting.checked import checked_run
from macros.hosting.runner import StepError, inner, summarize, variable
from macros.hosting.site_archive import WHOLE, read_site

BRANCH = "gh-pages"
FOLDER = re.compile(r"pr-(\d+)")
NAME = re.compile(r"[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+")


def preview() -> int:
    """Put the preview of the run that has just ended online; previews of closed pull requests go."""
    github, to = GitHub(), variable("PREVIEW_REPOSITORY")
    if NAME.fullmatch(to) is None or to.casefold() == github.repository.casefold():
        raise StepError("PREVIEW_REPOSITORY 应是另一个仓库，写成“所有者/名称”。")
    run = checked_run(github)
    if run.preview is None or run.conclusion != "success" or len(run.numbers) != 1:
        print("这次检查没有通过、没有预览，或提交已不是修改申请的最新提交，不上线。")
        return 0
    files = dict(read_site(github.download(f"/actions/artifacts/{run.preview}/zip", WHOLE)))
    if "index.html" not in files:
        raise StepError("预览里没有 index.html，没有采用。")
    (number,) = run.numbers
    opened = {inner(one, "number") for one in github.all("/pulls?state=open")}
    with tempfile.TemporaryDirectory(prefix="gongkai-preview-") as scratch:
        root = Path(scratch)
        _fetch(root, f"{variable('GITHUB_SERVER_URL')}/{to}.git")
        for folder in sorted(root.iterdir()):
            name = FOLDER.fullmatch(folder.name)
            if name and (int(name[1]) == number or int(name[1]) not in opened):
                _git(root, "rm", "-r", "-q", "--ignore-unmatch", "--", folder.name)
        for path, data in files.items():
            place = root / f"pr-{number}" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        (root / ".nojekyll").touch()
        (root / "robots.txt").write_text("User-agent: *\nDisallow: /\n", encoding="ascii")
        _git(root, "add", "--all", "--force")
        _git(root, "commit", "-q", "--allow-empty", "-m", f"{number} 号修改申请的预览（{run.sha}）")
        _git(root, "push", "-q", "origin", f"HEAD:refs/heads/{BRANCH}")
    summarize(f"{number} 号修改申请的预览已上线：pr-{number}/，共 {len(files)} 个文件。")
    return 0


def _fetch(root: Path, address: str) -> None:
    """The branch as it is; a repository that is still empty starts one."""
    _git(root, "init", "-q", f"--initial-branch={BRANCH}")
    _git(root, "remote", "add", "origin", address)
    if _git(root, "ls-remote", "--heads", "origin", BRANCH):
        _git(root, "fetch", "-q", "--depth=1", "origin", BRANCH)
        _git(root, "checkout", "-q", "-B", BRANCH, "FETCH_HEAD")


def _git(root: Path, *args: str) -> str:
    """Run Git with nothing but the token of the preview's repository; the token stands in no argument."""
    login = base64.b64encode(f"x-access-token:{variable('PREVIEW_TOKEN')}".encode()).decode()
    settings = {
        "user.name": "github-actions[bot]",
        "user.email": "41898282+github-actions[bot]@users.noreply.github.com",
        "core.hooksPath": os.devnull,
        "core.autocrlf": "false",
        f"http.{variable('GITHUB_SERVER_URL')}/.extraheader": f"Authorization: Basic {login}",
    }
    environment = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0"}
    environment |= {"GIT_CONFIG_COUNT": str(len(settings))}
    for number, (key, value) in enumerate(settings.items()):
        environment |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    done = subprocess.run(["git", "-C", str(root), *args], env=environment, capture_output=True, check=False)  # noqa: S603, S607
    if done.returncode:
        raise StepError(f"预览没有上线（git {args[0]}）：{done.stderr.decode('utf-8', 'replace').strip()}")
    return done.stdout.decode("utf-8", "replace").strip()
