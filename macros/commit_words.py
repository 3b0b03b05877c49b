"""What a commit says of the people behind it: who wrote it, who looked at it, which pull request brought it.

Only what Git has recorded: the author, the trailers at the end of the message, the number GitHub writes into the
message when it merges. Addresses of mail are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

TRAILERS = {
    "reviewed-by": "审核",
    "approved-by": "批准",
    "signed-off-by": "签署",
    "co-authored-by": "共同编写",
}
REVIEWS = ("审核", "批准")
TRAILER = re.compile(r"([A-Za-z][A-Za-z-]*):[ \t]+(.*\S)")
ENCODINGS = {
    "utf8": "utf-8",
    "gb2312": "gbk",
    "gbk": "gbk",
    "cp936": "gbk",
    "gb18030": "gb18030",
    "latin1": "latin-1",
    "iso88591": "latin-1",
}  # by the name Git was told, in small letters and digits
LONGEST = 200  # characters of a line that are looked at: a name, a trailer or a subject is shorter
MAIL = re.compile(r"<[^<>]*(?:>|\Z)|\S+@\S+")
MERGED = re.compile(r"Merge pull request #([1-9]\d{0,8}) from ")
SQUASHED = re.compile(r"\(#([1-9]\d{0,8})\)\s*\Z")
NUMBER = re.compile(r"(?:\d[ -]?){7,}")  # of a telephone or a card, which is nobody's name
UNNAMED = "未署名"


@dataclass(frozen=True, slots=True)
class CommitWords:
    """The people of one commit by name, and the number of its pull request; ``seconds`` is when, as Git has it."""

    author: str
    committer: str
    seconds: str
    trailers: tuple[tuple[str, str], ...]
    pull: str | None


def read_commit(data: bytes) -> CommitWords:
    """A commit as Git keeps it."""
    head, _, message = data.partition(b"\n\n")
    facts: dict[bytes, bytes] = {}
    for line in head.split(b"\n"):
        key, _, value = line.partition(b" ")
        facts.setdefault(key, value)
    code = _code(facts.get(b"encoding", b""))
    (author, _), (committer, seconds) = (_signed(facts.get(role, b""), code) for role in (b"author", b"committer"))
    text = message.decode(code, "replace")
    subject = text.lstrip("\n").partition("\n")[0].rstrip()
    pull = MERGED.match(subject[:LONGEST]) or SQUASHED.search(subject[-LONGEST:])
    return CommitWords(author, committer, seconds, tuple(_trailers(text)), pull[1] if pull else None)


def _code(named: bytes) -> str:
    """The encoding a commit names, one that people use: Python knows others, which raise, or are no encodings."""
    said = named[:LONGEST].decode("ascii", "replace").lower()
    return ENCODINGS.get("".join(c for c in said if c.isalnum()), "utf-8")


def _signed(line: bytes, code: str) -> tuple[str, str]:
    """The name in a line of Git about a person, and the seconds; empty where there are none."""
    name, _, rest = line.partition(b"<")
    moment = rest.rpartition(b">")[2].split()
    seconds = moment[0][:LONGEST].decode("ascii", "replace") if moment else ""
    return person(name.decode(code, "replace") if rest else ""), seconds


def person(name: str) -> str:
    """A name without the address of mail, or the long number, that may stand in it."""
    shown = "".join(c if c.isprintable() else " " for c in MAIL.sub(" ", name[:LONGEST]))
    return " ".join(NUMBER.sub(" ", shown).split())[:60] or UNNAMED


def _trailers(message: str) -> list[tuple[str, str]]:
    """The trailers of the last paragraph: what was done, and by whom."""
    last = message.rstrip().replace("\r", "").rpartition("\n\n")[2]
    lines = [TRAILER.fullmatch(line[:LONGEST]) for line in last.splitlines()]
    found = [(TRAILERS[one[1].lower()], person(one[2])) for one in lines if one and one[1].lower() in TRAILERS]
    return list(dict.fromkeys(found))
