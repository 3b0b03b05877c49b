"""An agency and the site's settings, as their files in ``data/`` state them; what is unknown is ``None``."""

from __future__ import annotations

from dataclasses import dataclass, field

from macros.reader import Reader, entries
from macros.source import Document, Scalar

KINDS = ("department", "government", "government_office", "township", "vertical")
LEVELS = ("county", "prefecture", "province", "national")
AGENCY_REQUIRED = ("id", "name", "short_name", "kind", "level")
AGENCY_TEXTS = (
    "government", "office", "telephone", "fax", "area_code", "portal", "government_portal",
    "address", "email", "hours", "site_code",
)  # fmt: skip
SITE_TEXTS = ("name", "agency", "site_domain", "site_code", "icp_number", "police_number")


@dataclass(frozen=True, slots=True)
class Agency:
    """A body that owes the report. ``texts`` holds what may be cited on a page, by key of the file."""

    id: str
    name: str
    kind: str
    level: str
    may_make_rules: bool | None
    texts: dict[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Site:
    """``data/site.yml``. ``demonstration`` is true until the agency runs the site itself."""

    demonstration: bool = True
    texts: dict[str, str | None] = field(default_factory=dict)


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
    reader.keys(root, "", ("demonstration", "name", "agency"), SITE_TEXTS)
    demonstration = reader.truth(root.node("demonstration"), "demonstration")
    texts = {
        key: reader.text(node, key, blank=True)
        for key, _, node in entries(root)
        if key in SITE_TEXTS and isinstance(node, Scalar)
    }
    return Site(demonstration is not False, texts)
