"""What goes with the site to a server: settings for nginx and Apache from the one list of headers, how to use them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from macros.pack.headers import (
    CONTENT_POLICY,
    FEED,
    FEED_FOLDER,
    HEADERS,
    PACKED,
    TYPES,
    UNNAMED,
    WITHOUT_POLICY,
)  # fmt: skip
from macros.pack.seal import Sealed

FOLDER = "/srv/gongkai"
CURRENT = f"{FOLDER}/current/site"
EXAMPLE = "/zfxxgknb/"  # where the public address is not known
PLAIN = re.compile(r"/(?:[\w.~-]+/)*", re.ASCII)
TEXT = tuple(dict.fromkeys(kind for kind in TYPES.values() if kind.startswith("text/")))
SMALLER = tuple(dict.fromkeys((*(TYPES[kind] for kind in sorted(PACKED)), FEED)))
PDF = "|".join(sorted(WITHOUT_POLICY))


def path_of(address: str | None) -> str | None:
    """The path of the site on its host, with a slash at both ends; ``None`` when it is not known, or not plain."""
    path = f"/{urlsplit(address).path.strip('/')}/".replace("//", "/") if address else ""
    return path if PLAIN.fullmatch(path) else None


def _example(known: str | None) -> str:
    return "" if known else f"# {EXAMPLE} 是例子，全部改成本站在门户网站上的实际路径。\n"


def nginx(address: str | None) -> str:
    """For inside ``server { }``."""
    known = path_of(address)
    path = known or EXAMPLE
    kinds = "\n".join(f"        {kind:<6} {suffix};" for suffix, kind in _by_type())
    missing = (
        f"    error_page 404 {path}404.html;" if known else "    # 网站没有写明网址，找不到页面时用门户网站自己的提示。"
    )
    bare = f"location = {path.rstrip('/')} {{ return 301 {path}; }}\n" if path != "/" else ""
    return f"""# nginx：放进门户网站的 server {{ }} 里，运行 nginx -t，再重新载入。
{_example(known)}# {CURRENT}/ 是网站所在的文件夹，改成实际的位置。
{bare}location ^~ {path} {{
    alias {CURRENT}/;
    index index.html;
{missing}
    charset utf-8;
    charset_types {" ".join(kind for kind in TEXT if kind != "text/html")};
    types {{
{kinds}
    }}
    default_type {UNNAMED};
    gzip on;
    gzip_vary on;
    gzip_types {" ".join(kind for kind in SMALLER if kind != "text/html")};
{_nginx_headers("    ", policy=True)}
    location ~ ^{re.escape(path)}{FEED_FOLDER}/[^/]+\\.xml$ {{
        types {{ }}
        default_type {FEED};
    }}
    location ~ \\.(?:{PDF})$ {{
        # 浏览器里的PDF阅读器不受网页安全策略约束，其余各项照旧。
{_nginx_headers("        ", policy=False)}
    }}
}}
"""


def _by_type() -> list[tuple[str, str]]:
    kinds: dict[str, list[str]] = {}
    for suffix, kind in TYPES.items():
        kinds.setdefault(kind, []).append(suffix)
    return [(" ".join(suffixes), kind) for kind, suffixes in kinds.items()]


def _nginx_headers(indent: str, *, policy: bool) -> str:
    names = [name for name in HEADERS if policy or name != CONTENT_POLICY]
    return "\n".join(f'{indent}add_header {name} "{HEADERS[name]}" always;' for name in names)


def apache(address: str | None) -> str:
    """For a virtual host; needs mod_alias, mod_headers, mod_mime, and mod_deflate for smaller files."""
    known = path_of(address)
    path, folder = known or EXAMPLE, CURRENT
    missing = (
        f"    ErrorDocument 404 {path}404.html"
        if known
        else "    # 网站没有写明网址，找不到页面时用门户网站自己的提示。"
    )
    kinds = "\n".join(f"    AddType {kind} {' '.join('.' + one for one in some.split())}" for some, kind in _by_type())
    text = " ".join(f".{suffix}" for suffix, kind in TYPES.items() if kind.startswith("text/"))
    said = "\n".join(f'    Header always set {name} "{value}"' for name, value in HEADERS.items())
    return f"""# Apache 2.4：放进门户网站的虚拟主机里，运行 apachectl configtest，再重新载入。
# 需要 alias、mime、dir、headers、filter、deflate 这几个模块。
{_example(known)}# {folder} 是网站所在的文件夹，改成实际的位置。
Alias "{path}" "{folder}/"
<Directory "{folder}">
    Require all granted
    Options FollowSymLinks
    AllowOverride None
    DirectoryIndex index.html
{missing}
    AddDefaultCharset utf-8
    AddCharset utf-8 {text}
{kinds}
    AddOutputFilterByType DEFLATE {" ".join(SMALLER)}
{said}
    <FilesMatch "^[^.]+$">
        ForceType "{UNNAMED}; charset=utf-8"
    </FilesMatch>
    <FilesMatch "\\.(?:{PDF})$">
        # 浏览器里的PDF阅读器不受网页安全策略约束，其余各项照旧。
        Header always unset {CONTENT_POLICY}
    </FilesMatch>
</Directory>
<Directory "{folder}/{FEED_FOLDER}">
    AddType {FEED} .xml
</Directory>
"""


NOTES = """安装说明

这是“{name}”：一个静态网站，放在本机关现有网站的某一路径下，由网页服务器直接提供。
不用数据库，不用运行程序，不访问其他网站。网页之间用相对链接，放在哪个路径下都能用。

源文件的提交：{commit}
提交的时间：  {time}（北京时间）
网址：        {address}
全站校验值：  {digest}
{demonstration}
一、放在哪里

国办公开办函〔2019〕61号规定，政府信息公开平台依托现有的政府信息公开栏目建设，不另设专门栏目，不得设立
专门网站。因此把 site 文件夹挂在门户网站政府信息公开栏目的路径下，不要为它另开网站、另申请域名。
国办发〔2017〕47号规定政府部门网站使用门户网站的子域名，以 .gov.cn 结尾；国办函〔2018〕55号要求政府网站
的服务器不得放在境外。GitHub Pages 等境外的服务只能用来预览，不能当作正式网站。

二、第一次安装

1. 核对收到的文件，应显示 OK：
       sha256sum --check --ignore-missing SHA256SUMS
2. 解开：
       mkdir -p {folder}
       tar -xzf {name}.tar.gz -C {folder} --no-same-owner
3. 让 current 指向这一次的文件夹：
       ln -s {name} {folder}/current.new
       mv -T {folder}/current.new {folder}/current
4. 把 server/nginx.conf（或者 server/apache.conf）的内容放进门户网站的配置，改好路径，检查后重新载入。
5. 在另一台电脑上打开首页、一份报告，搜索一个词，下载一份PDF。

三、以后更新

重复第1至3步，不用改配置。读者不会看到新旧混杂的网页。要退回上一次，让 current 指回原来的文件夹。
服务器在别处的，先在本地解开，再传到新的文件夹，传完再换 current：
       rsync -r --times --checksum {name}/ 用户@服务器:{folder}/{name}/
由集约化平台统一运维、不能改配置的，把 site 文件夹里的全部文件原样上传到栏目的路径下；旧文件要先清除。
网页自带安全策略，服务器不能设置响应头也照样有效，只是不能防止被别的网站嵌入。

四、响应头

两份配置里的响应头与测试所用的出自同一份清单：网页只能使用本站的脚本、样式和图片，不允许写在网页里的脚本和
样式；不允许别的网站嵌入（本机关的其他网站要嵌入时，改 frame-ancestors 和 X-Frame-Options 两项）。
配置里每次都让浏览器问一声有没有更新，更正公布以后读者马上看到。

五、核对网站上的文件

在服务器上，逐个文件核对，应都显示 OK：
       cd {folder}/current && sha256sum --quiet --check SHA256SUMS && echo 一致
在别处，取网站上的清单，算出的值应等于上面的全站校验值：
       curl -fsS 网址/SHA256SUMS | sha256sum
"""
DEMONSTRATION = """
注意：这是演示站，每页都写明不是官方网站。正式使用前，由主办单位在 data/site.yml 里写
demonstration: false，重新生成。
"""


def notes(name: str, site: Sealed) -> str:
    """How the technician of an agency installs the tarball."""
    return NOTES.format(
        name=name,
        commit=site.origin.commit,
        time=site.origin.committed_at.strftime("%Y-%m-%d %H:%M:%S"),
        address=site.address or "未写明（data/site.yml 的 address）；写明后，找不到页面时显示本站的提示页",
        digest=site.digest,
        demonstration=DEMONSTRATION if site.demonstration else "",
        folder=FOLDER,
    )
