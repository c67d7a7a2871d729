"""A county that passes a book with every kind of measure, and ways to change its figures."""

from __future__ import annotations

from dataclasses import replace

from tests.core.build import (
    VOCABULARY,
    at_least,
    at_most,
    book,
    county,
    facts_of,
    indicator,
    ratio,
    school,
    seven,
    veto,
)

from dudao.evaluate import Evaluation, Verdict, verdicts
from dudao.facts import FactSet, Stage, SubjectFacts

Place = tuple[str, Stage | None, str]

BY_STAGE = {"primary": 56, "junior": 61}

# A book with every kind of measure at every level it can stand at.
EVERYTHING = book(
    *seven(),
    ratio("B", "books", {"primary": 10, "junior": 15}, shared=True, counts=False),
    *(indicator(f"CV-{code}", {"kind": "cv", "of": code}, counts=False) for code in "B"),
    indicator(
        "mean",
        {"kind": "mean_cv", "of": ["CV-R1", "CV-B"]},
        at_most("0.65", stage="primary"),
        at_most("0.55", stage="junior"),
    ),
    indicator("G5", {"kind": "extreme"}, at_most(45), subject="stage"),
    indicator("big", {"kind": "tally", "at_least": 56}, at_most(0), subject="stage"),
    indicator("school_big", {"kind": "tally", "at_least": BY_STAGE}, at_most(0), subject="school"),
    indicator("all_big", {"kind": "tally", "at_least": BY_STAGE}, at_most(0)),
    indicator(
        "G6",
        {"kind": "value", "metric": "public_funds_pupils_counted", "places": 0},
        at_least(100),
        subject="school",
        applies={"metrics": {"students": {"max": 99}}},
    ),
    indicator(
        "Q6", {"kind": "attested", "metric": "moral_education"}, at_least("good"), subject="school"
    ),
    indicator(
        "G12",
        {"kind": "share", "numerator": ["certified_teachers"], "denominator": ["teachers"]},
        at_least(1),
    ),
    indicator(
        "spending",
        {
            "kind": "change",
            "metric": "education_spending",
            "reported": "education_spending_trend",
        },
        at_least(0),
    ),
    indicator("G8", {"kind": "value", "metric": "primary_retention"}, at_least(95)),
    conditions=[veto("V1")],
    population={"exclude_types": ["special", "vocational"], "teaching_points_from": 50},
)


def all_verdicts(evaluation: Evaluation) -> list[Verdict]:
    """Return every verdict."""
    return list(verdicts(evaluation, VOCABULARY))


def key(verdict: Verdict) -> tuple[str, str, str]:
    """Return what tells a verdict from the others."""
    return verdict.indicator, verdict.subject, str(verdict.stage)


WHOLE = facts_of(
    *(
        school(
            f"S{number}",
            "nine_year",
            primary={
                "students": 480 + number,
                "teachers": 40,
                "teachers_above_degree": 21 + number,
                "backbone_teachers": 6,
                "pe_arts_teachers": 5,
                "certified_teachers": 40,
            },
            junior={
                "students": 240,
                "teachers": 20,
                "teachers_above_degree": 13,
                "backbone_teachers": 3,
                "pe_arts_teachers": 3,
                "certified_teachers": 20,
            },
            classes=[(1, 40), (7, 45)],
            teaching_area=5200,
            sports_area=9000,
            equipment_value=2_400_000,
            multimedia_rooms=20 + number,
            books=16000,
            moral_education="good",
        )
        for number in range(3)
    ),
    county(
        education_spending=100,
        education_spending_trend="rose",
        primary_retention=96,
        veto_key_classes=False,
    ),
)
PLACES = [
    (subject.code, stage, metric)
    for subject in WHOLE.subjects
    for stage, figures in ((None, subject.facts), *subject.stages.items())
    for metric in figures
]


def without(facts: FactSet, subject: str, stage: Stage | None, metric: str) -> FactSet:
    """Return the figures with one of them missing."""

    def strip(one: SubjectFacts) -> SubjectFacts:
        if one.code != subject:
            return one
        if stage is None:
            return replace(one, facts={k: v for k, v in one.facts.items() if k != metric})
        figures = {k: v for k, v in one.stages[stage].items() if k != metric}
        return replace(one, stages={**one.stages, stage: figures})

    return replace(facts, subjects=tuple(strip(one) for one in facts.subjects))


def with_figure(place: Place, value: int) -> FactSet:
    """Return the whole county with one figure replaced."""
    subject, stage, metric = place

    def put(one: SubjectFacts) -> SubjectFacts:
        if one.code != subject:
            return one
        if stage is None:
            return replace(one, facts={**one.facts, metric: value})
        return replace(one, stages={**one.stages, stage: {**one.stages[stage], metric: value}})

    return replace(WHOLE, subjects=tuple(put(one) for one in WHOLE.subjects))
