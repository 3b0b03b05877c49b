"""The words of a section before and after, and whether corrections lead from the one to the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeAlias

from macros.changes.values import frame
from macros.facts import shown
from macros.narrative import SPACE
from macros.report import Correction
from macros.report_file import WITHDRAWAL

Edit: TypeAlias = tuple[str | None, str | None]

SHORT = 60
MASK, COVERS = "■", "■×某*"
ANY = "\x1a"  # in the old words of a withdrawal one character, whichever it was; no text holds it
SENTENCE = re.compile(r"[^。；！？]*[。；！？]|[^。；！？]+")
MAX_SENTENCES = 2000
BESIDE = 8  # characters that tell the place of words added
TRIES, WORK = 500, 50_000_000


def steps(entries: Iterable[Correction], address: str) -> list[Edit]:
    """What the entries say about one section, the older ones first."""
    mine = [entry for entry in entries if entry.cell == address]
    dated = sorted(mine, key=lambda entry: entry.date.isoformat() if entry.date else "")
    return [_said(entry) for entry in dated]


def _said(entry: Correction) -> Edit:
    """What an entry says. A withdrawal does not repeat what it takes away: each ``■`` is one character of it."""
    old, new = shown(entry.old), shown(entry.new)
    if entry.kind == WITHDRAWAL and takes_away(old or "", new or ""):
        return (old or "").replace(MASK, ANY), new
    return old, new


def takes_away(old: str, new: str) -> bool:
    """Whether the new words are the old ones without those that are masked: these went away, or were covered."""
    before, *_ = old.partition(MASK)
    after = old.rpartition(MASK)[2]
    masked = len(old) - len(before) - len(after)
    if not masked or old != before + MASK * masked + after or len(new) < len(before) + len(after):
        return False
    rest = new.removeprefix(before).removesuffix(after)
    return new == before + rest + after and not rest.strip(COVERS)


def withheld(edit: Edit) -> Edit:
    """An edit as a withdrawal tells it: of the old words only those that stay."""
    was, now = edit[0] or "", edit[1] or ""
    start, end = frame(was, now, 0)
    return was[:start] + MASK * (len(was) - start - end) + was[len(was) - end :], edit[1]


def leads(old: str, new: str, edits: Sequence[Edit]) -> bool:
    """Whether the edits, one after the other and each in one place, make the new words out of the old ones.

    White space does not count. Words that occur often may stand for any place; the search for it has an end.
    """
    bare = [(SPACE.sub("", was or ""), SPACE.sub("", now or "")) for was, now in edits]
    tries = min(TRIES + len(bare), WORK // (len(old) + len(new) + 1))
    tree: list[Iterator[str]] = [iter([old])]
    while tree and tries >= 0:
        text = next(tree[-1], None)
        if text is None:
            tree.pop()
            continue
        done = len(tree) - 1
        if done == len(bare):
            if text == new:
                return True
        else:
            tree.append(_edited(text, new, *bare[done]))
        tries -= 1
    return False


def _edited(text: str, new: str, was: str, now: str) -> Iterator[str]:
    """The text with ``was`` replaced by ``now`` in one place; places within what differs first."""
    start, end = frame(text, new, 0)
    last = len(text) - end
    places = dict.fromkeys(_places(text, was) if was else (*_additions(text, new, now), start))
    for at in sorted(places, key=lambda at: not start - len(was) <= at <= last):
        yield text[:at] + now + text[at + len(was) :]


def _places(text: str, words: str) -> Iterator[int]:
    masked = words.count(ANY)
    pattern = re.compile(re.escape(words).replace(ANY * masked, f".{{{masked}}}"), re.DOTALL) if masked else None
    at = -1
    for _ in range(TRIES):
        found = pattern.search(text, at + 1) if pattern is not None else None
        at = text.find(words, at + 1) if pattern is None else found.start() if found else -1
        if at < 0:
            return
        yield at


def _additions(text: str, new: str, words: str) -> Iterator[int]:
    """Where words that stand in the new text may have been added: beside what they stand beside there."""
    for at in _places(new, words) if words else ():
        before, after = new[max(0, at - BESIDE) : at], new[at + len(words) :][:BESIDE]
        yield from (place + len(before) for place in _places(text, before)) if before else (0,)
        yield from _places(text, after) if after else (len(text),)


def wanting(old: str, new: str, edits: Sequence[Edit]) -> list[Edit]:
    """The edits that are still to be stated after those that are, as far as these can be followed."""
    if leads(old, new, edits):
        return []
    text = old
    for was, now in edits:
        words = SPACE.sub("", now or "")
        if was or words in new:
            text = next(_edited(text, new, SPACE.sub("", was or ""), words), text)
    return [] if text == new else between(text, new)


def between(old: str, new: str) -> list[Edit]:
    """What differs, to be stated as corrections: in one piece where it is short, else sentence by sentence."""
    whole = _piece(old, new)
    if max(len(words or "") for words in whole) <= SHORT:
        return [whole]
    was, now = SENTENCE.findall(old), SENTENCE.findall(new)
    if max(len(was), len(now)) > MAX_SENTENCES:
        return [whole]
    same = SequenceMatcher(None, was, now, False).get_opcodes()
    pieces = [_piece("".join(was[a:b]), "".join(now[c:d])) for kind, a, b, c, d in same if kind != "equal"]
    return pieces if leads(old, new, pieces) else [whole]


def _piece(old: str, new: str) -> Edit:
    """The part of two texts that differs, with a few characters around it."""
    start, end = frame(old, new)
    was, now = (text[start : max(start, len(text) - end)] for text in (old, new))
    return was or None, now or None
