"""The grade of a county: which grades are still possible, and what closes the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from numbers import Rational
from typing import Literal

from ..evaluate import Evaluation, State
from ..facts import FactSet
from ..rulebook import Condition, Grading, RuleBook
from .score import Score, ScoreLine, scored
from .standing import Standing, standings


class ConditionState(StrEnum):
    """Whether a veto or ceiling holds; unknown stays unknown and never counts as cleared."""

    CLEAR = "clear"
    TRIGGERED = "triggered"
    UNDETERMINED = "undetermined"


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

    `conditions` are those that hold or cannot yet be told. `score` is there where points decide.
    `fault` says why no grade could be given, where it should have been.
    """

    scheme: str
    possible: tuple[str, ...]
    closed: tuple[Closed, ...]
    conditions: tuple[Held, ...]
    score: Score | None = None
    fault: str = ""

    @property
    def vetoes(self) -> tuple[Held, ...]:
        """The vetoes among the conditions."""
        return tuple(held for held in self.conditions if held.effect == "veto")

    @property
    def ceilings(self) -> tuple[Held, ...]:
        """The ceilings among the conditions."""
        return tuple(held for held in self.conditions if held.effect == "ceiling")


# Whatever gives a county's grade: the schemes of the core (`graded`), or a plugin before them.
Grader = Callable[[RuleBook, Sequence[Standing], Mapping[str, int], date], Grade]


def verify_grade(answer: Grade, book: RuleBook) -> Grade:
    """Return a grade that a plugin gave, if it is one of the book's, whole and in order.

    Raises TypeError or ValueError with a Chinese sentence for anything that could not be shown.
    """
    for part, kind in _parts(answer):
        if not isinstance(part, kind):
            raise TypeError(f"{part!r} 不是 {kind.__name__}")
    grades = book.grading.grades
    for name in answer.possible:
        if name not in grades:
            raise ValueError(f"{name!r} 不是 {book.name} 的等次,应为 {'、'.join(grades)} 之一")
    if answer.possible != tuple(name for name in grades if name in answer.possible):
        raise ValueError(f"possible {answer.possible!r} 应为元组,从高到低,不重复")
    return answer


def _parts(answer: Grade) -> Iterator[tuple[object, type]]:
    yield from ((answer.scheme, str), (answer.fault, str), (answer.possible, tuple))
    yield from ((each, Closed) for each in answer.closed)
    yield from ((each, Held) for each in answer.conditions)
    if answer.score is not None:
        yield answer.score, Score
        for line in answer.score.lines:
            yield line, ScoreLine
            yield from ((each, Rational) for each in (line.points, line.lowest, line.highest))


def grade(evaluation: Evaluation, facts: FactSet, county: int = 0) -> Grade:
    """Return the range of grades still possible for one county; see `graded`."""
    found = standings(evaluation, county)
    return graded(evaluation.book, found, facts.county.facts, evaluation.as_of)


def graded(
    book: RuleBook, found: Sequence[Standing], reported: Mapping[str, int], as_of: date
) -> Grade:
    """Return the range of grades still possible for a county that stands like this.

    `reported` holds the county's own figures, for the conditions. Each scheme of the book and each
    condition leaves a range of grades, and the lower one wins: the best grade possible is the
    lowest of their best, the worst the lowest of their worst. Scheme all_met: the best grade needs
    every counting indicator met (a relaxation counts). Points and deductions: one score, and the
    bands it touches. Ceilings: nothing but conditions closes a grade; people decide among those
    left open. A veto that holds closes all grades above the one it names, a ceiling the one it
    names and those above; one that cannot be told only lowers the worst.
    """
    held = conditions_of(book, as_of, reported, found)
    shown = tuple(each for each in held if each.state is not ConditionState.CLEAR)
    grading = book.grading
    if grading.schemes == ("none",) or not grading.grades:
        return Grade(grading.scheme, (), (), shown)
    counting = [standing for standing in found if standing.counts]
    score = scored(book, found) if grading.is_scored else None
    ranges = [*_ranges(grading, counting, score), *_ranges_of(held, grading.grades)]
    best, worst = (max(ends) for ends in zip(*ranges, strict=True))
    closed = (
        *_closed_by_indicators(book, counting),
        *_closed_by_score(grading, score),
        *_closed_by_conditions(grading.grades, held),
    )
    possible = grading.grades[best : worst + 1]
    return Grade(grading.scheme, possible, tuple(dict.fromkeys(closed)), shown, score)


def _ranges(
    grading: Grading, counting: Sequence[Standing], score: Score | None
) -> Iterator[tuple[int, int]]:
    """Yield the best and the worst grade, by place, that each scheme leaves."""
    last = len(grading.grades) - 1
    if "all_met" in grading.schemes:
        states = {standing.state for standing in counting}
        certain = bool(states) and State.NO_DATA not in states
        failed = State.NOT_MET in states
        yield int(failed), 0 if certain and not failed else 1
    if "ceilings" in grading.schemes:
        yield 0, last
    if grading.is_scored:
        yield _banded(grading, score) if score else (0, last)


def _banded(grading: Grading, score: Score) -> tuple[int, int]:
    return _place(grading, score.highest, score), _place(grading, score.lowest, score)


def _place(grading: Grading, points: Fraction, score: Score) -> int:
    """Return the place of the grade for so many points: bands shrink with what does not apply."""
    for place, band in enumerate(grading.bands):
        if points * Fraction(grading.full) >= Fraction(band.at_least) * score.out_of:
            return place
    return len(grading.grades) - 1


def _ranges_of(held: Sequence[Held], grades: Sequence[str]) -> Iterator[tuple[int, int]]:
    for each in held:
        if each.state is ConditionState.TRIGGERED:
            yield _best_left(each, grades), _best_left(each, grades)
        elif each.state is ConditionState.UNDETERMINED:
            yield 0, _best_left(each, grades)


def _best_left(held: Held, grades: Sequence[str]) -> int:
    return grades.index(held.grade) + (held.effect == "ceiling")


def _closed_by_indicators(book: RuleBook, counting: Sequence[Standing]) -> Iterator[Closed]:
    if "all_met" not in book.grading.schemes:
        return
    for standing in counting:
        if standing.state is State.NOT_MET:
            title = book.by_code[standing.indicator].title
            yield Closed(book.grading.grades[0], standing.indicator, title)


def _closed_by_score(grading: Grading, score: Score | None) -> Iterator[Closed]:
    if score:
        for closed in grading.grades[: _place(grading, score.highest, score)]:
            yield from (Closed(closed, line.indicator, line.title) for line in score.lost)


def _closed_by_conditions(grades: Sequence[str], held: Sequence[Held]) -> Iterator[Closed]:
    for each in held:
        if each.state is ConditionState.TRIGGERED:
            for closed in grades[: _best_left(each, grades)]:
                yield Closed(closed, each.code, each.title)


def conditions_of(
    book: RuleBook, as_of: date, reported: Mapping[str, int], found: Sequence[Standing]
) -> list[Held]:
    """Return all conditions in force on a day with their states, those that are clear too."""
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
        for entry in book.conditions
        if entry.holds(as_of)
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
