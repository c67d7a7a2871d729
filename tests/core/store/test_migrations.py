"""The schema: made by migrations, equal to the tables, and never opened when it is newer."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect

from dudao.store import open_database
from dudao.store.tables import Base


def test_upgrading_from_empty_gives_exactly_the_tables(empty_url: str) -> None:
    with open_database(empty_url) as database:
        database.upgrade()
    engine = create_engine(empty_url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        assert set(inspect(connection).get_table_names()) == {
            *Base.metadata.tables,
            "alembic_version",
        }
    engine.dispose()
