"""The site as an agency's server gives it: below a deep path, with the headers of the notes for servers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from macros.pack.headers import headers_for
from tests.browsing import Quiet, serving

DEEP = "/zfxxgk/nb/"


class AtAgency(Quiet):
    """Answers below ``DEEP`` only, each file as the list of headers has it."""

    def translate_path(self, path: str) -> str:
        """Nothing of the site lies above its path."""
        inside = path.partition("?")[0].startswith(DEEP)
        return super().translate_path(path.removeprefix(DEEP.rstrip("/"))) if inside else ""

    def guess_type(self, path: object) -> str:
        """The type of the list, not of the machine."""
        return self._said(str(path))["Content-Type"]

    def end_headers(self) -> None:
        """Say the rest of the list."""
        path = self.translate_path(self.path)
        for name, value in self._said(path).items() if Path(path).is_file() else ():
            if name != "Content-Type":
                self.send_header(name, value)
        super().end_headers()

    def _said(self, path: str) -> dict[str, str]:
        return headers_for(Path(path).relative_to(self.directory).as_posix())


@contextmanager
def at_agency(site: Path) -> Iterator[str]:
    """The address of the site on such a server."""
    with serving(site, AtAgency) as server:
        yield server.rstrip("/") + DEEP
