"""The page of one school's forecast: grade by grade, how each is filled, what may be assumed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dudao.api import (
    GRADES_OF,
    LOWEST,
    ORIGIN_LABELS,
    Forecast,
    GradeYear,
    History,
    Origin,
    PastYear,
    Problem,
    Rate,
    Region,
    SchoolForecast,
    Stage,
    back_test_words,
    number_words,
    range_words,
    rounded,
)

from .lines import capacity_field, entry_field
from .panels import Panel, panels_of
from .typed import Field, Typed, hidden, rate_field, readable, rising

_PLACES = 4


@dataclass(frozen=True, slots=True)
class GradeCell:
    """A grade in one year: its pupils, its classes, those over the limit or lacking."""

    pupils: str
    classes: str
    tone: str


@dataclass(frozen=True, slots=True)
class GradeLine:
    """A grade over the years, and what it is filled by."""

    grade: int
    past: tuple[GradeCell, ...]
    ahead: tuple[GradeCell, ...]
    origin: str
    rate: str
    field: Field

    @property
    def kind(self) -> str:
        """What the field is for."""
        return "每年入学" if self.grade in LOWEST else "升级率"


@dataclass(frozen=True, slots=True)
class SchoolPage:
    """One school's forecast; without years where something typed is refused."""

    code: str
    name: str
    past_years: tuple[int, ...]
    years: tuple[int, ...]
    panels: tuple[Panel, ...]
    lines: tuple[GradeLine, ...]
    capacity: Field
    rooms: tuple[tuple[int, str], ...]
    hidden: tuple[tuple[str, str], ...]
    tested: str
    method: tuple[str, ...]
    notes: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def school_page(found: Forecast | Region, code: str, typed: Typed) -> SchoolPage:
    """Return the page of a school of a county's forecast."""
    assert isinstance(found, Forecast)
    school = next(each for each in found.schools if each.code == code)
    fields = _fields(typed, school.code, [each.stage for each in school.years[0].stages])
    capacity = capacity_field(typed, school.code)
    missing = [(each.year, number_words(each.missing)) for each in school.years]
    return SchoolPage(
        school.code,
        school.name,
        found.past,
        tuple(each.year for each in school.years),
        panels_of(found, school),
        tuple(_line(found, school, rate, fields[rate.grade]) for rate in school.rates),
        capacity,
        tuple(missing) if school.capacity is not None else (),
        tuple(hidden(typed, [capacity, *fields.values()])),
        back_test_words(found.back_test),
        found.method,
        tuple(note for note in found.notes if school.code in note),
    )


def refused_school(history: History, code: str, typed: Typed) -> SchoolPage:
    """Return the page with what was typed and why there is no forecast for it."""
    fields = _fields(typed, code, history.stages(code))
    capacity = capacity_field(typed, code)
    lines = (GradeLine(grade, (), (), "", "", each) for grade, each in fields.items())
    rest = tuple(hidden(typed, [capacity, *fields.values()]))
    return SchoolPage(
        code,
        history.names[code],
        (),
        (),
        (),
        tuple(lines),
        capacity,
        (),
        rest,
        "",
        (),
        (),
        tuple(readable(typed, history.names)),
    )


def _fields(typed: Typed, code: str, stages: Sequence[Stage]) -> dict[int, Field]:
    """Return by grade the field for what fills it: entries, or the ratio into it."""
    found: dict[int, Field] = {}
    for stage in stages:
        found[GRADES_OF[stage][0]] = entry_field(typed, code, stages, stage, "")
        found |= {grade: rate_field(typed, f"{code}:{grade}") for grade in rising(stage)}
    return found


def _line(found: Forecast, school: SchoolForecast, rate: Rate, own: Field) -> GradeLine:
    before = {each.year: each for each in school.before}
    past = tuple(_past(before.get(year), rate.grade, found.limits) for year in found.past)
    ahead = tuple(
        _ahead(grade)
        for year in school.years
        for stage in year.stages
        for grade in stage.grades
        if grade.grade == rate.grade
    )
    return GradeLine(rate.grade, past, ahead, ORIGIN_LABELS[rate.origin], _rate_words(rate), own)


def _past(year: PastYear | None, grade: int, limits: Mapping[Stage, int]) -> GradeCell:
    for stage in year.stages if year else ():
        sizes = stage.grades.get(grade, ())
        if sizes:
            over = sum(size > limits[stage.stage] for size in sizes)
            return GradeCell(str(sum(sizes)), _classes(len(sizes), over), "not_met" if over else "")
    return GradeCell("—", "", "")


def _ahead(grade: GradeYear) -> GradeCell:
    over = grade.over.value if grade.over else 0
    tone = "not_met" if over else "" if grade.over else "no_data"
    return GradeCell(range_words(grade.pupils), _classes(grade.kept, over), tone)


def _classes(classes: int, over: int) -> str:
    if not over:
        return f"{classes} 班" if classes else ""
    return f"{classes} 班,{over} 班超额" if over < classes else f"{over} 班超额"


def _rate_words(rate: Rate) -> str:
    """Return a ratio or a number of pupils, with what it was in single years."""
    if rate.exact is None:
        return "—"
    places = 0 if rate.origin in (Origin.MEAN, Origin.GIVEN) else _PLACES
    low, value, high = (
        rounded(each, places) for each in (rate.exact.low, rate.exact.value, rate.exact.high)
    )
    return f"{value}({low}–{high})" if low != high else str(value)
