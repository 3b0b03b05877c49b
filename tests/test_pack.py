"""``gongkai pack``: only a whole site, as it was built, becomes a product; what differs from its list is named."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import stat
import subprocess
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from macros.cli import main
from macros.inputs import UsageError
from macros.pack import server
from macros.pack.archives import write_zip
from macros.pack.headers import HEADERS, TYPES
from macros.pack.products import pack
from macros.pack.seal import BUILD, NotSealedError, Origin, origin_of, read_seal
from macros.pack.sums import NAME as SUMS
from macros.pack.sums import SumsError, as_text, read_sums, sums_of
from macros.pack.verify import verify
from tests.content import CONTENT, ROOT
from tests.repository import commit, git
from tests.sealed import NAME, ORIGIN, sealed_copy

pytestmark = pytest.mark.xdist_group("product")

TAR, ZIP = f"{NAME}.tar.gz", f"{NAME}-preview.zip"


@pytest.fixture
def whole(site: Path, tmp_path: Path) -> Path:
    """A site sealed for a commit, to be spoiled."""
    return sealed_copy(site, tmp_path / "site")


@pytest.fixture(scope="module")
def out(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The products of a site."""
    folder = tmp_path_factory.mktemp("products")
    pack(sealed_copy(site, folder / "site"), folder / "out")
    return folder / "out"


def names_in(tarball: Path) -> list[tarfile.TarInfo]:
    with tarfile.open(tarball) as archive:
        return archive.getmembers()


# --- what is made -------------------------------------------------------------------------------------------------


def test_products_carry_date_and_commit_and_are_listed(out: Path) -> None:
    assert sorted(path.name for path in out.iterdir()) == sorted((TAR, ZIP, SUMS))
    done = subprocess.run(["sha256sum", "--check", "--strict", SUMS], cwd=out, capture_output=True, check=False)
    assert done.returncode == 0
    assert verify(out) == []
    assert verify(out / TAR) == []
    assert verify(out / ZIP) == []


def test_the_same_site_packed_elsewhere_at_another_time_is_the_same_bytes(
    site: Path, out: Path, tmp_path: Path
) -> None:
    copy = sealed_copy(site, tmp_path / "另一个" / "site")
    for path in copy.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
        path.chmod(0o700 if path.is_dir() else 0o600)
    pack(copy, tmp_path / "out")
    for name in (TAR, ZIP, SUMS):
        assert (tmp_path / "out" / name).read_bytes() == (out / name).read_bytes(), name


def test_the_tarball_says_nothing_of_the_machine_that_made_it(out: Path) -> None:
    members = names_in(out / TAR)
    names = [one.name for one in members if one.isfile()]
    assert names == sorted(names)
    assert {one.name.partition("/")[0] for one in members} == {NAME}
    assert {(one.uid, one.gid, one.uname, one.gname, one.mtime) for one in members} == {(0, 0, "", "", ORIGIN.seconds)}
    assert {one.mode for one in members if one.isfile()} == {0o644}
    assert {one.mode for one in members if one.isdir()} == {0o755}
    head = (out / TAR).read_bytes()[:10]
    assert head[3] == 0  # no name
    assert head[4:8] == bytes(4)  # no time


def test_the_tarball_holds_the_whole_site_and_what_a_server_needs(site: Path, out: Path, tmp_path: Path) -> None:
    with tarfile.open(out / TAR) as archive:
        archive.extractall(tmp_path, filter="data")
    inside = tmp_path / NAME
    assert sums_of(inside / "site") == read_seal(inside / "site").sums
    assert {path.relative_to(inside).as_posix() for path in inside.rglob("*") if path.is_file()} == {
        SUMS, "安装说明.txt", "server/nginx.conf", "server/apache.conf",
        *(f"site/{path.relative_to(site).as_posix()}" for path in site.rglob("*") if path.is_file()),
    }  # fmt: skip
    done = subprocess.run(["sha256sum", "--check", "--strict", SUMS], cwd=inside, capture_output=True, check=False)
    assert done.returncode == 0
    assert verify(inside) == []


def test_the_preview_has_a_door_and_says_how_to_open_it(out: Path) -> None:
    with zipfile.ZipFile(out / ZIP) as archive:
        names = set(archive.namelist())
        said = archive.read(f"{NAME}/说明.txt").decode()
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 1, 20, 16, 0, 0)}
    assert {f"{NAME}/打开网站.html", f"{NAME}/site/index.html", f"{NAME}/{SUMS}"} <= names
    assert not any("server/" in name for name in names)
    assert "全部解开" in said
    assert ORIGIN.commit in said


def test_what_was_packed_before_stays_and_stays_listed(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = sealed_copy(site, tmp_path / "one")
    pack(first, out)
    second = sealed_copy(site, tmp_path / "two", Origin("f" * 40, ORIGIN.committed_at))
    pack(second, out)
    pack(second, out)
    assert len(list(out.glob("*.tar.gz"))) == 2
    assert len(read_sums((out / SUMS).read_text(encoding="utf-8"), SUMS)) == 4
    assert verify(out) == []


# --- what is refused ----------------------------------------------------------------------------------------------


def change(site: Path) -> str:
    (site / "index.html").write_text("x", encoding="utf-8")
    return "index.html：内容与清单不同"


def remove(site: Path) -> str:
    (site / "feeds" / "deadlines.ics").unlink()
    return "feeds/deadlines.ics：清单中有，但文件不在"


def add(site: Path) -> str:
    (site / "reports" / "shell.php").write_text("x", encoding="utf-8")
    return "reports/shell.php：清单中没有"


def link(site: Path) -> str:
    (site / "passwords").symlink_to("/etc/passwd")
    return "是链接或者特殊文件"


def unlist(site: Path) -> str:
    (site / SUMS).unlink()
    return "没有 SHA256SUMS"


def blank(site: Path) -> str:
    (site / SUMS).write_text("", encoding="utf-8")
    return "清单是空的"


def garble(site: Path) -> str:
    (site / SUMS).write_text("0" * 64 + "  a\nnot a line\n" + "0" * 64 + "  a\n", encoding="utf-8")
    return "SHA256SUMS:2：应为64位校验值"


def lie(site: Path) -> str:
    """The list is right again, but what the site was made from cannot be read."""
    return relate(site, '{"commit": 5}')


def wander(site: Path) -> str:
    """Products are named by the commit."""
    about = json.loads((site / BUILD).read_text(encoding="utf-8"))
    return relate(site, json.dumps({**about, "commit": "../../../tmp/x"}))


def number(site: Path) -> str:
    about = json.loads((site / BUILD).read_text(encoding="utf-8"))
    return relate(site, json.dumps({**about, "address": 5}))


def relate(site: Path, about: str) -> str:
    (site / BUILD).write_text(about, encoding="utf-8")
    (site / SUMS).write_text(as_text(sums_of(site)), encoding="utf-8")
    return "build.json 读不出来"


@pytest.mark.parametrize("spoil", [change, remove, add, link, unlist, blank, garble, lie, wander, number])
def test_a_site_that_is_not_as_it_was_built_is_refused(whole: Path, spoil: Callable[[Path], str]) -> None:
    said = spoil(whole)
    with pytest.raises(NotSealedError) as refused:
        pack(whole, whole.parent / "out")
    assert said in str(refused.value)
    assert not (whole.parent / "out").exists()


def test_all_that_was_changed_is_said_at_once(whole: Path) -> None:
    said = [spoil(whole) for spoil in (change, remove, add)]
    with pytest.raises(NotSealedError) as refused:
        read_seal(whole)
    assert all(one in str(refused.value) for one in said)
    assert "make build" in str(refused.value)


def test_a_site_of_no_commit_or_without_documents_is_refused(site: Path, tmp_path: Path) -> None:
    with pytest.raises(NotSealedError, match="不是从一次提交"):
        pack(sealed_copy(site, tmp_path / "one", None), tmp_path / "out")
    with pytest.raises(NotSealedError, match="--no-documents"):
        pack(sealed_copy(site, tmp_path / "two", documents=False), tmp_path / "out")


def test_products_never_go_into_the_site(whole: Path) -> None:
    with pytest.raises(UsageError):
        pack(whole, whole / "dist")
    assert verify(whole) == []


def test_a_list_of_products_that_cannot_be_read_is_not_overwritten(whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / SUMS).write_text("precious\n", encoding="utf-8")
    with pytest.raises(SumsError):
        pack(whole, out)
    assert (out / SUMS).read_text(encoding="utf-8") == "precious\n"
    assert [path.name for path in out.iterdir()] == [SUMS]


def test_the_command_says_what_it_made_and_what_it_refuses(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "out")
    assert main(["pack", "--site", str(whole), "--to", out]) == 0
    said = capsys.readouterr().out
    assert TAR in said
    assert read_seal(whole).digest in said
    assert main(["pack", "--verify", out]) == 0
    assert "一致" in capsys.readouterr().out
    change(whole)
    assert main(["pack", "--site", str(whole), "--to", out]) == 1
    assert "index.html" in capsys.readouterr().err
    assert main(["pack", "--verify", str(whole)]) == 1
    assert "共 1 处" in capsys.readouterr().out
    assert main(["pack", "--verify", str(tmp_path / "nothing")]) == 2
    assert main(["pack", "--verify", str(whole / "index.html")]) == 2
    assert main(["pack", "--verify", str(tmp_path)]) == 2
    assert main(["pack", "--verify", out, "--site", str(whole)]) == 2
    assert main(["pack", "--site", out, "--to", str(tmp_path / "more")]) == 1
    assert main(["pack", "--site", out, "--to", out]) == 2
    assert "Traceback" not in capsys.readouterr().err


# --- what is held against its list --------------------------------------------------------------------------------


def tarball(to: Path, *members: tuple[str, bytes | None]) -> Path:
    with tarfile.open(to, "w:gz") as archive:
        for name, data in members:
            entry = tarfile.TarInfo(name)
            entry.size = len(data or b"")
            if data is None:
                entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(entry, io.BytesIO(data or b""))
    return to


def listed(**files: bytes) -> bytes:
    return as_text({name: hashlib.sha256(data).hexdigest() for name, data in files.items()}).encode()


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ([("x/a", b"1"), ("x/SHA256SUMS", listed(a=b"2"))], "a：内容与清单不同"),
        ([("x/SHA256SUMS", listed(a=b"1"))], "a：清单中有，但文件不在"),
        ([("x/a", b"1"), ("x/../../b", b"1"), ("x/SHA256SUMS", listed(a=b"1"))], "x/../../b：不是文件夹里的普通文件名"),
        ([("x/a", b"1"), ("../a", b"1"), ("x/SHA256SUMS", listed(a=b"1"))], "../a：不是文件夹里的普通文件名"),
        ([("/a", b"1"), ("x/SHA256SUMS", listed(a=b"1"))], "/a：不是文件夹里的普通文件名"),
        ([("x/a", b"1"), ("x/..\\b", b"1"), ("x/SHA256SUMS", listed(a=b"1"))], "x/..\\b：不是文件夹里的普通文件名"),
        ([("x/a", b"1"), ("b", b"1"), ("x/SHA256SUMS", listed(a=b"1"))], "b：不是文件夹里的普通文件名"),
        ([("y/a", b"1"), ("x/SHA256SUMS", listed(a=b"1"))], "应只有一个文件夹，却有 x、y"),
        ([("x/a", b"1"), ("x/a", b"2"), ("x/SHA256SUMS", listed(a=b"1"))], "x/a：压缩包里出现两次"),
        ([("x/SHA256SUMS", listed(a=b"1")), ("x/a", b"1"), ("x/SHA256SUMS", b"")], "SHA256SUMS：压缩包里出现两次"),
        ([("x/a", None), ("x/SHA256SUMS", listed(a=b"1"))], "是链接或者特殊文件"),
        ([("x/a", b"1")], "没有清单"),
        ([("x/\x1b[2Ja", b"1"), ("x/SHA256SUMS", listed(a=b"1"))], "·[2Ja：清单中没有"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_tarball_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], members: list[tuple[str, bytes | None]], said: str
) -> None:
    path = tarball(tmp_path / "a.tar.gz", *members)
    assert main(["pack", "--verify", str(path)]) == 1
    text = capsys.readouterr().out
    assert said in text
    assert "\x1b" not in text


def altered(out: Path, to: Path, alter: Callable[[tarfile.TarInfo], tarfile.TarInfo]) -> Path:
    """The product's tarball, with the heads of its members altered."""
    with tarfile.open(out / TAR) as old, tarfile.open(to, "w:gz") as new:
        for entry in old:
            new.addfile(alter(entry), old.extractfile(entry))
    return to


def test_what_a_tarball_would_do_beyond_its_list_is_named(out: Path, tmp_path: Path) -> None:
    def other_folder(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        return entry.replace(name=entry.name.replace(NAME, "etc", 1))

    def more_rights(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        return entry.replace(mode=0o6777) if entry.name.endswith("/site/index.html") else entry

    def empty_folder(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        return entry.replace(name=f"{NAME}/cgi-bin") if entry.name == f"{NAME}/server" else entry

    def folder_elsewhere(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        return entry.replace(name="../../evil") if entry.name == f"{NAME}/server" else entry

    cases = {
        other_folder: f"里面应只有文件夹 {NAME}，与压缩包同名，却有 etc",
        more_rights: f"{NAME}/site/index.html：权限是 6777，应为 644",
        empty_folder: f"{NAME}/cgi-bin：是另外加进来的空文件夹",
        folder_elsewhere: "../../evil：不是文件夹里的普通文件名",
    }
    for alter, said in cases.items():
        (found,) = verify(altered(out, tmp_path / TAR, alter))
        assert said in found, alter.__name__


@pytest.mark.parametrize(
    ("kind", "said"), [(stat.S_IFLNK, "是链接或者特殊文件"), (0, "权限是 777"), (stat.S_IFREG, "权限是 777")]
)
def test_a_link_and_more_rights_in_a_zip_are_named(tmp_path: Path, kind: int, said: str) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data, mode in (("x/SHA256SUMS", listed(a=b"/etc"), 0o644), ("x/a", b"/etc", kind | 0o777)):
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            archive.writestr(entry, data)
    (found,) = verify(path)
    assert said in found


def test_no_altered_byte_of_a_zip_breaks_the_check(tmp_path: Path) -> None:
    """Neither in the flags, places and lengths it is read by, nor in what it holds, which is always noticed."""
    data = bytes(range(200))
    path = tmp_path / "x.zip"
    write_zip(path, "x", {"a": data, SUMS: listed(a=data)}, ORIGIN.committed_at)
    whole = path.read_bytes()
    assert verify(path) == []
    begins = whole.index(data)
    for at in range(len(whole)):
        for bit in (0x01, 0x80):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])
            found = verify(path)
            assert found or not begins <= at < begins + len(data), at
    encrypted = whole.index(b"PK\x01\x02") + 8
    path.write_bytes(whole[:encrypted] + b"\x01" + whole[encrypted + 1 :])
    assert "损坏" in verify(path)[0]


@pytest.mark.parametrize("name", [TAR, ZIP])
def test_a_damaged_archive_is_said_to_be_damaged(out: Path, tmp_path: Path, name: str) -> None:
    data = (out / name).read_bytes()
    path = tmp_path / name
    for spoiled in (data[: len(data) // 2], b"", b"not an archive", data[:3000] + bytes(50) + data[3050:]):
        path.write_bytes(spoiled)
        (found,) = verify(path)
        assert "损坏" in found, len(spoiled)


def test_a_file_changed_in_the_preview_is_named(out: Path, tmp_path: Path) -> None:
    path = tmp_path / ZIP
    with zipfile.ZipFile(out / ZIP) as old, zipfile.ZipFile(path, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry, data + b" " if entry.filename.endswith("site/guide.html") else data)
    (found,) = verify(path)
    assert found.startswith("site/guide.html：内容与清单不同")


# --- the commit ---------------------------------------------------------------------------------------------------


def test_a_commit_is_named_only_when_everything_is_as_committed(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tree / "macros").unlink()
    monkeypatch.setattr("macros.pack.seal.HERE", tree.resolve())
    assert origin_of(tree) is None  # no repository
    git(tree, "init", "--quiet")
    assert origin_of(tree) is None  # no commit
    commit(tree)
    found = origin_of(tree)
    assert found is not None
    assert len(found.commit) == 40
    (tree / "README.md").write_text("not part of the site", encoding="utf-8")
    assert origin_of(tree) == found
    (tree / "docs" / "new.md").write_text("x", encoding="utf-8")
    assert origin_of(tree) is None
    (tree / "docs" / "new.md").unlink()
    home = tree / "docs" / "index.md"
    text = home.read_text(encoding="utf-8")
    home.write_text(text + "\n", encoding="utf-8")
    assert origin_of(tree) is None
    home.write_text(text, encoding="utf-8")
    assert origin_of(tree) == found
    monkeypatch.setattr("macros.pack.seal.HERE", ROOT)
    assert origin_of(tree) is None  # the program is another one


def test_the_build_writes_the_list_of_every_file_and_what_the_site_was_made_from(site: Path) -> None:
    assert read_sums((site / SUMS).read_text(encoding="utf-8"), SUMS) == sums_of(site)
    about = json.loads((site / BUILD).read_text(encoding="utf-8"))
    assert set(about) == {"commit", "committed_at", "address", "demonstration", "documents", "fonts", "drafts"}
    assert about["documents"] is True
    recipe = (CONTENT / "docs" / "data.md").read_text(encoding="utf-8")
    assert set(re.findall(r"build\.json\" \| jq -r \.(\w+)", recipe)) == {
        "commit",
        "fonts",
    }  # what a citizen rebuilds with
    origin = origin_of(CONTENT)
    assert about["commit"] == (origin.commit if origin else None)


# --- notes for the server -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", [server.nginx, server.apache])
@pytest.mark.parametrize("address", [None, "https://gxj.example.gov.cn/zfxxgk/nb/"])
def test_both_servers_are_told_the_whole_list(said: Callable[[str | None], str], address: str | None) -> None:
    text = said(address)
    for name, value in HEADERS.items():
        assert f'{name} "{value}"' in text
    for suffix, kind in TYPES.items():
        assert kind in text
        assert suffix in text
    assert ("/zfxxgk/nb/404.html" in text) is (address is not None)
    assert ("是例子" in text) is (address is None)


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://a.gov.cn", "/"),
        ("https://a.gov.cn/", "/"),
        ("https://a.gov.cn/zfxxgk/nb", "/zfxxgk/nb/"),
        ("https://a.gov.cn/zfxxgk/nb/", "/zfxxgk/nb/"),
        ("https://a.gov.cn/x;}evil{/", None),
        ('https://a.gov.cn/"x/', None),
        ("https://a.gov.cn/a b/", None),
        (None, None),
    ],
)
def test_a_path_that_could_steer_a_server_is_not_written(address: str | None, path: str | None) -> None:
    assert server.path_of(address) == path
    for text in (server.nginx(address), server.apache(address)):
        assert ("404.html" in text) is (path is not None)
    assert "evil" not in server.nginx(address)


def test_the_notes_say_where_the_law_lets_the_site_stand_and_what_it_was_made_from(out: Path, tmp_path: Path) -> None:
    with tarfile.open(out / TAR) as archive:
        archive.extractall(tmp_path, filter="data")
    said = (tmp_path / NAME / "安装说明.txt").read_text(encoding="utf-8")
    for words in (
        "不得设立",
        "境外",
        "只能用来预览",
        ORIGIN.commit,
        read_seal(tmp_path / NAME / "site").digest,
        "演示站",
    ):
        assert words in said


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
@pytest.mark.parametrize("address", [None, "https://gxj.example.gov.cn/zfxxgk/nb.2/", "https://gxj.example.gov.cn"])
def test_nginx_takes_the_snippet(tmp_path: Path, address: str | None) -> None:
    (tmp_path / "site.conf").write_text(server.nginx(address), encoding="utf-8")
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log stderr; events {{}}\n"
        f"http {{ access_log off; server {{ listen 127.0.0.1:1; include {tmp_path}/site.conf; }} }}\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        ["nginx", "-t", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr
