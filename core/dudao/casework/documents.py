"""The JSON documents that other programs read; their shape is a contract."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..evaluate import Flag, Verdict, verdicts
from ..grading import Grade, Score, decimal
from ..metrics import Vocabulary, plain
from ..rulebook import Condition, Duty, Indicator, RuleBook, Target, Threshold, Unit
from ..store import Review
from .judged import Judged
from .outlook import GradeOutlook

# What the contract names; others are for readers of pages.
_FLAGS = (Flag.ROUNDING_SENSITIVE, Flag.BORDERLINE, Flag.SUSPICIOUS)
# A share of points may have no end in decimals.
_SCORE_PLACES = 10
Document = dict[str, Any]


def evaluation_document(judged: Judged, vocabulary: Vocabulary) -> Document:
    """Return what `dudao evaluate --format json` prints."""
    book = judged.book
    return {
        "tenant": judged.facts.tenant,
        "period": judged.facts.period,
        "book": book.code,
        "edition": book.edition,
        "as_of": judged.as_of.isoformat(),
        "book_hash": book.digest,
        "facts_hash": judged.facts.digest(),
        "verdicts": [_verdict(each) for each in verdicts(judged.evaluation, vocabulary)],
        "grade": _grade(judged.grade),
    }


def _verdict(verdict: Verdict) -> Document:
    return {
        "indicator": verdict.indicator,
        "subject": verdict.subject,
        "stage": verdict.stage,
        "state": verdict.state.name.lower(),
        "value": verdict.value,
        "limit": verdict.limit,
        "op": verdict.op,
        "flags": [str(flag.name).lower() for flag in verdict.flags if flag in _FLAGS],
        "clause": verdict.clause,
    }


def _grade(grade: Grade) -> Document:
    # What not every book has comes only where it is: the other keys are always there.
    more = {"score": _score(grade.score)} if grade.score else {}
    return {
        "scheme": grade.scheme,
        "possible": list(grade.possible),
        "closed": [{"grade": closed.grade, "by": closed.by} for closed in grade.closed],
        "vetoes": [
            {"code": veto.code, "title": veto.title, "state": veto.state} for veto in grade.vetoes
        ],
        **more,
        **({"fault": grade.fault} if grade.fault else {}),
    }


def grade_document(outlook: GradeOutlook) -> Document:
    """Return what `dudao grade --format json` prints."""
    judged, grade = outlook.judged, _grade(outlook.judged.grade)
    del grade["vetoes"]
    return {
        "tenant": judged.facts.tenant,
        "period": judged.facts.period,
        "book": judged.book.code,
        "edition": judged.book.edition,
        **grade,
        "conditions": [
            {
                "code": held.code,
                "title": held.title,
                "effect": held.effect,
                "grade": held.grade,
                "state": held.state,
                "clause": held.clause,
            }
            for held in outlook.conditions
        ],
        "decision": outlook.decision and _decision(outlook.decision),
    }


def _decision(review: Review) -> Document:
    return {
        "grade": review.grade,
        "reason": review.comment,
        "by": review.by,
        "at": review.at.isoformat(),
    }


def _score(score: Score) -> Document:
    return {
        **_ends(score.lowest, score.highest),
        "out_of": decimal(score.out_of, _SCORE_PLACES),
        "items": [
            {
                "indicator": line.indicator,
                "points": decimal(line.points, _SCORE_PLACES),
                **_ends(line.lowest, line.highest),
            }
            for line in score.lines
        ],
    }


def _ends(lowest: Fraction, highest: Fraction) -> Document:
    return {
        "lowest": decimal(lowest, _SCORE_PLACES),
        "highest": decimal(highest, _SCORE_PLACES),
    }


def book_document(book: RuleBook) -> Document:
    """Return what `dudao book show CODE --format json` prints."""
    return books_document([book])[0] | {
        "indicators": [_indicator(book, each) for each in book.indicators],
        "duties": [_duty(book, each) for each in book.duties],
        "conditions": [_condition(each) for each in book.conditions],
        "organisation": [_unit(each) for each in book.organisation],
        "thresholds": [_threshold(each) for each in book.thresholds],
        "supervision": book.supervision and book.supervision.model_dump(mode="json"),
    }


def _indicator(book: RuleBook, indicator: Indicator) -> Document:
    return {
        "code": indicator.code,
        "title": indicator.title,
        "subject": indicator.subject,
        "clause": indicator.clause,
        "targets": [_target(book, target) for target in indicator.targets],
    }


def _target(book: RuleBook, target: Target) -> Document:
    return {
        "since": _day(target.since or book.since),
        "until": _day(target.until),
        "op": target.op,
        "limit": _limit(target.limit),
        "stage": target.stage,
    }


def _limit(limit: Decimal | bool | str) -> str:
    if isinstance(limit, bool):
        return str(limit).lower()
    return limit if isinstance(limit, str) else plain(limit)


def _duty(book: RuleBook, duty: Duty) -> Document:
    names = {unit.code: unit.name for unit in book.departments}
    names |= {alias: unit.name for unit in book.departments for alias in unit.aliases}
    return {
        "code": duty.code,
        "title": duty.title,
        "lead": names.get(duty.lead, duty.lead),
        "support": [names.get(name, name) for name in duty.support],
        "clause": duty.clause,
        "due": duty.due,
        "indicators": list(duty.indicators),
    }


def _condition(condition: Condition) -> Document:
    return {
        "code": condition.code,
        "title": condition.title,
        "effect": condition.effect,
        "grade": condition.grade,
        "clause": condition.clause,
    }


def _unit(unit: Unit) -> Document:
    return {"code": unit.code, "name": unit.name, "kind": unit.kind, "role": unit.role}


def _threshold(threshold: Threshold) -> Document:
    return {
        "code": threshold.code,
        "title": threshold.title,
        "since": _day(threshold.since),
        "until": _day(threshold.until),
        "posts": list(threshold.posts),
        "titles": list(threshold.titles),
        "years": [
            {
                "at": list(years.at),
                "unbroken": years.unbroken,
                "op": years.op,
                "limit": plain(years.limit),
            }
            for years in threshold.years
        ],
        "clause": threshold.clause,
    }


def _day(day: object) -> str | None:
    return None if day is None else str(day)


def books_document(books: Iterable[RuleBook]) -> list[Document]:
    """Return the list that `dudao book list --format json` prints."""
    return [
        {
            "code": book.code,
            "edition": book.edition,
            "title": book.title,
            "basis": book.basis,
            "since": book.since.isoformat(),
            "until": _day(book.until),
            "extends": book.extends,
        }
        for book in books
    ]


def metrics_document(vocabulary: Vocabulary) -> list[Document]:
    """Return what `dudao metrics --format json` prints."""
    return [
        {
            "code": metric.code,
            "label": metric.label,
            "unit": metric.unit,
            "level": metric.level,
            "kind": metric.kind,
            "form": metric.form,
            "note": metric.note,
        }
        for metric in vocabulary
    ]
