"""Facts as values: equal figures have equal digests, whatever their order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from tests.core.build import county, facts_of, school
from tests.core.strategies import fact_sets

from dudao.facts import STAGES_OF, FactSet, SchoolType, Source, Stage, stage_of_grade
from dudao.metrics import Level


@pytest.mark.parametrize(
    ("grade", "stage"),
    [
        (0, None),
        (1, Stage.PRIMARY),
        (6, Stage.PRIMARY),
        (7, Stage.JUNIOR),
        (9, Stage.JUNIOR),
        (10, None),
    ],
)
def test_six_grades_are_primary_and_three_are_junior(grade: int, stage: Stage | None) -> None:
    assert stage_of_grade(grade) is stage


def test_each_type_of_school_has_its_stages() -> None:
    assert set(STAGES_OF) == set(SchoolType)
    assert STAGES_OF[SchoolType.NINE_YEAR] == (Stage.PRIMARY, Stage.JUNIOR)
    assert STAGES_OF[SchoolType.COMPLETE_MIDDLE] == (Stage.JUNIOR,)


@given(fact_sets())
def test_the_digest_is_that_of_the_figures_not_of_their_order(facts: FactSet) -> None:
    turned = replace(facts, subjects=facts.subjects[::-1])
    assert turned.digest() == facts.digest()
    assert replace(facts, period="2099").digest() != facts.digest()
    assert replace(facts, tenant="000009").digest() != facts.digest()


@pytest.mark.parametrize(
    "changed",
    [
        school("A", primary={"students": 101}, books=5),
        school("A", primary={"students": 100}, books=6),
        school("A", primary={"students": 100}),
        school("A", primary={"students": 100}, books=5, owner=10),
        school("A", primary={"students": 100}, books=5, classes=[(1, 30)]),
        school("B", primary={"students": 100}, books=5),
    ],
)
def test_any_change_of_a_figure_or_attribute_changes_the_digest(changed: object) -> None:
    first = facts_of(school("A", primary={"students": 100}, books=5))
    assert facts_of(changed).digest() != first.digest()  # type: ignore[arg-type]


def test_subjects_are_found_by_kind_and_code() -> None:
    facts = facts_of(school("A"), county(gdp=1), school("B"))
    assert [subject.code for subject in facts.schools] == ["A", "B"]
    assert facts.county.facts == {"gdp": 10000}
    found = facts.subject("B")
    assert found is not None
    assert found.name == "B学校"
    assert facts.subject("C") is None


def test_a_county_that_reported_nothing_of_its_own_has_empty_figures() -> None:
    silent = facts_of(school("A")).county
    assert (silent.code, silent.kind, silent.name, silent.facts) == (
        "999999",
        Level.COUNTY,
        "示例县",
        {},
    )


def test_a_source_says_where_a_figure_can_be_looked_up() -> None:
    assert str(Source("填报.xlsx", "学校!C5", "张老师", "2023-10-01")) == (
        "填报.xlsx 学校!C5(张老师、2023-10-01)"
    )
    assert str(Source("填报.xlsx")) == "填报.xlsx"
