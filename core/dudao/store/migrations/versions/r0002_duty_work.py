"""Duty work: plans, duties, parts, evidence, events, reviews, the log, contacts and reminders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
PLAN = ["tenant", "period", "book"]
DUTY = [*PLAN, "duty"]
PART = [*DUTY, "department"]


def upgrade() -> None:
    """Apply this step; there is no way back but a backup."""
    op.add_column("tenant", sa.Column("day", sa.Date()))
    _create_plans()
    _create_evidence()
    _create_records()
    _create_reminders()


def _tenant(table: str) -> tuple[sa.Column[str], sa.ForeignKeyConstraint]:
    key = sa.ForeignKeyConstraint(["tenant"], ["tenant.code"], name=f"fk_{table}_tenant")
    return sa.Column("tenant", sa.String(64), nullable=False), key


def _of_plan(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        *_tenant(table),
        sa.Column("period", sa.String(16), nullable=False),
        sa.Column("book", sa.String(64), nullable=False),
    )


def _within(table: str, columns: list[str], other: str) -> sa.ForeignKeyConstraint:
    found = [f"{other}.{column}" for column in columns]
    return sa.ForeignKeyConstraint(columns, found, name=f"fk_{table}_{'_'.join(columns)}")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _code(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(64), nullable=False)


def _state(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(16), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _create_plans() -> None:
    op.create_table(
        "plan",
        *_of_plan("plan"),
        _code("edition"),
        _code("book_hash"),
        sa.Column("opened", sa.Date(), nullable=False),
        _state("state"),
        _number("version"),
        _number("sending"),
        sa.Column("content", sa.Text()),
        sa.Column("content_hash", sa.String(64)),
        sa.Column("run", sa.BigInteger()),
        sa.PrimaryKeyConstraint(*PLAN, name="pk_plan"),
    )
    op.create_table(
        "duty",
        *_of_plan("duty"),
        _code("duty"),
        _number("position"),
        sa.Column("due", sa.Date(), nullable=False),
        _state("state"),
        _number("version"),
        _text("comment"),
        _within("duty", PLAN, "plan"),
        sa.PrimaryKeyConstraint(*DUTY, name="pk_duty"),
    )
    op.create_table(
        "part",
        *_of_plan("part"),
        _code("duty"),
        _code("department"),
        _number("position"),
        _state("state"),
        _number("version"),
        _text("narrative"),
        _text("figures"),
        _text("comment"),
        _text("by"),
        sa.Column("at", MOMENT),
        _within("part", DUTY, "duty"),
        sa.PrimaryKeyConstraint(*PART, name="pk_part"),
    )


def _create_evidence() -> None:
    op.create_table(
        "evidence",
        *_tenant("evidence"),
        _code("digest"),
        _text("name"),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(128), nullable=False),
        _text("by"),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "digest", name="pk_evidence"),
    )
    op.create_table(
        "attachment",
        *_of_plan("attachment"),
        _code("duty"),
        _code("department"),
        _code("digest"),
        _text("by"),
        sa.Column("at", MOMENT, nullable=False),
        _within("attachment", ["tenant", "digest"], "evidence"),
        _within("attachment", PART, "part"),
        sa.PrimaryKeyConstraint(*PART, "digest", name="pk_attachment"),
    )


def _create_records() -> None:
    op.create_table(
        "event",
        *_tenant("event"),
        sa.Column("id", NUMBER, nullable=False),
        _state("period"),
        sa.Column("metric", sa.String(128), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        _text("note"),
        sa.Column("cancels", NUMBER),
        _text("by"),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["cancels"], ["event.id"], name="fk_event_cancels"),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
    )
    op.create_index("ix_event_tenant_period_metric", "event", ["tenant", "period", "metric"])
    op.create_table(
        "review",
        *_tenant("review"),
        _code("about"),
        sa.Column("id", NUMBER, nullable=False),
        _state("period"),
        _code("book"),
        _number("sending"),
        _code("content_hash"),
        _state("move"),
        _text("grade"),
        _text("comment"),
        _text("by"),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["about"], ["tenant.code"], name="fk_review_about"),
        sa.PrimaryKeyConstraint("id", name="pk_review"),
    )
    columns = ["about", "period", "book", "id"]
    op.create_index("ix_review_about_period_book_id", "review", columns)
    op.create_table(
        "log",
        *_tenant("log"),
        sa.Column("number", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        _text("who"),
        _state("action"),
        _state("period"),
        _code("book"),
        _code("duty"),
        _code("department"),
        _text("detail"),
        _code("digest"),
        sa.PrimaryKeyConstraint("tenant", "number", name="pk_log"),
    )


def _create_reminders() -> None:
    op.create_table(
        "contact",
        *_tenant("contact"),
        _code("book"),
        _code("department"),
        _text("address"),
        sa.PrimaryKeyConstraint("tenant", "book", "department", name="pk_contact"),
    )
    op.create_table(
        "reminder",
        *_of_plan("reminder"),
        _code("department"),
        _state("task"),
        _code("duty"),
        sa.Column("due", sa.Date(), nullable=False),
        _number("mark"),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint(
            *PLAN, "department", "task", "duty", "due", "mark", name="pk_reminder"
        ),
    )
