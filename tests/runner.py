"""Workflows run on this machine as GitHub would: clean clones, ``bash -eo pipefail``, files of the runner, artifacts.

What stands in: actions of GitHub are replaced by what they do to the workspace; ``.venv`` is this one, so nothing is
installed; targets of ``LONG`` are only looked for. What only GitHub has is not here: its machines, approvals, rules.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.content import ROOT
from tests.expressions import evaluated, filled
from tests.github_files import targets, workflows
from tests.repository import ALONE, git

LONG = {"make lint", "make test", "make guides", "make actionlint"}
SHELL = ["bash", "--noprofile", "--norc", "-eo", "pipefail"]


@dataclass
class Run:
    """One run of a workflow: what set it off, and everything that came of it."""

    folder: Path
    source: Path  # the repository, as GitHub holds it
    sha: str
    event_name: str
    event: dict[str, Any]
    ref_name: str = "main"
    variables: Mapping[str, str] = field(default_factory=dict)
    approved: frozenset[str] = frozenset()  # environments whose people have said yes
    environment: Mapping[str, str] = field(default_factory=dict)
    artifacts: dict[str, dict[str, bytes]] = field(default_factory=dict)
    summary: str = ""
    log: str = ""
    deployed: dict[str, bytes] = field(default_factory=dict)
    attested: set[str] = field(default_factory=set)
    ran: list[str] = field(default_factory=list)

    def workflow(self, file: str) -> dict[str, dict[str, Any]]:
        """Run a workflow; what each job came to."""
        workflow = workflows(self.source_tree)[file]
        results: dict[str, dict[str, Any]] = {}
        for name, job in workflow["jobs"].items():
            asked = job.get("needs", [])
            needs = {one: results[one] for one in ([asked] if isinstance(asked, str) else asked)}
            context = self._context(needs)
            good = all(one["result"] == "success" for one in needs.values())
            wanted = bool(evaluated(job["if"], context)) if "if" in job else True
            place = job.get("environment", "")
            place = place["name"] if isinstance(place, dict) else place
            if not wanted or not (good or "always()" in job.get("if", "")):
                results[name] = {"result": "skipped", "outputs": {}}
            elif place and place not in self.approved:
                results[name] = {"result": "waiting", "outputs": {}}
            elif "uses" in job:
                results[name] = self._called(job["uses"].removeprefix("./.github/workflows/"))
            else:
                results[name] = self._job(name, job, context, workflow.get("env", {}))
        return results

    @property
    def source_tree(self) -> Path:
        """The files of the commit that is run, to read workflows from."""
        tree = self.folder / "tree"
        if not tree.exists():
            self._clone(tree, depth=1)
        return tree

    def _called(self, file: str) -> dict[str, Any]:
        results = self.workflow(file)
        outputs = workflows(self.source_tree)[file]["on"]["workflow_call"]["outputs"]
        good = all(one["result"] == "success" for one in results.values())
        given = {name: filled(one["value"], {"jobs": results}) for name, one in outputs.items()}
        return {"result": "success" if good else "failure", "outputs": given}

    def _context(self, needs: Mapping[str, Any]) -> dict[str, Any]:
        github = {
            "event_name": self.event_name, "event": self.event, "repository": "office/gongkai", "token": "t",
            "ref": f"refs/heads/{self.ref_name}",
        }  # fmt: skip
        secrets = {"PREVIEW_TOKEN": "other"} if "preview" in self.approved else {}
        return {"github": github, "vars": self.variables, "secrets": secrets, "needs": needs, "steps": {}}

    def _clone(self, to: Path, *, depth: int, ref: str = "") -> None:
        """A clean clone; the objects stay where they are, so that it costs no more than writing the files."""
        git(Path(), "init", "-q", str(to))
        (to / ".git/objects/info/alternates").write_text(f"{self.source}/.git/objects\n", encoding="utf-8")
        commit = git(self.source, "rev-parse", "--verify", ref or self.sha)
        if depth:
            (to / ".git/shallow").write_text(f"{commit}\n", encoding="ascii")
        git(to, "checkout", "-q", "--detach", commit)

    def _job(self, name: str, job: dict[str, Any], context: dict[str, Any], env: Mapping[str, str]) -> dict[str, Any]:
        space, result = self.folder / name, "success"
        if all(step.get("run", "make test") in LONG for step in job["steps"]):
            space = self.source_tree  # nothing is run: a clone of its own would only cost time
        for number, step in enumerate(job["steps"]):
            if result != "success" or ("if" in step and not evaluated(step["if"], context)):
                continue
            given = {key: filled(value, context) for key, value in {**env, **step.get("env", {})}.items()}
            with_ = {key: filled(value, context) for key, value in step.get("with", {}).items()}
            self.ran.append(step.get("run", step.get("uses", "")).partition("@")[0])
            if "run" in step:
                outputs = self._step(space, number, step["run"], given)
            else:
                outputs = self._action(space, step["uses"].partition("@")[0], with_)
            if outputs is None:
                result = "failure"
            else:
                context["steps"][step.get("id", str(number))] = {"outputs": outputs}
        if space != self.source_tree:
            shutil.rmtree(space)
        outputs = {key: filled(value, context) for key, value in job.get("outputs", {}).items()}
        return {"result": result, "outputs": outputs}

    def _step(self, space: Path, number: int, run: str, given: Mapping[str, str]) -> dict[str, str] | None:
        if run in LONG:
            assert run.removeprefix("make ") in targets(space)
            return {}
        files = {key: self.folder / f"{space.name}-{number}-{key}" for key in ("output", "summary")}
        for file in files.values():
            file.touch()
        (self.folder / "event.json").write_text(json.dumps(self.event), encoding="utf-8")
        (self.folder / "step.sh").write_text(run, encoding="utf-8")
        environment = {
            "PATH": f"{self._tools()}:/usr/local/bin:/usr/bin:/bin", "HOME": str(self.folder), "CI": "true",
            "GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": self.event_name, "GITHUB_REF_NAME": self.ref_name,
            "GITHUB_EVENT_PATH": str(self.folder / "event.json"), "GITHUB_OUTPUT": str(files["output"]),
            "GITHUB_STEP_SUMMARY": str(files["summary"]), "GITHUB_SHA": self.sha,
            "GITHUB_REPOSITORY": "office/gongkai", "GITHUB_SERVER_URL": "https://github.example",
            "PYTHONPATH": str(space), "PYTHONDONTWRITEBYTECODE": "1", "no_proxy": "*", **ALONE,
            **self.environment, **given,
        }  # fmt: skip
        done = subprocess.run(
            [*SHELL, str(self.folder / "step.sh")], cwd=space, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        self.log += f"$ {run}\n{done.stdout.decode('utf-8', 'replace')}"
        self.summary += files["summary"].read_text(encoding="utf-8")
        lines = files["output"].read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines) if done.returncode == 0 else None

    def _tools(self) -> Path:
        """What ``setup-python`` would have put on the path."""
        tools = self.folder / "tools"
        tools.mkdir(exist_ok=True)
        if not (tools / "python3.11").exists():
            (tools / "python3.11").symlink_to(Path(sys.executable).resolve())
        return tools

    def _action(self, space: Path, action: str, with_: Mapping[str, str]) -> dict[str, str] | None:
        if action == "actions/checkout" and space != self.source_tree:
            self._clone(space, depth=int(with_.get("fetch-depth", "1")), ref=with_.get("ref", ""))
            at_hand(space)
        elif action == "actions/upload-artifact":
            return {} if space == self.source_tree else self._keep(space, with_)
        elif action == "actions/upload-pages-artifact":
            self.artifacts["github-pages"] = {"artifact.tar": tarred(space / with_["path"])}
        elif action == "actions/download-artifact":
            for name, data in self.artifacts[with_["name"]].items():
                to = space / with_["path"] / name
                to.parent.mkdir(parents=True, exist_ok=True)
                to.write_bytes(data)
        elif action == "actions/attest":
            self.attested |= {
                hashlib.sha256(path.read_bytes()).hexdigest() for path in space.glob(with_["subject-path"])
            }
        elif action == "actions/deploy-pages":
            self.deployed = dict(self.artifacts["github-pages"])
            return {"page_url": "https://office.example/gongkai/"}
        else:
            assert action in {"actions/checkout", "actions/setup-python"}, f"no stand-in for {action}"
        return {}

    def _keep(self, space: Path, with_: Mapping[str, str]) -> dict[str, str] | None:
        folder = space / with_["path"]
        paths = (
            [one for one in folder.rglob("*") if one.is_file()] if folder.is_dir() else list(space.glob(with_["path"]))
        )
        files = {
            (one.relative_to(folder).as_posix() if folder.is_dir() else one.name): one.read_bytes() for one in paths
        }
        if not files:
            return None if with_.get("if-no-files-found") == "error" else {}
        if with_.get("archive") == "false":
            assert len(files) == 1, "only one file can be uploaded as it is"
            self.artifacts[next(iter(files))] = files
        else:
            self.artifacts[with_["name"]] = files
        return {}


def at_hand(space: Path) -> None:
    """This ``.venv``, and fonts or not, as they are here; own stamps, so that ``make`` leaves both alone."""
    venv, here = space / ".venv", Path(sys.executable).parent.parent
    venv.mkdir()
    for name in ("bin", "lib", "pyvenv.cfg"):
        (venv / name).symlink_to(here / name)
    (space / ".cache").mkdir()
    if (ROOT / ".cache/fonts").is_dir():
        (space / ".cache/fonts").symlink_to(ROOT / ".cache/fonts")
    for stamp in (".venv/locked", ".venv/installed", ".cache/fonts-tried"):
        (space / stamp).touch()


def tarred(folder: Path) -> bytes:
    """A folder as the action for Pages packs it: without names that begin with a dot."""
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w") as archive:
        archive.add(
            folder,
            arcname=".",
            filter=lambda one: None if Path(one.name).name.startswith(".") and one.name != "." else one,
        )
    return whole.getvalue()
