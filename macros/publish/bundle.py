"""The archive bundle: everything of one report in a zip that opens from a disk without us, a hash for every file."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from macros.findings import Result
from macros.form import Form
from macros.furniture.facts import public_address
from macros.inputs import shown_name
from macros.pack.archives import write_zip
from macros.pack.sums import NAME as SUMS
from macros.pack.sums import as_text
from macros.places import own_page
from macros.project import Project
from macros.publish.names import notice, report_title
from macros.publish.provenance import Provenance
from macros.publish.standalone import standalone
from macros.render import catalogue, plain
from macros.report import Report

EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)  # the zip format knows no earlier time; always the same: bytes repeat
README = """{title}

{notice}本压缩包是一份报告的全部文件，解压后不用联网、不用本站的程序就能打开。

report.html           报告全文，用浏览器打开
report.pdf            报告全文，PDF
report.docx           报告全文，Word，可以编辑
tables.xlsx           三张统计表，电子表格，带核对公式
report.json           报告数据，JSON
report.csv            报告数据，CSV，每行一个数
datapackage.json      CSV各栏的说明
source/report.yml     报告数据的源文件
source/page.md        报告正文的源文件
source/form.yml       法定格式：行、栏、依据的条款和勾稽关系
source/agency.yml     机关信息的源文件
check/rules.json      校验规则
check/result.json     对本报告校验的结果
SHA256SUMS            以上每个文件的SHA-256校验值

怎样核对：在解压后的文件夹里运行 sha256sum --check SHA256SUMS，每一行都应显示 OK。
空白不等于零：源文件和数据中的 null 表示原表没有填写。
"""
NAMES = {
    "pdf": "report.pdf", "docx": "report.docx", "xlsx": "tables.xlsx", "json": "report.json", "csv": "report.csv",
    "datapackage.json": "datapackage.json",
}  # fmt: skip


def bundle(
    project: Project, report: Report, form: Form, made: Mapping[str, bytes], result: Result, known: Provenance
) -> bytes:
    """The zip of a report; ``made`` are its documents and data by path, ``result`` what the check found.

    ``known`` names the editions that corrections have superseded, which are told with their addresses.

    Raises ``OSError`` when a source cannot be read.
    """
    said = notice(project, report)
    about = "".join(f"{part}\n\n" for part in (said, _superseded(project, report, known)) if part)
    readme = README.format(title=report_title(project, report), notice=about)
    files = {"说明.txt": readme.encode(), "report.html": standalone(project, report, form)}
    for path, data in made.items():
        kind = path.rpartition("/")[2].partition(".")[2]
        files[NAMES[kind]] = data
    files |= _sources(project, report, form)
    files["check/rules.json"] = catalogue.as_json().encode()
    files["check/result.json"] = plain.render(of_report(project, report, result)).encode()
    files[SUMS] = as_text({name: hashlib.sha256(data).hexdigest() for name, data in files.items()}).encode()
    return zipped(report.address.replace("/", "-"), files)


def _superseded(project: Project, report: Report, known: Provenance) -> str:
    """Where the editions stand that this one has replaced; nothing where there is none."""
    base = public_address(project) or ""
    old = [base + own_page(address) for address in known.superseded.get(report.address, ())]
    return f"本报告公布后有更正，更正前的版本：{'、'.join(old)}。" if old else ""


def _sources(project: Project, report: Report, form: Form) -> dict[str, bytes]:
    root = project.root
    found = {
        "source/report.yml": root / "data" / "reports" / f"{report.id}.yml",
        "source/page.md": root / "docs" / "reports" / f"{report.id}.md",
        "source/form.yml": root / "data" / "forms" / f"{form.id}.yml",
        "source/agency.yml": root / "data" / "agencies" / f"{report.agency}.yml",
    }
    return {name: path.read_bytes() for name, path in found.items() if path.is_file()}


def of_report(project: Project, report: Report, result: Result) -> Result:
    """What the check found in the files of one report, by their names in the repository."""
    names = {
        shown_name(project.root / path): path
        for path in (f"data/reports/{report.id}.yml", f"docs/reports/{report.id}.md")
    }
    ran = {rule for name in names for rule in result.ran.get(name, ())}
    return Result(
        tuple(replace(one, file=names[one.file]) for one in result.findings if one.file in names),
        tuple(replace(one, file=names[one.file]) for one in result.not_assessed if one.file in names),
        len(names),
        len(report.cells),
        tuple(sorted(ran)),
    )


def zipped(folder: str, files: Mapping[str, bytes]) -> bytes:
    """A zip with the files in one folder, in the order of their names, the same bytes for the same files."""
    out = io.BytesIO()
    write_zip(out, folder, files, EARLIEST)
    return out.getvalue()
