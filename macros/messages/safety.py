"""Sentences about what editors' content may not hold."""

from __future__ import annotations

from macros.facts import Fact
from macros.messages.words import Names, Sentence, Writer

HTML = {
    "tag": ("页面里不能用 {0} 标签。", "请改用 Markdown 的写法；只是要写出这几个字的，请把 < 写成 &lt;。"),
    "bad-tag": (
        "这里的“{0}”会被当作网页标签，却不是完整、允许的标签。",
        "如果是小于号，请写成 &lt;；如果是标签，请改用 Markdown 的写法。",
    ),
    "comment": ("这里有网页注释“{0}”，会原样留在公开网页的源代码里。", "请删去注释。"),
    "attribute": ("这里不能写属性 {0}。", "属性只能用 id、class、title、lang 等，不能有样式、事件和数据属性。"),
    "id": ("编号 {0} 不能用：以下划线或符号开头的编号留给网站程序。", "请改用以字母或汉字开头的编号。"),
    "reserved": (
        "编号 {0} 不能用：网站在页面上自动加的内容用这样的编号。",
        "请换一个编号，用小写字母和连字符，不带点。",
    ),
    "class": ("页面里不能用类名“{0}”。", "类名只能用 {1}；其余的会藏起文字或改变版面，请删去。"),
    "box": ("提示框不能用“{0}”。", "“!!!”后面只能写 {1}。"),
    "front": ("页面信息里的“{0}”带有尖括号或双引号，会被当作网页代码。", "请改用书名号或中文引号。"),
}
LINKS = {
    "scheme": ("链接 {0} 的类型不允许。", "链接只能用 http、https、mailto、tel 开头，或者写本站页面的相对地址。"),
    "host": ("链接 {0} 没有写明完整的网址，会指向别的网站。", "请写全，例如 https://www.gov.cn/。"),
    "backslash": ("链接 {0} 里有反斜杠，浏览器会把它当作斜杠。", "请改用 /。"),
    "root": ("链接 {0} 从网站根目录开始，换一个路径就打不开。", "请写相对地址，例如 guide.md 或 ../guide.md。"),
    "outside": ("链接 {0} 指到了 docs/ 之外。", "请只链接 docs/ 里的页面。"),
    "image": ("图片 {0} 取自别的网站，读者打开本页时会被别的网站知道。", "请把图片放到 docs/assets/ 再引用。"),
}
FOREIGN = {
    "kind": (
        "docs/ 里不能放 {0}：这里的文件会原样公布。",
        "docs/ 只放页面（.md）；图片（svg、png、jpg、webp）放到 docs/assets/。",
    ),
    "data": (
        "data/ 里不能放 {0}：这里只放数据文件（.yml），别的文件不校验，审核时也没人看。",
        "请删去，或者移到仓库以外。",
    ),
    "hidden": (
        "{0} 的名称以点开头，是隐藏的：不会公布，也不校验，却能改变审核时看到的内容。",
        "请删去；docs/ 和 data/ 里不放隐藏的文件和文件夹。",
    ),
    "place": ("图片 {0} 没有放在 assets/ 里。", "请移到 docs/assets/。"),
    "size": ("图片 {0} 超过 1 MiB，或者不是普通文件。", "请压缩后再放。"),
    "content": ("{0} 的内容与扩展名不符，不是这种图片。", "请重新导出图片。"),
    "script": ("图片 {0} 里有脚本、样式、链接、实体或外部引用。", "请导出为纯图形的 SVG，或者改用 png。"),
}
NAV = {
    "mark": ("mkdocs.yml 里的“{0}”带有模板符号，会被执行。", "请删去花括号。"),
    "syntax": ("mkdocs.yml 读不出来，导航里有没有模板符号无法核对。", "请改正它的写法。"),
    "twice": ("mkdocs.yml 里同一个键写了两遍，导航以哪一个为准说不清。", "请只留一个。"),
    "alias": ("mkdocs.yml 用了引用或合并的写法，导航里有没有模板符号无法核对。", "请把内容直接写出来。"),
}


def _by(table: dict[str, tuple[str, str]]) -> Writer:
    def write(fact: Fact, _: Names) -> Sentence:
        problem, mend = table[str(fact.detail["why"])]
        return Sentence(problem.format(fact.actual), mend.format(fact.actual, fact.expected))

    return write


WRITERS: dict[str, Writer] = {
    "raw-html": _by(HTML),
    "unsafe-link": _by(LINKS),
    "foreign-file": _by(FOREIGN),
    "nav-template": _by(NAV),
    "front-matter-key": lambda fact, _: Sentence(
        f"页面信息里不能写 {fact.actual}。", f"只能写 {fact.expected}；其余的请删去。"
    ),
    "data-markup": lambda fact, _: Sentence(
        f"数据里的文字“{fact.actual}”带有模板符号、网页标签、Markdown 链接或脚本链接。", "请改成普通文字。"
    ),
    "file-name": lambda fact, _: Sentence(
        f"文件或文件夹的名称“{fact.actual}”不合规定。",
        "名称只能用小写字母、数字、下划线和连字符，扩展名只有一个且小写，例如 work-report.md。",
    ),
    "symbolic-link": lambda fact, _: Sentence(
        f"这是一个指向 {fact.actual} 的符号链接，会把别处的文件带上网。", "请删去链接，放真正的文件。"
    ),
}
