"""A period's figures as one packed value, so that a county or a country is read at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.orm import InstrumentedAttribute

from ..facts import CountyColumns, FactSet, columns_of
from .scope import TenantSession
from .tables import SnapshotRow

# Raise it when FactSet, CountyColumns or what they are made of change: older snapshots are then
# left aside.
_LAYOUT = 2
_facts = msgspec.msgpack.Decoder(FactSet)
_columns = msgspec.msgpack.Decoder(CountyColumns)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A tenant's figures of a period, their digest, and the last change they include."""

    facts: FactSet
    digest: str
    version: int


@dataclass(frozen=True, slots=True)
class ColumnSnapshot:
    """A snapshot whose figures are columns, for evaluating many tenants at once."""

    columns: CountyColumns
    digest: str
    version: int


def write_snapshot(session: TenantSession, facts: FactSet, version: int) -> None:
    """Replace the snapshot of the tenant this session writes."""
    session.execute(delete(SnapshotRow).where(SnapshotRow.period == facts.period))
    # The name is the tenant's, not the period's.
    unnamed = replace(facts, name="")
    row = {
        "period": facts.period,
        "version": version,
        "digest": facts.digest(),
        "layout": _LAYOUT,
        "columns": msgspec.msgpack.encode(columns_of(facts)),
        "figures": msgspec.msgpack.encode(unnamed),
    }
    session.insert_rows(SnapshotRow, [row])


def snapshot_versions(
    session: TenantSession, tenants: Collection[str]
) -> dict[tuple[str, str], int]:
    """Return the last change to the figures of every tenant and period there are.

    Raises ScopeError when one of the tenants may not be read.
    """
    session.require(tenants)
    query = select(SnapshotRow.tenant, SnapshotRow.period, SnapshotRow.version)
    found = session.execute(query.where(SnapshotRow.tenant.in_(tenants)))
    return {(tenant, period): version for tenant, period, version in found}


def read_snapshots(
    session: TenantSession, names: Mapping[str, str], period: str
) -> dict[str, Snapshot]:
    """Return the snapshots there are, by tenant; `names` gives each tenant's name."""
    return {
        tenant: Snapshot(replace(_facts.decode(packed), name=names[tenant]), digest, version)
        for tenant, packed, digest, version in _read(session, SnapshotRow.figures, names, period)
    }


def read_columns(
    session: TenantSession, tenants: Sequence[str], period: str
) -> dict[str, ColumnSnapshot]:
    """Return the snapshots there are, by tenant, as columns."""
    return {
        tenant: ColumnSnapshot(_columns.decode(packed), digest, version)
        for tenant, packed, digest, version in _read(session, SnapshotRow.columns, tenants, period)
    }


def _read(
    session: TenantSession,
    packed: InstrumentedAttribute[bytes],
    tenants: Iterable[str],
    period: str,
) -> Iterator[tuple[str, bytes, str, int]]:
    query = select(SnapshotRow.tenant, packed, SnapshotRow.digest, SnapshotRow.version).where(
        SnapshotRow.tenant.in_(tenants), SnapshotRow.period == period, SnapshotRow.layout == _LAYOUT
    )
    yield from session.execute(query)
