"""Rules that speak while a file is read: strict YAML, the form's rows and keys, front matter and macro calls."""

from __future__ import annotations

from macros.rules.registry import reading

YAML = "数据文件写法"
FORM = "格式相符"
PAGE = "页面写法"
PLAIN = "数据文件只用人和机器读法一致的写法，避免同一个词被不同软件读成不同的值"
NOTICE = "国务院办公厅信息公开办印发的年度报告格式：内容不得遗漏，也不宜泛化"
NO_CODE = "页面在生成时会执行模板，除引用数据的宏以外一律不得执行"

reading("yaml-encoding", YAML, basis=PLAIN, proves="文件是 UTF-8 编码的文本。")
reading("yaml-size", YAML, basis="数据文件过大多属误传，且会拖垮校验", proves="文件不超过 1 MiB。")
reading("yaml-character", YAML, basis=PLAIN, proves="文件中没有制表符、字节顺序标记、控制字符和看不见的字符。")
reading("yaml-syntax", YAML, basis=PLAIN, proves="文件符合 YAML 的写法。")
reading("yaml-depth", YAML, basis="层次过深的文件不是报告", proves="文件的层次不超过规定深度。")
reading("yaml-empty-file", YAML, basis=PLAIN, proves="文件不是空的。")
reading("yaml-duplicate-key", YAML, basis=PLAIN, proves="同一层里没有重复的键。")
reading("yaml-feature", YAML, basis=PLAIN, proves="没有使用锚点、引用、合并键、标签、指令和多文档等写法。")
reading("yaml-ambiguous", YAML, basis=PLAIN, proves="每个值只有一种读法，会被误读的词都加了引号。")
reading("yaml-empty-value", YAML, basis="空白与零不同：空白一律写 null", proves="冒号后面都写了值，空白写作 null。")

reading("key-missing", FORM, basis=NOTICE, proves="应有的键都在。")
reading("key-unknown", FORM, basis=NOTICE, proves="没有无人认识的键。")
reading("row-missing", FORM, basis=NOTICE, proves="格式规定的表、行、栏都在。")
reading("row-unknown", FORM, basis=NOTICE, proves="没有格式以外的行和栏。")
reading("row-length", FORM, basis=NOTICE, proves="每一行的数目与格式的栏数相同。")
reading("row-comma", FORM, basis=PLAIN, proves="一行的各个数之间都有半角逗号。")
reading("value-type", FORM, basis="数据格式", proves="每个值都是应有的种类。")
reading("value-choice", FORM, basis="数据格式", proves="有固定选项的值只取选项之一。")
reading("value-negative", FORM, basis="件数和金额不能为负", proves="件数和金额都不小于零。")
CELL = "件数为整数，金额为小数，空白写 null，不适用写 n/a"
reading("cell-type", FORM, basis=CELL, proves="表格的每一格都是数、空白或不适用。")
reading("id-format", FORM, basis="编号会变成页面上的地址", proves="编号只用字母、数字和连字符。")
reading("form-reference", FORM, basis="格式文件自身应当一致", proves="格式文件只提到它自己有的章节、行和栏。")

reading("page-front-matter", PAGE, basis="页面信息写在开头的两行 --- 之间", proves="每个页面都以页面信息开头。")
reading("template-syntax", PAGE, basis=NO_CODE, proves="页面中双花括号的写法正确。")
reading("unsafe-template", PAGE, basis=NO_CODE, proves="页面里只有已知的宏，参数都是写定的文字。")
reading("unsafe-front-matter", PAGE, basis=NO_CODE, proves="页面信息里没有模板语法。")
reading("macro-unknown", PAGE, basis="正文的数字一律来自数据", proves="页面只使用已有的宏。")
reading("macro-argument", PAGE, basis="正文的数字一律来自数据", proves="宏的参数写法正确。")
reading("macro-name", PAGE, basis="正文的数字一律来自数据", proves="宏提到的表、格、数字都存在。")
reading("macro-value", PAGE, basis="空白不是零，不知道的不写进正文", proves="宏引用的数确有其数。")
reading("macro-report", PAGE, basis="正文的数字一律来自数据", proves="页面开头写明的报告存在，并可以读取。")
