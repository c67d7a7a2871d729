"""Which target holds for whom and when; relaxations until a date; conditions on figures."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.core.build import (
    BASIS,
    DAY,
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

from dudao.evaluate import Flag, State, Verdict

RETENTION = {"kind": "value", "metric": "primary_retention"}
SIZE = {"kind": "value", "metric": "students", "places": 0}
ROOM = {"kind": "value", "metric": "music_room_min_area"}


def retention(day: date, *targets: dict[str, Any], value: object = 96) -> Verdict:
    """Return the verdict on a county's retention under some targets."""
    rules = book(indicator("P", RETENTION, *targets))
    return verdict_of(run(rules, county(primary_retention=value), day=day), "P")


def relaxation(**changes: Any) -> dict[str, Any]:
    """Return a relaxation of the smallest room to 73 ㎡ that buildings of up to 2016 may use."""
    return {
        "code": "P.old",
        "title": "老校",
        "since": date(2019, 10, 1),
        "until": date(2022, 9, 30),
        "when": {"built": {"max": 2016}},
        "limit": 73,
        "clause": f"{BASIS} 放宽",
        **changes,
    }


def room(size: object, day: date = date(2022, 9, 30), **changes: Any) -> Verdict:
    """Return the verdict on a school's smallest room, 96 ㎡ or 73 under a relaxation."""
    relaxations = [relaxation(**changes.pop("relaxation", {}))]
    rules = book(indicator("G3", ROOM, at_least(96), subject="school", relaxations=relaxations))
    subject = school("S", music_room_min_area=size, **{"built": 2016, **changes})
    return verdict_of(run(rules, subject, day=day), "G3")


@pytest.mark.parametrize(
    ("day", "limit", "state"),
    [
        (date(2019, 12, 30), "95", State.MET),
        (date(2019, 12, 31), "97", State.NOT_MET),
        (date(2020, 12, 31), "97", State.NOT_MET),
        (date(2021, 1, 1), None, State.NOT_APPLICABLE),
    ],
)
def test_a_target_holds_from_its_first_day_to_its_last(
    day: date, limit: str | None, state: State
) -> None:
    verdict = retention(
        day,
        at_least(95, until=date(2019, 12, 30)),
        at_least(97, since=date(2019, 12, 31), until=date(2020, 12, 31)),
    )
    assert (verdict.limit, verdict.state) == (limit, state)


def test_before_the_first_target_nothing_is_judged_and_the_value_still_shown() -> None:
    verdict = retention(date(2019, 1, 1), at_least(95, since=date(2020, 1, 1)))
    assert verdict.state is State.NOT_APPLICABLE
    assert verdict.value == "96"
    assert verdict.reason == "当日没有生效的目标值"


def test_the_last_target_that_fits_wins() -> None:
    rules = book(
        indicator(
            "G4",
            SIZE,
            at_most(2000),
            at_most(2500, when={"types": ["nine_year", "twelve_year"]}, clause=f"{BASIS} 九年"),
            subject="school",
        )
    )
    nine = school("N", "nine_year", primary={"students": 1250}, junior={"students": 1250})
    plain = school("A", primary={"students": 2001})
    found = run(rules, nine, plain)
    assert (verdict_of(found, "G4", "N").limit, verdict_of(found, "G4", "N").state) == (
        "2500",
        State.MET,
    )
    assert verdict_of(found, "G4", "N").clause == f"{BASIS} 九年"
    assert verdict_of(found, "G4", "A").state is State.NOT_MET


def test_a_stage_is_held_to_its_own_target() -> None:
    rules = book(ratio("R1", "teachers", {"primary": "0.042", "junior": "0.053"}))
    same = {"students": 1000, "teachers": 50}
    found = run(rules, school("N", "nine_year", primary=same, junior=same))
    assert verdict_of(found, "R1", stage="primary").state is State.MET
    assert verdict_of(found, "R1", stage="junior").state is State.NOT_MET


@pytest.mark.parametrize(
    ("op", "states"),
    [
        (">=", [State.NOT_MET, State.MET, State.MET]),
        (">", [State.NOT_MET, State.NOT_MET, State.MET]),
        ("<=", [State.MET, State.MET, State.NOT_MET]),
        ("<", [State.MET, State.NOT_MET, State.NOT_MET]),
        ("==", [State.NOT_MET, State.MET, State.NOT_MET]),
    ],
)
def test_each_comparison_at_its_limit_and_a_step_beside(op: str, states: list[State]) -> None:
    found = [
        retention(DAY, {"op": op, "limit": 95}, value=value).state
        for value in ("94.999999", "95", "95.000001")
    ]
    assert found == states


def test_a_target_for_some_waits_for_the_figure_that_tells_whom() -> None:
    small = {"metrics": {"students": {"max": 99}}}
    rules = book(
        indicator("B", ROOM, at_least(96), at_least(50, when=small), subject="school"),
        indicator("C", ROOM, at_least(50, when=small), subject="school"),
    )

    def states(pupils: object) -> list[State]:
        found = run(rules, school("S", primary={"students": pupils}, music_room_min_area=60))
        return [verdict_of(found, code).state for code in "BC"]

    assert states(99) == [State.MET, State.MET]
    assert states(100) == [State.NOT_MET, State.NOT_APPLICABLE]
    # Neither the stricter nor the lighter target may be assumed, nor that there is none.
    assert states(None) == [State.NO_DATA, State.NO_DATA]


def test_an_unknown_condition_of_an_earlier_target_does_not_matter() -> None:
    small = {"metrics": {"students": {"max": 99}}}
    rules = book(indicator("B", ROOM, at_least(50, when=small), at_least(96), subject="school"))
    verdict = verdict_of(run(rules, school("S", music_room_min_area=97)), "B")
    assert verdict.state is State.MET


@pytest.mark.parametrize(
    ("pupils", "counted", "state"),
    [
        (99, 100, State.MET),
        (99, 99, State.NOT_MET),
        (99, None, State.NO_DATA),
        (100, None, State.NOT_APPLICABLE),
        (100, 90, State.NOT_APPLICABLE),
        (None, 100, State.NO_DATA),
    ],
)
def test_an_indicator_for_some_is_undecided_while_it_is_unknown_whether_it_applies(
    pupils: object, counted: object, state: State
) -> None:
    rules = book(
        indicator(
            "G6",
            {"kind": "value", "metric": "public_funds_pupils_counted", "places": 0},
            at_least(100),
            subject="school",
            applies={"metrics": {"students": {"max": 99}}},
        )
    )
    subject = school("S", primary={"students": pupils}, public_funds_pupils_counted=counted)
    assert verdict_of(run(rules, subject), "G6").state is state


def test_whether_an_indicator_applies_is_open_while_the_year_of_building_is_unknown() -> None:
    applies = {"built": {"max": 2010}}
    rules = book(indicator("B", ROOM, at_least(96), subject="school", applies=applies))
    states = [
        verdict_of(run(rules, school("S", built=built, music_room_min_area=97)), "B").state
        for built in (2010, 2011, None)
    ]
    assert states == [State.MET, State.NOT_APPLICABLE, State.NO_DATA]


@pytest.mark.parametrize(
    ("pupils", "built", "state"),
    [
        (100, 2000, State.MET),
        (99, 2000, State.NOT_APPLICABLE),
        (None, 2000, State.NO_DATA),
        (100, None, State.NO_DATA),
        (99, None, State.NOT_APPLICABLE),  # ruled out by its pupils alone
        (None, 2011, State.NOT_APPLICABLE),  # ruled out by its year alone
    ],
)
def test_one_known_part_of_a_condition_can_rule_it_out(
    pupils: object, built: int | None, state: State
) -> None:
    applies = {"built": {"max": 2010}, "metrics": {"students": {"min": 100}}}
    rules = book(indicator("B", ROOM, at_least(96), subject="school", applies=applies))
    subject = school("S", primary={"students": pupils}, built=built, music_room_min_area=97)
    assert verdict_of(run(rules, subject), "B").state is state


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2019, 9, 30), State.NOT_MET),
        (date(2019, 10, 1), State.MET_RELAXED),
        (date(2022, 9, 30), State.MET_RELAXED),
        (date(2022, 10, 1), State.NOT_MET),
    ],
)
def test_a_relaxation_serves_from_its_first_day_to_its_last(day: date, state: State) -> None:
    verdict = room(80, day)
    assert verdict.state is state
    if state is State.MET_RELAXED:
        assert verdict.until == date(2022, 9, 30)
        assert verdict.relaxation == "老校"
        assert verdict.clause == f"{BASIS} 放宽"
        assert (verdict.limit, verdict.printed_limit) == ("73", "≥ 73")
    else:
        assert (verdict.until, verdict.relaxation, verdict.limit) == (None, "", "96")


@pytest.mark.parametrize(
    ("area", "state"),
    [
        ("96", State.MET),
        ("73", State.MET_RELAXED),
        ("72.9999", State.NOT_MET),
        (None, State.NO_DATA),
    ],
)
def test_a_relaxation_only_turns_what_is_not_met(area: object, state: State) -> None:
    assert room(area).state is state


@pytest.mark.parametrize("built", [None, 2017])
def test_a_missing_or_unfit_attribute_grants_no_relaxation(built: int | None) -> None:
    assert room(80, built=built).state is State.NOT_MET


def test_every_part_of_a_condition_has_to_hold() -> None:
    when: dict[str, Any] = {
        "built": {"max": 2016},
        "areas": ["rural"],
        "largest_class": {"max": 29},
    }
    relaxed: dict[str, Any] = {"relaxation": {"when": when}}
    fitting: dict[str, Any] = {"area": "rural", "classes": [(1, 29)]}
    assert room(80, **relaxed, **fitting).state is State.MET_RELAXED
    assert room(80, **relaxed, **{**fitting, "classes": [(1, 30)]}).state is State.NOT_MET
    assert room(80, **relaxed, **{**fitting, "classes": []}).state is State.NOT_MET
    assert room(80, **relaxed, **{**fitting, "area": "town"}).state is State.NOT_MET
    assert room(80, **relaxed, **fitting, built=2017).state is State.NOT_MET


@pytest.mark.parametrize(
    ("pupils", "migrants", "state"),
    [
        (2000, 1001, State.MET_RELAXED),
        (2000, 999, State.NOT_MET),
        (2000, None, State.NOT_MET),
    ],
)
def test_a_share_between_figures_may_be_the_condition(
    pupils: int, migrants: object, state: State
) -> None:
    when = {"shares": [{"numerator": "migrant_students", "denominator": "students", "min": "0.5"}]}
    rules = book(
        indicator(
            "G4",
            SIZE,
            at_most(1900),
            subject="school",
            relaxations=[relaxation(when=when, limit=2400, until=None)],
        )
    )
    subject = school("S", primary={"students": pupils}, migrant_students=migrants)
    assert verdict_of(run(rules, subject), "G4").state is state


@pytest.mark.parametrize(
    ("confirmed", "leased", "state", "value"),
    [
        (True, 500, State.MET_RELAXED, "7.5"),
        (True, 499, State.NOT_MET, "7.0"),
        (True, None, State.NOT_MET, "7.0"),
        (False, 500, State.NOT_MET, "7.0"),
        (None, 500, State.NOT_MET, "7.0"),
    ],
)
def test_a_relaxation_may_count_more_where_it_is_confirmed_and_known(
    confirmed: object, leased: object, state: State, value: str
) -> None:
    more = relaxation(
        when={"confirmed": ["dense_city_centre"]},
        limit=None,
        also_counts=["leased_sports_area"],
        until=None,
    )
    rules = book(ratio("R5", "sports_area", {"primary": "7.5"}, shared=True, relaxations=[more]))
    subject = school(
        "S",
        primary={"students": 1000},
        sports_area=7000,
        leased_sports_area=leased,
        dense_city_centre=confirmed,
    )
    verdict = verdict_of(run(rules, subject), "R5")
    assert (verdict.state, verdict.value) == (state, value)


def test_the_first_relaxation_that_serves_is_the_one_named() -> None:
    rules = book(
        indicator(
            "G3",
            ROOM,
            at_least(96),
            subject="school",
            relaxations=[
                relaxation(code="a", title="甲", limit=90),
                relaxation(code="b", title="乙", limit=70),
                relaxation(code="c", title="丙", limit=60),
            ],
        )
    )
    found = run(rules, school("S", built=2000, music_room_min_area=75), day=date(2021, 1, 1))
    assert verdict_of(found, "G3").relaxation == "乙"


@pytest.mark.parametrize(
    ("value", "flags"),
    [
        ("95.996", {Flag.ROUNDING_SENSITIVE, Flag.BORDERLINE}),  # prints 96.00, is below
        ("95.99", {Flag.BORDERLINE}),
        ("96", {Flag.BORDERLINE}),
        ("91.2", {Flag.BORDERLINE}),  # 5% below
        ("91.1999", set()),
        ("100.8", {Flag.BORDERLINE}),  # 5% above
        ("100.8001", set()),
    ],
)
def test_flags_tell_what_hangs_on_rounding_and_what_is_near(value: str, flags: set[Flag]) -> None:
    assert set(room(value, built=2020).flags) == flags


def test_rounding_matters_also_where_printing_would_fail_what_is_met() -> None:
    rules = book(indicator("P", RETENTION, {"op": "<", "limit": "95.01"}))
    verdict = verdict_of(run(rules, county(primary_retention="95.009")), "P")
    assert (verdict.state, verdict.printed) == (State.MET, "95.01%")
    assert Flag.ROUNDING_SENSITIVE in verdict.flags


def test_an_indicator_may_have_a_margin_of_its_own_or_none() -> None:
    def flags(**changes: Any) -> tuple[Flag, ...]:
        rules = book(indicator("P", RETENTION, at_least(95), **changes), borderline="0.02")
        return verdict_of(run(rules, county(primary_retention=94)), "P").flags

    assert flags() == (Flag.BORDERLINE,)
    assert flags(borderline="0.01") == ()
    assert flags(borderline=0) == ()


def test_what_is_not_judged_carries_no_flag() -> None:
    assert retention(DAY, at_least(95), value=None).flags == ()
    assert retention(date(2019, 1, 1), at_least(95, since=DAY), value=95).flags == ()


def test_the_flags_of_a_relaxed_verdict_are_those_against_the_lighter_limit() -> None:
    assert room("95.996").flags == ()
    assert room("73.001").flags == (Flag.BORDERLINE,)
    assert room("72.996").flags == ()
