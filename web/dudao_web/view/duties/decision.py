"""The decision on the grade: what may be chosen, what was decided before."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from dudao.api import (
    PLAN_MOVES,
    DecisionRange,
    Duties,
    Party,
    PlanState,
    Position,
    possible,
)

from .review import Said, said


@dataclass(frozen=True, slots=True)
class Choice:
    """A grade with what stands against deciding on it; nothing: it may be."""

    grade: str
    against: tuple[str, ...]
    chosen: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """The grades to choose from, for who decides; the decisions so far, the latest first.

    `grade` is the one that holds: the last one, unless it was about a former sending.
    """

    choices: tuple[Choice, ...]
    decides: bool
    corrects: bool
    reason: str
    so_far: tuple[Said, ...]
    grade: str


def decision(
    duties: Duties,
    found: DecisionRange,
    parties: Collection[Party],
    typed: Mapping[str, str],
    named: Callable[[str], str],
) -> Decision:
    """Return what can be decided now; `named` names a tenant by its code."""
    moves = {move.code for move in possible(PLAN_MOVES, Position(duties.state), parties)}
    made = [each for each in reversed(duties.reviews) if each.grade]
    is_decided = duties.state is PlanState.DECIDED
    mine = typed if typed.get("move") == "decide" else {}
    choices = tuple(
        Choice(grade, found.against(grade), grade == mine.get("grade")) for grade in found.grades
    )
    return Decision(
        choices,
        "decide" in moves,
        is_decided,
        mine.get("comment", ""),
        tuple(said(each, named) for each in made),
        made[0].grade if is_decided else "",
    )
