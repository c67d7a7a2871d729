"""Which rows a `When` is for: attributes and figures within bounds, three-valued."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import numpy as np

from ..facts import AREA_RANK, TYPE_RANK, UNKNOWN
from ..metrics import Level
from ..rulebook import When
from .exact import Ints, Mask, fraction, times
from .frame import Column, Frame


def holding(frame: Frame, level: Level, when: When | None) -> tuple[Mask, Mask]:
    """Return where `when` holds, and where a figure it needs is missing (there it does not)."""
    size = len(frame.rows[level])
    holds = np.ones(size, dtype=np.bool_)
    unknown = np.zeros(size, dtype=np.bool_)
    if when is None:
        return holds, unknown
    for fits in _attributes(frame, level, when):
        holds &= fits
    for column, low, high, denominator in _figures(frame, level, when):
        # An unknown figure rules nothing out: another part of the condition still may.
        holds &= _within(column.values, denominator, low, high) | ~column.known
        unknown |= ~column.known
    return holds & ~unknown, unknown & holds


def _attributes(frame: Frame, level: Level, when: When) -> Iterator[Mask]:
    if when.types:
        ranks = [TYPE_RANK[kind] for kind in when.types]
        yield np.isin(frame.attribute(level, lambda schools: schools.type), ranks)
    if when.areas:
        ranks = [AREA_RANK[area] for area in when.areas]
        yield np.isin(frame.attribute(level, lambda schools: schools.area), ranks)
    if when.owners:
        yield np.isin(frame.attribute(level, lambda schools: schools.owner), when.owners)


def _built(frame: Frame, level: Level) -> Column:
    years = frame.attribute(level, lambda schools: schools.built)
    return Column(years, years != UNKNOWN)


def _figures(
    frame: Frame, level: Level, when: When
) -> Iterator[tuple[Column, Decimal | None, Decimal | None, Any]]:
    for code, bounds in when.metrics.items():
        scale = 10 ** frame.vocabulary[code].decimals
        yield frame.at(level, code), bounds.min, bounds.max, scale
    for share in when.shares:
        top, bottom = frame.at(level, share.numerator), frame.at(level, share.denominator)
        known = top.known & bottom.known & (bottom.values > 0)
        values = times(top.values, 10 ** frame.vocabulary[share.denominator].decimals)
        scale = 10 ** frame.vocabulary[share.numerator].decimals
        divisor = times(np.where(known, bottom.values, 1), scale)
        yield Column(values, known), share.min, share.max, divisor
    for code in when.confirmed:
        yield frame.at(level, code), Decimal(1), None, 1
    if when.built:
        yield _built(frame, level), when.built.min, when.built.max, 1
    if when.largest_class:
        found = extreme(frame, level, largest=True)
        yield found, when.largest_class.min, when.largest_class.max, 1


def extreme(frame: Frame, level: Level, *, largest: bool) -> Column:
    """Return the largest (or smallest) class of each row; unknown where a stage lists none."""
    owner, pupils = frame.classes
    size = len(frame.rows[Level.STAGE])
    edge = np.full(size, 0 if largest else np.iinfo(np.int64).max, dtype=np.int64)
    (np.maximum if largest else np.minimum).at(edge, owner, pupils)
    known = np.bincount(owner, minlength=size) > 0
    if level is Level.STAGE:
        return Column(np.where(known, edge, 0), known)
    keep = frame.summable(Level.STAGE, level)
    result = np.full(len(frame.rows[level]), 0 if largest else np.iinfo(np.int64).max)
    (np.maximum if largest else np.minimum).at(
        result, frame.up(Level.STAGE, level)[keep], edge[keep]
    )
    every = frame.total(Level.STAGE, level, Column(edge, known)).known
    return Column(np.where(every, result, 0), every)


def _within(
    values: Ints, denominator: Ints | int, low: Decimal | None, high: Decimal | None
) -> Mask:
    holds = np.ones(len(values), dtype=np.bool_)
    for limit, sign in ((low, 1), (high, -1)):
        if limit is not None:
            num, den = fraction(limit)
            edge = np.asarray(denominator) if isinstance(denominator, int) else denominator
            difference = times(values, den) - times(edge, num)
            holds &= np.asarray(difference * sign >= 0, dtype=np.bool_)
    return holds
