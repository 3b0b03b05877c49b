"""Publication hygiene, second part: slips of the keyboard and leftovers of a template."""

from __future__ import annotations

import re

from macros.facts import Fact
from macros.marks import MARK, TEXT_MARK
from macros.rules.case import TextCase
from macros.rules.hygiene import FAMILY, SURNAMES
from macros.rules.registry import Found, rule
from macros.rules.traditional import TRADITIONAL
from macros.words import BLANK, HAN, Line, lines, lines_like, lines_with, text_of

STANDARD = "GB/T 15834《标点符号用法》；公文使用规范汉字"

MOJIBAKE = re.compile(
    r"\ufffd+|(?:锟斤拷)+|锟斤|烫{3,}|屯{3,}|(?:鏀垮簻|淇℃伅|鍏紑|鐢宠|鐨勶|銆傦|锛屾)+|ï¿½|â€[\x80-\xbf™œ¦]?"
    r"|(?:[ä-é][\x80-\xbf\u2018-\u201e\u2020-\u2026\u0152-\u017e€™]{2}){2,}|[\ue000-\uf8ff]+"
)
MOJIBAKE_HINT = re.compile(r"[\ufffd锟烫屯鏀淇鍏鐢鐨銆锛ïâä-é\ue000-\uf8ff]")


def _fact(rule_id: str, line: Line, start: int, words: str, **detail: str) -> Fact:
    return Fact(rule_id, line.place(start), actual=words, detail=detail, key=words)


@rule(
    "replacement-character",
    "warning",
    FAMILY,
    basis="文件在编码转换中丢失的字，读者无从知道",
    proves="文字里没有替代符号和乱码。",
    scope="text",
)
def replacement_character(case: TextCase) -> Found:
    """U+FFFD, characters of private use and the well-known runs of wrongly decoded text."""
    for line in lines_like(case, MOJIBAKE_HINT):
        for match in MOJIBAKE.finditer(line.raw):
            words = match.group()[:12]
            code = f"U+{ord(words[0]):04X}"
            shown = words if "\u0020" < words[0] < "\ue000" else code
            yield _fact("replacement-character", line, match.start(), shown)


@rule(
    "traditional-character",
    "warning",
    FAMILY,
    basis="《中华人民共和国国家通用语言文字法》第九条：国家机关以规范汉字为公务用字",
    proves="文字里没有繁体字。",
    scope="text",
)
def traditional_character(case: TextCase) -> Found:
    """One finding a line, with each character and its simplified form."""
    for line in lines(case) if not TRADITIONAL.keys().isdisjoint(text_of(case).words) else ():
        found = dict.fromkeys(character for character in line.words if character in TRADITIONAL)
        if found:
            first = min(line.words.index(character) for character in found)
            shown = "".join(found)
            simple = "".join(TRADITIONAL[character] for character in found)
            yield _fact("traditional-character", line, first, shown, simple=simple)


CLOSING = "”’》）」】〕%％…"
HALF = re.compile(
    rf"(?<=[{HAN}{CLOSING}])[,;:?!](?![,;:?!])"  # after a Chinese character
    rf"|(?<=[0-9A-Za-z\x1a])[,;?!](?=[{HAN}“‘《（])"  # between a number or a name and a Chinese character
    rf"|(?<=[{HAN}{CLOSING}])\.(?=[{HAN}\s]|$)"
    rf"|(?<=[{HAN}])[(\"']|[(\"'](?=[{HAN}])|[)\"'](?=[{HAN}，。；：、])|(?<=[{HAN}])\)"
)
HALF_HINT = re.compile(r"[,;:?!.()\"']")
WIDE = str.maketrans(",.;:?!()", "，。；：？！（）")


@rule(
    "half-width-punctuation",
    "warning",
    FAMILY,
    basis=STANDARD,
    proves="中文里的标点都是全角。",
    scope="text",
)
def half_width_punctuation(case: TextCase) -> Found:
    """One finding a line; numbers, addresses and Markdown's own marks are left alone."""
    for line in lines_like(case, HALF_HINT):
        found = list(HALF.finditer(line.words))
        if found:
            start = found[0].start()
            near = line.words[max(0, start - 4) : start + 5].replace("\x1a", "")
            yield Fact(
                "half-width-punctuation",
                line.place(start),
                actual="".join(dict.fromkeys(one.group() for one in found)),
                detail={"near": near, "wide": "".join(dict.fromkeys(_wide(one.group()) for one in found))},
                key=near,
            )


def _wide(mark: str) -> str:
    return {'"': "“”", "'": "‘’"}.get(mark, mark.translate(WIDE))


REPEATED = re.compile(rf"([{HAN}]{{2,6}}?)\1")
SINGLE = re.compile(
    r"(?<![目标中靶有])的的(?![确士哥])|了了(?![解结望断却如然无])|(?<![共温调缓饱总柔祥谐])和和(?![气美睦])"
    r"|(?<![于凡都就也])是是(?!非)|被被|(?<![一])把把|将将(?!才)"
)
DOUBLED = ("的的", "了了", "和和", "是是", "被被", "把把", "将将")
MARKS = re.compile(r"([，。、；：？！])\1+|[，、；：][，。、；：]|。[，、；：]")
MARKS_HINT = re.compile(r"[，。、；：？！][，。、；：？！]")
NUMERALS = re.compile(r"[一二三四五六七八九十百千万亿零〇两]+\Z")
REDUPLICATED = frozenset(
    "研究 考虑 讨论 商量 学习 打扫 休息 了解 交流 宣传 整理 锻炼 熟悉 琢磨 比较 一个 一步 一点 很多 许多".split()  # noqa: SIM905 - shorter than a list
)


@rule(
    "repeated-word",
    "warning",
    FAMILY,
    basis="重复的字词多为误排",
    proves="没有误写两遍的字词和标点。",
    scope="text",
)
def repeated_word(case: TextCase) -> Found:
    """A word of two to six characters directly repeated, a doubled particle, doubled punctuation."""
    for line in lines(case):
        for match in REPEATED.finditer(line.words):
            if not _legitimate(match, line.words):
                yield _fact("repeated-word", line, match.start(), match.group())
    for among, pattern in ((lines_with(case, *DOUBLED), SINGLE), (lines_like(case, MARKS_HINT), MARKS)):
        for line in among:
            for match in pattern.finditer(line.words):
                yield _fact("repeated-word", line, match.start(), match.group())


def _legitimate(match: re.Match[str], text: str) -> bool:
    """Whether a repetition is good Chinese: 人民政府政府信息公开, numbers, verbs said twice."""
    word = match.group(1)
    if len(set(word)) == 1 or NUMERALS.match(word) or word in REDUPLICATED or "某" in word:
        return True
    after, before = text[match.end() :], text[: match.start()]
    return (
        word == "政府" and after.startswith(("信息", "工作", "网", "采购")) and before[-1:] in set("民市县区省乡镇级")
    )


PLACEHOLDER = re.compile(
    rf"(?<![A-Za-z0-9×])(?<![{SURNAMES}方万何安于向常关成付某])(?:×{{2,}}|[XＸ]{{2,}}|[xｘ]{{2,}}|[*＊]{{3,}})(?![A-Za-z0-9×*])"
    r"|(?<![A-Za-z])(?:TODO|FIXME|TBD|TBC|[Ll]orem ipsum|lorem|LOREM)(?![A-Za-z])"
    r"|(?<![有尚还再须需])待(?:补充|填写|录入|更新)(?=[）)】\]。，；、]|\s|$)|待填(?!写|报|补|埋)|(?:此处|在此|这里)(?:填写|输入|插入|录入)"
    r"|示例文[字本]|占位[符文]|_{3,}|＿{2,}"
)
PLACEHOLDER_HINTS = (
    *"×XＸxｘ*＊待", "TODO", "FIXME", "TBD", "TBC", "orem", "LOREM",
    "此处", "在此", "这里", "示例文", "占位", "___", "＿＿",
)  # fmt: skip
DIGITS = re.compile(r"(?<![0-9A-Za-z.,-])\d{8,}(?![0-9A-Za-z.,])", re.ASCII)
DIGITS_HINT = re.compile(r"[0-9]{8}")
# Marks of a report, in its data and its page, have rules of their own; other data files have no marks.
OTHER_DATA = re.compile(r"(?:\A|/)(?:forms|agencies)/[^/]+\Z|(?:\A|/)(?:site|search|accessibility)\.yml\Z")
RULER = re.compile(r"[\s_*\x1a-]+")
EMPTY_NUMBER = re.compile(r"(\d)\1+|0?123456789?0?|1234567890?\d*|(\d{2,4})\2{2,}\d{0,3}|9?87654321?0?", re.ASCII)


@rule(
    "placeholder",
    "warning",
    FAMILY,
    basis="模板里留待填写的内容不应公布；不知道的，应当留空（null），不得编造",
    proves="没有留着没填的占位文字，网站标识码、备案号、索引号没有用假号。",
    scope="text",
)
def placeholder(case: TextCase) -> Found:
    """Leftovers of a template, and numbers that are none."""
    for line in lines_with(case, *PLACEHOLDER_HINTS):
        if RULER.fullmatch(line.words) or (line.words == MARK and not OTHER_DATA.search(case.path)):
            continue
        text = TEXT_MARK.sub(lambda mark: BLANK * len(mark.group()), line.words) if case.is_page else line.words
        for match in PLACEHOLDER.finditer(text):
            yield _fact("placeholder", line, match.start(), match.group())
    for line in lines_like(case, DIGITS_HINT):
        for match in DIGITS.finditer(line.words):
            if EMPTY_NUMBER.fullmatch(match.group()):
                yield _fact("placeholder", line, match.start(), match.group())
