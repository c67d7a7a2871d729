"""The year's plans with their duties and parts: read as values, written row by row under a lock.

`hold_plan` and `hold_duty` keep others from moving the same thing until the transaction ends;
what is read for a page is read without.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import msgspec
from sqlalchemy import select

from ..errors import DudaoError, refuse
from .database import queue_up
from .scope import TenantSession
from .worktables import DutyRow, PartRow, PlanRow


@dataclass(frozen=True, slots=True)
class Plan:
    """A year's work under one edition of a book; see `PlanRow` for what is there when locked."""

    tenant: str
    period: str
    book: str
    edition: str
    book_hash: str
    opened: date
    state: str
    version: int = 1
    sending: int = 0
    content: str | None = None
    content_hash: str | None = None
    run: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What one department files for a duty; `figures` by metric, spelled as in a facts file."""

    duty: str
    department: str
    position: int
    state: str
    version: int = 0
    narrative: str = ""
    figures: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DutyWork:
    """A duty of a plan with its parts, the leading department's first."""

    code: str
    position: int
    due: date
    state: str
    version: int = 1
    comment: str = ""
    parts: tuple[Part, ...] = ()

    def part(self, department: str) -> Part | None:
        """Return the part of a department, or None when it has none."""
        return next((part for part in self.parts if part.department == department), None)


def add_plan(session: TenantSession, plan: Plan, duties: Iterable[DutyWork]) -> None:
    """Open a plan with its duties and empty parts. Raises DudaoError when it is open already."""
    session.require_writing(plan.tenant)
    queue_up(session)
    if find_plan(session, plan.tenant, plan.period, plan.book) is not None:
        raise refuse(_where(plan.period, plan.book), "已经部署过", "每年只部署一次")
    names = ("period", "book", "edition", "book_hash", "opened", "state", "version", "sending")
    session.add(PlanRow(**{name: getattr(plan, name) for name in names}))
    session.flush()
    key = {"period": plan.period, "book": plan.book}
    works = list(duties)
    session.insert_rows(DutyRow, [key | _duty_columns(work) for work in works])
    parts = [part for work in works for part in work.parts]
    session.insert_rows(PartRow, [key | _part_columns(part) for part in parts])


def _where(period: str, book: str) -> str:
    return f"{period} 年 {book} 的履职任务"


def _duty_columns(work: DutyWork) -> dict[str, object]:
    return {
        "duty": work.code,
        "position": work.position,
        "due": work.due,
        "state": work.state,
        "version": work.version,
        "comment": work.comment,
    }


def _part_columns(part: Part) -> dict[str, object]:
    return {
        "duty": part.duty,
        "department": part.department,
        "position": part.position,
        "state": part.state,
        "version": part.version,
        "narrative": part.narrative,
        "figures": msgspec.json.encode(dict(part.figures), order="sorted").decode(),
        "comment": part.comment,
        "by": part.by,
        "at": part.at,
    }


def find_plan(session: TenantSession, tenant: str, period: str, book: str) -> Plan | None:
    """Return a plan that may be read, or None."""
    session.require([tenant])
    row = session.get(PlanRow, (tenant, period, book))
    return None if row is None else _plan(row)


def plans(session: TenantSession, tenants: Iterable[str]) -> list[Plan]:
    """Return all plans of these tenants, the latest year first."""
    wanted = list(tenants)
    session.require(wanted)
    query = select(PlanRow).where(PlanRow.tenant.in_(wanted))
    ordered = query.order_by(PlanRow.period.desc(), PlanRow.tenant, PlanRow.book)
    return [_plan(row) for row in session.scalars(ordered)]


def planned_periods(session: TenantSession, tenants: Collection[str]) -> dict[str, list[str]]:
    """Return for each tenant the years for which a plan was opened, oldest first."""
    session.require(tenants)
    query = select(PlanRow.tenant, PlanRow.period).where(PlanRow.tenant.in_(tenants))
    found: dict[str, list[str]] = {tenant: [] for tenant in tenants}
    for tenant, period in session.execute(query.distinct().order_by(PlanRow.period)):
        found[tenant].append(period)
    return found


def _plan(row: PlanRow) -> Plan:
    return Plan(
        row.tenant,
        row.period,
        row.book,
        row.edition,
        row.book_hash,
        row.opened,
        row.state,
        row.version,
        row.sending,
        row.content,
        row.content_hash,
        row.run,
    )


def hold_plan(session: TenantSession, period: str, book: str, *, moving: bool) -> Plan:
    """Return a plan of the tenant written, kept as it is until the transaction ends.

    With `moving` nobody else may even work below it. Raises DudaoError when there is none.
    """
    return _plan(_held_plan(session, period, book, moving))


def _held_plan(session: TenantSession, period: str, book: str, moving: bool) -> PlanRow:
    query = select(PlanRow).where(
        PlanRow.tenant == session.writes, PlanRow.period == period, PlanRow.book == book
    )
    row = session.scalar(query.with_for_update(read=not moving))
    if row is None:
        raise not_opened(period, book)
    return row


def not_opened(period: str, book: str) -> DudaoError:
    """Return the error for a plan that was never opened, ready to be raised."""
    return refuse(_where(period, book), "尚未部署", "请由汇总部门先部署本年任务")


def write_plan(session: TenantSession, plan: Plan) -> None:
    """Store what has changed of a plan that is held for moving: all but its key and beginning."""
    row = _held_plan(session, plan.period, plan.book, True)
    row.state = plan.state
    row.version += 1
    row.sending = plan.sending
    row.content = plan.content
    row.content_hash = plan.content_hash
    row.run = plan.run
    session.flush()


def duty_works(session: TenantSession, tenant: str, period: str, book: str) -> dict[str, DutyWork]:
    """Return the duties of a plan by code, in the order of the book."""
    session.require([tenant])
    query = select(PartRow).where(
        PartRow.tenant == tenant, PartRow.period == period, PartRow.book == book
    )
    parts: defaultdict[str, list[Part]] = defaultdict(list)
    for row in session.scalars(query.order_by(PartRow.position)):
        parts[row.duty].append(_part(row))
    duties = select(DutyRow).where(
        DutyRow.tenant == tenant, DutyRow.period == period, DutyRow.book == book
    )
    return {
        row.duty: _duty(row, parts[row.duty])
        for row in session.scalars(duties.order_by(DutyRow.position))
    }


def _duty(row: DutyRow, parts: Iterable[Part]) -> DutyWork:
    return DutyWork(
        row.duty, row.position, row.due, row.state, row.version, row.comment, tuple(parts)
    )


def _part(row: PartRow) -> Part:
    return Part(
        row.duty,
        row.department,
        row.position,
        row.state,
        row.version,
        row.narrative,
        msgspec.json.decode(row.figures, type=dict[str, str]),
        row.comment,
        row.by,
        row.at,
    )


def hold_duty(session: TenantSession, period: str, book: str, code: str) -> DutyWork:
    """Return a duty with its parts, of the tenant written, kept until the transaction ends.

    Raises DudaoError when the plan has no such duty.
    """
    row = _held_duty(session, period, book, code)
    query = select(PartRow).where(
        PartRow.tenant == session.writes,
        PartRow.period == period,
        PartRow.book == book,
        PartRow.duty == code,
    )
    return _duty(row, [_part(each) for each in session.scalars(query.order_by(PartRow.position))])


def _held_duty(session: TenantSession, period: str, book: str, code: str) -> DutyRow:
    query = select(DutyRow).where(
        DutyRow.tenant == session.writes,
        DutyRow.period == period,
        DutyRow.book == book,
        DutyRow.duty == code,
    )
    row = session.scalar(query.with_for_update())
    if row is None:
        raise refuse(f"任务 {code}", f"{_where(period, book)}中没有", "请检查任务代码")
    return row


def move_duty(
    session: TenantSession, period: str, book: str, code: str, state: str, comment: str
) -> None:
    """Put a duty that is held into another state, with what was said."""
    row = _held_duty(session, period, book, code)
    row.state, row.comment = state, comment
    row.version += 1
    session.flush()


def write_part(session: TenantSession, period: str, book: str, part: Part) -> None:
    """Store a part of a duty that is held, as its next version."""
    row = session.get(PartRow, (session.writes, period, book, part.duty, part.department))
    assert row is not None, "the duty is held, so its parts are there"
    columns = _part_columns(part) | {"version": row.version + 1}
    for name, value in columns.items():
        setattr(row, name, value)
    session.flush()
