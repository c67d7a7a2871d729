"""Worked examples that the documents publish, and what follows from the limits by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from statistics import fmean, pstdev

import pytest
from hypothesis import given, settings, strategies as st
from tests.core.build import (
    at_least,
    at_most,
    book,
    county,
    indicator,
    ratio,
    run,
    school,
    seven,
    verdict_of,
)

from dudao.evaluate import State
from dudao.evaluate.exact import quotient

# 教督〔2017〕6号: books per pupil in five schools.
PUPILS = (45, 37, 89, 76, 55)
BOOKS = (279, 137, 935, 160, 402)
FIVE = [
    school(f"S{number}", primary={"students": pupils}, books=books)
    for number, (pupils, books) in enumerate(zip(PUPILS, BOOKS, strict=True), 1)
]


def spread_of_books(limit: str) -> dict[str, object]:
    """Return the coefficient of variation of books per pupil against a limit."""
    return indicator("CV", {"kind": "cv", "of": "B"}, at_most(limit, stage="primary"))


def test_the_coefficient_of_variation_is_weighted_by_enrolment() -> None:
    rules = book(ratio("B", "books", {"primary": 0}, shared=True), spread_of_books("0.50"))
    verdict = verdict_of(run(rules, *FIVE), "CV")
    assert verdict.value is not None
    assert Decimal(verdict.value).quantize(Decimal("0.01")) == Decimal("0.52")
    assert verdict.printed == "0.515"
    # Not weighted, the same schools would pass.
    ratios = [b / n for b, n in zip(BOOKS, PUPILS, strict=True)]
    assert round(pstdev(ratios) / fmean(ratios), 3) == 0.489
    assert verdict.state is State.NOT_MET


def test_mean_and_deviation_of_the_example_are_those_published() -> None:
    total, ratios = sum(PUPILS), [Fraction(b, n) for b, n in zip(BOOKS, PUPILS, strict=True)]
    mean = Fraction(sum(BOOKS), total)
    variance = sum(
        Fraction(n, total) * (r - mean) ** 2 for n, r in zip(PUPILS, ratios, strict=True)
    )
    assert quotient(mean.numerator, mean.denominator, 2) == Decimal("6.33")
    deviation = (Decimal(variance.numerator) / variance.denominator).sqrt()
    assert deviation.quantize(Decimal("0.01")) == Decimal("3.26")
    rules = book(ratio("B", "books", {"primary": 0}, shared=True), spread_of_books("0.50"))
    value = verdict_of(run(rules, *FIVE), "CV").value
    assert value is not None
    expected = deviation * mean.denominator / mean.numerator
    assert abs(Decimal(value) - expected) < Decimal("1e-10")


def test_a_nine_year_school_shares_its_books_one_to_one_point_one() -> None:
    nine = school(
        "N", "nine_year", primary={"students": 166}, junior={"students": 210}, books=23226
    )
    rules = book(ratio("B", "books", {"primary": 58, "junior": 64}, shared=True))
    found = run(rules, nine)
    primary, junior = (
        verdict_of(found, "B", stage="primary"),
        verdict_of(found, "B", stage="junior"),
    )
    assert primary.printed == "58.50"
    assert primary.value is not None
    assert junior.value is not None
    # The shares of the two stages, and together the whole.
    assert (Decimal(primary.value) * 166).quantize(Decimal("0.1")) == Decimal("9711.6")
    assert (Decimal(junior.value) * 210).quantize(Decimal("0.1")) == Decimal("13514.4")
    assert abs(Decimal(primary.value) * 166 + Decimal(junior.value) * 210 - 23226) < Decimal("1e-7")


def test_a_complete_middle_school_shares_one_to_one_point_two() -> None:
    middle = school(
        "M", "complete_middle", junior={"students": 500}, senior_students=1000, books=17000
    )
    rules = book(ratio("B", "books", {"junior": 10}, shared=True))
    # 17,000 ÷ (500 + 1.2 × 1,000) = 10 for each junior pupil, exactly at the limit.
    verdict = verdict_of(run(rules, middle), "B")
    assert (verdict.value, verdict.state) == ("10.0", State.MET)


def test_all_three_stages_of_a_twelve_year_school_share_by_weight() -> None:
    twelve = school(
        "T",
        "twelve_year",
        primary={"students": 100},
        junior={"students": 100},
        senior_students=100,
        books=3420,
    )
    rules = book(ratio("B", "books", {"primary": 10, "junior": 11}, shared=True))
    found = run(rules, twelve)
    assert verdict_of(found, "B", stage="primary").value == "10.0"
    assert verdict_of(found, "B", stage="junior").value == "11.0"


@settings(deadline=None)
@given(
    st.integers(1, 5000),
    st.integers(1, 5000),
    st.integers(0, 5000),
    st.integers(0, 10**12),
    st.tuples(*[st.decimals("0.01", "9", places=2)] * 3),
)
def test_dividing_a_figure_among_stages_conserves_it(
    primary: int, junior: int, senior: int, books: int, weights: tuple[Decimal, Decimal, Decimal]
) -> None:
    of = dict(zip(("primary", "junior", "senior"), weights, strict=True))
    rules = book(
        ratio("B", "books", {"primary": 0, "junior": 0}, shared=True), population={"weights": of}
    )
    twelve = school(
        "T",
        "twelve_year",
        primary={"students": primary},
        junior={"students": junior},
        senior_students=senior,
        books=books,
    )
    (found,) = run(rules, twelve).of("B")
    ratios = [Fraction(int(n), int(d)) for n, d in zip(found.num, found.den, strict=True)]
    for_senior = ratios[0] * Fraction(weights[2]) / Fraction(weights[0])
    assert ratios[0] * primary + ratios[1] * junior + for_senior * senior == books
    assert ratios[0] * Fraction(weights[1]) == ratios[1] * Fraction(weights[0])


def test_rooms_and_grounds_are_shared_between_stages_and_teachers_are_not() -> None:
    reported = {
        "teachers_above_degree": 42,
        "backbone_teachers": 10,
        "pe_arts_teachers": 9,
    }
    nine = school(
        "N",
        "nine_year",
        primary={"students": 1000, **reported},
        junior={"students": 1000, **reported},
        teaching_area=21000,
        sports_area=21000,
        equipment_value=21000,
        multimedia_rooms=21,
    )
    found = run(book(*seven()), nine)
    values = {
        code: [verdict_of(found, code, stage=stage).value for stage in ("primary", "junior")]
        for code in ("R1", "R2", "R3", "R4", "R5", "R6", "R7")
    }
    assert values == {
        "R1": ["4.2", "4.2"],
        "R2": ["1.0", "1.0"],
        "R3": ["0.9", "0.9"],
        "R4": ["10.0", "11.0"],
        "R5": ["10.0", "11.0"],
        "R6": ["10.0", "11.0"],
        "R7": ["1.0", "1.1"],
    }


def test_nine_teachers_for_a_thousand_pupils_are_exactly_nine_tenths_of_one_per_hundred() -> None:
    rules = book(ratio("R3", "pe_arts_teachers", {"primary": "0.9"}, per=100))
    exact = school("A", primary={"students": 1000, "pe_arts_teachers": 9})
    short = school("B", primary={"students": 1001, "pe_arts_teachers": 9})
    found = run(rules, exact, short)
    assert verdict_of(found, "R3", "A").state is State.MET
    assert verdict_of(found, "R3", "B").state is State.NOT_MET


@pytest.mark.parametrize(
    ("teachers", "pupils", "state"),
    [
        (901, 20000, State.MET),  # 4.505: exactly at the floor
        (9009, 200000, State.NOT_MET),  # 4.5045: would reach it only if rounded
        (901, 20001, State.NOT_MET),
    ],
)
def test_the_floor_of_eighty_five_per_cent_is_not_rounded(
    teachers: int, pupils: int, state: State
) -> None:
    plenty = {"backbone_teachers": 20000, "pe_arts_teachers": 20000}
    junior = school(
        "J",
        "junior",
        junior={"students": pupils, "teachers_above_degree": teachers, **plenty},
        teaching_area=10**7,
        sports_area=10**7,
        equipment_value=10**10,
        multimedia_rooms=20000,
    )
    found = run(book(*seven()), junior)
    assert verdict_of(found, "R1").state is State.NOT_MET
    assert verdict_of(found, "R").value == "6"
    assert verdict_of(found, "R").state is state


def test_each_stage_of_a_school_is_held_to_the_floor_of_its_own_limit() -> None:
    plenty = {"students": 1000, "backbone_teachers": 500, "pe_arts_teachers": 500}
    nine = school(
        "N",
        "nine_year",
        primary={**plenty, "teachers_above_degree": 40},
        junior={**plenty, "teachers_above_degree": 40},
        teaching_area=10**6,
        sports_area=10**6,
        equipment_value=10**9,
        multimedia_rooms=1000,
    )
    found = run(book(*seven()), nine)
    # 4.0 lies above 85% of 4.2 and below 85% of 5.3.
    assert verdict_of(found, "R", stage="primary").state is State.MET
    assert verdict_of(found, "R", stage="junior").state is State.NOT_MET


def test_a_province_that_prints_the_floor_as_4_51_asks_for_more() -> None:
    plenty = {"backbone_teachers": 2000, "pe_arts_teachers": 2000}
    junior = school(
        "J",
        "junior",
        junior={"students": 20000, "teachers_above_degree": 901, **plenty},
        teaching_area=10**6,
        sports_area=10**6,
        equipment_value=10**9,
        multimedia_rooms=2000,
    )
    assert verdict_of(run(book(*seven()), junior), "R").state is State.MET
    printed = run(book(*seven(floor_places=2)), junior)
    assert verdict_of(printed, "R").state is State.NOT_MET


def test_the_composite_is_the_mean_of_the_coefficients() -> None:
    # 教督〔2012〕3号: two schools of equal size have |a − b| ÷ (a + b) as coefficient.
    first = school("A", primary={"students": 100, "teachers": 3}, books=100, computers=1)
    second = school("B", primary={"students": 100, "teachers": 1}, books=300, computers=1)
    rules = book(
        ratio("B", "books", {"primary": 0}, shared=True),
        ratio("T", "teachers", {"primary": 0}),
        ratio("C", "computers", {"primary": 0}, shared=True),
        *(indicator(f"CV-{code}", {"kind": "cv", "of": code}, counts=False) for code in "BTC"),
        indicator(
            "mean",
            {"kind": "mean_cv", "of": ["CV-B", "CV-T", "CV-C"]},
            at_most("0.65", stage="primary"),
        ),
    )
    verdict = verdict_of(run(rules, first, second), "mean")
    # (0.5 + 0.5 + 0) ÷ 3
    assert verdict.value == "0.3333333333"
    assert verdict.printed == "0.333"
    assert verdict.state is State.MET


def test_a_share_is_judged_as_a_fraction_and_printed_as_a_percentage() -> None:
    rules = book(
        indicator(
            "G15",
            {
                "kind": "share",
                "numerator": ["migrant_children_public", "migrant_children_purchased"],
                "denominator": ["migrant_children_eligible"],
            },
            at_least("0.85"),
        )
    )
    figures = county(
        migrant_children_public=800,
        migrant_children_purchased=49,
        migrant_children_eligible=1000,
    )
    verdict = verdict_of(run(rules, figures), "G15")
    assert (verdict.value, verdict.printed, verdict.limit) == ("0.849", "84.9%", "0.85")
    assert verdict.printed_limit == "≥ 85%"
    assert verdict.state is State.NOT_MET
