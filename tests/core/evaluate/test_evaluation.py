"""Evaluating as a whole: many counties at once, packing, order, missing figures, two periods."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given, settings, strategies as st
from tests.core.build import (
    DAY,
    VOCABULARY,
    at_least,
    book,
    county,
    facts_of,
    indicator,
    ratio,
    run,
    school,
    verdict_of,
)
from tests.core.strategies import fact_sets, stored
from tests.core.whole import (
    EVERYTHING,
    PLACES,
    WHOLE,
    Place,
    all_verdicts,
    key,
    with_figure,
    without,
)

from dudao.errors import DudaoError
from dudao.evaluate import Flag, State, Verdict, evaluate, pack, pack_each, unpack
from dudao.facts import FactSet
from dudao.grading import grade
from dudao.metrics import Level
from dudao.rulebook import RuleBook


def as_tenant(facts: FactSet, tenant: str) -> FactSet:
    """Return the same figures as those of another tenant."""
    subjects = tuple(
        replace(one, code=tenant) if one.kind is Level.COUNTY else one for one in facts.subjects
    )
    return replace(facts, tenant=tenant, subjects=subjects)


several = st.lists(fact_sets(), min_size=1, max_size=3).map(
    lambda found: [as_tenant(facts, f"{number:06}") for number, facts in enumerate(found)]
)


@settings(deadline=None, max_examples=40)
@given(several, st.data())
def test_many_counties_at_once_are_judged_as_each_alone(
    sets: list[FactSet], data: st.DataObject
) -> None:
    together = evaluate(EVERYTHING, sets, DAY, VOCABULARY)
    for number, facts in enumerate(sets):
        alone = evaluate(EVERYTHING, [facts], DAY, VOCABULARY)
        assert all_verdicts(together.alone(number)) == all_verdicts(alone)
        assert grade(together, facts, number) == grade(alone, facts)


@settings(deadline=None, max_examples=40)
@given(fact_sets())
def test_a_packed_evaluation_reads_back_as_it_was(facts: FactSet) -> None:
    found = evaluate(EVERYTHING, [facts], DAY, VOCABULARY)
    again = unpack(pack(found), EVERYTHING)
    assert all_verdicts(again) == all_verdicts(found)
    assert grade(again, facts) == grade(found, facts)
    assert again.as_of == DAY
    assert all_verdicts(unpack(pack(again), EVERYTHING)) == all_verdicts(found)


@settings(deadline=None, max_examples=20)
@given(several)
def test_each_county_of_many_is_packed_as_if_alone(sets: list[FactSet]) -> None:
    together = evaluate(EVERYTHING, sets, DAY, VOCABULARY)
    for facts, packed in zip(sets, pack_each(together), strict=True):
        alone = evaluate(EVERYTHING, [facts], DAY, VOCABULARY)
        assert all_verdicts(unpack(packed, EVERYTHING)) == all_verdicts(alone)


@settings(deadline=None, max_examples=40)
@given(fact_sets(), st.randoms(use_true_random=False))
def test_the_order_of_subjects_does_not_matter(facts: FactSet, random: Any) -> None:
    shuffled = list(facts.subjects)
    random.shuffle(shuffled)
    mixed = replace(facts, subjects=tuple(shuffled))
    assert mixed.digest() == facts.digest()
    found, other = (evaluate(EVERYTHING, [each], DAY, VOCABULARY) for each in (facts, mixed))
    assert sorted(all_verdicts(found), key=key) == sorted(all_verdicts(other), key=key)
    assert grade(found, facts) == grade(other, mixed)


@settings(deadline=None, max_examples=40)
@given(fact_sets())
def test_each_subject_has_one_verdict_for_each_indicator(facts: FactSet) -> None:
    found = Counter(key(verdict) for verdict in all_verdicts(run(EVERYTHING, *facts.subjects)))
    assert set(found.values()) <= {1}


def test_the_whole_county_of_these_tests_passes() -> None:
    found = evaluate(EVERYTHING, [WHOLE], DAY, VOCABULARY)
    assert {v.state for v in all_verdicts(found)} <= {State.MET, State.NOT_APPLICABLE}
    assert grade(found, WHOLE).possible == ("达标",)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(PLACES), st.data())
def test_a_missing_figure_never_decides_for_the_county(place: Place, data: st.DataObject) -> None:
    value = data.draw(stored(VOCABULARY[place[2]]))
    assume((place[2], value) != ("students", 0))
    missing = without(WHOLE, *place)
    filled = with_figure(place, value)
    empty, full = (evaluate(EVERYTHING, [each], DAY, VOCABULARY) for each in (missing, filled))
    assert set(grade(empty, missing).possible) >= set(grade(full, filled).possible)
    after = {key(verdict): verdict.state for verdict in all_verdicts(full)}
    for verdict in all_verdicts(empty):
        # What is decided without the figure stays so whatever the figure turns out to be.
        if verdict.state in (State.MET, State.NOT_MET, State.NOT_APPLICABLE):
            assert after[key(verdict)] is verdict.state


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_without_a_figure_no_indicator_that_reads_it_is_met(
    place: Place,
) -> None:
    before = {key(v): v for v in all_verdicts(evaluate(EVERYTHING, [WHOLE], DAY, VOCABULARY))}
    missing = without(WHOLE, *place)
    after = {key(v): v for v in all_verdicts(evaluate(EVERYTHING, [missing], DAY, VOCABULARY))}
    changed = {each for each in before if before[each] != after[each]}
    if place[2] in ("veto_key_classes", "education_spending"):
        assert not changed  # a condition of the grade; judged by the reported direction anyway
    else:
        assert changed
    for each in changed:
        assert after[each].value is None
        without_target = before[each].state is State.NOT_APPLICABLE
        assert without_target or after[each].state is State.NO_DATA


CHANGE = indicator(
    "spending",
    {"kind": "change", "metric": "education_spending", "reported": "education_spending_trend"},
    at_least(0),
)


def changed(
    now: dict[str, Any], before: dict[str, Any] | None, rules: RuleBook | None = None
) -> Verdict:
    """Return the verdict on a change between two periods."""
    previous = [] if before is None else [facts_of(county(**before), period="2022")]
    found = evaluate(rules or book(CHANGE), [facts_of(county(**now))], DAY, VOCABULARY, previous)
    return verdict_of(found, "spending")


@pytest.mark.parametrize(
    ("now", "before", "state", "value"),
    [
        ("100.5", "100", State.MET, "0.5"),
        ("100", "100", State.MET, "0"),
        ("99.9999", "100", State.NOT_MET, "-0.0001"),
        ("100", None, State.NO_DATA, None),
        (None, "100", State.NO_DATA, None),
    ],
)
def test_a_change_is_the_difference_to_the_period_before(
    now: str | None, before: str | None, state: State, value: str | None
) -> None:
    verdict = changed({"education_spending": now}, {"education_spending": before})
    assert (verdict.state, verdict.value) == (state, value)
    assert Flag.REPORTED not in verdict.flags


@pytest.mark.parametrize(
    ("direction", "state", "printed"),
    [
        ("rose", State.MET, "高于上年"),
        ("flat", State.MET, "与上年持平"),
        ("fell", State.NOT_MET, "低于上年"),
        (None, State.NO_DATA, "—"),
    ],
)
def test_without_the_figure_before_a_reported_direction_is_judged(
    direction: str | None, state: State, printed: str
) -> None:
    figures = {"education_spending": "100", "education_spending_trend": direction}
    for before in (None, dict[str, Any]()):
        verdict = changed(figures, before)
        assert (verdict.state, verdict.value, verdict.printed) == (state, direction, printed)
        assert (verdict.flags == (Flag.REPORTED,)) is (direction is not None)


def test_two_figures_outweigh_a_reported_direction() -> None:
    now = {"education_spending": "90", "education_spending_trend": "rose"}
    verdict = changed(now, {"education_spending": "100"})
    assert (verdict.state, verdict.value) == (State.NOT_MET, "-10")


def test_a_change_without_a_reported_direction_needs_both_periods() -> None:
    rules = book(
        indicator("spending", {"kind": "change", "metric": "education_spending"}, at_least(0))
    )
    now = {"education_spending": "100", "education_spending_trend": "rose"}
    assert changed(now, None, rules).state is State.NO_DATA
    assert changed(now, {"education_spending": "90"}, rules).state is State.MET


def test_changes_are_matched_by_county_and_school() -> None:
    rules = book(
        indicator("spending", {"kind": "change", "metric": "books"}, at_least(0), subject="school")
    )
    one = facts_of(school("A", books=10), school("B", books=20), tenant="000001")
    two = facts_of(school("A", books=30), tenant="000002")
    before = [
        facts_of(school("A", books=31), tenant="000002", period="2022"),
        facts_of(school("B", books=25), school("A", books=9), tenant="000001", period="2022"),
    ]
    found = evaluate(rules, [one, two], DAY, VOCABULARY, before)
    values = [[v.value for v in all_verdicts(found.alone(county))] for county in (0, 1)]
    assert values == [["1", "-5"], ["-1"]]


def test_a_zero_denominator_gives_no_data() -> None:
    rules = book(
        indicator(
            "G15",
            {
                "kind": "share",
                "numerator": ["migrant_children_public"],
                "denominator": ["migrant_children_eligible"],
            },
            at_least("0.85"),
        )
    )
    verdict = verdict_of(
        run(rules, county(migrant_children_public=0, migrant_children_eligible=0)), "G15"
    )
    assert (verdict.state, verdict.value) == (State.NO_DATA, None)
    assert "分母为 0" in verdict.reason


def test_terms_with_a_minus_are_taken_off() -> None:
    rules = book(
        indicator(
            "Q1",
            {
                "kind": "share",
                "numerator": [
                    "junior_graduates",
                    "-junior_transferred_in",
                    "junior_transferred_out",
                ],
                "denominator": ["junior_intake_three_years_before", "-junior_deaths"],
            },
            at_least("0.95"),
        )
    )
    figures: dict[str, Any] = {
        "junior_graduates": 960,
        "junior_transferred_in": 30,
        "junior_transferred_out": 20,
        "junior_intake_three_years_before": 1001,
        "junior_deaths": 1,
    }
    verdict = verdict_of(run(rules, county(**figures)), "Q1")
    assert (verdict.value, verdict.state) == ("0.95", State.MET)


def test_a_derived_area_is_used_where_none_is_reported() -> None:
    rules = book(ratio("R4", "teaching_area", {"primary": "4.5"}, shared=True))
    parts = {"teaching_area_gross": "500.5", "indoor_sports_area": "50.5"}
    for figures, value in (
        (parts, "4.5"),
        ({**parts, "teaching_area": 460}, "4.6"),
        ({"teaching_area_gross": 50, "indoor_sports_area": 50}, "0.0"),
        ({"teaching_area_gross": 500}, None),
        ({"teaching_area_gross": 50, "indoor_sports_area": 51}, None),
    ):
        subject = school("S", primary={"students": 100}, **figures)
        assert verdict_of(run(rules, subject), "R4").value == value


def test_reported_and_derived_areas_stand_side_by_side() -> None:
    rules = book(ratio("R4", "teaching_area", {"primary": "4.5"}, shared=True))
    whole = school("A", primary={"students": 100}, teaching_area=450)
    parts = school("B", primary={"students": 100}, teaching_area_gross=500, indoor_sports_area=100)
    found = run(rules, whole, parts)
    assert [verdict_of(found, "R4", code).value for code in "AB"] == ["4.5", "4.0"]


def test_classes_give_their_largest_their_smallest_and_how_many_are_full() -> None:
    kinds: dict[str, dict[str, Any]] = {
        "largest": {"kind": "extreme", "pick": "largest"},
        "smallest": {"kind": "extreme", "pick": "smallest"},
        "full": {"kind": "tally", "at_least": 45},
    }
    rules = book(
        *(
            indicator(f"{code}.stage", kind, at_least(0), subject="stage")
            for code, kind in kinds.items()
        ),
        *(indicator(f"{code}.county", kind, at_least(0)) for code, kind in kinds.items()),
    )
    first = school("A", "nine_year", classes=[(1, 45), (6, 30), (7, 51), (9, 44)])
    second = school("B", classes=[(2, 46)])
    found = run(rules, first, second)

    def values(code: str, subject: str | None, stage: str | None) -> list[str | None]:
        return [verdict_of(found, f"{kind}.{code}", subject, stage).value for kind in kinds]

    assert values("stage", "A", "primary") == ["45", "30", "1"]
    assert values("stage", "A", "junior") == ["51", "44", "1"]
    assert values("county", None, None) == ["51", "30", "3"]
    unlisted = run(rules, first, school("C"))
    assert verdict_of(unlisted, "largest.county").state is State.NO_DATA
    assert verdict_of(unlisted, "full.county").state is State.NO_DATA


def test_stored_bytes_of_another_layout_are_refused() -> None:
    found = run(EVERYTHING, county())
    layout, *rest = msgspec.msgpack.decode(pack(found))
    with pytest.raises(DudaoError, match="无法识别"):
        unpack(msgspec.msgpack.encode([layout + 1, *rest]), EVERYTHING)


def test_figures_beyond_64_bits_are_packed_whole() -> None:
    huge = county(
        migrant_children_public=10**13,
        migrant_children_eligible=10**13 - 1,
    )
    rules = book(
        indicator(
            "big",
            {
                "kind": "ratio",
                "numerator": ["migrant_children_public"],
                "denominator": ["migrant_children_eligible"],
                "per": 10**9,
            },
            at_least(1),
        )
    )
    found = run(rules, huge)
    assert found.of("big")[0].num.dtype == object
    assert all_verdicts(unpack(pack(found), rules)) == all_verdicts(found)


def test_an_evaluation_at_another_day_uses_the_rules_of_that_day() -> None:
    rules = book(
        indicator(
            "P",
            {"kind": "value", "metric": "primary_retention"},
            at_least(95, until=date(2019, 12, 30)),
            at_least(97, since=date(2019, 12, 31)),
        )
    )
    figures = county(primary_retention=96)
    states = [
        verdict_of(run(rules, figures, day=day), "P").state
        for day in (date(2019, 12, 30), date(2019, 12, 31))
    ]
    assert states == [State.MET, State.NOT_MET]
