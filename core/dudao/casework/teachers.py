"""Holding a teacher list against a book's career thresholds; nothing of it is stored or logged."""

from __future__ import annotations

from datetime import date

from ..errors import DudaoError, refuse
from ..exchange import read_teacher_list
from ..metrics import plain
from ..rulebook import RuleBook
from ..teachers import (
    Attained,
    Discrepancy,
    Headers,
    Reach,
    TeacherCheck,
    TeacherResult,
    ThresholdCount,
    check_teachers,
    counts_of,
    known_columns,
    take_teachers,
)
from .documents import Document


def check_list(book: RuleBook, content: bytes, name: str, as_of: date) -> TeacherCheck:
    """Return what the teachers of a list have reached as of a day; `name` names the file.

    Raises DudaoError with every fault of the list, or when the book has no thresholds that day.
    """
    thresholds = [threshold for threshold in book.thresholds if threshold.holds(as_of)]
    if not thresholds:
        raise refuse(f"评价办法 {book.name}", f"{as_of} 没有教师年限条件", "请换一个办法或基准日")
    rows = read_teacher_list(content, Headers(known_columns(book.thresholds)), name)
    listed = take_teachers(rows, as_of)
    if listed.problems:
        raise DudaoError(listed.problems)
    return check_teachers(listed, thresholds, as_of)


def teachers_document(check: TeacherCheck, book: RuleBook) -> Document:
    """Return what `dudao teachers FILE --format json` prints."""
    return {
        "book": book.code,
        "edition": book.edition,
        "book_hash": book.digest,
        "as_of": check.as_of.isoformat(),
        "teachers": len(check.results),
        "missing_columns": list(check.missing),
        "thresholds": [_count(each) for each in counts_of(check)],
        "results": [_result(each) for each in check.results],
    }


def _count(count: ThresholdCount) -> Document:
    return {
        "code": count.threshold.code,
        "title": count.threshold.title,
        "clause": count.threshold.clause,
        **{reach.value: count.reach[reach] for reach in Reach},
        "reached_and_applying": count.applying,
        **{each.value: count.discrepancies[each] for each in Discrepancy},
    }


def _result(result: TeacherResult) -> Document:
    return {
        "teacher": result.teacher.code,
        "school": result.teacher.school or None,
        "title": result.teacher.title,
        "thresholds": [_attained(each) for each in result.attained],
    }


def _attained(found: Attained) -> Document:
    return {
        "code": found.threshold,
        "reach": found.reach,
        "lacking": None if found.lacking is None else plain(found.lacking),
        "granted": found.granted,
        "discrepancy": found.discrepancy,
        "reasons": list(found.reasons),
    }
