"""Exact arithmetic over columns: integers only, never a binary fraction.

Columns are int64; where a product could leave 64 bits it is taken over Python integers instead
(same code, slower), so no comparison ever overflows.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[Any]  # int64, or object holding Python integers
Mask = npt.NDArray[np.bool_]
_LIMIT = 2**62


def bound(column: Ints | int) -> int:
    """Return the largest absolute value of a column, 0 when empty."""
    if isinstance(column, int):
        return abs(column)
    if column.size == 0:
        return 0
    return max(abs(int(column.max())), abs(int(column.min())))


def times(left: Ints, right: Ints | int) -> Ints:
    """Return the exact product."""
    # A factor beyond 64 bits is too large for a column even where the column is zero or empty.
    if max(bound(left), 1) * bound(right) < _LIMIT:
        return left * right
    return np.asarray(left.astype(object) * right)


def plus(left: Ints, right: Ints) -> Ints:
    """Return the exact sum."""
    if bound(left) + bound(right) < _LIMIT:
        return left + right
    return np.asarray(left.astype(object) + right)


def summed(values: Ints, groups: npt.NDArray[np.intp], count: int) -> Ints:
    """Return the exact sum of `values` in each of `count` groups."""
    wide = values.dtype == object or bound(values) * max(len(values), 1) >= _LIMIT
    total = np.zeros(count, dtype=object if wide else np.int64)
    np.add.at(total, groups, values)
    return total


def fraction(number: Decimal) -> tuple[int, int]:
    """Return a decimal as an integer numerator and a positive denominator."""
    numerator, denominator = number.as_integer_ratio()
    return numerator, denominator


def compare(num: Ints, den: Ints, op: str, limit_num: Ints | int, limit_den: Ints | int) -> Mask:
    """Return where num/den `op` limit_num/limit_den holds; denominators are positive."""
    left, right = times(num, limit_den), times(den, limit_num)
    match op:
        case ">=":
            found = left >= right
        case ">":
            found = left > right
        case "<=":
            found = left <= right
        case "<":
            found = left < right
        case _:
            found = left == right
    return np.asarray(found, dtype=np.bool_)


_KEEPS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": operator.le,
    "<": operator.lt,
    ">=": operator.ge,
    ">": operator.gt,
    "==": operator.eq,
}


def keeps(value: Decimal | int, op: str, limit: Decimal) -> bool:
    """Return whether a single value keeps to a limit."""
    return _KEEPS[op](Decimal(value), limit)


def rounded(num: Ints, den: Ints, places: int) -> Ints:
    """Return num/den × 10**places rounded half up (away from zero), as printed on forms."""
    scaled = times(times(num, 10**places), 2)
    magnitude = plus(np.abs(scaled), den) // times(den, 2)
    return np.where(scaled < 0, -magnitude, magnitude)


def quotient(num: int, den: int, places: int) -> Decimal:
    """Return num/den as a decimal rounded half up to `places`."""
    scaled = 2 * abs(num) * 10**places
    magnitude = (scaled + den) // (2 * den)
    return Decimal(-magnitude if num < 0 else magnitude).scaleb(-places)
