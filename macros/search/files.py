"""The files of the index. A small site has one; a large one has a core, postings in parts and texts page by page.

They are scripts, not JSON: a script also loads from a disk (file://), and a strict security policy allows it.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from macros.project import Project
from macros.search.entries import CELLS, Entry
from macros.search.normal import SIMPLE, folded, pairs, shard_of, whole
from macros.search.pages import Found
from macros.search.tables import form_shape
from macros.search.words import Words

FOLDER = "search"
SMALL = 120_000  # characters of text that one file may carry: about 60 KB compressed at most, half of it in practice
PART = 24_000  # characters a part of the postings has, about
LENGTHS = (60, 200, 600)  # characters of a short, usual, long entry
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def write(project: Project, words: Words, pages: list[Found], site: Path) -> None:
    """Write the index below ``site``."""
    folder = site / FOLDER
    folder.mkdir(exist_ok=True)
    size = sum(len(entry.heading) + len(entry.text) for page in pages for entry in page.entries)
    core = _core(project, words, pages)
    if size <= SMALL:
        _write(folder / "core.js", "core", {**core, "texts": [_texts(page) for page in pages]})
        return
    parts = _parts(pages)
    made = [(f"p{number}", text) for number, text in enumerate(map(_said, parts))]
    made += [(f"t{number}", _said(_texts(page))) for number, page in enumerate(pages)]
    version = hashlib.sha256("".join(text for _, text in made).encode()).hexdigest()[:12]
    (folder / version).mkdir(exist_ok=True)
    for name, text in made:
        _write_text(folder / version / f"{name}.js", f"{version}/{name}", text)
    _write(folder / "core.js", "core", {**core, "version": version, "parts": len(parts)})


def _core(project: Project, words: Words, pages: list[Found]) -> dict[str, object]:
    """Everything but texts and postings: pages, agencies, forms, words, and the characters of the other script."""
    forms = list(dict.fromkeys(page.form for page in pages if page.form))
    agencies = list(dict.fromkeys(page.agency for page in pages if page.agency))
    return {
        "pages": [
            [
                page.path,
                page.title,
                "".join(_class(entry) for entry in page.entries),
                *(
                    [agencies.index(page.agency), page.year, forms.index(page.form)]
                    if page.agency and page.form
                    else []
                ),
            ]
            for page in pages
        ],
        "agencies": [_names(project, agency) for agency in agencies],
        "forms": [form_shape(project.forms[form]) for form in forms],
        "words": {
            "same": words.same,
            **{key: list(found) for key, found in words.lists},
            "pinyin": [list(pair) for pair in words.pinyin],
        },
        "simple": _simple(words, pages),
    }


def _page(page: Found, agencies: list[str], forms: list[str]) -> list[object]:
    """Path, title, kinds of entries; of a report also agency, year and form."""
    kinds = "".join(_class(entry) for entry in page.entries)
    own = [agencies.index(page.agency), page.year, forms.index(page.form)] if page.agency and page.form else []
    return [page.path, page.title, kinds, *own]


def _names(project: Project, agency_id: str) -> list[str]:
    agency = project.agency(agency_id)
    return [agency.name, agency.texts.get("short_name") or agency.name] if agency else [agency_id]


def _simple(words: Words, pages: list[Found]) -> list[str]:
    """Characters of traditional script whose simplified character stands on the site, and those characters."""
    used = {one for page in pages for entry in page.entries for one in f"{entry.heading}{entry.text}"}
    used |= {one for group in words.same for word in group for one in word}
    pairs_used = [(old, new) for old, new in SIMPLE.items() if new in used or old in used]
    return ["".join(old for old, _ in pairs_used), "".join(new for _, new in pairs_used)]


def _class(entry: Entry) -> str:
    """Kind and length of an entry as one letter."""
    length = sum(len(entry.text) >= limit for limit in LENGTHS)
    return chr(ord("a") + 4 * entry.kind + length)


def _texts(page: Found) -> list[list[str]]:
    return [[entry.anchor, entry.heading, entry.text] for entry in page.entries]


def tokens(entry: Entry) -> tuple[set[str], set[str]]:
    """The tokens of an entry (heading and text together), and those of its heading."""
    if entry.kind == CELLS:
        return set(entry.text.split(",")) - {"", "x"}, set()
    heading = folded(entry.heading)
    in_heading = pairs(heading)
    if entry.heading:
        in_heading.add(whole(heading))
    return pairs(folded(entry.text)) | in_heading, in_heading


def _parts(pages: Iterable[Found]) -> list[dict[str, str]]:
    """The postings: for each token the entries that have it, and (after ``|``) those that have it in their heading."""
    everywhere: dict[str, list[int]] = defaultdict(list)
    headed: dict[str, list[int]] = defaultdict(list)
    number = 0
    for page in pages:
        for entry in page.entries:
            found, in_heading = tokens(entry)
            for token in found:
                everywhere[token].append(number)
            for token in in_heading:
                headed[token].append(number)
            number += 1
    said = {
        token: _deltas(places) + (f"|{_deltas(headed[token])}" if token in headed else "")
        for token, places in everywhere.items()
    }
    size = sum(map(len, said.values())) + 6 * len(said)
    shards = 1 << max(4, min(10, (size // PART).bit_length()))
    parts: list[dict[str, str]] = [{} for _ in range(shards)]
    for token in sorted(said):
        parts[shard_of(token, shards)][token] = said[token]
    return parts


def _deltas(places: list[int]) -> str:
    """Steps from one place to the next, in base 36."""
    return ",".join(_steps(places))


def _steps(places: list[int]) -> Iterator[str]:
    before = 0
    for place in places:
        yield base36(place - before)
        before = place


def base36(value: int) -> str:
    """A number as JavaScript's ``parseInt(text, 36)`` reads it."""
    if value < 36:
        return DIGITS[value]
    return base36(value // 36) + DIGITS[value % 36]


def _said(shape: object) -> str:
    text = json.dumps(shape, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _write(path: Path, name: str, shape: object) -> None:
    _write_text(path, name, _said(shape))


def _write_text(path: Path, name: str, text: str) -> None:
    path.write_text(f'gongkaiSearch.put("{name}",{text});\n', encoding="utf-8")
