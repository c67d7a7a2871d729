"""Run by Alembic for each upgrade, on the connection that `Database.upgrade` hands over."""

from __future__ import annotations

from alembic import context

from dudao.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
