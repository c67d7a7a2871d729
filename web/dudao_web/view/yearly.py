"""Years of a timeline as cells of tables: the body itself, its counties or schools, its classes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dudao.api import (
    SUBJECT_UNITS,
    About,
    Against,
    ClassFact,
    Distance,
    Indicator,
    Milestone,
    Nearness,
    Point,
    State,
    Strand,
    Tally,
    Timeline,
    Track,
    Vocabulary,
    breaks,
    short_words,
    stage_of_grade,
)

from .marks import MARKS, Mark
from .timechart import end_of, goal_words

SUBJECTS = {"county": "县(市、区)", "school": "学校", "stage": "学校"}
NEARNESS = {
    Nearness.ENDED: "已由后一期取代",
    Nearness.IN_FORCE: "现行",
    Nearness.NEXT: "下一期",
    Nearness.LATER: "以后",
}
_HIGH_IS_BAD = ("<=", "<")


@dataclass(frozen=True, slots=True)
class Cell:
    """A year in a table: `mark` where its state is shown, `tone` a class, `note` what else to know."""

    text: str
    mark: Mark | None = None
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A county or school: its years, and for single ones how far it is from the milestones near."""

    code: str
    name: str
    years: tuple[tuple[Cell, ...], ...]
    near: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Members:
    """The bodies a strand is made of; `goals` head the columns of each year, `near` the last ones."""

    title: str
    hint: str
    goals: tuple[str, ...]
    near: tuple[str, ...]
    rows: tuple[MemberRow, ...]
    total: MemberRow | None


@dataclass(frozen=True, slots=True)
class Size:
    """A class's pupils; `key` is not_met, near or empty: over a limit of that year, a later, none."""

    pupils: int
    key: str
    code: str


@dataclass(frozen=True, slots=True)
class GradeRow:
    """The classes of a grade by year; None for a year without a list of classes."""

    label: str
    years: tuple[tuple[Size, ...] | None, ...]


def held_in(strand: Strand, year: int) -> list[Milestone]:
    """Return the milestones in force at the end of a year."""
    day = end_of(year)
    return [
        each
        for each in strand.milestones
        if each.since <= day and (each.until is None or day <= each.until)
    ]


def number_of(against: Against) -> int | None:
    """Return what is over in a year: classes, else subjects; None where nothing is known."""
    if against.over is not None:
        return against.over
    known = sum(against.standing.by_state[: State.NO_DATA])
    return against.standing.by_state[State.NOT_MET] if known else None


def single_words(indicator: Indicator, against: Against, vocabulary: Vocabulary) -> str:
    """Return how far a single subject is from a limit: its classes over it, and by how much."""
    short = short_words(against, indicator, vocabulary)
    if not against.over or isinstance(indicator.measure, Tally):
        over = ""  # the value of a tally is that number
    else:
        over = f"{against.over} 个班"
    return ",".join(filter(None, (over, short if against.value is not None else "")))


def against_cell(found: Timeline, point: Point, place: int, vocabulary: Vocabulary) -> Cell:
    """Return how a year of the body stands against the milestone at a place."""
    if not point.is_reported:
        return Cell("")
    against = point.against[place]
    mark = MARKS[point.state(against)]
    if against.verdict:
        return Cell(single_words(found.indicator, against, vocabulary), mark)
    number = number_of(against)
    said = "" if number is None else f"{number:,}" + ("*" if point.unknown else "")
    return Cell(said, mark, ";".join(_notes(found.indicator, against)))


def _notes(indicator: Indicator, against: Against) -> Iterator[str]:
    failed, unknown = (against.standing.by_state[each] for each in (State.NOT_MET, State.NO_DATA))
    if against.over is not None and failed:
        yield f"{failed:,} {SUBJECT_UNITS[indicator.subject]}"
    if unknown:
        yield f"{unknown:,} {SUBJECT_UNITS[indicator.subject]}缺数据"


def members(found: Timeline, strand: Strand, vocabulary: Vocabulary) -> Members:
    """Return the counties with what is over in each year, or single subjects with their values."""
    counted = found.about is About.COUNTIES and found.indicator.subject != "county"
    goals = [goal_words(strand.milestones, day) for day in strand.days]
    near = [] if counted else [*_near(strand)]
    latest = next((each.point.year for each in strand.distances if each.point), 0)
    tracks = [*strand.members]
    if found.about is About.COUNTY:
        tracks.sort(key=_worst_first(strand, latest))
    rows = [
        MemberRow(track.code, track.name, tuple(map(_counted, track.points)), ())
        if counted
        else _single(found, track, latest, [place for place, _ in near], vocabulary)
        for track in tracks
    ]
    whole = strand.whole
    total = MemberRow(whole.code, whole.name, tuple(map(_counted, whole.points)), ())
    return Members(
        "各县(市、区)" if found.about is About.COUNTIES else "各校",
        "" if found.about is About.COUNTIES else "差距大的在前",
        tuple(goals) if counted else (),
        tuple(f"{NEARNESS[each.nearness]} {goals[place]}" for place, each in near),
        tuple(rows),
        total if counted else None,
    )


def _near(strand: Strand) -> Iterator[tuple[int, Distance]]:
    for place, each in enumerate(strand.distances):
        if each.nearness in (Nearness.IN_FORCE, Nearness.NEXT):
            yield place, each


def _worst_first(strand: Strand, latest: int) -> Callable[[Track], tuple[float, ...]]:
    """Return an order: who misses the last milestone by most classes, then by the worst value."""
    sign = -1 if strand.milestones[-1].op in _HIGH_IS_BAD else 1

    def order(track: Track) -> tuple[float, ...]:
        point = _at(track, latest)
        if not point.is_reported:
            return (3, 0, 0)
        last = point.against[-1]
        rank = {State.NOT_MET: 0, State.NO_DATA: 1}.get(last.standing.state, 2)
        return rank, -(last.over or 0), float(point.value or 0) * sign

    return order


def _at(track: Track, year: int) -> Point:
    return next((point for point in track.points if point.year == year), Point(year))


def _counted(point: Point) -> tuple[Cell, ...]:
    """Return what is over each milestone in a year; a reached one is marked, an unknown one too."""
    cells = []
    for against in point.against:
        number = number_of(against)
        if number is None:
            unknown = against.standing.judged > 0
            cells.append(Cell("", MARKS[State.NO_DATA if unknown else State.NOT_APPLICABLE]))
            continue
        state = point.state(against)
        said = f"{number:,}" + ("*" if point.unknown else "")
        due = "due" if number and against.day <= end_of(point.year) else ""
        cells.append(Cell(said, None if state is State.NOT_MET else MARKS[state], tone=due))
    return tuple(cells)


def _single(
    found: Timeline, track: Track, latest: int, places: Sequence[int], vocabulary: Vocabulary
) -> MemberRow:
    now = _at(track, latest)
    cells = (against_cell(found, now, place, vocabulary) for place in places)
    years = tuple((_value(point),) if point.is_reported else () for point in track.points)
    return MemberRow(track.code, track.name, years, tuple(cells))


def _value(point: Point) -> Cell:
    """Return a year's value, marked by the rules of that year's end where there were any."""
    state = point.state(point.own) if point.own else State.NOT_APPLICABLE
    if any(each.verdict and each.verdict.state is State.NO_DATA for each in point.against):
        return Cell("", MARKS[State.NO_DATA])
    return Cell(point.printed, None if state is State.NOT_APPLICABLE else MARKS[state])


def grade_rows(strand: Strand, classes: Mapping[int, Sequence[ClassFact]]) -> Iterator[GradeRow]:
    """Yield a school's classes of a stage grade by grade."""
    listed = (one for year in classes.values() for one in year)
    grades = {one.grade for one in listed if strand.stage in (None, stage_of_grade(one.grade))}
    for grade in sorted(grades):
        years = (_sizes(strand, point.year, grade, classes) for point in strand.whole.points)
        yield GradeRow(f"{grade} 年级", tuple(years))


def _sizes(
    strand: Strand, year: int, grade: int, classes: Mapping[int, Sequence[ClassFact]]
) -> tuple[Size, ...] | None:
    if year not in classes:
        return None
    due = held_in(strand, year)
    ahead = [each for each in strand.milestones if each.since > end_of(year)]
    return tuple(
        Size(one.students, _broken(one.students, due, ahead), one.code)
        for one in classes[year]
        if one.grade == grade
    )


def _broken(pupils: int, due: Sequence[Milestone], ahead: Sequence[Milestone]) -> str:
    if breaks(pupils, due):
        return "not_met"
    return "near" if breaks(pupils, ahead) else ""


def today_label(as_of: date, today: date) -> str:
    """Return what the line of the day looked at is called."""
    return "今天" if as_of == today else "基准日"
