"""What people state on the grade page: events one by one, and yes or no behind conditions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dudao.api import (
    Actor,
    Attestation,
    Duties,
    Event,
    Metric,
    Party,
    Role,
    RuleBook,
    in_words,
)

from ...here import Here


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the register; `typed` is the reason for cancelling it as typed so far."""

    number: int
    on: str
    note: str
    by: str
    at: str
    cancelled: str
    typed: str


@dataclass(frozen=True, slots=True)
class EventKind:
    """A kind of event with its entries, what is reported of it, and what was typed so far."""

    code: str
    label: str
    unit: str
    count: int
    sentence: str
    tone: str
    entries: tuple[Entry, ...]
    none_possible: bool
    on: str
    note: str


@dataclass(frozen=True, slots=True)
class Register:
    """All kinds of events the book asks for, and the days that an entry may be of."""

    kinds: tuple[EventKind, ...]
    first: str
    last: str
    enters: bool


@dataclass(frozen=True, slots=True)
class AttestRow:
    """Something to be stated: what was said with its source, and where it is said.

    `asked` are the duties that ask for it, each with its address; `states` where it is said here.
    """

    code: str
    label: str
    conditions: tuple[str, ...]
    said: str
    source: str
    asked: tuple[tuple[str, str], ...]
    states: bool


def asked_events(rules: RuleBook, metrics: Sequence[Metric]) -> tuple[Metric, ...]:
    """Return the event counts that a book's indicators or conditions use."""
    used = {code for indicator in rules.indicators for code in indicator.reads}
    used |= {condition.metric for condition in rules.conditions if condition.metric}
    return tuple(metric for metric in metrics if metric.code in used)


def register(
    metrics: Sequence[Metric],
    events: Sequence[Event],
    reported: Mapping[str, int],
    year: int,
    today: date,
    enters: bool,
    typed: Mapping[str, str],
) -> Register:
    """Return the register of a year; `reported` are the county's figures."""
    kinds = tuple(_kind(metric, events, reported.get(metric.code), typed) for metric in metrics)
    last = min(date(year, 12, 31), max(today, date(year, 1, 1)))
    return Register(kinds, date(year, 1, 1).isoformat(), last.isoformat(), enters)


def _kind(
    metric: Metric, events: Sequence[Event], reported: int | None, typed: Mapping[str, str]
) -> EventKind:
    own = [event for event in events if event.metric == metric.code]
    count = sum(not event.is_cancelled for event in own)
    sentence, tone = _sentence(metric, count, reported)
    mine = typed if typed.get("move") == "event" and typed.get("metric") == metric.code else {}
    return EventKind(
        metric.code,
        metric.label,
        metric.unit,
        count,
        sentence,
        tone,
        tuple(_entry(event, typed) for event in own),
        count == 0 and reported is None,
        mine.get("on", ""),
        mine.get("note", ""),
    )


def _sentence(metric: Metric, count: int, reported: int | None) -> tuple[str, str]:
    """Return how register and reported figure agree, and how that looks."""
    if reported is None:
        return "没有登记,也没有确认没有发生:尚不能判定", "no_data"
    if count != reported:
        what = f"登记 {count} {metric.unit},填报 {metric.show(reported)} {metric.unit},两者不一致"
        return f"{what};评价采用填报的数字,请核对来源", "near"
    if count == 0:
        return "已确认没有发生", "met"
    return f"登记 {count} {metric.unit},评价采用登记的数字", ""


def _entry(event: Event, typed: Mapping[str, str]) -> Entry:
    is_mine = typed.get("move") == "cancel" and typed.get("number") == str(event.id)
    why = f"{event.cancelled_by}撤销:{event.cancelled_note}" if event.is_cancelled else ""
    return Entry(
        event.id,
        event.on.isoformat(),
        event.note,
        event.by,
        in_words(event.at),
        why,
        typed.get("reason", "") if is_mine else "",
    )


def enters_events(actor: Actor | None, tenant: str) -> bool:
    """Return whether somebody may enter what happened."""
    return actor is not None and actor.tenant == tenant and actor.role in (Role.EDITOR, Role.FILLER)


def attest_rows(
    found: Sequence[Attestation], duties: Duties, parties: Collection[Party], here: Here
) -> Iterator[AttestRow]:
    """Yield what has to be stated, with where it is stated."""
    for each in found:
        yield AttestRow(
            each.metric.code,
            each.metric.label,
            each.conditions,
            "" if each.stored is None else each.metric.show(each.stored),
            str(each.source or ""),
            tuple((code, here.url("duties", "duty", code)) for code in each.duties),
            not each.duties and not duties.is_locked and Party.COLLECTOR in parties,
        )
