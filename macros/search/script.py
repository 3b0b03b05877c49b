"""The script of the search as one file, made of the parts a person reads; loaded only when the search is used."""

from __future__ import annotations

from pathlib import Path

PARTS = ("search-text", "search-query", "search-engine", "search-hits")


def bundle(site: Path) -> None:
    """Put the parts together as ``search/engine.js``."""
    parts = [site / "assets" / "js" / f"{name}.js" for name in PARTS]
    text = "".join(part.read_text(encoding="utf-8") for part in parts)
    (site / "search" / "engine.js").write_text(text, encoding="utf-8")
    for part in parts:
        part.unlink()
