"""Corrections of words: they lead from the old text to the new one, or they tell something else."""

from __future__ import annotations

from random import Random
from time import monotonic

import pytest

from macros.changes.passages import SHORT, Edit, between, leads, wanting

WORDS = "公开工作本局全年发布信息受理申请办结，，。"


def text(random: Random, length: int) -> str:
    return "".join(random.choices(WORDS, k=length))


def changed(random: Random, old: str) -> str:
    """The text with words put in, taken out and exchanged in a few places."""
    for _ in range(random.randint(1, 4)):
        at = random.randint(0, len(old))
        old = old[:at] + text(random, random.randint(0, 9)) + old[at + random.randint(0, 9) :]
    return old


@pytest.mark.parametrize("seed", range(150))
def test_what_differs_is_stated_so_that_it_leads_to_the_new_words(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - texts to try
    old = text(random, random.choice((0, 5, 40, 400)))
    new = changed(random, old)
    edits = between(old, new) if old != new else []
    assert leads(old, new, edits)
    assert wanting(old, new, edits) == []
    assert leads(old, new, []) == (old == new)
    assert not leads(old, new, [*edits, ("没有的话", "别的话")])
    assert not leads(old, new + "不", edits)


def test_changes_far_from_each_other_are_stated_one_by_one() -> None:
    old = "甲" * 9 + "。" + "中间的一句话没有改动。" * 9 + "乙" * 9 + "。"
    new = old.replace("甲甲甲", "丙", 1).replace("乙乙乙", "丁", 1)
    edits = between(old, new)
    assert len(edits) == 2
    assert all(words and len(words) <= SHORT for edit in edits for words in edit)
    left = wanting(old, new, edits[:1])
    assert len(left) == 1
    assert leads(old, new, [edits[0], *left])
    assert not leads(old, new, edits[:1])


@pytest.mark.parametrize(
    ("old", "new", "edits", "led"),
    [
        ("甲乙", "甲丙", [("乙", "丙")], True),
        ("甲乙", "甲丙", [("乙", "丁"), ("丁", "丙")], True),
        ("甲乙", "甲丙", [("丁", "丙"), ("乙", "丁")], False),
        ("甲乙甲", "甲乙丙", [("甲", "丙")], True),
        ("甲乙甲", "丙乙丙", [("甲", "丙")], False),
        ("甲乙甲", "丙乙丙", [("甲", "丙"), ("甲", "丙")], True),
        ("甲乙", "甲丁乙丙", [(None, "丙"), (None, "丁")], True),
        ("", "甲", [(None, "甲")], True),
        ("甲", "", [("甲", None)], True),
        ("甲乙", "甲", [("甲", None)], False),
        ("甲 乙", "甲丙", [("甲乙", "甲丙")], False),
    ],
)
def test_every_entry_is_followed_once(old: str, new: str, edits: list[Edit], led: bool) -> None:
    """In the order of their dates; the texts themselves are without white space."""
    assert leads(old, new, edits) is led


def test_words_that_could_stand_anywhere_end_the_search() -> None:
    """An entry of one character, thousands of times over, costs a moment and is no proof."""
    old = "的" * 20_000
    before = monotonic()
    assert not leads(old, old[:-40] + "不", [("的", None)] * 40)
    assert monotonic() - before < 30
