"""The runner's side of a workflow step: the event, the summary, outputs, and a fault told as one annotation."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any


class StepError(Exception):
    """A step cannot do its work; the text is what a person should read."""


def variable(name: str) -> str:
    """An environment variable that must be there."""
    value = os.environ.get(name, "")
    if not value:
        raise StepError(f"没有环境变量 {name}：这一步只能由工作流运行，或在本机先设好它。")
    return value


def event() -> dict[str, Any]:
    """What set the workflow off, as GitHub wrote it down."""
    try:
        found = json.loads(Path(variable("GITHUB_EVENT_PATH")).read_text(encoding="utf-8"))
    except ValueError as error:
        raise StepError(f"GITHUB_EVENT_PATH 里的事件读不出来：{error}") from None
    if not isinstance(found, dict):
        raise StepError("GITHUB_EVENT_PATH 里的事件不是一个对象。")
    return found


def inner(found: object, *keys: str) -> Any:
    """What stands in an object below the keys; ``None`` where one of them is missing."""
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return found


def summarize(markdown: str) -> None:
    """Add to the page of the run; without a runner, print it."""
    place = os.environ.get("GITHUB_STEP_SUMMARY")
    if not place:
        print(markdown)
        return
    with Path(place).open("a", encoding="utf-8") as summary:
        summary.write(markdown.rstrip("\n") + "\n")


def output(name: str, value: str) -> None:
    """Hand a value of one line to later steps."""
    if "\n" in value or "\r" in value:
        raise StepError(f"输出 {name} 不能有换行。")
    print(f"{name}={value}")
    place = os.environ.get("GITHUB_OUTPUT")
    if place:
        with Path(place).open("a", encoding="utf-8") as outputs:
            outputs.write(f"{name}={value}\n")


def visible(text: str) -> str:
    """The text in one line, with everything that could steer a terminal or the runner shown as a dot."""
    return "".join(c if c.isprintable() else " " if c in "\t\n" else "·" for c in text)


def annotate(kind: str, text: str) -> None:
    """An ``error``, ``warning`` or ``notice`` on the page of the run."""
    print(f"::{kind}::{visible(text).replace('%', '%25')}")


def failed(fault: StepError) -> int:
    """Tell a fault where it is looked for: as an annotation and in the summary."""
    text = visible(str(fault))
    annotate("error", text)
    summarize(f"### 没有完成\n\n{text}")
    sys.stdout.flush()
    return 1
