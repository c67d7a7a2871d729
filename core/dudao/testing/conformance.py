"""Conformance of an installed plugin: it loads, its dates leave no hole, its cases reproduce."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from importlib import import_module
from importlib.metadata import entry_points

from ..errors import DudaoError, Problem, refuse
from ..plugins import GROUP, Plugins
from ..rulebook import Indicator, RuleBook, Target
from .cases import run_cases


def conform(name: str, plugins: Plugins) -> list[Problem]:
    """Return everything wrong with an installed plugin; an empty list means it conforms.

    Raises DudaoError when no plugin of this name is installed.
    """
    entry = next(iter(entry_points(group=GROUP, name=name)), None)
    if entry is None:
        known = "、".join(sorted(plugins.states)) or "(无)"
        raise refuse(f"插件 {name}", "没有安装", f"已安装:{known}")
    problems = list(plugins.states[name].problems)
    for book in plugins.shelf:
        if plugins.shelf.owner(book) == name:
            problems += gaps(book)
    if not plugins.states[name].problems:
        try:
            problems += run_cases(import_module(entry.module).__package__ or entry.module, plugins)
        except DudaoError as error:
            problems += error.problems
    return problems


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
