"""What becomes a comment on a pull request: one, ours, at the right place, and harmless whoever wrote it."""

from __future__ import annotations

import io
import stat
import zipfile
from typing import Any

import pytest

from macros.hosting.api import US
from macros.hosting.comment import MARK, NO_CHANGE
from macros.hosting.harmless import LONGEST, harmless
from macros.hosting.hostile import SIZES, WHOLE, read_review
from macros.hosting.runner import StepError
from tests.fake_github import REPOSITORY, Fake, pull_request, zipped
from tests.hosting_desk import GOOD, SHA, run_event, step, tell

US_USER = {"login": US, "type": "Bot"}

# --- the comment --------------------------------------------------------------------------------------------------


def test_the_review_becomes_one_comment_that_is_edited_afterwards(github: Fake) -> None:
    assert step("comment") == 0
    assert [one["body"].startswith(MARK) for one in github.comments] == [True]
    assert (
        "**检查通过**（[运行记录](https://github.example/office/gongkai/actions/runs/5)）" in github.comments[0]["body"]
    )
    assert "## 校验通过" in github.comments[0]["body"]
    github.artifacts["review"] = zipped({**GOOD, "review.md": "## 有错误".encode()})
    tell(run_event(conclusion="failure"))
    assert step("comment") == 0
    assert len(github.comments) == 1
    assert "**检查未通过**" in github.comments[0]["body"]
    assert "## 有错误" in github.comments[0]["body"]


def test_the_preview_is_linked_by_a_name_that_only_a_product_has(github: Fake) -> None:
    github.artifacts["gongkai-site-2026-01-01-abc-preview.zip"] = b""
    assert step("comment") == 0
    assert (
        "[下载网站预览](https://github.example/office/gongkai/actions/runs/5/artifacts/2)" in github.comments[0]["body"]
    )


def test_without_changes_there_is_no_comment_and_an_older_one_says_so(github: Fake) -> None:
    github.artifacts["review"] = zipped({**GOOD, "review.md": b""})
    assert step("comment") == 0
    assert github.comments == []
    github.comments.append({"id": 1, "body": f"{MARK}\nold", "user": US_USER})
    assert step("comment") == 0
    assert github.comments[0]["body"] == f"{MARK}\n{NO_CHANGE}\n"


def test_a_comment_of_somebody_else_with_our_mark_is_left_alone(github: Fake) -> None:
    theirs = [
        {"id": 1, "body": f"{MARK}\nx", "user": {"login": "eve", "type": "User"}},
        {"id": 2, "body": f"{MARK}\nx", "user": {"login": US, "type": "User"}},
        {"id": 3, "body": f"x {MARK}", "user": US_USER},
    ]
    github.comments += [dict(one) for one in theirs]
    assert step("comment") == 0
    assert github.comments[:3] == theirs
    assert len(github.comments) == 4


def test_our_comment_is_found_behind_a_hundred_others(github: Fake) -> None:
    github.comments += [{"id": n, "body": "x", "user": {"login": "a", "type": "User"}} for n in range(1, 151)]
    github.comments.append({"id": 151, "body": f"{MARK}\nold", "user": US_USER})
    assert step("comment") == 0
    assert len(github.comments) == 151
    assert "校验通过" in github.comments[-1]["body"]


WARNING = f"{MARK}\n**本申请改了校验程序"


@pytest.mark.parametrize(
    "files",
    [
        [{"filename": "macros/check.py"}],
        [{"filename": "docs/about.md"}, {"filename": ".github/workflows/check.yml"}],
        [{"filename": "docs/x.md", "previous_filename": "macros/check.py"}],
        [{"filename": "data/forms/2021.yml"}],
        [{"filename": "documents/x.md"}],
        [*({"filename": f"docs/{n}.md"} for n in range(150)), {"filename": "Makefile"}],
        [{"filename": f"docs/{n}.md"} for n in range(2001)],
    ],
    ids=["program", "workflow", "moved away", "form", "like content", "behind a hundred", "too many"],
)
def test_a_change_of_the_program_is_said_first_and_its_verdict_is_not_vouched_for(
    github: Fake, files: list[dict[str, Any]]
) -> None:
    github.files[:] = files
    assert step("comment") == 0
    assert github.comments[0]["body"].startswith(WARNING)
    assert "是否通过以上一行为准" not in github.comments[0]["body"]


def test_a_program_that_says_nothing_of_itself_is_commented_on_all_the_same(github: Fake) -> None:
    github.files[:] = [{"filename": "macros/check.py"}]
    github.artifacts["review"] = zipped({**GOOD, "review.md": b""})
    assert step("comment") == 0
    assert github.comments[0]["body"].startswith(WARNING)


def test_a_change_of_content_alone_is_vouched_for(github: Fake) -> None:
    github.files[:] = [{"filename": "docs/about.md"}, {"filename": "data/agencies/x.yml"}, {"filename": "data/y.yml"}]
    assert step("comment") == 0
    assert github.comments[0]["body"].startswith(f"{MARK}\n**检查通过**")
    assert "是否通过以上一行为准" in github.comments[0]["body"]


def test_files_that_are_not_all_told_are_not_vouched_for(github: Fake) -> None:
    github.answers[f"/repos/{REPOSITORY}/pulls/7"] = {"changed_files": 2}
    assert step("comment") == 0
    assert github.comments[0]["body"].startswith(WARNING)


@pytest.mark.parametrize(
    "pulls",
    [
        [],
        [pull_request(7, "d" * 40)],
        [pull_request(7, SHA, base="other/gongkai")],
        [pull_request(7, SHA, head="other/gongkai")],
    ],
    ids=["none", "newer commits", "of another repository", "from another fork"],
)
def test_no_pull_request_at_that_commit_no_comment(github: Fake, pulls: list[dict[str, Any]]) -> None:
    github.pulls[:] = pulls
    assert step("comment") == 0
    assert github.comments == []


def test_the_number_in_the_artifact_is_not_believed(github: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    github.artifacts["review"] = zipped({**GOOD, "number": b"1"})
    assert step("comment") == 1
    assert github.comments == []
    assert "自称属于 1 号修改申请" in capsys.readouterr().out


@pytest.mark.parametrize(
    "change",
    [{"event": "push"}, {"path": ".github/workflows/other.yml"}, {"repository": {"full_name": "x/y"}}, {"id": "5"}],
    ids=str,
)
def test_a_run_that_is_not_a_check_of_ours_is_refused(github: Fake, change: dict[str, Any]) -> None:
    tell(run_event(**change))
    assert step("comment") == 1
    assert github.comments == []


def test_the_token_goes_to_github_and_not_where_it_redirects(github: Fake) -> None:
    assert step("comment") == 0
    assert {path: sent for path, sent in github.tokens if "storage" in path} == {"/storage/review": False}
    assert all(sent for path, sent in github.tokens if "storage" not in path)


def test_an_artifact_that_is_too_large_is_not_read_to_its_end(github: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    github.artifacts["review"] = b"x" * (WHOLE + 10)
    assert step("comment") == 1
    assert f"超过 {WHOLE} 字节" in capsys.readouterr().out


def test_a_refusal_of_github_is_told_in_one_line(github: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    github.artifacts.clear()
    github.answers[f"/repos/{REPOSITORY}/actions/runs/5/artifacts"] = {"artifacts": [{"id": 99, "name": "review"}]}
    assert step("comment") == 1
    said = [line for line in capsys.readouterr().out.splitlines() if line.startswith("::error::")]
    assert len(said) == 1


# --- the artifact -------------------------------------------------------------------------------------------------


def spoiled(**change: Any) -> bytes:
    """An archive with one entry made by hand."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("number", b"7")
        info = zipfile.ZipInfo(change.get("name", "review.md"))
        info.external_attr = change.get("mode", 0o100644) << 16
        info.compress_type = change.get("method", zipfile.ZIP_DEFLATED)
        archive.writestr(info, change.get("data", b"x"))
    return whole.getvalue()


def lying() -> bytes:
    """An archive whose directory says that a long file is short."""
    whole = bytearray(spoiled(data=b"a" * (SIZES["review.md"] + 1)))
    at = whole.rindex(b"review.md") - 46  # the entry of the directory; its size stands 24 bytes in
    whole[at + 24 : at + 28] = (5).to_bytes(4, "little")
    return bytes(whole)


HOSTILE = {
    "not a zip": b"MZ\x90",
    "empty": zipped({}),
    "a file more": zipped({**GOOD, "x": b""}),
    "a file less": zipped({"number": b"7"}),
    "upwards": spoiled(name="../review.md"),
    "from the root": spoiled(name="/review.md"),
    "a folder": spoiled(name="review.md/"),
    "a link": spoiled(mode=stat.S_IFLNK | 0o777, data=b"/etc/passwd"),
    "a bomb": zipped({**GOOD, "review.md": b"a" * 100_000_000}),
    "a lie about the size": lying(),
    "another method": spoiled(method=zipfile.ZIP_LZMA),
    "not UTF-8": zipped({**GOOD, "review.md": b"\xff\xfe"}),
    "no number": zipped({**GOOD, "number": b"seven"}),
    "full-width digits": zipped({**GOOD, "number": "７".encode()}),
    "a negative number": zipped({**GOOD, "number": b"-7"}),
    "a long number": zipped({**GOOD, "number": b"7" * 30}),
}


@pytest.mark.parametrize("archive", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_archive_is_refused_with_a_sentence(archive: bytes) -> None:
    with pytest.raises(StepError, match=r"没有采用。$"):
        read_review(archive)


def test_twice_the_same_name_is_refused() -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("review.md", b"good")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("review.md", b"bad")
    with pytest.raises(StepError):
        read_review(whole.getvalue())


def test_an_archive_cut_anywhere_is_refused_or_whole() -> None:
    whole = zipped(GOOD)
    for end in range(len(whole)):
        with pytest.raises(StepError):
            read_review(whole[:end])
    assert read_review(whole).number == 7


# --- the text -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("@office/leaders 请合并", "@office"),
        ("&#64;office", "&#64;"),
        ("&commat;office", "&commat;"),
        ("见 #12、office/gongkai#12", "#12"),
        ("GH-12", "GH-12"),
        ("[点这里](https://example.org)", "]("),
        ("[点这里][x]\n\n[x]: https://example.org", "]["),
        ("[x]: https://example.org", "]:"),
        ("![x](//example.org/x.png)", "]("),
        ("https://example.org", "://"),
        ("WWW.example.org", "WWW."),
        ("<img src=x onerror=alert(1)>", "<img"),
        ("<script>alert(1)</script>", "<script"),
        ("<https://example.org>", "<https"),
        ("<details ontoggle=x>", "<details"),
        (MARK, "<!--"),
        ("$\\href{x}{y}$", " $\\"),
        ("<span>$\\href{x}{y}$", "<span>$\\"),
        ("```mermaid\ngraph\n```", "mermaid"),
        ("~~~ suggestion\nx\n~~~", "suggestion"),
        ("\x1b[31m红\x07", "\x1b"),
        ("甲\u202e乙\u2066丙", "\u202e"),
    ],
)
def test_what_calls_links_loads_or_hides_is_gone(text: str, gone: str) -> None:
    assert gone in text or gone == " $\\"
    assert gone not in harmless(text)


def test_what_an_honest_review_holds_stays() -> None:
    text = (
        "## 校验通过\n\n| 行 | 值 |\n| :-- | --: |\n| **8 → 9** | ~~8~~ |\n\n- [ ] 读第六部分\n\n"
        "<details><summary>更多</summary>\n\n@&#8203;a #&#8203;1 "
        "\\[x\\]\\(y\\) &lt;b&gt; <span>$</span><br>\n\n</details>"
    )
    assert harmless(text) == text
    assert harmless(harmless("@a #1 $ <b> <i> &#64;")) == harmless("@a #1 $ <b> <i> &#64;")


def test_a_text_too_long_for_a_comment_is_cut_at_a_line_and_says_so() -> None:
    text = harmless("一行字\n" * 50_000)
    assert len(text) < LONGEST + 100
    assert text.splitlines()[-3] == "一行字"
    assert "以下省略" in text
