"""From figures to everything there is to say about them, without a database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..checks import Doubt, check_facts
from ..errors import refuse
from ..evaluate import Evaluation, State, evaluate, mark_suspicious, verdicts
from ..facts import FactSet
from ..grading import Grade, Standing, grade, standings
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
) -> Judged:
    """Evaluate, check and grade one tenant's figures."""
    before = [previous] if previous else []
    return complete(evaluate(book, [facts], as_of, vocabulary, before), facts, vocabulary, previous)


def complete(
    evaluation: Evaluation,
    facts: FactSet,
    vocabulary: Vocabulary,
    previous: FactSet | None = None,
) -> Judged:
    """Return an evaluation of one county with its doubts, flags, standings and grade."""
    book = evaluation.book
    failing = {
        verdict.indicator: f"{verdict.title} {verdict.printed},目标 {verdict.printed_limit}"
        for verdict in verdicts(evaluation, vocabulary)
        if verdict.level is Level.COUNTY and verdict.state is State.NOT_MET
    }
    doubts = check_facts(facts, book, vocabulary, previous, failing)
    mark_suspicious(
        evaluation, (key for doubt in doubts if doubt.severity == "error" for key in doubt.keys)
    )
    return Judged(
        book,
        evaluation.as_of,
        facts,
        evaluation,
        grade(evaluation, facts),
        tuple(standings(evaluation)),
        doubts,
    )


def day_of(period: str, as_of: date | None) -> date:
    """Return the day whose rules apply: the one asked for, else the last day of the period."""
    try:
        return as_of or date(int(period), 12, 31)
    except ValueError:
        raise refuse(f"期间 {period}", "不是年份", "请写四位年份,如 2023") from None
