"""The log is only added to, and whoever alters it behind our back is found out."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError
from tests.core.store.records import COUNTY, NEIGHBOUR, PROVINCE
from tests.core.store.work import BOOK, YEAR, at_once, raw

from dudao.store import (
    Database,
    LogEntry,
    Scope,
    ScopeError,
    TenantSession,
    broken_seals,
    log_entries,
    log_head,
    write_log,
)

MINE = Scope(COUNTY)
NOTHING = (0, "0" * 64)
WORDS = ("部署", "填写", "提交", "报送", "受理")


def write(database: Database, *actions: str, tenant: str = COUNTY) -> None:
    """Write entries, one transaction each."""
    for number, action in enumerate(actions):
        with database.session(Scope(tenant)) as session:
            detail = {"说明": action, "n": number}
            write_log(session, LogEntry("张三", action, YEAR, BOOK, "一.1", "tax", detail))


def broken(database: Database, tenant: str = COUNTY) -> list[str]:
    with database.reading(Scope(tenant)) as session:
        return [str(problem) for problem in broken_seals(session, tenant)]


def head(database: Database, tenant: str = COUNTY) -> tuple[int, str]:
    with database.reading(Scope(tenant)) as session:
        return log_head(session, tenant)


def numbers(database: Database, tenant: str = COUNTY) -> list[int]:
    with database.reading(Scope(tenant)) as session:
        return [entry.number for entry in log_entries(session, tenant)]


def test_an_empty_log_is_whole(peopled: Database) -> None:
    assert head(peopled) == NOTHING
    assert broken(peopled) == []
    assert numbers(peopled) == []


def test_entries_read_back_as_written_the_latest_first(peopled: Database) -> None:
    before = datetime.now(UTC)
    detail = {"b": [1, None, True], "a": {"文": "字\n\u2028"}, "c": "退回:缺少凭证"}
    entry = LogEntry("县税务局 赵", "return", YEAR, BOOK, "二.3", "tax", detail)
    with peopled.session(MINE) as session:
        write_log(session, LogEntry("张三", "open"))
        write_log(session, entry)
    with peopled.reading(MINE) as session:
        second, first = log_entries(session, COUNTY)
    assert first == LogEntry("张三", "open", number=1, at=first.at)
    assert second.number == 2
    assert second.at is not None
    assert before <= second.at <= datetime.now(UTC)
    assert (second.who, second.action, second.duty, second.department, second.detail) == (
        entry.who,
        entry.action,
        entry.duty,
        entry.department,
        detail,
    )
    assert broken(peopled) == []


def test_the_log_is_narrowed_to_what_is_named(peopled: Database) -> None:
    entries = [
        LogEntry("张", "open", YEAR, BOOK),
        LogEntry("张", "save", YEAR, BOOK, "一.1"),
        LogEntry("张", "save", YEAR, "other", "一.1"),
        LogEntry("张", "save", "2019", BOOK, "一.1"),
        LogEntry("张", "save", YEAR, BOOK, "二.1"),
    ]
    with peopled.session(MINE) as session:
        for entry in entries:
            write_log(session, entry)
    with peopled.reading(MINE) as session:

        def found(*narrowed: str) -> list[int]:
            return [entry.number for entry in log_entries(session, COUNTY, *narrowed)]

        assert found() == [5, 4, 3, 2, 1]
        assert found(YEAR) == [5, 3, 2, 1]
        assert found(YEAR, BOOK) == [5, 2, 1]
        assert found(YEAR, BOOK, "一.1") == [2]
        assert found(YEAR, BOOK, "") == [1]


def test_what_is_undone_leaves_no_gap(peopled: Database) -> None:
    write(peopled, "open")
    with peopled.session(MINE) as session:
        write_log(session, LogEntry("张三", "save"))
        session.rollback()
    write(peopled, "file")
    assert numbers(peopled) == [2, 1]
    assert broken(peopled) == []


def test_the_head_seals_all_that_came_before(peopled: Database) -> None:
    seen = []
    for action in WORDS:
        write(peopled, action)
        seen.append(head(peopled))
    assert [count for count, _ in seen] == [1, 2, 3, 4, 5]
    assert len({digest for _, digest in seen}) == 5


def test_the_logs_of_two_tenants_are_two(peopled: Database) -> None:
    write(peopled, "open", "save")
    write(peopled, "open", tenant=NEIGHBOUR)
    write(peopled, "file")
    assert numbers(peopled) == [3, 2, 1]
    assert numbers(peopled, NEIGHBOUR) == [1]
    own = head(peopled)
    write(peopled, *WORDS, tenant=NEIGHBOUR)
    assert head(peopled) == own
    assert broken(peopled) == broken(peopled, NEIGHBOUR) == []


def test_a_parent_reads_the_log_below_and_writes_its_own(peopled: Database) -> None:
    write(peopled, "open")
    wide = Scope(PROVINCE, frozenset({COUNTY, NEIGHBOUR}))
    with peopled.session(wide) as session:
        write_log(session, LogEntry("王", "review"))
        assert [entry.action for entry in log_entries(session, COUNTY)] == ["open"]
        assert [entry.action for entry in log_entries(session, PROVINCE)] == ["review"]
        assert list(broken_seals(session, COUNTY)) == []
    with peopled.reading(MINE) as session:
        for ask in (log_entries, log_head):
            with pytest.raises(ScopeError):
                ask(session, PROVINCE)
        with pytest.raises(ScopeError):
            list(broken_seals(session, PROVINCE))


def test_detail_that_is_no_json_is_refused_and_writes_nothing(peopled: Database) -> None:
    with pytest.raises(TypeError), peopled.session(MINE) as session:
        write_log(session, LogEntry("张三", "save", detail={"what": object()}))
    assert head(peopled) == NOTHING
    with peopled.session(MINE) as session:
        write_log(session, LogEntry("张三", "save", detail={"what": math.pi}))
    assert broken(peopled) == []


def alter(column: str, value: str) -> Callable[[Connection], None]:
    """Return what changes one column of the third entry."""

    def change(connection: Connection) -> None:
        statement = text(f'UPDATE log SET "{column}" = :value WHERE number = 3')
        connection.execute(statement, {"value": value})

    return change


def run(*statements: str) -> Callable[[Connection], None]:
    """Return what runs these statements."""

    def change(connection: Connection) -> None:
        for statement in statements:
            connection.execute(text(statement))

    return change


CHANGED, MISSING = "与写入时不同", "缺失"
COLUMNS = "tenant, number, at, who, action, period, book, duty, department, detail, digest"
MEDDLING = {
    "another person": (alter("who", "李四"), 3, CHANGED),
    "another action": (alter("action", "accept"), 3, CHANGED),
    "another moment": (alter("at", "2018-01-01 00:00:00.000001+00"), 3, CHANGED),
    "another year": (alter("period", "2019"), 3, CHANGED),
    "another book": (alter("book", "x"), 3, CHANGED),
    "another duty": (alter("duty", "一.2"), 3, CHANGED),
    "another department": (alter("department", "finance"), 3, CHANGED),
    "another detail": (alter("detail", "{}"), 3, CHANGED),
    "another digest": (alter("digest", "f" * 64), 3, CHANGED),
    "another tenant": (
        run(f"UPDATE log SET tenant = '{NEIGHBOUR}' WHERE number = 3"),
        3,
        MISSING,
    ),
    "the first deleted": (run("DELETE FROM log WHERE number = 1"), 1, MISSING),
    "one deleted in the middle": (run("DELETE FROM log WHERE number = 3"), 3, MISSING),
    "some deleted in the middle": (run("DELETE FROM log WHERE number IN (2, 3)"), 2, MISSING),
    "all but the last deleted": (run("DELETE FROM log WHERE number < 5"), 1, MISSING),
    "deleted and counted again": (
        run(
            "DELETE FROM log WHERE number = 3",
            "UPDATE log SET number = 3 WHERE number = 4",
            "UPDATE log SET number = 4 WHERE number = 5",
        ),
        3,
        CHANGED,
    ),
    "two swapped": (
        run(
            "UPDATE log SET number = 99 WHERE number = 2",
            "UPDATE log SET number = 2 WHERE number = 4",
            "UPDATE log SET number = 4 WHERE number = 99",
        ),
        2,
        CHANGED,
    ),
    "one put in": (
        run(
            "UPDATE log SET number = 6 WHERE number = 5",
            "UPDATE log SET number = 5 WHERE number = 4",
            f"INSERT INTO log ({COLUMNS}) SELECT {COLUMNS.replace('number', '4')}"
            " FROM log WHERE number = 3",
        ),
        4,
        CHANGED,
    ),
}


@pytest.mark.parametrize(("meddle", "number", "what"), MEDDLING.values(), ids=MEDDLING)
def test_meddling_with_the_log_is_named_by_its_first_entry(
    peopled: Database,
    database_url: str,
    meddle: Callable[[Connection], None],
    number: int,
    what: str,
) -> None:
    write(peopled, *WORDS)
    assert broken(peopled) == []
    with raw(database_url) as connection:
        meddle(connection)
    [told] = broken(peopled)
    assert told.startswith(f"日志 {COUNTY} 第 {number} 条:{what}")


def test_an_entry_that_was_taken_from_another_tenant_does_not_fit(
    peopled: Database, database_url: str
) -> None:
    write(peopled, *WORDS)
    write(peopled, *WORDS[:2], tenant=NEIGHBOUR)
    with raw(database_url) as connection:
        connection.execute(text(f"UPDATE log SET tenant = '{NEIGHBOUR}' WHERE number = 3"))
    [told] = broken(peopled, NEIGHBOUR)
    assert told.startswith(f"日志 {NEIGHBOUR} 第 3 条:{CHANGED}")


def test_truncating_the_end_shows_in_the_head(peopled: Database, database_url: str) -> None:
    write(peopled, *WORDS[:3])
    three = head(peopled)
    write(peopled, *WORDS[3:])
    five = head(peopled)
    with raw(database_url) as connection:
        connection.execute(text("DELETE FROM log WHERE number > 3"))
    # What is left is whole: only a head that was written down elsewhere tells.
    assert broken(peopled) == []
    assert head(peopled) == three != five
    write(peopled, *WORDS[3:])
    assert head(peopled)[0] == five[0]
    assert head(peopled)[1] != five[1]


def test_writers_at_once_leave_one_unbroken_log_each(peopled: Database) -> None:
    def many(tenant: str) -> None:
        write(peopled, *["save"] * 6, tenant=tenant)

    tenants = (COUNTY, COUNTY, COUNTY, NEIGHBOUR)
    assert at_once(*[lambda tenant=each: many(tenant) for each in tenants]) == [None] * 4
    assert numbers(peopled) == list(range(18, 0, -1))
    assert numbers(peopled, NEIGHBOUR) == list(range(6, 0, -1))
    assert broken(peopled) == broken(peopled, NEIGHBOUR) == []


def test_the_database_itself_takes_no_number_twice(peopled: Database, database_url: str) -> None:
    write(peopled, "open")
    with pytest.raises(IntegrityError), raw(database_url) as connection:
        connection.execute(text(f"INSERT INTO log ({COLUMNS}) SELECT {COLUMNS} FROM log"))


def test_a_session_without_a_scope_writes_no_log(peopled: Database) -> None:
    def unscoped(session: TenantSession) -> None:
        write_log(session, LogEntry("张三", "open"))

    with pytest.raises(ScopeError, match="没有指定租户"), peopled.session() as session:
        unscoped(session)
