"""The labels of .github/labels.json, made or renewed in the repository; others are left alone."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

from macros.hosting.api import GitHub
from macros.hosting.runner import inner

LABELS = Path(".github/labels.json")


def renew_labels() -> int:
    """Make what is missing, change what differs."""
    github = GitHub()
    there = {inner(one, "name"): one for one in github.all("/labels")}
    for label in json.loads(LABELS.read_text(encoding="utf-8")):
        old = there.get(label["name"])
        if old is None:
            github.send("POST", "/labels", label)
            print(f"新建标签：{label['name']}")
        elif any(inner(old, key) != value for key, value in label.items()):
            change = {key: value for key, value in label.items() if key != "name"}
            github.send("PATCH", f"/labels/{quote(label['name'], safe='')}", change)
            print(f"更新标签：{label['name']}")
    return 0
