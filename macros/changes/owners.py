"""Who answers for a file of the repository, by where it lies: one table for the rules and for the review."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """Files that the same people answer for; ``begins`` are folders (with a slash) or whole names."""

    id: str
    name: str
    owner: str
    begins: tuple[str, ...]

    def holds(self, path: str) -> bool:
        """Whether a path belongs here."""
        return any(path == one or (one.endswith("/") and path.startswith(one)) for one in self.begins)


EDITORS, MAINTAINERS = "编辑", "维护人员"
GROUPS = (
    Group("reports", "报告数据和正文", EDITORS, ("data/reports/", "docs/reports/")),
    Group("forms", "法定格式", MAINTAINERS, ("data/forms/",)),
    Group("settings", "机关信息和网站设置", MAINTAINERS, ("data/",)),
    Group("pages", "其他页面和图片", EDITORS, ("docs/",)),
    Group("workflows", "自动流程和权限", MAINTAINERS, (".github/", ".ci/")),
    Group("program", "程序、校验规则和模板", MAINTAINERS, ("macros/", "theme/")),
    Group(
        "build", "生成方式", MAINTAINERS,
        ("Makefile", "mkdocs.yml", "pyproject.toml", "requirements.lock", ".gitattributes", ".gitignore"),
    ),
    Group("tests", "测试", MAINTAINERS, ("tests/",)),
    Group(
        "guides", "指南和说明", MAINTAINERS,
        ("guides/", "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"),
    ),
)  # fmt: skip
OTHERS = Group("others", "其他文件", MAINTAINERS, ())


def group_of(path: str) -> Group:
    """The first group that holds the path."""
    return next((group for group in GROUPS if group.holds(path)), OTHERS)
