"""A forecast as the JSON that other programs read."""

from __future__ import annotations

from ..forecast import (
    BackTest,
    Forecast,
    GradeYear,
    LeftOut,
    PastYear,
    Range,
    Rate,
    Region,
    SchoolForecast,
    StageYear,
    Told,
    rounded,
)
from .documents import Document

_PLACES = 4


def forecast_document(found: Forecast | Region) -> Document:
    """Return what `dudao forecast --format json` prints; the keys are the same for both."""
    return {
        "tenant": found.tenant,
        "name": found.name,
        "past": list(found.past),
        "until": found.until,
        "limits": {stage.value: limit for stage, limit in found.limits.items()},
        "limit_sources": {stage.value: source for stage, source in found.sources.items()},
        **_told_of(found),
        **_parts_of(found),
        "method": list(found.method),
        "notes": list(found.notes),
    }


def _parts_of(found: Forecast | Region) -> Document:
    if isinstance(found, Forecast):
        return {
            "schools": [_school(each) for each in found.schools],
            "counties": [],
            "left_out": [],
        }
    return {
        "schools": [],
        "counties": [_county(each) for each in found.counties],
        "left_out": [_left_out(each) for each in found.left_out],
    }


def _told_of(found: Forecast | Region) -> Document:
    return {
        "county": [
            {"year": each.year, "stages": [_stage(stage) for stage in each.stages]}
            for each in found.sums
        ],
        "past_years": [_past_year(each) for each in found.before],
        "back_test": _back_test(found.back_test) if found.back_test else None,
    }


def _past_year(past: PastYear) -> Document:
    return {
        "year": past.year,
        "stages": [
            {
                "stage": each.stage,
                "pupils": each.pupils,
                "classes": each.classes,
                "classes_over": each.over,
            }
            for each in past.stages
        ],
    }


def _county(found: Forecast) -> Document:
    return {
        "tenant": found.tenant,
        "name": found.name,
        "past": list(found.past),
        **_told_of(found),
        "schools": [_school(each) for each in found.schools],
        "notes": list(found.notes),
    }


def _left_out(found: LeftOut) -> Document:
    problems = [str(each) for each in found.problems]
    return {"tenant": found.tenant, "name": found.name, "problems": problems}


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
