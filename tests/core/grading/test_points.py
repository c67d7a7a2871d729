"""Points and deductions: an exact interval of the score, and the bands that it touches."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, strategies as st
from tests.core.build import (
    BASIS,
    DAY,
    VOCABULARY,
    at_least,
    book,
    county,
    facts_of,
    indicator,
    ratio,
    raw_book,
    school,
    veto,
)

from dudao.evaluate import State, evaluate
from dudao.facts import SubjectFacts
from dudao.grading import Grade, Score, ScoreLine, Standing, decimal, grade, graded, scored
from dudao.rulebook import PointsItem, RuleBook

GRADES = ("优秀", "良好", "合格", "不合格")
BANDS = [
    {"grade": "优秀", "at_least": 90},
    {"grade": "良好", "at_least": 80},
    {"grade": "合格", "at_least": 65},
]
P = indicator("P", {"kind": "value", "metric": "primary_retention"}, at_least(95))
J = indicator("J", {"kind": "value", "metric": "junior_retention"}, at_least(95))
T = ratio("T", "teachers", {"primary": "0.1"})
# No excellent with a building of grade D in use.
BUILDING = veto("C", effect="ceiling", grade="优秀")


def points(code: str, worth: object, **changes: Any) -> dict[str, Any]:
    """Return an item that brings points."""
    about = {"indicator": code, "points": worth, "clause": f"{BASIS} {code}"}
    return {"kind": "points", **about, **changes}


def deductions(code: str, worth: object, deduct: object) -> dict[str, Any]:
    """Return an item that loses points for each shortfall."""
    return points(code, worth, kind="deductions", deduct=deduct)


def rules(*items: dict[str, Any], scheme: Any = "points", **changes: Any) -> RuleBook:
    """Return a book with three indicators whose items make up a hundred points."""
    grading = {"scheme": scheme, "grades": GRADES, "items": items, "bands": BANDS}
    return book(P, J, T, grading=grading, **changes)


def judged(by: RuleBook, *subjects: SubjectFacts) -> Grade:
    """Return the grade of one county."""
    facts = facts_of(*subjects)
    return grade(evaluate(by, [facts], DAY, VOCABULARY), facts)


def schools(*states: State) -> list[SubjectFacts]:
    """Return a school for each state: enough teachers for its pupils, too few, or not reported."""
    teachers = {State.MET: 10, State.NOT_MET: 9, State.NO_DATA: None}
    return [
        school(f"S{number}", primary={"students": 100, "teachers": teachers[state]})
        for number, state in enumerate(states)
    ]


def span(score: Score | None) -> tuple[Fraction, Fraction, Fraction]:
    """Return a score's ends and what it is out of."""
    assert score
    return score.lowest, score.highest, score.out_of


SPLIT = (points("P", 60), points("J", 25), points("T", 15))


@pytest.mark.parametrize(
    ("primary", "junior", "states", "ends", "possible"),
    [
        (95, 95, [State.MET], (100, 100), ("优秀",)),
        (95, 95, [State.MET, State.NOT_MET], (85, 85), ("良好",)),
        (95, 94, [State.MET], (75, 75), ("合格",)),
        (94, 95, [State.MET], (40, 40), ("不合格",)),
        (95, 95, [State.NO_DATA], (85, 100), ("优秀", "良好")),
        (95, None, [State.MET], (75, 100), ("优秀", "良好", "合格")),
        (95, None, [State.NOT_MET], (60, 85), ("良好", "合格", "不合格")),
        (None, None, [State.NO_DATA], (0, 100), GRADES),
    ],
)
def test_the_score_decides_and_what_is_missing_leaves_it_open(
    primary: object,
    junior: object,
    states: list[State],
    ends: tuple[int, int],
    possible: tuple[str, ...],
) -> None:
    whole = county(primary_retention=primary, junior_retention=junior)
    found = judged(rules(*SPLIT), whole, *schools(*states))
    assert span(found.score) == (*ends, 100)
    assert found.possible == possible


def test_what_lost_points_is_named_for_each_grade_that_it_closes() -> None:
    found = judged(rules(*SPLIT), county(primary_retention=95, junior_retention=94), *schools())
    assert found.scheme == "points"
    assert [(each.grade, each.by, each.title) for each in found.closed] == [
        ("优秀", "J", "J 指标"),
        ("良好", "J", "J 指标"),
    ]
    # The schools are not reported yet: they have lost nothing, and may still.
    assert found.possible == ("合格", "不合格")


def test_each_item_says_what_it_brought() -> None:
    found = judged(rules(*SPLIT), county(primary_retention=95), *schools(State.NOT_MET))
    assert found.score
    assert found.score.lines == (
        ScoreLine("P", "P 指标", Fraction(60), Fraction(60), Fraction(60)),
        ScoreLine("J", "J 指标", Fraction(25), Fraction(0), Fraction(25)),
        ScoreLine("T", "T 指标", Fraction(15), Fraction(0), Fraction(0)),
    )


@pytest.mark.parametrize(
    ("states", "ends"),
    [
        ([State.MET, State.MET, State.NOT_MET], (Fraction(10), Fraction(10))),
        ([State.MET, State.NO_DATA, State.NOT_MET], (Fraction(5), Fraction(10))),
        ([State.NO_DATA], (Fraction(0), Fraction(15))),
        ([], (Fraction(0), Fraction(15))),
    ],
)
def test_points_by_share_are_exact(states: list[State], ends: tuple[Fraction, Fraction]) -> None:
    items = (points("P", 85), points("T", 15, by="share"))
    found = judged(rules(*items), county(primary_retention=95), *schools(*states))
    assert span(found.score) == (85 + ends[0], 85 + ends[1], 100)


@pytest.mark.parametrize(
    ("states", "ends"),
    [
        ([State.MET] * 3, (15, 15)),
        ([State.MET, State.NOT_MET], (9, 9)),
        ([State.NOT_MET, State.NOT_MET, State.NO_DATA], (0, 3)),
        ([State.NOT_MET] * 4, (0, 0)),
        ([State.MET, State.NO_DATA], (9, 15)),
        ([State.NO_DATA], (0, 15)),
    ],
)
def test_each_shortfall_costs_the_same_and_never_more_than_there_is(
    states: list[State], ends: tuple[int, int]
) -> None:
    by = rules(deductions("T", 15, 6), deductions("P", 85, 5), scheme="deductions")
    found = judged(by, county(primary_retention=95), *schools(*states))
    assert span(found.score) == (85 + ends[0], 85 + ends[1], 100)


def test_points_and_deductions_make_one_score() -> None:
    by = rules(points("P", 60), deductions("T", 40, 3), scheme=["points", "deductions"])
    found = judged(by, county(primary_retention=95), *schools(State.NOT_MET, State.MET))
    assert found.scheme == "points+deductions"
    assert (span(found.score), found.possible) == ((97, 97, 100), ("优秀",))


def test_a_relaxation_brings_all_points() -> None:
    eased = {"code": "x", "title": "放宽", "when": {}, "limit": 90, "clause": f"{BASIS} 放宽"}
    grading = {"scheme": "points", "grades": GRADES, "items": [points("P", 100)], "bands": BANDS}
    found = judged(
        book({**P, "relaxations": [eased]}, grading=grading), county(primary_retention=90)
    )
    assert (span(found.score), found.possible) == ((100, 100, 100), ("优秀",))


def test_an_item_that_does_not_apply_leaves_score_and_total_and_the_bands_follow() -> None:
    large = {**J, "applies": {"metrics": {"primary_retention": {"min": 99}}}}
    grading = {"scheme": "points", "grades": GRADES, "items": SPLIT, "bands": BANDS}
    by = book(P, large, T, grading=grading)
    found = judged(by, county(primary_retention=95), *schools(State.NOT_MET))
    # 60 of 75 points is four fifths: good, as 80 of 100 would be.
    assert (span(found.score), found.possible) == ((60, 60, 75), ("良好",))


def test_where_no_item_applies_there_is_no_score_and_no_grade_is_won() -> None:
    never = {**P, "applies": {"metrics": {"junior_retention": {"min": 99}}}}
    grading = {"scheme": "points", "grades": GRADES, "items": [points("P", 100)], "bands": BANDS}
    found = judged(book(never, J, grading=grading), county(junior_retention=1))
    assert (found.score, found.possible) == (None, GRADES)


@pytest.mark.parametrize(
    ("in_use", "primary", "possible"),
    [
        (False, 95, ("优秀",)),
        (True, 95, ("良好",)),
        (None, 95, ("优秀", "良好")),
        (True, None, ("良好", "合格", "不合格")),
        (None, 94, ("不合格",)),
    ],
)
def test_a_ceiling_lowers_what_the_score_gives(
    in_use: object, primary: object, possible: tuple[str, ...]
) -> None:
    by = rules(points("P", 100), conditions=[BUILDING])
    found = judged(by, county(primary_retention=primary, veto_key_classes=in_use))
    assert found.possible == possible


def test_where_people_decide_the_score_bounds_them_from_above() -> None:
    by = rules(*SPLIT, scheme=["points", "ceilings"])
    whole = county(primary_retention=95, junior_retention=95)
    assert judged(by, whole, *schools(State.NOT_MET)).possible == GRADES[1:]


def test_the_best_grade_may_need_every_indicator_beside_the_points() -> None:
    by = rules(points("P", 100), scheme=["all_met", "points"])
    whole = county(primary_retention=95, junior_retention=94)
    found = judged(by, whole, *schools(State.MET))
    assert found.scheme == "all_met+points"
    assert found.possible == ("良好",)
    assert [(each.grade, each.by) for each in found.closed] == [("优秀", "J")]
    lost = judged(by, county(primary_retention=94, junior_retention=95), *schools(State.MET))
    assert [(each.grade, each.by) for each in lost.closed] == [(name, "P") for name in GRADES[:3]]


@pytest.mark.parametrize(
    ("score", "printed"),
    [
        (
            Score((ScoreLine("P", "", Fraction(10), Fraction(10), Fraction(10)),)),
            "10 分(满分 10 分)",
        ),
        (
            Score((ScoreLine("P", "", Fraction("92.5"), Fraction(20, 3), Fraction("92.5")),)),
            "6.66 至 92.5 分(满分 92.5 分)",
        ),
    ],
)
def test_a_score_prints_no_more_than_was_earned(score: Score, printed: str) -> None:
    assert str(score) == printed


def test_points_in_decimals_are_rounded_down() -> None:
    assert decimal(Fraction(899999, 10000), 2) == "89.99"
    assert decimal(Fraction(90), 2) == "90"


# How schools stand against one indicator: met, relaxed, not met, no data, not applicable.
counts = st.tuples(*[st.integers(0, 4)] * 5)
worths = st.decimals(1, 100, places=1)


@st.composite
def items(draw: st.DrawFn, code: str) -> dict[str, Any]:
    """Return an item of any kind."""
    worth = draw(worths)
    if draw(st.booleans()):
        return deductions(code, worth, draw(st.decimals("0.1", worth, places=1)))
    return points(code, worth, by=draw(st.sampled_from(["all", "share"])))


@st.composite
def books(draw: st.DrawFn) -> RuleBook:
    """Return a book with some items and bands."""
    chosen = [draw(items(code)) for code in ("A", "B", "C")[: draw(st.integers(1, 3))]]
    full = sum(item["points"] for item in chosen)
    shares = sorted(draw(st.sets(st.integers(1, 100), min_size=3, max_size=3)), reverse=True)
    bands = [
        {"grade": grade, "at_least": full * share / 100}
        for grade, share in zip(GRADES[:3], shares, strict=True)
    ]
    grading = {"scheme": ["points", "deductions"], "grades": GRADES}
    indicators = [{**P, "code": item["indicator"]} for item in chosen]
    return raw_book(*indicators, grading={**grading, "items": chosen, "bands": bands})


def with_items(by: RuleBook, *items: Any) -> RuleBook:
    """Return the book with other items."""
    return by.model_copy(update={"grading": by.grading.model_copy(update={"items": items})})


def times(part: Any, factor: str) -> Any:
    """Return an item or band with all its points multiplied."""
    worth = {key: getattr(part, key, None) for key in ("points", "deduct", "at_least")}
    return part.model_copy(
        update={key: each * Decimal(factor) for key, each in worth.items() if each is not None}
    )


def standing_of(by: RuleBook, *states: tuple[int, ...]) -> list[Standing]:
    """Return how a county stands against each indicator of a book."""
    return [
        Standing(each.code, True, (state[0], state[1], state[2], state[3], state[4]))
        for each, state in zip(by.indicators, states, strict=False)
    ]


def of(by: RuleBook, found: list[Standing]) -> Grade:
    """Return the grade of a county that stands like this."""
    return graded(by, found, {}, date(2023, 12, 31))


@given(books(), counts, counts, counts)
def test_a_score_lies_between_nothing_and_all_points_and_its_parts_make_it_up(
    by: RuleBook, one: tuple[int, ...], two: tuple[int, ...], three: tuple[int, ...]
) -> None:
    score = scored(by, standing_of(by, one, two, three))
    assume(score)
    assert score
    assert 0 <= score.lowest <= score.highest <= score.out_of <= by.grading.full
    for line in score.lines:
        assert 0 <= line.lowest <= line.highest <= line.points


@given(books(), counts, counts, counts, st.data())
def test_filling_in_a_missing_figure_only_narrows_what_is_possible(
    by: RuleBook,
    one: tuple[int, ...],
    two: tuple[int, ...],
    three: tuple[int, ...],
    data: st.DataObject,
) -> None:
    before = standing_of(by, one, two, three)
    place = data.draw(st.integers(0, len(before) - 1))
    assume(before[place].by_state[State.NO_DATA])
    state = data.draw(st.sampled_from([each for each in State if each is not State.NO_DATA]))
    moved = list(before[place].by_state)
    moved[State.NO_DATA] -= 1
    moved[state] += 1
    after = list(before)
    after[place] = replace(
        before[place], by_state=(moved[0], moved[1], moved[2], moved[3], moved[4])
    )
    assert set(of(by, after).possible) <= set(of(by, before).possible)
    old, new = scored(by, before), scored(by, after)
    if old and new and new.out_of == old.out_of:
        assert old.lowest <= new.lowest <= new.highest <= old.highest


@given(books(), counts, counts, counts, worths)
def test_a_further_item_that_is_met_never_lowers_the_grade(
    by: RuleBook,
    one: tuple[int, ...],
    two: tuple[int, ...],
    three: tuple[int, ...],
    worth: Any,
) -> None:
    found = standing_of(by, one, two, three)
    before = of(by, found)
    assume(before.score)
    more = PointsItem(kind="points", indicator="Z", points=worth, clause=BASIS)
    last = by.indicators[-1].model_copy(update={"code": "Z"})
    wider = with_items(by, *by.grading.items, more).model_copy(
        update={"indicators": (*by.indicators, last)}
    )
    after = of(wider, [*found, Standing("Z", True, (1, 0, 0, 0, 0))])
    assert GRADES.index(after.possible[0]) <= GRADES.index(before.possible[0])
    assert GRADES.index(after.possible[-1]) <= GRADES.index(before.possible[-1])


@given(books(), counts, counts, counts)
def test_meeting_what_was_missed_never_lowers_the_grade(
    by: RuleBook, one: tuple[int, ...], two: tuple[int, ...], three: tuple[int, ...]
) -> None:
    assume(one[State.NOT_MET])
    better = (one[0] + 1, one[1], one[2] - 1, one[3], one[4])
    before = of(by, standing_of(by, one, two, three)).possible
    after = of(by, standing_of(by, better, two, three)).possible
    assert GRADES.index(after[0]) <= GRADES.index(before[0])
    assert GRADES.index(after[-1]) <= GRADES.index(before[-1])


@given(books(), counts, counts, counts, st.sampled_from(["2", "0.5", "10"]))
def test_the_unit_of_points_does_not_matter(
    by: RuleBook,
    one: tuple[int, ...],
    two: tuple[int, ...],
    three: tuple[int, ...],
    factor: str,
) -> None:
    scaled = with_items(by, *(times(each, factor) for each in by.grading.items))
    bands = tuple(times(band, factor) for band in by.grading.bands)
    grading = scaled.grading.model_copy(update={"bands": bands})
    found = standing_of(by, one, two, three)
    assert (
        of(scaled.model_copy(update={"grading": grading}), found).possible == of(by, found).possible
    )
