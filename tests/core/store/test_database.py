"""Opening databases: the tables are made by migrations, and trouble is told in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, text
from tests.core.store.records import COUNTY, NEIGHBOUR, factset, load, record, school

from dudao.errors import DudaoError
from dudao.store import Database, Tenant, add_tenant, default_url, open_database, tenants
from dudao.store.schema import MIGRATIONS, known_versions
from dudao.store.tables import Base


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """Connect without this package."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def test_upgrading_from_nothing_gives_exactly_the_tables(empty_url: str) -> None:
    with open_database(empty_url) as database:
        database.upgrade()
    with connected(empty_url) as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
        names = set(inspect(connection).get_table_names())
    assert differences == []
    assert names == {*Base.metadata.tables, "alembic_version"}


def test_the_known_versions_are_the_migrations_in_their_order() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    steps = ScriptDirectory.from_config(config).walk_revisions("base", "head")
    assert [step.revision for step in steps] == list(reversed(known_versions()))


def test_upgrading_again_keeps_what_is_there(peopled: Database) -> None:
    record(peopled, factset(school(students=44)))
    peopled.upgrade()
    assert load(peopled) == factset(school(students=44))


def test_two_processes_may_upgrade_at_once(empty_url: str) -> None:
    start = Barrier(2, timeout=60)

    def upgrade() -> None:
        with open_database(empty_url) as database:
            start.wait()
            database.upgrade()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(upgrade), pool.submit(upgrade)]:
            done.result()
    with open_database(empty_url) as database, database.reading() as session:
        assert tenants(session) == []


def test_a_newer_schema_is_refused_and_left_alone(empty_url: str) -> None:
    with open_database(empty_url) as database:
        database.upgrade()
    with connected(empty_url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DudaoError, match="表结构版本 9999 比本程序新;请升级程序"):
        open_database(empty_url)
    with connected(empty_url) as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


def test_a_database_without_tables_asks_for_an_upgrade(empty_url: str) -> None:
    with open_database(empty_url) as database:
        with pytest.raises(DudaoError, match="请先运行 dudao db upgrade"), database.session():
            pass
        database.upgrade()
        with database.reading() as session:
            assert tenants(session) == []


def test_an_error_undoes_the_whole_session(database: Database) -> None:
    def add_and_fail() -> None:
        with database.session() as session:
            add_tenant(session, Tenant(COUNTY, "示例县", "county"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        add_and_fail()
    with database.reading() as session:
        assert tenants(session) == []


def test_a_reader_sees_one_state_throughout(database: Database) -> None:
    with database.reading() as reader:
        assert tenants(reader) == []
        with database.session() as writer:
            add_tenant(writer, Tenant(COUNTY, "示例县", "county"))
        assert tenants(reader) == []
    with database.reading() as reader:
        assert len(tenants(reader)) == 1


def test_hand_ins_of_one_tenant_at_once_lose_nothing(peopled: Database) -> None:
    start = Barrier(4, timeout=60)

    def hand_in(number: int) -> None:
        start.wait()
        record(peopled, factset(school(f"S{number}", students=number)))
        record(peopled, factset(school("S9", facts={f"{what[number]}": number})))

    what = ("books", "computers", "music_rooms", "art_rooms")
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(hand_in, number) for number in range(4)]:
            done.result()
    found = {one.code: one for one in load(peopled).subjects}
    assert found.keys() == {"S0", "S1", "S2", "S3", "S9"}
    assert found["S9"].facts == {code: number for number, code in enumerate(what)}


def test_a_busy_file_is_told_in_plain_words(tmp_path: Path) -> None:
    with open_database(f"sqlite:///{tmp_path / 'dudao.db'}?timeout=0") as database:
        database.upgrade()
        with database.session() as holder:
            add_tenant(holder, Tenant(COUNTY, "示例县", "county"))
            with pytest.raises(DudaoError, match="繁忙"), database.session() as other:
                add_tenant(other, Tenant(NEIGHBOUR, "邻县", "county"))


def test_the_default_database_is_a_file_in_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "数据 100%"
    folder.mkdir()
    with open_database(default_url(folder)) as database:
        database.upgrade()
    assert (folder / "dudao.db").is_file()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("somewhere", "无法识别"),
        ("mysql://localhost/dudao", "不支持 mysql"),
        ("sqlite:////no/such/folder/dudao.db", "无法打开"),
        ("postgresql://nobody:secret@/none?host=/no/such/folder", "无法打开"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_in_plain_words(url: str, told: str) -> None:
    with pytest.raises(DudaoError, match=told) as refused:
        open_database(url)
    assert "secret" not in str(refused.value)


def test_a_file_that_is_no_database_is_told_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "dudao.db"
    path.write_text("这不是数据库" * 100, encoding="utf-8")
    with pytest.raises(DudaoError, match="无法打开"):
        open_database(f"sqlite:///{path}")
