"""The parts of a Word file around its body, and the zip they stand in: no clock, no order by chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from macros.publish.word_styles import DECLARATION, LINE, SPACE, font_table, numbering, styles
from macros.publish.word_text import Asked, paragraph, run, words
from macros.publish.word_theme import theme

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MADE = "1980-01-01T00:00:00Z"  # the date every file of a zip has here
BOTH = f'{SPACE} xmlns:r="{RELATIONS}"'
PAGE = (  # A4; 天头 37, 订口 28, 地脚 35, 切口 26 mm
    '<w:footerReference w:type="default" r:id="odd"/><w:footerReference w:type="even" r:id="even"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1304" w:gutter="0"/>'
    f'<w:docGrid w:type="lines" w:linePitch="{LINE}"/>'
)
SETTINGS = (
    '<w:zoom w:percent="100"/><w:mirrorMargins/><w:defaultTabStop w:val="640"/><w:evenAndOddHeaders/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:useFELayout/>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="zh-CN" w:eastAsia="zh-CN"/>'
)
PARTS = {
    "document": f"{WORD}.document.main+xml",
    "styles": f"{WORD}.styles+xml",
    "settings": f"{WORD}.settings+xml",
    "fontTable": f"{WORD}.fontTable+xml",
    "numbering": f"{WORD}.numbering+xml",
    "theme/theme1": "application/vnd.openxmlformats-officedocument.theme+xml",
    "footer1": f"{WORD}.footer+xml",
    "footer2": f"{WORD}.footer+xml",
}


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself."""

    title: str
    author: str
    remark: str


def package(body: str, asked: Asked, about: About) -> bytes:
    """The file with ``body`` in it."""
    content = f"<w:document {BOTH}><w:body>{body}<w:sectPr>{PAGE}</w:sectPr></w:body></w:document>"
    return _zip(
        {
            "[Content_Types].xml": _types(),
            "_rels/.rels": _relations(
                {
                    "document": ("officeDocument", "word/document.xml"),
                    "core": (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
                    "app": ("extended-properties", "docProps/app.xml"),
                }
            ),
            "docProps/core.xml": _core(about),
            "docProps/app.xml": _app(),
            "word/document.xml": DECLARATION + content,
            "word/_rels/document.xml.rels": _relations(
                {
                    "styles": ("styles", "styles.xml"),
                    "settings": ("settings", "settings.xml"),
                    "fonts": ("fontTable", "fontTable.xml"),
                    "numbering": ("numbering", "numbering.xml"),
                    "theme": ("theme", "theme/theme1.xml"),
                    "odd": ("footer", "footer1.xml"),
                    "even": ("footer", "footer2.xml"),
                },
                asked.links,
            ),
            "word/styles.xml": styles(),
            "word/settings.xml": f"{DECLARATION}<w:settings {SPACE}>{SETTINGS}</w:settings>",
            "word/fontTable.xml": font_table(),
            "word/numbering.xml": numbering(asked.lists),
            "word/theme/theme1.xml": theme(),
            "word/footer1.xml": _footer("right"),
            "word/footer2.xml": _footer("left"),
        }
    )


def _zip(files: Mapping[str, str]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, text in files.items():
            info = ZipInfo(name)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 3
            archive.writestr(info, text.encode(), compresslevel=9)
    return out.getvalue()


def _types() -> str:
    parts = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>' for name, kind in PARTS.items())
    return (
        f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}'
        '<Override PartName="/docProps/core.xml"'
        ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
    )


def _relations(known: Mapping[str, tuple[str, str]], links: Sequence[str] = ()) -> str:
    parts = [
        f'<Relationship Id="{key}" Type="{kind if "/" in kind else f"{RELATIONS}/{kind}"}" Target="{target}"/>'
        for key, (kind, target) in known.items()
    ]
    parts += [
        f'<Relationship Id="link{number}" Type="{RELATIONS}/hyperlink"'
        f' Target="{words(address)}" TargetMode="External"/>'
        for number, address in enumerate(links, 1)
    ]
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{"".join(parts)}</Relationships>'


def _core(about: About) -> str:
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{MADE}</dcterms:{name}>' for name in ("created", "modified")
    )
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{words(about.title)}</dc:title><dc:creator>{words(about.author)}</dc:creator>"
        f"<dc:description>{words(about.remark)}</dc:description><dc:language>zh-CN</dc:language>{dates}"
        "</cp:coreProperties>"
    )


def _app() -> str:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return f'{DECLARATION}<Properties xmlns="{space}"><Application>Gongkai</Application></Properties>'


def _footer(side: str) -> str:
    """The number of the page with a dash on each side, on the outer side, one character from the edge."""
    field = f'<w:fldSimple w:instr=" PAGE ">{run("1")}</w:fldSimple>'
    inner = run("— ") + field + run(" —")
    place = f'<w:ind w:{side}="280"/><w:jc w:val="{side}"/>'
    return f"{DECLARATION}<w:ftr {BOTH}>{paragraph('Footer', inner, place)}</w:ftr>"
