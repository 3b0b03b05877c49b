"""What the pages load: one stylesheet, our scripts, and nothing the theme brings that no page asks for."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

STYLES = "gongkai.css"
MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/")
UNUSED = ("javascripts", "images", "stylesheets", "css")


class NoStylesError(Exception):
    """The theme's stylesheet is not where it has always been."""


def bundle(site: Path) -> None:
    """Write ``assets/gongkai.css``: the theme's stylesheet, then our parts in the order of their names.

    The theme's scripts, pictures and other styles are taken away; what they are called changes with its version.
    Raises ``NoStylesError``.
    """
    assets = site / "assets"
    theme, ours = (sorted(assets.glob(parts)) for parts in ("stylesheets/main.*.css", "css/*.css"))
    if len(theme) != 1 or not ours:
        raise NoStylesError
    parts = (*theme, *ours)
    text = "\n".join(MAP.sub("", part.read_text(encoding="utf-8")).strip() for part in parts)
    (assets / STYLES).write_text(text + "\n", encoding="utf-8")
    for name in UNUSED:
        shutil.rmtree(assets / name, ignore_errors=True)
