"""Figures, books and verdicts in a line each, for the tests of the domain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from dudao.evaluate import Evaluation, Verdict, evaluate, verdicts
from dudao.facts import Area, ClassFact, FactSet, School, SchoolType, Stage, SubjectFacts
from dudao.metrics import Level, shared_vocabulary
from dudao.rulebook import RuleBook, verify, verify_dates

VOCABULARY = shared_vocabulary()
BASIS = "示〔2020〕1号"
DAY = date(2023, 12, 31)
TENANT = "999999"

Figures = Mapping[str, object]


def stored(figures: Figures) -> dict[str, int]:
    """Return figures as they are stored; None leaves one out."""
    return {
        code: VOCABULARY[code].read(value) for code, value in figures.items() if value is not None
    }


def school(
    code: str,
    type: str = "primary",
    primary: Figures | None = None,
    junior: Figures | None = None,
    classes: Iterable[tuple[int, int]] = (),
    owner: int = 5,
    area: str = "town",
    built: int | None = None,
    parent: str | None = None,
    **facts: object,
) -> SubjectFacts:
    """Return a school; `classes` are grades with pupils, `parent` makes it a point of another."""
    reported = {Stage.PRIMARY: primary, Stage.JUNIOR: junior}
    about = School(
        SchoolType(type),
        owner,
        Area(area),
        built=built,
        counts_as_school=parent is None,
        parent=parent,
    )
    return SubjectFacts(
        code,
        Level.SCHOOL,
        f"{code}学校",
        about,
        stored(facts),
        {stage: stored(figures) for stage, figures in reported.items() if figures is not None},
        tuple(
            ClassFact(f"{number}", grade, pupils)
            for number, (grade, pupils) in enumerate(classes, 1)
        ),
    )


def county(tenant: str = TENANT, /, **facts: object) -> SubjectFacts:
    """Return a county's own figures."""
    return SubjectFacts(tenant, Level.COUNTY, "示例县", None, stored(facts))


def facts_of(*subjects: SubjectFacts, tenant: str = TENANT, period: str = "2023") -> FactSet:
    """Return the figures of one tenant and period."""
    return FactSet(tenant, period, subjects, "示例县")


def ratio(
    code: str,
    numerator: str,
    limits: Mapping[str, object],
    per: int = 1,
    shared: bool = False,
    **changes: Any,
) -> dict[str, Any]:
    """Return a stage indicator: a metric per pupil, with its lowest value by stage."""
    return {
        "code": code,
        "title": f"{code} 指标",
        "subject": "stage",
        "clause": f"{BASIS} {code}",
        "measure": {
            "kind": "ratio",
            "numerator": [numerator],
            "denominator": ["students"],
            "per": per,
            "shared": shared,
        },
        "targets": [{"stage": s, "op": ">=", "limit": limit} for s, limit in limits.items()],
        **changes,
    }


def indicator(
    code: str, measure: Mapping[str, Any], *targets: Mapping[str, Any], **changes: Any
) -> dict[str, Any]:
    """Return an indicator of the county unless `subject` says otherwise."""
    return {
        "code": code,
        "title": f"{code} 指标",
        "subject": "county",
        "clause": f"{BASIS} {code}",
        "measure": measure,
        "targets": targets,
        **changes,
    }


def at_least(limit: object, **changes: Any) -> dict[str, Any]:
    """Return a target of at least this much."""
    return {"op": ">=", "limit": limit, **changes}


def at_most(limit: object, **changes: Any) -> dict[str, Any]:
    """Return a target of at most this much."""
    return {"op": "<=", "limit": limit, **changes}


def veto(code: str, metric: str | None = "veto_key_classes", **changes: Any) -> dict[str, Any]:
    """Return a veto on a county's attestation."""
    return {
        "code": code,
        "title": f"{code} 情形",
        "effect": "veto",
        "grade": "不达标",
        "metric": metric,
        "clause": f"{BASIS} {code}",
        **changes,
    }


def raw_book(*indicators: Mapping[str, Any], **changes: Any) -> RuleBook:
    """Return a book as its file would say it, sound or not."""
    return RuleBook.model_validate(
        {
            "code": "demo.book",
            "edition": "2020",
            "title": "示例办法",
            "basis": BASIS,
            "since": "2020-01-01",
            "grading": {"scheme": "all_met", "grades": ["达标", "不达标"]},
            "indicators": indicators,
            **changes,
        }
    )


def book(*indicators: Mapping[str, Any], **changes: Any) -> RuleBook:
    """Return a book that passes every check on books."""
    found = raw_book(*indicators, **changes)
    assert [*verify_dates(found, "demo.toml"), *verify(found, VOCABULARY, "demo.toml")] == []
    return found


# The seven indicators: numerator, limits of primary and junior, per how many pupils, shared.
_SEVEN: dict[str, tuple[str, str, str, int, bool]] = {
    "R1": ("teachers_above_degree", "4.2", "5.3", 100, False),
    "R2": ("backbone_teachers", "1", "1", 100, False),
    "R3": ("pe_arts_teachers", "0.9", "0.9", 100, False),
    "R4": ("teaching_area", "4.5", "5.8", 1, True),
    "R5": ("sports_area", "7.5", "10.2", 1, True),
    "R6": ("equipment_value", "2000", "2500", 1, True),
    "R7": ("multimedia_rooms", "2.3", "2.4", 100, True),
}
SEVEN = tuple(_SEVEN)


def seven(**changes: Any) -> list[dict[str, Any]]:
    """Return the seven indicators, the rule that six be met and the rest above 85%, and the CVs."""
    direct = [
        ratio(code, metric, {"primary": primary, "junior": junior}, per, shared, counts=False)
        for code, (metric, primary, junior, per, shared) in _SEVEN.items()
    ]
    rule = indicator(
        "R",
        {"kind": "k_of_n", "of": SEVEN, "k": 6, "floor": "0.85", **changes},
        subject="stage",
    )
    limits = (at_most("0.5", stage="primary"), at_most("0.45", stage="junior"))
    spreads = [indicator(f"CV-{code}", {"kind": "cv", "of": code}, *limits) for code in SEVEN]
    return [*direct, rule, *spreads]


def run(book: RuleBook, *subjects: SubjectFacts, day: date = DAY) -> Evaluation:
    """Evaluate one county."""
    return evaluate(book, [facts_of(*subjects)], day, VOCABULARY)


def verdict_of(
    evaluation: Evaluation, code: str, subject: str | None = None, stage: str | None = None
) -> Verdict:
    """Return the only verdict on an indicator, for a subject and a stage where these are given."""
    (found,) = [
        each
        for each in verdicts(evaluation, VOCABULARY)
        if each.indicator == code
        and subject in (None, each.subject)
        and stage in (None, each.stage)
    ]
    return found
