"""The kinds of records that a roster holds, their codes, and a roster from its records."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from .roster import Assignment, Expert, Liaison, Meeting, Person, Record, Roster, Supervised


class RecordKind(StrEnum):
    """What a record of the roster is about."""

    SUPERVISED = "supervised"
    PERSON = "person"
    ASSIGNMENT = "assignment"
    EXPERT = "expert"
    LIAISON = "liaison"
    MEETING = "meeting"


RECORD_WORDS = {
    RecordKind.SUPERVISED: "督导对象",
    RecordKind.PERSON: "人员",
    RecordKind.ASSIGNMENT: "挂牌",
    RecordKind.EXPERT: "专家",
    RecordKind.LIAISON: "联络员",
    RecordKind.MEETING: "会议",
}
RECORD_TYPES: dict[RecordKind, type[Record]] = {
    RecordKind.SUPERVISED: Supervised,
    RecordKind.PERSON: Person,
    RecordKind.ASSIGNMENT: Assignment,
    RecordKind.EXPERT: Expert,
    RecordKind.LIAISON: Liaison,
    RecordKind.MEETING: Meeting,
}
_KINDS = {each: kind for kind, each in RECORD_TYPES.items()}
# Where a roster keeps the records of a kind.
ROSTER_KEYS = {
    RecordKind.SUPERVISED: "supervised",
    RecordKind.PERSON: "people",
    RecordKind.ASSIGNMENT: "assignments",
    RecordKind.EXPERT: "experts",
    RecordKind.LIAISON: "liaisons",
    RecordKind.MEETING: "meetings",
}


def kind_of(record: Record) -> RecordKind:
    """Return what a record is about."""
    return _KINDS[type(record)]


def assignment_code(inspector: str, school: str) -> str:
    """Return the code of the assignment of an inspector to a school."""
    return f"{inspector}:{school}"


def roster_of(records: Iterable[Record]) -> Roster:
    """Return a roster of records; of several with one code the last counts."""
    held: dict[str, dict[str, Any]] = {key: {} for key in ROSTER_KEYS.values()}
    for record in records:
        held[ROSTER_KEYS[kind_of(record)]][record.code] = record
    return Roster(**held)


def records_of(roster: Roster, kind: RecordKind) -> dict[str, Record]:
    """Return the records of a kind by code."""
    return dict(getattr(roster, ROSTER_KEYS[kind]))
