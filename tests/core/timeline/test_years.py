"""The years of a body against every milestone, whatever was in force then."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from tests.core.build import at_least, at_most, book, county, indicator, school
from tests.core.timeline.years import (
    BOOK,
    NAMES,
    PREFECTURE,
    look,
    one_county,
    only,
    prefecture,
    primary,
    rates,
)

from dudao.errors import DudaoError
from dudao.evaluate import State
from dudao.facts import Stage
from dudao.timeline import About, Past

DAY = date(2023, 6, 1)
MET, NOT_MET, NO_DATA = State.MET, State.NOT_MET, State.NO_DATA


@pytest.fixture
def past() -> Past:
    """A county whose classes shrink: two schools in 2020 and 2021, nothing in 2022, two again."""
    return one_county(
        {
            2020: [primary("A", 60, 57, 44), primary("B", 50)],
            2021: [primary("A", 58, 50, 44), primary("B", 46)],
            2023: [primary("A", 52, 45, 44), primary("B", 45)],
        }
    )


def test_every_year_is_held_against_every_milestone(past: Past) -> None:
    points = only(look(past, "size", DAY)).whole.points
    over = [[each.over for each in point.against] for point in points]
    assert over == [[2, 3], [1, 3], [], [0, 1]]
    missed = [[each.standing.by_state[NOT_MET] for each in point.against] for point in points]
    assert missed == [[1, 2], [1, 2], [], [0, 1]]


def test_a_year_that_nobody_reported_is_a_gap_and_no_zero(past: Past) -> None:
    gap = only(look(past, "size", DAY)).whole.points[2]
    assert gap.year == 2022
    assert not gap.is_reported
    assert (gap.value, gap.printed, gap.own, gap.against) == (None, "", None, ())


def test_the_value_of_many_is_the_worst_one(past: Past) -> None:
    points = only(look(past, "size", DAY)).whole.points
    assert [point.value for point in points] == [60, 58, None, 52]
    assert [point.printed for point in points] == ["60", "58", "", "52"]


def test_each_year_also_stands_by_the_rules_of_its_own_end(past: Past) -> None:
    points = only(look(past, "size", DAY)).whole.points
    own = [point.own and point.own.standing.state for point in points]
    assert own == [State.NOT_APPLICABLE, NOT_MET, None, NOT_MET]


def test_years_before_the_book_have_no_rules_of_their_own_but_milestones() -> None:
    early = one_county({2018: [primary("A", 60)], 2019: [primary("A", 50)]})
    points = only(look(early, "size", DAY)).whole.points
    assert [point.own for point in points] == [None, None]
    assert [[each.over for each in point.against] for point in points] == [[1, 1], [0, 1]]


def test_schools_are_the_members_of_a_county_with_values_of_their_own(past: Past) -> None:
    a, b = only(look(past, "size", DAY)).members
    assert (a.code, [point.printed for point in a.points]) == ("A", ["60", "58", "", "52"])
    assert [point.against[1].verdict.state for point in b.points if point.against] == [
        NOT_MET,
        NOT_MET,
        MET,
    ]


def test_a_school_alone_has_its_verdicts_and_its_classes(past: Past) -> None:
    found = look(past, "size", DAY, school="A")
    assert (found.about, found.code, found.name) == (About.SCHOOL, "A", "A学校")
    strand = only(found)
    last = strand.whole.points[-1].against[1]
    assert (last.verdict and last.verdict.state, last.value, last.over) == (NOT_MET, 52, 1)
    assert strand.members == ()


def test_a_school_has_only_the_stages_it_has() -> None:
    both = one_county({2021: [school("A", "nine_year", classes=[(1, 50), (7, 55)])]})
    assert [each.stage for each in look(both, "size", DAY, school="A").strands] == [*Stage]
    small = one_county({2021: [primary("A", 50), school("B", "junior", classes=[(7, 55)])]})
    [strand] = look(small, "size", DAY, school="A").strands
    assert strand.stage is Stage.PRIMARY


def test_a_school_that_came_later_has_gaps_before() -> None:
    past = one_county({2021: [primary("A", 50)], 2022: [primary("A", 50), primary("B", 47)]})
    first, second = only(look(past, "size", DAY, school="B")).whole.points
    assert not first.is_reported
    assert second.printed == "47"


def test_a_school_without_a_list_of_classes_lacks_data() -> None:
    past = one_county({2021: [primary("A", 60), school("B", primary={"students": 100})]})
    [point] = only(look(past, "size", DAY)).whole.points
    assert point.against[0].standing.by_state[NO_DATA] == 1
    assert [each.listed for each in point.against[0].classes] == [1]


def test_a_tally_counts_its_own_classes_at_every_level(past: Past) -> None:
    by_school = only(look(past, "big", DAY)).whole.points[0].against[0]
    whole = only(look(past, "all_big", DAY)).whole.points[0].against[0]
    assert by_school.over == whole.over == 2
    assert [(each.stage, each.over, each.listed) for each in whole.classes] == [
        (Stage.PRIMARY, 2, 4)
    ]


def test_classes_of_a_county_wide_measure_are_told_by_stage() -> None:
    mixed = school("A", "nine_year", classes=[(1, 60), (2, 40), (7, 61), (8, 70)])
    [point] = only(look(one_county({2021: [mixed]}), "all_big", DAY)).whole.points
    assert [(each.stage.value, each.over, each.listed) for each in point.against[0].classes] == [
        ("primary", 1, 2),
        ("junior", 2, 2),
    ]


def test_schools_that_do_not_count_are_not_among_the_classes() -> None:
    private = school("P", classes=[(1, 70)], owner=10)
    rules = BOOK.model_copy(
        update={"population": BOOK.population.model_copy(update={"exclude_owners": (10,)})}
    )
    past = one_county({2021: [primary("A", 60), private]}, rules)
    strand = only(look(past, "size", DAY))
    assert strand.whole.points[0].against[0].over == 1
    assert [track.code for track in strand.members] == ["A"]


def test_a_single_subject_has_its_exact_value() -> None:
    past = rates({2021: {"rotation_actual": 1, "rotation_eligible": 3}})
    [point] = only(look(past, "rotation", DAY)).whole.points
    assert (point.value, point.printed) == (Fraction(1, 3), "33.3%")


def test_words_have_no_value_but_a_state() -> None:
    past = rates({2021: {"four_unifications": False}, 2022: {"four_unifications": True}})
    points = only(look(past, "plan", DAY)).whole.points
    assert [(point.value, point.printed) for point in points] == [(None, "否"), (None, "是")]
    assert [point.state(point.against[0]) for point in points] == [NOT_MET, MET]


def test_a_relaxation_counts_as_met_while_it_holds() -> None:
    light = {
        "code": "L",
        "title": "临时放宽",
        "when": {"areas": ["rural"]},
        "limit": 60,
        "until": "2022-12-31",
        "clause": "示〔2020〕1号 放宽",
    }
    targets = (at_most(55, since="2021-12-31", until="2023-12-30"), at_most(45, since="2023-12-31"))
    rules = book(
        indicator("size", {"kind": "extreme"}, *targets, subject="stage", relaxations=[light])
    )
    rural = school("A", classes=[(1, 58), (1, 40)], area="rural")
    [point] = only(look(one_county({2021: [rural]}, rules), "size", DAY)).whole.points
    first, second = point.against
    assert (point.state(first), first.over) == (State.MET_RELAXED, 0)
    assert (point.state(second), second.over) == (NOT_MET, 1)


def counties(**classes: tuple[int, ...]) -> dict[str, list[object]]:
    codes = dict(zip(("east", "west", "south"), NAMES, strict=True))
    return {codes[name]: [primary("A", *pupils)] for name, pupils in classes.items()}


def test_a_prefecture_sums_its_counties_and_lists_them() -> None:
    past = prefecture(
        {
            2021: counties(east=(60, 58), west=(57,), south=(40,)),  # type: ignore[dict-item]
            2022: counties(east=(50,), west=(44,), south=(40,)),  # type: ignore[dict-item]
        }
    )
    found = look(past, "size", DAY, stage=Stage.PRIMARY)
    assert (found.about, found.code) == (About.COUNTIES, PREFECTURE)
    strand = only(found)
    assert [[each.over for each in point.against] for point in strand.whole.points] == [
        [3, 3],
        [0, 1],
    ]
    assert [track.name for track in strand.members] == [*NAMES.values()]
    assert [track.points[0].against[0].over for track in strand.members] == [2, 1, 0]
    assert all(point.unknown == () for point in strand.whole.points)


def test_counties_of_which_nothing_is_known_are_named_and_keep_it_open() -> None:
    past = prefecture({2021: {"990001": [primary("A", 40)], "990003": [county("990003")]}})
    [point] = only(look(past, "size", DAY, stage=Stage.PRIMARY)).whole.points
    assert point.unknown == ("西县", "南县")
    assert point.against[0].standing.state is MET
    assert point.state(point.against[0]) is NO_DATA


def test_a_known_failure_is_one_whatever_else_is_unknown() -> None:
    past = prefecture({2021: {"990001": [primary("A", 60)]}})
    [point] = only(look(past, "size", DAY, stage=Stage.PRIMARY)).whole.points
    assert point.state(point.against[0]) is NOT_MET


def test_a_prefecture_counts_the_counties_that_meet_a_county_indicator() -> None:
    values = {"990001": "96", "990002": "97.5", "990003": "98"}
    past = prefecture(
        {2021: {code: [county(code, nine_year_retention=each)] for code, each in values.items()}}
    )
    strand = only(look(past, "rate", DAY))
    [point] = strand.whole.points
    assert point.against[1].standing.by_state[: NOT_MET + 1] == (2, 0, 1)
    assert (point.printed, point.against[1].verdict) == ("96%", None)
    assert [track.points[0].printed for track in strand.members] == ["96%", "97.5%", "98%"]


@pytest.mark.parametrize(
    ("code", "narrower", "words"),
    [
        ("rate", {"school": "A"}, "按县评价,不分学校"),
        ("size", {"school": "Z"}, "没有这所学校"),
        ("big", {"stage": Stage.JUNIOR}, "没有这个学段"),
        ("rate", {"stage": Stage.JUNIOR}, "没有这个学段"),
    ],
)
def test_what_an_indicator_does_not_judge_is_refused(
    past: Past, code: str, narrower: dict[str, object], words: str
) -> None:
    with pytest.raises(DudaoError, match=words):
        look(past, code, DAY, **narrower)


def test_a_prefecture_has_no_schools_of_its_own() -> None:
    with pytest.raises(DudaoError, match="请在学校所在的县"):
        look(prefecture({}), "size", DAY, school="A")


def test_without_figures_there_are_only_milestones() -> None:
    strand = only(look(one_county({}), "size", DAY))
    assert strand.whole.points == ()
    assert [each.state for each in strand.distances] == [NO_DATA, NO_DATA]
    assert (len(strand.milestones), strand.pace) == (2, None)


def test_the_lowest_is_the_worst_where_much_is_good() -> None:
    goal = at_least(20, since="2021-12-31")
    rules = book(indicator("small", {"kind": "extreme", "pick": "smallest"}, goal, subject="stage"))
    past = one_county({2021: [primary("A", 30, 25), primary("B", 18, 40)]}, rules)
    [point] = only(look(past, "small", DAY)).whole.points
    assert (point.value, point.against[0].over) == (18, 1)
