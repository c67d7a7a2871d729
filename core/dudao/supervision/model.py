"""Inspections and the cases that come of them, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from ..rulebook import SubjectKind
from ..workflow import CaseState


class Rung(IntEnum):
    """How far a case has been escalated; each rung rests on the one before."""

    NONE = 0
    NOTICE = 1
    INTERVIEW = 2
    CRITICISM = 3
    ACCOUNTABILITY = 4


class Found(StrEnum):
    """What a visit found of one thing it looked at."""

    GOOD = "good"
    FAULT = "fault"
    NOT_SEEN = "not_seen"


FOUND_WORDS = {Found.GOOD: "符合", Found.FAULT: "有问题", Found.NOT_SEEN: "未检查"}


@dataclass(frozen=True, slots=True)
class Inspection:
    """A planned inspection of one or more bodies, from `since` to `until`.

    `body` is the unit that inspects; `modes` are codes of the book, one of each pair at the most;
    `form` is the visit form; `team` are people and `members` the member units taking part, by
    code. `version` counts its changes.
    """

    number: int
    book: str
    title: str
    body: str
    modes: tuple[str, ...]
    form: str
    subjects: tuple[str, ...]
    since: date
    until: date
    team: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    version: int = 1


@dataclass(frozen=True, slots=True)
class Case:
    """What an inspection means for one body: a plan, a visit, and all that follows.

    `number` counts a tenant's cases. `deadline` is the day by which what it waits for is due,
    None where nothing is. `rung` is the highest reached since it was last opened. `findings`
    are numbers of the ledger. `looked` says whether what was handed in has been looked at again.
    `returns` counts how often it was opened again.
    """

    number: int
    inspection: int
    subject: str
    kind: SubjectKind
    state: CaseState = CaseState.PLANNED
    deadline: date | None = None
    rung: Rung = Rung.NONE
    findings: tuple[int, ...] = ()
    visited: date | None = None
    looked: bool = False
    closed: date | None = None
    returns: int = 0
    version: int = 1

    def is_late(self, day: date) -> bool:
        """Return whether the day for what it waits for is past."""
        return self.deadline is not None and self.deadline < day


@dataclass(frozen=True, slots=True)
class Seen:
    """What a visit found of one item of its form."""

    item: str
    found: Found
    note: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """The record of one visit. `key` is made once by whoever sends it, so that it counts once.

    `recheck` says that it looked at what had been put right. `by` is who wrote it down.
    """

    key: str
    case: int
    on: date
    seen: tuple[Seen, ...]
    summary: str
    recheck: bool = False
    people: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class Demand:
    """Something a body is told to put right: what was found, what is asked, the rule it rests on."""

    title: str
    found: str
    asked: str
    clause: str = ""
