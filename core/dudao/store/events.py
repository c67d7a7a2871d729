"""The register of events: what happened, entry by entry; a wrong one is cancelled, never erased."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from ..errors import refuse
from .database import queue_up
from .scope import TenantSession
from .worktables import EventRow


@dataclass(frozen=True, slots=True)
class Event:
    """One entry. Where a later one undid it, `is_cancelled`, with why and by whom."""

    id: int
    period: str
    metric: str
    on: date
    note: str
    by: str
    at: datetime
    is_cancelled: bool
    cancelled_note: str = ""
    cancelled_by: str = ""


def add_event(
    session: TenantSession, period: str, metric: str, on: date, note: str, by: str
) -> int:
    """Enter what happened and return the entry's number."""
    row = EventRow(period=period, metric=metric, on=on, note=note)
    row.by, row.at = by, datetime.now(UTC)
    session.add(row)
    session.flush()
    return row.id


def cancel_event(session: TenantSession, number: int, note: str, by: str) -> Event:
    """Undo an entry of the tenant written and return it.

    Raises DudaoError when there is none of this number, or it is undone already.
    """
    queue_up(session)
    row = session.get(EventRow, number)
    if row is None or row.tenant != session.writes or row.cancels is not None:
        raise refuse(f"事件登记第 {number} 号", "没有这一条", "请检查编号")
    undone = select(EventRow).where(EventRow.tenant == session.writes, EventRow.cancels == number)
    if session.scalar(undone) is not None:
        raise refuse(f"事件登记第 {number} 号", "已经撤销", "不必再撤销")
    cancelling = EventRow(period=row.period, metric=row.metric, on=row.on, note=note)
    cancelling.cancels, cancelling.by, cancelling.at = number, by, datetime.now(UTC)
    session.add(cancelling)
    session.flush()
    return _event(row, cancelling)


def events(session: TenantSession, tenant: str, period: str) -> list[Event]:
    """Return a tenant's entries of a period by day, undone ones marked."""
    session.require([tenant])
    undoing = aliased(EventRow)
    query = (
        select(EventRow, undoing)
        .outerjoin(undoing, undoing.cancels == EventRow.id)
        .where(EventRow.tenant == tenant, EventRow.period == period, EventRow.cancels.is_(None))
    )
    rows = session.execute(query.order_by(EventRow.on, EventRow.id))
    return [_event(row, undone) for row, undone in rows]


def _event(row: EventRow, undone: EventRow | None) -> Event:
    return Event(
        row.id,
        row.period,
        row.metric,
        row.on,
        row.note,
        row.by,
        row.at,
        undone is not None,
        undone.note if undone else "",
        undone.by if undone else "",
    )
