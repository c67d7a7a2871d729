"""What a career threshold asks for, and the counts of a check, in words and numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..metrics import plain
from ..rulebook import POST_LABELS, SERVED_LABELS, TITLE_LABELS, Threshold, Years
from .model import Attained, Discrepancy, Reach, TeacherCheck


@dataclass(frozen=True, slots=True)
class ThresholdCount:
    """How many teachers stand how against one threshold; `applying` of those who reach it."""

    threshold: Threshold
    reach: Counter[Reach]
    discrepancies: Counter[Discrepancy]
    applying: int


def threshold_words(threshold: Threshold) -> str:
    """Return what has to be so, in one line."""
    parts = [_years_words(years) for years in threshold.years]
    if threshold.posts:
        parts.insert(0, f"现在{'或'.join(POST_LABELS[post] for post in threshold.posts)}任教")
    return ";".join(parts)


def title_words(threshold: Threshold) -> str:
    """Return for which applications it counts."""
    return "、".join(TITLE_LABELS[title] for title in threshold.titles)


def _years_words(years: Years) -> str:
    where = "或".join(SERVED_LABELS[served] for served in years.at)
    word = "满" if years.op == ">=" else "超过"
    return f"{where}{'连续' if years.unbroken else ''}任教{word} {plain(years.limit)} 年"


def counts_of(check: TeacherCheck) -> tuple[ThresholdCount, ...]:
    """Return the counts of each threshold, in the order of the book."""
    return tuple(
        _count(threshold, [result.attained[place] for result in check.results])
        for place, threshold in enumerate(check.thresholds)
    )


def _count(threshold: Threshold, found: list[Attained]) -> ThresholdCount:
    return ThresholdCount(
        threshold,
        Counter(each.reach for each in found),
        Counter(each.discrepancy for each in found if each.discrepancy),
        sum(each.applying for each in found if each.reach is Reach.REACHED),
    )
