"""The styles of a document after the habits of GB/T 9704, as WordprocessingML.

Fonts are named as offices have them; ``FONTS`` names what may stand in for each where it is missing.
"""

from __future__ import annotations

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SONG, FANG, HEI, KAI, TITLE = "宋体", "仿宋", "黑体", "楷体", "方正小标宋简体"
LATIN = "Times New Roman"
FONTS = {
    SONG: ("SimSun", "Noto Serif CJK SC"),
    FANG: ("FangSong", "仿宋_GB2312", "FandolFang R", "Noto Serif CJK SC"),
    HEI: ("SimHei", "FandolHei", "Noto Sans CJK SC"),
    KAI: ("KaiTi", "楷体_GB2312", "FandolKai", "LXGW WenKai", "Noto Serif CJK SC"),
    TITLE: ("FZXiaoBiaoSong-B05S", "小标宋", "FandolSong", "Noto Serif CJK SC"),
}
LINE = 579  # twips: 22 lines on 225 mm
SIZE_2, SIZE_3, SIZE_4, SMALL_4, SIZE_5, SMALL_5 = 44, 32, 28, 24, 21, 18  # half points: 二号 三号 四号 小四 五号 小五
INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
TIGHT = '<w:spacing w:val="-5"/>'  # 28 characters of 三号 on 156 mm
LETTERS = '<w:lang w:val="en-US"/>'  # of Latin letters and digits only: LibreOffice breaks Chinese digits over lines
EXACT = f'<w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="exact"/>'
BOX = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="4" w:color="auto"/>' for side in ("top", "left", "bottom", "right")
)


SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
BORDERS = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in SIDES)
FIXED = f"""\
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>\
<w:uiPriority w:val="1"/><w:semiHidden/></w:style>\
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>\
<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>\
<w:left w:w="40" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar>\
</w:tblPr></w:style>\
<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>\
<w:rPr><w:color w:val="0B4F9E"/><w:u w:val="single"/></w:rPr></w:style>\
<w:style w:type="table" w:styleId="StatutoryTable"><w:name w:val="法定表格"/><w:basedOn w:val="TableNormal"/>\
<w:tblPr><w:tblBorders>{BORDERS}</w:tblBorders></w:tblPr></w:style>"""


def _fonts(name: str, latin: str = LATIN) -> str:
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{name}" w:cs="{latin}"/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _style(key: str, name: str, paragraph: str, run: str = "", based: str = "Normal", following: str = "") -> str:
    after = f'<w:next w:val="{following}"/>' if following else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/><w:basedOn w:val="{based}"/>{after}'
        f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _heading(level: int, font: str, *, bold: bool) -> str:
    paragraph = f'<w:keepNext/><w:keepLines/>{INDENT}<w:outlineLvl w:val="{level - 1}"/>'
    weight = "<w:b/><w:bCs/>" if bold else '<w:b w:val="0"/>'
    return _style(f"Heading{level}", f"heading {level}", paragraph, _fonts(font, font) + weight, following="BodyText")


def _table_text(key: str, name: str, size: int, jc: str, font: str = FANG) -> str:
    paragraph = (
        '<w:snapToGrid w:val="0"/><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'
        f'<w:jc w:val="{jc}"/>'
    )
    return _style(key, name, paragraph, _fonts(font) + _size(size))


def styles() -> str:
    """``word/styles.xml``."""
    parts = [
        _defaults(),
        _style("BodyText", "Body Text", INDENT, TIGHT + LETTERS),
        _style(
            "Title", "Title",
            '<w:keepNext/><w:spacing w:after="579" w:line="700" w:lineRule="exact"/><w:jc w:val="center"/>',
            _fonts(TITLE, TITLE) + _size(SIZE_2), following="BodyText",
        ),
        _heading(1, HEI, bold=False),
        _heading(2, KAI, bold=False),
        _heading(3, FANG, bold=True),
        _heading(4, FANG, bold=False),
        _heading(5, FANG, bold=False),
        _style("Quote", "Quote", '<w:ind w:left="640" w:right="640"/>', _fonts(KAI) + LETTERS),
        _style("ListParagraph", "List Paragraph", "", TIGHT + LETTERS),
        _style("Notice", "演示说明", f"<w:pBdr>{BOX}</w:pBdr>"
               '<w:spacing w:before="0" w:after="300" w:line="400" w:lineRule="exact"/><w:jc w:val="left"/>',
               _fonts(HEI) + _size(SMALL_4)),
        _style("TableNote", "表注", '<w:spacing w:before="60" w:after="200" w:line="320" w:lineRule="exact"/>',
               _size(SIZE_5) + LETTERS),
        _table_text("TableText", "表格文字", SIZE_5, "left"),
        _table_text("TableHead", "表头", SIZE_5, "center", HEI),
        _table_text("TableTextSmall", "表格文字（小）", SMALL_5, "left"),
        _table_text("TableHeadSmall", "表头（小）", SMALL_5, "center", HEI),
        _style("Footer", "footer", '<w:snapToGrid w:val="0"/><w:spacing w:line="240" w:lineRule="auto"/>',
               _fonts(SONG, SONG) + _size(SIZE_4)),
    ]  # fmt: skip
    return f"{DECLARATION}<w:styles {SPACE}>{''.join(parts)}{FIXED}</w:styles>"


def _defaults() -> str:
    """What holds for all text, and the style of a paragraph that has no other."""
    language = '<w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    run = f"<w:rPrDefault><w:rPr>{_fonts(FANG)}{_size(SIZE_3)}{language}</w:rPr></w:rPrDefault>"
    normal = f'<w:widowControl w:val="0"/>{EXACT}<w:jc w:val="both"/>'
    return (
        f"<w:docDefaults>{run}<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{normal}</w:pPr></w:style>"
    )


def font_table() -> str:
    """``word/fontTable.xml``: the fonts, and what may stand in for them."""
    parts = [
        f'<w:font w:name="{name}"><w:altName w:val="{";".join(others)}"/><w:charset w:val="86"/></w:font>'
        for name, others in FONTS.items()
    ]
    return f"{DECLARATION}<w:fonts {SPACE}>{''.join(parts)}</w:fonts>"


def numbering(lists: list[bool]) -> str:
    """``word/numbering.xml``: a list of each kind, and a count of its own for every list of the page."""
    kinds = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="hybridMultilevel"/>'
        f"{''.join(_level(level, ordered=ordered) for level in range(4))}</w:abstractNum>"
        for number, ordered in enumerate((False, True))
    )
    counts = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{int(ordered)}"/>'
        + (
            "".join(f'<w:lvlOverride w:ilvl="{n}"><w:startOverride w:val="1"/></w:lvlOverride>' for n in range(4))
            if ordered
            else ""
        )
        + "</w:num>"
        for number, ordered in enumerate(lists, 1)
    )
    return f"{DECLARATION}<w:numbering {SPACE}>{kinds}{counts}</w:numbering>"


def _level(level: int, *, ordered: bool) -> str:
    kind, text = ("decimal", f"%{level + 1}.") if ordered else ("bullet", "·")
    left = 640 * (level + 2)
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="640"/></w:pPr></w:lvl>'
    )
