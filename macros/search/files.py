"""The files of the index. A small site has one; a large one has a core, postings in parts and texts page by page.

They are scripts, not JSON: a script also loads from a disk (file://), and a strict security policy allows it.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from operator import sub
from pathlib import Path

from macros.project import Project
from macros.search.entries import Entry
from macros.search.normal import SIMPLE, is_single, part_of
from macros.search.pages import Found
from macros.search.tables import form_shape
from macros.search.tokens import written
from macros.search.words import Words

FOLDER = "search"
SMALL = 45_000  # characters of text that one file carries: less than 60 KB compressed with the script
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
        # The texts stand before the forms: what both say lies near enough together to be compressed.
        _write(folder / "core.js", "core", {"texts": [_texts(page) for page in pages], **core})
        return
    sizes, parts = _parts(pages)
    made = [(name, _said(part)) for name, part in parts.items()]
    made += [(f"t{number}", _said(_texts(page))) for number, page in enumerate(pages)]
    version = hashlib.sha256("".join(text for _, text in made).encode()).hexdigest()[:12]
    (folder / version).mkdir(exist_ok=True)
    for name, text in made:
        _write_text(folder / version / f"{name}.js", f"{version}/{name}", text)
    _write(folder / "core.js", "core", {**core, "version": version, "parts": sizes})


def _core(project: Project, words: Words, pages: list[Found]) -> dict[str, object]:
    """Everything but texts and postings: pages, agencies, forms, words, and the characters of the other script."""
    forms = list(dict.fromkeys(page.form for page in pages if page.form))
    agencies = list(dict.fromkeys(page.agency for page in pages if page.agency))
    return {
        "pages": [_page(page, agencies, forms) for page in pages],
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
    """Path, title, kind and length of every entry; of a report also its agency, year and form."""
    kinds = "".join(_class(entry) for entry in page.entries)
    if page.agency is None or page.form is None:
        return [page.path, page.title, kinds]
    return [page.path, page.title, kinds, agencies.index(page.agency), page.year, forms.index(page.form)]


def _names(project: Project, agency_id: str) -> list[str]:
    agency = project.agency(agency_id)
    return [agency.name, agency.texts.get("short_name") or agency.name] if agency else [agency_id]


def _simple(words: Words, pages: list[Found]) -> list[str]:
    """Characters of traditional script whose simplified character stands on the site, and those characters."""
    used: set[str] = set()
    for page in pages:
        for entry in page.entries:
            used.update(entry.heading, entry.text)
    used.update(*(word for group in words.same for word in group))
    pairs_used = [(old, new) for old, new in SIMPLE.items() if new in used or old in used]
    return ["".join(old for old, _ in pairs_used), "".join(new for _, new in pairs_used)]


def _class(entry: Entry) -> str:
    """Kind and length of an entry as one letter."""
    length = sum(len(entry.text) >= limit for limit in LENGTHS)
    return chr(ord("a") + 4 * entry.kind + length)


def _texts(page: Found) -> list[list[str]]:
    return [[entry.anchor, entry.heading, entry.text] for entry in page.entries]


def _parts(pages: Iterable[Found]) -> tuple[tuple[int, int], dict[str, dict[str, str]]]:
    """The postings by file: the entries that have a token, after ``|`` those that have it in their heading."""
    everywhere: dict[str, list[int]] = defaultdict(list)
    headed: dict[str, list[int]] = defaultdict(list)
    number = 0
    for page in pages:
        for found, in_heading in written(page.entries) if page.tokens is None else page.tokens:
            for token in found.split():
                everywhere[token].append(number)
            for token in in_heading.split():
                headed[token].append(number)
            number += 1
    steps = [base36(step) for step in range(number)]
    said = {
        token: _deltas(places, steps) + (f"|{_deltas(headed[token], steps)}" if token in headed else "")
        for token, places in everywhere.items()
    }
    size = {True: 0, False: 0}
    for token, text in said.items():
        size[is_single(token)] += len(text) + 6
    sizes = (_files(size[False]), _files(size[True]))
    names = [f"p{number}" for number in range(sizes[0])] + [f"u{number}" for number in range(sizes[1])]
    parts: dict[str, dict[str, str]] = {name: {} for name in names}
    for token in sorted(said):
        parts[part_of(token, sizes)][token] = said[token]
    return sizes, parts


def _files(characters: int) -> int:
    """How many files so many characters of postings are divided into."""
    return 1 << max(4, min(10, (characters // PART).bit_length()))


def _deltas(places: list[int], steps: list[str]) -> str:
    """Steps from one place to the next; ``steps`` says how each number is written."""
    return ",".join([steps[places[0]], *map(steps.__getitem__, map(sub, places[1:], places))])


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
