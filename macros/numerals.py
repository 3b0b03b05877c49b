"""Numbers as Chinese prose writes them: 2,599 · 1.2万 · 百分之九十五 · 八件; and what looks like one but is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from macros.calls import NumberTarget
from macros.facts import Number
from macros.prose import Filled, Passage

UNITS = (
    "个百分点", "百分点", "人次", "件次", "平方米", "公里", "小时", "%", "元", "件", "条", "次", "篇", "份", "场", "期",
    "起", "宗", "例", "项", "个", "人", "家", "户", "名", "部", "张", "页", "字", "批", "则", "幅", "天", "类",
)  # fmt: skip
SCALES = {"万亿": 10**12, "亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "千": 10**3, "": 1}
DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
TENS = {"十": 10, "百": 100, "千": 1000}

UNIT = "|".join(map(re.escape, UNITS))
SCALE = "|".join(filter(None, SCALES))
ARABIC = re.compile(
    rf"(?P<number>\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)(?P<scale>{SCALE})?(?P<more>[余多])?(?P<unit>{UNIT})?"
)
PERCENT = re.compile(r"百分之(?P<number>[零〇一二两三四五六七八九十百千点]+|\d+(?:\.\d+)?)")
CHINESE = re.compile(
    r"(?<![零〇一二两三四五六七八九十百千万第每逐任这那某各同上下\d.])(?P<number>[零〇一二两三四五六七八九十百千]+)"
    r"(?P<scale>万)?(?P<unit>件次|件|人次|篇|份|起|宗|元)(?!套|[大要小实]?事|民生)"
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a passage. ``value`` counts the scale (1.2万 is 12000), ``written`` does not.

    ``stop`` is where the number and its scale end; ``end`` where its unit ends. ``filled`` is the macro it came from.
    """

    passage: Passage
    start: int
    stop: int
    end: int
    written: Number
    scale: str
    unit: str
    rough: bool
    filled: Filled | None

    @property
    def text(self) -> str:
        """The number with its unit, as it is read."""
        return self.passage.text[self.start : self.end]

    @property
    def value(self) -> Number:
        """The number with its scale."""
        return scaled(self.written, self.scale)

    @property
    def places(self) -> int:
        """How many decimals are printed."""
        exponent = self.written.as_tuple().exponent if isinstance(self.written, Decimal) else 0
        return -exponent if isinstance(exponent, int) else 0

    @property
    def address(self) -> str | None:
        """The cell, figure or fee the number comes from; ``None`` when it was typed (or is no number of the data)."""
        target = self.filled.target if self.filled else None
        return target.address if isinstance(target, NumberTarget) else None

    @property
    def typed(self) -> bool:
        """Whether the number was written by hand."""
        return self.filled is None


def scaled(number: Number, scale: str) -> Number:
    """The number times its scale, exact; whole numbers stay whole."""
    if isinstance(number, int):
        return number * SCALES[scale]
    product = number * SCALES[scale]
    return int(product) if product == product.to_integral_value() else product


def split_unit(unit: str) -> tuple[str, str]:
    """Scale and bare unit: ``万人次`` is ``万`` and ``人次``."""
    scale = next((s for s in SCALES if s and unit.startswith(s)), "")
    return scale, unit[len(scale) :].replace("％", "%")


def at_precision(value: Number, places: int) -> tuple[Decimal, ...]:
    """The value rounded to some decimals, in the two usual ways."""
    step = Decimal(1).scaleb(-places)
    return tuple(Decimal(value).quantize(step, mode) for mode in (ROUND_HALF_UP, ROUND_HALF_EVEN))


def chinese(text: str) -> Number | None:
    """The number that Chinese numerals stand for, or ``None`` when they make none (``点`` is the decimal point)."""
    whole, _, tail = text.partition("点")
    total = current = 0
    seen = ""
    for char in whole:
        if char in DIGITS:
            if seen and seen in DIGITS and DIGITS[seen] != 0:
                return None
            current = DIGITS[char]
        else:
            total += (current if seen in DIGITS and seen else 1) * TENS[char]
            current = 0
        seen = char
    total += current
    if not tail:
        return total if whole else None
    if any(char not in DIGITS for char in tail):
        return None
    return Decimal(f"{total}.{''.join(str(DIGITS[char]) for char in tail)}")


# --- what looks like a number and is none ----------------------------------------------------------------------------

ASCII_CODE = r"[A-Za-z0-9][A-Za-z0-9./_+:#-]*"
LABELS = "拨打|电话|传真|热线|邮编|邮政编码|手机|号码|编号|索引号|信用代码|标识码|备案号"
PASSED = tuple(
    re.compile(pattern)
    for pattern in (
        # words of others: quotations and titles
        r"“[^”]{0,60}”", r"‘[^’]{0,60}’", r"《[^》]*》", r"〈[^〉]*〉", r"「[^」]{0,60}」", r'"[^"]{0,60}"',
        # years, dates, spans of time
        r"(?:19|20)\d{2}(?:年度?)?\s?(?:[—–~～/、至到-]+\s?(?:19|20)\d{2}(?:年度?)?)+",
        r"(?:19|20)\d{2}(?:年度?|[-./]\d{1,2}(?:[-./]\d{1,2})?)",
        r"\d{1,2}(?:[—–~～至到-]+\d{1,2})?(?:月份?|日|时|点|季度)",
        r"\d{1,2}年(?!度)", r"\d+个?(?:工作日|自然日|天|日|小时|分钟|月|星期|周年?)(?![刊报])",
        r"\d{1,2}[:：]\d{2}(?!\d)", r"工业\d\.0",
        # document numbers, ordinals, list numbers
        r"[〔\[（(【](?:19|20)\d{2}[〕\])）】]\s?第?\d+(?:、\d+)*号", r"第?\d+(?:、\d+)*号(?:令|文|公告)?",
        r"第\s?[\d.]+(?:[—–~～、至到-]+第?[\d.]+)*",
        r"(?:^|(?<=[。；：:;，,\n|]))\d{1,2}(?:[)）]|[.．](?!\d))", r"^\d{1,2}、", r"[（(]\d{1,2}[)）]",
        # telephone numbers, postcodes, codes, places
        (rf"(?:{LABELS})(?:号码?|为|是|[:：])*(?!\d[\d,.]*(?:{SCALE})?[余多]?(?:件|个|人次|次|条|起|部|通))"
        r"[（(]?\d[\d（）()—－/转、 -]*"),
        r"(?:\(0\d{2,3}\)|（0\d{2,3}）|0\d{2,3}[—－-])\d{7,8}(?:[—－-]\d+)?", r"(?<!\d)1[3-9]\d{9}(?!\d)",
        r"(?<!\d)1\d{4}(?=(?:热线|政务|便民|市民|平台|—|-|、1\d{4}|服务))",
        rf"(?<![\d.,])12345(?![\d.,余多]|{UNIT}|{SCALE})",
        r"\d+\s?(?:号院|号楼|楼|室|层|弄|幢|栋)(?!次)",
        # addresses, versions, codes, slogans
        r"(?:https?://|www\.)[!-~]+", rf"{ASCII_CODE}@[A-Za-z0-9.-]+",
        r"(?:[A-Za-z0-9-]+\.)+(?:cn|com|net|org|gov)\b[!-~]*", rf"(?=[A-Za-z]){ASCII_CODE}",
        r"(?:GB|DB|ISO|IEC)[/A-Z]* ?[\d.—–-]+", r"\d+(?:\.\d+)?[A-Za-z][A-Za-z0-9]*",
        r"\d+(?:[+×xX·][\dNXn]+)+", r"\d+\.\d+\.[\d.]+", r"\d(?=个?(?:方面|级))",
    )
)  # fmt: skip


def passed(passage: Passage) -> list[tuple[int, int]]:
    """The parts of a passage whose digits are no figures: dates, document numbers, ordinals, telephones, titles."""
    return [match.span() for pattern in PASSED for match in pattern.finditer(passage.text) if match.group()]


def numerals(passage: Passage) -> Iterator[Numeral]:
    """The numbers of a passage in order: those from macros, and those typed that are none of ``passed``."""
    text = passage.text
    skipped: list[tuple[int, int]] | None = None
    found: dict[int, Numeral] = {}
    for pattern in (ARABIC, PERCENT, CHINESE):
        for match in pattern.finditer(text):
            start, stop = match.span("number")
            filled = passage.filling(start, stop)
            if filled is not None and not isinstance(filled.target, NumberTarget):
                continue
            if filled is None:
                skipped = passed(passage) if skipped is None else skipped
                if any(a <= start and stop <= b for a, b in skipped):
                    continue
            one = _numeral(passage, match, filled, percent=pattern is PERCENT)
            if one is not None:
                found.setdefault(one.start, one)
    yield from (found[start] for start in sorted(found))


def _numeral(passage: Passage, match: re.Match[str], filled: Filled | None, *, percent: bool) -> Numeral | None:
    raw = match.group("number").replace(",", "")
    groups = match.groupdict()
    number: Number | None
    if raw[0].isdigit() and raw.isascii():
        number = Decimal(raw) if "." in raw else int(raw)
    else:
        number = chinese(raw)
        # 一件 is seldom a count (“高效办成一件事”), except after a word that counts.
        counted = re.search(r"(?:共|计|收到|申请|受理|办结|制发|发布|答复|公开|为)$", passage.text[: match.start()])
        if not percent and number == 1 and not counted:
            return None
    if number is None:
        return None
    scale = groups.get("scale") or ""
    unit = "%" if percent else groups.get("unit") or ""
    stop = match.end("scale") if scale else match.end("number")
    return Numeral(
        passage, match.start(), stop, match.end(), number, scale, unit, bool(groups.get("more")), filled
    )  # fmt: skip
