"""Coefficients of variation between schools, weighted by enrolment, decided exactly.

CV ≤ L is the same as N·Σn·r² ≤ (1 + L²)·(Σn·r)², rational on both sides. The coefficient is first
taken in floating point, whose error over m non-negative terms has a proven bound; only where it
lies further from the limit than that bound is the answer taken from it. Everything else is
decided by exact fractions, so no verdict ever rests on a rounding.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from .exact import Ints, Mask
from .joined import Index

_ULP = 2.0**-52
RAW = 10**12  # printed coefficients are kept to twelve places; verdicts do not depend on them


@dataclass(slots=True)
class Spread:
    """Per county: the coefficient, whether it exists, and the rows to decide it exactly."""

    value: npt.NDArray[np.float64]
    known: Mask
    empty: Mask
    rows: list[Index]
    pupils: Ints
    num: Ints
    den: Ints

    def at_most(self, county: int, limit: Fraction) -> bool:
        """Return exactly whether the coefficient of one county is at most the limit."""
        left, right = self._sides(county)
        return left <= (1 + limit * limit) * right

    def squared(self, county: int) -> Fraction:
        """Return the exact square of one county's coefficient."""
        left, right = self._sides(county)
        return left / right - 1

    def _sides(self, county: int) -> tuple[Fraction, Fraction]:
        total, mean, square = 0, Fraction(0), Fraction(0)
        for row in self.rows[county]:
            pupils = int(self.pupils[row])
            ratio = Fraction(int(self.num[row]), int(self.den[row]))
            total += pupils
            mean += pupils * ratio
            square += pupils * ratio * ratio
        return total * square, mean * mean


def spread(
    num: Ints, den: Ints, known: Mask, pupils: Ints, county: Index, keep: Mask, counties: int
) -> Spread:
    """Return the coefficients over the kept rows; one unknown row makes its county unknown."""
    rows = np.flatnonzero(keep)
    order = rows[np.argsort(county[rows], kind="stable")]
    groups = county[order]
    edges = np.searchsorted(groups, np.arange(counties + 1))
    ratio = num[order].astype(np.float64) / den[order].astype(np.float64)
    weight = pupils[order].astype(np.float64)
    total = np.bincount(groups, weights=weight, minlength=counties)
    amount = np.bincount(groups, weights=weight * ratio, minlength=counties)
    parts = np.diff(edges)
    sound = np.bincount(groups, weights=known[order] & (num[order] >= 0), minlength=counties)
    fine = (parts > 0) & (sound == parts) & (amount > 0)
    mean = np.divide(amount, total, out=np.ones(counties), where=fine)
    apart = np.bincount(groups, weights=weight * (ratio - mean[groups]) ** 2, minlength=counties)
    value = np.sqrt(np.divide(apart, total, out=np.zeros(counties), where=fine)) / mean
    return Spread(
        np.where(fine, value, 0.0),
        fine,
        parts == 0,
        [order[edges[c] : edges[c + 1]] for c in range(counties)],
        pupils,
        num,
        den,
    )


def decide(found: Spread, limit: Decimal) -> Mask:
    """Return, per county, whether the coefficient is at most the limit; exact."""
    bar = Fraction(limit)
    left = found.value**2
    right = float(bar * bar)
    many = np.array([len(rows) for rows in found.rows], dtype=np.float64)
    # Summing m non-negative terms errs by at most m ulp of the sum; ratios, mean, deviations,
    # square and quotient add a few each. Against 1 + CV² that stays below (4m + 32) ulp.
    close = np.abs(left - right) <= (1 + np.maximum(left, right)) * (4 * many + 32) * _ULP
    met = left <= right
    for county in np.flatnonzero(close & found.known):
        met[county] = found.at_most(int(county), bar)
    return np.asarray(met, dtype=np.bool_)


def decide_mean(found: Sequence[Spread], limit: Decimal) -> Mask:
    """Return, per county, whether the mean of several coefficients is at most the limit.

    Sums of square roots are compared with sixty digits where floating point cannot tell.
    """
    mean = np.mean([each.value for each in found], axis=0)
    met = mean <= float(limit)
    for county in np.flatnonzero(np.abs(mean - float(limit)) < 1e-6):
        if all(each.known[county] for each in found):
            met[county] = _fine_mean(found, int(county)) <= limit
    return np.asarray(met, dtype=np.bool_)


def _fine_mean(found: Iterable[Spread], county: int) -> Decimal:
    with localcontext() as context:
        context.prec = 60
        roots = []
        for each in found:
            square = each.squared(county)
            roots.append((Decimal(square.numerator) / Decimal(square.denominator)).sqrt())
        return (sum(roots, Decimal(0)) / len(roots)).quantize(Decimal(10) ** -50)


def raw(values: npt.NDArray[np.float64]) -> Ints:
    """Return coefficients as integers over `RAW`, for printing and storing."""
    return np.rint(values * RAW).astype(np.int64)
