"""Which figures a duty asks of its departments: those its indicators are computed from."""

from __future__ import annotations

from collections.abc import Iterator

from ..metrics import Level, Metric, Vocabulary
from ..rulebook import Change, Duty, Indicator, RuleBook, indicators_of


def figures_of(duty: Duty, book: RuleBook, vocabulary: Vocabulary) -> tuple[Metric, ...]:
    """Return the county's figures behind a duty, each once, in the order of its indicators.

    Figures by school come with the workbook and are not asked for here.
    """
    codes = dict.fromkeys(
        code for indicator in _indicators(duty, book) for code in _asked(indicator)
    )
    found = (vocabulary[code] for code in codes if code in vocabulary)
    return tuple(metric for metric in found if metric.level is Level.COUNTY)


def _asked(indicator: Indicator) -> tuple[str, ...]:
    # The direction of a change is only for who lacks the year before; a department has both.
    if isinstance(indicator.measure, Change):
        return (indicator.measure.metric,)
    return indicator.reads


def _indicators(duty: Duty, book: RuleBook) -> Iterator[Indicator]:
    pending, seen = list(duty.indicators), set[str]()
    while pending:
        code = pending.pop(0)
        if code not in seen:
            seen.add(code)
            indicator = book.by_code[code]
            yield indicator
            pending = [*indicators_of(indicator.measure), *pending]
