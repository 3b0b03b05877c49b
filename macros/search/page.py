"""The page of results: full lists with scripts, and the ways to go without."""

from __future__ import annotations

TITLE = "搜索"
DESCRIPTION = "在本站的报告、统计表、指南和用语说明中查找。"
CONTENT = """\
<h1 id="search">搜索</h1>
<form class="gk-find" role="search" aria-label="本页搜索" action="search.html">
<label class="gk-find__label" for="gk-find">要找的内容</label>
<input class="gk-find__input" id="gk-find" type="search" name="q" autocomplete="off" maxlength="100" \
enterkeyhint="search">
<button class="gk-find__button" type="submit">搜索</button>
</form>
<noscript><p>浏览器没有启用脚本，不能在这里列出结果。请从<a href="sitemap.html">网站地图</a>查找，\
或者在打开的页面中用浏览器的“在页面中查找”。</p></noscript>
<div id="gk-results" class="gk-results"></div>
<section class="gk-advice" id="gk-advice" aria-label="搜索方法">
<h2 id="how">怎样查找</h2>
<ul>
<li>词语、问句都可以，例如“不予公开 多少件”“怎么申请公开”。</li>
<li>数字最好写全，例如“223.3495”，也可以写“153万”“一千零二十”；全角数字和千位分隔符不影响。</li>
<li>文号可以用任何一种括号，例如“国办公开办函〔2021〕30号”。</li>
<li>加引号只找一字不差的词句，例如“一次性告知”。</li>
<li>繁体字、常用词的拼音和拼音首字母也可以，例如“nianbao”“xzxk”。</li>
</ul>
<p>没有找到的，可以减少词语、换一个说法，或者从<a href="sitemap.html">网站地图</a>查看全部页面。\
本站没有登载的信息，可以<a href="guide.html#application">申请公开</a>。</p>
</section>"""


def search_page() -> tuple[str, str, str]:
    """Title, description and content of ``search.html``."""
    return TITLE, DESCRIPTION, CONTENT
