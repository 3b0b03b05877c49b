"""A page is code at build time under mkdocs-macros: every known way in is refused, with its file and line."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.utils import meta as engine

from macros.calls import scene_for
from macros.check import check
from macros.findings import Finding
from macros.page import engine_template, load_page, read_page
from macros.project import Project
from macros.rules.case import PageCase
from macros.rules.safety import raw_html, unsafe_link
from macros.rules.traditional import PAIRS, TRADITIONAL
from tests.case_files import lay_out
from tests.content import CONTENT

HEAD = "---\ntitle: 页面\nreport: suzhou-gxj/2024\n---\n\n"
FIRST = HEAD.count("\n") + 1
RUN = "lipsum.__globals__['os'].popen('id').read()"

BODIES = {
    "class-walk": "{{ ''.__class__.__mro__ }}",
    "class-walk-subscript": "{{ ''['__class__']['__mro__'][1]['__subclasses__']() }}",
    "lipsum": "{{ " + RUN + " }}",
    "cycler": "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "joiner": "{{ joiner.__init__.__globals__ }}",
    "namespace": "{{ namespace.__init__.__globals__ }}",
    "self": "{{ self.__init__.__globals__ }}",
    "config": "{{ config }}",
    "config-environment": "{{ config.theme.get_env().from_string('{' ~ '{ 1 }' ~ '}').render() }}",
    "context": "{{ context() }}",
    "macros-info": "{{ macros_info() }}",
    "environment": "{{ environment }}",
    "page": "{{ page.meta }}",
    "variable": "{{ table }}",
    "range": "{{ range(10) }}",
    "dict": "{{ dict(a=1) }}",
    "import": "{% import 'a.html' as a %}",
    "from-import": "{% from 'a.html' import a %}",
    "include": "{% include '/etc/passwd' %}",
    "extends": "{% extends 'main.html' %}",
    "set": "{% set x = 1 %}",
    "set-block": "{% set x %}a{% endset %}",
    "for": "{% for i in range(999999999) %}a{% endfor %}",
    "if": "{% if true %}a{% endif %}",
    "macro": "{% macro a() %}a{% endmacro %}",
    "call-block": "{% call table('requests') %}a{% endcall %}",
    "filter-block": "{% filter upper %}a{% endfilter %}",
    "with": "{% with a = 1 %}a{% endwith %}",
    "block": "{% block a %}a{% endblock %}",
    "do": "{% do table('requests') %}",
    "raw": "{% raw %}{{ table('requests') }}{% endraw %}",
    "raw-in-heading": "# {% raw %}{{ " + RUN + " }}{% endraw %}",
    "raw-without-end": "{% raw %}{{ table('requests') }}",
    "whitespace-control": "{%- set x = 1 -%}",
    "comment": "a{# 藏着的话 #}b",
    "comment-splits-a-tag": "<scr{##}ipt>alert(1)</scr{##}ipt>",
    "trimmed-call": "<scr\n{{- table('requests') -}}\nipt>",
    "filter-gadget": "{{ table('requests')|attr('__class__') }}",
    "filter-map": "{{ [table('requests')]|map('upper')|join }}",
    "filter-format": "{{ table('requests')|format(self) }}",
    "test": "{{ table('requests') is defined }}",
    "subscript": '{{ table("requests")["y"] }}',
    "attribute": '{{ table("requests").__class__ }}',
    "call-of-a-call": '{{ table("requests")() }}',
    "nested-call": '{{ table(cell("requests.new_requests.total")) }}',
    "method": "{{ 'requests'.format(self) }}",
    "argument-name": "{{ table(config) }}",
    "argument-attribute": "{{ table(self.__class__) }}",
    "argument-format": "{{ table('{0.__class__}'.format(1)) }}",
    "argument-concat": "{{ table('requ' ~ 'ests') }}",
    "argument-adjacent": "{{ table('requ' 'ests') }}",
    "argument-condition": "{{ table('requests' if lipsum else 'a') }}",
    "argument-list": "{{ table(['requests']) }}",
    "star": "{{ table(*['requests']) }}",
    "double-star": "{{ table(**{'name': 'requests'}) }}",
    "keyword-value": "{{ table(name=self) }}",
    "alternative": "{{ table('requests') or lipsum }}",
    "tuple": "{{ table('requests'), lipsum }}",
    "concat": "{{ table('requests') ~ lipsum }}",
    "literal": "{{ 'text' }}",
    "power": "{{ 9**9**9 }}",
    "surrogate": "{{ table('\\ud800') }}",
    "in-code-span": "`{{ lipsum }}`",
    "in-fenced-code": "```\n{{ lipsum }}\n```",
    "in-html-comment": "<!-- {{ lipsum }} -->",
    "in-a-link": "[a]({{ config.site_url }})",
    "no-newline-at-the-end": "{{ lipsum }}",
    "deep-brackets": "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "deep-lists": "{{ table(" + "[" * 3000 + "]" * 3000 + ") }}",
    "deep-not": "{{ " + "not " * 3000 + "1 }}",
    "deep-minus": "{{ " + "-" * 3000 + "1 }}",
    "deep-condition": "{{ " + "1 if 1 else " * 3000 + "1 }}",
    "deep-blocks": "{% if 1 %}" * 1000 + "{% endif %}" * 1000,
    "long-number": "{{ table(" + "9" * 5000 + ") }}",
}

FRONT = {
    "plain": "title: '{{ " + RUN + " }}'",
    "unicode-escape": 'title: "\\u007b\\u007b lipsum \\u007d\\u007d"',
    "byte-escape": 'title: "\\x7b\\x7b lipsum \\x7d\\x7d"',
    "long-escape": 'title: "\\U0000007b\\U0000007b lipsum }}"',
    "half-escaped": 'title: "{\\x7b lipsum }}"',
    "block-tag": "title: '{% set a = 1 %}'",
    "comment": "title: '{# a #}'",
    "folded": "title: >-\n  {{ lipsum\n  }}",
    "literal": "title: |\n  {{ lipsum }}",
    "continued": 'title: "{\\\n  {{ lipsum }}"',
    "in-a-list": "title: a\nhide: ['{{ lipsum }}']",
    "in-a-map": "title: a\nsearch: {exclude: '{{ lipsum }}'}",
    "in-a-key": "title: a\n'{{ lipsum }}': b",
    "anchor": "description: &a '{{ lipsum }}'\ntitle: *a",
    "tag": "title: !!str '{{ lipsum }}'",
    "python": "title: !!python/object/apply:os.system ['id']",
    "merge": "title: a\n<<: {template: b}",
    "duplicate": "title: a\ntitle: '{{ lipsum }}'",
    "hides-a-macro": "title: a\ntable: b",
    "hides-a-figure": "title: a\nfigure: b",
    "template": "title: a\ntemplate: b.html",
    "macros-off": "title: a\nrender_macros: false",
    "ignore-macros": "title: a\nignore_macros: true",
    "breaks-out-of-the-head": "title: a\ndescription: '\"><script>alert(1)</script>'",
}

PAGES = {
    "dots-end": "---\ntitle: '{{ lipsum }}'\n...\n\na\n",
    "trailing-blanks": "---  \t\ntitle: '{{ lipsum }}'\n--- \t\n\na\n",
    "bom": "\ufeff---\ntitle: '{{ lipsum }}'\n---\n\na\n",
    "two-boms": "\ufeff\ufeff---\ntitle: '{{ lipsum }}'\n---\n\na\n",
    "carriage-returns": "---\r\ntitle: '{{ lipsum }}'\r\n---\r\n\r\na\r\n",
    "old-mac": "---\rtitle: '{{ lipsum }}'\r---\r\ra\r",
    "no-dashes": "title: {{ lipsum }}\n\na\n",
    "no-dashes-macro": "table: a\n\nb\n",
    "no-dashes-template": "Template: a.html\n\nb\n",
    "blank-line-first": "\n---\ntitle: '{{ lipsum }}'\n---\n\na\n",
    "indented": " ---\ntitle: a\n ---\n\na\n",
    "no-end": "---\ntitle: '{{ lipsum }}'\n\na\n",
    "ends-with-the-file": "---\ntitle: a\n---",
    "empty-then-more": "---\n---\ntemplate: a.html\n---\n\na\n",
    "list": "---\n- title\n---\n\na\n",
    "words": "---\ntitle\n---\n\na\n",
    "second-document": "---\ntitle: a\n... # end\ntemplate: b\n---\n\na\n",
    "line-separator": "---\ntitle: a\u2028template: b\n---\n\na\n",
    "next-line": "---\ntitle: a\x85template: b\n---\n\na\n",
    "null-byte": "---\ntitle: a\n---\n\n<scr\x00ipt>\n",
    "stx": "---\ntitle: a\n---\n\n[a](java\x02script:alert(1))\n",
    "bidi": "---\ntitle: a\n---\n\n数字\u202e123\n",
    "zero-width": "---\ntitle: a\n---\n\n{\u200b{ lipsum }}\n",
    "heading": "---\ntitle: a\n---\n\n# {{ lipsum }}\n",
}

GOOD = {
    "words": "正文，{说明}，1 < 2，50%}，{ }。\n",
    "macros": '全年{{ figure("items_published") }}条。\n\n{{ table("requests") }}\n',
    "spaces": '{{table("requests")}}\n\n{{  table( "reconsideration_litigation" , )  }}\n',
    "single-quotes": "{{ table('requests') }}\n",
    "lists": "{{ terms() }}\n\n{{ rules() }}\n\n{{ reports() }}\n",
    "link": '[门户]({{ agency("portal") }})和<{{ agency("portal") }}>\n',
    "entities": "&#123;&#123; lipsum &#125;&#125;\n",
}


def found(root: Path, pages: dict[str, str | bytes]) -> list[Finding]:
    """The errors in pages laid down in ``docs``."""
    (root / "docs").mkdir(parents=True)
    lay_out({}, root)
    for name, text in pages.items():
        (root / "docs" / name).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    result = check(Project(root), [root / "data", root / "docs"])
    return [finding for finding in result.findings if finding.severity == "error"]


def refused(root: Path, text: str, first: int, last: int) -> list[Finding]:
    """The errors of one page, which must stand on the lines given."""
    errors = found(root, {"a.md": text})
    assert errors
    assert all(error.file.endswith("docs/a.md") and error.problem and error.column >= 1 for error in errors)
    assert any(first <= error.line <= last for error in errors), [(e.line, e.message) for e in errors]
    return errors


@pytest.mark.parametrize("name", BODIES)
def test_code_in_the_body_is_refused_at_its_line(name: str, tmp_path: Path) -> None:
    """Whatever is not a known macro with literal arguments."""
    body = BODIES[name]
    text = HEAD + "正文。\n\n" + body + ("" if name == "no-newline-at-the-end" else "\n")
    errors = refused(tmp_path, text, FIRST + 2, FIRST + 2 + body.count("\n"))
    assert {"unsafe-template", "template-syntax", "macro-unknown", "raw-html"} & {e.rule for e in errors}
    assert any(error.rule in {"unsafe-template", "macro-unknown", "template-syntax"} for error in errors)


@pytest.mark.parametrize("name", FRONT)
def test_code_in_front_matter_is_refused_at_its_line(name: str, tmp_path: Path) -> None:
    """Decoded values count, not how they are written."""
    text = f"---\n{FRONT[name]}\n---\n\n正文。\n"
    refused(tmp_path, text, 2, 2 + FRONT[name].count("\n"))


@pytest.mark.parametrize("name", PAGES)
def test_every_way_to_write_metadata_is_refused(name: str, tmp_path: Path) -> None:
    """Terminators, byte order marks, line ends and metadata without dashes."""
    refused(tmp_path, PAGES[name], 1, 9)


@pytest.mark.parametrize("name", GOOD)
def test_good_pages_are_accepted(name: str, tmp_path: Path) -> None:
    """Nothing above costs an editor anything."""
    assert [(e.line, e.message) for e in found(tmp_path, {"a.md": f"{HEAD}# 标题 {{: #a }}\n\n{GOOD[name]}"})] == []


@pytest.mark.parametrize(
    "name",
    [
        "{{ lipsum }}.md",
        "{{ (lipsum|attr('x'))['os'] }}.md",
        "{% raw %}.md",
        "a b.md",
        "A.md",
        "a.MD",
        "页面.md",
        "-a.md",
    ],
)
def test_hostile_file_names_are_refused(name: str, tmp_path: Path) -> None:
    """A page without a heading is titled by its file name, and titles are rendered."""
    errors = found(tmp_path, {name: HEAD + "正文。\n"})
    assert "file-name" in {error.rule for error in errors}


def test_folders_that_other_tools_pass_over_are_read(tmp_path: Path) -> None:
    """MkDocs publishes ``docs/site`` and ``docs/node_modules``; so they are checked."""
    for folder in ("site", "node_modules", "__pycache__"):
        (tmp_path / "docs" / folder).mkdir(parents=True)
        (tmp_path / "docs" / folder / "a.md").write_text(HEAD + "{{ lipsum }}\n", encoding="utf-8")
    result = check(Project(Path(__file__).resolve().parent.parent), [tmp_path / "docs"])
    assert sum(finding.rule == "unsafe-template" for finding in result.findings) == 3


def test_invalid_bytes_are_located(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 neither crash nor pass."""
    errors = found(tmp_path, {"a.md": HEAD.encode() + b"\xff\xfe{{ lipsum }}\n"})
    assert {"yaml-encoding", "unsafe-template"} <= {error.rule for error in errors}


@pytest.mark.parametrize("piece", ["{{a}}", "<a ", "[](", "`", "{: a", "{{", "{#", "![", "\x02", "&#", "<!--", "]:"])
def test_floods_are_read_quickly(piece: str) -> None:
    """A page as large as is allowed, of one piece over and over."""
    start = time.process_time()
    page = read_page(HEAD + piece * (100_000 // len(piece)), "docs/a.md")
    case = PageCase(page, scene_for(Project(), "docs/a.md", None), False)
    list(raw_html(case))
    list(unsafe_link(case))
    assert time.process_time() - start < 10


PIECES = ["---", "...", "title: a", "template: b", "- a", "a", "", "--- ", "... # c", "a: {b", " ---", "a:", "----"]


@given(st.lists(st.sampled_from(PIECES), max_size=9), st.sampled_from(["", "\n"]))
def test_front_matter_is_what_the_engine_takes_for_it(lines: list[str], end: str) -> None:
    """A page that is accepted has the metadata and the body that MkDocs sees."""
    text = "\n".join(lines) + end
    page = read_page(text, "a.md")
    if page.problems:
        return
    body, data = engine.get_data(text)
    root = page.front.root if page.front else None
    assert set(data) == set(getattr(root, "entries", {}))
    assert body == page.text[page.body :].lstrip("\n")


def test_traditional_characters_are_traditional_only() -> None:
    """None of them is in GB 2312, all their counterparts are; no character stands twice."""
    assert len(TRADITIONAL) == len(PAIRS.split())
    for old, new in TRADITIONAL.items():
        new.encode("gb2312")
        if old != "後":
            with pytest.raises(UnicodeEncodeError):
                old.encode("gb2312")


USUAL_PAGES = [
    '{{ table("requests") }}\n\n一{{ cell("a.b") }}二{{terms()}}',
    '{{ figure("x") }} }} {{ figure("y") }}',
    '{{ true("x") }}',
    '{{ not("x") }}',
    '{{ a("x") }}{% if 1 %}{{ b("y") }}{% endif %}',
    "{{ a('x') }} {{ b(\"y\") }}",
    '{{ a("x{{ b("y") }}") }}',
    '{# {{ a("x") }} #}{{ b("y") }}',
    '{% raw %}{{ a("x") }}{% endraw %}',
    '{{ a("x\\"") }} {{ b("y") }}',
    '{{ a("x") }}{{ b("y" }}',
    '{{{ a("x") }}}',
    '{{\n a("x") }}',
    '{{- a("x") -}}',
]


@pytest.mark.parametrize("text", USUAL_PAGES)
def test_calls_as_editors_write_them_are_read_as_the_engine_reads_them(text: str) -> None:
    page = read_page(f"---\ntitle: x\n---\n{text}\n", "page.md")
    calls, refused = engine_template(page)
    assert list(page.calls) == calls
    assert [fact for fact in page.problems if fact.rule in ("unsafe-template", "template-syntax")] == refused


def test_calls_of_every_real_page_are_read_as_the_engine_reads_them() -> None:
    for path in (CONTENT / "docs").rglob("*.md"):
        page = load_page(path)
        assert (list(page.calls), []) == engine_template(page)
