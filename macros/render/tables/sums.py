"""The identities of a table as data for the page's script, which writes out those a number stands in."""

from __future__ import annotations

import json
from html import escape

from macros.form import Form, Sum, Table


def sums_data(form: Form, table: Table) -> str:
    """The identities of a table: what they rest on, along what they are taken, the terms of both sides.

    Terms are columns where the identity holds in every row, rows where it holds in every column, else whole cells.
    """
    found = []
    for one in form.sums:
        if one.identity.table == table.id:
            entry = [one.identity.basis, one.identity.over, _terms(one, one.left), _terms(one, one.right)]
            if entry not in found:
                found.append(entry)
    return escape(json.dumps(found, ensure_ascii=False, separators=(",", ":"))) if found else ""


def _terms(one: Sum, addresses: tuple[str, ...]) -> list[str]:
    subject = ".".join(one.subject.path) if one.subject else ""
    inner = [address.removeprefix(f"{one.identity.table}.") for address in addresses]
    if one.identity.over == "rows":
        return [name.removeprefix(f"{subject}.") for name in inner]
    if one.identity.over == "columns":
        return [name.removesuffix(f".{subject}") for name in inner]
    return inner
