"""One stage of a forecast: its limit, the course of its classes, a line for each year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dudao.api import (
    STAGE_LABELS,
    Forecast,
    PastStage,
    PastYear,
    Region,
    SchoolForecast,
    SchoolYear,
    Stage,
    StageYear,
    YearSum,
    number_words,
    span_words,
    value_words,
)

from .course import Course, course

NOT_REPORTED = "未报教师数"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as shown, and its interval where it has one."""

    text: str
    span: str = ""


@dataclass(frozen=True, slots=True)
class YearLine:
    """A year of a stage in a table; what a past year has not stays empty."""

    year: int
    is_ahead: bool
    pupils: Figure
    classes: Figure
    needed: Figure
    over: Figure
    added: Figure
    teachers: Figure

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All numbers in the order of the columns."""
        return (self.pupils, self.classes, self.needed, self.over, self.added, self.teachers)


@dataclass(frozen=True, slots=True)
class Panel:
    """A stage: at the deadline (`last`), over the years, in a table."""

    stage: Stage
    title: str
    limit: int
    source: str
    course: Course
    lines: tuple[YearLine, ...]

    @property
    def last(self) -> YearLine:
        """The last year told."""
        return self.lines[-1]


def panels(found: Forecast | Region) -> tuple[Panel, ...]:
    """Return a panel for each stage of a county or of many counties."""
    return tuple(_panels(found, found.before, found.sums))


def panels_of(found: Forecast, school: SchoolForecast) -> tuple[Panel, ...]:
    """Return a panel for each stage of a school."""
    return tuple(_panels(found, school.before, school.years))


def _panels(
    found: Forecast | Region, before: Sequence[PastYear], ahead: Sequence[YearSum | SchoolYear]
) -> Iterator[Panel]:
    for stage in Stage:
        was = [(year.year, each) for year in before for each in year.stages if each.stage is stage]
        told = [(year.year, each) for year in ahead for each in year.stages if each.stage is stage]
        if told:
            yield Panel(
                stage,
                STAGE_LABELS[stage],
                found.limits[stage],
                found.sources[stage],
                course(was, told),
                (*(_past(*each) for each in was), *(_ahead(*each) for each in told)),
            )


def _past(year: int, stage: PastStage) -> YearLine:
    none = Figure("")
    pupils, classes, over = (
        Figure(str(each)) for each in (stage.pupils, stage.classes, stage.over)
    )
    return YearLine(year, False, pupils, classes, none, over, none, none)


def _ahead(year: int, stage: StageYear) -> YearLine:
    return YearLine(
        year,
        True,
        Figure(value_words(stage.pupils), span_words(stage.pupils)),
        Figure(str(stage.kept)),
        Figure(value_words(stage.needed), span_words(stage.needed)),
        Figure(value_words(stage.over), span_words(stage.over)),
        Figure(number_words(stage.added)),
        Figure(teachers_words(stage)),
    )


def teachers_words(stage: StageYear) -> str:
    """Return the teachers needed; where classes are, nobody may have reported the teachers."""
    if stage.teachers is None and stage.added is not None:
        return NOT_REPORTED
    return number_words(stage.teachers)
