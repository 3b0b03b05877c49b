"""A small client of GitHub's interface: JSON in, JSON out, bounded answers, the token sent to GitHub only."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from email.message import Message
from http.client import HTTPMessage
from typing import IO, Any

from macros.hosting.runner import StepError, variable, visible

ANSWER = 20_000_000  # bytes of one answer at most
PAGES = 20  # pages of one list at most
US = "github-actions[bot]"  # whose name the token of a job writes in


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follow nothing by itself: a redirect would carry the token along."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Say no."""


class GitHub:
    """The interface, as the token of the job may use it."""

    def __init__(self) -> None:
        """Take address, repository and token from the environment. Raises ``StepError`` when one is missing."""
        self.root = variable("GITHUB_API_URL").rstrip("/")
        self.repository = variable("GITHUB_REPOSITORY")
        self.token = variable("GITHUB_TOKEN")
        if urllib.parse.urlsplit(self.root).scheme not in {"https", "http"}:
            raise StepError("GITHUB_API_URL 应是 https 地址。")

    def get(self, path: str) -> Any:
        """What stands at a path of the repository."""
        return self._json("GET", f"/repos/{self.repository}{path}")

    def send(self, method: str, path: str, body: object) -> Any:
        """Create or change what stands at a path of the repository."""
        return self._json(method, f"/repos/{self.repository}{path}", body)

    def all(self, path: str) -> list[Any]:
        """A whole list, page by page."""
        found: list[Any] = []
        joint = "&" if "?" in path else "?"
        for page in range(1, PAGES + 1):
            some = self.get(f"{path}{joint}per_page=100&page={page}")
            if not isinstance(some, list):
                raise StepError(f"GitHub 的回答不是列表：{visible(path)}")
            found += some
            if len(some) < 100:
                return found
        raise StepError(f"GitHub 的列表超过 {PAGES * 100} 项，没有读完：{visible(path)}")

    def download(self, path: str, limit: int) -> bytes:
        """A file behind a redirect; the token stays here. Raises ``StepError`` when it is longer than ``limit``."""
        status, headers, data = self._call("GET", f"{self.root}/repos/{self.repository}{path}", None, limit)
        if status in {301, 302, 303, 307, 308}:
            place = headers.get("Location", "")
            if urllib.parse.urlsplit(place).scheme != urllib.parse.urlsplit(self.root).scheme:
                raise StepError("GitHub 给出的下载地址不是 https，没有下载。")
            status, _, data = self._call("GET", place, None, limit, known=False)
        if status != 200:
            raise StepError(f"下载没有成功（{status}）：{visible(path)}")
        return data

    def upload(self, address: str, data: bytes) -> Any:
        """Send a file to an address GitHub has given."""
        status, _, answer = self._call("POST", address, data, ANSWER, kind="application/octet-stream")
        return self._read(status, answer, "POST", address)

    def _json(self, method: str, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        status, _, answer = self._call(method, self.root + path, data, ANSWER)
        return self._read(status, answer, method, path)

    def _read(self, status: int, answer: bytes, method: str, path: str) -> Any:
        try:
            found = json.loads(answer) if answer else None
        except ValueError:
            found = None
        if not 200 <= status < 300:
            said = found.get("message", "") if isinstance(found, dict) else ""
            raise RefusedError(status, f"GitHub 没有答应（{status} {visible(str(said))}）：{method} {visible(path)}")
        return found

    def _call(
        self, method: str, address: str, data: bytes | None, limit: int, *, known: bool = True, kind: str = ""
    ) -> tuple[int, Message, bytes]:
        headers = {"User-Agent": "gongkai", "Content-Type": kind or "application/json"}
        if known:
            headers |= {
                "Accept": "application/vnd.github+json",
                "Authorization": f"Bearer {self.token}",
                "X-GitHub-Api-Version": "2022-11-28",
            }
        request = urllib.request.Request(address, data, headers, method=method)  # noqa: S310 - the scheme was looked at
        try:
            with urllib.request.build_opener(_Stay).open(request, timeout=30) as answer:
                return answer.status, answer.headers, self._bounded(answer, limit)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, self._bounded(error, limit)
        except (urllib.error.URLError, TimeoutError, OSError) as error:
            raise StepError(f"连不上 GitHub：{visible(str(error))}") from None

    @staticmethod
    def _bounded(answer: Any, limit: int) -> bytes:
        data: bytes = answer.read(limit + 1)
        if len(data) > limit:
            raise StepError(f"GitHub 的回答超过 {limit} 字节，没有采用。")
        return data


class RefusedError(StepError):
    """GitHub answered, and said no."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
