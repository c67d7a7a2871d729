"""The grade of a county: which grades are still possible, and which verdict closes which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import numpy as np

from ..evaluate import Evaluation, State
from ..facts import FactSet
from ..metrics import Level
from ..rulebook import Condition, RuleBook


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
class Held:
    """A veto or ceiling that holds or cannot yet be told, and the grade it concerns."""

    code: str
    title: str
    effect: Literal["veto", "ceiling"]
    grade: str
    state: ConditionState
    clause: str


@dataclass(frozen=True, slots=True)
class Grade:
    """The grades still possible from best to worst, what closes the others, and the conditions.

    `conditions` are those that hold or cannot yet be told.
    """

    scheme: str
    possible: tuple[str, ...]
    closed: tuple[Closed, ...]
    conditions: tuple[Held, ...]

    @property
    def vetoes(self) -> tuple[Held, ...]:
        """The vetoes among the conditions."""
        return tuple(held for held in self.conditions if held.effect == "veto")

    @property
    def ceilings(self) -> tuple[Held, ...]:
        """The ceilings among the conditions."""
        return tuple(held for held in self.conditions if held.effect == "ceiling")


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

    `reported` holds the county's own figures, for the conditions. In every scheme a veto that
    holds closes all grades above the one it names, a ceiling the one it names and those above.
    Scheme all_met: the best grade also needs every counting indicator met (a relaxation counts),
    and is the only one possible when all of that is certain. Scheme ceilings: nothing else closes
    a grade; people decide among those left open.
    """
    book = evaluation.book
    held = _held(evaluation, reported, found)
    shown = tuple(each for each in held if each.state is not ConditionState.CLEAR)
    grades = book.grading.grades
    if book.grading.scheme == "none" or not grades:
        return Grade(book.grading.scheme, (), (), shown)
    counting = [standing for standing in found if standing.counts]
    closed = [*_closed_by_indicators(book, counting), *_closed_by_conditions(grades, held)]
    gone = {each.grade for each in closed}
    possible = tuple(grade for grade in grades if grade not in gone)
    certain = counting and not any(each.state is State.NO_DATA for each in counting)
    if book.grading.scheme == "all_met" and certain and not closed and not shown:
        possible = grades[:1]
    return Grade(book.grading.scheme, possible, tuple(closed), shown)


def _closed_by_indicators(book: RuleBook, counting: Sequence[Standing]) -> Iterator[Closed]:
    if book.grading.scheme != "all_met":
        return
    for standing in counting:
        if standing.state is State.NOT_MET:
            title = book.by_code[standing.indicator].title
            yield Closed(book.grading.grades[0], standing.indicator, title)


def _closed_by_conditions(grades: Sequence[str], held: Sequence[Held]) -> Iterator[Closed]:
    for each in held:
        if each.state is ConditionState.TRIGGERED:
            last = grades.index(each.grade) + (each.effect == "ceiling")
            for closed in grades[:last]:
                yield Closed(closed, each.code, each.title)


def _held(
    evaluation: Evaluation, reported: Mapping[str, int], found: Sequence[Standing]
) -> list[Held]:
    states = {standing.indicator: standing.state for standing in found}
    return [
        Held(
            entry.code,
            entry.title,
            entry.effect,
            entry.grade,
            _condition(entry, reported, states),
            entry.clause,
        )
        for entry in evaluation.book.conditions
        if entry.holds(evaluation.as_of)
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
