"""The change as a whole, against the revision it starts from: what may not come in, or not together."""

from __future__ import annotations

from collections.abc import Iterator

from macros.changes.agencies import AgencyChange
from macros.changes.files import MAX_FILE
from macros.changes.owners import group_of
from macros.facts import Fact, Plain, Position
from macros.rules.case import ChangeCase
from macros.rules.registry import Found, rule

FAMILY = "改动的整体"
FIGURES = {"reports"}  # what is proved
PROOF = {"forms", "workflows", "program", "build", "tests", "others"}  # what proves and publishes it, or may steer that
CONTENT = {"reports", "settings", "pages"}


@rule(
    "change-large-file",
    "error",
    FAMILY,
    basis="进了历史的大文件删不掉，此后每个人取仓库都要带上它",
    proves="与指定的版本相比，没有新增或改成超过 5 MiB 的文件，中间的提交里也没有。",
    scope="change",
)
def change_large_file(case: ChangeCase) -> Found:
    """By the size Git and the disk tell; what came and went again stays in history all the same."""
    large = [one for one in case.files if one.sort == "file" and one.after is not None and one.after > MAX_FILE]
    for one in large:
        yield Fact(
            "change-large-file", Position(case.name(one.path)), (), MAX_FILE, one.after, {"why": "size"}, key=one.path
        )
    for path in case.buried:
        if path not in {one.path for one in large}:
            at = Position(case.name(path))
            yield Fact("change-large-file", at, (), MAX_FILE, path, {"why": "buried"}, key=path)


@rule(
    "change-link",
    "error",
    FAMILY,
    basis="符号链接和子模块指向仓库以外，审核时看不到里面的内容",
    proves="与指定的版本相比，没有新增符号链接和子模块。",
    scope="change",
)
def change_link(case: ChangeCase) -> Found:
    """Links in ``docs`` and ``data`` are told by ``symbolic-link``, whenever they came."""
    for one in case.files:
        told = one.sort == "link" and case.path(one.path).split("/")[0] in {"docs", "data"}
        if one.sort != "file" and one.what != "gone" and not told:
            yield Fact("change-link", Position(case.name(one.path)), actual=one.sort, key=one.path)


@rule(
    "change-mixed",
    "error",
    FAMILY,
    basis="数据和正文由编辑提出、办公室审核，程序、格式和流程由维护人员审核；放在一起，改数字的人就能同时改掉校验它的规则",
    proves="与指定的版本相比，报告没有和格式、程序、测试、流程、生成方式、不归类的文件一起改动，其他内容没有和流程一起改动。",
    scope="change",
)
def change_mixed(case: ChangeCase) -> Found:
    """A site page may come with the macro it calls or its line in the navigation; a report comes alone."""
    by_group: dict[str, list[str]] = {}
    for one in case.files:
        group = group_of(case.path(one.path)).id
        if group != "others" or one.path.startswith(case.prefix):  # what lies outside the project is not its program
            by_group.setdefault(group, []).append(one.path)
    content, others = _pair(by_group)
    if content and others:
        names = tuple(case.name(path) for path in (*content, *others))
        yield Fact(
            "change-mixed", Position(case.name(others[0])), (), case.name(content[0]), case.name(others[0]),
            {"content": names[: len(content)], "others": names[len(content) :]}, key="mixed",
        )  # fmt: skip


def _pair(by_group: dict[str, list[str]]) -> tuple[list[str], list[str]]:
    """The two parts that do not go together: reports and all that proves them, or any content and the workflows."""
    figures, proof = _of(by_group, FIGURES), _of(by_group, PROOF)
    if figures and proof:
        return figures, proof
    return _of(by_group, CONTENT), _of(by_group, {"workflows"})


def _of(by_group: dict[str, list[str]], ids: set[str]) -> list[str]:
    return sorted(path for group in ids for path in by_group.get(group, ()))


@rule(
    "change-agency",
    "error",
    FAMILY,
    basis="已经公布的报告以机关的名称和编号署名，网址也由编号构成",
    proves="与指定的版本相比，已公布过报告的机关没有改编号、改名称，也没有删去。",
    scope="change",
)
def change_agency(case: ChangeCase) -> Found:
    """One fact an agency, however many of its files were renamed; a new body is a new agency with a file of its own."""
    for one in case.agencies:
        changes = tuple(_renamed(one))
        if changes:
            new_id = one.now.id if one.now else ""
            detail: dict[str, Plain] = {
                "changes": changes, "to": tuple(sorted({*one.moved_to, new_id} - {"", one.id})),
                "name": one.before.name if one.before else "", "new_name": one.now.name if one.now else "",
            }  # fmt: skip
            yield Fact("change-agency", Position(case.name(one.path)), (), None, one.id, detail, key=one.id)


def _renamed(one: AgencyChange) -> Iterator[str]:
    """What was done to the agency, each as a word for ``messages``."""
    if one.before is not None and one.gone:
        yield "gone"
    elif one.before is not None and one.now is not None:
        if one.now.id != one.before.id:
            yield "id"
        if one.now.name != one.before.name:
            yield "name"
    if one.moved_to:
        yield "reports"
