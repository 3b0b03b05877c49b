"""The products made of a site: a tarball for the agency's server, a zip that opens from a disk, and their hashes."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from macros.inputs import UsageError
from macros.pack import server
from macros.pack.archives import Content, write_tar, write_zip
from macros.pack.seal import NotSealedError, Sealed, read_seal
from macros.pack.sums import NAME, as_text, digest, read_sums
from macros.pack.verify import PRODUCT, verify

NOTES, DOOR = "安装说明.txt", "打开网站.html"
PREVIEW = """这是网站的预览，用来在发布以前查看，不用联网，不用安装。

先把压缩包全部解开，再双击“打开网站.html”。在压缩包里直接双击，只会解出这一个文件，打不开别的网页。

源文件的提交：{commit}
全站校验值：  {digest}
"""
OPENING = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'">
  <meta http-equiv="refresh" content="0; url=site/index.html">
  <title>打开网站</title>
</head>
<body>
  <p><a href="site/index.html">打开网站</a>。打不开的，先把压缩包全部解开，再双击本文件。</p>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Packed:
    """What was made: the site, and the hash of each product by its name."""

    site: Sealed
    sums: Mapping[str, str]


def name_of(site: Sealed) -> str:
    """The name of the products, the same for the same commit."""
    return f"{PRODUCT}{site.origin.committed_at:%Y-%m-%d}-{site.origin.commit[:10]}"


def pack(site: Path, to: Path) -> Packed:
    """Write the products into ``to``; those of other commits that lie there stay, and stay listed.

    Raises ``NotSealedError`` when the site is not whole or was changed, ``SumsError`` when the list that lies there
    cannot be read, ``UsageError``.
    """
    if to.resolve().is_relative_to(site.resolve()):
        raise UsageError(f"{to} 在网站文件夹里面，请另选一个文件夹放成品。")
    sealed = read_seal(site)
    name = name_of(sealed)
    files: dict[str, Content] = {f"site/{one}": site / one for one in (*sealed.sums, NAME)}
    to.mkdir(parents=True, exist_ok=True)
    listed = _listed(to)
    with tempfile.TemporaryDirectory(prefix=".gongkai-", dir=to) as scratch:
        tarball, preview, sums = (Path(scratch, one) for one in (f"{name}.tar.gz", f"{name}-preview.zip", NAME))
        products = (preview,) if sealed.drafts else (tarball, preview)  # what is not published goes to no server
        if not sealed.drafts:
            server_files = {**files, **_for_server(name, sealed)}
            write_tar(tarball, name, _with_sums(server_files, sealed), sealed.origin.committed_at)
        write_zip(preview, name, _with_sums({**files, **_for_disk(sealed)}, sealed), sealed.origin.committed_at)
        changed = [said for one in products for said in verify(one)]
        if changed:
            raise NotSealedError("\n".join(("打包的时候网站的文件变了，没有生成成品，请重新运行：", *changed)))
        made = {one.name: digest(one) for one in products}
        sums.write_bytes(as_text({**listed, **made}).encode())
        for one in (*products, sums):
            one.replace(to / one.name)
    return Packed(sealed, made)


def _listed(to: Path) -> dict[str, str]:
    """What the list there says of products that are still there."""
    path = to / NAME
    if not path.is_file():
        return {}
    sums = read_sums(path.read_bytes().decode("utf-8", "backslashreplace"), str(path))
    return {name: known for name, known in sums.items() if (to / name).is_file()}


def _for_server(name: str, site: Sealed) -> dict[str, Content]:
    return {
        "server/nginx.conf": server.nginx(site.address).encode(),
        "server/apache.conf": server.apache(site.address).encode(),
        NOTES: server.notes(name, site).encode(),
    }


def _for_disk(site: Sealed) -> dict[str, Content]:
    said = PREVIEW.format(commit=site.origin.commit, digest=site.digest)
    return {DOOR: OPENING.encode(), "说明.txt": said.replace("\n", "\r\n").encode()}


def _with_sums(files: Mapping[str, Content], site: Sealed) -> dict[str, Content]:
    """The files and, beside them, the hash of each; those of the site are known already."""
    sums = {f"site/{name}": known for name, known in site.sums.items()} | {f"site/{NAME}": site.digest}
    sums |= {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if isinstance(data, bytes)}
    return {**files, NAME: as_text(sums).encode()}
