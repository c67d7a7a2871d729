"""The register of events: entries are counted, cancelled by another entry, never altered."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import delete, select, update
from tests.core.store.records import COUNTY, NEIGHBOUR, PROVINCE
from tests.core.store.work import at_once

from dudao.errors import DudaoError
from dudao.store import Database, Event, Scope, ScopeError, add_event, cancel_event, events
from dudao.store.worktables import EventRow

MINE = Scope(COUNTY)
WIDE = Scope(PROVINCE, frozenset({COUNTY, NEIGHBOUR}))
DAY = date(2018, 5, 1)


def enter(
    database: Database, on: date = DAY, tenant: str = COUNTY, metric: str = "accidents"
) -> int:
    with database.session(Scope(tenant)) as session:
        return add_event(session, "2018", metric, on, "校车剐蹭", "张三")


def cancel(database: Database, number: int, tenant: str = COUNTY) -> Event:
    with database.session(Scope(tenant)) as session:
        return cancel_event(session, number, "重复登记", "李四")


def found(database: Database, tenant: str = COUNTY, period: str = "2018") -> list[Event]:
    with database.reading(Scope(tenant)) as session:
        return events(session, tenant, period)


def test_entries_come_by_day_with_all_that_was_written(peopled: Database) -> None:
    late, early = enter(peopled, date(2018, 9, 1)), enter(peopled, metric="unrest")
    first, second = found(peopled)
    assert (first.id, second.id) == (early, late)
    assert first == Event(
        early, "2018", "unrest", DAY, "校车剐蹭", "张三", first.at, is_cancelled=False
    )
    assert found(peopled, period="2019") == []


def test_a_cancelled_entry_stays_marked_and_its_cancelling_is_no_event(peopled: Database) -> None:
    wrong, right = enter(peopled), enter(peopled)
    undone = cancel(peopled, wrong)
    assert (undone.id, undone.is_cancelled) == (wrong, True)
    assert [(each.id, each.is_cancelled) for each in found(peopled)] == [
        (wrong, True),
        (right, False),
    ]
    assert found(peopled)[0].by == "张三"


def test_an_entry_is_cancelled_once(peopled: Database) -> None:
    number = enter(peopled)
    cancel(peopled, number)
    with pytest.raises(DudaoError, match="已经撤销"):
        cancel(peopled, number)
    assert len(found(peopled)) == 1


def test_of_two_who_cancel_at_once_one_is_told(peopled: Database) -> None:
    number = enter(peopled)
    answers = at_once(*[lambda: cancel(peopled, number)] * 2)
    assert sorted(type(answer).__name__ for answer in answers) == ["DudaoError", "Event"]
    assert len(found(peopled)) == 1


def test_what_is_no_entry_of_ones_own_cannot_be_cancelled(peopled: Database) -> None:
    own, foreign = enter(peopled), enter(peopled, tenant=NEIGHBOUR)
    cancel(peopled, own)
    cancelling = foreign + 1
    for number in (foreign, cancelling, 999):
        with pytest.raises(DudaoError, match="没有这一条"):
            cancel(peopled, number)
    with pytest.raises(DudaoError, match="没有这一条"), peopled.session(WIDE) as session:
        cancel_event(session, foreign, "越权", "王")
    assert [each.is_cancelled for each in found(peopled, NEIGHBOUR)] == [False]


def test_a_neighbours_register_is_refused_and_a_parent_reads_it(peopled: Database) -> None:
    enter(peopled, tenant=NEIGHBOUR)
    with peopled.reading(MINE) as session, pytest.raises(ScopeError, match=NEIGHBOUR):
        events(session, NEIGHBOUR, "2018")
    with peopled.reading(WIDE) as session:
        assert len(events(session, NEIGHBOUR, "2018")) == 1
        assert events(session, COUNTY, "2018") == []


def test_entries_are_not_altered_or_erased(peopled: Database) -> None:
    enter(peopled)
    for statement in (update(EventRow).values(note="无"), delete(EventRow)):
        with pytest.raises(ScopeError, match="只能追加"), peopled.session(MINE) as session:
            session.execute(statement)
    with peopled.session(MINE) as session:
        session.scalars(select(EventRow)).one().note = "无"
        with pytest.raises(ScopeError, match="只能追加"):
            session.flush()
        session.rollback()
    assert found(peopled)[0].note == "校车剐蹭"
