"""Stored evaluations: each run with what it judged and by which book, never altered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select

from ..errors import refuse
from .scope import TenantSession
from .tables import RunRow


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run. `id` and `created` are given when it is saved.

    `facts_version` is the id of the last change its facts include (`load_facts(..., version)`
    brings them back); `summary` is JSON for pages; `verdicts` is opaque, packed by evaluate.
    """

    tenant: str
    period: str
    book: str
    edition: str
    as_of: date
    book_hash: str
    facts_hash: str
    facts_version: int
    summary: Mapping[str, Any]
    verdicts: bytes
    id: int = 0
    created: datetime | None = None


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a comparison shows of a tenant's latest run, without its verdicts."""

    tenant: str
    run: int
    edition: str
    as_of: date
    created: datetime
    facts_version: int
    summary: Mapping[str, Any]


def save_run(session: TenantSession, record: RunRecord) -> int:
    """Store a run and return its number. Raises ScopeError for a foreign tenant's."""
    row = RunRow(
        tenant=record.tenant,
        period=record.period,
        book=record.book,
        edition=record.edition,
        as_of=record.as_of,
        book_hash=record.book_hash,
        facts_hash=record.facts_hash,
        facts_version=record.facts_version,
        created=datetime.now(UTC),
        summary=dict(record.summary),
        verdicts=record.verdicts,
    )
    session.add(row)
    session.flush()
    return row.id


def latest_run(session: TenantSession, tenant: str, period: str, book: str) -> RunRecord | None:
    """Return the last run of a tenant, period and book, or None."""
    session.require([tenant])
    query = select(RunRow).where(
        RunRow.tenant == tenant, RunRow.period == period, RunRow.book == book
    )
    row = session.scalar(query.order_by(RunRow.id.desc()).limit(1))
    return None if row is None else _record(row)


def load_run(session: TenantSession, number: int) -> RunRecord:
    """Return a run by its number. Raises DudaoError when there is none that may be read."""
    row = session.scalar(select(RunRow).where(RunRow.id == number))
    if row is None:
        raise refuse(f"评价运行 {number}", "不存在或无权读取", "请检查编号")
    return _record(row)


def summaries(
    session: TenantSession, tenants: Iterable[str], book: str, period: str
) -> dict[str, RunSummary]:
    """Return the latest run of each tenant that has one, by tenant, without verdicts."""
    wanted = list(tenants)
    session.require(wanted)
    latest = (
        select(func.max(RunRow.id))
        .where(RunRow.tenant.in_(wanted), RunRow.period == period, RunRow.book == book)
        .group_by(RunRow.tenant)
    )
    query = select(
        RunRow.tenant,
        RunRow.id,
        RunRow.edition,
        RunRow.as_of,
        RunRow.created,
        RunRow.facts_version,
        RunRow.summary,
    ).where(RunRow.id.in_(latest))
    rows = session.execute(query.order_by(RunRow.tenant))
    return {row[0]: RunSummary(*row) for row in rows}


def _record(row: RunRow) -> RunRecord:
    return RunRecord(
        row.tenant,
        row.period,
        row.book,
        row.edition,
        row.as_of,
        row.book_hash,
        row.facts_hash,
        row.facts_version,
        row.summary,
        row.verdicts,
        row.id,
        row.created,
    )
