"""One step of a workflow: ``python -m macros.hosting STEP``. Each is imported when used: most run without packages."""

from __future__ import annotations

import sys
from importlib import import_module

from macros.hosting.runner import StepError, failed

STEPS = {
    "review": ("review_artifact", "write_review"),
    "verdict": ("verdict", "verdict"),
    "digest": ("products", "hand_on_digest"),
    "since": ("since", "since"),
    "conclude": ("conclusion", "conclude"),
    "comment": ("comment", "comment"),
    "preview": ("preview", "preview"),
    "deploy-check": ("release", "deploy_check"),
    "release": ("release", "release"),
    "labels": ("labels", "renew_labels"),
}


def main(arguments: list[str]) -> int:
    """Run the step that is named."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if len(arguments) != 1 or arguments[0] not in STEPS:
        print(f"用法：python -m macros.hosting {'|'.join(STEPS)}", file=sys.stderr)
        return 2
    module, function = STEPS[arguments[0]]
    try:
        return int(getattr(import_module(f"macros.hosting.{module}"), function)())
    except StepError as fault:
        return failed(fault)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
