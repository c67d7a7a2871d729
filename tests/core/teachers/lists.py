"""Thresholds and lists for the tests, written as books and people write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from dudao.facts.entries import Entry, Place
from dudao.rulebook import Threshold
from dudao.teachers import Attained, Teacher, TeacherList, TeacherRows, attained, take_teachers

DAY = date(2020, 12, 31)


def threshold(*years: dict[str, Any], code: str = "T", **changes: Any) -> Threshold:
    """Return a threshold; a condition without limit asks for 10 years at least."""
    usual = {"at": ["rural"], "op": ">=", "limit": "10"}
    fields = {"code": code, "title": f"条件 {code}", "clause": "示〔2020〕1号 一"}
    return Threshold.model_validate(
        fields | {"years": [usual | each for each in years or ({},)]} | changes
    )


def teacher(**years: object) -> Teacher:
    """Return a teacher with these years by column."""
    return Teacher("A", years={code: Decimal(str(given)) for code, given in years.items()})


def stands(who: Teacher, asked: Threshold) -> Attained:
    """Return how a teacher stands on the usual day."""
    return attained(who, asked, DAY)


def rows(*listed: dict[str, object]) -> TeacherRows:
    """Return rows as a file's reader hands them over; `teacher` is numbered where left out."""
    found = []
    for number, given in enumerate(listed, 1):
        written = {"teacher": f"A{number}", **given}
        found.append(
            {
                code: Entry(value, Place("名单", f"{number} {code}"))
                for code, value in written.items()
            }
        )
    columns = frozenset(code for row in found for code in row)
    return TeacherRows(Place("名单"), columns, tuple(found))


def take(*listed: dict[str, object]) -> TeacherList:
    """Return what comes of rows on the usual day."""
    return take_teachers(rows(*listed), DAY)


def faults(*listed: dict[str, object]) -> list[str]:
    """Return the faults of rows as people read them."""
    return [str(problem).removeprefix("名单 ") for problem in take(*listed).problems]
