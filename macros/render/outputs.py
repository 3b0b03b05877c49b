"""A result in the format that was asked for. Each is imported when used: a check starts faster."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TextIO

from macros.findings import Result

MODULES = {"text": "text", "json": "plain", "github": "github", "markdown": "markdown", "sarif": "sarif"}


def rendered(result: Result, output: str, stream: TextIO) -> str:
    """The text of the output; in colour only for a person at a terminal who did not ask otherwise."""
    render = import_module(f"macros.render.{MODULES[output]}").render
    if output != "text":
        return str(render(result))
    plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    return str(render(result, colour=stream.isatty() and not plain))
