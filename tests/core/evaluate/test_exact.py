"""Column arithmetic against Python's own fractions, also where 64 bits or binary floats fail."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, strategies as st

from dudao.evaluate.exact import compare, fraction, plus, quotient, rounded, summed, times

# Column values: small ones, ones at the edge of 64 bits.
wide = st.integers(-(10**6), 10**6) | st.integers(-(2**63) + 1, 2**63 - 1)
positive = st.integers(1, 10**6) | st.integers(1, 2**63 - 1)
columns = st.lists(wide, max_size=6)
OPERATORS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "==": operator.eq,
}


def column(values: list[int]) -> np.ndarray:
    """Return a column as the frame holds it."""
    return np.array(values, dtype=np.int64)


@given(columns, st.data())
def test_products_and_sums_never_wrap_around(left: list[int], data: st.DataObject) -> None:
    right = data.draw(st.lists(wide, min_size=len(left), max_size=len(left)))
    product = times(column(left), column(right))
    assert [int(each) for each in product] == [a * b for a, b in zip(left, right, strict=True)]
    total = plus(column(left), column(right))
    assert [int(each) for each in total] == [a + b for a, b in zip(left, right, strict=True)]
    again = times(product, product)
    assert [int(each) for each in again] == [(a * b) ** 2 for a, b in zip(left, right, strict=True)]


@given(columns, st.integers(-(10**30), 10**30))
def test_a_factor_of_any_size_is_taken(values: list[int], factor: int) -> None:
    assert [int(each) for each in times(column(values), factor)] == [v * factor for v in values]


@given(st.lists(st.tuples(st.integers(0, 3), wide), max_size=12))
def test_group_sums_never_wrap_around(entries: list[tuple[int, int]]) -> None:
    groups = np.array([group for group, _ in entries], dtype=np.intp)
    sums = summed(column([value for _, value in entries]), groups, 4)
    assert [int(each) for each in sums] == [
        sum(value for group, value in entries if group == wanted) for wanted in range(4)
    ]


def test_a_sum_of_figures_that_each_fit_may_not_fit_itself() -> None:
    total = summed(column([2**61] * 8), np.zeros(8, dtype=np.intp), 1)
    assert int(total[0]) == 2**64


@given(wide, positive, st.sampled_from(sorted(OPERATORS)), wide, positive)
def test_comparison_is_that_of_fractions(
    num: int, den: int, op: str, limit_num: int, limit_den: int
) -> None:
    found = compare(column([num]), column([den]), op, column([limit_num]), column([limit_den]))
    assert bool(found[0]) is OPERATORS[op](Fraction(num, den), Fraction(limit_num, limit_den))


@pytest.mark.parametrize("limit", ["0.9", "4.505", "0.1", "0.3", "2.3", "0.85", "1.1"])
def test_equal_is_met_and_the_smallest_step_below_is_not(limit: str) -> None:
    num, den = fraction(Decimal(limit))
    scale = 10**15
    at = column([num * scale]), column([den * scale])
    below = column([num * scale - 1]), column([den * scale])
    bar = column([num]), column([den])
    assert compare(*at, ">=", *bar)[0]
    assert not compare(*below, ">=", *bar)[0]
    assert compare(*below, "<", *bar)[0]


@given(wide, positive, st.integers(0, 6))
def test_printing_rounds_half_away_from_zero(num: int, den: int, places: int) -> None:
    with localcontext() as context:
        context.prec = 120
        expected = (Decimal(num) / Decimal(den)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert int(rounded(column([num]), column([den]), places)[0]) == int(expected.scaleb(places))
    assert quotient(num, den, places) == expected


@pytest.mark.parametrize(
    ("num", "den", "places", "printed"),
    [(45, 10, 0, "5"), (-45, 10, 0, "-5"), (1005, 1000, 2, "1.01"), (2675, 1000, 2, "2.68")],
)
def test_a_half_is_rounded_up_where_floats_would_round_down(
    num: int, den: int, places: int, printed: str
) -> None:
    assert str(quotient(num, den, places)) == printed
