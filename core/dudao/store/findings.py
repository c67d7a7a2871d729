"""The findings of a tenant's ledger and the proofs that they were closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import func, select

from ..errors import refuse
from ..ledger import Checked, Finding, Gap
from ..workflow import FindingState, Owner
from .attachments import EvidenceFile, file_of
from .database import queue_up
from .scope import TenantSession
from .worktables import EvidenceRow, FindingRow, ProofRow


def findings(session: TenantSession, tenant: str, book: str | None = None) -> list[Finding]:
    """Return the ledger of a tenant, or what of it is under one book, by number."""
    session.require([tenant])
    query = select(FindingRow).where(FindingRow.tenant == tenant)
    if book is not None:
        query = query.where(FindingRow.book == book)
    return [_finding(row) for row in session.scalars(query.order_by(FindingRow.number))]


def _finding(row: FindingRow) -> Finding:
    return Finding(
        row.number,
        row.book,
        msgspec.json.decode(row.gap, type=Gap),
        row.period,
        row.opened,
        FindingState(row.state),
        row.measure,
        row.deadline,
        msgspec.json.decode(row.owner, type=Owner) if row.owner else None,
        msgspec.json.decode(row.checked, type=Checked) if row.checked else None,
        row.struck,
        row.returns,
        row.version,
    )


def hold_ledger(session: TenantSession) -> int:
    """Keep others from changing the tenant's ledger until the transaction ends.

    Returns the highest number in it, 0 for an empty one.
    """
    queue_up(session)
    query = select(func.max(FindingRow.number)).where(FindingRow.tenant == session.writes)
    return session.scalar(query) or 0


def hold_findings(session: TenantSession, numbers: Collection[int]) -> list[Finding]:
    """Return findings of the tenant written, kept as they are until the transaction ends.

    Raises DudaoError for a number that is not in the ledger.
    """
    queue_up(session)
    query = select(FindingRow).where(
        FindingRow.tenant == session.writes, FindingRow.number.in_(list(numbers))
    )
    found = [_finding(row) for row in session.scalars(query.order_by(FindingRow.number))]
    missing = sorted(set(numbers) - {each.number for each in found})
    if missing:
        listed = "、".join(str(number) for number in missing)
        raise refuse(f"台账第 {listed} 号", "没有这个问题", "请检查编号")
    return found


def add_findings(session: TenantSession, found: Iterable[Finding]) -> None:
    """Add findings, numbered on from `hold_ledger`, to the ledger of the tenant written."""
    rows = [{"number": each.number, "book": each.book, **_columns(each)} for each in found]
    session.insert_rows(FindingRow, rows)


def write_findings(session: TenantSession, found: Sequence[Finding]) -> None:
    """Store findings that are held, each as its next version."""
    rows = [
        {"number": each.number, **_columns(each), "version": each.version + 1} for each in found
    ]
    session.update_rows(FindingRow, ["number"], rows)
    session.expire_all()


def _columns(finding: Finding) -> dict[str, Any]:
    return {
        "state": finding.state.value,
        "gap": _json(finding.gap),
        "period": finding.period,
        "opened": finding.opened,
        "measure": finding.measure,
        "deadline": finding.deadline,
        "owner": _json(finding.owner) if finding.owner else None,
        "checked": _json(finding.checked) if finding.checked else None,
        "struck": finding.struck,
        "returns": finding.returns,
        "version": finding.version,
    }


def _json(value: object) -> str:
    return msgspec.json.encode(value, order="sorted").decode()


def add_proofs(session: TenantSession, numbers: Collection[int], digest: str, by: str) -> None:
    """Use a known file as proof for findings that are held, where it is not used already."""
    query = select(ProofRow.number).where(
        ProofRow.tenant == session.writes,
        ProofRow.digest == digest,
        ProofRow.number.in_(list(numbers)),
    )
    there = set(session.scalars(query))
    now = datetime.now(UTC)
    rows = [{"number": number} for number in sorted(set(numbers) - there)]
    session.insert_rows(ProofRow, [row | {"digest": digest, "by": by, "at": now} for row in rows])


def proofs(
    session: TenantSession, tenant: str, numbers: Collection[int] | None = None
) -> dict[int, list[EvidenceFile]]:
    """Return the proofs by the number of the finding, in the order they were added."""
    session.require([tenant])
    query = (
        select(ProofRow.number, EvidenceRow)
        .join(
            EvidenceRow,
            (EvidenceRow.tenant == ProofRow.tenant) & (EvidenceRow.digest == ProofRow.digest),
        )
        .where(ProofRow.tenant == tenant)
    )
    if numbers is not None:
        query = query.where(ProofRow.number.in_(list(numbers)))
    found: defaultdict[int, list[EvidenceFile]] = defaultdict(list)
    for number, file in session.execute(query.order_by(ProofRow.at, ProofRow.digest)):
        found[number].append(file_of(file))
    return found


def proof_uses(session: TenantSession, tenant: str) -> dict[str, list[int]]:
    """Return which findings each file of a tenant is a proof for, by its digest."""
    session.require([tenant])
    query = select(ProofRow.digest, ProofRow.number).where(ProofRow.tenant == tenant)
    found: defaultdict[str, list[int]] = defaultdict(list)
    for digest, number in session.execute(query.order_by(ProofRow.number)):
        found[digest].append(number)
    return found
