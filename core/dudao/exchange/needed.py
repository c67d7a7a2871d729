"""Which figures a rule book asks for: the columns of its workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..metrics import Metric, Vocabulary
from ..rulebook import (
    Check,
    Indicator,
    PassedOverCheck,
    Ratio,
    RatioCheck,
    RuleBook,
    SameCheck,
    SumCheck,
    TrendCheck,
    When,
    terms_of,
)

# What the division of shared resources and the population rules read, beside the measures.
_ALWAYS = ("students",)
_SHARED = ("senior_students",)


def needed_by(book: RuleBook, vocabulary: Vocabulary) -> list[Metric]:
    """Return the metrics that a book's rules and checks read, in the vocabulary's order.

    A derived metric brings the parts it may be derived from.
    """
    codes = {*_ALWAYS, *_codes(book)}
    for metric in vocabulary:
        if metric.code in codes:
            codes |= {*metric.plus, *metric.minus}
    return [metric for metric in vocabulary if metric.code in codes]


def _codes(book: RuleBook) -> Iterator[str]:
    for indicator in book.indicators:
        yield from terms_of(indicator.measure)
        if isinstance(indicator.measure, Ratio) and indicator.measure.shared:
            yield from _SHARED
        for relaxation in indicator.relaxations:
            yield from relaxation.also_counts
        yield from _conditional(_whens(indicator))
    yield from (condition.metric for condition in book.conditions if condition.metric)
    for check in book.checks:
        yield from _checked(check)


def _whens(indicator: Indicator) -> Iterator[When]:
    yield from (relaxation.when for relaxation in indicator.relaxations)
    yield from (target.when for target in indicator.targets if target.when)
    if indicator.applies:
        yield indicator.applies


def _conditional(whens: Iterable[When]) -> Iterator[str]:
    for when in whens:
        yield from (*when.metrics, *when.confirmed)
        for share in when.shares:
            yield from (share.numerator, share.denominator)


def _checked(check: Check) -> tuple[str, ...]:
    match check:
        case SumCheck() | TrendCheck():
            return (check.total, *check.parts)
        case SameCheck():
            return check.metrics
        case RatioCheck():
            return (check.reported, check.numerator, check.denominator)
        case PassedOverCheck():
            return ()
