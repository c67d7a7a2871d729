"""Holding teachers against career thresholds: reached, not yet, or not to be told and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..metrics import plain
from ..rulebook import POST_LABELS, Post, Threshold, Years
from .columns import HEADS, POST, codes_of
from .model import Attained, Reach, Teacher, TeacherCheck, TeacherResult
from .taking import TeacherList


@dataclass(frozen=True, slots=True)
class _Found:
    """What one condition comes to; `holds` is None where it cannot be told."""

    holds: bool | None
    reason: str
    lacking: Decimal | None = None


def check_teachers(
    listed: TeacherList, thresholds: Iterable[Threshold], as_of: date
) -> TeacherCheck:
    """Hold the teachers of a list against the thresholds in force on a day."""
    held = tuple(threshold for threshold in thresholds if threshold.holds(as_of))
    needed = dict.fromkeys(code for threshold in held for code in _needed(threshold))
    return TeacherCheck(
        as_of,
        held,
        tuple(
            TeacherResult(teacher, tuple(attained(teacher, each, as_of) for each in held))
            for teacher in listed.teachers
        ),
        tuple(HEADS[code] for code in needed if code not in listed.columns),
    )


def _needed(threshold: Threshold) -> tuple[str, ...]:
    years = (code for each in threshold.years for code in codes_of(each))
    return (*((POST,) if threshold.posts else ()), *years)


def attained(teacher: Teacher, threshold: Threshold, as_of: date) -> Attained:
    """Return how a teacher stands against a threshold; what is not told is never taken for zero."""
    place = _at_post(teacher.posts, threshold.posts)
    found = [_served(teacher, years, as_of) for years in threshold.years]
    lacking = [each.lacking for each in found if each.lacking is not None]
    if place and place.holds is False:
        reach, telling = Reach.OUTSIDE, [place]
    elif any(each.holds is False for each in found):
        reach, telling = Reach.NOT_YET, [each for each in found if each.holds is False]
    elif None in [each.holds for each in (*found, *filter(None, [place]))]:
        parts = [*filter(None, [place]), *found]
        reach, telling = Reach.UNTOLD, [each for each in parts if each.holds is None]
    else:
        reach, telling = Reach.REACHED, [*found, *filter(None, [place])]
    return Attained(
        threshold.code,
        reach,
        tuple(each.reason for each in telling),
        max(lacking) if reach is Reach.NOT_YET and lacking else None,
        teacher.granted.get(threshold.code),
        teacher.title in threshold.titles,
    )


def _at_post(told: frozenset[Post], wanted: tuple[Post, ...]) -> _Found | None:
    """Return whether a teacher is where a threshold wants them; None where it does not care."""
    if not wanted:
        return None
    if not told:
        return _Found(None, f"缺“{HEADS[POST]}”")
    now = "、".join(POST_LABELS[post] for post in Post if post in told)
    if told & {*wanted}:
        return _Found(True, f"现在{now}任教")
    return _Found(False, f"现在{now}任教,不在{'或'.join(POST_LABELS[post] for post in wanted)}")


def _served(teacher: Teacher, years: Years, as_of: date) -> _Found:
    """Return what a condition on years comes to.

    Years at several kinds of school may overlap, or not follow each other: together they are at
    least the longest of them and at most their sum. A figure not told may be anything, up to the
    years since the start of work.
    """
    codes = codes_of(years)
    told = {code: teacher.years[code] for code in codes if code in teacher.years}
    missing = [f"缺“{HEADS[code]}”" for code in codes if code not in told]
    low = max(told.values(), default=Decimal(0))
    since_start = teacher.most_years(as_of)
    bounds = [None if missing else sum(told.values(), Decimal(0)), since_start]
    high = min((Decimal(bound) for bound in bounds if bound is not None), default=None)
    said = _said(told)
    if _passes(years, low):
        return _Found(True, said)
    if high is not None and not _passes(years, high):
        known = f"参加工作以来至多 {since_start} 年" if missing else said
        return _Found(False, f"{known},{_short(years, low, high)}", years.limit - high)
    if high is None or missing:
        return _Found(None, ",".join(filter(None, [said, *missing])))
    doubt = "是否相接" if years.unbroken else "是否重叠"
    return _Found(None, f"{said},{doubt}看不出,合计在 {plain(low)} 至 {plain(high)} 年之间")


def _passes(years: Years, served: Decimal) -> bool:
    return served > years.limit if years.op == ">" else served >= years.limit


def _said(told: Mapping[str, Decimal]) -> str:
    return "、".join(
        f"{HEADS[code].removesuffix('年数')} {plain(n)} 年" for code, n in told.items()
    )


def _short(years: Years, low: Decimal, high: Decimal) -> str:
    if years.limit == high:
        return f"应超过 {plain(years.limit)} 年"
    return f"{'至少' if low < high else ''}还差 {plain(years.limit - high)} 年"
