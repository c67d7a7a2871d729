"""Where departments are reached, and which reminders they have had."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import delete, select

from .database import queue_up
from .scope import TenantSession
from .worktables import ContactRow, ReminderRow

ReminderKey = tuple[str, str, str, date, int]  # department, task, duty, due, mark


def contacts(session: TenantSession, tenant: str, book: str) -> dict[str, str]:
    """Return the e-mail addresses of a book's departments by code."""
    session.require([tenant])
    query = select(ContactRow.department, ContactRow.address).where(
        ContactRow.tenant == tenant, ContactRow.book == book
    )
    return dict(session.execute(query.order_by(ContactRow.department)).all())


def set_contact(session: TenantSession, book: str, department: str, address: str) -> None:
    """Note where a department is reached; an empty address forgets it."""
    queue_up(session)
    row = session.get(ContactRow, (session.writes, book, department))
    if row is None and address:
        session.add(ContactRow(book=book, department=department, address=address))
    elif row is not None and address:
        row.address = address
    elif row is not None:
        session.delete(row)
    session.flush()


def reminded(session: TenantSession, tenant: str, period: str, book: str) -> set[ReminderKey]:
    """Return the reminders that were sent for a plan."""
    session.require([tenant])
    query = select(ReminderRow).where(
        ReminderRow.tenant == tenant, ReminderRow.period == period, ReminderRow.book == book
    )
    return {
        (row.department, row.task, row.duty, row.due, row.mark) for row in session.scalars(query)
    }


def note_reminder(session: TenantSession, period: str, book: str, key: ReminderKey) -> bool:
    """Note that a reminder goes out; False when another process has noted it before."""
    queue_up(session)
    department, task, duty, due, mark = key
    if session.get(ReminderRow, (session.writes, period, book, *key)) is not None:
        return False
    row = ReminderRow(period=period, book=book, department=department, task=task, duty=duty)
    row.due, row.mark, row.at = due, mark, datetime.now(UTC)
    session.add(row)
    session.flush()
    return True


def forget_reminder(session: TenantSession, period: str, book: str, key: ReminderKey) -> None:
    """Take back that a reminder went out, because it could not be sent."""
    department, task, duty, due, mark = key
    session.execute(
        delete(ReminderRow).where(
            ReminderRow.period == period,
            ReminderRow.book == book,
            ReminderRow.department == department,
            ReminderRow.task == task,
            ReminderRow.duty == duty,
            ReminderRow.due == due,
            ReminderRow.mark == mark,
        )
    )
