"""Conformance of an installed plugin: it loads, leaves no hole in time, its cases hold it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points

from ..errors import DudaoError, Problem, refuse
from ..plugins import GROUP, Plugins
from ..rulebook import Indicator, RuleBook, Shelf, Target
from .cases import WorkedCase, cases_in, run_case
from .mutation import Mutant, mutants


def conform(name: str, plugins: Plugins) -> list[Problem]:
    """Return everything wrong with an installed plugin; an empty list means it conforms.

    Raises DudaoError when no plugin of this name is installed.
    """
    entry = _entry(name, plugins)
    if plugins.states[name].problems:
        return list(plugins.states[name].problems)
    problems = [problem for book in _owned(name, plugins.shelf) for problem in gaps(book)]
    try:
        cases = cases_in(_package(entry))
    except DudaoError as error:
        return [*problems, *error.problems]
    for worked in cases:
        problems += run_case(worked, plugins.shelf, plugins.vocabulary, plugins.grade)
    return problems


def unnoticed(name: str, plugins: Plugins) -> list[Problem]:
    """Return the limits of a sound plugin's books that could change and no worked case would fail.

    Every limit is moved by a fiftieth both ways (a yes/no or a word: to another), the size of
    classes counted by one pupil, the years of a threshold by one; inherited entries are their own
    book's business. Raises DudaoError like `cases_in` and `conform`.
    """
    cases = cases_in(_package(_entry(name, plugins)))
    return [
        Problem(
            f"{mutant.book.name} {mutant.part} {mutant.code}",
            f"{mutant},没有算例发现",
            "请补一个算例",
        )
        for book in _owned(name, plugins.shelf)
        for mutant in mutants(book, plugins.shelf)
        if not _noticed(mutant, cases, plugins)
    ]


def _noticed(mutant: Mutant, cases: Sequence[WorkedCase], plugins: Plugins) -> bool:
    about = [worked for worked in cases if _names(worked, mutant.book)]
    # Cases that name what was changed first: one of them will usually do.
    about.sort(key=lambda worked: mutant.code not in worked.case.about)
    shelf = Shelf([(mutant.book, "")])
    return any(run_case(worked, shelf, plugins.vocabulary, plugins.grade) for worked in about)


def _names(worked: WorkedCase, book: RuleBook) -> bool:
    return worked.case.book in (book.name, book.code)


def _owned(name: str, shelf: Shelf) -> list[RuleBook]:
    return [book for book in shelf if shelf.owner(book) == name]


def _entry(name: str, plugins: Plugins) -> EntryPoint:
    entry = next(iter(entry_points(group=GROUP, name=name)), None)
    if entry is None or name not in plugins.states:
        known = "、".join(sorted(plugins.states)) or "(无)"
        raise refuse(f"插件 {name}", "没有安装", f"已安装:{known}")
    return entry


def _package(entry: EntryPoint) -> str:
    return import_module(entry.module).__package__ or entry.module


def gaps(book: RuleBook) -> Iterator[Problem]:
    """Yield a problem for each span in which an indicator's target has ended and none follows yet.

    Before its first target and after its last an indicator says none, which is no fault.
    """
    for indicator in book.indicators:
        for target in indicator.targets:
            following = _following(indicator, target)
            if (
                target.until
                and following
                and not any(other.holds(target.until + timedelta(days=1)) for other in following)
            ):
                resumed = min(other.since for other in following if other.since)
                yield Problem(
                    f"{book.name} indicators {indicator.code} targets",
                    f"{target.until} 之后到 {resumed} 之前没有目标值",
                    "请让后一个目标的 since 紧接前一个的 until",
                )


def _following(indicator: Indicator, target: Target) -> list[Target]:
    end = target.until or date.max
    return [
        other
        for other in indicator.targets
        if (other.stage, other.when) == (target.stage, target.when)
        and other is not target
        and (other.until or date.max) > end
    ]
