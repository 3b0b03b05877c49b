"""One mistake, one finding: what only follows from another mistake is told with that one, not beside it.

Nothing is lost by it: the cause stands as an error, and when it is mended the check speaks again of what remains.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TypeAlias

from macros.facts import Fact
from macros.messages.words import Names
from macros.rules.registry import RULES

Told: TypeAlias = "tuple[Fact, Names]"
Follows: TypeAlias = Callable[[Fact], bool]

UNREAD = {"template-syntax", "yaml-encoding", "yaml-size", "yaml-syntax"}  # a page of which no text can be told
PAYLOAD = {"raw-html", "unsafe-link", "unsafe-template", "template-syntax"}


def gathered(facts: Iterable[Told]) -> list[Told]:
    """The facts, each that follows from another as a part of it; the innermost causes are looked for first."""
    told = dict(enumerate(facts))
    for way in WAYS:
        near: dict[str, list[int]] = {}
        for place, (fact, _) in told.items():
            near.setdefault(way.near(fact), []).append(place)
        for place in list(told):
            follows = way.find(told[place][0]) if place in told else None
            if follows is not None:
                others = [one for one in near.get(way.where(told[place][0]), ()) if one != place and one in told]
                mine = [one for one in others if follows(told[one][0])]
                told[place] = _whole(told[place], [told.pop(one) for one in mine])
    return list(told.values())


def _whole(cause: Told, mine: list[Told]) -> Told:
    """A cause with what follows from it, in the words of the first form any of them knows."""
    if not mine:
        return cause
    names = next((names for _, names in (cause, *mine) if names.form is not None), cause[1])
    return replace(cause[0], parts=(*cause[0].parts, *(fact for fact, _ in mine))), names


def _of_payload(cause: Fact) -> Follows | None:
    """What else is wrong in the line that holds a forbidden tag, its other half, and the words it has changed."""
    if cause.rule not in PAYLOAD:
        return None

    def follows(fact: Fact) -> bool:
        if fact.at.path != cause.at.path:
            return False
        if fact.rule in PAYLOAD | {"link-target"}:
            return fact.at.line == cause.at.line or (fact.rule, fact.actual) == (cause.rule, cause.actual)
        until = fact.detail.get("until")
        changed = fact.rule == "correction-missing" and isinstance(until, int)
        return changed and fact.at.line <= cause.at.line < _number(until)

    return follows


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _of_broken_page(cause: Fact) -> Follows | None:
    """Where a page cannot be read, its words cannot be compared either."""
    if cause.rule not in UNREAD:
        return None
    wanted = ("correction-missing", cause.at.path)
    return lambda fact: (fact.rule, fact.at.path) == wanted and str(fact.detail.get("address")).startswith("page:")


def _of_broken_data(cause: Fact) -> Follows | None:
    """Pages cannot show what could not be read of a report."""
    rule = RULES[cause.rule]
    path = PurePosixPath(cause.at.path)
    if rule.scope != "file" or rule.severity != "error" or path.suffix not in {".yml", ".yaml"}:
        return None
    report = _report_of(cause)
    return lambda fact: _cites(fact, report)


def _of_broken_settings(cause: Fact) -> Follows | None:
    """An agency's file or a form that cannot be read is missed by everything that names it."""
    rule = RULES[cause.rule]
    path = PurePosixPath(cause.at.path)
    if rule.scope != "file" or rule.severity != "error" or path.parent.name not in {"agencies", "forms"}:
        return None
    if path.parent.name == "forms":
        return lambda fact: fact.rule == "value-choice" and fact.detail.get("name") == "form"
    return lambda fact: fact.rule in {"agency-unknown", "site-agency", "macro-report"}


def _report_of(fact: Fact) -> str:
    """The report a data file holds, by its place."""
    path = PurePosixPath(fact.at.path)
    return f"{path.parent.name}/{path.stem}"


def _cited(fact: Fact) -> str:
    """The report a fact about a page asks for."""
    return str(fact.detail.get("report") if fact.rule == "macro-value" else fact.actual)


def _cites(fact: Fact, report: str) -> bool:
    if fact.rule == "macro-report":
        return fact.actual == report
    return fact.rule == "macro-value" and fact.detail.get("report") == report and fact.detail.get("why") in {
        "missing", "incomplete",
    }  # fmt: skip


def _of_gone(cause: Fact) -> Follows | None:
    """A report that was taken away is missed by every page that shows or links to it."""
    if (cause.rule, cause.detail.get("what")) != ("correction-missing", "gone"):
        return None
    report = str(cause.expected)
    return lambda fact: _cites(fact, report) or _links(fact, report)


def _links(fact: Fact, report: str) -> bool:
    target = str(fact.actual).partition("#")[0]
    name = f"{report}.md"
    return fact.rule == "link-target" and (target.endswith(f"/{name}") or target in {name, name.partition("/")[2]})


def _of_page_gone(cause: Fact) -> Follows | None:
    if (cause.rule, cause.detail.get("what")) != ("correction-missing", "page-gone"):
        return None
    page = PurePosixPath(str(cause.expected))
    return lambda fact: _links(fact, f"{page.parent.name}/{page.stem}")


def _of_moved_page(cause: Fact) -> Follows | None:
    if cause.rule != "page-report":
        return None
    return lambda fact: _links(fact, str(cause.actual))


def _of_foreign_file(cause: Fact) -> Follows | None:
    """Of a file that may not be here at all nothing else matters."""
    if cause.rule not in {"change-large-file", "symbolic-link"}:
        return None
    return lambda fact: fact.at.path == cause.at.path and fact.rule != cause.rule


def _of_renaming(cause: Fact) -> Follows | None:
    """An agency under another name or id is missed everywhere; its reports are under the new one."""
    if cause.rule != "change-agency":
        return None
    others = cause.detail["to"]
    ids = {str(cause.actual), *map(str, others if isinstance(others, tuple) else ())}
    rules = {"agency-unknown", "site-agency", "report-place", "page-report", "macro-report", "link-target"}

    def follows(fact: Fact) -> bool:
        if fact.rule == "correction-missing":
            return fact.detail.get("what") in {"gone", "identity", "page-gone"} and _names(fact.expected, ids)
        return fact.rule in rules and (_names(fact.actual, ids) or _names(fact.expected, ids))

    return follows


def _names(value: object, ids: set[str]) -> bool:
    """Whether an id stands in a value by itself or as a folder of a path."""
    return bool(ids & set(str(value).partition("#")[0].split("/")))


@dataclass(frozen=True, slots=True)
class Way:
    """A way one fact follows from another: only facts ``near`` the place ``where`` a cause stands are looked at."""

    find: Callable[[Fact], Follows | None]
    where: Callable[[Fact], str]
    near: Callable[[Fact], str]


def _file(fact: Fact) -> str:
    return fact.at.path


def _stem(fact: Fact) -> str:
    return PurePosixPath(fact.at.path).stem


def _named(fact: Fact) -> str:
    return str(fact.actual)


def _everywhere(_: Fact) -> str:
    return ""


WAYS = (
    Way(_of_payload, _file, _file),
    Way(_of_broken_page, _file, _file),
    Way(_of_broken_data, _report_of, _cited),
    Way(_of_broken_settings, _stem, _named),
    Way(_of_gone, _everywhere, _everywhere),
    Way(_of_page_gone, _everywhere, _everywhere),
    Way(_of_moved_page, _everywhere, _everywhere),
    Way(_of_foreign_file, _file, _file),
    Way(_of_renaming, _everywhere, _everywhere),
)
