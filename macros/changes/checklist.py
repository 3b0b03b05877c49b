"""What reviewers should do about a change: one table from what changed to what has to be looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from macros.changes.owners import group_of
from macros.changes.review import ReportChange, Review


@dataclass(frozen=True, slots=True)
class Task:
    """Something to tick off, by whom, and when it is due."""

    who: str
    text: str
    when: Callable[[Review], bool]


def _any(test: Callable[[ReportChange], bool]) -> Callable[[Review], bool]:
    return lambda review: any(test(one) for one in review.reports)


def _cells(table: str) -> Callable[[Review], bool]:
    """Whether a cell of a table changed in a report that was there before."""
    return _any(lambda one: any(cell.address.startswith(f"{table}.") for cell in one.cells))


def _values(kind: str) -> Callable[[Review], bool]:
    return _any(lambda one: any(value.address.startswith(f"{kind}.") for value in one.values))


def _group(group: str) -> Callable[[Review], bool]:
    return lambda review: any(group_of(review.change.path(one.path)).id == group for one in review.files)


def _reworded(one: ReportChange) -> bool:
    return bool(one.paragraphs)


def _published_words(one: ReportChange) -> bool:
    """Whether reasons were written that the public reads beside the report."""
    new = one.now if one.before is None else None
    return bool(one.corrections or one.explanations or (new and (new.corrections or new.explanations)))


def _lost(one: ReportChange) -> bool:
    return one.was_public and one.now is None


def _agency(review: Review) -> bool:
    return any(review.change.path(one.path).startswith("data/agencies/") for one in review.files)


def _warned(review: Review) -> bool:
    open_ones = (f for f in review.result.findings if f.severity == "warning" and f.explanation is None)
    return any(f.file in review.touched for f in open_ones)


OFFICE, SECRECY, LEADER, MAINTAINERS = "办公室", "保密审查", "分管领导", "维护人员"
TASKS = (
    Task(OFFICE, "新报告：与盖章的纸质定稿逐格、逐段对照，打开预览通读一遍。", _any(lambda one: one.is_new)),
    Task(LEADER, "报告将要公布：确认已经签发，信息发布审查、保密复核都有结论。", _any(lambda one: one.becomes_public)),
    Task(OFFICE, "表二有改动：对照规范性文件目录和行政许可、处罚、强制、收费的统计。", _cells("proactive_disclosure")),
    Task(OFFICE, "表三有改动：对照依申请公开台账，核对改动各格的行和栏，看上面的勾稽关系。", _cells("requests")),
    Task(OFFICE, "表四有改动：对照行政复议、行政诉讼台账，核对结果和总计。", _cells("reconsideration_litigation")),
    Task(OFFICE, "信息处理费有改动：读第六部分，收费的件数、金额与正文应当一致。", _values("processing_fee")),
    Task(OFFICE, "正文数字有改动：核对来源（台账、后台统计），看它在正文里的上下文。", _values("figures")),
    Task(SECRECY, "正文有改动：逐段审查，不涉及国家秘密、工作秘密、商业秘密和个人隐私。", _any(_reworded)),
    Task(
        SECRECY,
        "其他页面有改动，或者新写了更正原因、理由说明：逐句审查，不涉及国家秘密、工作秘密、商业秘密和个人隐私。",
        lambda review: _group("pages")(review) or _any(_published_words)(review),
    ),
    Task(OFFICE, "正文有改动：核对表述、单位名称、文件名称和错别字。", _any(_reworded)),
    Task(
        OFFICE, "已公布的报告有改动：核对每条更正记录的日期、原值、现值、种类和原因，原因应当能向公众说明。",
        _any(lambda one: one.public_text_differs),
    ),
    Task(LEADER, "已公布的报告没有了，或者读不出来：不得合并，先恢复。", _any(_lost)),
    Task(OFFICE, "新写了理由说明：逐条判断理由能否成立，公众看得到这些话。", _any(lambda one: bool(one.explanations))),
    Task(OFFICE, "有未答复的警告：改正，或者写明理由。", _warned),
    Task(OFFICE, "机关信息或网站设置有改动：核对名称、地址、电话和网址，全站都会用到。", _group("settings")),
    Task(
        OFFICE, "机关信息有改动：已公布的报告正文引用的名称、电话、网址会跟着变，逐份核对是否要写更正记录。", _agency,
    ),
    Task(OFFICE, "其他页面有改动：打开预览通读，点一遍链接。", _group("pages")),
    Task(MAINTAINERS, "法定格式有改动：与印发的原文逐字对照；用这种格式的各年报告都会受影响。", _group("forms")),
    Task(MAINTAINERS, "程序、规则或模板有改动：读代码和测试，看有没有放松校验。", _group("program")),
    Task(MAINTAINERS, "生成方式有改动：核对依赖的来源和哈希，看有没有新的外部请求。", _group("build")),
    Task(MAINTAINERS, "自动流程有改动：核对权限、触发条件和所引用动作的提交号。", _group("workflows")),
    Task(MAINTAINERS, "测试有改动：看有没有删去或放松原有的测试。", _group("tests")),
    Task(MAINTAINERS, "有不归类的文件：确认它该放在仓库里。", _group("others")),
)  # fmt: skip


def tasks(review: Review) -> Iterator[Task]:
    """What is due, in the order of the table."""
    return (task for task in TASKS if task.when(review))
