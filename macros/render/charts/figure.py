"""A chart as a figure: title, the drawing in two sizes, and where it comes from."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from macros.render.charts.svg import SIZES, Drawing, Size, svg

SOURCE = "图示由本站根据上表绘制，不是报告正文。"


def figure(
    name: str, table: str, title: str, description: str, draw: Callable[[Size], Drawing], notes: str = ""
) -> str:
    """The figure ``name`` (unique on its page), drawn from the table whose caption has the id ``table``."""
    images = "".join(svg(draw(size), size, name, title, description) for size in SIZES)
    return (
        f'<figure class="gk-chart" id="{name}" data-table="{escape(table)}" data-search-exclude>'
        f'<p class="gk-chart__title" aria-hidden="true">{escape(title)}</p>{images}'
        f"<figcaption>{escape(notes)}{SOURCE}</figcaption></figure>"
    )


def instead(text: str) -> str:
    """A sentence where a chart would say nothing, or something wrong."""
    return f'<p class="gk-chart-none" data-search-exclude>{escape(text)}</p>'
