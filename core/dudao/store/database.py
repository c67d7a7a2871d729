"""Opening a database: SQLite or PostgreSQL, its schema kept current, one transaction per session."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from zlib import crc32

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from ..errors import refuse
from .schema import known_versions, upgrade, version_of
from .scope import Scope, TenantSession

_DRIVERS = ("sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg")
_WAIT = 30  # seconds for which one SQLite writer waits for another, unless the address says


def default_url(folder: Path) -> str:
    """Return the address of the SQLite file that a folder holds by default."""
    url = URL.create("sqlite", database=str(folder / "dudao.db"))
    return url.render_as_string(hide_password=False)


def open_database(url: str) -> Database:
    """Open a database by its address (`sqlite:///…` or `postgresql://…`).

    Raises DudaoError when the address is not understood or the database cannot be reached. A
    SQLite file is created when missing, its folder is not.
    """
    try:
        address = make_url(url)
        if address.drivername not in _DRIVERS:
            raise refuse("数据库地址", f"不支持 {address.drivername}", "应为 sqlite 或 postgresql")
        engine = create_engine(address, pool_pre_ping=True, connect_args=_arguments(address))
    except ArgumentError:
        raise refuse("数据库地址", "无法识别", "例如 sqlite:///dudao.db") from None
    except ModuleNotFoundError as error:
        raise refuse("数据库", f"缺少驱动 {error.name}", "请安装 dudao[postgres]") from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return Database(engine)


def _arguments(address: URL) -> dict[str, Any]:
    waits = address.get_backend_name() == "sqlite" and "timeout" not in address.query
    return {"timeout": _WAIT} if waits else {}


def _prepare_sqlite(connection: Any, _: object) -> None:
    # The driver would begin transactions at its own discretion, and reads in none at all.
    connection.isolation_level = None
    try:
        # The mode is the file's: when another process is just setting it, all is well.
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        connection.close()
        raise


def _begin_sqlite(connection: Connection) -> None:
    # A writer that began as a reader could not wait for its turn; so it says so at once.
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql(f"PRAGMA query_only = {int(reading)}")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


class Database:
    """An open database. Close it, or use it as a context manager."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reader = _reader(engine)
        self._is_current = False
        self._where = f"数据库 {engine.url.render_as_string(hide_password=True)}"
        try:
            self._refuse_newer()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def session(self, scope: Scope | None = None) -> AbstractContextManager[TenantSession]:
        """Open a session that is one transaction: committed at the end, undone on an error.

        With a scope it writes rows of `scope.tenant`; without one only the platform's own. On
        SQLite one such session at a time holds the file: use `reading` where nothing is written.
        Raises DudaoError when the schema is not current, or the database too busy to write.
        """
        return self._open(self._engine, scope)

    def reading(self, scope: Scope | None = None) -> AbstractContextManager[TenantSession]:
        """Open a session that sees the database as it stands now and cannot write."""
        return self._open(self._reader, scope)

    @contextmanager
    def _open(self, engine: Engine, scope: Scope | None) -> Iterator[TenantSession]:
        self._require_current()
        try:
            with TenantSession(engine, scope) as session, session.begin():
                yield session
        except OperationalError as error:
            if error.connection_invalidated or "database is locked" in str(error.orig):
                raise refuse(self._where, "繁忙或已断开,未写入", "请稍后重试") from error
            raise

    def upgrade(self) -> None:
        """Bring the tables to the version of this program; current ones are left as they are."""
        if self._version() != known_versions()[-1]:
            with self._engine.begin() as connection:
                upgrade(connection)

    def _version(self) -> str | None:
        try:
            with self._reader.connect() as connection:
                return version_of(connection)
        except DatabaseError as error:
            raise refuse(self._where, f"无法打开:{error.orig}", "请检查地址和权限") from None

    def _refuse_newer(self) -> None:
        version = self._version()
        if version is not None and version not in known_versions():
            raise refuse(self._where, f"表结构版本 {version} 比本程序新", "请升级程序后再打开")

    def _require_current(self) -> None:
        if not self._is_current:
            if self._version() != known_versions()[-1]:
                raise refuse(self._where, "表结构不是当前版本", "请先运行 dudao db upgrade")
            self._is_current = True


def _reader(engine: Engine) -> Engine:
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return engine.execution_options(reading=True)


def queue_up(session: TenantSession) -> None:
    """Let one writer of a tenant wait for another; on SQLite, which has only one, for any other."""
    # A session begins with its first statement: what is read elsewhere from here on comes after.
    if session.connection().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(crc32(session.writes.encode()))))
