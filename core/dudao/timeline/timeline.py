"""Timelines: an indicator's milestones over a body's years, and how far the latest one is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ..errors import refuse
from ..facts import Stage
from ..rulebook import Indicator
from .distance import distances
from .milestones import days_of, milestones_of, stages_in
from .model import About, Strand, Timeline
from .pace import pace
from .past import Past
from .tracks import Tracks


def timeline(
    past: Past,
    indicator: Indicator,
    as_of: date,
    stage: Stage | None = None,
    school: str | None = None,
    *,
    members: bool = True,
) -> Timeline:
    """Return the timeline of an indicator for the body of `past`, or for one of its schools.

    Every year's figures are judged as they would be on the day of each milestone, past and future
    ones. With `members` also those of the counties or schools it is made of. Raises DudaoError for
    a stage or a school that the indicator does not judge.
    """
    stages = _stages(indicator, stage)
    if school is not None:
        _verify_school(past, indicator, school)
    return Timeline(
        indicator,
        past.book,
        as_of,
        past.about if school is None else About.SCHOOL,
        past.code if school is None else school,
        past.name if school is None else past.schools[school],
        tuple(_strands(past, indicator, stages, as_of, school, members=members)),
    )


def _stages(indicator: Indicator, stage: Stage | None) -> Sequence[Stage | None]:
    known = stages_in(indicator)
    if stage is None or stage in known:
        return known if stage is None else (stage,)
    named = "、".join(str(each) for each in known if each)
    expected = f"可选:{named}" if named else "这项指标不分学段"
    raise refuse(f"指标 {indicator.code} 学段 {stage}", "没有这个学段的目标", expected)


def _verify_school(past: Past, indicator: Indicator, school: str) -> None:
    where = f"指标 {indicator.code} 学校 {school}"
    if indicator.subject == "county":
        raise refuse(where, "这项指标按县评价,不分学校", "请不要指定学校")
    if past.about is About.COUNTIES:
        raise refuse(where, f"{past.name}自己没有学校的数据", "请在学校所在的县(市、区)查看")
    if school not in past.schools:
        raise refuse(where, f"{past.name}历年数据中没有这所学校", "请检查学校代码")


def _strands(
    past: Past,
    indicator: Indicator,
    stages: Sequence[Stage | None],
    as_of: date,
    school: str | None,
    *,
    members: bool,
) -> Iterator[Strand]:
    for stage in stages:
        milestones = milestones_of(indicator, stage, past.book, past.vocabulary)
        days = days_of(milestones)
        tracks = Tracks(past, indicator, stage, days)
        whole = tracks.whole(school)
        if school and len(stages) > 1 and not any(each.is_reported for each in whole.points):
            continue  # a school without this stage
        now = tracks.latest(whole, as_of)
        today = tracks.on(now, school, as_of) if now else None
        yield Strand(
            stage,
            milestones,
            days,
            whole,
            tuple(tracks.members()) if members and school is None else (),
            tuple(distances(indicator, past.vocabulary, milestones, as_of, now, today)),
            pace(indicator, past.vocabulary, days, whole, now, as_of),
        )
