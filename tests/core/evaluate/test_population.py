"""Who counts under a book, and how a point that is no school of its own joins its parent."""

from __future__ import annotations

from typing import Any

import pytest
from tests.core.build import (
    at_least,
    at_most,
    book,
    county,
    indicator,
    ratio,
    run,
    school,
    verdict_of,
)

from dudao.evaluate import Evaluation, State
from dudao.facts import SubjectFacts

BALANCED = {"exclude_types": ["special", "vocational", "senior"], "teaching_points_from": 50}
BASIC = {"exclude_types": ["special", "vocational", "senior", "teaching_point"]}
TEACHERS = ratio("T", "teachers", {"primary": "0.1", "junior": "0.1"})


def judged(*subjects: SubjectFacts, population: dict[str, Any] | None = None) -> Evaluation:
    """Evaluate teachers per pupil under a population."""
    return run(book(TEACHERS, population=BALANCED if population is None else population), *subjects)


def state_of(subject: SubjectFacts, population: dict[str, Any] | None = None) -> State:
    """Return how one school stands."""
    return verdict_of(judged(subject, population=population), "T").state


def with_pupils(pupils: int | None, kind: str = "primary", **changes: Any) -> SubjectFacts:
    """Return a school with plenty of teachers."""
    return school("S", kind, primary={"students": pupils, "teachers": 30}, **changes)


def test_private_schools_count_unless_the_book_leaves_them_out() -> None:
    private = with_pupils(100, owner=10)
    assert state_of(private) is State.MET
    without = {**BASIC, "exclude_owners": [10]}
    found = verdict_of(judged(private, population=without), "T")
    assert found.state is State.NOT_APPLICABLE
    assert found.reason == "此举办者的学校不在评价范围"
    assert state_of(with_pupils(100, owner=9), without) is State.MET


def test_special_schools_are_left_out() -> None:
    found = verdict_of(judged(with_pupils(100, "special")), "T")
    assert (found.state, found.reason) == (State.NOT_APPLICABLE, "此类学校不在评价范围")


def test_vocational_and_senior_schools_have_no_stage_to_judge() -> None:
    vocational, senior = school("V", "vocational"), school("H", "senior", senior_students=900)
    assert judged(vocational, senior).of("T")[0].state.tolist() == []


@pytest.mark.parametrize(
    ("pupils", "state"),
    [(49, State.NOT_APPLICABLE), (50, State.MET), (None, State.NO_DATA)],
)
def test_a_teaching_point_counts_from_fifty_pupils_and_while_its_pupils_are_unknown(
    pupils: int | None, state: State
) -> None:
    assert state_of(with_pupils(pupils, "teaching_point")) is state


def test_a_small_primary_school_is_no_teaching_point() -> None:
    assert state_of(with_pupils(3)) is State.MET


def test_a_book_may_leave_out_all_teaching_points() -> None:
    assert state_of(with_pupils(400, "teaching_point"), BASIC) is State.NOT_APPLICABLE


def test_schools_left_out_enter_no_sum_and_no_coefficient() -> None:
    spread = indicator("CV", {"kind": "cv", "of": "T"}, at_most("0.5", stage="primary"))
    total = indicator(
        "sum", {"kind": "ratio", "numerator": ["students"], "denominator": ["gdp"]}, at_least(1)
    )
    rules = book(TEACHERS, spread, total, population=BALANCED)
    counted = school("A", primary={"students": 100, "teachers": 10})
    left_out = school("P", "teaching_point", primary={"students": 49, "teachers": 49})
    found = run(rules, counted, left_out, county(gdp=100))
    assert verdict_of(found, "sum").value == "1.0"
    assert verdict_of(found, "CV").value == "0"


def test_an_unknown_figure_of_a_school_left_out_is_not_missed() -> None:
    total = indicator(
        "sum", {"kind": "ratio", "numerator": ["students"], "denominator": ["gdp"]}, at_least(1)
    )
    counted = school("A", primary={"students": 100})
    special = school("X", "special", primary={})
    found = run(book(total, population=BALANCED), counted, special, county(gdp=100))
    assert verdict_of(found, "sum").state is State.MET


PARENT: dict[str, Any] = {
    "primary": {"students": 100, "teachers": 10},
    "multimedia_rooms": 4,
    "music_rooms": 2,
    "music_room_min_area": 96,
    "charter": True,
}
POINT: dict[str, Any] = {
    "primary": {"students": 20, "teachers": 1},
    "multimedia_rooms": 1,
    "music_rooms": 1,
    "music_room_min_area": 60,
    "charter": False,
}
KINDS: dict[str, dict[str, Any]] = {
    "rooms": {"kind": "value", "metric": "multimedia_rooms"},
    "area": {"kind": "value", "metric": "music_room_min_area"},
    "charter": {"kind": "attested", "metric": "charter"},
    "pupils": {"kind": "value", "metric": "students", "places": 0},
    "largest": {"kind": "extreme", "pick": "largest"},
    "full": {"kind": "tally", "at_least": 40},
}


def merged(
    parent: dict[str, Any], point: dict[str, Any], kind: str = "primary", **changes: Any
) -> dict[str, str | None]:
    """Return the values of a school whose point was merged into it, by what was measured."""
    indicators = [
        indicator(
            code,
            measure,
            at_least(True, op="==") if code == "charter" else at_least(1),
            subject="stage" if code == "full" else "school",
        )
        for code, measure in KINDS.items()
    ]
    subjects = school("A", kind, **parent), school("P", "teaching_point", parent="A", **point)
    found = run(book(*indicators, TEACHERS, **changes), *subjects)
    return {code: verdict_of(found, code, "A").value for code in (*KINDS, "T")}


def test_a_point_that_is_no_school_is_merged_into_its_parent() -> None:
    values = merged(PARENT, POINT)
    assert values["rooms"] == "5"
    assert values["pupils"] == "120"
    assert values["area"] == "60"
    assert values["charter"] == "true"
    assert values["T"] == "0.0916666667"  # 11 teachers for 120 pupils


def test_a_merged_point_gets_no_verdict_of_its_own() -> None:
    rules = book(TEACHERS)
    found = run(rules, school("A", **PARENT), school("P", "teaching_point", parent="A", **POINT))
    verdict = verdict_of(found, "T", "P")
    assert (verdict.state, verdict.reason) == (State.NOT_APPLICABLE, "不计校数,数据并入 A")


def test_a_book_may_judge_points_by_themselves() -> None:
    rules = book(TEACHERS, population={"merge_not_counted": False})
    found = run(rules, school("A", **PARENT), school("P", "teaching_point", parent="A", **POINT))
    assert verdict_of(found, "T", "A").value == "0.1"
    assert verdict_of(found, "T", "P").value == "0.05"


@pytest.mark.parametrize("half", ["parent", "point"])
@pytest.mark.parametrize(
    ("missing", "unknown"),
    [
        ("multimedia_rooms", {"rooms"}),
        ("music_room_min_area", {"area"}),
        ("primary", {"pupils", "T"}),
    ],
)
def test_half_a_sum_is_not_a_sum(half: str, missing: str, unknown: set[str]) -> None:
    parent, point = dict(PARENT), dict(POINT)
    del (parent if half == "parent" else point)[missing]
    values = merged(parent, point)
    assert {code for code, value in values.items() if value is None} - {
        "largest",
        "full",
    } == unknown


def test_half_a_list_of_classes_is_no_list() -> None:
    listed = {"classes": [(1, 45), (2, 39)]}
    assert merged({**PARENT, **listed}, POINT)["largest"] is None
    assert merged(PARENT, {**POINT, **listed})["full"] is None
    both = merged({**PARENT, **listed}, {**POINT, "classes": [(1, 46)]})
    assert (both["largest"], both["full"]) == ("46", "2")


def test_a_point_of_another_stage_leaves_the_parents_stage_alone() -> None:
    parent = {**PARENT, "junior": {"students": 50, "teachers": 9}, "classes": [(7, 50)]}
    del parent["primary"]
    rules = book(
        ratio("T", "teachers", {"primary": "0.1", "junior": "0.1"}),
        indicator("largest", KINDS["largest"], at_least(1), subject="stage"),
    )
    found = run(
        rules, school("A", "junior", **parent), school("P", "teaching_point", parent="A", **POINT)
    )
    assert verdict_of(found, "T", "A", "junior").value == "0.18"
    assert verdict_of(found, "largest", "A", "junior").value == "50"
    assert verdict_of(found, "T", "A", "primary").value == "0.05"


def test_a_school_without_rooms_has_the_smallest_room_of_its_point() -> None:
    without = {**PARENT, "music_rooms": 0}
    del without["music_room_min_area"]
    assert merged(without, POINT)["area"] == "60"
    assert merged(PARENT, {**POINT, "music_rooms": 0, "music_room_min_area": None})["area"] == "96"


def test_points_of_one_parent_are_all_merged() -> None:
    rules = book(TEACHERS)
    points = [
        school(code, "teaching_point", primary={"students": 10, "teachers": 0}, parent="A")
        for code in ("P1", "P2", "P3")
    ]
    found = run(rules, *points[:1], school("A", **PARENT), *points[1:])
    assert verdict_of(found, "T", "A").value == "0.0769230769"  # 10 teachers for 130 pupils
