"""Schools and counties of a forecast as lines of a table, those that lack most first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dudao.api import (
    GRADES_OF,
    STAGE_LABELS,
    UNTOLD,
    Forecast,
    History,
    Region,
    SchoolForecast,
    SchoolYear,
    Stage,
    StageYear,
    YearSum,
    is_gap,
    number_words,
    rounded,
    span_words,
    value_words,
)

from .panels import teachers_words
from .typed import Field, Typed, field


@dataclass(frozen=True, slots=True)
class Cell:
    """A year of a stage: classes over the limit, the interval, how much that matters."""

    over: str
    span: str
    tone: str


@dataclass(frozen=True, slots=True)
class Row:
    """One stage of a school or county: its years, and what it lacks when it lacks most."""

    stage: str
    cells: tuple[Cell, ...]
    added: str
    teachers: str
    peak: str
    entry: Field | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A school or county with its stages; `rooms` it lacks where the `capacity` is known."""

    code: str
    name: str
    rows: tuple[Row, ...]
    rooms: str = ""
    capacity: Field | None = None
    is_gap: bool = False
    error: str = ""


def school_lines(found: Forecast, typed: Typed) -> list[Line]:
    """Return all schools, those that need most classes first."""
    ordered = sorted(found.schools, key=_need, reverse=True)
    return [_school(each, typed) for each in ordered]


def _need(school: SchoolForecast) -> tuple[int, int, int]:
    """Return the classes lacking in the worst year, then those over the limit, surely or maybe."""
    each_year = [
        (
            sum(stage.added or 0 for stage in year.stages),
            sum(stage.over.value if stage.over else 0 for stage in year.stages),
            sum(stage.over.high if stage.over else 0 for stage in year.stages),
        )
        for year in school.years
    ]
    return max(each_year)


def _school(school: SchoolForecast, typed: Typed) -> Line:
    stages = [each.stage for each in school.years[0].stages]
    rows = tuple(
        _row(stage, school.years, entry_field(typed, school.code, stages, stage, usual))
        for stage, usual in zip(stages, _entering(school), strict=True)
    )
    gap = any(is_gap(year, stage) for year in school.years for stage in year.stages)
    rooms = _rooms(school.years) if school.capacity is not None else ""
    return Line(school.code, school.name, rows, rooms, capacity_field(typed, school.code), gap)


def entry_field(
    typed: Typed, code: str, stages: Sequence[Stage], stage: Stage, usual: str
) -> Field:
    """Return the field for the pupils who enter a stage; it is named where a school has two."""
    key = code if len(stages) == 1 else f"{code}:{stage.value}"
    return field(typed, f"entry.{key}", f"{GRADES_OF[stage][0]} 年级每年入学人数", usual)


def capacity_field(typed: Typed, code: str) -> Field:
    """Return the field for the classes a school has room for."""
    return field(typed, f"capacity.{code}", "可容班数")


def _entering(school: SchoolForecast) -> list[str]:
    """Return by stage how many pupils enter next year as things are."""
    lowest = [stage.grades[0].pupils for stage in school.years[0].stages]
    return [str(pupils.value) if pupils else "" for pupils in lowest]


def _rooms(years: Iterable[SchoolYear]) -> str:
    lacking = [each.missing for each in years]
    return UNTOLD if None in lacking else str(max(each or 0 for each in lacking))


def _row(stage: Stage, years: Sequence[YearSum | SchoolYear], entry: Field | None = None) -> Row:
    parts = [(year.year, each) for year in years for each in year.stages if each.stage is stage]
    cells = tuple(_cell(each) for _, each in parts)
    year, worst = max(parts, key=lambda part: -1 if part[1].added is None else part[1].added)
    is_untold = any(each.added is None for _, each in parts)
    peak = f"{year} 年" if worst.added and not is_untold else ""
    added = UNTOLD if is_untold else number_words(worst.added)
    teachers = UNTOLD if is_untold else teachers_words(worst)
    return Row(STAGE_LABELS[stage], cells, added, teachers, peak, entry)


def _cell(stage: StageYear) -> Cell:
    if stage.over is None:
        return Cell("?", UNTOLD, "no_data")
    tone = "not_met" if stage.over.value else "near" if stage.over.high else ""
    return Cell(value_words(stage.over), span_words(stage.over), tone)


def county_lines(found: Region) -> list[Line]:
    """Return all counties in the order of their codes, for the years that are summed up."""
    told = {each.year for each in found.sums}
    return [
        Line(
            each.tenant,
            each.name,
            tuple(
                _row(stage, [year for year in each.sums if year.year in told])
                for stage in Stage
                if any(part.stage is stage for part in each.sums[-1].stages)
            ),
            error=_error(each),
        )
        for each in found.counties
    ]


def _error(found: Forecast) -> str:
    tested = found.back_test
    if tested is None or tested.pupils.error is None or tested.over.error is None:
        return "—"
    pupils, over = rounded(tested.pupils.error, 1), rounded(tested.over.error, 1)
    return f"{tested.year} 年:{pupils} 人、{over} 班"


def bare_lines(history: History, typed: Typed) -> list[Line]:
    """Return all schools with their fields alone, for want of a forecast."""
    return [
        _bare(code, history.names[code], history.stages(code), typed) for code in history.schools
    ]


def _bare(code: str, name: str, stages: Sequence[Stage], typed: Typed) -> Line:
    rows = (
        Row(STAGE_LABELS[each], (), "", "", "", entry_field(typed, code, stages, each, ""))
        for each in stages
    )
    return Line(code, name, tuple(rows), "", capacity_field(typed, code), is_gap=True)
