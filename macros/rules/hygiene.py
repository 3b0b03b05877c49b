"""Publication hygiene, first part: what must not be made public at all, such as numbers and names of persons."""

from __future__ import annotations

import re
from datetime import date

from macros.facts import Fact
from macros.rules.case import TextCase
from macros.rules.registry import Found, rule
from macros.words import BLANK, HAN, WIDE_DIGITS, Line, lines_like, lines_with

FAMILY = "公布前检查"
PRIVACY = "《中华人民共和国个人信息保护法》；《条例》第十五条：涉及个人隐私的信息不得公开"

PROVINCES = frozenset(
    (  # noqa: SIM905 - shorter than a list
        "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83"
    ).split()
)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_18 = re.compile(r"(?<![0-9A-Za-z])([1-9]\d{5})((?:18|19|20)\d{6})(\d{3})([0-9Xx])(?![0-9A-Za-z])", re.ASCII)
ID_15 = re.compile(r"(?<![0-9A-Za-z./-])([1-9]\d{5})(\d{6})(\d{3})(?![0-9A-Za-z/-])", re.ASCII)
ID_HINT = re.compile(r"[0-9０-９]{15}")
ID_WORDS = re.compile(r"身份证|居民身份|证件号|公民身份")
MOBILE = re.compile(
    r"(?<![0-9A-Za-z.〔-])(?:\+?86[- ]?)?(1[3-9]\d)([- ]?)(\d{4})\2(\d{4})(?![0-9A-Za-z]|[.-]\d)", re.ASCII
)
CARD = re.compile(
    r"(?<![0-9A-Za-z.〔/-])\d{4}(?:([- ]?)\d{4}(?:\1\d{4}){1,2}(?:\1\d{1,4})?)(?![0-9A-Za-z/-])", re.ASCII
)
MOBILE_HINT = re.compile(r"[0-9０-９]{3}[- ]?[0-9０-９]{4}[- ]?[0-9０-９]{4}")
CARD_HINT = re.compile(r"[0-9０-９]{4}[- ]?[0-9０-９]{4}[- ]?[0-9０-９]{4}")
ADDRESS = re.compile(r"(?:https?|ftp)://\S+|\]\([^()]*\)")
ISSUERS = re.compile(r"62|60|4|5[1-5]|35(?:2[89]|[3-8])|222[1-9]|22[3-9]|2[3-6]|27[01]|2720")


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
    for line in lines_like(case, ID_HINT):
        text = line.raw.translate(WIDE_DIGITS)
        for match in ID_18.finditer(text):
            if _is_id(match.group()):
                yield _number("resident-id", line, match, match.group())
        if ID_WORDS.search(text):
            for match in ID_15.finditer(text):
                if match.group(1)[:2] in PROVINCES and _day("19" + match.group(2)):
                    yield _number("resident-id", line, match, match.group())


def _is_id(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return number[:2] in PROVINCES and _day(number[6:14]) and "10X98765432"[total % 11] == number[17].upper()


def _day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return True


def _number(rule_id: str, line: Line, match: re.Match[str], digits: str) -> Fact:
    """A fact that shows only the ends of a number: findings are public too."""
    shown = digits[:3] + "*" * (len(digits) - 5) + digits[-2:]
    return Fact(rule_id, line.place(match.start()), actual=shown, key=shown)


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
    if "agencies" in case.path.split("/")[:-1]:
        return
    for line in lines_like(case, MOBILE_HINT):
        text = _without_addresses(line)
        for match in MOBILE.finditer(text):
            yield _number("mobile-number", line, match, match.group(1) + match.group(3) + match.group(4))


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
    for line in lines_like(case, CARD_HINT):
        text = _without_addresses(line)
        for match in CARD.finditer(text):
            digits = re.sub(r"[- ]", "", match.group())
            if 16 <= len(digits) <= 19 and ISSUERS.match(digits) and not _is_id_like(digits) and _luhn(digits):
                yield _number("bank-card", line, match, digits)


def _is_id_like(digits: str) -> bool:
    return len(digits) == 18 and _is_id(digits)


def _luhn(digits: str) -> bool:
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + index % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and len(set(digits)) > 2


def _without_addresses(line: Line) -> str:
    """The line's text with addresses of web pages blanked (their numbers are nobody's)."""
    text = line.raw.translate(WIDE_DIGITS)
    return ADDRESS.sub(lambda one: BLANK * len(one.group()), text)


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
    for line in lines_with(case, *PARTIES):
        for match in NAME.finditer(line.words):
            name = match.group(1)
            if not NOT_NAMES.match(name):
                shown = name[0] + "*" * (len(name) - 1)
                yield Fact("applicant-name", line.place(match.start(1)), actual=shown, key=shown)


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
    for line in lines_with(case, *SECRECY_HINTS):
        for match in SECRECY.finditer(line.words):
            yield Fact("secrecy-mark", line.place(match.start()), actual=match.group(), key=match.group())
