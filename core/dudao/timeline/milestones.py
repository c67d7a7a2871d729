"""An indicator's dated targets as milestones: limits that step in on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from ..evaluate import keeps, shown_limit, stages_of
from ..facts import Stage
from ..metrics import Vocabulary
from ..rulebook import Indicator, RuleBook, Target
from .model import Milestone


def has_milestones(indicator: Indicator, book: RuleBook) -> bool:
    """Return whether an indicator asks for something from a day after the book's first on."""
    return any(target.since and target.since > book.since for target in indicator.targets)


def with_milestones(book: RuleBook) -> tuple[Indicator, ...]:
    """Return the indicators of a book that have milestones, in its order."""
    return tuple(entry for entry in book.indicators if has_milestones(entry, book))


def stages_in(indicator: Indicator) -> tuple[Stage | None, ...]:
    """Return the stages that an indicator is told apart by; (None,) where it knows none."""
    if indicator.subject != "stage":
        return tuple(stages_of(indicator))
    named = {target.stage for target in indicator.targets}
    return tuple(stage for stage in Stage if stage in named or None in named)


def milestones_of(
    indicator: Indicator, stage: Stage | None, book: RuleBook, vocabulary: Vocabulary
) -> tuple[Milestone, ...]:
    """Return the milestones of a stage by day; a target without a first day begins with the book."""
    found = [
        _milestone(indicator, target, book, vocabulary)
        for target in indicator.targets
        if target.stage in (None, stage)
    ]
    return tuple(sorted(found, key=lambda each: each.since))


def breaks(pupils: int, milestones: Iterable[Milestone]) -> bool:
    """Return whether a class of so many pupils breaks a limit that is for every class."""
    return any(
        not keeps(pupils, each.op, Decimal(each.limit)) for each in milestones if each.when is None
    )


def days_of(milestones: Iterable[Milestone]) -> tuple[date, ...]:
    """Return the days on which milestones begin, in order."""
    return tuple(sorted({each.since for each in milestones}))


def _milestone(
    indicator: Indicator, target: Target, book: RuleBook, vocabulary: Vocabulary
) -> Milestone:
    exact, printed, op = shown_limit(indicator, vocabulary, target)
    assert exact is not None
    assert op is not None
    return Milestone(
        target.since or book.since,
        target.until,
        target.stage,
        op,
        exact,
        printed,
        target.when,
        target.clause or indicator.clause,
        target.note,
    )
