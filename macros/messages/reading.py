"""Sentences about files that cannot be read as meant: strict YAML, keys, rows and kinds of values."""

from __future__ import annotations

from macros.facts import Fact
from macros.messages.words import KINDS, Names, Sentence, Writer

CHARACTERS = {
    "bom": ("文件开头有看不见的字节顺序标记（BOM）", "请另存为“UTF-8（无 BOM）”。"),
    "tab": ("这一行里有制表符（Tab）", "请改成空格。"),
}
FEATURES = {
    "anchor": ("使用了锚点 {actual}", "请删去锚点，把内容写全。"),
    "alias": ("使用了引用 {actual}", "请把所引用的内容写全。"),
    "merge": ("使用了合并键 <<", "请把要合并的内容写全。"),
    "tag": ("使用了标签 {actual}", "请删去标签。"),
    "directive": ("文件开头有 % 指令", "请删去这一行。"),
    "documents": ("文件里有第二个 ---，成了两个文档", "一个文件只写一份内容，请删去多余的部分。"),
    "complex-key": ("键不是文字", "键请写成一个词，后面接冒号。"),
}
GUESSES = {
    "blank": "空白请写 null。",
    "truth": "是否类的值请写 true 或 false；如果是文字，请加双引号。",
    "special": "如果是文字，请加双引号。",
    "base": "数字请用十进制写；如果是文字，请加双引号。",
    "leading-zero": "数字前面不要加 0；如果是编号或电话，请加双引号。",
    "plus": "数字前面不要写加号；如果是文字，请加双引号。",
    "grouping": "数字中间不要写逗号、空格或下划线，直接写数字。",
    "clock": "如果是时间或比例，请加双引号。",
    "exponent": "数字请写全，不用科学记数法；如果是文字，请加双引号。",
    "point": "小数点前后都要有数字，如 0.5。",
    "date": "日期请写成 2025-01-31 的样子，并且确有其日；如果是文字，请加双引号。",
    "wide": "请改用半角数字 0-9。",
    "long": "数字位数过多，请核对；如果是编号，请加双引号。",
    "key": "键请写成文字；数字做键时请加双引号。",
}
SYNTAX = {
    "could not find expected ':'": "这一行缺少冒号，或上一行没有写完。",
    "mapping values are not allowed in this context": "冒号的位置不对：可能是上一行的冒号写成了全角“：”、冒号后少了空格，或缩进不对。",
    "did not find expected key": "缩进不齐，或上面的括号、引号没有写完。",
    "did not find expected '-' indicator": "列表的缩进不齐，或少了一个短横“-”。",
    "did not find expected ',' or '}'": "花括号没有写完：少了半角逗号或右花括号。",
    "did not find expected ',' or ']'": "方括号没有写完：少了半角逗号或右方括号。",
    "did not find expected node content": "这里应当有一个值，例如两个逗号之间是空的；空白请写 null。",
    "found unexpected end of stream": "引号或括号没有写完，文件就结束了。",
    "found character that cannot start any token": "这里有一个不能用在行首的符号；如果是文字，请加双引号。",
    "found unknown escape character": "双引号里的反斜杠写法不对；请删去反斜杠或写成两个。",
    "block sequence entries are not allowed in this context": "短横“-”的位置不对，请另起一行并对齐。",
    "while scanning for the next token": "这里有一个不能识别的符号。",
}


def _character(fact: Fact, _: Names) -> Sentence:
    kind = str(fact.detail.get("character"))
    problem, mend = CHARACTERS.get(kind, (f"有看不见或不允许的字符 {kind}", "请删去这个字符。"))
    return Sentence(problem + "。", mend)


def _encoding(fact: Fact, _: Names) -> Sentence:
    guess = "，像是 GBK（ANSI）编码" if fact.detail.get("gbk") else "，可能不是文本文件"
    return Sentence(
        f"文件不是 UTF-8 编码{guess}（这里有字节 {fact.actual}），没有读取。", "请用文本编辑器另存为“UTF-8”编码。"
    )


def _feature(fact: Fact, _: Names) -> Sentence:
    problem, mend = FEATURES[str(fact.detail["feature"])]
    return Sentence(problem.format(actual=fact.actual) + "，不允许这样写。", mend)


def _ambiguous(fact: Fact, _: Names) -> Sentence:
    what = "键" if fact.detail.get("key") else "值"
    return Sentence(f"{what} {fact.actual} 会被不同的软件读成不同的内容。", GUESSES[str(fact.detail["guess"])])


def _syntax(fact: Fact, _: Names) -> Sentence:
    problem = str(fact.detail["problem"])
    hint = SYNTAX.get(problem, "请对照旁边正确的行检查冒号、缩进、括号和引号。")
    began = fact.detail["began"]
    start = f"（从第 {began} 行开始）" if began != fact.at.line else ""
    wide = str(fact.detail["wide"])
    note = f"附近有全角符号“{wide}”，YAML 只认半角符号。" if wide and wide in "：，｛｝［］＃" else ""
    return Sentence(f"这里不符合 YAML 的写法{start}，从这里往后无法读出。", hint + note)


def _near(fact: Fact) -> str:
    near = str(fact.detail.get("near") or "")
    return f"是不是想写 {near}？" if near else ""


MENDS = {
    "group": "请至少写两个可以互换的词，否则删去这一组。",
    "pinyin": "每个字写一个音节，小写、不标声调，用空格分开，例如 nian bao。",
    "page": "请写页面的地址，例如 guide.html 或者 reports/index.html。",
}


def _value_type(fact: Fact, _: Names) -> Sentence:
    name, expected = fact.detail["name"], str(fact.expected)
    mend = _near(fact) or MENDS.get(expected) or f"请改为{KINDS[expected]}。"
    if expected == "text" and fact.detail["kind"] in {"integer", "decimal", "date", "truth"}:
        mend = f'这里是文字，请加双引号：写成 "{fact.actual}"。'
    where = f"“{name}”" if name else "文件的内容"
    actual = "" if fact.detail["kind"] in {"map", "list"} else f" {fact.actual}"
    kind = KINDS[str(fact.detail["kind"])]
    if fact.detail["kind"] == "blank":
        actual = ""
    return Sentence(f"{where}应为{KINDS[expected]}，现为{kind}{actual}。", mend)


def _cell_type(fact: Fact, names: Names) -> Sentence:
    kind, expected = str(fact.detail["kind"]), str(fact.expected)
    where = names.cell(str(fact.detail["name"]))
    text = str(fact.actual).strip('"')
    mend = f"请写{KINDS[expected]}；空白写 null，不适用写 n/a。"
    if kind == "text" and text.strip() in {"", "-", "—", "——", "/", "无", "N/A", "NA", "空", "n/a"}:
        mend = "空白请写 null，不适用请写 n/a（都不加引号）。"
    elif kind == "text" and text.isascii() and text.replace(".", "", 1).isdigit():
        mend = f"请去掉引号，写成 {text}。"
    elif kind == "text" and any(c.isdigit() for c in text):
        mend = "只写数字，不带单位和其他文字。"
    elif kind == "decimal" and expected in {"count", "change"}:
        mend = "件数是整数，请核对。"
    return Sentence(f"{where}应为{KINDS[expected]}，现为{KINDS[kind]} {fact.actual}。", mend)


def _choice(fact: Fact, _: Names) -> Sentence:
    return Sentence(f"“{fact.detail['name']}”现为 {fact.actual}，只能是：{fact.expected}。", _near(fact))


def _negative(fact: Fact, names: Names) -> Sentence:
    name = str(fact.detail["name"])
    return Sentence(f"{names.cell(name)}为 {fact.actual}，不能小于零。", "请核对后改正。")


def _row_length(fact: Fact, names: Names) -> Sentence:
    table = str(fact.detail["name"]).split(".", maxsplit=1)[0]
    problem = f"{names.table(table)}“{fact.detail['label']}”行有 {fact.actual} 个数，应为 {fact.expected} 个。"
    return Sentence(problem, f"各栏依次为：{fact.detail['columns']}；空白的格子写 null，不能省略。")


def _row_missing(fact: Fact, names: Names) -> Sentence:
    name = str(fact.detail["name"])
    table = names.table(name.split(".", maxsplit=1)[0])
    return Sentence(
        f"{table}缺少“{fact.detail['label']}”（{name}）。", f"请补上 {fact.expected}；没有数的写 null，不能整行省略。"
    )


def _row_unknown(fact: Fact, names: Names) -> Sentence:
    table = names.table(str(fact.detail["name"]).split(".", maxsplit=1)[0])
    return Sentence(f"{table}里没有 {fact.actual} 这一项。", _near(fact) or "请对照格式改正或删去。")


NULLABLE = {"published", "notices", "charged", "received", "source", "from", "to"}


def _key_missing(fact: Fact, names: Names) -> Sentence:
    name = str(fact.detail["name"])
    nullable = name.rpartition(".")[2] in NULLABLE
    table = names.table(name)
    what = name if table == name else f"{table}（{name}）"
    return Sentence(f"缺少 {what}。", f"请补上 {fact.expected}{'；不知道的写 null' if nullable else ''}。")


def _key_unknown(fact: Fact, _: Names) -> Sentence:
    return Sentence(f"这里不应有 {fact.actual}。", _near(fact) or "请删去，或对照格式改正。")


def _fixed(problem: str, mend: str) -> Writer:
    return lambda fact, _: Sentence(problem.format(fact=fact), mend.format(fact=fact))


WRITERS: dict[str, Writer] = {
    "yaml-encoding": _encoding,
    "yaml-size": _fixed(
        "文件有 {fact.actual} 字节，超过上限 {fact.expected} 字节，没有读取。", "请检查是否放错了文件。"
    ),
    "yaml-character": _character,
    "yaml-syntax": _syntax,
    "yaml-depth": _fixed("层次超过 {fact.actual} 层，没有读取。", "请对照格式检查缩进和括号。"),
    "yaml-empty-file": _fixed("文件是空的。", "请按格式填写，或删去这个文件。"),
    "yaml-duplicate-key": lambda fact, _: Sentence(
        f"{fact.actual} 写了两遍，第一遍在第 {fact.detail['first']} 行。", "请只留一个。"
    ),
    "yaml-feature": _feature,
    "yaml-ambiguous": _ambiguous,
    "yaml-empty-value": _fixed("冒号后面没有写值。", "空白请写 null，零请写 0。"),
    "key-missing": _key_missing,
    "key-unknown": _key_unknown,
    "row-missing": _row_missing,
    "row-unknown": _row_unknown,
    "row-length": _row_length,
    "row-comma": lambda fact, _: Sentence(
        f"“{fact.detail['label']}”行的“{fact.actual}”没有分开。",
        "数与数之间要写半角逗号“,”，不能用空格、全角逗号或顿号。",
    ),
    "value-type": _value_type,
    "value-choice": _choice,
    "value-negative": _negative,
    "cell-type": _cell_type,
    "id-format": lambda fact, _: Sentence(
        f"编号“{fact.actual}”（{fact.detail['name']}）的写法不对。", "编号只用半角字母、数字和连字符，例如 wcag22。"
    ),
    "form-reference": lambda fact, _: Sentence(
        f"{fact.detail['name']} 提到的 {fact.actual} 不存在，或写了两遍。", "请对照本文件的章节、行和栏改正。"
    ),
}
