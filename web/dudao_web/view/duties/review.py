"""The review queue: duties reported and waiting, what is still out, what the body above said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dudao.api import (
    MOVES,
    Attachment,
    Duties,
    DutyState,
    DutyWork,
    Judged,
    LogEntry,
    PartState,
    Review,
    State,
    in_words,
)

from ..due import Due, due_of
from ..marks import Mark
from .marks import DUTY_MARKS


@dataclass(frozen=True, slots=True)
class Waiting:
    """A duty reported and not yet judged: what its judge has to know, and what was typed so far.

    `missing` are departments that have not filed, `reason` what the leader said about it.
    """

    code: str
    title: str
    lead: str
    due: str
    at: str
    by: str
    missing: tuple[str, ...]
    reason: str
    not_met: tuple[str, ...]
    no_data: tuple[str, ...]
    evidence: int
    typed: str


@dataclass(frozen=True, slots=True)
class Outstanding:
    """A duty that has not been reported."""

    code: str
    title: str
    lead: str
    due: Due
    mark: Mark
    missing: int
    comment: str


@dataclass(frozen=True, slots=True)
class Said:
    """What the body above did with one sending."""

    sending: int
    label: str
    grade: str
    at: str
    by: str
    comment: str


@dataclass(frozen=True, slots=True)
class Queue:
    """What there is to judge in a plan."""

    waiting: tuple[Waiting, ...]
    outstanding: tuple[Outstanding, ...]
    accepted: int
    total: int
    said: tuple[Said, ...]


def queue(
    duties: Duties,
    judged: Judged,
    proof: Sequence[Attachment],
    log: Sequence[LogEntry],
    typed: Mapping[str, str],
    today: date,
    named: Callable[[str], str],
) -> Queue:
    """Return the queue of a plan; `log` is the latest first, `named` names a tenant by its code."""
    states = {each.indicator: each.state for each in judged.standings}
    counts = Counter(each.duty for each in proof)
    submitted = {entry.duty: entry for entry in reversed(log) if entry.action == "submit"}
    waiting, outstanding = [], []
    for code, work in duties.works.items():
        if work.state == DutyState.SUBMITTED:
            comment = typed.get("comment", "") if typed.get("duty") == code else ""
            entry = submitted.get(code)
            waiting.append(_waiting(duties, work, states, counts[code], entry, comment))
        elif work.state != DutyState.ACCEPTED:
            outstanding.append(_outstanding(duties, work, today))
    total = len(duties.works)
    return Queue(
        tuple(waiting),
        tuple(sorted(outstanding, key=lambda each: each.due.day or date.max)),
        total - len(waiting) - len(outstanding),
        total,
        tuple(said(each, named) for each in reversed(duties.reviews)),
    )


def _waiting(
    duties: Duties,
    work: DutyWork,
    states: Mapping[str, State],
    evidence: int,
    entry: LogEntry | None,
    typed: str,
) -> Waiting:
    duty = duties.duties[work.code]
    return Waiting(
        work.code,
        duty.title,
        duties.directory[work.parts[0].department].name,
        work.due.isoformat(),
        in_words(entry.at) if entry and entry.at else "",
        entry.who if entry else "",
        tuple(_missing(duties, work)),
        work.comment,
        _titles(duties, duty.indicators, states, State.NOT_MET),
        _titles(duties, duty.indicators, states, State.NO_DATA),
        evidence,
        typed,
    )


def _missing(duties: Duties, work: DutyWork) -> Iterator[str]:
    for part in work.parts[1:]:
        if part.state != PartState.FILED:
            yield duties.directory[part.department].name


def _titles(
    duties: Duties, codes: Sequence[str], states: Mapping[str, State], wanted: State
) -> tuple[str, ...]:
    return tuple(duties.rules.by_code[code].title for code in codes if states[code] is wanted)


def _outstanding(duties: Duties, work: DutyWork, today: date) -> Outstanding:
    return Outstanding(
        work.code,
        duties.duties[work.code].title,
        duties.directory[work.parts[0].department].name,
        due_of(work.due, today),
        DUTY_MARKS[DutyState(work.state)],
        len(list(_missing(duties, work))),
        work.comment,
    )


def said(each: Review, named: Callable[[str], str]) -> Said:
    """Return what a review said, for its history."""
    return Said(
        each.sending,
        MOVES[each.move].label,
        each.grade,
        in_words(each.at),
        f"{named(each.tenant)} {each.by}",
        each.comment,
    )
