"""All milestones of a book by their day: what is asked for, where it stands, how far it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dudao.api import (
    STAGE_LABELS,
    Distance,
    Nearness,
    State,
    Strand,
    Timeline,
    Timelines,
    day_words,
    distance_words,
    pace_words,
)

from .marks import MARKS, Mark, Slice, percent, slices
from .timechart import goal_words
from .yearly import today_label


@dataclass(frozen=True, slots=True)
class Goal:
    """One indicator's milestone; `year` is that of the figures it is held against."""

    code: str
    title: str
    stage: str
    stage_label: str
    limit: str
    mark: Mark
    year: str
    when: str
    words: str
    pace: str
    ended: bool
    striving: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which milestones fall; `is_next` marks the first to come."""

    day: str
    left: str
    has_come: bool
    is_next: bool
    bar: tuple[Slice, ...]
    goals: tuple[Goal, ...]


@dataclass(frozen=True, slots=True)
class RibbonDay:
    """A day along the ribbon: where it stands, and how many of its milestones are met."""

    x: str
    day: str
    words: str
    key: str


@dataclass(frozen=True, slots=True)
class Ribbon:
    """All days of milestones along time, with today and the years that have figures."""

    days: tuple[RibbonDay, ...]
    years: tuple[tuple[str, str, bool], ...]
    today: str | None


@dataclass(frozen=True, slots=True)
class MilestoneList:
    """Everything on the page of all milestones."""

    title: str
    as_of: str
    today: str
    latest: str
    days: tuple[Day, ...]
    ribbon: Ribbon | None
    overdue: int
    next: Day | None


_Entry = tuple[Timeline, Strand, Distance]


def milestone_list(found: Timelines) -> MilestoneList:
    """Return the page of all milestones of a tenant."""
    entries = [
        (timeline, strand, distance)
        for timeline in found.timelines
        for strand in timeline.strands
        for distance in strand.distances
    ]
    dates = sorted({distance.day for _, _, distance in entries})
    ahead = [day for day in dates if day > found.as_of]
    days = tuple(
        _day([each for each in entries if each[2].day == day], day, found.as_of, ahead[:1])
        for day in dates
    )
    overdue = [
        each for _, _, each in entries if each.nearness is Nearness.IN_FORCE and _missed(each)
    ]
    return MilestoneList(
        found.book.title,
        found.as_of.isoformat(),
        today_label(found.as_of, found.tenant.today),
        str(max((year for year in found.years if year <= found.as_of.year), default="")),
        days,
        _ribbon(found, entries, dates) if dates else None,
        len(overdue),
        next((day for day in days if day.is_next), None),
    )


def _missed(distance: Distance) -> bool:
    return distance.state is State.NOT_MET


def _day(entries: Sequence[_Entry], day: date, as_of: date, ahead: Sequence[date]) -> Day:
    counts = Counter(distance.state for _, _, distance in entries)
    left = (day - as_of).days
    return Day(
        day.isoformat(),
        f"还有 {left} 天" if left > 0 else f"已过 {-left} 天" if left else "当日",
        left <= 0,
        day in ahead,
        slices(tuple(counts[state] for state in State)),
        tuple(_goal(*each) for each in entries),
    )


def _goal(timeline: Timeline, strand: Strand, distance: Distance) -> Goal:
    indicator = timeline.indicator
    paced = strand.pace if distance.nearness is Nearness.NEXT else None
    return Goal(
        indicator.code,
        indicator.title,
        strand.stage or "",
        STAGE_LABELS[strand.stage] if strand.stage else "",
        goal_words(distance.milestones, distance.day),
        MARKS[distance.state],
        str(distance.point.year) if distance.point else "",
        day_words(distance),
        distance_words(distance, indicator),
        pace_words(paced) if paced else "",
        distance.nearness is Nearness.ENDED,
        "、".join(dict.fromkeys(each.note for each in distance.milestones if each.note)),
    )


def _ribbon(found: Timelines, entries: Sequence[_Entry], dates: Sequence[date]) -> Ribbon:
    years = [*found.years, *(day.year for day in dates)]
    first, last = date(min(years), 1, 1), date(max(years) + 1, 6, 30)
    whole = (last - first).days

    def at(day: date) -> str:
        return percent((day - first).days, whole)

    return Ribbon(
        tuple(
            _ribbon_day([each for _, _, each in entries if each.day == day], at(day))
            for day in dates
        ),
        tuple(
            (at(date(year, 7, 1)), str(year), year in found.years)
            for year in range(min(years), max(years) + 1)
        ),
        at(found.as_of) if first <= found.as_of <= last else None,
    )


def _ribbon_day(distances: Sequence[Distance], x: str) -> RibbonDay:
    states = [each.state for each in distances]
    reached = sum(state in (State.MET, State.MET_RELAXED) for state in states)
    asked = sum(state is not State.NOT_APPLICABLE for state in states)
    key = "met" if reached == asked else "not_met" if State.NOT_MET in states else "no_data"
    if distances[0].left > 0 and key != "met":
        key = "ahead"
    return RibbonDay(x, distances[0].day.isoformat(), f"达到 {reached} / {asked}", key)
