"""A rule book with one limit changed, to find out whether its worked cases would notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ..facts import STAGE_LABELS, Stage
from ..metrics import plain
from ..rulebook import Indicator, RuleBook, Shelf, SizeByStage, Tally

Limit = Decimal | bool | str
_STEP = Decimal("0.02")
_OTHER = {"poor": "fair", "fair": "good", "good": "excellent", "excellent": "good"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """The changed book, and what of which indicator was changed to what."""

    book: RuleBook
    indicator: str
    what: str
    was: Limit
    now: Limit

    def __str__(self) -> str:
        return f"{self.what} {_shown(self.was)} 改成 {_shown(self.now)}"


def mutants(book: RuleBook, shelf: Shelf) -> Iterator[Mutant]:
    """Yield the book once for each change of each limit that is its own, not inherited.

    The number of pupils from which classes are counted is a limit too.
    """
    parent = shelf.named(book.extends, book.since).by_code if book.extends else {}
    for place, indicator in enumerate(book.indicators):
        if parent.get(indicator.code) == indicator:
            continue
        for what, was, now, changed in (*_limits(indicator), *_bounds(indicator)):
            yield Mutant(_with(book, place, changed), indicator.code, what, was, now)


_Change = tuple[str, Limit, Limit, Indicator]


def _limits(indicator: Indicator) -> Iterator[_Change]:
    for number, target in enumerate(indicator.targets):
        for limit in _moved(target.limit):
            targets = list(indicator.targets)
            targets[number] = target.model_copy(update={"limit": limit})
            changed = indicator.model_copy(update={"targets": tuple(targets)})
            yield "目标值", target.limit, limit, changed


def _bounds(indicator: Indicator) -> Iterator[_Change]:
    if not isinstance(indicator.measure, Tally):
        return
    bounds = {stage.value: indicator.measure.bound(stage) for stage in Stage}
    for stage, was in bounds.items():
        for now in (was + 1, was - 1):
            sizes = SizeByStage(**{**bounds, stage: now})
            measure = indicator.measure.model_copy(update={"at_least": sizes})
            changed = indicator.model_copy(update={"measure": measure})
            what = f"{STAGE_LABELS[Stage(stage)]}班额"
            yield what, Decimal(was), Decimal(now), changed


def _moved(limit: Limit) -> tuple[Limit, ...]:
    if isinstance(limit, bool):
        return (not limit,)
    if isinstance(limit, str):
        return (_OTHER[limit],)
    step = abs(limit) * _STEP or Decimal(1)
    return (limit + step, limit - step)


def _with(book: RuleBook, place: int, changed: Indicator) -> RuleBook:
    indicators = (*book.indicators[:place], changed, *book.indicators[place + 1 :])
    # Built anew: a copy would keep the old book's derived index of indicators.
    return RuleBook.model_construct(
        book.model_fields_set, **{**dict(book), "indicators": indicators}
    )


def _shown(limit: Limit) -> str:
    if isinstance(limit, bool):
        return "是" if limit else "否"
    return plain(limit) if isinstance(limit, Decimal) else limit
