"""What the body above said of a county's self-evaluation: its own rows, which the county reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from .scope import TenantSession
from .worktables import ReviewRow


@dataclass(frozen=True, slots=True)
class Review:
    """A move made by a reviewer over one sending of a plan; `grade` where it decided on one."""

    tenant: str
    about: str
    period: str
    book: str
    sending: int
    content_hash: str
    move: str
    grade: str
    comment: str
    by: str
    at: datetime


def add_review(
    session: TenantSession,
    about: str,
    period: str,
    book: str,
    sending: int,
    content_hash: str,
    move: str,
    comment: str,
    by: str,
    grade: str = "",
) -> None:
    """Record a reviewer's move as the tenant written. Raises ScopeError for a tenant not below."""
    session.require([about])
    row = ReviewRow(about=about, period=period, book=book, sending=sending, move=move)
    row.content_hash, row.grade, row.comment, row.by = content_hash, grade, comment, by
    row.at = datetime.now(UTC)
    session.add(row)
    session.flush()


def reviews(
    session: TenantSession, about: str, period: str | None = None, book: str | None = None
) -> list[Review]:
    """Return what was said of a tenant that may be read, the earliest first."""
    session.require([about])
    query = select(ReviewRow).where(ReviewRow.about == about)
    query = query if period is None else query.where(ReviewRow.period == period)
    query = query if book is None else query.where(ReviewRow.book == book)
    return [
        Review(
            row.tenant,
            row.about,
            row.period,
            row.book,
            row.sending,
            row.content_hash,
            row.move,
            row.grade,
            row.comment,
            row.by,
            row.at,
        )
        for row in session.scalars(query.order_by(ReviewRow.id))
    ]
