"""How a county stands against each indicator: its subjects counted by the state of their verdict."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..evaluate import Evaluation, State
from ..metrics import Level


@dataclass(frozen=True, slots=True)
class Standing:
    """How a county stands against one indicator: subjects by state, over all its stages."""

    indicator: str
    counts: bool
    by_state: tuple[int, int, int, int, int]

    @property
    def state(self) -> State:
        """The whole county's state: one failure fails it, one unknown leaves it open.

        Where nobody was there to be judged, nothing was reported: that is no data either.
        """
        if not any(self.by_state):
            return State.NO_DATA
        for state in (State.NOT_MET, State.NO_DATA, State.MET_RELAXED, State.MET):
            if self.by_state[state]:
                return state
        return State.NOT_APPLICABLE

    @property
    def judged(self) -> int:
        """How many verdicts there are, without those that do not apply."""
        return sum(self.by_state[:4])


def standings(evaluation: Evaluation, county: int = 0) -> list[Standing]:
    """Return how one county of the evaluation stands against each indicator."""
    return all_standings(evaluation)[county]


def all_standings(evaluation: Evaluation) -> list[list[Standing]]:
    """Return, for each county of the evaluation, how it stands against each indicator."""
    indicators = evaluation.book.indicators
    counties = len(evaluation.rows[Level.COUNTY])
    found = np.zeros((counties, len(indicators), len(State)), dtype=np.int64)
    for place, indicator in enumerate(indicators):
        for outcome in evaluation.of(indicator.code):
            cells = evaluation.rows[outcome.level].county * len(State) + outcome.state
            counted = np.bincount(cells, minlength=counties * len(State))
            found[:, place] += counted.reshape(counties, len(State))
    return [
        [
            Standing(indicator.code, indicator.counts, (met, relaxed, failed, open_, none))
            for indicator, (met, relaxed, failed, open_, none) in zip(
                indicators, states, strict=True
            )
        ]
        for states in found.tolist()
    ]
