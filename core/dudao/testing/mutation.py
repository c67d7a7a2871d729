"""A rule book with one limit changed, to find out whether its worked cases would notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ..metrics import plain
from ..rulebook import Indicator, RuleBook, Shelf

Limit = Decimal | bool | str
_STEP = Decimal("0.02")
_OTHER = {"poor": "fair", "fair": "good", "good": "excellent", "excellent": "good"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """The changed book, and which limit of which indicator was changed to what."""

    book: RuleBook
    indicator: str
    was: Limit
    now: Limit

    def __str__(self) -> str:
        return f"目标值 {_shown(self.was)} 改成 {_shown(self.now)}"


def mutants(book: RuleBook, shelf: Shelf) -> Iterator[Mutant]:
    """Yield the book once for each change of each limit that is its own, not inherited."""
    parent = shelf.named(book.extends, book.since).by_code if book.extends else {}
    for place, indicator in enumerate(book.indicators):
        if parent.get(indicator.code) == indicator:
            continue
        for number, target in enumerate(indicator.targets):
            for limit in _changed(target.limit):
                yield Mutant(
                    _with_limit(book, place, number, limit), indicator.code, target.limit, limit
                )


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
    indicators = (*book.indicators[:place], changed, *book.indicators[place + 1 :])
    # Built anew: a copy would keep the old book's derived index of indicators.
    return RuleBook.model_construct(
        book.model_fields_set, **{**dict(book), "indicators": indicators}
    )


def _shown(limit: Limit) -> str:
    if isinstance(limit, bool):
        return "是" if limit else "否"
    return plain(limit) if isinstance(limit, Decimal) else limit
