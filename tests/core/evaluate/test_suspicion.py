"""A doubted figure marks the verdicts that rest on it, and no others."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.build import (
    DAY,
    VOCABULARY,
    at_least,
    at_most,
    book,
    county,
    facts_of,
    indicator,
    ratio,
    school,
)
from tests.core.whole import (
    EVERYTHING,
    PLACES,
    WHOLE,
    Place,
    all_verdicts,
    key,
    without,
)

from dudao.casework.judged import complete, judge_facts
from dudao.evaluate import Flag, State, evaluate, mark_suspicious, pack, unpack
from dudao.facts import CLASS_LIST, FactSet, Key, Stage
from dudao.rulebook import RuleBook

Marked = set[tuple[str, str, str]]


def marked(rules: RuleBook, facts: FactSet, *keys: Key) -> Marked:
    """Return which verdicts are marked when these figures are doubted."""
    found = evaluate(rules, [facts], DAY, VOCABULARY)
    mark_suspicious(found, facts, VOCABULARY, keys)
    return {key(each) for each in all_verdicts(found) if Flag.SUSPICIOUS in each.flags}


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_exactly_the_verdicts_that_could_not_be_made_without_the_figure_are_marked(
    place: Place,
) -> None:
    before = all_verdicts(evaluate(EVERYTHING, [WHOLE], DAY, VOCABULARY))
    missing = evaluate(EVERYTHING, [without(WHOLE, *place)], DAY, VOCABULARY)
    after = {key(each): each for each in all_verdicts(missing)}
    judged = [each for each in before if each.state <= State.NOT_MET]
    needed = {key(each) for each in judged if after[key(each)] != each}
    if place[2] == "education_spending":
        needed = {("spending", "999999", "None")}  # read, though the direction decides without it
    subject, stage, metric = place
    assert marked(EVERYTHING, WHOLE, Key(subject, stage, metric)) == needed


def test_nothing_is_marked_without_doubts() -> None:
    assert marked(EVERYTHING, WHOLE) == set()


def test_a_list_of_classes_marks_what_is_read_off_it() -> None:
    found = marked(EVERYTHING, WHOLE, Key("S1", Stage.JUNIOR, CLASS_LIST))
    assert found == {
        ("G5", "S1", "junior"),
        ("big", "S1", "junior"),
        ("school_big", "S1", "None"),
        ("all_big", "999999", "None"),
    }


def test_the_parts_of_a_derived_area_mark_what_reads_the_whole() -> None:
    rules = book(ratio("R4", "teaching_area", {"primary": "4.5"}, shared=True))
    facts = facts_of(
        school("A", primary={"students": 9}, teaching_area_gross=90, indoor_sports_area=9),
        school("B", primary={"students": 9}, teaching_area=90),
    )
    assert marked(rules, facts, Key("A", None, "indoor_sports_area")) == {("R4", "A", "primary")}


def test_a_figure_of_a_merged_point_marks_its_parent() -> None:
    rules = book(ratio("T", "teachers", {"primary": "0.1"}))
    facts = facts_of(
        school("A", primary={"students": 90, "teachers": 9}),
        school("P", "teaching_point", primary={"students": 10, "teachers": 9}, parent="A"),
        school("B", primary={"students": 90, "teachers": 9}),
    )
    assert marked(rules, facts, Key("P", Stage.PRIMARY, "teachers")) == {("T", "A", "primary")}


def test_a_school_that_names_a_parent_but_counts_is_judged_by_itself() -> None:
    rules = book(ratio("T", "teachers", {"primary": "0.1"}))
    branch = school("P", primary={"students": 10, "teachers": 9}, parent="A")
    assert branch.school is not None
    branch = replace(branch, school=replace(branch.school, counts_as_school=True))
    facts = facts_of(school("A", primary={"students": 90, "teachers": 9}), branch)
    assert marked(rules, facts, Key("P", Stage.PRIMARY, "teachers")) == {("T", "P", "primary")}


def test_a_school_that_does_not_count_marks_nothing_of_the_county() -> None:
    rules = book(
        ratio("T", "teachers", {"primary": "0.1"}),
        indicator("CV", {"kind": "cv", "of": "T"}, at_most("0.5", stage="primary")),
        indicator("sum", {"kind": "value", "metric": "teachers"}, at_least(1)),
        population={"exclude_owners": [10]},
    )
    facts = facts_of(
        school("A", primary={"students": 90, "teachers": 9}),
        school("X", primary={"students": 90, "teachers": 9}, owner=10),
    )
    assert marked(rules, facts, Key("X", Stage.PRIMARY, "teachers")) == set()
    assert marked(rules, facts, Key("A", Stage.PRIMARY, "teachers")) == {
        ("T", "A", "primary"),
        ("CV", "999999", "primary"),
        ("sum", "999999", "None"),
    }


def test_figures_that_only_tell_whom_a_rule_is_for_are_read_too() -> None:
    rooms = {"kind": "value", "metric": "music_room_min_area"}
    lighter = {
        "code": "x",
        "title": "放宽",
        "when": {"confirmed": ["dense_city_centre"], "largest_class": {"max": 29}},
        "limit": 50,
        "clause": "示〔2020〕1号 放宽",
    }
    rules = book(
        indicator("G3", rooms, at_least(96), subject="school", relaxations=[lighter]),
        indicator(
            "G6",
            rooms,
            at_least(1),
            subject="school",
            applies={"metrics": {"students": {"max": 99}, "gdp": {"min": 1}}},
        ),
    )
    facts = facts_of(
        school("S", primary={"students": 9}, music_room_min_area=60, dense_city_centre=True),
        county(gdp=5),
    )
    read = {
        metric: {code for code, _, _ in marked(rules, facts, Key(subject, stage, metric))}
        for subject, stage, metric in (
            ("S", None, "dense_city_centre"),
            ("S", Stage.PRIMARY, "students"),
            ("S", None, CLASS_LIST),
            ("999999", None, "gdp"),
        )
    }
    assert read == {
        "dense_city_centre": {"G3"},
        "students": {"G6"},
        CLASS_LIST: {"G3"},
        "gdp": {"G6"},
    }


def test_errors_mark_verdicts_and_questions_do_not() -> None:
    rules = book(
        indicator("G12", {"kind": "value", "metric": "teachers"}, at_least(1), subject="stage"),
        indicator("P", {"kind": "value", "metric": "primary_retention"}, at_least(95)),
    )
    now = facts_of(
        school("S", primary={"students": 100, "teachers": 40, "certified_teachers": 41}),
        county(primary_retention=96),
    )
    before = facts_of(county(primary_retention=40), period="2022")
    judged = judge_facts(rules, now, DAY, VOCABULARY, before)
    assert {doubt.severity for doubt in judged.doubts} == {"error", "question"}
    flags = {each.indicator: each.flags for each in all_verdicts(judged.evaluation)}
    assert Flag.SUSPICIOUS in flags["G12"]
    assert Flag.SUSPICIOUS not in flags["P"]


def test_a_stored_evaluation_is_completed_like_a_fresh_one() -> None:
    facts = facts_of(school("S", primary={"students": 10, "teachers": 4, "certified_teachers": 5}))
    found = evaluate(EVERYTHING, [facts], DAY, VOCABULARY)
    again = complete(unpack(pack(found), EVERYTHING), facts, VOCABULARY)
    fresh = complete(found, facts, VOCABULARY)
    assert all_verdicts(again.evaluation) == all_verdicts(fresh.evaluation)
    assert (again.grade, again.standings, again.doubts) == (
        fresh.grade,
        fresh.standings,
        fresh.doubts,
    )
