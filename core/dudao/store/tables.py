"""The tables: tenants as platform data, and what each tenant owns, every row with its tenant.

Figures are kept twice: as they stand now, one JSON document per subject, stage and form
(`SheetRow`), and as they came to be, one row per change, never altered (`ChangeRow`).
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

# SQLite numbers rows by itself only in a column declared as plain INTEGER.
Number = BigInteger().with_variant(Integer(), "sqlite")
CODE = String(64)
PERIOD = String(16)
_STAGE = String(16)
METRIC = String(128)
DIGEST = String(64)


class Moment(TypeDecorator[datetime]):
    """A point in time, always aware and in UTC, whichever the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment as it is stored: in UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the stored moment, aware and in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The root of all tables; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment,
        date: Date,
        dict[str, Any]: JSON,
    }


class Owned:
    """The root of `TenantOwned` and `Addressed`, one of which every table of a tenant is."""

    # The former value must be at hand when a row is flushed, or it could be moved unseen.
    tenant: Mapped[str] = mapped_column(
        CODE, ForeignKey("tenant.code"), primary_key=True, active_history=True, sort_order=-3
    )


class TenantOwned(Owned):
    """Marks a table whose rows each belong to one tenant; the wall in `scope` guards these."""


class Addressed(Owned):
    """Marks a table whose rows the tenant they are `about` reads too, though another writes them.

    So a superior's reviews reach the county without the county reading anything else of it.
    """

    about: Mapped[str] = mapped_column(CODE, ForeignKey("tenant.code"), sort_order=-1)


class AppendOnly:
    """Marks a table whose rows are added and never altered; the session refuses to."""


class TenantRow(Base):
    """A jurisdiction that works here. Platform data: everybody may read the list.

    `day` is the day that a synthetic tenant stands still on, NULL for those that live on.
    """

    __tablename__ = "tenant"

    code: Mapped[str] = mapped_column(CODE, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    level: Mapped[str] = mapped_column(String(32))
    parent: Mapped[str | None] = mapped_column(CODE, ForeignKey("tenant.code"), index=True)
    synthetic: Mapped[bool]
    day: Mapped[date | None]
    book: Mapped[str] = mapped_column(CODE)
    created: Mapped[datetime]


class PluginRow(TenantOwned, Base):
    """A plugin that the tenant has switched on, since when and by whom."""

    __tablename__ = "enabled_plugin"

    plugin: Mapped[str] = mapped_column(CODE, primary_key=True)
    since: Mapped[datetime]
    by: Mapped[str] = mapped_column(Text)


class SubjectRow(TenantOwned, Base):
    """A school or the county itself in one period; what a school is changes over the years.

    `position` keeps the order in which subjects were first reported; `school` is JSON of
    `facts.School`, NULL for a county.
    """

    __tablename__ = "subject"
    __table_args__ = ({"sqlite_with_rowid": False},)

    period: Mapped[str] = mapped_column(PERIOD, primary_key=True)
    code: Mapped[str] = mapped_column(CODE, primary_key=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(Text)
    school: Mapped[str | None] = mapped_column(Text)


class SheetRow(TenantOwned, Base):
    """One filled form of a subject or of one of its stages (`stage` is empty: the subject).

    `data` is JSON: metric code → stored integer, which is the value scaled by ten to the power
    of the metric's decimals (`Metric.read`). The form `classes:list` holds
    `[[code, grade, students], ...]` instead.
    """

    __tablename__ = "sheet"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant", "period", "subject"], ["subject.tenant", "subject.period", "subject.code"]
        ),
        {"sqlite_with_rowid": False},
    )

    period: Mapped[str] = mapped_column(PERIOD, primary_key=True)
    subject: Mapped[str] = mapped_column(CODE, primary_key=True)
    stage: Mapped[str] = mapped_column(_STAGE, primary_key=True)
    form: Mapped[str] = mapped_column(CODE, primary_key=True)
    data: Mapped[str] = mapped_column(Text)


class SnapshotRow(TenantOwned, Base):
    """All figures of a period in one value, derived from the documents whenever they change.

    A county is read in one row and a country in one query; `figures` is a packed `FactSet` and
    `columns` the same as packed `CountyColumns`, both in the layout numbered; `version` is the
    last `fact_change.id` they include.
    """

    __tablename__ = "snapshot"

    period: Mapped[str] = mapped_column(PERIOD, primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(DIGEST)
    layout: Mapped[int]
    columns: Mapped[bytes] = mapped_column(LargeBinary)
    figures: Mapped[bytes] = mapped_column(LargeBinary)


class IntakeRow(AppendOnly, TenantOwned, Base):
    """One file taken in: which (`digest`: its SHA-256 in hex), by whom, when, how many items."""

    __tablename__ = "intake"
    __table_args__ = (Index(None, "tenant", "period"),)

    tenant: Mapped[str] = mapped_column(CODE, ForeignKey("tenant.code"), active_history=True)
    id: Mapped[int] = mapped_column(Number, primary_key=True)
    period: Mapped[str] = mapped_column(PERIOD)
    file: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(DIGEST)
    who: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    accepted: Mapped[int]
    rejected: Mapped[int]


class ChangeRow(AppendOnly, TenantOwned, Base):
    """One figure that became another; rows are only ever added.

    `old` and `new` are stored integers, NULL where there was no figure. The pseudo-metrics
    `classes:list` and `subject:attributes` use `old_text` and `new_text`, JSON, in their place.
    `place` is the cell or path in the file taken in.
    """

    __tablename__ = "fact_change"
    __table_args__ = (Index(None, "tenant", "period", "id"),)

    tenant: Mapped[str] = mapped_column(CODE, ForeignKey("tenant.code"), active_history=True)
    id: Mapped[int] = mapped_column(Number, primary_key=True)
    period: Mapped[str] = mapped_column(PERIOD)
    subject: Mapped[str] = mapped_column(CODE)
    stage: Mapped[str] = mapped_column(_STAGE)
    metric: Mapped[str] = mapped_column(METRIC)
    old: Mapped[int | None] = mapped_column(BigInteger)
    new: Mapped[int | None] = mapped_column(BigInteger)
    old_text: Mapped[str | None] = mapped_column(Text)
    new_text: Mapped[str | None] = mapped_column(Text)
    intake: Mapped[int] = mapped_column(Number, ForeignKey("intake.id"))
    place: Mapped[str] = mapped_column(Text)


class RunRow(AppendOnly, TenantOwned, Base):
    """One evaluation: what it judged, by which text of which book, and what came out.

    `about` is the tenant judged: the owner itself, or one below it that it compares.
    `facts_version` is the last `fact_change.id` included; `verdicts` is packed by evaluate.
    """

    __tablename__ = "run"
    __table_args__ = (Index(None, "about", "period", "book", "id"),)

    tenant: Mapped[str] = mapped_column(CODE, ForeignKey("tenant.code"), active_history=True)
    id: Mapped[int] = mapped_column(Number, primary_key=True)
    about: Mapped[str] = mapped_column(CODE, ForeignKey("tenant.code"))
    period: Mapped[str] = mapped_column(PERIOD)
    book: Mapped[str] = mapped_column(CODE)
    edition: Mapped[str] = mapped_column(CODE)
    as_of: Mapped[date]
    book_hash: Mapped[str] = mapped_column(DIGEST)
    facts_hash: Mapped[str] = mapped_column(DIGEST)
    facts_version: Mapped[int] = mapped_column(BigInteger)
    created: Mapped[datetime]
    summary: Mapped[dict[str, Any]]
    verdicts: Mapped[bytes] = mapped_column(LargeBinary)
