"""The files of ``.github`` hold together and give no more than they must; a spoiled copy of each is refused."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from macros.hosting.checked import WORKFLOW
from macros.hosting.conclusion import NAMES
from macros.hosting.protection import ENVIRONMENT, OWNERS, RULESET
from tests import github_files
from tests.content import ROOT
from tests.github_files import jobs, workflows

QUESTIONS = (
    github_files.wrong_pins,
    github_files.wrong_runs,
    github_files.wrong_rights,
    github_files.secrets_at_hand,
    github_files.without_end,
    github_files.wrong_checks,
    github_files.wrong_names,
    github_files.wrong_owners,
)
SCHEMAS = {
    "vendor.github-workflows": ".github/workflows/*.yml",
    "vendor.dependabot": ".github/dependabot.yml",
    "vendor.github-issue-forms": ".github/ISSUE_TEMPLATE/[0-9]*.yml",
    "vendor.github-issue-config": ".github/ISSUE_TEMPLATE/config.yml",
}
EIGHT = (
    "分管领导统管", "处室负责人督办", "具体责任人执行", "信息复核反馈",
    "信息发布审查", "保密条例复核", "政务信息员发布", "过错责任追究",
)  # fmt: skip


def ask(tool: str, *args: str) -> subprocess.CompletedProcess[str]:
    """Run a tool that stands beside this Python."""
    return subprocess.run([str(Path(sys.executable).parent / tool), *args], capture_output=True, text=True, check=False)


def zizmor(root: Path) -> subprocess.CompletedProcess[str]:
    """Everything zizmor knows, without the network."""
    return ask(
        "zizmor", "--offline", "--no-progress", "--persona=pedantic", "--strict-collection", str(root / ".github")
    )


def schema(root: Path, name: str) -> subprocess.CompletedProcess[str]:
    """The files of one kind against the schema that comes with the tool."""
    files = sorted(map(str, root.glob(SCHEMAS[name])))
    assert files
    return ask("check-jsonschema", "--builtin-schema", name, *files)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what the questions look at, to be spoiled."""
    root = tmp_path / "copy"
    shutil.copytree(ROOT / ".github", root / ".github")
    for name in (
        "data",
        "docs",
        "theme",
        "macros",
        "tests",
        ".ci",
        "mkdocs.yml",
        "pyproject.toml",
        "requirements.lock",
    ):
        (root / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "Makefile", root)
    return root


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.__name__)
def test_the_files_hold_together(question: Callable[[Path], Iterator[str]]) -> None:
    assert list(question(ROOT)) == []


STEP = "        run: make verdict"
CHECK, DEPLOY, PREVIEW, REVIEW = (f".github/workflows/{name}.yml" for name in ("check", "deploy", "preview", "review"))


@pytest.mark.parametrize(
    ("question", "file", "find", "put"),
    [
        ("wrong_pins", CHECK, "@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "@v7"),
        ("wrong_pins", CHECK, "@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "@main # v7.0.1"),
        ("wrong_pins", CHECK, " # v7.0.1", ""),
        ("wrong_pins", DEPLOY, "workflows/check.yml", "workflows/gone.yml"),
        ("wrong_runs", CHECK, "run: make verdict", "run: make verdict || true"),
        ("wrong_runs", CHECK, "run: make verdict", "run: make verdikt"),
        ("wrong_runs", CHECK, "run: make verdict", "run: make verdict AGAINST=${{ github.head_ref }}"),
        ("wrong_runs", CHECK, "run: make verdict", "run: |\n          make verdict\n          make build"),
        ("wrong_runs", CHECK, "run: make verdict", "run: curl example.org"),
        ("wrong_rights", CHECK, "permissions: {}", "permissions: read-all"),
        ("wrong_rights", CHECK, "contents: read #", "contents: write #"),
        ("wrong_rights", REVIEW, "actions: read #", "actions: write #"),
        ("wrong_rights", DEPLOY, "pages: write # to deploy to Pages\n", "packages: write\n"),
        ("secrets_at_hand", CHECK, STEP, "        env: {X: '${{ secrets.X }}'}\n" + STEP),
        ("secrets_at_hand", CHECK, STEP, "        env: {X: '${{ github.token }}'}\n" + STEP),
        ("secrets_at_hand", CHECK, "  PYTHON: python3.11", "  PYTHON: ${{ secrets.X }}"),
        ("secrets_at_hand", DEPLOY, "    uses: ./", "    secrets: inherit\n    uses: ./"),
        ("secrets_at_hand", PREVIEW, "    environment: preview\n", ""),
        ("secrets_at_hand", CHECK, "  pull_request:\n", "  pull_request_target:\n"),
        ("secrets_at_hand", CHECK, "persist-credentials: false", "persist-credentials: true"),
        ("secrets_at_hand", REVIEW, "github.event.repository.default_branch", "github.event.workflow_run.head_sha"),
        ("without_end", CHECK, "    timeout-minutes: 20\n", ""),
        ("wrong_checks", CHECK, "name: 结论", "name: 总结"),
        ("wrong_checks", CHECK, "needs: [content, code, workflows]", "needs: [content, code]"),
        ("wrong_checks", CHECK, "if: always()", "if: success()"),
        ("wrong_checks", CHECK, "  merge_group:\n", ""),
        ("wrong_checks", CHECK, "  pull_request:\n", "  pull_request:\n    paths: [data/**]\n"),
        ("wrong_checks", ".github/rulesets/main.json", "结论", "内容们"),
        ("wrong_checks", ".github/rulesets/main.json", "15368", "1"),
        ("wrong_names", CHECK, "name: 检查\n", "name: 校验\n"),
        ("wrong_names", CHECK, "name: product", "name: goods"),
        ("wrong_names", ".github/labels.json", "找错", "挑错"),
        ("wrong_names", ".github/dependabot.yml", "/tests/html_validate", "/tests/gone"),
        ("wrong_owners", ".github/CODEOWNERS", "\n/macros/", "\n/macro/"),
        ("wrong_owners", ".github/CODEOWNERS", "/requirements.lock ", "/requirements.txt "),
        ("wrong_owners", ".github/CODEOWNERS", " @ORG/gongkai-secrecy\n", "\n"),
        ("wrong_owners", ".github/CODEOWNERS", "\n/.github/ ", "\n/docs/ "),
        ("wrong_owners", ".github/CODEOWNERS", "\n*  ", "\n/tests/  "),
    ],
)  # fmt: skip
def test_a_spoiled_copy_is_refused(copy: Path, question: str, file: str, find: str, put: str) -> None:
    text = (copy / file).read_text(encoding="utf-8")
    assert find in text
    assert list(getattr(github_files, question)(copy)) == []
    (copy / file).write_text(text.replace(find, put, 1), encoding="utf-8")
    assert list(getattr(github_files, question)(copy)) != []


def test_zizmor_finds_nothing_and_finds_what_is_put_in(copy: Path) -> None:
    done = zizmor(copy)
    assert done.returncode == 0, done.stdout + done.stderr
    path = copy / REVIEW
    path.write_text(
        path.read_text(encoding="utf-8").replace(" # zizmor: ignore[dangerous-triggers]", ""), encoding="utf-8"
    )
    done = zizmor(copy)
    assert done.returncode != 0
    assert "dangerous-triggers" in done.stdout


@pytest.mark.parametrize(
    ("name", "file", "find", "put"),
    [
        ("vendor.github-workflows", CHECK, "runs-on: ubuntu-24.04", "run-on: ubuntu-24.04"),
        ("vendor.dependabot", ".github/dependabot.yml", "weekly", "sometimes"),
        ("vendor.github-issue-forms", ".github/ISSUE_TEMPLATE/1-correction.yml", "type: dropdown", "type: choice"),
        ("vendor.github-issue-config", ".github/ISSUE_TEMPLATE/config.yml", "false", "perhaps"),
    ],
)
def test_every_file_fits_its_schema_and_a_spoiled_one_does_not(
    copy: Path, name: str, file: str, find: str, put: str
) -> None:
    done = schema(copy, name)
    assert done.returncode == 0, done.stdout
    text = (copy / file).read_text(encoding="utf-8")
    assert find in text
    (copy / file).write_text(text.replace(find, put, 1), encoding="utf-8")
    assert schema(copy, name).returncode == 1


def test_the_program_and_the_files_name_the_same_things() -> None:
    found = dict(jobs(ROOT))
    assert set(found["check.yml/conclusion"]["needs"]) == set(NAMES)
    assert {name: found[f"check.yml/{name}"]["name"] for name in NAMES} == NAMES
    assert found["deploy.yml/publish"]["environment"] == ENVIRONMENT
    assert (ROOT / WORKFLOW).is_file()
    assert (ROOT / RULESET).is_file()
    assert (ROOT / OWNERS).is_file()


def test_nothing_is_released_unless_everything_was_checked() -> None:
    found = {name: job for name, job in jobs(ROOT) if name.startswith("deploy.yml/")}
    assert found["deploy.yml/publish"]["needs"] == ["check", "since"]
    assert found["deploy.yml/pages"]["needs"] == "publish"
    for job in found.values():  # a job without one of these words waits for success
        assert not any(word in job.get("if", "") for word in ("always", "failure", "cancelled"))
    on = workflows(ROOT)["deploy.yml"]["on"]
    assert on == {"push": {"branches": ["main"]}}


def test_no_step_may_fail_unseen() -> None:
    assert not any("continue-on-error" in str(job) for _, job in jobs(ROOT))


def test_the_rulesets_ask_for_four_eyes() -> None:
    rules = {
        rule["type"]: rule.get("parameters")
        for rule in json.loads((ROOT / RULESET).read_text(encoding="utf-8"))["rules"]
    }
    assert {"deletion", "non_fast_forward"} <= set(rules)
    review = rules["pull_request"]
    assert review["required_approving_review_count"] >= 2
    assert review["require_code_owner_review"]
    assert review["require_last_push_approval"]
    assert review["dismiss_stale_reviews_on_push"]
    for path in sorted((ROOT / ".github/rulesets").glob("*.json")):
        ruleset = json.loads(path.read_text(encoding="utf-8"))
        assert ruleset["enforcement"] == "active", path.name
        assert ruleset["bypass_actors"] == [], path.name


def test_a_pull_request_asks_for_the_eight_steps_in_their_order() -> None:
    text = (ROOT / ".github/pull_request_template.md").read_text(encoding="utf-8")
    places = [text.index(f"| {step} |") for step in EIGHT]
    assert places == sorted(places)
    assert "推送到公开仓库就等于公开" in text
