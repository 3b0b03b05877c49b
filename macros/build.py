"""Making and serving the site: check first, then MkDocs in a folder of its own, then put in place whole."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from macros import progress
from macros.check import check
from macros.engine_words import in_chinese
from macros.findings import Result
from macros.handover import VARIABLE, taken_over
from macros.inputs import UsageError
from macros.pack.seal import origin_of, seal
from macros.project import DOCUMENTS, DRAFTS, PREVIEW, Project

MARK = "assets/gongkai.css"  # what tells a folder that holds a site
EPOCH = "SOURCE_DATE_EPOCH"  # the time for everything that would look at a clock: that of the commit
ENVIRONMENT = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}


class BuildError(Exception):
    """The site could not be made; the text is what the person who called should read.

    ``result`` is what the check found, where it came to one.
    """

    def __init__(self, text: str, result: Result | None = None) -> None:
        super().__init__(text)
        self.result = result


@dataclass(frozen=True, slots=True)
class Made:
    """A site that was made: how many pages, and what the check found."""

    pages: int
    result: Result


def check_all(root: Path) -> Result:
    """The check of everything the site is made from."""
    return check(Project(root), [path for path in (root / "data", root / "docs") if path.is_dir()])


def _mkdocs(root: Path, *args: str) -> list[str]:
    return [sys.executable, "-P", "-m", "mkdocs", *args, "--config-file", str(root / "mkdocs.yml")]


def build(root: Path, to: Path, *, documents: bool = True, drafts: bool = False) -> Made:
    """Check everything and write the site to ``to``. The old site stays until the new one is whole.

    Without ``documents`` only the pages are made; with ``drafts`` also those of reports that are not published yet, for
    those who review them. The check is the one the macros run at the start of the build.
    Raises ``BuildError``.
    """
    if to.exists() and not (to / MARK).is_file() and any(to.iterdir()):
        raise UsageError(f"{to} 不是网站文件夹，为免丢失其中的文件，没有生成。")
    to.parent.mkdir(parents=True, exist_ok=True)
    origin = origin_of(root)
    with tempfile.TemporaryDirectory(prefix=".gongkai-", dir=to.parent) as scratch:
        made, old, found = Path(scratch, "new"), Path(scratch, "old"), Path(scratch, "result")
        told, said = Path(scratch, "progress"), Path(scratch, "said")
        environment = {
            **os.environ, **ENVIRONMENT, VARIABLE: str(found), progress.VARIABLE: str(told),
            DOCUMENTS: "1" if documents else "0", DRAFTS: "1" if drafts else "0",
            EPOCH: str(origin.seconds if origin else 0),
        }  # fmt: skip
        command = [*_mkdocs(root, "build", "--strict"), "--site-dir", str(made)]
        with said.open("wb") as log:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter, no input of an editor
                command, cwd=root, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
            status = progress.wait(process, told)
        output = said.read_text(encoding="utf-8", errors="replace")
        result = taken_over(found)
        if result is not None and result.failed:
            raise BuildError("校验发现错误，没有生成网站。", result)
        if status != 0 or result is None:
            raise BuildError("网站没有生成：\n" + in_chinese(output), result)
        for line in output.splitlines():
            if line.startswith("提示："):
                print(line, file=sys.stderr)
        project = Project(root)
        project.drafts = drafts
        pages = verify(project, made)
        seal(project, made, origin if origin == origin_of(root) else None, documents=documents)
        if to.exists():
            to.rename(old)
        try:
            made.rename(to)
        except OSError:
            if old.exists():
                old.rename(to)
            raise
    return Made(pages, result)


def verify(project: Project, site: Path) -> int:
    """Look at what was made: the notice on every page of a demonstration, no leftover of a macro."""
    pages = sorted(site.rglob("*.html"))
    notice = project.site.demonstration
    for path in pages:
        html = path.read_text(encoding="utf-8")
        name = path.relative_to(site).as_posix()
        if ('class="gk-notice"' in html) is not notice:
            raise BuildError(f"{name}：{'缺少' if notice else '多出'}“本站为演示”的说明，没有生成网站。")
        if "{{" in html or "Traceback (most recent call last)" in html:
            raise BuildError(f"{name}：页面里有没有处理的模板，没有生成网站。")
    return len(pages)


def free_port(first: int) -> int:
    """The first free port of this machine from ``first`` on."""
    for port in range(first, first + 50):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise UsageError(f"{first} 至 {first + 49} 号端口都被占用，请用 --port 另选一个。")


def serve(root: Path, port: int) -> int:
    """Preview the site with reload until interrupted."""
    address = f"127.0.0.1:{free_port(port)}"
    print(f"预览地址：http://{address}/ （按 Ctrl+C 停止；改动保存后页面自动刷新）", flush=True)
    command = [*_mkdocs(root, "serve", "--strict"), "--dev-addr", address]
    environment = {**os.environ, **ENVIRONMENT, PREVIEW: "1"}
    try:
        return subprocess.run(command, cwd=root, env=environment, check=False).returncode  # noqa: S603 - ours
    except KeyboardInterrupt:
        return 0
