"""Commands that are more than one call: each module has ``add(commands)`` (its arguments) and runs what it declares.

Loaded for every call of ``gongkai``, so a module imports at its top only what the arguments need.
"""

from __future__ import annotations

import sys


def complain(error: Exception) -> None:
    """Say every line of an error as a sentence of its own; names in it must not steer the terminal."""
    from macros.render.words import printable

    for line in str(error).split("\n"):
        print(f"gongkai：{printable(line)}", file=sys.stderr)
