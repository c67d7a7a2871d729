"""A career threshold moved a little, in each of the ways that a worked case should notice."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..metrics import plain
from ..rulebook import MOST_YEARS, POST_LABELS, SERVED_LABELS, Threshold, Years

_STEP = Decimal(1)


def moved(threshold: Threshold) -> Iterator[tuple[Threshold, str]]:
    """Yield the threshold with a year more or less, or without one of its kinds of school."""
    for place, years in enumerate(threshold.years):
        for changed, change in _moved(years):
            several = (*threshold.years[:place], changed, *threshold.years[place + 1 :])
            yield threshold.model_copy(update={"years": several}), change
    for post in threshold.posts:
        kept = tuple(each for each in threshold.posts if each is not post)
        change = f"现任教学校中去掉{POST_LABELS[post]}"
        yield threshold.model_copy(update={"posts": kept}), change


def _moved(years: Years) -> Iterator[tuple[Years, str]]:
    for limit in (years.limit + _STEP, years.limit - _STEP):
        if 0 <= limit < MOST_YEARS:
            change = f"年数 {plain(years.limit)} 改成 {plain(limit)}"
            yield years.model_copy(update={"limit": limit}), change
    changed = years.model_copy(update={"unbroken": not years.unbroken})
    yield changed, f"{'不' if years.unbroken else ''}要求连续"
    for served in years.at if len(years.at) > 1 else ():
        kept = tuple(each for each in years.at if each is not served)
        yield years.model_copy(update={"at": kept}), f"去掉{SERVED_LABELS[served]}"
