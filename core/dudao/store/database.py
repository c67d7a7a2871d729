"""Opening a database: SQLite or PostgreSQL, its schema kept current, one transaction per session."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError, OperationalError

from ..errors import refuse
from .scope import Scope, TenantSession

_MIGRATIONS = Path(__file__).parent / "migrations"
_WAIT = 30  # seconds for which one SQLite writer waits for another
_UPGRADE_LOCK = 0x6475_6461_6F  # any fixed number, the same in every process


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
        if address.get_backend_name() not in ("sqlite", "postgresql"):
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
    return {"timeout": _WAIT} if address.get_backend_name() == "sqlite" else {}


def _prepare_sqlite(connection: Any, _: object) -> None:
    # The driver would begin transactions at its own discretion, and reads in none at all.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")


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
            self._check_not_newer()
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
            with TenantSession(engine, expire_on_commit=False) as session, session.begin():
                session.scope = scope
                yield session
        except OperationalError as error:
            if error.connection_invalidated or "database is locked" in str(error.orig):
                raise refuse(self._where, "繁忙或已断开,未写入", "请稍后重试") from error
            raise

    def upgrade(self) -> None:
        """Bring the schema to the version of this program; a current one is left as it is."""
        with self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(_UPGRADE_LOCK)))
            config = _configuration()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def _revision(self) -> str | None:
        try:
            with self._reader.connect() as connection:
                return MigrationContext.configure(connection).get_current_revision()
        except OperationalError as error:
            raise refuse(self._where, f"无法打开:{error.orig}", "请检查地址和权限") from None

    def _check_not_newer(self) -> None:
        revision = self._revision()
        known = {script.revision for script in _scripts().walk_revisions()}
        if revision is not None and revision not in known:
            what = f"表结构版本 {revision} 比本程序新"
            raise refuse(self._where, what, "请升级程序后再打开")

    def _require_current(self) -> None:
        if not self._is_current:
            if self._revision() != _scripts().get_current_head():
                raise refuse(self._where, "表结构不是当前版本", "请先运行 dudao db upgrade")
            self._is_current = True


def _reader(engine: Engine) -> Engine:
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return engine.execution_options(reading=True)


def _configuration() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_configuration())
