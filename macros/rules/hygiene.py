"""Publication hygiene, first part: what must not be made public at all, such as numbers and names of persons."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from macros.facts import Fact, Position
from macros.private import PrivateNumber, numbers
from macros.rules.case import TextCase
from macros.rules.registry import Found, rule
from macros.unmarked import Unmarked, unmarked
from macros.words import BLANK, HAN, Line, Whole, lines_with

FAMILY = "公布前检查"
PRIVACY = "《中华人民共和国个人信息保护法》；《条例》第十五条：涉及个人隐私的信息不得公开"

OWN_NUMBERS = (["data", "agencies"], ["agencies"])  # an agency's own file states its own telephone
AROUND = 4  # words beside a finding by which it is told from others


@rule(
    "resident-id",
    "warning",
    FAMILY,
    basis=PRIVACY,
    proves="文字里没有居民身份号码。",
    scope="text",
    gate=True,
)
def resident_id(case: TextCase) -> Found:
    """18 digits with a date and the check digit of GB 11643; 15 digits only beside words that name the document."""
    yield from _of_kind("resident-id", case)


@rule(
    "mobile-number",
    "warning",
    FAMILY,
    basis=PRIVACY,
    proves="文字里没有手机号码。",
    scope="text",
    gate=True,
)
def mobile_number(case: TextCase) -> Found:
    """Eleven digits that begin as mobile numbers do. An agency's own file states its own telephone."""
    if case.is_page or case.path.split("/")[-3:-1] not in OWN_NUMBERS:
        yield from _of_kind("mobile-number", case)


@rule(
    "bank-card",
    "warning",
    FAMILY,
    basis=PRIVACY,
    proves="文字里没有银行卡号。",
    scope="text",
    gate=True,
)
def bank_card(case: TextCase) -> Found:
    """16 to 19 digits with an issuer's prefix that pass the Luhn test."""
    yield from _of_kind("bank-card", case)


@dataclass(slots=True)
class _Memo:
    """The file read last: its rules follow each other."""

    case: TextCase | None = None
    found: tuple[tuple[Position, PrivateNumber], ...] = ()


LAST = _Memo()


def _of_kind(rule_id: str, case: TextCase) -> Iterator[Fact]:
    """One fact for each number of a kind; it shows only the ends of the number: findings are public too."""
    if LAST.case is not case:
        whole = Whole(case)
        LAST.case, LAST.found = case, tuple((whole.place(one.places[0][0]), one) for one in numbers(whole.text))
    for at, one in LAST.found:
        if one.kind == rule_id:
            yield Fact(rule_id, at, actual=one.shown, key=_before(one.before) + one.shown)


def _before(words: str) -> str:
    """The words right before a finding, by which an answer to it is told from an answer to another."""
    found = re.search(rf"[{HAN}]{{0,{AROUND}}}[：:]?\Z", words)
    return found.group() if found else ""


# --- names --------------------------------------------------------------------------------------------------------

ROLE = r"(?:申请人|当事人|原告|第三人|被告|上诉人|被申请人|举报人|投诉人|信访人|起诉人)"
# Surnames that are hardly ever the first character of the word that follows 申请人 in these reports.
SURNAMES = (
    "李王张刘陈杨赵黄周吴徐孙胡朱林郭梁罗宋郑谢韩唐冯董萧曹袁邓傅沈彭吕苏卢蒋蔡魏薛叶阎潘杜戴夏钟汪田姜范石姚谭廖邹熊"
    "陆郝孔白崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎武贺赖龚樊兰殷施陶洪翟颜倪严牛温芦俞葛韦申尤"
    "毕聂焦莫齐梅庄辛管祝左涂谷祁耿牟卜詹欧阳诸葛司马丁贾许高余金任"
)
NAME = re.compile(
    rf"{ROLE}(?:姓名|名称|为|是)?[：:（(\s]?([{SURNAMES}][{HAN}]{{1,2}}?)"
    rf"(?=[，。、；：,;:)）(（\s]|$|[男女](?:[，,]|$)|向本|向我|向市|向区|向县|向省|因|不服|诉(?!求|讼)|提出|提交|提起|要求申|"
    rf"申请公|于\d|于{BLANK}|与第三|等人|等\d|身份证|住址|联系电话|的申请|的政府)"
)
PARTIES = ("申请人", "当事人", "原告", "第三人", "被告", "上诉人", "举报人", "投诉人", "信访人", "起诉人")
NOT_NAMES = re.compile(
    r".*[某的]|.*(?:先生|女士|同志)|许可|周边|周知|白天|江苏|江西|江南|苏州|徐州|郑州|杭州|温州|康复|严重|严格|陈述|陆续|"
    r"贺信|钱款|顾虑|毛利|段落|雷同|武汉|管理|管辖|申请|申诉|申辩|申报|申明|施工|施行|毕业|齐全|左右|辛苦|欧盟|阳光|"
    r"温馨|夏季|马上|金额|石油|田地|黄金|张贴|孔径|龙头|诸多|司法|林业|林地|林木|叶片|牛羊|史料|梅雨|洪水|"
    r"许多|高[度效级频质等新层位校]|余[额款下]|金融|任[意何职务免]|祝愿|谷物|兰州|秦皇|汤药|孟加|唐山|韩国|莫须|焦点|谭某|林权|管道|管线|康养|白酒|毛坯|毛重"
)


@rule(
    "applicant-name",
    "warning",
    FAMILY,
    basis=PRIVACY,
    proves="申请人、当事人等词后面没有个人的姓名。",
    scope="text",
    gate=True,
)
def applicant_name(case: TextCase) -> Found:
    """A surname and one or two characters up to a boundary, after a word for a party; 某 and ×× are fine."""
    for at, match in _matches(case, NAME, PARTIES):
        name = match.group(1)
        if not NOT_NAMES.match(name):
            shown = name[0] + "*" * (len(name) - 1)
            before = match.string[match.start() : match.start(1)]
            yield Fact("applicant-name", at(match.start(1)), actual=shown, key=before + shown)


def _matches(
    case: TextCase, pattern: re.Pattern[str], hints: tuple[str, ...]
) -> Iterator[tuple[Callable[[int], Position], re.Match[str]]]:
    """What a pattern finds in the words of each line, as written and as read, with where a character stands."""
    for line in lines_with(case, *hints):
        read = unmarked(line.words)
        seen = {match.end() for match in pattern.finditer(line.words)}
        yield from ((line.place, match) for match in pattern.finditer(line.words))
        for match in pattern.finditer(read.text) if read.text != line.words else ():
            if read.places[match.end() - 1][1] not in seen:
                yield partial(_place, line, read), match


def _place(line: Line, read: Unmarked, offset: int) -> Position:
    return line.place(read.places[offset][0])


# --- secrecy ------------------------------------------------------------------------------------------------------

SECRECY = re.compile(
    r"(?:绝密|机密|秘密)\s*[★☆]"
    r"|(?<!国家)(?<!商业)(?<!军事)(?<!企业)(?<!技术)(?<!工作)(?<!属于)(?<!涉及)(?<!、)(?<!和)(?<!或)(?<!为)(?<!是)(?<!定)"
    r"(?:绝密|机密)(?![级性、和或等信事文资件])"
    r"|(?<!属于)(?<!涉及)(?<!含有)(?<!、)(?<!和)(?<!或)(?<!为)(?<!是)(?<!等)内部(?:资料|文件)(?![的、和或等管])"
    r"|注意保存|不得外传|严禁外传|仅供内部(?:参考|使用)"
)
SECRECY_HINTS = (
    "绝密", "机密", "秘密", "内部资料", "内部文件", "注意保存", "不得外传", "严禁外传", "仅供内部",
)  # fmt: skip


@rule(
    "secrecy-mark",
    "warning",
    FAMILY,
    basis="《中华人民共和国保守国家秘密法》；《条例》第十四条、第十七条：公开前应当依法审查",
    proves="文字里没有密级标志和内部资料字样。",
    scope="text",
    gate=True,
)
def secrecy_mark(case: TextCase) -> Found:
    """Marks of secrecy; speaking about 国家秘密 or 商业秘密 is none."""
    for at, match in _matches(case, SECRECY, SECRECY_HINTS):
        after = re.match(rf"[{HAN}]{{0,{AROUND}}}", match.string[match.end() :])
        key = _before(match.string[: match.start()]) + match.group() + (after.group() if after else "")
        yield Fact("secrecy-mark", at(match.start()), actual=match.group(), key=key)
