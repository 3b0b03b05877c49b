"""Markdown by anybody, made harmless: it may look as it likes, but it calls nobody, links nowhere and loads nothing.

An honest review passes unchanged as far as a reader can see: it holds no link, mention or tag beyond those below.
"""

from __future__ import annotations

import re

LONGEST = 60_000  # characters; GitHub takes 65,536, the head needs some
GAP = "&#8203;"  # a space without width: what stands on its two sides is not read as one thing
TAGS = re.compile(r"<(?!/?(?:details|summary|br|span|ins|del|b|sub|sup)>|details open>)")
ENTITIES = re.compile(r"&(?!(?:lt|gt|amp|quot|nbsp|#8203|#124);)")
RULES = (
    (ENTITIES, "&amp;"),  # an entity may spell a character that is looked for below
    (TAGS, "&lt;"),
    (re.compile(rf"@(?!{GAP})"), f"@{GAP}"),  # a mention, an address
    (re.compile(r"(?<!&)#(?=\d)"), f"#{GAP}"),  # an issue
    (re.compile(r"\b(GH)-(?=\d)", re.IGNORECASE), rf"\1{GAP}-"),  # an issue too
    (re.compile(r"\](?=[(\[:])"), f"]{GAP}"),  # a link, and where one leads
    (re.compile(r"!(?=\[)"), f"!{GAP}"),  # a picture
    (re.compile(r":(?=//)"), f":{GAP}"),  # an address
    (re.compile(r"\b(www)(?=\.)", re.IGNORECASE), rf"\1{GAP}"),
    (re.compile(r"(?<!<span>)\$|\$(?!</span>)"), "<span>$</span>"),  # a formula
    (re.compile(r"^([ \t>*+-]*(?:`{3,}|~{3,}))[^\n]*", re.MULTILINE), r"\1"),  # a diagram, a suggestion
)


def harmless(text: str) -> str:
    """The text as it may stand in a comment of ours, cut at a line's end when it is too long."""
    text = text.replace("\r\n", "\n")
    text = "".join(c if c.isprintable() or c == "\n" else " " if c in "\t\u3000" else "·" for c in text)
    for pattern, replacement in RULES:
        text = pattern.sub(replacement, text)
    text = text.strip("\n")
    if len(text) <= LONGEST:
        return text
    kept = text[:LONGEST].rpartition("\n")[0]
    return f"{kept}\n\n（内容过长，以下省略；全文见本次检查的运行记录。）"
