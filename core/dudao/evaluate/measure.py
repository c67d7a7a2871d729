"""Computing the measures over columns: exact numerators and denominators."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..facts import STAGE_RANK
from ..metrics import Level
from ..rulebook import Attested, Change, Extreme, Indicator, Ratio, Share, Tally, Value
from .applying import extreme
from .exact import Ints, Mask, plus, summed, times
from .frame import Column, Frame
from .outcome import Measured


def measured(
    frame: Frame,
    indicator: Indicator,
    previous: Frame | None,
    also: Sequence[str] = (),
) -> Measured:
    """Return the exact values of a directly computed measure for all rows of its level.

    `also` adds metrics to a ratio's numerator (a relaxation that counts more). A zero denominator
    counts as unknown: there is nothing to divide by.
    """
    level = Level(indicator.subject)
    match indicator.measure:
        case Ratio() as ratio:
            numerator = (*ratio.numerator, *also)
            return _ratio(frame, level, numerator, ratio.denominator, ratio.per, ratio.shared)
        case Share() as share:
            return _ratio(frame, level, (*share.numerator, *also), share.denominator)
        case Value(metric=code) | Attested(metric=code):
            return _plain(frame.at(level, code), 10 ** frame.vocabulary[code].decimals)
        case Extreme(pick=pick):
            return _plain(extreme(frame, level, largest=pick == "largest"))
        case Tally() as tally:
            return _plain(_tally(frame, level, tally))
        case Change() as change:
            return _change(frame, level, change, previous)
        case other:
            raise TypeError(f"{other.kind} is computed from other indicators")


def _plain(column: Column, scale: int = 1) -> Measured:
    den = np.full(len(column.values), scale, dtype=np.int64)
    return Measured(column.values, den, column.known)


def _terms(frame: Frame, level: Level, terms: Sequence[str]) -> tuple[Ints, Mask, int]:
    """Return the signed sum of terms at a common scale: values, known, decimals."""
    decimals = max(frame.vocabulary[term.lstrip("-")].decimals for term in terms)
    size = len(frame.rows[level])
    total: Ints = np.zeros(size, dtype=np.int64)
    known = np.ones(size, dtype=np.bool_)
    for term in terms:
        code = term.lstrip("-")
        column = frame.at(level, code)
        scale = 10 ** (decimals - frame.vocabulary[code].decimals)
        sign = -1 if term.startswith("-") else 1
        total = plus(total, times(column.values, sign * scale))
        known = known & column.known
    return total, known, decimals


def _ratio(
    frame: Frame,
    level: Level,
    numerator: Sequence[str],
    denominator: Sequence[str],
    per: int = 1,
    shared: bool = False,
) -> Measured:
    top, top_known, top_decimals = _terms(frame, level, numerator)
    if shared:
        # A stage's part of a school's figure is x·w·n/Σwn; per pupil that is x·w/Σwn.
        pupils, weight = frame.weighted_pupils
        top, bottom, known = times(top, weight), pupils.values, pupils.known
        bottom_decimals = 0
    else:
        bottom, known, bottom_decimals = _terms(frame, level, denominator)
    known = known & top_known & np.asarray(bottom > 0, dtype=np.bool_)
    num = times(top, per * 10**bottom_decimals)
    den = np.where(known, times(bottom, 10**top_decimals), 1)
    return Measured(num, den, known)


def _tally(frame: Frame, level: Level, tally: Tally) -> Column:
    owner, pupils = frame.classes
    size = len(frame.rows[Level.STAGE])
    bounds = np.array([tally.bound(stage) for stage in STAGE_RANK])[frame.stage_rank]
    many = summed((pupils >= bounds[owner]).astype(np.int64), owner, size)
    listed = Column(many, np.bincount(owner, minlength=size) > 0)
    return listed if level is Level.STAGE else frame.total(Level.STAGE, level, listed)


def _change(frame: Frame, level: Level, change: Change, previous: Frame | None) -> Measured:
    now = frame.at(level, change.metric)
    scale = 10 ** frame.vocabulary[change.metric].decimals
    den = np.full(len(now.values), scale, dtype=np.int64)
    then = before(frame, level, change.metric, previous)
    known = now.known & then.known
    num = plus(now.values, -then.values)
    if change.reported is None:
        return Measured(num, den, known)
    direction = frame.at(level, change.reported)
    reported = ~known & direction.known
    num = np.where(reported, direction.values, num)
    return Measured(num, np.where(reported, 1, den), known | reported, reported)


def before(frame: Frame, level: Level, code: str, previous: Frame | None) -> Column:
    """Return the previous period's figures for this frame's rows, matched by county and code."""
    size = len(frame.rows[level])
    values = np.zeros(size, dtype=np.int64)
    known = np.zeros(size, dtype=np.bool_)
    if previous is None:
        return Column(values, known)
    then = previous.at(level, code)
    place = {key: row for row, key in enumerate(_keys(previous, level))}
    for row, key in enumerate(_keys(frame, level)):
        if (old := place.get(key)) is not None:
            values[row], known[row] = then.values[old], then.known[old]
    return Column(values, known)


def _keys(frame: Frame, level: Level) -> list[tuple[str, str, str]]:
    rows = frame.rows[level]
    tenants = frame.rows[Level.COUNTY].codes
    return [
        (tenants[county], code, str(stage))
        for county, code, stage in zip(rows.county, rows.codes, rows.stages, strict=True)
    ]
