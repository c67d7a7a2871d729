"""A tenant's forecast from its stored class lists, and as the JSON that other programs read."""

from __future__ import annotations

from ..forecast import (
    Assumptions,
    BackTest,
    Forecast,
    GradeYear,
    Range,
    Rate,
    SchoolForecast,
    StageYear,
    Told,
    forecast,
    rounded,
)
from ..store import load_facts
from .documents import Document
from .office import Office, card_of, reading

_PLACES = 4


def forecast_of(
    office: Office, tenant: str, until: int | None = None, assumptions: Assumptions | None = None
) -> Forecast:
    """Return the forecast of a tenant over all its years. Raises DudaoError like `forecast`."""
    with reading(office, tenant) as session:
        periods = card_of(session, tenant).periods
        series = [load_facts(session, tenant, period) for period in periods]
    return forecast(series, until, assumptions)


def forecast_document(found: Forecast) -> Document:
    """Return what `dudao forecast --format json` prints."""
    return {
        "tenant": found.tenant,
        "name": found.name,
        "past": list(found.past),
        "until": found.until,
        "limits": {stage.value: limit for stage, limit in found.limits.items()},
        "county": [
            {"year": each.year, "stages": [_stage(stage) for stage in each.stages]}
            for each in found.county
        ],
        "schools": [_school(each) for each in found.schools],
        "back_test": _back_test(found.back_test) if found.back_test else None,
        "method": list(found.method),
        "notes": list(found.notes),
    }


def _school(school: SchoolForecast) -> Document:
    return {
        "code": school.code,
        "name": school.name,
        "capacity": school.capacity,
        "rates": [_rate(each) for each in school.rates],
        "years": [
            {
                "year": each.year,
                "missing_classes": each.missing,
                "stages": [
                    {**_stage(stage), "grades": [_grade(grade) for grade in stage.grades]}
                    for stage in each.stages
                ],
            }
            for each in school.years
        ],
    }


def _rate(rate: Rate) -> Document:
    exact = rate.exact
    ends = (exact.low, exact.value, exact.high) if exact else None
    printed = [str(rounded(each, _PLACES)) for each in ends] if ends else None
    return {"grade": rate.grade, "origin": rate.origin, "rate": printed}


def _stage(stage: StageYear) -> Document:
    return {
        "stage": stage.stage,
        "pupils": _range(stage.pupils),
        "classes": stage.kept,
        "classes_needed": _range(stage.needed),
        "classes_over": _range(stage.over),
        "classes_added": stage.added,
        "teachers_added": stage.teachers,
    }


def _grade(grade: GradeYear) -> Document:
    return {
        "grade": grade.grade,
        "pupils": _range(grade.pupils),
        "classes": grade.kept,
        "classes_needed": _range(grade.needed),
        "classes_over": _range(grade.over),
    }


def _back_test(tested: BackTest) -> Document:
    return {
        "year": tested.year,
        "pupils": {**_told(tested.pupils), "inside": tested.inside},
        "classes_over": _told(tested.over),
        "skipped": tested.skipped,
    }


def _told(told: Told) -> Document:
    return {
        "mean_absolute_error": None if told.error is None else str(rounded(told.error, _PLACES)),
        "compared": told.compared,
        "foretold": told.told,
        "came": told.came,
    }


def _range(found: Range[int] | None) -> list[int] | None:
    return [found.low, found.value, found.high] if found else None
