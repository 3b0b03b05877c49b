"""An agency and the site's settings, as their files in ``data/`` state them; what is unknown is ``None``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from macros.reader import Reader, entries
from macros.source import Document, Map, Node, Scalar

KINDS = ("department", "government", "government_office", "township", "vertical")
LEVELS = ("county", "prefecture", "province", "national")
AGENCY_REQUIRED = ("id", "name", "short_name", "kind", "level")
AGENCY_TEXTS = (
    "government", "office", "telephone", "fax", "area_code", "portal", "government_portal",
    "address", "email", "hours", "site_code",
)  # fmt: skip
SITE_REQUIRED = ("name", "agency")
SITE_TEXTS = (
    "address", "undertaker", "site_domain", "site_code", "icp_number", "police_number",
    "party_government_mark", "error_report", "repository",
)  # fmt: skip
COLUMN_TEXTS = ("name", "description", "type")
POLICE = "https://beian.mps.gov.cn/"
REPOSITORY = re.compile(r"https://github\.com/[A-Za-z0-9-]+/[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Agency:
    """A body that owes the report. ``texts`` holds what may be cited on a page, by key of the file."""

    id: str
    name: str
    kind: str
    level: str
    may_make_rules: bool | None
    texts: dict[str, str | None] = field(default_factory=dict)

    def numbered(self, key: str) -> str | None:
        """A telephone or fax number, with the area code when it is known."""
        number, area = self.texts.get(key), self.texts.get("area_code")
        return f"{area}-{number}" if number and area else number


@dataclass(frozen=True, slots=True)
class Column:
    """A column (栏目) of the site: the page of ``docs/`` it opens with, and its tags; what is unknown is ``None``."""

    page: str
    name: str | None = None
    description: str | None = None
    keywords: tuple[str, ...] = ()
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """``data/site.yml``. ``demonstration`` is true until the agency runs the site itself."""

    demonstration: bool = True
    texts: dict[str, str | None] = field(default_factory=dict)
    columns: tuple[Column, ...] = ()

    @property
    def police_link(self) -> str | None:
        """Where the public can look the police record up: by the digits of its number."""
        number = self.texts.get("police_number")
        digits = "".join(c for c in number if c.isdecimal()) if number else ""
        return f"{POLICE}#/query/webSearch?code={digits}" if digits else None

    @property
    def repository(self) -> str | None:
        """The address of the repository on GitHub, for links to commits and pull requests."""
        given = self.texts.get("repository")
        return given if given and REPOSITORY.fullmatch(given) else None


def read_agency(document: Document, reader: Reader) -> Agency | None:
    """The agency in a document, or ``None`` when a key it cannot do without is missing."""
    root = reader.mapping(document.root, "")
    if root is None:
        return None
    reader.keys(root, "", AGENCY_REQUIRED, ("may_make_rules", *AGENCY_TEXTS))
    texts = {key: reader.text(root.node(key), key, blank=True) for key in AGENCY_TEXTS if key in root.entries}
    for key in ("name", "short_name"):
        texts[key] = reader.text(root.node(key), key)
    agency_id, name = reader.text(root.node("id"), "id"), texts["name"]
    kind = reader.choice(root.node("kind"), "kind", KINDS)
    level = reader.choice(root.node("level"), "level", LEVELS)
    may_make_rules = reader.truth(root.node("may_make_rules"), "may_make_rules", blank=True)
    if agency_id is None or name is None or kind is None or level is None:
        return None
    return Agency(agency_id, name, kind, level, may_make_rules, texts)


def read_site(document: Document, reader: Reader) -> Site:
    """The site's settings; anything that cannot be read leaves the demonstration notice on."""
    root = reader.mapping(document.root, "")
    if root is None:
        return Site()
    reader.keys(root, "", ("demonstration", *SITE_REQUIRED), (*SITE_TEXTS, "columns"))
    demonstration = reader.truth(root.node("demonstration"), "demonstration")
    texts = {
        key: reader.text(root.node(key), key, blank=True)
        for key in (*SITE_REQUIRED, *SITE_TEXTS)
        if key in root.entries
    }  # fmt: skip
    return Site(demonstration is not False, texts, tuple(_columns(root.node("columns"), reader)))


def _columns(node: Node | None, reader: Reader) -> Iterator[Column]:
    for page, _, item in entries(_optional(node, "columns", reader)):
        name = f"columns.{page}"
        found = reader.mapping(item, name)
        if found is None:
            continue
        reader.keys(found, name, (), (*COLUMN_TEXTS, "keywords"))
        texts = {key: reader.text(found.node(key), f"{name}.{key}", blank=True) for key in COLUMN_TEXTS}
        keywords = tuple(
            word
            for one in reader.sequence(found.node("keywords"), f"{name}.keywords")
            if (word := reader.text(one, f"{name}.keywords"))
        )
        yield Column(page, texts["name"], texts["description"], keywords, texts["type"])


def _optional(node: Node | None, name: str, reader: Reader) -> Map | None:
    """A mapping, or nothing where ``null`` stands."""
    blank = isinstance(node, Scalar) and node.valid and node.value is None
    return None if blank else reader.mapping(node, name)
