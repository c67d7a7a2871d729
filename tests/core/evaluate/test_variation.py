"""Coefficients of variation are decided as fractions would be, however close to the limit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, strategies as st
from tests.core.build import (
    at_most,
    book,
    indicator,
    ratio,
    run,
    school,
    verdict_of,
)

from dudao.evaluate import Flag, State
from dudao.evaluate.variation import Spread, decide, decide_mean, spread

Row = tuple[int, int, int]  # pupils, numerator, denominator

sizes = st.integers(1, 3000) | st.integers(1, 10**12)
amounts = st.integers(0, 5000) | st.integers(0, 10**17)
scales = st.integers(1, 1000) | st.integers(1, 10**9)
tables = st.lists(st.tuples(sizes, amounts, scales), min_size=1, max_size=8)


def spread_of(rows: list[Row]) -> Spread:
    """Return the spread of one county's rows."""
    pupils, num, den = (
        np.array(part, dtype=np.int64 if max(part) < 2**62 else object)
        for part in zip(*rows, strict=True)
    )
    every = np.ones(len(rows), dtype=np.bool_)
    return spread(num, den, every, pupils, np.zeros(len(rows), dtype=np.intp), every, 1)


def squared(rows: list[Row]) -> Fraction | None:
    """Return the square of the coefficient as a fraction: variance ÷ mean², weighted."""
    total = sum(pupils for pupils, _, _ in rows)
    ratios = [(Fraction(pupils, total), Fraction(num, den)) for pupils, num, den in rows]
    mean = sum((weight * value for weight, value in ratios), Fraction(0))
    if mean == 0:
        return None
    return sum((weight * (value - mean) ** 2 for weight, value in ratios), Fraction(0)) / mean**2


def two_schools(coefficient: Fraction) -> list[Row]:
    """Return two schools of one size whose coefficient is exactly this (below one)."""
    # Ratios 1 − c and 1 + c have mean 1 and deviation c.
    c = coefficient
    return [(7, c.denominator - c.numerator, 3), (7, c.denominator + c.numerator, 3)]


@given(tables, st.decimals("0.01", "3", places=2))
def test_the_decision_is_that_of_fractions(rows: list[Row], limit: Decimal) -> None:
    found, expected = spread_of(rows), squared(rows)
    assert bool(found.known[0]) is (expected is not None)
    if expected is not None:
        assert bool(decide(found, limit)[0]) is (expected <= Fraction(limit) ** 2)


@given(tables)
def test_the_value_is_the_root_of_variance_over_mean(rows: list[Row]) -> None:
    found, expected = spread_of(rows), squared(rows)
    if expected is not None:
        assert abs(float(found.value[0]) ** 2 - float(expected)) <= 1e-12 * (1 + float(expected))
        assert found.squared(0) == expected


@given(
    st.fractions("0.01", "0.99", max_denominator=10**6),
    st.integers(1, 10**6),
    st.sampled_from([-1, 0, 1]),
)
def test_a_hair_beside_the_limit_is_told_apart(limit: Fraction, factor: int, side: int) -> None:
    # The limit has to be a decimal: the coefficient is set exactly at it, or 10⁻¹⁵ of it beside.
    limit = Fraction(round(limit * 100), 100)
    if not 0 < limit < 1:
        return
    rows = two_schools(limit * (1 + side * Fraction(1, 10**15)))
    rows = [(pupils * factor, num, den) for pupils, num, den in rows]
    decimal = Decimal(limit.numerator) / Decimal(limit.denominator)
    assert bool(decide(spread_of(rows), decimal)[0]) is (side <= 0)


@pytest.mark.parametrize(("side", "met"), [(-1, True), (0, True), (1, False)])
def test_a_coefficient_at_its_limit_is_met_and_one_just_above_is_not(side: int, met: bool) -> None:
    # Areas in ㎡ to four places: 0.5 of a mean of 10¹² ㎡, one ten-thousandth beside it.
    step = Fraction(side, 10**16)
    low, high = ((Fraction(1) + sign * (Fraction(1, 2) + step)) * 10**12 for sign in (-1, 1))
    rules = book(
        ratio("A", "teaching_area", {"primary": 0}, shared=True),
        indicator("CV", {"kind": "cv", "of": "A"}, at_most("0.5", stage="primary")),
    )
    schools = [
        school(
            code, primary={"students": 1}, teaching_area=Decimal(area.numerator) / area.denominator
        )
        for code, area in (("A", low), ("B", high))
    ]
    verdict = verdict_of(run(rules, *schools), "CV")
    assert verdict.state is (State.MET if met else State.NOT_MET)
    assert (verdict.value, verdict.printed) == ("0.5", "0.500")
    assert (Flag.ROUNDING_SENSITIVE in verdict.flags) is not met


@given(tables, st.integers(1, 1000), st.integers(1, 1000))
def test_scaling_all_pupils_and_resources_leaves_the_coefficient(
    rows: list[Row], pupils_by: int, resources_by: int
) -> None:
    scaled = [(pupils * pupils_by, num * resources_by, den) for pupils, num, den in rows]
    assert squared(scaled) == squared(rows)
    before, after = spread_of(rows), spread_of(scaled)
    if before.known[0]:
        assert after.squared(0) == before.squared(0)
        assert after.value[0] == pytest.approx(before.value[0], abs=1e-7)


@given(tables, st.integers(2, 9))
def test_splitting_a_school_into_equal_ones_leaves_the_coefficient(
    rows: list[Row], parts: int
) -> None:
    (pupils, num, den), *others = rows
    split = [(pupils, num, den)] * parts + [(n * parts, x, d) for n, x, d in others]
    whole = [(pupils * parts, num, den)] + [(n * parts, x, d) for n, x, d in others]
    assert squared(split) == squared(whole)
    if squared(rows) is not None:
        assert spread_of(split).squared(0) == spread_of(whole).squared(0)


@given(st.lists(tables, min_size=2, max_size=4), st.decimals("0.01", "2", places=2))
def test_the_composite_is_decided_by_the_mean_of_roots(
    found: list[list[Row]], limit: Decimal
) -> None:
    squares = [squared(rows) for rows in found]
    if None in squares:
        return
    roots = [float(square or 0) ** 0.5 for square in squares]
    mean = sum(roots) / len(roots)
    decided = bool(decide_mean([spread_of(rows) for rows in found], limit)[0])
    if abs(mean - float(limit)) > 1e-9:
        assert decided is (mean < float(limit))


@pytest.mark.parametrize(("side", "met"), [(-1, True), (0, True), (1, False)])
def test_a_composite_at_its_limit_is_told_from_one_a_hair_above(side: int, met: bool) -> None:
    # 0.3 and 0.2 have the mean 0.25; binary floats make neither of them exact.
    first = Fraction(3, 10) * (1 + side * Fraction(1, 10**15))
    found = [spread_of(two_schools(first)), spread_of(two_schools(Fraction(2, 10)))]
    assert bool(decide_mean(found, Decimal("0.25"))[0]) is met


def test_a_single_school_does_not_differ_from_itself() -> None:
    rules = book(
        ratio("A", "teaching_area", {"primary": 0}, shared=True),
        indicator("CV", {"kind": "cv", "of": "A"}, at_most("0.5", stage="primary")),
    )
    alone = school("A", primary={"students": 100}, teaching_area=700)
    verdict = verdict_of(run(rules, alone), "CV")
    assert (verdict.value, verdict.state) == ("0", State.MET)


@pytest.mark.parametrize(
    ("second", "state"),
    [
        (school("B", primary={"students": 50}), State.NO_DATA),
        (school("B", primary={}, teaching_area=100), State.NO_DATA),
        (school("B", primary={"students": 0}, teaching_area=100), State.NO_DATA),
        (school("B"), State.NO_DATA),
        (school("B", "junior", junior={}), State.MET),
    ],
    ids=["no area", "no pupils", "zero pupils", "nothing", "another stage"],
)
def test_one_school_without_figures_leaves_the_coefficient_unknown(
    second: object, state: State
) -> None:
    rules = book(
        ratio("A", "teaching_area", {"primary": 0}, shared=True),
        indicator("CV", {"kind": "cv", "of": "A"}, at_most("0.5", stage="primary")),
    )
    whole = school("A", primary={"students": 100}, teaching_area=700)
    assert verdict_of(run(rules, whole, second), "CV").state is state  # type: ignore[arg-type]


def test_where_no_school_has_anything_there_is_no_mean_to_differ_from() -> None:
    rules = book(
        ratio("A", "teaching_area", {"primary": 0}, shared=True),
        indicator("CV", {"kind": "cv", "of": "A"}, at_most("0.5", stage="primary")),
    )
    empty = [school(code, primary={"students": 10}, teaching_area=0) for code in "AB"]
    assert verdict_of(run(rules, *empty), "CV").state is State.NO_DATA


def test_a_stage_without_schools_is_not_judged() -> None:
    rules = book(
        ratio("A", "teaching_area", {"primary": 0, "junior": 0}, shared=True),
        indicator(
            "CV",
            {"kind": "cv", "of": "A"},
            at_most("0.5", stage="primary"),
            at_most("0.45", stage="junior"),
        ),
    )
    found = run(rules, school("A", primary={"students": 10}, teaching_area=1))
    assert verdict_of(found, "CV", stage="junior").state is State.NOT_APPLICABLE
    assert verdict_of(found, "CV", stage="primary").state is State.MET


def test_many_schools_of_any_scale_are_decided_like_few() -> None:
    # 4,000 rows whose true coefficient is exactly 0.5, with ratios that are no binary fractions.
    rows = [(pupils, 7 * (2 + sign), 60) for pupils in range(1, 2001) for sign in (-1, 1)]
    assert squared(rows) == Fraction(1, 4)
    assert decide(spread_of(rows), Decimal("0.5"))[0]
    above = [*rows[:-1], (2000, rows[-1][1] * 10**12 + 1, 60 * 10**12)]
    assert not decide(spread_of(above), Decimal("0.5"))[0]
