"""How large a county is by what it reported: lists and figures, and what is known of neither."""

from __future__ import annotations

from tests.core.build import county, facts_of, school

from dudao.facts import Enrolment, SubjectFacts, columns_of, enrolment_of


def enrolment(*subjects: SubjectFacts) -> Enrolment:
    return enrolment_of(columns_of(facts_of(*subjects)))


def test_pupils_are_those_reported_and_classes_those_listed() -> None:
    listed = school("S1", primary={"students": 79, "classes": 3}, classes=[(1, 40), (2, 40)])
    assert enrolment(listed) == Enrolment(1, 2, 79, 0)


def test_without_a_figure_the_pupils_of_the_classes_count_stage_by_stage() -> None:
    both = school("S1", "nine_year", primary={}, junior={"students": 50}, classes=[(1, 40)])
    assert enrolment(both) == Enrolment(1, 1, 90, 0)


def test_without_a_list_the_number_of_classes_reported_counts() -> None:
    figures = {"students": 80, "classes": 2}
    assert enrolment(school("S1", primary=figures)) == Enrolment(1, 2, 80, 0)


def test_stages_of_which_nothing_is_known_are_counted_apart() -> None:
    known = school("S1", primary={"students": 80})
    assert enrolment(known, school("S2", "nine_year")) == Enrolment(2, None, 80, 2)


def test_a_county_without_schools_has_none_and_no_number_of_pupils() -> None:
    assert enrolment(county(nine_year_retention=97)) == Enrolment(0, None, None, 0)
