"""The version of a database's tables, and the steps that bring it up to this program's.

A step is a file `migrations/versions/r<number>_<words>.py`, written by hand and never altered
once released; the tests compare what all steps make with the tables declared here.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, column, func, inspect, select, table

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x6475_6461_6F  # too large to meet the lock of a tenant
_VERSION = table("alembic_version", column("version_num"))


@cache
def known_versions() -> tuple[str, ...]:
    """Return the versions this program knows, oldest first: the numbers of the migrations."""
    steps = (MIGRATIONS / "versions").glob("r*.py")
    return tuple(sorted(step.stem.partition("_")[0].removeprefix("r") for step in steps))


def version_of(connection: Connection) -> str | None:
    """Return the version of a database's tables; None when it has none."""
    if not inspect(connection).has_table(_VERSION.name):
        return None
    return connection.scalar(select(_VERSION.c.version_num))


def upgrade(connection: Connection) -> None:
    """Take all missing steps within the transaction of this connection."""
    # Importing Alembic takes longer than most commands take to run; few of them need it.
    from alembic import command
    from alembic.config import Config

    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
