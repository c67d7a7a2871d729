"""Indicators made of other indicators: at least k of n met, the rest above a floor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ..metrics import Level
from ..rulebook import Indicator, KOfN
from .exact import Mask
from .frame import Frame
from .judge import above_floor
from .outcome import Outcome, State


def combined(
    frame: Frame,
    indicator: Indicator,
    rule: KOfN,
    members: Sequence[tuple[Indicator, Outcome]],
) -> Outcome:
    """Return the outcome of a k-of-n rule; the value is how many members are met.

    Three-valued: a member without data can neither be counted as met nor as reaching the floor,
    so the rule is undecided wherever that member could still turn it. Members that do not apply
    leave the rule.
    """
    level = Level(indicator.subject)
    states = np.array([outcome.state for _, outcome in members])
    met = np.sum(states <= State.MET_RELAXED, axis=0)
    unknown = np.sum(states == State.NO_DATA, axis=0)
    absent = np.sum(states == State.NOT_APPLICABLE, axis=0)
    needed = np.maximum(rule.needed - absent, 0)
    sunk = np.any([_sunk(rule, *member, State.NOT_MET) for member in members], axis=0)
    state = np.full(len(met), State.NO_DATA, dtype=np.int8)
    state[(met + unknown < needed) | sunk] = State.NOT_MET
    # With a floor, a member without data may still lie below it.
    settled = (unknown == 0) | (rule.floor is None)
    state[(met >= needed) & ~sunk & settled] = State.MET
    state[(state == State.MET) & ~_met_strictly(rule, members, states, needed)] = State.MET_RELAXED
    state[(absent == len(members)) | ~frame.rows[level].counted] = State.NOT_APPLICABLE
    none = np.full(len(met), -1, dtype=np.int16)
    decided = (state <= State.NOT_MET).astype(np.int64)
    flags = np.zeros(len(met), dtype=np.uint8)
    return Outcome(
        indicator.code, level, None, state, met.astype(np.int64), decided, none, none.copy(), flags
    )


def _met_strictly(
    rule: KOfN,
    members: Sequence[tuple[Indicator, Outcome]],
    states: npt.NDArray[np.int8],
    needed: npt.NDArray[np.intp],
) -> Mask:
    """Return where the rule is met without any relaxation, read on the values before it."""
    strict = np.sum(states == State.MET, axis=0)
    sunk = np.any([_sunk(rule, *member, State.MET_RELAXED) for member in members], axis=0)
    return np.asarray((strict >= needed) & ~sunk, dtype=np.bool_)


def _sunk(rule: KOfN, indicator: Indicator, outcome: Outcome, state: State) -> Mask:
    """Return where a member in this state does not reach the floor, by its unrelaxed value."""
    in_state = np.asarray(outcome.state == state, dtype=np.bool_)
    if rule.floor is None:
        return np.zeros(len(in_state), dtype=np.bool_)
    return in_state & ~above_floor(outcome, indicator, rule.floor, rule.floor_places)
