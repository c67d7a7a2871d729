"""An assessment opened for reading: names beside verdicts, indicators in their sections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dudao.api import (
    FLAG_LABELS,
    Assessed,
    Evaluation,
    Flag,
    Indicator,
    MeanVariation,
    Outcome,
    RuleBook,
    Standing,
    State,
    SubjectFacts,
    Target,
    Variation,
    Verdict,
    Vocabulary,
    chapters_of,
    nested,
    parts_of,
    short_name,
    verdict_at,
    whole_of,
)

from .marks import MARKS, NEAR, Mark

LEVELS = {"county": "县级", "school": "按学校", "stage": "按学段"}


@dataclass(frozen=True, slots=True)
class Row:
    """One verdict with the name of its subject and the way its state looks."""

    verdict: Verdict
    name: str
    mark: Mark
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A section of the book, or the coefficients of variation within one."""

    code: str
    title: str
    indicators: tuple[Indicator, ...]


class Results:
    """What pages ask of one tenant's assessment. Made anew for each page; computes on demand."""

    def __init__(self, assessed: Assessed, vocabulary: Vocabulary) -> None:
        self.assessed = assessed
        self.vocabulary = vocabulary
        self.book: RuleBook = assessed.book
        self.evaluation: Evaluation = assessed.evaluation

    @cached_property
    def subjects(self) -> dict[str, SubjectFacts]:
        """The subjects by code."""
        return {subject.code: subject for subject in self.assessed.facts.subjects}

    @cached_property
    def standings(self) -> dict[str, Standing]:
        """How the county stands, by indicator."""
        return {standing.indicator: standing for standing in self.assessed.standings}

    @cached_property
    def whole_of(self) -> dict[str, str]:
        """For an indicator that feeds a composite one: that one's code."""
        return whole_of(self.book)

    def short(self, code: str) -> str:
        """Return what names an indicator where room is scarce: a short code, else its title."""
        return short_name(self.book.by_code[code])

    def parts_of(self, indicator: Indicator) -> tuple[Indicator, ...]:
        """Return the indicators a composite one is made of."""
        return parts_of(self.book, indicator)

    def name(self, subject: str) -> str:
        """Return a subject's name; the tenant's for the county."""
        if subject in self.subjects:
            return self.subjects[subject].name
        return self.assessed.tenant.name

    def row(self, indicator: Indicator, outcome: Outcome, index: int) -> Row:
        """Return one row of an outcome."""
        verdict = verdict_at(self.evaluation, self.vocabulary, indicator, outcome, index)
        return Row(
            verdict,
            self.name(verdict.subject),
            mark_of(outcome.state[index], outcome.flags[index]),
            tuple(FLAG_LABELS[flag] for flag in verdict.flags),
        )

    def rows(self, indicator: Indicator) -> Iterator[Row]:
        """Yield all verdicts on one indicator."""
        for outcome in self.evaluation.of(indicator.code):
            for index in range(len(outcome.state)):
                yield self.row(indicator, outcome, index)

    def groups(self) -> list[Group]:
        """Return the book's indicators by section, composites before what they are made of."""
        found = []
        for chapter in chapters_of(self.book):
            plain = tuple(each for each in chapter.indicators if not _is_variation(each))
            between = tuple(each for each in chapter.indicators if _is_variation(each))
            if plain:
                own = tuple(nested(self.book, plain))
                found.append(Group(chapter.code, chapter.title, own))
            if between:
                title = f"{chapter.title}:校际差异"
                found.append(Group(f"{chapter.code}.between", title, between))
        return found


def _is_variation(indicator: Indicator) -> bool:
    return isinstance(indicator.measure, Variation | MeanVariation)


def mark_of(state: int, flags: int) -> Mark:
    """Return how a state looks where the value itself is not shown."""
    return NEAR if state == State.MET and flags & Flag.BORDERLINE else MARKS[State(state)]


def margins(indicator: Indicator, outcome: Outcome) -> list[float | None]:
    """Return for each row how far it lies on the good side of its target, as a share of it.

    Negative on the wrong side; None without value or target. For ranking and colour only: the
    verdict itself was decided exactly.
    """
    goals = [_goal(target) for target in indicator.targets]
    rows = zip(
        outcome.state.tolist(),
        outcome.num.tolist(),
        outcome.den.tolist(),
        outcome.target.tolist(),
        strict=True,
    )
    found: list[float | None] = []
    for state, num, den, target in rows:
        goal = goals[target] if target >= 0 and state <= State.NOT_MET else None
        found.append(None if goal is None else (num / den - goal[0]) * goal[1])
    return found


def _goal(target: Target) -> tuple[float, float] | None:
    """Return a limit, and what a distance from it is multiplied by; None for words."""
    if isinstance(target.limit, bool | str):
        return None
    limit = float(target.limit)
    return limit, (-1 if target.op in ("<=", "<") else 1) / (limit or 1)
