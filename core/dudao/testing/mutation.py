"""Books with one limit changed a little: a plugin's worked cases should notice each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from ..facts import STAGE_LABELS, Stage
from ..metrics import plain
from ..rulebook import Indicator, RuleBook, Shelf, SizeByStage, Tally, Threshold
from .moving import moved

T = TypeVar("T", Indicator, Threshold)
Limit = Decimal | bool | str
_STEP = Decimal("0.02")
_OTHER = {"poor": "fair", "fair": "good", "good": "excellent", "excellent": "good"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """The changed book, and which part of it (`indicators` or `thresholds`) was changed how."""

    book: RuleBook
    part: str
    code: str
    change: str

    def __str__(self) -> str:
        return self.change


def mutants(book: RuleBook, shelf: Shelf) -> Iterator[Mutant]:
    """Yield the book once for each change of each limit that is its own, not inherited.

    The number of pupils from which classes are counted is a limit too.
    """
    parent = shelf.named(book.extends, book.since) if book.extends else None
    indicators = parent.indicators if parent else ()
    thresholds = parent.thresholds if parent else ()
    yield from _changed(book, "indicators", book.indicators, indicators, _of_indicator)
    yield from _changed(book, "thresholds", book.thresholds, thresholds, moved)


def _changed(
    book: RuleBook,
    part: str,
    entries: Sequence[T],
    inherited: Sequence[T],
    changes: Callable[[T], Iterator[tuple[T, str]]],
) -> Iterator[Mutant]:
    for entry in entries:
        if entry not in inherited:
            for changed, change in changes(entry):
                several = tuple(changed if each is entry else each for each in entries)
                yield Mutant(_with(book, part, several), part, entry.code, change)


def _of_indicator(indicator: Indicator) -> Iterator[tuple[Indicator, str]]:
    for number, target in enumerate(indicator.targets):
        for limit in _moved(target.limit):
            targets = list(indicator.targets)
            targets[number] = target.model_copy(update={"limit": limit})
            changed = indicator.model_copy(update={"targets": tuple(targets)})
            yield changed, f"目标值 {_shown(target.limit)} 改成 {_shown(limit)}"
    if isinstance(indicator.measure, Tally):
        yield from _of_tally(indicator, indicator.measure)


def _of_tally(indicator: Indicator, tally: Tally) -> Iterator[tuple[Indicator, str]]:
    bounds = {stage.value: tally.bound(stage) for stage in Stage}
    for stage, was in bounds.items():
        for now in (was + 1, was - 1):
            sizes = SizeByStage(**{**bounds, stage: now})
            measure = tally.model_copy(update={"at_least": sizes})
            changed = indicator.model_copy(update={"measure": measure})
            yield changed, f"{STAGE_LABELS[Stage(stage)]}班额 {was} 改成 {now}"


def _moved(limit: Limit) -> tuple[Limit, ...]:
    if isinstance(limit, bool):
        return (not limit,)
    if isinstance(limit, str):
        return (_OTHER[limit],)
    step = abs(limit) * _STEP or Decimal(1)
    return (limit + step, limit - step)


def _with(book: RuleBook, part: str, entries: tuple[Any, ...]) -> RuleBook:
    # Built anew: a copy would keep the old book's derived index of indicators.
    return RuleBook.model_construct(book.model_fields_set, **{**dict(book), part: entries})


def _shown(limit: Limit) -> str:
    if isinstance(limit, bool):
        return "是" if limit else "否"
    return plain(limit) if isinstance(limit, Decimal) else limit
