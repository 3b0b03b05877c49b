"""Statements of the narrative that a table can confirm: recognised by pattern, each within one clause.

A clause is read as a skeleton in which every number is one ``#``; dates, document numbers and titles stay as they
are. What a statement speaks of is named by addresses of the form; a form without them has nothing to compare.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from macros.form import Form
from macros.numerals import Numeral, numerals
from macros.prose import STATEMENT, Clause, Passage, Prose

FAMILY = "正文与表格"
UNIT = r"(?:件|份|宗|起|例|条|个)(?![次人])"

OTHER_TIME = re.compile(r"同比|较|比上|比去|去年|环比|增长|增加|减少|下降|历年|以来|平均")
OTHER_SCOPE = re.compile(
    r"全(?:市|区|县|省|州|旗|系统|镇)|各(?:部门|区|县|市|镇|乡|街道|单位|科室|地)|所属|下属|本级|区级|县级|市级|街道|乡镇"
)
PART_OF = re.compile(
    r"网上|网络|在线|线上|信函|邮寄|邮件|邮政|当面|现场|传真|窗口|平台|渠道|通过|书面|口头|电子|提前|延期|逾期|涉及|关于|部分单位"
)
NOT_REQUESTS = re.compile(
    r"复议|诉讼|许可|备案|建议|提案|议案|留言|诉求|热线|工单|信箱|来信|来电|咨询|事项|项目|案件|规范性文件|意见|问题|更正"
)
REQUESTS = re.compile(r"依申请|公开申请|申请公开|申请")
DIGIT = re.compile(r"\d")
COUNTED_WORD = re.compile(r"[零〇一二两三四五六七八九十百千]万?(?:件|人次|篇|份|起|宗|元)")
APPROXIMATE = "约近超逾过达余"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of statement: its name, its words around ``#``, the addresses whose sum it states.

    ``accepts`` are other sums it may mean; a kind with some is ambiguous and can only be asked about.
    ``about`` is what the sentence, paragraph or heading must speak of; ``never`` what the clause must not.
    """

    name: str
    pattern: str
    addresses: tuple[str, ...]
    accepts: tuple[tuple[str, ...], ...] = ()
    about: re.Pattern[str] | None = REQUESTS
    never: re.Pattern[str] | None = None
    nearby: bool = True


def _total(*rows: str) -> tuple[str, ...]:
    return tuple(f"requests.{row}.total" for row in rows)


def _both(column: str) -> tuple[str, ...]:
    return tuple(
        f"reconsideration_litigation.{g}.{column}" for g in ("litigation_direct", "litigation_after_reconsideration")
    )


NEW, CARRIED, DONE, FORWARD = (
    _total("new_requests"), _total("carried_in"), _total("results_total"), _total("carried_forward"),
)  # fmt: skip
OPEN = re.compile(r"公开")
DOCUMENTS, RULES_ = re.compile(r"规范性文件"), re.compile(r"规章(?!制度)")
EITHER = re.compile(rf"{DOCUMENTS.pattern}|{RULES_.pattern}")
SHOWN = re.compile(r"公开|公示|公布|发布|归集|推送|上传|上网|事项|案例|信息")
MANY_REQUESTS = re.compile(f"{NOT_REQUESTS.pattern}|{PART_OF.pattern}")
NOT_ITEMS = re.compile(MANY_REQUESTS.pattern.replace("|事项", ""))
UNDIRECTED = re.compile(rf"{MANY_REQUESTS.pattern}|[上下前次去明跨][一个]*年|\d{{4}}年|资金|经费|结余")
NOT_SHOWN = re.compile(rf"^(?!.*(?:{SHOWN.pattern}))")
RESULT = r"[^#]{0,12}#" + UNIT


def _sub(name: str, words: str, group: str, row: str) -> Kind:
    return Kind(name, rf"(?:{words}){RESULT}", _total(f"{group}.{row}"))


REVIEW = (
    Kind("行政诉讼（结果维持）", rf"诉讼[^#]{{0,8}}维持[^#]{{0,6}}#{UNIT}", _both("upheld"), about=OPEN),
    Kind("行政诉讼（结果纠正）", rf"诉讼[^#]{{0,8}}纠正[^#]{{0,6}}#{UNIT}", _both("corrected"), about=OPEN),
    Kind("未经复议直接起诉", rf"未经复议[^#]{{0,12}}#{UNIT}", _both("total")[:1], about=OPEN),
    Kind("复议后起诉", rf"复议后[^#]{{0,10}}#{UNIT}", _both("total")[1:], about=OPEN),
    Kind(
        "行政诉讼", rf"行政诉讼[^#]{{0,8}}#{UNIT}", _both("total"), about=OPEN,
        never=re.compile(r"维持|纠正|撤销|审结|未结|[败胜]诉|出庭|应诉率|驳回"),
    ),
    Kind(
        "行政复议（结果维持）", rf"行政复议[^#]{{0,8}}维持[^#]{{0,6}}#{UNIT}",
        ("reconsideration_litigation.reconsideration.upheld",), about=OPEN,
    ),
    Kind(
        "行政复议（结果纠正）", rf"行政复议[^#]{{0,8}}纠正[^#]{{0,6}}#{UNIT}",
        ("reconsideration_litigation.reconsideration.corrected",), about=OPEN,
    ),
    Kind(
        "行政复议", rf"行政复议[^#]{{0,10}}#{UNIT}", ("reconsideration_litigation.reconsideration.total",), about=OPEN,
        never=re.compile(r"维持|纠正|撤销|审结|未结|受理|办理|审理|驳回|诉讼|起诉"),
    ),
)  # fmt: skip

REASONS = (
    _sub("属于国家秘密", "国家秘密", "denied", "state_secret"),
    _sub("其他法律行政法规禁止公开", "法规禁止公开", "denied", "legally_prohibited"),
    _sub("危及“三安全一稳定”", "三安全一稳定”?", "denied", "security_stability"),
    _sub("保护第三方合法权益", "第三方合法权益", "denied", "third_party_rights"),
    _sub("属于三类内部事务信息", "内部事务信息", "denied", "internal_affairs"),
    _sub("属于四类过程性信息", "过程性信息", "denied", "process_information"),
    _sub("属于行政执法案卷", "行政执法案卷", "denied", "enforcement_case_file"),
    _sub("属于行政查询事项", "行政查询事项", "denied", "administrative_inquiry"),
    _sub("本机关不掌握相关政府信息", "不掌握(?:相关|该)?(?:政府)?信息", "unable_to_provide", "not_held"),
    _sub("没有现成信息需要另行制作", "需要?另行制作", "unable_to_provide", "requires_creation"),
    _sub("补正后申请内容仍不明确", "补正后[^#]{0,6}不明确", "unable_to_provide", "still_unclear"),
    _sub("信访举报投诉类申请", "信访举报投诉类?", "not_processed", "petition_complaint"),
    _sub("重复申请", "重复申请", "not_processed", "repeat_request"),
    _sub("要求提供公开出版物", "公开出版物", "not_processed", "public_publication"),
    _sub("无正当理由大量反复申请", "大量反复申请", "not_processed", "excessive_requests"),
    _sub("申请人无正当理由逾期不补正", "逾期不补正", "other_handling", "correction_overdue"),
)

REASON = re.compile(r"因|由于|属于|属|涉及|不属|理由")
RESULTS = (
    Kind("部分公开", rf"部分公开{RESULT}|^[^#]*#{UNIT}[^#]{{0,4}}部分公开$", _total("partially_granted"), never=REASON),
    Kind(
        "予以公开", rf"(?<!不)(?<!部分)予以公开{RESULT}|^[^#]*#{UNIT}(?:依法)?予以公开$", _total("granted"),
        never=re.compile(rf"{REASON.pattern}|主动|部分"),
    ),
    Kind("不予公开", rf"不予公开{RESULT}|^[^#]*#{UNIT}(?:依法)?不予公开$", _total("denied"), never=REASON),
    Kind("无法提供", rf"无法提供{RESULT}|^[^#]*#{UNIT}无法提供$", _total("unable_to_provide"), never=REASON),
    Kind("不予处理", rf"不予处理{RESULT}|^[^#]*#{UNIT}不予处理$", _total("not_processed"), never=REASON),
    Kind("其他处理", rf"其[他它]处理{RESULT}|^[^#]*#{UNIT}其[他它]处理$", _total("other_handling"), never=REASON),
)  # fmt: skip

FLOW = (
    Kind("上年结转", rf"(?:上一?年度?|PREV年度?)[^#]{{0,6}}结转[^#]{{0,20}}#{UNIT}", CARRIED, never=PART_OF),
    Kind("上年结转", rf"结转(?:自)?(?:上一?年度?|PREV年度?)[^#]{{0,16}}#{UNIT}", CARRIED, never=PART_OF),
    Kind(
        "结转下年", rf"结转(?:至|到|入|在)?(?:下一?个?年度?|次年|NEXT年度?)[^#]{{0,16}}#{UNIT}", FORWARD, never=PART_OF
    ),
    Kind(
        "结转下年", rf"#{UNIT}[^#]{{0,6}}结转(?:至|到|入|在)?(?:下一?个?年度?|次年|NEXT年度?)[^#]*$",
        FORWARD, never=PART_OF,
    ),
    Kind("本年新收", rf"新(?:收到?|接收|增)[^#]{{0,25}}#{UNIT}", NEW, never=MANY_REQUESTS),
    Kind(
        "收到申请", rf"(?:收到|接到|接收|共收)[^#]{{0,25}}#{UNIT}", NEW,
        accepts=((*NEW, *CARRIED), DONE), never=MANY_REQUESTS,
    ),
    Kind(
        "受理、办理申请", rf"(?:受理|办理|处理)[^#]{{0,12}}依申请公开(?:政府信息)?事项[^#]{{0,6}}#{UNIT}", NEW,
        accepts=((*NEW, *CARRIED), DONE), never=NOT_ITEMS,
    ),
    Kind(
        "受理、办理申请", rf"(?:受理|办理|处理)[^#]{{0,25}}申请[^#]{{0,8}}#{UNIT}", NEW,
        accepts=((*NEW, *CARRIED), DONE), never=re.compile(rf"{MANY_REQUESTS.pattern}|结果|不予处理|其[他它]处理"),
    ),
    Kind("结转", rf"结转[^#]{{0,12}}#{UNIT}|#{UNIT}[^#]{{0,4}}结转$", FORWARD, accepts=(CARRIED,), never=UNDIRECTED),
    Kind("办理结果总计", rf"办理结果[^#]{{0,6}}#{UNIT}", DONE, never=MANY_REQUESTS),
    Kind("办结、答复", rf"(?:办结|答复|办理完毕|办理完结)[^#率]{{0,12}}#{UNIT}", DONE, never=MANY_REQUESTS),
)  # fmt: skip

MADE = r"(?:制发|制定|印发|出台|新制作)"
DECIDED = r"(?:件|宗|起|例|项|个)(?!次)"
TABLE_TWO = tuple(
    Kind(f"{label}{name}", rf"{words}[^#]{{0,14}}#{UNIT}", addresses, about=about, never=never, nearby=False)
    for label, row, about, other in (
        ("行政规范性文件", "normative_documents", DOCUMENTS, RULES_),
        ("规章", "rules", RULES_, DOCUMENTS),
    )
    for name, words, columns, never in (
        ("制发", MADE, ("issued", "newly_made"), re.compile(rf"废止|修[订改]|清理|备案|审[查核]|{other.pattern}")),
        ("废止", "废止", ("repealed",), re.compile(rf"{MADE}|失效|修[订改]|备案|{other.pattern}")),
        ("现行有效", "现行有效", ("in_force",), re.compile(rf"{MADE}|废止|{other.pattern}")),
    )
    for addresses in [tuple(f"proactive_disclosure.{row}.{column}" for column in columns)]
) + tuple(
    Kind(
        label, pattern, (f"proactive_disclosure.{row}", f"proactive_disclosure.{row}.decisions"),
        about=about, never=SHOWN, nearby=False,
    )
    for label, row in (
        ("行政许可", "administrative_licensing"),
        ("行政处罚", "administrative_penalties"),
        ("行政强制", "administrative_compulsion"),
    )
    for pattern, about in (
        (rf"(?:作出|办理|实施|共|全年|本年)[^#]{{0,8}}{label}(?:处理)?(?:决定)?[^#]{{0,6}}#{DECIDED}", None),
        (rf"^(?:和|及|与|以及)?{label}(?:处理)?(?:决定)?(?:数量)?(?:共计|共|为|有)?#{DECIDED}", NOT_SHOWN),
    )
)  # fmt: skip
MONEY = Kind(
    "行政事业性收费",
    r"行政事业性收费[^#]{0,10}#元",
    ("proactive_disclosure.administrative_fees",),
    about=None,
)
KINDS = (*REVIEW, *REASONS, *RESULTS, *FLOW, *TABLE_TWO, MONEY)

APPLICANTS = (
    (re.compile(r"自然人|公民|个人"), ("natural_person",)),
    (re.compile(r"商业企业|企业"), ("commercial_enterprise",)),
    (re.compile(r"科研机构"), ("research_institution",)),
    (re.compile(r"社会公益组织|公益组织"), ("public_interest_organization",)),
    (re.compile(r"法律服务机构"), ("legal_service_institution",)),
    (
        re.compile(r"法人|组织"),
        (
            "commercial_enterprise", "research_institution", "public_interest_organization",
            "legal_service_institution", "other",
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement:
    """What a clause says of some cells: ``numeral`` of them. ``scope`` is a word for a wider (or narrower) circle."""

    kind: Kind
    clause: Clause
    numeral: Numeral
    addresses: tuple[str, ...]
    accepts: tuple[tuple[str, ...], ...]
    scope: str


def skeleton(clause: Clause, among: tuple[Numeral, ...]) -> tuple[str, list[Numeral]]:
    """The clause with each of its numbers as one ``#`` (a scale goes with it), and those numbers."""
    mine = [n for n in among if clause.start <= n.start and n.stop <= clause.end]
    text, at = "", clause.start
    for number in mine:
        text += clause.passage.text[at : number.start] + "#"
        at = number.stop
    return text + clause.passage.text[at : clause.end], mine


def statements(prose: Prose, form: Form, year: int) -> Iterator[Statement]:
    """Every statement of a page that names cells of the form."""
    for passage in prose.passages:
        found = numbers(passage)
        if not found or passage.level:
            continue
        for clause in passage.clauses():
            yield from _in_clause(clause, found, form, year)


@lru_cache(maxsize=256)
def numbers(passage: Passage) -> tuple[Numeral, ...]:
    """The numbers of a passage, found once for all rules."""
    text = passage.text
    may = DIGIT.search(text) or "百分之" in text or COUNTED_WORD.search(text)
    return tuple(numerals(passage)) if may else ()


@lru_cache(maxsize=8)
def _kinds(year: int) -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """The kinds with their patterns for a report of a year."""
    before, after = str(year - 1), str(year + 1)
    return tuple((kind, re.compile(kind.pattern.replace("PREV", before).replace("NEXT", after))) for kind in KINDS)


def _in_clause(clause: Clause, among: tuple[Numeral, ...], form: Form, year: int) -> Iterator[Statement]:
    text, mine = skeleton(clause, among)
    if not mine or OTHER_TIME.search(text) or other_year(clause, year):
        return
    used: set[int] = set()
    for kind, pattern in _kinds(year):
        for match in pattern.finditer(text):
            index = text.count("#", 0, match.start() + match.group().index("#"))
            if index in used:
                continue
            used.add(index)
            numeral = mine[index]
            if (kind.never and kind.never.search(text)) or not _about(kind, clause) or _joined(clause):
                continue
            before = text[: match.start() + match.group().index("#")][-1:]
            if numeral.rough or (before and before in APPROXIMATE):
                continue
            addresses = _addresses(kind.addresses, text, form)
            if addresses:
                accepts = tuple(a for one in kind.accepts if (a := _addresses(one, text, form)))
                yield Statement(kind, clause, numeral, addresses, accepts, scope_of(clause))


def _about(kind: Kind, clause: Clause) -> bool:
    """Whether the sentence (or the paragraph and the headings above it) speaks of what the kind is about."""
    if kind.about is None:
        return True
    passage = clause.passage
    start, end = passage.around(clause.start)
    if kind.about in {DOCUMENTS, RULES_}:
        named = EITHER.findall(passage.text, start, clause.end)
        return bool(named) and bool(kind.about.search(named[-1]))
    if kind.about.search(passage.text[start:end]):
        return True
    return kind.nearby and bool(kind.about.search(passage.text) or "依申请公开" in passage.above)


def _joined(clause: Clause) -> bool:
    """Whether the clause is the tail of a list whose head has no number of its own (“行政复议、行政诉讼3件”)."""
    text = clause.passage.text
    if not text[: clause.start].endswith("、"):
        return False
    head = re.split(BEFORE, text[: clause.start - 1])[-1]
    return bool(JOINABLE.search(head)) and not re.search(r"\d", head)


BEFORE = re.compile(r"[，。；：、（）]")
JOINABLE = re.compile(r"复议|诉讼|公开$|提供$|处理$|结转|新收|办结|制发|制定|废止|修[改订]|许可|处罚|强制|有效")


FLOWING = re.compile(r"结转(?:至|到|入|在)?\d{4}年|\d{4}年(?:度)?结转")
NAMED = re.compile(r"((?:19|20)\d{2})年")


def other_year(clause: Clause, year: int) -> bool:
    """Whether the last year named in the sentence, up to the clause's end, is another one than the report's."""
    passage = clause.passage
    if "年" not in passage.text:
        return False
    start, _ = passage.around(clause.start)
    named = NAMED.findall(FLOWING.sub("", passage.text[start : clause.end]))
    return bool(named) and int(named[-1]) != year


def scope_of(clause: Clause) -> str:
    """A word that sets another circle than the reporting body, in the statement up to the clause's end."""
    passage = clause.passage
    start, _ = passage.around(clause.start, STATEMENT)
    match = OTHER_SCOPE.search(passage.text, start, clause.end)
    return match.group() if match else ""


def _addresses(addresses: tuple[str, ...], text: str, form: Form) -> tuple[str, ...]:
    """The leaves the addresses stand for in this form, in the column of the applicant the clause names."""
    columns: tuple[str, ...] = ("total",)
    if addresses[0].startswith("requests."):
        columns = applicants(text)
    found: list[str] = []
    for address in addresses:
        base = address.rpartition(".")[0]
        if not address.startswith("requests."):
            found += [address] if address in form.cells else []
            continue
        inside = [a for a in form.cells if a.startswith(f"{base}.") and a.rpartition(".")[2] in columns]
        if not inside:
            return ()
        found += inside
    return tuple(found)


def applicants(text: str) -> tuple[str, ...]:
    """The columns of the applicants that are named; 总计 when none is, or natural persons and others together."""
    named = [columns for words, columns in APPLICANTS if words.search(text.replace("申请人", ""))]
    if not named or (named[0] == ("natural_person",) and len(named) > 1):
        return ("total",)
    return named[0]
