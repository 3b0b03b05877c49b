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


WRITERS: dict[str, Writer] = {
    "site-format": _format,
    "site-column": lambda fact, _: Sentence(
        f"栏目 {fact.actual} 没有对应的页面。", "请写 docs/ 里的页面，例如 guide.md 或者 reports/index.md。"
    ),
    "site-furniture": _furniture,
}
