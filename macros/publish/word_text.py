"""Words as WordprocessingML: runs, paragraphs, and what they ask of the package (links, lists)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from macros.publish.narrative import Run

NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
EAST_ASIAN = '<w:rFonts w:hint="eastAsia"/>'  # quotation marks and dashes in Chinese letters


@dataclass
class Asked:
    """What the body asks of the package: addresses of links, and for each list whether it is ordered."""

    links: list[str] = field(default_factory=list)
    lists: list[bool] = field(default_factory=list)

    def link(self, address: str) -> str:
        """The id of a link."""
        if address not in self.links:
            self.links.append(address)
        return f"link{self.links.index(address) + 1}"

    def list(self, *, ordered: bool) -> int:
        """The number of a new list."""
        self.lists.append(ordered)
        return len(self.lists)


def words(text: str) -> str:
    """Text for XML; a character XML cannot hold is shown as one that cannot be shown."""
    return escape(NOT_XML.sub("\ufffd", text), {'"': "&quot;"})


def run(text: str, properties: str = "") -> str:
    """Words in one hand; a line break in them is one."""
    parts = "<w:br/>".join(f'<w:t xml:space="preserve">{words(part)}</w:t>' for part in text.split("\n"))
    return f"<w:r><w:rPr>{properties or EAST_ASIAN}</w:rPr>{parts}</w:r>"


def runs(found: Iterable[Run], asked: Asked) -> str:
    """The runs of a paragraph; neighbours that lead to one address are one link."""
    parts = []
    for one in found:
        hand = ("<w:b/>" if one.bold else "") + ("<w:i/>" if one.italic else "")
        if one.link is None:
            parts.append(run(one.text, EAST_ASIAN + hand))
        else:
            inner = run(one.text, f'<w:rStyle w:val="Hyperlink"/>{EAST_ASIAN}{hand}')
            parts.append(f'<w:hyperlink r:id="{asked.link(one.link)}" w:history="1">{inner}</w:hyperlink>')
    return "".join(parts)


def paragraph(style: str, inner: str, properties: str = "") -> str:
    """A paragraph in a style; ``properties`` are those the style does not give."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{inner}</w:p>'
