"""The tables of daily work: plans, duties and parts, evidence, events, the ledger, the log.

`period` is a year and `book` the code of a rule book; together they name a plan of a tenant.
Departments and duties are named by their codes in that book.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .tables import (
    CODE,
    DIGEST,
    METRIC,
    PERIOD,
    Addressed,
    AppendOnly,
    Base,
    Number,
    TenantOwned,
)

_STATE = String(16)


class _OfPlan(TenantOwned):
    period: Mapped[str] = mapped_column(PERIOD, primary_key=True, sort_order=-2)
    book: Mapped[str] = mapped_column(CODE, primary_key=True, sort_order=-1)


class PlanRow(_OfPlan, Base):
    """A year's work under one edition of a book, opened once.

    `sending` counts how often the self-evaluation went up. While it is locked, `content` is its
    JSON as it was then, `content_hash` the SHA-256 of that in hex and `run` the evaluation in it.
    """

    __tablename__ = "plan"

    edition: Mapped[str] = mapped_column(CODE)
    book_hash: Mapped[str] = mapped_column(DIGEST)
    opened: Mapped[date]
    state: Mapped[str] = mapped_column(_STATE)
    version: Mapped[int]
    sending: Mapped[int]
    content: Mapped[str | None] = mapped_column(Text)
    content_hash: Mapped[str | None] = mapped_column(DIGEST)
    run: Mapped[int | None] = mapped_column(BigInteger)


class DutyRow(_OfPlan, Base):
    """A duty of a plan; `comment` is what was said with its last move."""

    __tablename__ = "duty"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant", "period", "book"], ["plan.tenant", "plan.period", "plan.book"]
        ),
    )

    duty: Mapped[str] = mapped_column(CODE, primary_key=True)
    position: Mapped[int]
    due: Mapped[date]
    state: Mapped[str] = mapped_column(_STATE)
    version: Mapped[int]
    comment: Mapped[str] = mapped_column(Text)


class PartRow(_OfPlan, Base):
    """What one department files for a duty.

    `figures` is JSON: metric code → value spelled as in a facts file; they become facts when the
    part is filed. `position` is the order of the book, 0 for the leading department.
    """

    __tablename__ = "part"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant", "period", "book", "duty"],
            ["duty.tenant", "duty.period", "duty.book", "duty.duty"],
        ),
    )

    duty: Mapped[str] = mapped_column(CODE, primary_key=True)
    department: Mapped[str] = mapped_column(CODE, primary_key=True)
    position: Mapped[int]
    state: Mapped[str] = mapped_column(_STATE)
    version: Mapped[int]
    narrative: Mapped[str] = mapped_column(Text)
    figures: Mapped[str] = mapped_column(Text)
    comment: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime | None]


class EvidenceRow(TenantOwned, Base):
    """A file that proves something, once per content: `digest` is its SHA-256 in hex."""

    __tablename__ = "evidence"

    digest: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(String(128))
    by: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class AttachmentRow(_OfPlan, Base):
    """A use of a file as evidence for a part; one file may serve many."""

    __tablename__ = "attachment"
    __table_args__ = (
        ForeignKeyConstraint(["tenant", "digest"], ["evidence.tenant", "evidence.digest"]),
        ForeignKeyConstraint(
            ["tenant", "period", "book", "duty", "department"],
            ["part.tenant", "part.period", "part.book", "part.duty", "part.department"],
        ),
    )

    duty: Mapped[str] = mapped_column(CODE, primary_key=True)
    department: Mapped[str] = mapped_column(CODE, primary_key=True)
    digest: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    by: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class EventRow(AppendOnly, TenantOwned, Base):
    """Something that happened and is counted by the metric it is of; `cancels` undoes an entry."""

    __tablename__ = "event"
    __table_args__ = (Index(None, "tenant", "period", "metric"),)

    tenant: Mapped[str] = mapped_column(CODE, ForeignKey("tenant.code"), active_history=True)
    id: Mapped[int] = mapped_column(Number, primary_key=True)
    period: Mapped[str] = mapped_column(PERIOD)
    metric: Mapped[str] = mapped_column(METRIC)
    on: Mapped[date]
    note: Mapped[str] = mapped_column(Text)
    cancels: Mapped[int | None] = mapped_column(Number, ForeignKey("event.id"))
    by: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class ReviewRow(AppendOnly, Addressed, Base):
    """What the body above said about a sending: the move it made, and the grade it decided on."""

    __tablename__ = "review"
    __table_args__ = (Index(None, "about", "period", "book", "id"),)

    tenant: Mapped[str] = mapped_column(CODE, ForeignKey("tenant.code"), active_history=True)
    id: Mapped[int] = mapped_column(Number, primary_key=True)
    period: Mapped[str] = mapped_column(PERIOD)
    book: Mapped[str] = mapped_column(CODE)
    sending: Mapped[int]
    content_hash: Mapped[str] = mapped_column(DIGEST)
    move: Mapped[str] = mapped_column(_STATE)
    grade: Mapped[str] = mapped_column(Text)
    comment: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class LogRow(AppendOnly, TenantOwned, Base):
    """One thing that was done. `digest` covers the entry and the digest before it.

    `number` counts a tenant's entries without a gap; `detail` is JSON. `finding` and `case` are the
    numbers of what it is about.
    """

    __tablename__ = "log"
    __table_args__ = (Index(None, "tenant", "finding"), Index(None, "tenant", "case"))

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    who: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(_STATE)
    period: Mapped[str] = mapped_column(PERIOD)
    book: Mapped[str] = mapped_column(CODE)
    duty: Mapped[str] = mapped_column(CODE)
    department: Mapped[str] = mapped_column(CODE)
    finding: Mapped[int | None]
    case: Mapped[int | None]
    detail: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(DIGEST)


class FindingRow(TenantOwned, Base):
    """A gap in the ledger; `gap`, `owner` and `checked` are JSON of the values of that name."""

    __tablename__ = "finding"
    __table_args__ = (Index(None, "tenant", "book", "state"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    book: Mapped[str] = mapped_column(CODE)
    state: Mapped[str] = mapped_column(_STATE)
    gap: Mapped[str] = mapped_column(Text)
    period: Mapped[str] = mapped_column(PERIOD)
    opened: Mapped[date]
    measure: Mapped[str] = mapped_column(Text)
    deadline: Mapped[date | None]
    owner: Mapped[str | None] = mapped_column(Text)
    checked: Mapped[str | None] = mapped_column(Text)
    struck: Mapped[date | None]
    returns: Mapped[int]
    version: Mapped[int]


class ProofRow(TenantOwned, Base):
    """A use of a file as proof that a finding was closed; one file may serve many."""

    __tablename__ = "proof"
    __table_args__ = (
        ForeignKeyConstraint(["tenant", "number"], ["finding.tenant", "finding.number"]),
        ForeignKeyConstraint(["tenant", "digest"], ["evidence.tenant", "evidence.digest"]),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    by: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class ContactRow(TenantOwned, Base):
    """Where a department of a book is reached by e-mail."""

    __tablename__ = "contact"

    book: Mapped[str] = mapped_column(CODE, primary_key=True)
    department: Mapped[str] = mapped_column(CODE, primary_key=True)
    address: Mapped[str] = mapped_column(Text)


class ReminderRow(_OfPlan, Base):
    """A reminder that was sent, so that it is not sent again; `mark` is how many days before."""

    __tablename__ = "reminder"

    department: Mapped[str] = mapped_column(CODE, primary_key=True)
    task: Mapped[str] = mapped_column(_STATE, primary_key=True)
    duty: Mapped[str] = mapped_column(CODE, primary_key=True)
    due: Mapped[date] = mapped_column(primary_key=True)
    mark: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
