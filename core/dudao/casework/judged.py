"""From figures to everything there is to say about them, without a database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..checks import Doubt, check_facts
from ..errors import refuse
from ..evaluate import ENGINE, Evaluation, State, evaluate, mark_suspicious, verdict_at
from ..facts import FactSet
from ..grading import Grade, Grader, Standing, graded, standings
from ..metrics import Level, Vocabulary
from ..rulebook import RuleBook


@dataclass(frozen=True, slots=True)
class Judged:
    """One tenant's figures under one book on one day: verdicts, grade, doubts."""

    book: RuleBook
    as_of: date
    facts: FactSet
    evaluation: Evaluation
    grade: Grade
    standings: tuple[Standing, ...]
    doubts: tuple[Doubt, ...]


def judge_facts(
    book: RuleBook,
    facts: FactSet,
    as_of: date,
    vocabulary: Vocabulary,
    previous: FactSet | None = None,
    grader: Grader = graded,
) -> Judged:
    """Evaluate, check and grade one tenant's figures."""
    before = [previous] if previous else []
    found = evaluate(book, [facts], as_of, vocabulary, before)
    return complete(found, facts, vocabulary, previous, grader)


def complete(
    evaluation: Evaluation,
    facts: FactSet,
    vocabulary: Vocabulary,
    previous: FactSet | None = None,
    grader: Grader = graded,
) -> Judged:
    """Return an evaluation of one county with its doubts, flags, standings and grade."""
    book = evaluation.book
    failing = dict(_failing(evaluation, vocabulary))
    doubts = check_facts(facts, book, vocabulary, previous, failing)
    wrong = [key for doubt in doubts if doubt.severity == "error" for key in doubt.keys]
    mark_suspicious(evaluation, facts, vocabulary, wrong)
    found = standings(evaluation)
    return Judged(
        book,
        evaluation.as_of,
        facts,
        evaluation,
        grader(book, found, facts.county.facts, evaluation.as_of),
        tuple(found),
        doubts,
    )


def _failing(evaluation: Evaluation, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Yield each county indicator that is not met, with its value against its limit in words."""
    for outcome in evaluation.outcomes:
        if outcome.level is not Level.COUNTY or outcome.state[0] != State.NOT_MET:
            continue
        indicator = evaluation.book.by_code[outcome.indicator]
        found = verdict_at(evaluation, vocabulary, indicator, outcome, 0)
        yield indicator.code, f"{found.title} {found.printed},目标 {found.printed_limit}"


def day_of(period: str, as_of: date | None) -> date:
    """Return the day whose rules apply: the one asked for, else the last day of the period."""
    try:
        return as_of or date.fromisoformat(f"{period}-12-31")
    except ValueError:
        raise refuse(f"期间 {period}", "不是年份", "请写四位年份,如 2023") from None


def summarised(grade: Grade, standings: Iterable[Standing], previous_hash: str) -> dict[str, Any]:
    """Return the summary kept with a run, which comparisons and lists read: JSON values only."""
    return {
        "engine": ENGINE,
        "previous_hash": previous_hash,
        "grade": list(grade.possible),
        "states": {each.indicator: list(each.by_state) for each in standings},
    }
