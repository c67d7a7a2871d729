"""The ledger: findings, their proofs, and the log's word on which finding an entry is about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply this step; there is no way back but a backup."""
    op.add_column("log", sa.Column("finding", sa.Integer()))
    op.create_index("ix_log_tenant_finding", "log", ["tenant", "finding"])
    op.create_table(
        "finding",
        *_tenant("finding"),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("book", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("gap", sa.Text(), nullable=False),
        sa.Column("period", sa.String(16), nullable=False),
        sa.Column("opened", sa.Date(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("deadline", sa.Date()),
        sa.Column("owner", sa.Text()),
        sa.Column("checked", sa.Text()),
        sa.Column("struck", sa.Date()),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "number", name="pk_finding"),
    )
    op.create_index("ix_finding_tenant_book_state", "finding", ["tenant", "book", "state"])
    op.create_table(
        "proof",
        *_tenant("proof"),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _within(["tenant", "number"], "finding"),
        _within(["tenant", "digest"], "evidence"),
        sa.PrimaryKeyConstraint("tenant", "number", "digest", name="pk_proof"),
    )


def _tenant(table: str) -> tuple[sa.Column[str], sa.ForeignKeyConstraint]:
    key = sa.ForeignKeyConstraint(["tenant"], ["tenant.code"], name=f"fk_{table}_tenant")
    return sa.Column("tenant", sa.String(64), nullable=False), key


def _within(columns: list[str], other: str) -> sa.ForeignKeyConstraint:
    found = [f"{other}.{column}" for column in columns]
    return sa.ForeignKeyConstraint(columns, found, name=f"fk_proof_{'_'.join(columns)}")
