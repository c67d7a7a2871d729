"""Dates and limits side by side: no reversed span, no overlap, nothing loosened by a child book."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations

from ..errors import Problem
from .awarding import verify_kept
from .dated import Dated
from .model import Population, Range, RuleBook, Target, When

_STRICTER = {">=": 1, ">": 1, "<=": -1, "<": -1}
_GRADES = ("poor", "fair", "good", "excellent")


def verify_dates(book: RuleBook, where: str) -> Iterator[Problem]:
    """Yield what is wrong with the dates a book states itself, before `extends` is resolved."""
    for key, dated in _spans(book):
        if dated.since and dated.until and dated.until < dated.since:
            yield Problem(
                f"{where} {key}".rstrip(), f"until {dated.until} 早于 since {dated.since}"
            )
    for key, targets in _stated(book):
        for one, other in combinations(targets, 2):
            if (one.stage, one.when) == (other.stage, other.when) and _overlap(one, other):
                yield Problem(
                    f"{where} {key} targets",
                    f"两个目标({one.limit} 与 {other.limit})的日期重叠",
                    "请让前一个的 until 早于后一个的 since",
                )


def _stated(book: RuleBook) -> Iterator[tuple[str, list[Target]]]:
    for indicator in book.indicators:
        yield f"indicators {indicator.code}", list(indicator.targets)
    for code in dict.fromkeys(entry.indicator for entry in book.tighten):
        added = [entry.targets for entry in book.tighten if entry.indicator == code]
        yield f"tighten {code}", [target for targets in added for target in targets]


def _spans(book: RuleBook) -> Iterator[tuple[str, Dated]]:
    yield "", book
    for key, targets in _stated(book):
        yield from ((f"{key} targets", target) for target in targets)
    for indicator in book.indicators:
        for relaxation in indicator.relaxations:
            yield f"indicators {indicator.code} relaxations {relaxation.code}", relaxation
    yield from ((f"phases {phase.code}", phase) for phase in book.phases)
    yield from ((f"conditions {condition.code}", condition) for condition in book.conditions)
    yield from ((f"thresholds {threshold.code}", threshold) for threshold in book.thresholds)


def verify_editions(books: Sequence[tuple[RuleBook, str]]) -> Iterator[Problem]:
    """Yield a problem for each two editions of one code that are in force on the same day."""
    for (one, here), (other, there) in combinations(books, 2):
        if one.code == other.code and _overlap(one, other):
            yield Problem(
                there,
                f"{other.name} 与 {one.name}({here})的有效期重叠",
                "请给较早的版本填 until",
            )


def verify_extension(child: RuleBook, parent: RuleBook, where: str) -> Iterator[Problem]:
    """Yield a problem for what does not fit the book it extends, or is lighter than there."""
    for indicator in child.indicators:
        if indicator.code in parent.by_code:
            place = f"{where} indicators {indicator.code}"
            yield Problem(place, f"{parent.name} 已有此指标", "请用 tighten")
    for entry in child.tighten:
        place = f"{where} tighten {entry.indicator}"
        inherited = parent.by_code.get(entry.indicator)
        if inherited is None:
            yield Problem(place, f"{parent.name} 没有此指标")
            continue
        for target in entry.targets:
            for old in _replaced(target, inherited.targets):
                if _looser(target, old):
                    new, held = (f"{each.op} {each.limit}" for each in (target, old))
                    what = f"目标 {new} 比 {parent.name} 的 {held} 宽松"
                    yield Problem(place, what, "只能收紧上级标准")
    if "population" in child.model_fields_set and _narrower(child.population, parent.population):
        yield Problem(
            f"{where} population",
            f"排除了 {parent.name} 要评价的学校",
            "只能收紧上级标准",
        )
    yield from verify_kept(child, parent, where)


def _narrower(new: Population, old: Population) -> bool:
    return (
        not set(new.exclude_types) <= set(old.exclude_types)
        or not set(new.exclude_owners) <= set(old.exclude_owners)
        or new.teaching_points_from > old.teaching_points_from
    )


def _replaced(new: Target, inherited: Sequence[Target]) -> Iterator[Target]:
    """Yield the targets that held, the last that fits winning, where the new one is to hold."""
    for old in reversed(inherited):
        if _meet(new, old):
            yield old
            if _covers(old, new):
                return


def _meet(new: Target, old: Target) -> bool:
    same_stage = new.stage is None or old.stage is None or new.stage == old.stage
    return same_stage and _overlap(new, old) and not _apart(new.when, old.when)


def _covers(old: Target, new: Target) -> bool:
    return (
        old.stage in (None, new.stage)
        and old.when in (None, new.when)
        and (old.since or date.min) <= (new.since or date.min)
        and (old.until or date.max) >= (new.until or date.max)
    )


def _apart(one: When | None, other: When | None) -> bool:
    """Return whether no subject can fit both conditions, as far as that can be told."""
    if one is None or other is None:
        return False
    for name in ("types", "areas", "owners"):
        first, second = set(getattr(one, name)), set(getattr(other, name))
        if first and second and not first & second:
            return True
    ranges = [(one.built, other.built), (one.largest_class, other.largest_class)]
    ranges += [
        (one.metrics[code], other.metrics[code]) for code in one.metrics.keys() & other.metrics
    ]
    return any(_disjoint(first, second) for first, second in ranges)


def _disjoint(one: Range | None, other: Range | None) -> bool:
    if one is None or other is None:
        return False
    return any(
        low.min is not None and high.max is not None and low.min > high.max
        for low, high in ((one, other), (other, one))
    )


def _overlap(one: Dated, other: Dated) -> bool:
    first = max(one.since or date.min, other.since or date.min)
    last = min(one.until or date.max, other.until or date.max)
    return first <= last


def _looser(new: Target, old: Target) -> bool:
    if (new.op, new.limit) == (old.op, old.limit):
        return False
    direction = _STRICTER.get(old.op)
    if direction is None or _STRICTER.get(new.op) != direction:
        return True
    gap = (_rank(new.limit) - _rank(old.limit)) * direction
    return gap < 0 or (gap == 0 and len(new.op) > len(old.op))


def _rank(limit: Decimal | bool | str) -> Decimal:
    return Decimal(_GRADES.index(limit)) if isinstance(limit, str) else Decimal(limit)
