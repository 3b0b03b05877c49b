"""The highlights of a report as a list: label, number, and what it is made of."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from macros.highlights import Said


def render(said: Iterable[Said], link: str) -> str:
    """The list; ``link`` is the way to the report's page, empty on the page itself."""
    return f'<dl class="gk-figures">{"".join(_one(one, link) for one in said)}</dl>'


def _one(one: Said, link: str) -> str:
    sense = f'<p class="gk-figures__sense">{escape(one.sense)}</p>' if one.sense else ""
    unit = f'<span class="gk-figures__unit">{escape(one.unit)}</span>' if one.value.number is not None else ""
    return (
        f'<div><dt><a href="{escape(link)}#{one.address}">{escape(one.label)}</a></dt>'
        f'<dd><data class="gk-figures__number" value="{one.text}">{one.text}</data>{unit}{sense}</dd></div>'
    )
