"""A rule book with one limit changed, to find out whether its worked cases would notice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ..metrics import plain
from ..rulebook import Indicator, RuleBook, Shelf, Threshold
from .moving import moved

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
    """Yield the book once for each change of each limit that is its own, not inherited."""
    parent = shelf.named(book.extends, book.since) if book.extends else None
    yield from _of_indicators(book, parent.by_code if parent else {})
    inherited = parent.thresholds if parent else ()
    for place, threshold in enumerate(book.thresholds):
        if threshold not in inherited:
            for changed, change in moved(threshold):
                thresholds = (
                    *book.thresholds[:place],
                    changed,
                    *book.thresholds[place + 1 :],
                )
                yield Mutant(
                    _with(book, "thresholds", thresholds), "thresholds", threshold.code, change
                )


def _of_indicators(book: RuleBook, inherited: Mapping[str, Indicator]) -> Iterator[Mutant]:
    for place, indicator in enumerate(book.indicators):
        if inherited.get(indicator.code) == indicator:
            continue
        for number, target in enumerate(indicator.targets):
            for limit in _changed(target.limit):
                change = f"目标值 {_shown(target.limit)} 改成 {_shown(limit)}"
                changed = _with_limit(book, place, number, limit)
                yield Mutant(changed, "indicators", indicator.code, change)


def _changed(limit: Limit) -> tuple[Limit, ...]:
    if isinstance(limit, bool):
        return (not limit,)
    if isinstance(limit, str):
        return (_OTHER[limit],)
    step = abs(limit) * _STEP or Decimal(1)
    return (limit + step, limit - step)


def _with_limit(book: RuleBook, place: int, number: int, limit: Limit) -> RuleBook:
    indicator = book.indicators[place]
    targets = list(indicator.targets)
    targets[number] = targets[number].model_copy(update={"limit": limit})
    changed: Indicator = indicator.model_copy(update={"targets": tuple(targets)})
    return _with(
        book, "indicators", (*book.indicators[:place], changed, *book.indicators[place + 1 :])
    )


def _with(book: RuleBook, part: str, entries: tuple[Indicator | Threshold, ...]) -> RuleBook:
    # Built anew: a copy would keep the old book's derived index of indicators.
    return RuleBook.model_construct(book.model_fields_set, **{**dict(book), part: entries})


def _shown(limit: Limit) -> str:
    if isinstance(limit, bool):
        return "是" if limit else "否"
    return plain(limit) if isinstance(limit, Decimal) else limit
