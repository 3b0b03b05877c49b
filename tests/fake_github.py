"""GitHub's interface as far as the steps use it, on this machine: what is asked is noted, what is changed is kept."""

from __future__ import annotations

import hashlib
import http.server
import io
import json
import re
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

REPOSITORY = "office/gongkai"
US = {"login": "github-actions[bot]", "type": "Bot"}
REPORT = "data/reports/suzhou-gxj/2024.yml"
RULESET = Path(__file__).resolve().parent.parent / ".github/rulesets/main.json"


def zipped(files: dict[str, bytes]) -> bytes:
    """The files as an artifact's archive."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return whole.getvalue()


def page_of(listed: list[Any], query: dict[str, list[str]]) -> list[Any]:
    """One page of a list."""
    page = int(query.get("page", ["1"])[0]) - 1
    return listed[page * 100 : page * 100 + 100]


def pull_request(number: int, sha: str, *, base: str = REPOSITORY, head: str = "fork/gongkai") -> dict[str, Any]:
    """A pull request as the list tells it."""
    return {"number": number, "head": {"sha": sha, "repo": {"full_name": head}}, "base": {"repo": {"full_name": base}}}


def guarded() -> dict[str, Any]:
    """The answers of a repository that is set up as it should be."""
    rules = json.loads(RULESET.read_text(encoding="utf-8"))["rules"]
    reviewers = {"type": "required_reviewers", "prevent_self_review": True, "reviewers": [{"type": "Team"}]}
    return {
        f"/repos/{REPOSITORY}/rules/branches/main": rules,
        f"/repos/{REPOSITORY}/codeowners/errors": {"errors": []},
        f"/repos/{REPOSITORY}/environments/publish": {"protection_rules": [reviewers]},
    }


@dataclass
class Fake:
    """What the repository holds; ``asked`` is every request, ``token`` what each brought along."""

    artifacts: dict[str, bytes] = field(default_factory=dict)
    files: list[dict[str, Any]] = field(default_factory=lambda: [{"filename": REPORT}])
    pulls: list[dict[str, Any]] = field(default_factory=list)
    comments: list[dict[str, Any]] = field(default_factory=list)
    labels: list[dict[str, Any]] = field(default_factory=list)
    releases: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=guarded)
    uploads: dict[str, bytes] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    tokens: list[tuple[str, bool]] = field(default_factory=list)
    immutable: bool = True
    address: str = ""

    def answer(self, method: str, path: str, query: dict[str, list[str]], data: bytes) -> tuple[int, Any]:
        """What GitHub would say."""
        base = f"/repos/{REPOSITORY}"
        if path in self.answers:
            return 200, self.answers[path]
        if path.startswith("/storage/"):
            return 200, self.artifacts[path.removeprefix("/storage/")]
        if found := re.fullmatch(rf"{base}/actions/artifacts/(\d+)/zip", path):
            names = dict(enumerate(self.artifacts, 1))
            name = names.get(int(found[1]))
            return (302, f"{self.address}/storage/{name}") if name else (410, {"message": "Gone"})
        if re.fullmatch(rf"{base}/actions/runs/\d+/artifacts", path):
            return 200, {"artifacts": [{"id": n, "name": name} for n, name in enumerate(self.artifacts, 1)]}
        if path == f"{base}/pulls":
            return 200, self.pulls
        if re.fullmatch(rf"{base}/pulls/\d+", path):
            return 200, {"changed_files": len(self.files)}
        if re.fullmatch(rf"{base}/pulls/\d+/files", path):
            return 200, page_of(self.files, query)
        if path.startswith(f"{base}/git/ref/tags/"):
            sha = self.tags.get(path.rpartition("/")[2])
            return (200, {"object": {"type": "commit", "sha": sha}}) if sha else (404, {"message": "Not Found"})
        if found := re.fullmatch(rf"/upload{base}/(\d+)", path):
            name, digest = query["name"][0], f"sha256:{hashlib.sha256(data).hexdigest()}"
            self.uploads[name] = data
            self.releases[int(found[1]) - 1]["assets"].append({"name": name, "digest": digest})
            return 201, {}
        return self._kept(method, path.removeprefix(base), query, json.loads(data) if data else {})

    def _kept(self, method: str, path: str, query: dict[str, list[str]], body: dict[str, Any]) -> tuple[int, Any]:
        kept = {"comments": self.comments, "labels": self.labels, "releases": self.releases}
        kind = re.fullmatch(r"/(?:issues/)?(?:\d+/)?(comments|labels|releases)(?:/(.+))?", path)
        if kind is None:
            return 404, {"message": "Not Found"}
        here = kept[kind[1]]
        if method == "GET" and kind[2] is None:
            return 200, page_of(here, query)
        if method == "POST":
            new = {**body, "id": len(here) + 1}
            if kind[1] == "comments":
                new["user"] = US
            if kind[1] == "releases":
                new |= {"upload_url": f"{self.address}/upload/repos/{REPOSITORY}/{new['id']}{{?name,label}}"}
                new |= {"assets": [], "author": US, "immutable": False}
            here.append(new)
            return 201, new
        old = next(one for one in here if kind[2] in {str(one.get("id")), one.get("name")})
        old.update(body)
        if kind[1] == "releases" and method == "PATCH" and old["draft"] is False:
            self.tags.setdefault(old["tag_name"], old["target_commitish"])
            old["immutable"] = self.immutable
        return 200, old


@contextmanager
def fake_github(fake: Fake) -> Iterator[Fake]:
    """Serve it, on a port of its own."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the parent's
            """Say nothing."""

        def handle_any(self) -> None:
            """Answer one request."""
            url = urlsplit(self.path)
            data = self.rfile.read(int(self.headers.get("Content-Length") or "0"))
            fake.asked.append(f"{self.command} {self.path}")
            fake.tokens.append((url.path, "Authorization" in self.headers))
            status, found = fake.answer(self.command, unquote(url.path), parse_qs(url.query), data)
            body = found if isinstance(found, bytes) else json.dumps(found).encode()
            self.send_response(status)
            if status == 302:
                self.send_header("Location", found)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PATCH = handle_any  # noqa: N815 - the parent's names

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        fake.address = f"http://127.0.0.1:{server.server_port}"
        yield fake
        server.shutdown()
