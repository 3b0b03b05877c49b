"""What in a page's Markdown becomes HTML beyond plain text: tags, attribute lists, link targets, with their places.

A tolerant scanner of our own: wherever Markdown or a browser *could* see a tag or a link, this one sees it. The macro
calls are filled in first, because the pieces of a tag may come from the data.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from macros.calls import CallError, NumberTarget, Scene, TextTarget, resolve
from macros.facts import Position
from macros.page import Page

Kind = Literal["tag", "bad-tag", "comment", "attributes", "box", "link", "image", "mail"]

NAME = r"[A-Za-z_:][A-Za-z0-9_:.-]*"
VALUE = r"\"[^\"<>`]*\"|'[^'<>`]*'|[^\s\"'=<>`]+"
TAG = re.compile(rf"<(/?)([A-Za-z][A-Za-z0-9]*)((?:\s+{NAME}(?:\s*=\s*(?:{VALUE}))?)*)\s*/?>")
ATTRIBUTE = re.compile(rf"({NAME})(?:\s*=\s*({VALUE}))?")
AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*)>")
MAIL = re.compile(r"<([A-Za-z0-9._+-]+@[A-Za-z0-9.-]+)>")
OPENING = re.compile(r"<(?=[A-Za-z/!?])")
WORD = re.compile(r"([^\s=}]+)=(\".*?\"|'.*?'|[^\s=}]+)|([^\s=}]+)")
BOX = re.compile(r"!!! ?([\w-]+(?: +[\w-]+)*)")
TARGET = re.compile(r"\]\(")
REFERENCE = re.compile(r"\[([^\[\]\n]*)\]:[ \t]*\n?[ \t]*(\S+)")
IMAGE_LABEL = re.compile(r"!\[([^\[\]]*)\](?:\s?\[([^\[\]]*)\])?")
STOP = re.compile(r"[()]|\n\n")
MAX_TARGET = 1000
MAX_DEPTH = 10
CODE = re.compile(r"(?<![\\`])(`+)(?!`)(.{1,500}?)(?<!`)\1(?!`)")


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that becomes HTML: ``text`` is the tag's name or the link's target, ``start`` its offset."""

    kind: Kind
    start: int
    text: str
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """A page's body with the macro calls filled in; ``at`` finds the place in the file again."""

    page: Page
    text: str
    starts: tuple[int, ...]
    origins: tuple[tuple[int, bool], ...]

    def at(self, offset: int) -> Position:
        """The place in the file of an offset in the filled text; inside a macro's words, the place of its call."""
        index = bisect_right(self.starts, offset) - 1
        origin, moving = self.origins[index]
        return self.page.at(origin + (offset - self.starts[index] if moving else 0))


def fill(page: Page, scene: Scene) -> Filled:
    """The body of a page as Markdown will get it, as far as the calls stand for words."""
    parts: list[str] = []
    starts: list[int] = []
    origins: list[tuple[int, bool]] = []
    size, last = 0, page.body

    def add(text: str, origin: int, moving: bool) -> None:
        nonlocal size
        starts.append(size)
        origins.append((origin, moving))
        parts.append(text)
        size += len(text)

    for call in sorted(page.calls, key=lambda one: one.start):
        if call.start < last:
            continue
        add(page.text[last : call.start], last, True)
        try:
            target = resolve(scene, call.name, call.args, call.kwargs)
        except CallError:
            words = "□"
        else:
            words = target.text if isinstance(target, NumberTarget | TextTarget) else "□"
        add(words, call.start, False)
        last = call.end
    add(page.text[last:], last, True)
    return Filled(page, "".join(parts), tuple(starts), tuple(origins))


def marks(text: str) -> Iterator[Mark]:
    """Everything in the text that becomes HTML, in no particular order. Code spans are left out where that is safe."""
    source = _without_code(text)
    yield from _tags(source)
    yield from _braces(source)
    yield from (Mark("box", found.start(), found.group(1)) for found in BOX.finditer(source))
    yield from _links(source)


def _without_code(text: str) -> str:
    """The text with code spans blanked, if there can be no doubt what is code.

    A backtick that pairs across lines, stands beside a table bar or inside an HTML block is read otherwise by Markdown
    than by this scanner; then nothing counts as code.
    """
    blanked = CODE.sub(lambda found: " " * len(found.group()), text)
    bars = any("|" in line and "`" in line for line in text.split("\n"))
    if "`" in blanked or bars or any(mark.kind in {"tag", "bad-tag", "comment"} for mark in _tags(blanked)):
        return text
    return blanked


def _tags(text: str) -> Iterator[Mark]:
    for opening in OPENING.finditer(text):
        start = opening.start()
        link, mail, tag = AUTOLINK.match(text, start), MAIL.match(text, start), TAG.match(text, start)
        if text.startswith("<!--", start):
            yield Mark("comment", start, text[start : start + 20].split("\n")[0])
        elif link:
            yield Mark("link", start, link.group(1))
        elif mail:
            yield Mark("mail", start, mail.group(1))
        elif tag:
            found = ATTRIBUTE.findall(tag.group(3))
            pairs = tuple((name.lower(), html.unescape(value.strip("\"'"))) for name, value in found)
            yield Mark("tag", start, tag.group(2).lower(), pairs)
            name = tag.group(2).lower()
            for key, value in pairs:
                if key in {"href", "src"}:
                    yield Mark("image" if name == "img" else "link", start, value)
        else:
            yield Mark("bad-tag", start, text[start : start + 20].split("\n")[0])


def _braces(text: str) -> Iterator[Mark]:
    """Attribute lists. A list may hold braces in quotes, so what stands between two of them is looked at too."""
    start = 0
    for line in text.split("\n"):
        offset, opened = start, False
        start += len(line) + 1
        for piece in line.split("}")[:-1] if "{" in line else ():
            brace = piece.find("{")
            before = piece[:brace] if brace >= 0 else piece
            found = _pairs(before, strict=False) if opened else []
            if brace >= 0:
                opened = True
                found += _pairs(piece[brace + 1 :], strict=piece.startswith(":", brace + 1))
            if found:
                yield Mark("attributes", offset + max(brace, 0), piece, tuple(found))
            offset += len(piece) + 1


def _pairs(text: str, *, strict: bool) -> list[tuple[str, str]]:
    """The attributes in a list; where it is none for certain, only what looks like one."""
    found = []
    for key, value, word in WORD.findall(text.removeprefix(":")):
        name = (key or word).lower()
        if word and name[0] in "#.":
            found.append(("id" if name[0] == "#" else "class", word[1:]))
        elif strict or name.startswith("on") or (key and re.fullmatch(NAME, key)):
            found.append((name, value.strip("\"'")))
    return found


def _links(text: str) -> Iterator[Mark]:
    for opening in TARGET.finditer(text):
        start = opening.end()
        target = _destination(text, start)
        if target:
            yield Mark("image" if _is_image(text, opening.start()) else "link", start, target)
    images = {(label or words).strip().lower() for words, label in IMAGE_LABEL.findall(text)}
    for reference in REFERENCE.finditer(text):
        label = reference.group(1).strip().lower()
        if not label.startswith("^"):
            yield Mark("image" if label in images else "link", reference.start(2), reference.group(2).strip("<>"))


def _destination(text: str, start: int) -> str:
    """What stands between the parentheses of a link, without its title."""
    depth, end = 1, min(len(text), start + MAX_TARGET)
    for stop in STOP.finditer(text, start, end):
        depth += {"(": 1, ")": -1}.get(stop.group(), -depth)
        if depth == 0:
            end = stop.start()
            break
        if depth > MAX_DEPTH:
            return "too-long:"
    else:
        if end < len(text):
            return "too-long:"  # no place of a report; refused as an unknown scheme
    inside = text[start:end].strip()
    if inside.startswith("<") and ">" in inside:
        return inside[1 : inside.index(">")]
    return re.sub(r"\s+([\"']).*\Z", "", inside, count=1, flags=re.DOTALL).strip()


def _is_image(text: str, end: int) -> bool:
    """Whether the bracket that closes at ``end`` was opened by ``![``."""
    depth = 0
    for index in range(end, max(-1, end - MAX_TARGET), -1):
        depth += {"]": 1, "[": -1}.get(text[index], 0)
        if depth == 0:
            return index > 0 and text[index - 1] == "!"
    return end >= MAX_TARGET
