"""The log of what was done: only added to, each entry sealed together with the one before it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import func, select

from ..errors import Problem
from .database import queue_up
from .scope import TenantSession
from .worktables import LogRow

_START = "0" * 64


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One thing that was done: to a plan, a duty, a department's part, a finding, a case (numbers).

    `detail` holds JSON values. `number` and `at` are given when it is written.
    """

    who: str
    action: str
    period: str = ""
    book: str = ""
    duty: str = ""
    department: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    finding: int | None = None
    number: int = 0
    at: datetime | None = None
    case: int | None = None

    @property
    def is_of_duties(self) -> bool:
        """Whether it is about duty work."""
        return self.finding is None and self.case is None


def write_log(session: TenantSession, *entries: LogEntry) -> None:
    """Add entries to the log of the tenant written, in the transaction of what they tell of."""
    queue_up(session)
    query = select(LogRow).where(LogRow.tenant == session.writes)
    last = session.scalar(query.order_by(LogRow.number.desc()).limit(1))
    first, digest = (last.number + 1, last.digest) if last else (1, _START)
    for number, entry in enumerate(entries, first):
        row = _row(session.writes, number, entry)
        row.digest = digest = _seal(row, digest)
        session.add(row)
    session.flush()


def _row(tenant: str, number: int, entry: LogEntry) -> LogRow:
    return LogRow(
        tenant=tenant,
        number=number,
        # Whole microseconds: what comes back from any database is what was sealed.
        at=datetime.now(UTC),
        who=entry.who,
        action=entry.action,
        period=entry.period,
        book=entry.book,
        duty=entry.duty,
        department=entry.department,
        finding=entry.finding,
        case=entry.case,
        detail=msgspec.json.encode(dict(entry.detail), order="sorted").decode(),
        digest="",
    )


def _seal(row: LogRow, before: str) -> str:
    parts = [
        before,
        row.tenant,
        row.number,
        row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        row.who,
        row.action,
        row.period,
        row.book,
        row.duty,
        row.department,
        row.detail,
    ]
    if row.finding is not None:  # entries sealed before there was a ledger stay as they are
        parts.append(row.finding)
    if row.case is not None:
        parts += ["case", row.case]
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()


def log_entries(
    session: TenantSession,
    tenant: str,
    period: str | None = None,
    book: str | None = None,
    duty: str | None = None,
    finding: int | None = None,
    case: int | None = None,
) -> list[LogEntry]:
    """Return a tenant's entries, the latest first, narrowed to what is named."""
    session.require([tenant])
    query = select(LogRow).where(LogRow.tenant == tenant)
    named = {
        LogRow.period: period,
        LogRow.book: book,
        LogRow.duty: duty,
        LogRow.finding: finding,
        LogRow.case: case,
    }
    for column, wanted in named.items():
        query = query if wanted is None else query.where(column == wanted)
    return [_entry(row) for row in session.scalars(query.order_by(LogRow.number.desc()))]


def finding_turns(
    session: TenantSession, tenant: str, book: str, actions: Collection[str]
) -> list[LogEntry]:
    """Return what these actions did to findings of a book, the oldest first."""
    session.require([tenant])
    query = select(LogRow).where(
        LogRow.tenant == tenant,
        LogRow.book == book,
        LogRow.finding.is_not(None),
        LogRow.action.in_(list(actions)),
    )
    return [_entry(row) for row in session.scalars(query.order_by(LogRow.number))]


def last_turn(session: TenantSession, tenant: str, book: str, who: str) -> LogEntry | None:
    """Return the last thing that somebody did to any finding of a book, or None."""
    session.require([tenant])
    query = select(LogRow).where(
        LogRow.tenant == tenant,
        LogRow.book == book,
        LogRow.finding.is_not(None),
        LogRow.who == who,
    )
    row = session.scalar(query.order_by(LogRow.number.desc()).limit(1))
    return None if row is None else _entry(row)


def finding_entries(session: TenantSession, tenant: str, book: str) -> dict[int, int]:
    """Return how many entries there are of each finding of a book, by its number."""
    session.require([tenant])
    query = select(LogRow.finding, func.count()).where(LogRow.tenant == tenant, LogRow.book == book)
    counted = session.execute(query.group_by(LogRow.finding))
    return {number: count for number, count in counted if number is not None}


def _entry(row: LogRow) -> LogEntry:
    return LogEntry(
        row.who,
        row.action,
        row.period,
        row.book,
        row.duty,
        row.department,
        msgspec.json.decode(row.detail),
        row.finding,
        row.number,
        row.at,
        row.case,
    )


def log_head(session: TenantSession, tenant: str) -> tuple[int, str]:
    """Return how many entries a tenant's log has and the digest that seals them all."""
    session.require([tenant])
    count = session.scalar(select(func.count()).where(LogRow.tenant == tenant)) or 0
    query = select(LogRow.digest).where(LogRow.tenant == tenant)
    return count, session.scalar(query.order_by(LogRow.number.desc()).limit(1)) or _START


def broken_seals(session: TenantSession, tenant: str) -> Iterator[Problem]:
    """Yield the first entry of a tenant's log that is missing or is not as it was written."""
    session.require([tenant])
    before, expected = _START, 1
    query = select(LogRow).where(LogRow.tenant == tenant).order_by(LogRow.number)
    for row in session.scalars(query):
        where = f"日志 {tenant} 第 {expected} 条"
        if row.number != expected:
            yield Problem(where, "缺失", "请与备份核对")
            return
        if row.digest != _seal(row, before):
            yield Problem(where, "与写入时不同,或它之前的记录被改动", "请与备份核对")
            return
        before, expected = row.digest, expected + 1
