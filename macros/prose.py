"""The readable text of a page: what the public reads, each character with its place in the file.

Macro calls are replaced by what they stand for; Markdown marks, attribute lists, addresses of links and HTML tags
are left out. White space is kept only between two ASCII characters, and full-width digits become ASCII digits, so
that a pattern sees the same text however it was typed.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from macros.calls import CallError, NumberTarget, Scene, TextTarget, resolve
from macros.facts import Position
from macros.page import Call, Page
from macros.private import masked

CALL, HOLE = "\ue000", "\ue001"
UNKNOWN = "□"  # stands where a call names nothing, so that no pattern reads across the hole

BREAK = re.compile(r"[，。；：、！？!?;｜|\n（）()【】]|——|…|,(?!\d{3}(?!\d))|(?<!\d),|:(?!\d)")
SENTENCE = re.compile(r"[。！？!?\n|]")
STATEMENT = re.compile(r"[。！？!?；;\n|]")

# Each pattern with the strings of which it needs one: most pages have few of these marks.
WHOLE = (  # what is no prose at all, over several lines
    (("```", "~~~"), re.compile(r"^[ ]{0,3}(```+|~~~+)[^\n]*\n.*?(?:^[ ]{0,3}\1[^\n]*$|\Z)", re.DOTALL | re.MULTILINE)),
    (("<!--",), re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)),
    (("<",), re.compile(r"<(script|style)\b.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)),
)
INLINE = (  # what is no prose within a line; of a match with a group, the group is kept
    (("`",), re.compile(r"(?<!\\)`+[^`\n]+`+")),
    (("<",), re.compile(rf"<(?=[A-Za-z/!?{CALL}])[^<>]*>")),
    (("{:",), re.compile(r"\{(?<!\\\{):[^}\n]*\}")),
    (("[^",), re.compile(r"\[\^[^\]\n]+\]:?")),
    (("]:",), re.compile(r"^[ ]{0,3}\[[^\]\n]+\]:[ \t]+\S[^\n]*$", re.MULTILINE)),
    (("](",), re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")),
    (("][",), re.compile(r"\[([^\]\n]+)\]\[[^\]\n]*\]")),
    (("*",), re.compile(r"\*(?<!\\\*)\**")),
    (("~~",), re.compile(r"~~")),
    (("_",), re.compile(r"_(?<![A-Za-z0-9_\\]_)_*(?=\S)|_(?<=\S_)_*(?![A-Za-z0-9_])")),
    (("\\",), re.compile(r"\\(?=[!-/:-@\[-`{-~])")),
)
TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
ANCHOR = re.compile(r"\{:[^}\n]*?#([A-Za-z0-9_-]+)")
HEADING = re.compile(r"[ ]{0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
UNDERLINE = re.compile(r"[ ]{0,3}(?:(=+)|-{2,})[ \t]*$")
RULE = re.compile(r"[|:\- \t]*-[|:\- \t]*$")
PREFIX = re.compile(r"[ \t]*(?:>[ \t]?)*(?:([-*+]|\d{1,3}[.)]|!!!|\?\?\?\+?|:)[ \t]+)?")
NUMBERED = re.compile(r"\s*(?:\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[)）])")  # “2.重复申请” begins anew for a reader
# What is taken over as it stands; every other character is looked at by itself.
PLAIN = re.compile(r"[!-%'-~\u3001-\u301b\u3400-\u4dbf\u4e00-\u9fff，：；！？（）“”‘’—…·]+")
ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z]\w*);")


@dataclass(frozen=True, slots=True)
class Filled:
    """Text that a macro put there: from ``start`` to ``end`` in the passage. ``target`` is ``None`` for a bad call."""

    start: int
    end: int
    call: Call | None
    target: NumberTarget | TextTarget | None


Source: TypeAlias = "tuple[Call | None, NumberTarget | TextTarget | None]"


@dataclass(frozen=True, eq=False)
class Passage:
    """A paragraph, list item, table row or heading (``level`` from 1): its text and where each character stands.

    Compared by identity: a passage is where it stands, and what is worked out of it is kept by whoever needs it.
    """

    page: Page
    text: str
    offsets: tuple[int, ...]
    filled: tuple[Filled, ...]
    offset: int
    level: int = 0
    anchor: str = ""
    above: str = ""

    def at(self, index: int) -> Position:
        """The place in the file of a character of the text (of a macro's text: where the call begins)."""
        return self.page.at(self.offsets[index] if index < len(self.offsets) else self.offset)

    def filling(self, start: int, end: int) -> Filled | None:
        """The macro that gave the whole of ``text[start:end]``, if one did."""
        return next((f for f in self.filled if f.start <= start and end <= f.end and start < end), None)

    def clauses(self) -> tuple[Clause, ...]:
        """The parts between punctuation marks."""
        return self._clauses

    def around(self, index: int, ends: re.Pattern[str] = SENTENCE) -> tuple[int, int]:
        """The sentence (or, with ``STATEMENT``, the part up to a semicolon) in which a character stands."""
        parts = self._statements if ends is STATEMENT else self._sentences
        return next((part for part in parts if part[0] <= index <= part[1]), (0, len(self.text)))

    @cached_property
    def _clauses(self) -> tuple[Clause, ...]:
        return tuple(Clause(self, start, end) for start, end in spans(BREAK, self.text))

    @cached_property
    def _sentences(self) -> tuple[tuple[int, int], ...]:
        return tuple(spans(SENTENCE, self.text))

    @cached_property
    def _statements(self) -> tuple[tuple[int, int], ...]:
        return tuple(spans(STATEMENT, self.text))


@dataclass(frozen=True, eq=False)
class Clause:
    """A part of a passage between punctuation marks; no pattern reads beyond it."""

    passage: Passage
    start: int
    end: int

    @cached_property
    def text(self) -> str:
        """The words of the clause."""
        return self.passage.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class ProseSection:
    """What stands under a ``##`` heading (``heading`` is ``None`` before the first): words, and calls of tables."""

    heading: Passage | None
    passages: tuple[Passage, ...]
    tables: tuple[Call, ...]
    lists: tuple[Call, ...] = ()

    @property
    def title(self) -> str:
        """The words of the heading."""
        return self.heading.text if self.heading else ""

    @property
    def words(self) -> tuple[Passage, ...]:
        """The passages that are no headings."""
        return tuple(p for p in self.passages if p.level == 0)

    @property
    def length(self) -> int:
        """How many characters there are, sub-headings included, white space not."""
        return sum(len(p.text.replace(" ", "")) for p in self.passages)


@dataclass(frozen=True, slots=True)
class Prose:
    """The readable text of a page: its main headings and its sections."""

    page: Page
    titles: tuple[Passage, ...]
    sections: tuple[ProseSection, ...]

    @property
    def passages(self) -> Iterator[Passage]:
        """Everything people read, headings of sections included, the page's own title not."""
        for section in self.sections:
            if section.heading:
                yield section.heading
            yield from section.passages


def snippet(passage: Passage, start: int, end: int) -> str:
    """The words around a place, for a sentence and for the fingerprint."""
    clause = next((c for c in passage.clauses() if c.start <= start < c.end), None)
    shown = masked(passage.text)  # before it is cut: half a number would not be known for one
    text = shown[clause.start : clause.end] if clause else shown[start:end]
    return text if len(text) <= 40 else shown[max(0, start - 15) : end + 10]


def spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """The parts of a text between the matches of a pattern, empty ones left out."""
    start = 0
    for match in pattern.finditer(text):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def read_prose(page: Page, scene: Scene) -> Prose:
    """The readable text of a page whose macros play in ``scene``."""
    reader = _Reader(page, scene)
    titles: list[Passage] = []
    sections: list[ProseSection] = []
    heading: Passage | None = None
    passages: list[Passage] = []
    begun = page.body

    def close(end: int) -> None:
        calls = [c for c in page.calls if begun <= c.start < end]
        tables = tuple(c for c in calls if c.name == "table")
        lists = tuple(c for c in calls if c.name in {"terms", "rules", "reports"})
        sections.append(ProseSection(heading, tuple(passages), tables, lists))

    for passage in reader.passages():
        if passage.level == 1:
            titles.append(passage)
        elif passage.level == 2:
            close(passage.offset)
            heading, passages, begun = passage, [], passage.offset
        else:
            passages.append(passage)
    close(len(page.text) + 1)
    return Prose(page, tuple(titles), tuple(sections))


class _Reader:
    """Takes Markdown apart without moving a character: marks are struck out, the rest is read in place."""

    def __init__(self, page: Page, scene: Scene) -> None:
        self.page, self.scene = page, scene
        self.above: list[tuple[int, str]] = []
        self.calls = {call.start: call for call in page.calls if call.end > call.start}
        source = page.text
        for call in self.calls.values():
            source = source[: call.start] + CALL * (call.end - call.start) + source[call.end :]
        self.holes: set[int] = set()
        for match in TEMPLATE.finditer(source, page.body):
            self.holes.add(match.start())
            source = source[: match.start()] + HOLE * len(match.group()) + source[match.end() :]
        self.keep = bytearray([1]) * len(source)
        for hints, pattern in WHOLE:
            for match in pattern.finditer(source, page.body) if any(map(source.__contains__, hints)) else ():
                self.strike(match.start(), match.end())
                blank = re.sub(r"[^\n]", " ", match.group())
                source = source[: match.start()] + blank + source[match.end() :]
        for hints, pattern in INLINE:
            for match in pattern.finditer(source, page.body) if any(map(source.__contains__, hints)) else ():
                self.strike(match.start(), match.end())
                if pattern.groups and match.group(1):
                    self.strike(match.start(1), match.end(1), 1)
        self.source = source

    def strike(self, start: int, end: int, keep: int = 0) -> None:
        self.keep[start:end] = bytes([keep]) * (end - start)

    def passages(self) -> Iterator[Passage]:
        """Headings and passages in file order."""
        lines: list[tuple[int, int]] = []
        offset = self.page.body
        for line in self.source[self.page.body :].split("\n"):
            end = offset + len(line)
            heading = HEADING.match(line)
            prefix = PREFIX.match(line)
            begin = offset + (prefix.end() if prefix else 0)
            underline = UNDERLINE.match(line)
            if heading:
                yield from self.flush(lines)
                start = offset + heading.start(2)
                yield self.passage([(start, offset + heading.end(2))], offset, len(heading.group(1)))
            elif underline and lines:
                yield self.passage(lines, lines[0][0], 1 if underline.group(1) else 2)
                lines = []
            elif not line.strip() or RULE.match(line):
                yield from self.flush(lines)
            elif prefix and prefix.group(1):
                yield from self.flush(lines)
                lines.append((begin, end))
            elif line.lstrip().startswith("|"):
                yield from self.flush(lines)
                yield from self.flush([(begin, end)])
            else:
                if NUMBERED.match(line):
                    yield from self.flush(lines)
                lines.append((begin, end))
            offset = end + 1
        yield from self.flush(lines)

    def flush(self, lines: list[tuple[int, int]]) -> Iterator[Passage]:
        if lines:
            passage = self.passage(lines, lines[0][0], 0)
            lines.clear()
            if passage.text:
                yield passage

    def passage(self, lines: list[tuple[int, int]], offset: int, level: int) -> Passage:
        """The text of some lines, with macros filled in."""
        text: list[str] = []
        places: list[int] = []
        filled: list[Filled] = []
        gap = False
        for start, end in lines:
            for at, string, kind, moving in self.pieces(start, end):
                if not string or string.isspace():
                    gap = gap or bool(string)
                    continue
                if gap and text and _ascii(text[-1][-1]) and _ascii(string[0]):
                    text.append(" ")
                    places.append(at)
                gap = False
                if moving:
                    places += range(at, at + len(string))
                else:
                    if kind:
                        filled.append(Filled(len(places), len(places) + len(string), *kind))
                    places += [at] * len(string)
                text.append(string)
            gap = True
        first, last = lines[0][0], lines[-1][1]
        anchor = ANCHOR.search(self.source, first, last) if level else None
        name = anchor.group(1) if anchor else ""
        if level:
            self.above = [one for one in self.above if one[0] < level]
        above = " ".join(words for _, words in self.above)
        passage = Passage(self.page, "".join(text), tuple(places), tuple(filled), offset, level, name, above)
        if level:
            self.above.append((level, passage.text))
        return passage

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, str, Source | None, bool]]:
        """What is read between two offsets: place, text, the call it is from, whether each character has its place."""
        at = start
        while at < end:
            if not self.keep[at]:
                kept = self.keep.find(1, at, end)
                at = kept if kept >= 0 else end
                continue
            plain = PLAIN.match(self.source, at, end)
            if plain:
                struck = self.keep.find(0, at, plain.end())
                stop = struck if struck >= 0 else plain.end()
                yield at, self.source[at:stop], None, True
                at = stop
                continue
            call = self.calls.get(at) if self.source[at] == CALL else None
            entity = ENTITY.match(self.source, at, end)
            if call is not None:
                target = self.target(call)
                if isinstance(target, NumberTarget | TextTarget):
                    yield at, target.text, (call, target), False
                elif target is None:
                    yield at, UNKNOWN, (call, None), False
                at = call.end
            elif at in self.holes:
                yield at, UNKNOWN, (None, None), False
                at += 1
            elif self.source[at] == HOLE:
                at += 1
            elif entity:
                yield at, html.unescape(entity.group()), None, False
                at = entity.end()
            else:
                yield at, _normal(self.source[at]), None, False
                at += 1

    def target(self, call: Call) -> NumberTarget | TextTarget | str | None:
        """What a call stands for: a number or a text; a name for what gives no words; ``None`` when it is wrong."""
        try:
            target = resolve(self.scene, call.name, call.args, call.kwargs)
        except CallError:
            return None
        return target if isinstance(target, NumberTarget | TextTarget) else call.name


def _ascii(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _normal(char: str) -> str:
    """Full-width digits and percent signs as ASCII; characters that nobody sees as nothing."""
    if "０" <= char <= "９" or char in "％．＋":
        return unicodedata.normalize("NFKC", char)
    return "" if unicodedata.category(char) == "Cf" else char
