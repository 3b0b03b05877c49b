"""What ``.github`` says, read back and held against the tree: each question gives its mistakes, empty when all is well.

Everything takes the root of a tree, so that a spoiled copy can be asked too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

ACTIONS = 15368  # the id of GitHub Actions, as the only one that may report a required check
# Who may do what. A job that needs more is written down here first.
RIGHTS: dict[str, dict[str, str]] = {
    "check.yml/content": {"contents": "read"},
    "check.yml/code": {"contents": "read"},
    "check.yml/workflows": {"contents": "read"},
    "check.yml/conclusion": {"contents": "read"},
    "deploy.yml/check": {"contents": "read"},
    "deploy.yml/since": {"contents": "read"},
    "deploy.yml/publish": {"actions": "read", "contents": "write", "id-token": "write", "attestations": "write"},
    "deploy.yml/pages": {"pages": "write", "id-token": "write"},
    "preview.yml/preview": {"contents": "read", "actions": "read", "pull-requests": "read"},
    "reproduce.yml/reproduce": {"contents": "read"},
    "review.yml/comment": {"contents": "read", "actions": "read", "pull-requests": "write"},
}
SECRETS = {"preview.yml/preview": {"PREVIEW_TOKEN"}}  # only where people of an environment say yes each time
MAINTAINERS = "gongkai-maintainers"
OWNED = {  # whose approval a file needs: the last name of each team
    "README.md": {MAINTAINERS},
    ".github/CODEOWNERS": {MAINTAINERS},
    ".github/workflows/check.yml": {MAINTAINERS},
    ".github/rulesets/main.json": {MAINTAINERS},
    ".ci/run": {MAINTAINERS},
    "Makefile": {MAINTAINERS},
    "mkdocs.yml": {MAINTAINERS},
    "pyproject.toml": {MAINTAINERS},
    "requirements.lock": {MAINTAINERS},
    "macros/cli.py": {MAINTAINERS},
    "tests/conftest.py": {MAINTAINERS},
    "theme/main.html": {MAINTAINERS},
    "data/site.yml": {MAINTAINERS},
    "data/forms/2021.yml": {MAINTAINERS},
    "data/agencies/suzhou-gxj.yml": {MAINTAINERS},
    "data/reports/suzhou-gxj/2024.yml": {"gongkai-offices", "gongkai-secrecy"},
    "docs/reports/suzhou-gxj/2024.md": {"gongkai-offices", "gongkai-secrecy"},
    "docs/about.md": {"gongkai-offices", "gongkai-secrecy"},
    "docs/x/.github/x.md": {"gongkai-offices", "gongkai-secrecy"},
}
STEP = re.compile(r"make ([a-z][a-z-]*)|gongkai [a-z][a-z0-9 ./-]*")
PIN = re.compile(r"uses: (?P<action>[\w./-]+)@(?P<commit>[0-9a-f]{40}) # v\d+\.\d+\.\d+$")


def workflows(root: Path) -> dict[str, dict[str, Any]]:
    """Every workflow by its file's name; all values as text, so that ``on`` stays a word."""
    found = sorted((root / ".github/workflows").iterdir())
    return {path.name: _parsed(path.read_text(encoding="utf-8")) for path in found}


@lru_cache
def _parsed(text: str) -> dict[str, Any]:
    found = yaml.load(text, yaml.CBaseLoader)  # noqa: S506 - makes nothing but texts, lists and mappings
    assert isinstance(found, dict)
    return found


def jobs(root: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every job, named by its file and id."""
    for file, workflow in workflows(root).items():
        for name, job in workflow["jobs"].items():
            yield f"{file}/{name}", job


def steps(root: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every step of every job."""
    for name, job in jobs(root):
        for step in job.get("steps", []):
            yield name, step


def targets(root: Path) -> set[str]:
    """The targets of the Makefile that ``make help`` lists."""
    return set(re.findall(r"^([a-z][a-z-]*):.*## ", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def wrong_pins(root: Path) -> Iterator[str]:
    """Actions that are not pinned by a commit with its version beside it, or workflows that are not there."""
    for path in sorted((root / ".github").rglob("*.y*ml")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            text = line.strip().removeprefix("- ")
            if not text.startswith("uses:"):
                continue
            own = re.fullmatch(r"uses: \./(\S+)( #.*)?", text)
            if (own is None or not (root / own[1]).is_file()) and PIN.fullmatch(text) is None:
                yield f"{path.name}:{number}: {text}"


def wrong_runs(root: Path) -> Iterator[str]:
    """Steps that run anything but one target of make or one call of the command, or that a value is pasted into."""
    known = targets(root)
    for name, step in steps(root):
        if "run" in step:
            call = STEP.fullmatch(step["run"])
            if call is None or (call[1] is not None and call[1] not in known) or "shell" in step:
                yield f"{name}: {step['run']}"


def wrong_rights(root: Path) -> Iterator[str]:
    """Rights that differ from the table; a workflow gives none of its own."""
    for file, workflow in workflows(root).items():
        if workflow.get("permissions") != {}:
            yield f"{file}: {workflow.get('permissions')}"
    found = {name: job.get("permissions") for name, job in jobs(root)}
    yield from (
        f"{name}: {found.get(name)}" for name in sorted({*found, *RIGHTS}) if found.get(name) != RIGHTS.get(name)
    )


def secrets_at_hand(root: Path) -> Iterator[str]:
    """Secrets that are not written down above; the job's token where code of a pull request runs, or the reverse."""
    for path in sorted((root / ".github/workflows").iterdir()):
        text = re.sub(r"(^|\s)#.*", "", path.read_text(encoding="utf-8"))
        on = workflows(root)[path.name]["on"]
        if "pull_request_target" in text or "secrets" in text.partition("\njobs:")[0]:
            yield f"{path.name}: pull_request_target, or secrets for all jobs"
        if "pull_request" in on and re.search(r"github\.token|GITHUB_TOKEN", text):
            yield f"{path.name}: token"
        if "workflow_run" in on:
            allowed = {"${{ github.event.repository.default_branch }}"}
            for name, step in steps(root):
                if name.startswith(path.name) and "checkout" in step.get("uses", ""):
                    yield from (f"{path.name}: {ref}" for ref in [step["with"].get("ref")] if ref not in allowed)
    for name, job in jobs(root):
        used = set(re.findall(r"secrets\W+(\w+)|(inherit)", str(job)))
        if {one for pair in used for one in pair if one} != SECRETS.get(name, set()) or (
            used and "environment" not in job
        ):
            yield f"{name}: {used}"
    for name, step in steps(root):
        if "actions/checkout" in step.get("uses", "") and step.get("with", {}).get("persist-credentials") != "false":
            yield f"{name}: persist-credentials"


def without_end(root: Path) -> Iterator[str]:
    """Jobs that may run for ever."""
    for name, job in jobs(root):
        if "uses" not in job and not job.get("timeout-minutes", "").isdigit():
            yield name


def required(root: Path) -> list[tuple[str, int]]:
    """The checks the rulesets require."""
    rulesets = sorted((root / ".github/rulesets").glob("*.json"))
    rules = [rule for path in rulesets for rule in json.loads(path.read_text(encoding="utf-8"))["rules"]]
    checks = [one for rule in rules for one in rule.get("parameters", {}).get("required_status_checks", [])]
    return [(check["context"], check["integration_id"]) for check in checks]


def wrong_checks(root: Path) -> Iterator[str]:
    """Required checks that no job of a pull request reports, or that some other job could fail without failing them."""
    if not required(root):
        yield "nothing is required"
    for context, app in required(root):
        found = [
            (workflow, name, job)
            for workflow in workflows(root).values()
            if {"pull_request", "merge_group"} <= set(workflow["on"])
            for name, job in workflow["jobs"].items()
            if job["name"] == context
        ]
        if len(found) != 1 or app != ACTIONS:
            yield f"{context} ({app})"
        for workflow, name, job in found:
            others = set(workflow["jobs"]) - {name}
            if job.get("if") != "always()" or set(job.get("needs", [])) != others or "paths" in str(workflow["on"]):
                yield f"{context}: does not wait for {sorted(others)}"


def wrong_names(root: Path) -> Iterator[str]:
    """Names that one file uses and another has given: workflows, artifacts, labels, folders."""
    all_workflows = workflows(root)
    names = {workflow["name"] for workflow in all_workflows.values()}
    uploads = {
        step["with"]["name"]
        for _, step in steps(root)
        if "upload-artifact" in step.get("uses", "") and "name" in step["with"]
    }
    uploads |= {"github-pages" for _, step in steps(root) if "upload-pages-artifact" in step.get("uses", "")}
    for workflow in all_workflows.values():
        if "workflow_run" in workflow["on"]:
            yield from (f"workflow {one}" for one in workflow["on"]["workflow_run"]["workflows"] if one not in names)
    for name, step in steps(root):
        if "download-artifact" in step.get("uses", "") and step["with"]["name"] not in uploads:
            yield f"{name}: artifact {step['with']['name']}"
    labels = {label["name"] for label in json.loads((root / ".github/labels.json").read_text(encoding="utf-8"))}
    for path in sorted((root / ".github/ISSUE_TEMPLATE").glob("[0-9]*.yml")):
        form = yaml.safe_load(path.read_text(encoding="utf-8"))
        yield from (f"{path.name}: label {one}" for one in form["labels"] if one not in labels)
    for update in yaml.safe_load((root / ".github/dependabot.yml").read_text(encoding="utf-8"))["updates"]:
        yield from (f"dependabot: label {one}" for one in update["labels"] if one not in labels)
        if not (root / update["directory"].lstrip("/")).is_dir():
            yield f"dependabot: {update['directory']}"


def owners(root: Path) -> list[tuple[str, list[str]]]:
    """The rules of CODEOWNERS in their order."""
    lines = (root / ".github/CODEOWNERS").read_text(encoding="utf-8").splitlines()
    rules = [line.split() for line in lines if line.strip() and not line.startswith("#")]
    return [(rule[0], rule[1:]) for rule in rules]


def owners_of(root: Path, path: str) -> set[str]:
    """Whose approval a file needs: the last rule that fits it."""
    found: set[str] = set()
    for pattern, teams in owners(root):
        inside = pattern.endswith("/") and path.startswith(pattern.lstrip("/"))
        if pattern == "*" or inside or fnmatchcase(path, pattern.lstrip("/")):
            found = {team.rpartition("/")[2] for team in teams}
    return found


def wrong_owners(root: Path) -> Iterator[str]:
    """Rules that fit nothing, that GitHub cannot read, or by which a file belongs to somebody else than it should."""
    rules = owners(root)
    if not rules or rules[0][0] != "*":
        yield "the first rule must be *: what is not named belongs to the maintainers"
    for pattern, teams in rules:
        there = (
            (root / pattern.lstrip("/")).is_dir() if pattern.endswith("/") else (root / pattern.lstrip("/")).is_file()
        )
        if pattern != "*" and (not pattern.startswith("/") or not there):
            yield f"{pattern}: not there"
        if not teams or not all(re.fullmatch(r"@[A-Za-z0-9-]+/[a-z0-9-]+", team) for team in teams):
            yield f"{pattern}: {teams}"
    yield from (f"{path}: {owners_of(root, path)}" for path, teams in OWNED.items() if owners_of(root, path) != teams)
