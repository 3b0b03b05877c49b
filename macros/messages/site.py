"""Sentences about the settings of the site."""

from __future__ import annotations

from macros.facts import Fact
from macros.messages.words import Names, Sentence, Writer

WORDS = {
    "address": "公开网址",
    "site_domain": "网站域名",
    "site_code": "网站标识码",
    "icp_number": "ICP备案号",
    "police_number": "公安备案号",
    "party_government_mark": "党政机关标识",
    "error_report": "找错入口",
    "repository": "源代码仓库",
    "columns": "栏目关键词和类型",
}
SHAPES = {
    "address": "请写完整的网址，以 http:// 或 https:// 开头，以 / 结尾，例如 https://www.example.gov.cn/zfxxgk/。",
    "site_domain": "只写小写的域名，不带 http:// 和路径，例如 www.example.gov.cn。",
    "site_code": "地方网站的标识码是 10 位数字，国务院部门的是 bm 加 8 位数字；请照标识码证书填写。",
    "icp_number": "应当是“苏ICP备12345678号”或者“苏ICP备12345678号-1”的样子；请照备案信息填写。",
    "police_number": "应当是“苏公网安备32050000000000号”的样子，数字 11 至 14 位；请照备案信息填写。",
    "party_government_mark": "请写标识证明页面的完整网址，以 http:// 或 https:// 开头；本站只放链接，不放脚本。",
    "error_report": "请写找错页面的完整网址，以 http:// 或 https:// 开头；本站只放链接，不放脚本。",
    "repository": "请写 GitHub 上仓库的网址，例如 https://github.com/owner/name，末尾不加斜线；不在 GitHub 上的写 null。",
}
WHY = {
    "site_domain": "网站标签不全，检查和检索认不出网站",
    "site_code": "网站标签不全，检查和检索认不出网站",
    "columns": "栏目标签不全，检查和检索认不出栏目",
    "icp_number": "公众无从查证网站的备案",
    "police_number": "公众无从查证网站的备案",
    "party_government_mark": "公众无从查证这是不是党政机关的网站",
    "error_report": "公众发现错误无处反映",
    "address": "不能生成 sitemap.xml，也没有页面的正式网址和分享图片的网址",
}


def _format(fact: Fact, _: Names) -> Sentence:
    key = str(fact.detail["key"])
    return Sentence(f"{WORDS[key]}（{key}）“{fact.actual}”的写法不对。", SHAPES[key])


def _furniture(fact: Fact, _: Names) -> Sentence:
    missing = fact.detail["missing"]
    assert isinstance(missing, tuple)
    keys = [str(key) for key in missing]
    what = "、".join(f"{WORDS[key]}（{key}）" for key in keys)
    why = "；".join(dict.fromkeys(WHY[key] for key in WHY if key in keys))
    demonstration = "演示站可以不填，由主办单位自行运行时补上；" if fact.detail["demonstration"] else ""
    return Sentence(
        f"网站信息还缺 {fact.actual} 项：{what}。",
        f"缺少这些：{why}。请由主办单位提供；{demonstration}不知道的写 null，不得推测。",
    )


def _agency(fact: Fact, _: Names) -> Sentence:
    if fact.detail["why"] == "site":
        return Sentence(
            f"没有网站信息文件 data/site.yml，不知道主办单位，{fact.detail['page']} 等页面的机关信息无从取得。",
            "请建 data/site.yml，写明 demonstration、name、agency；只用某份报告的机关的页面，也可以写 report。",
        )
    if fact.detail["why"] == "unread":
        return Sentence(
            f"主办单位 {fact.actual} 的机关信息文件没能读出。", f"请先改正 data/agencies/{fact.actual}.yml 的错误。"
        )
    known = f"已有：{fact.detail['known']}。" if fact.detail["known"] else ""
    return Sentence(
        f"主办单位 {fact.actual} 没有机关信息文件，用到机关名称和联系方式的页面都无法生成。",
        f"请改正 agency，或者建 data/agencies/{fact.actual}.yml。{known}",
    )


FILES = {
    "statement": ("没有 {0}，这一页的无障碍自查结果是空的。", "请建这个文件，写明检测方法、标准和结果。"),
    "words": ("没有 data/{0}，搜索不认得同义词、拼音和问句。", "请建这个文件，写明互换的词、问句里的词和拼音。"),
}


NAV = {
    "missing": ("导航里有 {0}，docs/ 里没有这个页面。", "请改正导航，或者补上页面。"),
    "unlisted": (
        "{0} 没有列入 mkdocs.yml 的导航（nav），读者找不到它。",
        "请由维护人员在 nav 里加一行；不列入导航的，写进 not_in_nav。",
    ),
}


def _nav(fact: Fact, _: Names) -> Sentence:
    problem, mend = NAV[str(fact.detail["why"])]
    return Sentence(problem.format(fact.actual), mend)


def _file(fact: Fact, _: Names) -> Sentence:
    problem, mend = FILES[str(fact.detail["why"])]
    return Sentence(problem.format(fact.actual), mend)


WRITERS: dict[str, Writer] = {
    "page-reserved": lambda fact, _: Sentence(
        f"docs/{fact.actual} 占用了网站自动生成的页面的位置，会被盖掉。", "请换一个文件名或者文件夹。"
    ),
    "site-agency": _agency,
    "nav-page": _nav,
    "folder-index": lambda fact, _: Sentence(
        f"文件夹 docs/{fact.actual} 没有首页，里面的页面不属于任何栏目。",
        f"请建 docs/{fact.actual}index.md，或者把页面移到有首页的文件夹里。",
    ),
    "site-file": _file,
    "accessibility-test": lambda fact, _: Sentence(
        f"没有名为 {fact.actual} 的检测。", "请对照 tests/ 改正，写成“tests/文件.py::函数”；没有检测的，请删去。"
    ),
    "site-format": _format,
    "site-column": lambda fact, _: Sentence(
        f"栏目 {fact.actual} 没有对应的页面。", "请写 docs/ 里的页面，例如 guide.md 或者 reports/index.md。"
    ),
    "site-furniture": _furniture,
}
