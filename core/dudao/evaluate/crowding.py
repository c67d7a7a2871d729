"""The classes behind an outcome: how many break the target in force, how many there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..facts import STAGE_RANK, Stage
from ..metrics import Level
from ..rulebook import Extreme, Indicator, Tally
from .exact import Ints, Mask, compare, fraction, summed
from .frame import Frame
from .joined import Index
from .judge import limit_of
from .measure import measured
from .outcome import Outcome, State


@dataclass(slots=True)
class ClassCounts:
    """By stage, for each row of an outcome: its classes that break the target, and all listed.

    Both are 0 where no target is for the row or no class was listed.
    """

    over: Mapping[Stage, Ints]
    listed: Mapping[Stage, Ints]


def class_counts(frame: Frame, indicator: Indicator, outcome: Outcome) -> ClassCounts | None:
    """Return the classes behind an outcome; None for measures that are not over classes.

    Each class is held against the limit that its stage's largest or smallest one is held against;
    a tally counts them by its own bound. None breaks it where a relaxation lets all of them pass.
    """
    if not isinstance(indicator.measure, Extreme | Tally):
        return None
    level = outcome.level
    stages = len(frame.rows[Level.STAGE])
    up = np.arange(stages) if level is Level.STAGE else frame.up(Level.STAGE, level)
    target, asked = _asked(frame, outcome, up)
    strict = asked & (outcome.state[up] != State.MET_RELAXED)
    listed = np.where(asked, np.bincount(frame.classes[0], minlength=stages), 0)
    if isinstance(indicator.measure, Tally):
        by_stage = measured(frame, indicator.model_copy(update={"subject": "stage"}), None)
        over = np.where(strict & by_stage.known, by_stage.num, 0)
    else:
        over = _over(frame, indicator, target, strict)
    size = len(outcome.state)
    ranks = {stage: frame.stage_rank == rank for stage, rank in STAGE_RANK.items()}
    return ClassCounts(
        {stage: summed(over[here], up[here], size) for stage, here in ranks.items()},
        {stage: summed(listed[here], up[here], size) for stage, here in ranks.items()},
    )


def _asked(frame: Frame, outcome: Outcome, up: Index) -> tuple[Ints, Mask]:
    """Return for each stage row the target it comes under, and whether it comes under one."""
    target, state = outcome.target[up], outcome.state[up]
    asked = frame.rows[Level.STAGE].counted & (target >= 0) & (state != State.NOT_APPLICABLE)
    if outcome.stage is not None:
        asked = asked & (frame.stage_rank == STAGE_RANK[outcome.stage])
    return target, np.asarray(asked, dtype=np.bool_)


def _over(frame: Frame, indicator: Indicator, target: Ints, strict: Mask) -> Ints:
    """Return for each stage row how many of its classes break its target's limit."""
    owner, pupils = frame.classes
    ones = np.ones(len(pupils), dtype=np.int64)
    found: Ints = np.zeros(len(target), dtype=np.int64)
    for index in np.unique(target[strict]):
        goal = indicator.targets[index]
        kept = compare(pupils, ones, goal.op, *fraction(limit_of(goal)))
        broken = summed((~kept).astype(np.int64), owner, len(target))
        found = np.where(strict & (target == index), broken, found)
    return found
