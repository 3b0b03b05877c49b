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
PERSON = re.compile(rb"^(author|committer) (.*?) ?<[^<>\n]*> (\d+) [+-]\d{4}$", re.MULTILINE)
ENCODING = re.compile(rb"^encoding (\S+)$", re.MULTILINE)
MAIL = re.compile(r"<[^<>]*>|\S+@\S+")
MERGED = re.compile(r"Merge pull request #([1-9]\d{0,8}) from ")
SQUASHED = re.compile(r"\(#([1-9]\d{0,8})\)\s*\Z")
UNNAMED = "未署名"


@dataclass(frozen=True, slots=True)
class CommitWords:
    """The people of one commit by name, and the number of its pull request; ``seconds`` is when it was made."""

    author: str
    committer: str
    seconds: int
    trailers: tuple[tuple[str, str], ...]
    pull: str | None


def read_commit(data: bytes) -> CommitWords:
    """A commit as Git keeps it."""
    head, _, message = data.partition(b"\n\n")
    named = ENCODING.search(head)
    code = named[1].decode("ascii", "replace") if named else "utf-8"
    people = {found[1]: found for found in PERSON.finditer(head)}
    names = {role: person(_text(found[2], code)) for role, found in people.items()}
    text = _text(message, code)
    subject = text.lstrip("\n").partition("\n")[0]
    pull = MERGED.match(subject) or SQUASHED.search(subject)
    return CommitWords(
        names.get(b"author", UNNAMED),
        names.get(b"committer", UNNAMED),
        int(people[b"committer"][3]) if b"committer" in people else 0,
        tuple(_trailers(text)),
        pull[1] if pull else None,
    )


def _text(data: bytes, code: str) -> str:
    try:
        return data.decode(code, "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


def person(name: str) -> str:
    """A name without the address of mail that may stand in it."""
    shown = "".join(c if c.isprintable() else " " for c in MAIL.sub(" ", name))
    return " ".join(shown.split())[:60] or UNNAMED


def _trailers(message: str) -> list[tuple[str, str]]:
    """The trailers of the last paragraph: what was done, and by whom."""
    last = message.rstrip().replace("\r", "").rpartition("\n\n")[2]
    lines = [TRAILER.fullmatch(line) for line in last.splitlines()]
    found = [(TRAILERS[one[1].lower()], person(one[2])) for one in lines if one and one[1].lower() in TRAILERS]
    return list(dict.fromkeys(found))
