"""The supervision system of a tenant: its roster, what it lacks, and the figures counted from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import msgspec

from ..errors import DudaoError, NotAllowed, Problem, refuse
from ..facts import Key
from ..rulebook import RuleBook, Supervision
from ..store import (
    LogEntry,
    TenantSession,
    cases,
    findings,
    hold_roster,
    inspections,
    load_facts,
    put_records,
    roster,
    sources,
    write_log,
)
from ..supervision import (
    ROSTER_KEYS,
    Case,
    Count,
    Inspection,
    Lack,
    Proposal,
    Record,
    Records,
    Rectification,
    Roster,
    detailed_counts,
    kind_of,
    lacks_of,
    misfits,
    propose,
    read_roster,
    records_of,
    roster_of,
    supervision_of,
)
from ..workflow import Actor, Role
from .figures import record_figures, withdraw_figure
from .judged import day_of
from .office import Office, TenantCard, card_of, reading, writing
from .rechecking import follow_up
from .work import require_name

COUNTED = "督导记录"
_SHOWN = 5


@dataclass(frozen=True)
class Organisation:
    """The supervision system of a tenant under a book, as it is recorded."""

    tenant: TenantCard
    rules: RuleBook
    roster: Roster
    inspections: tuple[Inspection, ...]
    cases: tuple[Case, ...]

    @property
    def system(self) -> Supervision:
        """What the book says of supervision."""
        return supervision_of(self.rules)

    def lacks(self, day: date) -> tuple[Lack, ...]:
        """Return what the roster lacks on a day."""
        return lacks_of(self.rules, self.roster, day)

    def proposal(self, day: date) -> Proposal:
        """Return who could answer for which school from a day on."""
        return propose(self.roster, self.system.staffing, day)


@dataclass(frozen=True, slots=True)
class Recounted:
    """What counting brought: how many figures changed, and the metrics others report otherwise."""

    changed: int
    differing: tuple[str, ...]


def load_organisation(office: Office, tenant: str, book: str | None = None) -> Organisation:
    """Return the supervision system of a tenant under its usual book, or another one.

    Raises DudaoError for an unknown tenant or book, and for a book without such a system.
    """
    with reading(office, tenant) as session:
        return _organisation(office, session, tenant, book)


def _organisation(
    office: Office, session: TenantSession, tenant: str, book: str | None
) -> Organisation:
    card = card_of(session, tenant)
    rules = office.plugins.shelf.latest(card.chosen_book(book))
    supervision_of(rules)
    held = (roster(session, tenant), inspections(session, tenant), cases(session, tenant))
    return Organisation(card, rules, held[0], tuple(held[1]), tuple(held[2]))


def load_roster(
    office: Office, actor: Actor, tenant: str, where: str, content: bytes, book: str | None = None
) -> int:
    """Put the records of a roster file into the roster, all or none; return how many are new or
    other than before.

    Raises DudaoError with every fault of the file and of what the roster would be with it,
    NotAllowed for whoever is not of the office.
    """
    return put_roster(office, actor, tenant, read_roster(content, where), where, book)


def accept_proposal(
    office: Office, actor: Actor, tenant: str, day: date, book: str | None = None
) -> int:
    """Assign inspectors to schools as proposed for a day; return how many assignments changed.

    What would not be in force any more ends the day before. Raises like `load_roster`.
    """
    found = load_organisation(office, tenant, book).proposal(day)
    last = date.fromordinal(day.toordinal() - 1)
    ended = tuple(replace(each, until=max(each.since, last)) for each in found.ended)
    return put_roster(office, actor, tenant, (*found.new, *ended), "系统建议", book)


def put_roster(
    office: Office,
    actor: Actor,
    tenant: str,
    records: Sequence[Record],
    where: str,
    book: str | None = None,
) -> int:
    """Put records into the roster, all or none, and count again; `where` says where they are from.

    Returns how many are new or other than before. Raises like `load_roster`.
    """
    require_office(actor, tenant, f"{tenant} 督导名册")
    with writing(office, tenant) as session:
        card = card_of(session, tenant)
        rules = office.plugins.shelf.latest(card.chosen_book(book))
        before = hold_roster(session)
        new = [each for each in records if records_of(before, kind_of(each)).get(each.code) != each]
        if problems := list(misfits(rules, _with(before, new), card.today)):
            raise DudaoError(problems)
        if new:
            put_records(session, new)
            write_log(
                session, LogEntry(actor.name, "roster", book=rules.code, detail=_told(where, new))
            )
    recount(office, tenant, str(card.today.year), book)
    return len(new)


def _with(before: Roster, new: Sequence[Record]) -> Roster:
    held = (records_of(before, kind).values() for kind in ROSTER_KEYS)
    return roster_of([*(record for records in held for record in records), *new])


def _told(where: str, new: Sequence[Record]) -> Mapping[str, object]:
    records: dict[str, list[Any]] = {}
    for record in new:
        records.setdefault(kind_of(record).value, []).append(msgspec.to_builtins(record))
    return {"from": where, "records": records}


def require_office(actor: Actor, tenant: str, where: str) -> None:
    """Raise NotAllowed for whoever is not of the tenant's supervision office."""
    require_name(actor)
    if actor.tenant != tenant or actor.role is not Role.EDITOR:
        raise NotAllowed(Problem(where, "只有本级督导机构可以办理"))


def recount(office: Office, tenant: str, period: str, book: str | None = None) -> Recounted:
    """Count a year's figures from the records and make them the county's.

    What another source reports is never overruled. What cannot be counted any more is unknown
    again. Raises DudaoError for a year that has not begun.
    """
    with writing(office, tenant) as session:
        found = _organisation(office, session, tenant, book)
        day = min(day_of(period, None), found.tenant.today)
        if str(day.year) != period:
            raise refuse(f"{tenant} {period} 年", "还没有开始", "请在年内统计")
        counted = detailed_counts(_records(session, found), day)
        done = _record(office, session, period, counted)
    if done.changed:
        follow_up(office, tenant, period)
    return done


def _records(session: TenantSession, found: Organisation) -> Records:
    numbers = {number for case in found.cases for number in case.findings}
    rectifications = [
        Rectification(each.deadline, each.struck)
        for each in findings(session, found.tenant.code)
        if each.number in numbers and each.deadline
    ]
    return Records(found.rules, found.roster, found.inspections, found.cases, rectifications)


def _record(
    office: Office, session: TenantSession, period: str, counted: Mapping[str, Count]
) -> Recounted:
    tenant, where = session.writes, (COUNTED, "名册和督导事项")
    there = load_facts(session, tenant, period).county.facts
    keys = {code: Key(tenant, None, code) for code in counted}
    origin = sources(session, tenant, period, keys.values())
    ours = {code for code, key in keys.items() if key in origin and origin[key].file == COUNTED}
    other = [code for code in counted if code in there and code not in ours]
    mine = {code: count for code, count in counted.items() if code not in other}
    new = {
        code: count.value
        for code, count in mine.items()
        if count.value is not None and there.get(code) != count.value
    }
    gone = [code for code, count in mine.items() if count.value is None and code in there]
    if new:
        lacking = {code: _lacking(mine[code]) for code in new}
        record_figures(office, session, period, new, *where, "系统统计", lacking)
    for code in gone:
        withdraw_figure(office, session, period, code, *where, "系统统计")
    differing = tuple(code for code in other if counted[code].value not in (None, there[code]))
    return Recounted(len(new) + len(gone), differing)


def _lacking(count: Count) -> str:
    names = count.lacking
    if not names:
        return ""
    more = f"等 {len(names)} 个" if len(names) > _SHOWN else ""
    return f"缺:{'、'.join(names[:_SHOWN])}{more}"
