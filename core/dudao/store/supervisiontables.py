"""The tables of supervision: the roster, inspections and their cases, visits, papers, results."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .tables import CODE, DIGEST, PERIOD, AppendOnly, Base, TenantOwned

_WORD = String(16)
_KEY = String(64)


class RosterRow(TenantOwned, Base):
    """A record of the roster; `data` is JSON of the value of that kind in `supervision.roster`."""

    __tablename__ = "roster"

    kind: Mapped[str] = mapped_column(_WORD, primary_key=True)
    code: Mapped[str] = mapped_column(_KEY, primary_key=True)
    version: Mapped[int]
    data: Mapped[str] = mapped_column(Text)


class InspectionRow(TenantOwned, Base):
    """A planned inspection; `data` is JSON of `supervision.Inspection`."""

    __tablename__ = "inspection"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    book: Mapped[str] = mapped_column(CODE)
    since: Mapped[date]
    version: Mapped[int]
    data: Mapped[str] = mapped_column(Text)


class CaseRow(TenantOwned, Base):
    """What an inspection means for one body; `findings` is a JSON list of numbers of the ledger."""

    __tablename__ = "inspection_case"
    __table_args__ = (
        ForeignKeyConstraint(["tenant", "inspection"], ["inspection.tenant", "inspection.number"]),
        UniqueConstraint("tenant", "inspection", "subject"),
        Index(None, "tenant", "state"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    inspection: Mapped[int]
    subject: Mapped[str] = mapped_column(_KEY)
    kind: Mapped[str] = mapped_column(_WORD)
    state: Mapped[str] = mapped_column(_WORD)
    deadline: Mapped[date | None]
    rung: Mapped[int]
    findings: Mapped[str] = mapped_column(Text)
    visited: Mapped[date | None]
    looked: Mapped[bool]
    closed: Mapped[date | None]
    returns: Mapped[int]
    version: Mapped[int]


class VisitRow(AppendOnly, TenantOwned, Base):
    """The record of one visit; `key` was made by the sender once, `data` is JSON of the value."""

    __tablename__ = "visit"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant", "case"], ["inspection_case.tenant", "inspection_case.number"]
        ),
        Index(None, "tenant", "case"),
    )

    key: Mapped[str] = mapped_column(_KEY, primary_key=True)
    case: Mapped[int]
    on: Mapped[date]
    data: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class PaperRow(AppendOnly, TenantOwned, Base):
    """A paper that was issued: `mark` is its document number (发文字号), `data` JSON of its content.

    `serial` counts the papers of one issuer in one year without a gap.
    """

    __tablename__ = "paper"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant", "case"], ["inspection_case.tenant", "inspection_case.number"]
        ),
        UniqueConstraint("tenant", "issuer", "year", "serial"),
        Index(None, "tenant", "case"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case: Mapped[int]
    kind: Mapped[str] = mapped_column(_WORD)
    issuer: Mapped[str] = mapped_column(CODE)
    year: Mapped[str] = mapped_column(PERIOD)
    serial: Mapped[int]
    mark: Mapped[str] = mapped_column(Text)
    on: Mapped[date]
    data: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(DIGEST)
    by: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class PublicationRow(AppendOnly, TenantOwned, Base):
    """A result as it was published; one that `corrects` another stands beside it, with the reason."""

    __tablename__ = "publication"
    __table_args__ = (
        ForeignKeyConstraint(["tenant", "inspection"], ["inspection.tenant", "inspection.number"]),
        ForeignKeyConstraint(["tenant", "corrects"], ["publication.tenant", "publication.number"]),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    inspection: Mapped[int]
    corrects: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text)
    on: Mapped[date]
    data: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(DIGEST)
    by: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
