"""One indicator's milestones over the years: distances, charts, tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dudao.api import (
    STAGE_LABELS,
    About,
    ClassFact,
    Distance,
    Extreme,
    Indicator,
    Point,
    Share,
    Stage,
    State,
    Strand,
    Tally,
    Timeline,
    Vocabulary,
    day_words,
    distance_words,
    pace_words,
    unit_of,
)

from .marks import MARKS, Mark
from .targets import TargetLine, relaxation_lines, when_words
from .timechart import Piles, Stairs, goal_words, piles, stairs
from .yearly import (
    NEARNESS,
    SUBJECTS,
    Cell,
    GradeRow,
    Members,
    against_cell,
    grade_rows,
    held_in,
    members,
    number_of,
    today_label,
)


@dataclass(frozen=True, slots=True)
class Card:
    """A milestone and how far the latest figures are from it."""

    day: str
    limit: str
    who: str
    tag: str
    key: str
    when: str
    mark: Mark
    year: str
    words: str
    note: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table of years."""

    title: str
    small: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class StrandPart:
    """One stage on the page of an indicator; `unknown` are years with the counties not known."""

    key: str
    title: str
    cards: tuple[Card, ...]
    pace: str
    years: tuple[str, ...]
    lines: tuple[Line, ...]
    stairs: Stairs | None
    piles: Piles | None
    pile_title: str
    unknown: tuple[tuple[str, str], ...]
    members: Members | None
    grades: tuple[GradeRow, ...]


@dataclass(frozen=True, slots=True)
class MilestonePage:
    """Everything on the page of an indicator's timeline."""

    code: str
    title: str
    name: str
    unit: str
    value_title: str
    statement: str
    clause: str
    as_of: str
    today: str
    stages: tuple[tuple[str, str], ...]
    parts: tuple[StrandPart, ...]
    relaxations: tuple[TargetLine, ...]


def milestone_page(
    found: Timeline,
    chosen: Stage | None,
    today: date,
    classes: Mapping[int, Sequence[ClassFact]],
    vocabulary: Vocabulary,
) -> MilestonePage:
    """Return the page of an indicator's timeline; `classes` are a school's by year."""
    indicator = found.indicator
    stages = [strand.stage for strand in found.strands if strand.stage]
    return MilestonePage(
        indicator.code,
        indicator.title,
        found.name,
        unit_of(indicator, vocabulary).replace("个百分点", "%"),
        _value_title(found),
        indicator.statement,
        indicator.clause,
        found.as_of.isoformat(),
        today_label(found.as_of, today),
        tuple((stage.value, STAGE_LABELS[stage]) for stage in stages) if len(stages) > 1 else (),
        tuple(
            _part(found, strand, classes, vocabulary)
            for strand in found.strands
            if chosen in (None, strand.stage)
        ),
        tuple(relaxation_lines(indicator, found.as_of, vocabulary)),
    )


def _value_title(found: Timeline) -> str:
    measure = found.indicator.measure
    if isinstance(measure, Extreme):
        return "最大班额" if measure.pick == "largest" else "最小班额"
    if not _is_counted(found):
        return "班数" if isinstance(measure, Tally) else "数值"
    high = found.indicator.targets[-1].op in ("<=", "<")
    return f"最{'高' if high else '低'}的{SUBJECTS[found.indicator.subject]}"


def _is_counted(found: Timeline) -> bool:
    """Return whether many subjects are counted, rather than one of them judged."""
    subject = About.COUNTIES if found.indicator.subject == "county" else About.COUNTY
    return found.about in (About.COUNTIES, subject)


def _part(
    found: Timeline,
    strand: Strand,
    classes: Mapping[int, Sequence[ClassFact]],
    vocabulary: Vocabulary,
) -> StrandPart:
    indicator, points = found.indicator, strand.whole.points
    scale = 100 if isinstance(indicator.measure, Share) else 1
    what = "班" if _has_classes(strand) else SUBJECTS[indicator.subject]
    numbers = [[number_of(each) for each in point.against] for point in points]
    shows_piles = _is_counted(found) and any(None not in row for row in numbers if row)
    return StrandPart(
        strand.stage or "all",
        STAGE_LABELS[strand.stage] if strand.stage else "",
        tuple(_card(indicator, each, vocabulary) for each in strand.distances),
        pace_words(strand.pace) if strand.pace else "",
        tuple(str(point.year) for point in points),
        tuple(_lines(found, strand, vocabulary)),
        stairs(strand, found.as_of, scale),
        piles(strand, numbers, f"个{what}") if shows_piles else None,
        f"不符合各期目标的{what}数",
        tuple((str(point.year), "、".join(point.unknown)) for point in points if point.unknown),
        members(found, strand, vocabulary) if strand.members else None,
        tuple(grade_rows(strand, classes)) if isinstance(indicator.measure, Extreme) else (),
    )


def _card(indicator: Indicator, distance: Distance, vocabulary: Vocabulary) -> Card:
    own = distance.milestones
    return Card(
        distance.day.isoformat(),
        goal_words(own, distance.day),
        ";".join(filter(None, (when_words(each.when, vocabulary) for each in own))),
        NEARNESS[distance.nearness],
        distance.nearness.value,
        day_words(distance),
        MARKS[distance.state],
        str(distance.point.year) if distance.point else "",
        distance_words(distance, indicator),
        ";".join(dict.fromkeys(each.note for each in own if each.note)),
    )


def _has_classes(strand: Strand) -> bool:
    return any(each.classes for point in strand.whole.points for each in point.against)


def _lines(found: Timeline, strand: Strand, vocabulary: Vocabulary) -> Iterator[Line]:
    points = strand.whole.points
    if any(point.printed for point in points):
        yield Line(_value_title(found), "", tuple(_value_cell(each) for each in points))
    yield Line("当年年底的目标", "", tuple(_own_cell(strand, each) for each in points))
    for place, day in enumerate(strand.days):
        cells = tuple(against_cell(found, each, place, vocabulary) for each in points)
        yield Line(goal_words(strand.milestones, day), f"{day} 起", cells)
    if _has_classes(strand):
        yield Line("班级总数", "", tuple(Cell(_listed(each)) for each in points))


def _value_cell(point: Point) -> Cell:
    if not point.is_reported:
        return Cell("未填报")
    star = "*" if point.unknown else ""
    return Cell("缺数据") if point.printed in ("", "—") else Cell(point.printed + star)


def _own_cell(strand: Strand, point: Point) -> Cell:
    if not point.is_reported:
        return Cell("")
    if point.own is None:
        return Cell("办法施行前")
    goals = dict.fromkeys(each.printed for each in held_in(strand, point.year))
    state = point.state(point.own)
    if not goals or state is State.NOT_APPLICABLE:
        return Cell("尚无目标")
    return Cell("、".join(goals), MARKS[state])


def _listed(point: Point) -> str:
    many = max((sum(each.listed for each in one.classes) for one in point.against), default=0)
    return f"{many:,}" if many else ""
