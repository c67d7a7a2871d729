"""The roster of a tenant: who inspects and who is inspected."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import select

from ..supervision import RECORD_TYPES, Record, RecordKind, Roster, kind_of, roster_of
from .database import queue_up
from .scope import TenantSession
from .supervisiontables import RosterRow


def roster(session: TenantSession, tenant: str) -> Roster:
    """Return the roster of a tenant; an empty one before there is any."""
    session.require([tenant])
    rows = session.scalars(select(RosterRow).where(RosterRow.tenant == tenant))
    return roster_of(_record(row) for row in rows)


def hold_roster(session: TenantSession) -> Roster:
    """Return the roster of the tenant written, kept as it is until the transaction ends."""
    queue_up(session)
    return roster(session, session.writes)


def put_records(session: TenantSession, records: Sequence[Record]) -> None:
    """Put records into the roster that is held, each over the one of its code if there is one."""
    there = {
        (row.kind, row.code): row
        for row in session.scalars(select(RosterRow).where(RosterRow.tenant == session.writes))
    }
    for record in records:
        kind, data = kind_of(record), msgspec.json.encode(record, order="sorted").decode()
        row = there.get((kind.value, record.code))
        if row is None:
            session.add(RosterRow(kind=kind.value, code=record.code, version=1, data=data))
        else:
            row.data, row.version = data, row.version + 1
    session.flush()


def _record(row: RosterRow) -> Record:
    return msgspec.json.decode(row.data, type=RECORD_TYPES[RecordKind(row.kind)])
