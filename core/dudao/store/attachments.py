"""What is known of evidence files, and which part of which duty each is attached to.

The files themselves are kept elsewhere, under the same digest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from .database import queue_up
from .scope import TenantSession
from .worktables import AttachmentRow, EvidenceRow


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file by its content: SHA-256 in hex, the name it first came under, by whom and when."""

    digest: str
    name: str
    size: int
    media_type: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as evidence for what one department files for a duty."""

    period: str
    book: str
    duty: str
    department: str
    file: EvidenceFile


def add_evidence(
    session: TenantSession, digest: str, name: str, size: int, media_type: str, by: str
) -> bool:
    """Remember a file of the tenant written; False when its content is known already."""
    queue_up(session)
    if session.get(EvidenceRow, (session.writes, digest)) is not None:
        return False
    row = EvidenceRow(digest=digest, name=name, size=size, media_type=media_type)
    row.by, row.at = by, datetime.now(UTC)
    session.add(row)
    session.flush()
    return True


def evidence_file(session: TenantSession, tenant: str, digest: str) -> EvidenceFile | None:
    """Return what is known of a file, or None."""
    session.require([tenant])
    row = session.get(EvidenceRow, (tenant, digest))
    return None if row is None else file_of(row)


def evidence_files(session: TenantSession, tenant: str) -> list[EvidenceFile]:
    """Return all files of a tenant, the latest first."""
    session.require([tenant])
    query = select(EvidenceRow).where(EvidenceRow.tenant == tenant)
    return [file_of(row) for row in session.scalars(query.order_by(EvidenceRow.at.desc()))]


def file_of(row: EvidenceRow) -> EvidenceFile:
    """Return what a row tells of a file."""
    return EvidenceFile(row.digest, row.name, row.size, row.media_type, row.by, row.at)


Key = tuple[str, str, str, str]  # period, book, duty, department


def attach(session: TenantSession, key: Key, digest: str, by: str) -> bool:
    """Attach a known file to a part; False when it already is."""
    if session.get(AttachmentRow, (session.writes, *key, digest)) is not None:
        return False
    period, book, duty, department = key
    row = AttachmentRow(period=period, book=book, duty=duty, department=department)
    row.digest, row.by, row.at = digest, by, datetime.now(UTC)
    session.add(row)
    session.flush()
    return True


def detach(session: TenantSession, key: Key, digest: str) -> bool:
    """Take a file off a part; the file itself stays. False when it is not attached."""
    row = session.get(AttachmentRow, (session.writes, *key, digest))
    if row is None:
        return False
    session.delete(row)
    session.flush()
    return True


def attachments(
    session: TenantSession,
    tenant: str,
    period: str,
    book: str,
    duties: Iterable[str] | None = None,
) -> list[Attachment]:
    """Return the evidence of a plan, or of some of its duties, in the order it was attached."""
    session.require([tenant])
    query = (
        select(AttachmentRow, EvidenceRow)
        .join(
            EvidenceRow,
            (EvidenceRow.tenant == AttachmentRow.tenant)
            & (EvidenceRow.digest == AttachmentRow.digest),
        )
        .where(
            AttachmentRow.tenant == tenant,
            AttachmentRow.period == period,
            AttachmentRow.book == book,
        )
    )
    if duties is not None:
        query = query.where(AttachmentRow.duty.in_(list(duties)))
    ordered = query.order_by(AttachmentRow.at, AttachmentRow.digest)
    return [
        Attachment(row.period, row.book, row.duty, row.department, file_of(file))
        for row, file in session.execute(ordered)
    ]


def evidence_uses(session: TenantSession, tenant: str) -> dict[str, list[Key]]:
    """Return where each file of a tenant is attached, by its digest."""
    session.require([tenant])
    query = select(AttachmentRow).where(AttachmentRow.tenant == tenant)
    found: defaultdict[str, list[Key]] = defaultdict(list)
    for row in session.scalars(query.order_by(AttachmentRow.at)):
        found[row.digest].append((row.period, row.book, row.duty, row.department))
    return found
