"""Judging measured values: the target in force, the comparison, relaxations and flags."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from ..facts import Stage
from ..metrics import WORDS, Kind, Level
from ..rulebook import Attested, Indicator, Share, Target
from .applying import holding
from .exact import Mask, compare, fraction, quotient, rounded
from .frame import Frame
from .measure import measured
from .outcome import Flag, Measured, Outcome, State


def limit_of(target: Target) -> Decimal:
    """Return a target's limit as a number; words and yes/no become their rank."""
    if isinstance(target.limit, bool):
        return Decimal(int(target.limit))
    if isinstance(target.limit, str):
        return Decimal(WORDS[Kind.GRADE][target.limit])
    return target.limit


def places_of(indicator: Indicator) -> int:
    """Return the decimals a value of this indicator is printed with, as a plain number."""
    places: int = getattr(indicator.measure, "places", 0)
    # A share is printed as a percentage, so its plain number carries two decimals more.
    return places + 2 if isinstance(indicator.measure, Share) else places


def in_force(
    frame: Frame, indicator: Indicator, stage: Stage | None, day: date
) -> tuple[npt.NDArray[np.int16], Mask]:
    """Return, per row, the index of the target in force, −1 where there is none or none is known.

    The last target of the list that fits a row wins: general ones first, special ones after. The
    mask marks the rows for which a missing figure leaves open whether a later target fits.
    """
    level = Level(indicator.subject)
    chosen = np.full(len(frame.rows[level]), -1, dtype=np.int16)
    unsure = np.zeros(len(chosen), dtype=np.bool_)
    for index, target in enumerate(indicator.targets):
        if target.holds(day):
            there = _at_stage(frame, level, target.stage, stage)
            holds, unknown = holding(frame, level, target.when)
            chosen[there & holds] = index
            unsure = (unsure & ~(there & holds)) | (there & unknown)
    chosen[unsure] = -1
    return chosen, unsure


def _at_stage(frame: Frame, level: Level, wanted: Stage | None, stage: Stage | None) -> Mask:
    size = len(frame.rows[level])
    if wanted is None:
        return np.ones(size, dtype=np.bool_)
    if level is Level.STAGE:
        rank = 0 if wanted is Stage.PRIMARY else 1
        return np.asarray(frame.stage_rank == rank, dtype=np.bool_)
    return np.full(size, wanted == stage, dtype=np.bool_)


def judge(
    frame: Frame,
    indicator: Indicator,
    stage: Stage | None,
    values: Measured,
    day: date,
    margin: Decimal,
    previous: Frame | None,
    met: dict[int, Mask] | None = None,
) -> Outcome:
    """Return the outcome of a measure under the targets in force on `day`.

    `met` gives, by target index, an exact decision made elsewhere (coefficients, whose exact
    value is no fraction); without it the fractions themselves are compared.
    """
    level = Level(indicator.subject)
    target, unsure = in_force(frame, indicator, stage, day)
    state = _states(frame, level, indicator, values)
    state[(state != State.NOT_APPLICABLE) & unsure] = State.NO_DATA
    state[(target < 0) & ~unsure] = State.NOT_APPLICABLE
    flags = np.zeros(len(state), dtype=np.uint8)
    relaxation = np.full(len(state), -1, dtype=np.int16)
    outcome = Outcome(
        indicator.code, level, stage, state, values.num, values.den, target, relaxation, flags
    )
    outcome.measured = values
    for index in np.unique(target[target >= 0]):
        rows = (target == index) & (state != State.NO_DATA) & (state != State.NOT_APPLICABLE)
        goal = indicator.targets[index]
        decided = met[int(index)] if met else _compare(values, goal.op, limit_of(goal))
        state[rows] = np.where(decided, State.MET, State.NOT_MET)[rows]
    _relax(frame, indicator, outcome, day, previous)
    for op, limit, rows in _limits_used(outcome, indicator):
        _flag(outcome, indicator, op, limit, rows, margin)
    if values.reported is not None:
        flags[values.reported & (state <= State.NOT_MET)] = Flag.REPORTED
    outcome.den = np.where(values.known, outcome.den, 0)
    return outcome


def _states(
    frame: Frame, level: Level, indicator: Indicator, values: Measured
) -> npt.NDArray[np.int8]:
    state = np.where(values.known, State.NOT_MET, State.NO_DATA).astype(np.int8)
    if indicator.applies:
        applies, unknown = holding(frame, level, indicator.applies)
        state[~applies] = State.NOT_APPLICABLE
        state[unknown] = State.NO_DATA
    state[~frame.rows[level].counted] = State.NOT_APPLICABLE
    return state


def _limits_used(outcome: Outcome, indicator: Indicator) -> Iterator[tuple[str, Decimal, Mask]]:
    """Yield the comparison and limit of each target and relaxation, with the rows judged by it."""
    judged = outcome.state <= State.NOT_MET
    for index in np.unique(outcome.target[judged]):
        rows = judged & (outcome.target == index)
        goal = indicator.targets[index]
        for chosen in np.unique(outcome.relaxation[rows]):
            lighter = indicator.relaxations[chosen].limit if chosen >= 0 else None
            limit = limit_of(goal) if lighter is None else lighter
            yield goal.op, limit, rows & (outcome.relaxation == chosen)


def _compare(values: Measured, op: str, limit: Decimal) -> Mask:
    return compare(values.num, values.den, op, *fraction(limit))


def _flag(
    outcome: Outcome, indicator: Indicator, op: str, limit: Decimal, rows: Mask, margin: Decimal
) -> None:
    if isinstance(indicator.measure, Attested):
        return
    places = places_of(indicator)
    printed = Measured(
        rounded(outcome.num, outcome.den, places), np.full(len(rows), 10**places), rows
    )
    crossed = _compare(printed, op, limit) != (outcome.state <= State.MET_RELAXED)
    outcome.flags[rows & crossed] |= np.uint8(Flag.ROUNDING_SENSITIVE)
    allowed = margin if indicator.borderline is None else indicator.borderline
    near = _near(outcome, limit, allowed * abs(limit))
    outcome.flags[rows & near] |= np.uint8(Flag.BORDERLINE)


def _near(outcome: Outcome, limit: Decimal, distance: Decimal) -> Mask:
    """Return where |value − limit| ≤ distance, for a distance above zero."""
    if distance == 0:
        return np.zeros(len(outcome.state), dtype=np.bool_)
    values = Measured(outcome.num, outcome.den, outcome.state >= 0)
    return _compare(values, ">=", limit - distance) & _compare(values, "<=", limit + distance)


def _relax(
    frame: Frame, indicator: Indicator, outcome: Outcome, day: date, previous: Frame | None
) -> None:
    """Turn 未达标 into 放宽达标 where a relaxation in force fits and its own figures meet it."""
    level = outcome.level
    for index, relaxation in enumerate(indicator.relaxations):
        if not relaxation.holds(day):
            continue
        open_rows = outcome.state == State.NOT_MET
        fits = holding(frame, level, relaxation.when)[0] & _at_stage(
            frame, level, relaxation.stage, outcome.stage
        )
        values = measured(frame, indicator, previous, relaxation.also_counts)
        for target_index in np.unique(outcome.target[open_rows & fits]):
            goal = indicator.targets[target_index]
            limit = limit_of(goal) if relaxation.limit is None else relaxation.limit
            rows = open_rows & fits & values.known & (outcome.target == target_index)
            rows &= _compare(values, goal.op, limit)
            outcome.state[rows] = State.MET_RELAXED
            outcome.relaxation[rows] = index
            outcome.num = np.where(rows, values.num, outcome.num)
            outcome.den = np.where(rows, values.den, outcome.den)


def floor_of(target: Target, floor: Decimal, places: int | None) -> Decimal:
    """Return `floor` × the limit of a target, exact unless `places` says that it is rounded."""
    bar = limit_of(target) * floor
    return bar if places is None else quotient(*fraction(bar), places)


def above_floor(outcome: Outcome, indicator: Indicator, floor: Decimal, places: int | None) -> Mask:
    """Return where the unrelaxed value reaches `floor` × its limit; false where unknown."""
    reached = np.zeros(len(outcome.state), dtype=np.bool_)
    known = outcome.state <= State.NOT_MET
    if outcome.measured is None:
        return reached
    for index in np.unique(outcome.target[known]):
        goal = indicator.targets[index]
        bar = floor_of(goal, floor, places)
        rows = known & (outcome.target == index)
        reached |= rows & _compare(outcome.measured, goal.op, bar)
    return reached
