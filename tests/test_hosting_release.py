"""Nothing is released but what was checked, in a repository with four eyes."""

from __future__ import annotations

import hashlib
import io
import shutil
import tarfile
from pathlib import Path
from typing import Any

import pytest

from macros.hosting import __main__ as hosting
from tests.content import ROOT
from tests.fake_github import REPOSITORY, US, Fake
from tests.hosting_desk import SHA, step


def packed(path: Path, mode: Any, files: dict[str, bytes]) -> None:
    """A tarball of the files."""
    with tarfile.open(path, mode) as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))


@pytest.fixture
def product(desk: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Products as the check handed them over, in a repository whose owners are named."""
    (desk / ".github").unlink()
    shutil.copytree(ROOT / ".github", ".github")
    owners = Path(".github/CODEOWNERS")
    owners.write_text(owners.read_text(encoding="utf-8").replace("@ORG/", "@office/"), encoding="utf-8")
    dist, name = Path("dist"), "gongkai-site-2026-01-01-abc"
    dist.mkdir()
    Path("pages").mkdir()
    site = {"index.html": b"<p>", "a/b.css": b"p{}"}
    packed(
        dist / f"{name}.tar.gz", "w:gz", {f"{name}/site/{one}": data for one, data in site.items()} | {f"{name}/x": b""}
    )
    packed(Path("pages/artifact.tar"), "w", {f"./{one}": data for one, data in site.items()})
    (dist / f"{name}-preview.zip").write_bytes(b"zip")
    made = sorted(dist.iterdir())
    lines = [f"{hashlib.sha256(one.read_bytes()).hexdigest()}  {one.name}\n" for one in made]
    (dist / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
    monkeypatch.setenv("EXPECTED", hashlib.sha256((dist / "SHA256SUMS").read_bytes()).hexdigest())
    return dist


def test_what_was_checked_may_be_released(product: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert product.is_dir()
    assert step("deploy-check") == 0, capsys.readouterr().out


def test_the_hash_handed_on_is_the_one_that_is_asked_for(product: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_OUTPUT", "outputs")
    assert step("digest") == 0
    expected = hashlib.sha256((product / "SHA256SUMS").read_bytes()).hexdigest()
    assert Path("outputs").read_text(encoding="utf-8") == f"sha256={expected}\n"


@pytest.mark.parametrize("spoil", ["list", "product", "more", "less", "preview", "preview more", "expected"])
def test_anything_but_what_was_checked_is_not_released(
    product: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, spoil: str
) -> None:
    preview = product / "gongkai-site-2026-01-01-abc-preview.zip"
    if spoil == "list":
        (product / "SHA256SUMS").write_bytes((product / "SHA256SUMS").read_bytes() + b"\n")
    elif spoil == "product":
        preview.write_bytes(b"another")
    elif spoil == "more":
        (product / "more").write_bytes(b"")
    elif spoil == "less":
        preview.unlink()
    elif spoil == "preview":
        packed(Path("pages/artifact.tar"), "w", {"./index.html": b"<p>evil", "./a/b.css": b"p{}"})
    elif spoil == "preview more":
        packed(Path("pages/artifact.tar"), "w", {"./index.html": b"<p>", "./a/b.css": b"p{}", "./evil.html": b""})
    else:
        monkeypatch.setenv("EXPECTED", "")
    assert step("deploy-check") == 1
    assert capsys.readouterr().out.count("::error::") == 1


def without(rules: list[dict[str, Any]], kind: str, **change: Any) -> list[dict[str, Any]]:
    """The rules with one taken out, or with other parameters."""
    if not change:
        return [rule for rule in rules if rule["type"] != kind]
    return [
        {**rule, "parameters": {**rule["parameters"], **change}} if rule["type"] == kind else rule for rule in rules
    ]


METHODS = ["merge", "squash", "rebase"]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda a: a.update(rules=without(a["rules"], "deletion")), "禁止删除"),
        (lambda a: a.update(rules=without(a["rules"], "non_fast_forward")), "禁止强制推送"),
        (lambda a: a.update(rules=without(a["rules"], "pull_request")), "必须经修改申请"),
        (lambda a: a.update(rules=without(a["rules"], "required_status_checks")), "必须通过检查"),
        (lambda a: a.update(rules=without(a["rules"], "pull_request", require_code_owner_review=False)), "code_owner"),
        (lambda a: a.update(rules=without(a["rules"], "pull_request", required_approving_review_count=1)), "少于 2"),
        (lambda a: a.update(rules=without(a["rules"], "pull_request", allowed_merge_methods=METHODS)), "不允许 rebase"),
        (lambda a: a.update(rules=without(a["rules"], "pull_request", allowed_merge_methods=None)), "不允许 rebase"),
        (lambda a: a.update(rules=without(a["rules"], "required_status_checks", required_status_checks=[])), "结论"),
        (lambda a: a.update(errors={"errors": [{"line": 9, "kind": "Unknown owner"}]}), "第 9 行"),
        (lambda a: a.update(people={"protection_rules": []}), "批准人"),
        (lambda a: a["people"]["protection_rules"][0].update(prevent_self_review=False), "自己批准自己"),
        (lambda a: a["people"]["protection_rules"][0].update(reviewers=[]), "批准人"),
        (lambda a: a.pop("rules"), "无法确认"),
        (lambda a: a.pop("errors"), "无法确认"),
        (lambda a: a.pop("people"), "无法确认"),
    ],
)
def test_a_repository_without_four_eyes_releases_nothing(
    product: Path, github: Fake, capsys: pytest.CaptureFixture[str], spoil: Any, said: str
) -> None:
    assert product.is_dir()
    names = {"rules": "rules/branches/main", "errors": "codeowners/errors", "people": "environments/publish"}
    short = {key: github.answers.pop(f"/repos/{REPOSITORY}/{path}") for key, path in names.items()}
    spoil(short)
    github.answers |= {f"/repos/{REPOSITORY}/{names[key]}": value for key, value in short.items()}
    assert step("deploy-check") == 1
    out = capsys.readouterr().out
    assert out.count("::error::") == 1
    assert said in out


def test_a_second_rule_may_forbid_what_the_first_allows(product: Path, github: Fake) -> None:
    assert product.is_dir()
    rules = github.answers[f"/repos/{REPOSITORY}/rules/branches/main"]
    loose = without(rules, "pull_request", allowed_merge_methods=METHODS)
    github.answers[f"/repos/{REPOSITORY}/rules/branches/main"] = [*loose, *rules]
    assert step("deploy-check") == 0


def test_owners_that_are_still_to_be_named_release_nothing(product: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert product.is_dir()
    owners = Path(".github/CODEOWNERS")
    owners.write_text(owners.read_text(encoding="utf-8").replace("@office/", "@ORG/"), encoding="utf-8")
    assert step("deploy-check") == 1
    assert "还是占位的团队" in capsys.readouterr().out


TAG = "gongkai-site-2026-01-01-abc"


def kept(product: Path, **change: Any) -> dict[str, Any]:
    """A draft of ours that a broken run has left, with one of the products; or with something changed in it."""
    data = (product / "SHA256SUMS").read_bytes()
    return {
        "id": 1, "tag_name": TAG, "target_commitish": SHA, "draft": True, "author": dict(US), "immutable": False,
        "upload_url": f"{{upload}}/upload/repos/{REPOSITORY}/1{{?name,label}}",
        "assets": [{"name": "SHA256SUMS", "digest": f"sha256:{hashlib.sha256(data).hexdigest()}"}],
        **change,
    }  # fmt: skip


def keep(github: Fake, release: dict[str, Any]) -> None:
    """The release is there already."""
    github.releases.append(release | {"upload_url": release["upload_url"].replace("{upload}", github.address)})


def test_a_release_holds_every_product_and_is_run_again_without_harm(
    product: Path, github: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    assert step("release") == 0
    assert github.uploads == {path.name: path.read_bytes() for path in product.iterdir()}
    assert github.releases[0]["tag_name"] == TAG
    assert github.releases[0]["target_commitish"] == SHA
    assert github.releases[0]["draft"] is False
    github.uploads.clear()
    assert step("release") == 0
    assert github.uploads == {}
    assert len(github.releases) == 1
    assert "::" not in capsys.readouterr().out


def test_a_release_that_a_broken_run_has_left_is_completed(product: Path, github: Fake) -> None:
    keep(github, kept(product, name="x", body="[x](https://example.org)"))
    assert step("release") == 0
    assert set(github.uploads) == {path.name for path in product.iterdir()} - {"SHA256SUMS"}
    assert len(github.releases) == 1
    assert github.releases[0]["draft"] is False
    assert github.releases[0]["name"] == TAG
    assert f"由提交 {SHA} 生成" in github.releases[0]["body"]


EVIL = f"sha256:{'e' * 64}"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"author": {"login": "eve", "type": "User"}}, "建立它的是 eve"),
        ({"author": {**US, "type": "User"}}, "不是发布工作流"),
        ({"author": None}, "没有写明"),
        ({"target_commitish": "e" * 40}, "应是提交"),
        ({"target_commitish": "main"}, "应是提交"),
        ({"assets": [{"name": "SHA256SUMS", "digest": EVIL}]}, "与校验过的不同"),
        ({"assets": [{"name": f"{TAG}.tar.gz", "digest": None}]}, "与校验过的不同"),
        ({"assets": [{"name": "evil.exe", "digest": EVIL}]}, "evil.exe 不是成品"),
        ({"draft": False}, "缺少成品"),
    ],
)
def test_a_release_with_anything_of_somebody_else_is_not_published(
    product: Path, github: Fake, capsys: pytest.CaptureFixture[str], change: dict[str, Any], said: str
) -> None:
    keep(github, kept(product, **change))
    before = [dict(one) for one in github.releases]
    assert step("release") == 1
    out = capsys.readouterr().out
    assert out.count("::error::没有发布。") == 1
    assert said in out
    assert (github.releases, github.uploads, github.tags) == (before, {}, {})


def test_of_two_releases_with_the_tag_none_is_published(product: Path, github: Fake) -> None:
    for _ in range(2):
        keep(github, kept(product))
    assert step("release") == 1
    assert [one["draft"] for one in github.releases] == [True, True]


@pytest.mark.parametrize("target", [{"type": "commit", "sha": "e" * 40}, {"type": "tag", "sha": SHA}])
def test_a_tag_that_somebody_else_has_put_elsewhere_is_not_published(
    product: Path, github: Fake, capsys: pytest.CaptureFixture[str], target: dict[str, str]
) -> None:
    assert product.is_dir()
    github.answers[f"/repos/{REPOSITORY}/git/ref/tags/{TAG}"] = {"object": target}
    assert step("release") == 1
    assert f"标签 {TAG} 指向" in capsys.readouterr().out
    assert (github.releases[0]["draft"], github.uploads) == (True, {})


@pytest.mark.parametrize("late", ["asset", "more", "less", "tag"])
def test_what_is_changed_at_the_last_moment_is_told(
    product: Path, github: Fake, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, late: str
) -> None:
    assert product.is_dir()
    assert github.releases == []
    answer = Fake.answer

    def spoiling(self: Fake, method: str, path: str, query: dict[str, list[str]], data: bytes) -> tuple[int, Any]:
        if method == "PATCH":
            assets = self.releases[0]["assets"]
            if late == "asset":
                assets[0]["digest"] = EVIL
            elif late == "more":
                assets.append({"name": "evil.exe", "digest": EVIL})
            elif late == "less":
                assets.pop()
            else:
                self.tags[TAG] = "e" * 40
        return answer(self, method, path, query, data)

    monkeypatch.setattr(Fake, "answer", spoiling)
    assert step("release") == 1
    out = capsys.readouterr().out
    assert "公开时被人改动" in out
    assert "已发布" not in Path("summary.md").read_text(encoding="utf-8")


def test_releases_that_can_still_be_changed_are_warned_of(
    product: Path, github: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    assert product.is_dir()
    github.immutable = False
    assert step("release") == 0
    assert "::warning::发布件公开以后仍能被改动" in capsys.readouterr().out


def test_labels_are_made_once_and_renewed(github: Fake) -> None:
    assert step("labels") == 0
    assert github.labels
    made = [dict(one) for one in github.labels]
    github.labels[0]["color"] = "000000"
    assert step("labels") == 0
    assert github.labels == made


def test_an_unknown_step_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert hosting.main(["x"]) == 2
    assert "用法" in capsys.readouterr().err
