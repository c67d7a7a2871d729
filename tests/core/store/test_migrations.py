"""A database that was in use before duty work keeps all it holds when it is brought up to date."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, UniqueConstraint, inspect
from tests.core.store.records import COUNTY, PROVINCE
from tests.core.store.work import BOOK, DUTIES, YEAR, open_plan, raw

from dudao.errors import DudaoError
from dudao.facts import Key, Stage
from dudao.store import (
    Scope,
    duty_works,
    enabled_plugins,
    history,
    latest_run,
    load_facts,
    open_database,
    periods,
    tenants,
)
from dudao.store.schema import MIGRATIONS
from dudao.store.tables import Base

NOW = datetime(2024, 1, 1, 8, 30, tzinfo=UTC)
DUTY_WORK = {
    "plan",
    "duty",
    "part",
    "evidence",
    "attachment",
    "event",
    "review",
    "log",
    "contact",
    "reminder",
}
LEDGER = {"finding", "proof"}
SUPERVISION = {"roster", "inspection", "inspection_case", "visit", "paper", "publication"}
LATER = DUTY_WORK | LEDGER | SUPERVISION


def begin(connection: Connection, version: str) -> None:
    """Make the tables as they were in a version."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, version)


def tenant(code: str, level: str, parent: str | None) -> dict[str, Any]:
    return {
        "code": code,
        "name": f"{code} 名",
        "level": level,
        "parent": parent,
        "synthetic": False,
        "book": "cn.balanced",
        "created": NOW,
    }


def fill(connection: Connection) -> None:
    """Write what an installation of the first version would hold, without the program's help."""
    tables = MetaData()
    tables.reflect(connection)
    own: dict[str, Any] = {"tenant": COUNTY}
    of_year = {**own, "period": "2023"}
    subject = {"code": "S001", "position": 0, "kind": "school", "name": "示例小学"}
    change = {"subject": "S001", "stage": "primary", "metric": "students", "old": 40, "new": 44}
    digests = {"book_hash": "b" * 64, "facts_hash": "f" * 64, "facts_version": 1}
    rows = {
        "tenant": [tenant(PROVINCE, "province", None), tenant(COUNTY, "county", PROVINCE)],
        "enabled_plugin": [{**own, "plugin": "national", "since": NOW, "by": "张三"}],
        "subject": [{**of_year, **subject, "school": json.dumps({"type": "primary"})}],
        "sheet": [
            {
                **of_year,
                "subject": "S001",
                "stage": "primary",
                "form": "school.pupils",
                "data": '{"students":44}',
            }
        ],
        "intake": [
            {
                **of_year,
                "id": 1,
                "file": "小学.xlsx",
                "digest": "0" * 64,
                "who": "张三",
                "at": NOW,
                "accepted": 1,
                "rejected": 0,
            }
        ],
        "fact_change": [{**of_year, "id": 1, **change, "intake": 1, "place": "学校!C3"}],
        "run": [
            {
                **of_year,
                "id": 1,
                "about": COUNTY,
                "book": "cn.balanced",
                "edition": "2017",
                "as_of": date(2023, 12, 31),
                **digests,
                "created": NOW,
                "summary": {"grade": ["达标"]},
                "verdicts": b"\x00\xff verdicts",
            }
        ],
    }
    for name, found in rows.items():
        connection.execute(tables.tables[name].insert(), found)


def everything(url: str, names: set[str]) -> dict[str, list[dict[str, Any]]]:
    """Return all rows of these tables, past the store; what a row does not say is left out."""
    with raw(url) as connection:
        tables = MetaData()
        tables.reflect(connection)
        return {
            name: [
                {key: value for key, value in row.items() if value is not None}
                for row in connection.execute(tables.tables[name].select()).mappings()
            ]
            for name in sorted(names)
        }


@pytest.fixture
def old_url(empty_url: str) -> str:
    """The address of a database of the first version with figures and a run in it."""
    with raw(empty_url) as connection:
        begin(connection, "0001")
        fill(connection)
    return empty_url


FIRST = Base.metadata.tables.keys() - LATER


def test_the_first_version_lacks_exactly_the_tables_of_daily_work(old_url: str) -> None:
    with raw(old_url) as connection:
        names = set(inspect(connection).get_table_names())
    assert names == {*FIRST, "alembic_version"}
    with (
        open_database(old_url) as database,
        pytest.raises(DudaoError, match="db upgrade"),
        database.session(),
    ):
        pass


def test_bringing_it_up_to_date_keeps_every_row(old_url: str) -> None:
    before = everything(old_url, {*FIRST})
    assert sum(map(len, before.values())) == 8
    with open_database(old_url) as database:
        database.upgrade()
    assert everything(old_url, {*FIRST}) == before
    assert not any(everything(old_url, LATER).values())


def test_brought_up_to_date_its_tables_are_those_declared(old_url: str) -> None:
    with open_database(old_url) as database:
        database.upgrade()
    with raw(old_url) as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        found = inspect(connection)
        for name, table in Base.metadata.tables.items():
            assert set(found.get_pk_constraint(name)["constrained_columns"]) == {
                column.name for column in table.primary_key
            }
            assert {key["name"] for key in found.get_foreign_keys(name)} == {
                key.name for key in table.foreign_key_constraints
            }
            unique = {each["name"] for each in found.get_unique_constraints(name)}
            assert unique == {
                each.name for each in table.constraints if isinstance(each, UniqueConstraint)
            }
            # PostgreSQL keeps a unique constraint by an index of its name.
            assert {index["name"] for index in found.get_indexes(name)} - unique == {
                index.name for index in table.indexes
            }


def test_what_was_there_is_read_and_duty_work_begins(old_url: str) -> None:
    with open_database(old_url) as database:
        database.upgrade()
        open_plan(database)
        with database.reading(Scope(COUNTY)) as session:
            assert [each.code for each in tenants(session)] == [PROVINCE, COUNTY]
            assert periods(session, [COUNTY]) == {COUNTY: ["2023"]}
            assert [one.name for one in load_facts(session, COUNTY, "2023").subjects] == [
                "示例小学"
            ]
            [change] = history(session, COUNTY, "2023", Key("S001", Stage.PRIMARY, "students"))
            assert (change.old, change.new, change.source.file) == (40, 44, "小学.xlsx")
            run = latest_run(session, COUNTY, "2023", "cn.balanced")
            assert run is not None
            assert run.verdicts == b"\x00\xff verdicts"
            assert enabled_plugins(session, COUNTY)
            assert tuple(duty_works(session, COUNTY, YEAR, BOOK).values()) == DUTIES
