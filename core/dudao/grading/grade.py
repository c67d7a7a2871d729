"""The grade of a county: which grades are still possible, and which verdict closes which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from ..evaluate import Evaluation, State
from ..facts import FactSet
from ..metrics import Level
from ..rulebook import Condition


class ConditionState(StrEnum):
    """Whether a veto or ceiling holds; unknown stays unknown and never counts as cleared."""

    CLEAR = "clear"
    TRIGGERED = "triggered"
    UNDETERMINED = "undetermined"


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


@dataclass(frozen=True, slots=True)
class Closed:
    """A grade that is no longer possible, and the indicator or condition that closes it."""

    grade: str
    by: str
    title: str


@dataclass(frozen=True, slots=True)
class Veto:
    """A condition that holds or cannot yet be told."""

    code: str
    title: str
    state: ConditionState
    clause: str


@dataclass(frozen=True, slots=True)
class Grade:
    """The grades still possible from best to worst, what closes the others, open vetoes."""

    scheme: str
    possible: tuple[str, ...]
    closed: tuple[Closed, ...]
    vetoes: tuple[Veto, ...]


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


def grade(evaluation: Evaluation, facts: FactSet, county: int = 0) -> Grade:
    """Return the range of grades still possible for one county; see `graded`."""
    return graded(evaluation, standings(evaluation, county), facts.county.facts)


def graded(evaluation: Evaluation, found: Sequence[Standing], reported: Mapping[str, int]) -> Grade:
    """Return the range of grades still possible for a county that stands like this.

    `reported` holds the county's own figures, for the conditions. Scheme all_met: the best grade
    needs every counting indicator met (a relaxation counts) and every veto cleared. A failure
    closes it; missing data leaves both ends open.
    """
    book = evaluation.book
    scheme = book.grading.scheme
    vetoes = _vetoes(evaluation, reported, found)
    shown = tuple(veto for veto in vetoes if veto.state is not ConditionState.CLEAR)
    if scheme == "none" or not book.grading.grades:
        return Grade(scheme, (), (), shown)
    best, *_, worst = book.grading.grades
    counting = [standing for standing in found if standing.counts]
    closed = tuple(
        Closed(best, standing.indicator, book.by_code[standing.indicator].title)
        for standing in counting
        if standing.state is State.NOT_MET
    ) + tuple(
        Closed(best, veto.code, veto.title)
        for veto in vetoes
        if veto.state is ConditionState.TRIGGERED
    )
    if closed:
        return Grade(scheme, (worst,), closed, shown)
    open_ends = shown or not counting or any(s.state is State.NO_DATA for s in counting)
    return Grade(scheme, (best, worst) if open_ends else (best,), (), shown)


def _vetoes(
    evaluation: Evaluation, reported: Mapping[str, int], found: Sequence[Standing]
) -> list[Veto]:
    states = {standing.indicator: standing.state for standing in found}
    return [
        Veto(entry.code, entry.title, _condition(entry, reported, states), entry.clause)
        for entry in evaluation.book.conditions
        if entry.effect == "veto" and entry.holds(evaluation.as_of)
    ]


def _condition(
    condition: Condition, reported: Mapping[str, int], states: dict[str, State]
) -> ConditionState:
    if condition.indicator:
        state = states[condition.indicator]
        if state is State.NOT_MET:
            return ConditionState.TRIGGERED
        return ConditionState.UNDETERMINED if state is State.NO_DATA else ConditionState.CLEAR
    value = reported.get(condition.metric or "")
    if value is None:
        return ConditionState.UNDETERMINED
    return ConditionState.TRIGGERED if value else ConditionState.CLEAR
