"""What was checked is what is released: the products, their list, the list's own hash, and the preview's files."""

from __future__ import annotations

import hashlib
import re
import tarfile
from pathlib import Path

from macros.hosting.runner import StepError, output, visible

FOLDER, LIST = "dist", "SHA256SUMS"
PAGES = Path("pages", "artifact.tar")
LINE = re.compile(r"([0-9a-f]{64}) [ *]([^/\x00-\x1f]+)")


def hand_on_digest() -> int:
    """Say the hash of the list of products to later jobs, a way that does not lead through the stored files."""
    output("sha256", _hash(_list()))
    return 0


def same_products(expected: str) -> list[str]:
    """What is wrong with the products at hand, in sentences; empty when they are those that were checked."""
    found = _hash(_list())
    if found != expected:
        return [
            f"成品清单 {LIST} 的摘要是 {found}，校验时是 {visible(expected) or '（没有给出）'}：不是校验过的那一份。"
        ]
    lines = map(LINE.fullmatch, _list().decode("utf-8", "replace").splitlines())
    said = {line[2]: line[1] for line in lines if line}
    there = {path.name: path for path in sorted(Path(FOLDER).iterdir()) if path.name != LIST}
    wrong = [f"成品 {visible(name)} 不在清单里。" for name in there if name not in said]
    wrong += [f"清单里的 {visible(name)} 没有取到。" for name in said if name not in there]
    both = [name for name in said if name in there]
    wrong += [
        f"成品 {visible(name)} 与清单里的摘要不符。" for name in both if _hash(there[name].read_bytes()) != said[name]
    ]
    return wrong + ([] if wrong else _same_site(there))


def _same_site(products: dict[str, Path]) -> list[str]:
    """The preview's files are those in the tarball; the upload leaves out names with a dot in front."""
    tarballs = [path for name, path in products.items() if name.endswith(".tar.gz")]
    if len(tarballs) != 1:
        return [f"成品里应有一个 .tar.gz，却有 {len(tarballs)} 个。"]
    if not PAGES.is_file():
        return [f"没有取到预览站的文件 {PAGES}。"]
    packed = _members(tarballs[0], r"[^/]+/site/(.+)")
    shown = _members(PAGES, r"(?:\./)?(.+)")
    packed = {name: one for name, one in packed.items() if not any(part[0] == "." for part in name.split("/"))}
    if not packed:
        return [f"{tarballs[0].name} 里没有 site/ 文件夹。"]
    return [
        f"预览站的 {visible(name)} 与成品里的不同。"
        for name in sorted({*packed, *shown})
        if packed.get(name) != shown.get(name)
    ]


def _members(path: Path, pattern: str) -> dict[str, str]:
    found = {}
    with tarfile.open(path) as archive:
        for member in archive:
            name = re.fullmatch(pattern, member.name)
            content = archive.extractfile(member) if member.isfile() else None
            if name and content is not None:
                found[name[1]] = _hash(content.read())
            elif not member.isfile() and not member.isdir():
                found[member.name] = "不是普通文件"
    return found


def _list() -> bytes:
    path = Path(FOLDER, LIST)
    if not path.is_file():
        raise StepError(f"没有成品清单 {path}：先运行 make build 和 make pack。")
    return path.read_bytes()


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
