"""Supervision: the roster, inspections and cases, visits, papers, published results; cases in the log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply this step; there is no way back but a backup."""
    op.add_column("log", sa.Column("case", sa.Integer()))
    op.create_index("ix_log_tenant_case", "log", ["tenant", "case"])
    op.create_table(
        "roster",
        *_tenant("roster"),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "kind", "code", name="pk_roster"),
    )
    op.create_table(
        "inspection",
        *_tenant("inspection"),
        _number("number"),
        sa.Column("book", sa.String(64), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "number", name="pk_inspection"),
    )
    op.create_table(
        "inspection_case",
        *_tenant("inspection_case"),
        _number("number"),
        sa.Column("inspection", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("deadline", sa.Date()),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("visited", sa.Date()),
        sa.Column("looked", sa.Boolean(), nullable=False),
        sa.Column("closed", sa.Date()),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _within("inspection_case", "inspection", "inspection", "number"),
        sa.UniqueConstraint(
            *("tenant", "inspection", "subject"),
            name="uq_inspection_case_tenant_inspection_subject",
        ),
        sa.PrimaryKeyConstraint("tenant", "number", name="pk_inspection_case"),
    )
    op.create_index("ix_inspection_case_tenant_state", "inspection_case", ["tenant", "state"])
    _papers()


def _papers() -> None:
    op.create_table(
        "visit",
        *_tenant("visit"),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("case", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _within("visit", "case", "inspection_case", "number"),
        sa.PrimaryKeyConstraint("tenant", "key", name="pk_visit"),
    )
    op.create_index("ix_visit_tenant_case", "visit", ["tenant", "case"])
    op.create_table(
        "paper",
        *_tenant("paper"),
        _number("number"),
        sa.Column("case", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("issuer", sa.String(64), nullable=False),
        sa.Column("year", sa.String(16), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        *_frozen(),
        _within("paper", "case", "inspection_case", "number"),
        sa.UniqueConstraint(
            *("tenant", "issuer", "year", "serial"), name="uq_paper_tenant_issuer_year_serial"
        ),
        sa.PrimaryKeyConstraint("tenant", "number", name="pk_paper"),
    )
    op.create_index("ix_paper_tenant_case", "paper", ["tenant", "case"])
    op.create_table(
        "publication",
        *_tenant("publication"),
        _number("number"),
        sa.Column("inspection", sa.Integer(), nullable=False),
        sa.Column("corrects", sa.Integer()),
        sa.Column("reason", sa.Text(), nullable=False),
        *_frozen(),
        _within("publication", "inspection", "inspection", "number"),
        _within("publication", "corrects", "publication", "number"),
        sa.PrimaryKeyConstraint("tenant", "number", name="pk_publication"),
    )


def _tenant(table: str) -> tuple[sa.Column[str], sa.ForeignKeyConstraint]:
    key = sa.ForeignKeyConstraint(["tenant"], ["tenant.code"], name=f"fk_{table}_tenant")
    return sa.Column("tenant", sa.String(64), nullable=False), key


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, autoincrement=False)


def _frozen() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )


def _within(table: str, column: str, other: str, key: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant", column],
        [f"{other}.tenant", f"{other}.{key}"],
        name=f"fk_{table}_tenant_{column}",
    )
