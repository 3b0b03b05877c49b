"""The theme every Word file must name, as plain as it may be: no style of ours takes anything from it."""

from __future__ import annotations

from macros.publish.word_styles import DECLARATION, FANG, HEI, LATIN

SPACE = "http://schemas.openxmlformats.org/drawingml/2006/main"
COLOURS = {
    "dk1": "000000", "lt1": "FFFFFF", "dk2": "1F3864", "lt2": "E7E6E6", "accent1": "B00020", "accent2": "0B4F9E",
    "accent3": "595959", "accent4": "8A6D00", "accent5": "1B5E20", "accent6": "5B2C83", "hlink": "0B4F9E",
    "folHlink": "5B2C83",
}  # fmt: skip
FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
LINE = f'<a:ln w="6350">{FILL}<a:prstDash val="solid"/></a:ln>'
EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def theme() -> str:
    """``word/theme/theme1.xml``."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in COLOURS.items())
    fonts = "".join(
        f'<a:{which}Font><a:latin typeface="{LATIN}"/><a:ea typeface="{font}"/><a:cs typeface=""/></a:{which}Font>'
        for which, font in (("major", HEI), ("minor", FANG))
    )
    formats = (
        f"<a:fillStyleLst>{FILL * 3}</a:fillStyleLst><a:lnStyleLst>{LINE * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{EFFECT * 3}</a:effectStyleLst><a:bgFillStyleLst>{FILL * 3}</a:bgFillStyleLst>"
    )
    return (
        f'{DECLARATION}<a:theme xmlns:a="{SPACE}" name="Gongkai"><a:themeElements>'
        f'<a:clrScheme name="Gongkai">{colours}</a:clrScheme><a:fontScheme name="Gongkai">{fonts}</a:fontScheme>'
        f'<a:fmtScheme name="Gongkai">{formats}</a:fmtScheme></a:themeElements></a:theme>'
    )
