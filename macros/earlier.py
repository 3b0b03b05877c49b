"""A report and its page from what some revision has of them, and what a page tells beside the data of then and now."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from macros.calls import CallError, NumberTarget, Scene, TextTarget, resolve
from macros.form import Form
from macros.markup import marks
from macros.narrative import Passage, front_passages, passages, without_ids
from macros.page import Call, Page, read_page
from macros.project import Project
from macros.reader import Reader
from macros.report import Report
from macros.report_file import read_report, report_form_id
from macros.source import MAX_BYTES, decode, parse

DIGEST = 32


def report_of(project: Project, data: bytes | None, name: str) -> Report | None:
    """The report in a file's content; ``None`` when nothing of it can be read (it may be another kind of file)."""
    if data is None or len(data) > MAX_BYTES:
        return None
    document = parse(decode(data, name)[0], name)
    form = project.forms.get(report_form_id(document) or "")
    return read_report(document, form, Reader()) if form else None


def page_of(data: bytes | None, name: str) -> Page | None:
    """The page in a file's content; ``None`` when there is none, or it is too large."""
    if data is None or len(data) > MAX_BYTES:
        return None
    return read_page(decode(data, name)[0].replace("\r", "\n"), name)


def told(
    page: Page, form: Form, scenes: list[Scene], shown: Callable[[str], bytes | None] = lambda _: None
) -> dict[str, Passage]:
    """What a page tells, passage by passage, its front matter first; ``scenes`` are the data, the older ones first.

    ``shown`` has the content of the file a link leads to. A picture says what it shows, so its content is told too.
    """
    return {
        **front_passages(page),
        **passages(page, form, _speaker(scenes), lambda words: _with_contents(without_ids(words), shown)),
    }


def _with_contents(words: str, shown: Callable[[str], bytes | None]) -> str:
    """The words with the digest of every picture behind its address."""
    parts, last = [], 0
    for mark in sorted(marks(words), key=lambda one: one.start):
        content = shown(mark.text) if mark.kind in {"image", "link"} else None
        found = words.find(mark.text, mark.start)
        end = mark.start if found < 0 else found + len(mark.text)
        if content is not None and end >= last:
            parts += [words[last:end], f"〔内容 {hashlib.sha256(content).hexdigest()[:DIGEST]}〕"]
            last = end
    return "".join((*parts, words[last:]))


def _speaker(scenes: list[Scene]) -> Callable[[Call], str]:
    """What a macro call says by the data as they were, else as they are now.

    So a number that is taken from the data instead of typed changes no sentence, and a changed cell is one change,
    not one of the cell and one of every sentence that cites it.
    """

    def spoken(call: Call) -> str:
        for scene in scenes:
            try:
                target = resolve(scene, call.name, call.args, call.kwargs)
            except CallError:
                continue
            if isinstance(target, NumberTarget | TextTarget):
                return target.text
            break
        return f"〔{call.name}：{'、'.join(map(str, call.args))}〕"

    return spoken
