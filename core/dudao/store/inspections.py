"""Inspections, their cases and the records of visits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import func, select

from ..errors import ConflictError, Problem, refuse
from ..rulebook import SubjectKind
from ..supervision import Case, Inspection, Rung, Visit
from ..workflow import CaseState
from .database import queue_up
from .scope import TenantSession
from .supervisiontables import CaseRow, InspectionRow, VisitRow


def inspections(session: TenantSession, tenant: str) -> list[Inspection]:
    """Return a tenant's inspections by number."""
    session.require([tenant])
    query = select(InspectionRow).where(InspectionRow.tenant == tenant)
    return [_inspection(row) for row in session.scalars(query.order_by(InspectionRow.number))]


def _inspection(row: InspectionRow) -> Inspection:
    return replace(msgspec.json.decode(row.data, type=Inspection), version=row.version)


def hold_inspections(session: TenantSession) -> tuple[int, int]:
    """Keep others from changing the tenant's inspections until the transaction ends.

    Returns the highest number of an inspection and of a case, 0 where there is none.
    """
    queue_up(session)
    own = session.writes
    last = select(func.max(InspectionRow.number)).where(InspectionRow.tenant == own)
    last_case = select(func.max(CaseRow.number)).where(CaseRow.tenant == own)
    return session.scalar(last) or 0, session.scalar(last_case) or 0


def add_inspection(session: TenantSession, planned: Inspection, cases: Iterable[Case]) -> None:
    """Add an inspection with a case for each body, numbered on from `hold_inspections`."""
    row = {"number": planned.number, **_planned(planned), "version": planned.version}
    session.insert_rows(InspectionRow, [row])
    add_cases(session, cases)


def add_cases(session: TenantSession, cases: Iterable[Case]) -> None:
    """Add cases to inspections that are held."""
    session.insert_rows(CaseRow, [{"number": case.number, **_columns(case)} for case in cases])


def write_inspection(session: TenantSession, planned: Inspection) -> None:
    """Store an inspection that is held, as its next version."""
    row = {"number": planned.number, **_planned(planned), "version": planned.version + 1}
    session.update_rows(InspectionRow, ["number"], [row])
    session.expire_all()


def _planned(planned: Inspection) -> dict[str, Any]:
    data = msgspec.json.encode(planned, order="sorted").decode()
    return {"book": planned.book, "since": planned.since, "data": data}


def cases(
    session: TenantSession, tenant: str, numbers: Collection[int] | None = None
) -> list[Case]:
    """Return a tenant's cases by number, all of them or those of these numbers."""
    session.require([tenant])
    query = select(CaseRow).where(CaseRow.tenant == tenant)
    if numbers is not None:
        query = query.where(CaseRow.number.in_(list(numbers)))
    return [_case(row) for row in session.scalars(query.order_by(CaseRow.number))]


def _case(row: CaseRow) -> Case:
    return Case(
        row.number,
        row.inspection,
        row.subject,
        SubjectKind(row.kind),
        CaseState(row.state),
        row.deadline,
        Rung(row.rung),
        tuple(msgspec.json.decode(row.findings)),
        row.visited,
        row.looked,
        row.closed,
        row.returns,
        row.version,
    )


def hold_case(session: TenantSession, number: int, version: int | None = None) -> Case:
    """Return a case of the tenant written, kept as it is until the transaction ends.

    Raises DudaoError where there is none, ConflictError when it is not at `version` any more.
    """
    queue_up(session)
    found = cases(session, session.writes, [number])
    if not found:
        raise refuse(f"督导事项第 {number} 号", "没有这一项", "请检查编号")
    if version is not None and found[0].version != version:
        raise ConflictError(
            Problem(f"督导事项第 {number} 号", "刚被别人办理过", "请核对后再办理"), found[0]
        )
    return found[0]


def write_case(session: TenantSession, case: Case) -> None:
    """Store a case that is held, as its next version."""
    row = {"number": case.number, **_columns(case), "version": case.version + 1}
    session.update_rows(CaseRow, ["number"], [row])
    session.expire_all()


def _columns(case: Case) -> dict[str, Any]:
    return {
        "inspection": case.inspection,
        "subject": case.subject,
        "kind": case.kind.value,
        "state": case.state.value,
        "deadline": case.deadline,
        "rung": int(case.rung),
        "findings": msgspec.json.encode(list(case.findings)).decode(),
        "visited": case.visited,
        "looked": case.looked,
        "closed": case.closed,
        "returns": case.returns,
        "version": case.version,
    }


def find_visit(session: TenantSession, key: str) -> Visit | None:
    """Return the visit recorded under a sender's key by the tenant written, if there is one."""
    row = session.get(VisitRow, (session.writes, key))
    return None if row is None else msgspec.json.decode(row.data, type=Visit)


def add_visit(session: TenantSession, visit: Visit) -> None:
    """Add the record of a visit whose key is new."""
    data = msgspec.json.encode(visit, order="sorted").decode()
    row = VisitRow(key=visit.key, case=visit.case, on=visit.on, data=data, at=datetime.now(UTC))
    session.add(row)
    session.flush()


def visits(
    session: TenantSession, tenant: str, numbers: Sequence[int] | None = None
) -> list[Visit]:
    """Return the records of visits by day, all of a tenant's or those of some cases."""
    session.require([tenant])
    query = select(VisitRow).where(VisitRow.tenant == tenant)
    if numbers is not None:
        query = query.where(VisitRow.case.in_(list(numbers)))
    found = session.scalars(query.order_by(VisitRow.on, VisitRow.at))
    return [msgspec.json.decode(row.data, type=Visit) for row in found]
