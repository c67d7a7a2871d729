"""A period's figures as one packed value, so that a county or a country is read at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

import msgspec
from sqlalchemy import delete, select

from ..facts import FactSet
from .scope import TenantSession
from .tables import SnapshotRow

# Raise it when FactSet or what it is made of changes: older snapshots are then left aside.
_LAYOUT = 1
_decoder = msgspec.msgpack.Decoder(FactSet)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A tenant's figures of a period, their digest, and the last change they include."""

    facts: FactSet
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
        "figures": msgspec.msgpack.encode(unnamed),
    }
    session.insert_rows(SnapshotRow, [row])


def read_snapshots(
    session: TenantSession, names: dict[str, str], period: str
) -> dict[str, Snapshot]:
    """Return the snapshots there are, by tenant; `names` gives each tenant's name."""
    query = select(
        SnapshotRow.tenant, SnapshotRow.version, SnapshotRow.digest, SnapshotRow.figures
    ).where(
        SnapshotRow.tenant.in_(names), SnapshotRow.period == period, SnapshotRow.layout == _LAYOUT
    )
    return {
        tenant: Snapshot(replace(_decoder.decode(figures), name=names[tenant]), digest, version)
        for tenant, version, digest, figures in session.execute(query)
    }
