"""Stored evaluations: each run with what it judged and by which book, never altered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select

from ..errors import refuse
from .scope import TenantSession
from .tables import RunRow


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run, made by `tenant` about itself or about a tenant below it.

    `id` and `created` are given when it is saved.
    `facts_version` is the id of the last change its facts include (`load_facts(..., version)`
    brings them back); `summary` is JSON for pages; `verdicts` is opaque, packed by evaluate.
    """

    tenant: str
    about: str
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
    """Store a run and return its number.

    Raises ScopeError when it is not this session's, or about a tenant it may not read.
    """
    _require(session, [record])
    row = RunRow(**_columns(record))
    session.add(row)
    session.flush()
    return row.id


def save_runs(session: TenantSession, records: Iterable[RunRecord]) -> int:
    """Store many runs of this session's tenant at once; return how many. Raises like `save_run`."""
    made = list(records)
    _require(session, made)
    session.insert_rows(RunRow, [_columns(record) for record in made])
    return len(made)


def _require(session: TenantSession, records: Sequence[RunRecord]) -> None:
    for tenant in {record.tenant for record in records}:
        session.require_writing(tenant)
    # A county could else slip a run about its neighbour into their province's comparison.
    session.require({record.about for record in records})


def _columns(record: RunRecord) -> dict[str, Any]:
    columns = {field.name: getattr(record, field.name) for field in fields(record)}
    del columns["id"]
    return columns | {"created": datetime.now(UTC), "summary": dict(record.summary)}


def latest_run(session: TenantSession, tenant: str, period: str, book: str) -> RunRecord | None:
    """Return a tenant's last own run of a period and book, or None."""
    session.require([tenant])
    query = select(RunRow).where(
        RunRow.tenant == tenant,
        RunRow.about == tenant,
        RunRow.period == period,
        RunRow.book == book,
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
    """Return the latest run about each tenant that has one, by tenant, without verdicts.

    A tenant above sees its own runs about those below beside the runs these made themselves.
    """
    wanted = list(tenants)
    session.require(wanted)
    latest = (
        select(func.max(RunRow.id))
        .where(RunRow.about.in_(wanted), RunRow.period == period, RunRow.book == book)
        .group_by(RunRow.about)
    )
    query = select(
        RunRow.about,
        RunRow.id,
        RunRow.edition,
        RunRow.as_of,
        RunRow.created,
        RunRow.facts_version,
        RunRow.summary,
    ).where(RunRow.id.in_(latest))
    rows = session.execute(query.order_by(RunRow.about))
    return {row[0]: RunSummary(*row) for row in rows}


def _record(row: RunRow) -> RunRecord:
    return RunRecord(**{field.name: getattr(row, field.name) for field in fields(RunRecord)})
