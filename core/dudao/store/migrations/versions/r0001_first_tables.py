"""The first tables: tenants, plugins switched on, figures with their history, runs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply this step; there is no way back but a backup."""
    _create_platform()
    _create_figures()
    _create_snapshots()
    _create_history()
    _create_runs()


def _tenant(table: str) -> tuple[sa.Column[str], sa.ForeignKeyConstraint]:
    key = sa.ForeignKeyConstraint(["tenant"], ["tenant.code"], name=f"fk_{table}_tenant")
    return sa.Column("tenant", sa.String(64), nullable=False), key


def _create_platform() -> None:
    op.create_table(
        "tenant",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("parent", sa.String(64)),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("book", sa.String(64), nullable=False),
        sa.Column("created", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["parent"], ["tenant.code"], name="fk_tenant_parent"),
        sa.PrimaryKeyConstraint("code", name="pk_tenant"),
    )
    op.create_index("ix_tenant_parent", "tenant", ["parent"])
    op.create_table(
        "enabled_plugin",
        *_tenant("enabled_plugin"),
        sa.Column("plugin", sa.String(64), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "plugin", name="pk_enabled_plugin"),
    )


def _create_figures() -> None:
    op.create_table(
        "subject",
        *_tenant("subject"),
        sa.Column("period", sa.String(16), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("school", sa.Text()),
        sa.PrimaryKeyConstraint("tenant", "period", "code", name="pk_subject"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sheet",
        *_tenant("sheet"),
        sa.Column("period", sa.String(16), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("form", sa.String(64), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "period", "subject"],
            ["subject.tenant", "subject.period", "subject.code"],
            name="fk_sheet_tenant_period_subject",
        ),
        sa.PrimaryKeyConstraint("tenant", "period", "subject", "stage", "form", name="pk_sheet"),
        sqlite_with_rowid=False,
    )


def _create_snapshots() -> None:
    op.create_table(
        "snapshot",
        *_tenant("snapshot"),
        sa.Column("period", sa.String(16), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("layout", sa.Integer(), nullable=False),
        sa.Column("columns", sa.LargeBinary(), nullable=False),
        sa.Column("figures", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "period", name="pk_snapshot"),
    )


def _create_history() -> None:
    op.create_table(
        "intake",
        *_tenant("intake"),
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("period", sa.String(16), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_intake"),
    )
    op.create_index("ix_intake_tenant_period", "intake", ["tenant", "period"])
    op.create_table(
        "fact_change",
        *_tenant("fact_change"),
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("period", sa.String(16), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("metric", sa.String(128), nullable=False),
        sa.Column("old", sa.BigInteger()),
        sa.Column("new", sa.BigInteger()),
        sa.Column("old_text", sa.Text()),
        sa.Column("new_text", sa.Text()),
        sa.Column("intake", NUMBER, nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["intake"], ["intake.id"], name="fk_fact_change_intake"),
        sa.PrimaryKeyConstraint("id", name="pk_fact_change"),
    )
    columns = ["tenant", "period", "id"]
    op.create_index("ix_fact_change_tenant_period_id", "fact_change", columns)


def _create_runs() -> None:
    op.create_table(
        "run",
        *_tenant("run"),
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("about", sa.String(64), nullable=False),
        sa.Column("period", sa.String(16), nullable=False),
        sa.Column("book", sa.String(64), nullable=False),
        sa.Column("edition", sa.String(64), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("book_hash", sa.String(64), nullable=False),
        sa.Column("facts_hash", sa.String(64), nullable=False),
        sa.Column("facts_version", sa.BigInteger(), nullable=False),
        sa.Column("created", MOMENT, nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("verdicts", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["about"], ["tenant.code"], name="fk_run_about"),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
    )
    op.create_index("ix_run_about_period_book_id", "run", ["about", "period", "book", "id"])
