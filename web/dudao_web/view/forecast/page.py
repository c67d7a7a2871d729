"""The page of a forecast: what holds, what is lacking, where; and its form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dudao.api import (
    Forecast,
    History,
    LeftOut,
    PastLists,
    Problem,
    Region,
    Stage,
    back_test_words,
)

from .lines import Line, bare_lines, county_lines, school_lines
from .panels import Panel, panels
from .typed import UNTIL, Field, Typed, field, limit_fields, rate_field, readable, rising

GAPS = "gaps"


@dataclass(frozen=True, slots=True)
class Form:
    """The fields about all schools alike, and the ratios that were given for single schools."""

    until: Field
    limits: tuple[Field, ...]
    rates: tuple[Field, ...]
    own_rates: tuple[Field, ...]
    is_bare: bool


@dataclass(frozen=True, slots=True)
class ForecastPage:
    """A county's or a whole region's forecast; without years where something typed is refused.

    `lines` are those shown, of `count` in all, `gaps` of these with a gap.
    """

    past: str
    until: str
    form: Form
    years: tuple[int, ...]
    panels: tuple[Panel, ...]
    lines: tuple[Line, ...]
    count: int
    gaps: int
    left_out: tuple[LeftOut, ...]
    is_region: bool
    tested: str
    method: tuple[str, ...]
    notes: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def forecast_page(
    past: PastLists, found: Forecast | Region, typed: Typed, show: str
) -> ForecastPage:
    """Return the page of a forecast."""
    is_region = isinstance(found, Region)
    lines = county_lines(found) if isinstance(found, Region) else school_lines(found, typed)
    shown = [each for each in lines if show != GAPS or each.is_gap or each.code in typed.schools]
    return ForecastPage(
        f"{found.past[0]}–{found.past[-1]}",
        str(found.until),
        _form(past, typed, found),
        tuple(each.year for each in found.sums),
        panels(found),
        tuple(shown),
        len(lines),
        sum(each.is_gap for each in lines),
        found.left_out if isinstance(found, Region) else (),
        is_region,
        back_test_words(found.back_test),
        found.method,
        found.notes,
    )


def refused_page(past: PastLists, typed: Typed) -> ForecastPage:
    """Return the page with what was typed and why there is no forecast for it."""
    names = past.own.names if past.own else {}
    lines = bare_lines(past.own, typed) if past.own else []
    years = sorted({year for each in _histories(past) for year in each.years})
    return ForecastPage(
        f"{years[0]}–{years[-1]}",
        "",
        _form(past, typed, None),
        (),
        (),
        tuple(lines),
        len(lines),
        len(lines),
        past.left_out,
        past.own is None,
        "",
        (),
        (),
        tuple(readable(typed, names)),
    )


def _histories(past: PastLists) -> Sequence[History]:
    return (past.own,) if past.own else past.below


def _form(past: PastLists, typed: Typed, found: Forecast | Region | None) -> Form:
    stages = [stage for stage in Stage if _has(past, stage)]
    return Form(
        field(typed, UNTIL, "预测到", str(found.until) if found else ""),
        tuple(limit_fields(typed, stages, found.limits if found else {})),
        tuple(rate_field(typed, str(grade)) for stage in stages for grade in rising(stage)),
        tuple(_own_rates(past, typed)),
        not typed.texts,
    )


def _own_rates(past: PastLists, typed: Typed) -> Iterator[Field]:
    """Yield the ratios given for single schools, which have their fields on the schools' pages."""
    names = past.own.names if past.own else {}
    for key in typed.of("rate"):
        school, mark, _ = key.rpartition(":")
        if mark and school in names:
            yield rate_field(typed, key, names[school])


def _has(past: PastLists, stage: Stage) -> bool:
    return any(
        stage is each
        for history in _histories(past)
        for school in history.schools
        for each in history.stages(school)
    )
