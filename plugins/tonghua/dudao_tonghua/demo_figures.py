"""The demo counties' own figures: rates by year, and what each confirms from which year on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .demo_counties import COUNTIES, YEARS, County, chance

Figures = dict[str, Any]
# By county in the order of COUNTIES, by year.
_RETENTION = (
    ("97.6", "97.9", "98.2", "98.4", "98.6"),
    ("96.1", "96.4", "96.8", "97.0", "97.3"),
    ("95.4", "95.9", "96.3", "96.8", "97.1"),
    ("94.8", "95.2", "95.9", "96.3", "96.7"),
    ("95.0", "95.6", "96.1", "96.6", "97.0"),
    ("96.8", "97.1", "97.3", "97.6", "97.9"),
    ("96.2", "96.7", "97.0", "97.4", "97.8"),
)
# Of 1,000: rotating teachers of those eligible, key teachers of those, training completed.
_ROTATING = (
    (82, 94, 108, 117, 121),
    (64, 78, 91, 103, 106),
    (71, 86, 97, 104, 110),
    (58, 69, 84, 93, 98),
    (66, 80, 95, 101, 105),
    (77, 92, 106, 113, 119),
    (85, 99, 112, 120, 126),
)
_BACKBONE = (168, 181, 196, 207, 214)
_BACKBONE_APART = 24
_TRAINED = (410, 560, 720, 880, 1015)
_TRAINED_APART = 30
_ELIGIBLE_PERCENT = 34
_SERVANTS_PAY = (51800, 55600, 59900, 64300, 68200)
# Of 1,000, teachers' pay against it.
_PAY = (
    (996, 1004, 1009, 1015, 1021),
    (981, 992, 1001, 1004, 1006),
    (968, 981, 994, 1002, 1004),
    (955, 970, 983, 991, 996),
    (961, 975, 990, 1001, 1003),
    (988, 999, 1006, 1011, 1018),
    (979, 994, 1003, 1008, 1012),
)
_WEAK_SCHOOLS = (
    (1, 0, 0, 0, 0),
    (2, 0, 0, 0, 0),
    (4, 1, 0, 0, 0),
    (6, 2, 1, 0, 0),
    (5, 2, 0, 0, 0),
    (3, 0, 0, 0, 0),
    (2, 0, 0, 0, 0),
)
_POVERTY_DROPOUTS = {("220523", "2017"): 3, ("220523", "2018"): 1, ("220524", "2017"): 2}
_DISTANCE_DROPOUTS = {("220521", "2017"): 2, ("220581", "2018"): 1}
_BASED_ON = 2017
_NEVER = 9999

# From which year on each is confirmed, where a county has no entry of its own below.
_CONFIRMED: Mapping[str, int] = {
    "tonghua.basic_balance": 2017,
    "layout_meets_plan": 2017,
    "tonghua.fee_waivers": 2017,
    "tonghua.school_ledger": 2017,
    "tonghua.beds": 2019,
    "tonghua.class_plan": 2017,
    "tonghua.class_ledger": 2018,
    "staffing_by_county": 2018,
    "tonghua.rural_pay": 2018,
    "rural_junior_favoured": 2017,
    "tonghua.performance_pay": 2018,
    "tonghua.migrant_admission": 2017,
    "tonghua.funds_follow": 2018,
    "left_behind_care": 2017,
    "tonghua.left_behind_files": 2018,
    "tonghua.school_bus": 2019,
    "tonghua.county_plan": 2017,
    "tonghua.mechanism": 2017,
    "tonghua.special_inspection": 2018,
    "tonghua.congress_report": 2018,
    "unified_building": 2019,
    "unified_staffing": 2018,
    "unified_funding": 2017,
    "unified_equipment": 2020,
}
# What should not be, and up to which year it was.
_WRONGS: Mapping[str, Mapping[str, int]] = {
    "veto_exam_admission": {},
    "veto_unfilled_posts": {"220523": 2019, "220521": 2017},
    "tonghua.posts_misused": {"220524": 2018},
}
# Where a county is later, has not come so far, or has not answered at all (None).
_EXCEPTIONS: Mapping[str, Mapping[str, int | None]] = {
    "220502": {"tonghua.school_bus": None, "unified_equipment": 2019},
    "220503": {
        "tonghua.beds": _NEVER,
        "unified_building": 2020,
        "unified_equipment": _NEVER,
        "tonghua.congress_report": 2020,
    },
    "220521": {
        "tonghua.rural_pay": 2020,
        "unified_staffing": _NEVER,
        "tonghua.left_behind_files": 2019,
    },
    "220523": {
        "tonghua.basic_balance": 2018,
        "tonghua.class_ledger": _NEVER,
        "tonghua.school_bus": _NEVER,
        "tonghua.special_inspection": None,
        "unified_building": 2020,
        "unified_equipment": None,
    },
    "220524": {
        "tonghua.class_plan": 2018,
        "tonghua.funds_follow": None,
        "tonghua.performance_pay": _NEVER,
        "unified_building": _NEVER,
        "unified_staffing": 2020,
    },
    "220581": {
        "unified_building": 2018,
        "unified_equipment": 2018,
        "tonghua.mechanism": None,
    },
    "220582": {"tonghua.beds": 2018, "unified_staffing": 2019},
}


def figures_of(county: County, year: int, schools: Sequence[Figures]) -> Figures:
    """Return what a county reports of itself, agreeing with its schools' figures."""
    place, at = COUNTIES.index(county), YEARS.index(str(year))
    teachers = sum(stage["teachers"] for each in schools for stage in each["stages"].values())
    eligible = teachers * _ELIGIBLE_PERCENT // 100
    rotating = eligible * _ROTATING[place][at] // 1000
    trained = min(1000, _TRAINED[at] - chance(_TRAINED_APART, county.code, year, "trained"))
    found: Figures = {
        "nine_year_retention": _RETENTION[place][at],
        "rotation_eligible": eligible,
        "rotation_actual": rotating,
        "rotation_backbone": rotating * (_BACKBONE[at] + _apart(county, year)) // 1000,
        "training_obliged_teachers": teachers,
        "training_360h_teachers": teachers * trained // 1000,
        "civil_servant_average_pay": _SERVANTS_PAY[at],
        "teacher_average_pay": _SERVANTS_PAY[at] * _PAY[place][at] // 1000,
        "tonghua.weak_schools": _WEAK_SCHOOLS[place][at],
    }
    return found if year < _BASED_ON else found | _since(county, year, schools)


def _apart(county: County, year: int) -> int:
    return chance(2 * _BACKBONE_APART + 1, county.code, year, "backbone") - _BACKBONE_APART


def _since(county: County, year: int, schools: Sequence[Figures]) -> Figures:
    """Return what is asked for only since there is the document."""
    standardised = [each["facts"]["tonghua.standardised"] for each in schools]
    own = (county.code, str(year))
    begun: Mapping[str, int | None] = {**_CONFIRMED, **_EXCEPTIONS[county.code]}
    return {
        "standardised_schools_share": f"{100 * sum(standardised) / len(standardised):.1f}",
        "tonghua.poverty_dropouts": _POVERTY_DROPOUTS.get(own, 0),
        "tonghua.distance_dropouts": _DISTANCE_DROPOUTS.get(own, 0),
        **{code: year >= first for code, first in begun.items() if first is not None},
        **{code: year <= upto.get(county.code, 0) for code, upto in _WRONGS.items()},
    }
