"""Where departments are reached, and that each reminder is noted once."""

from __future__ import annotations

from datetime import date

import pytest
from tests.core.store.records import COUNTY, NEIGHBOUR, PROVINCE
from tests.core.store.work import BOOK, YEAR, at_once

from dudao.store import (
    Database,
    ReminderKey,
    Scope,
    ScopeError,
    contacts,
    forget_reminder,
    note_reminder,
    reminded,
    set_contact,
)

MINE = Scope(COUNTY)
KEY: ReminderKey = ("finance", "submit", "二.1", date(2018, 10, 15), 7)


def known(database: Database, tenant: str = COUNTY) -> dict[str, str]:
    with database.reading(Scope(tenant)) as session:
        return contacts(session, tenant, BOOK)


def sent(database: Database, tenant: str = COUNTY) -> set[ReminderKey]:
    with database.reading(Scope(tenant)) as session:
        return reminded(session, tenant, YEAR, BOOK)


def test_an_address_is_set_changed_and_forgotten(peopled: Database) -> None:
    for address in ("a@b.cn", "c@d.cn"):
        with peopled.session(MINE) as session:
            set_contact(session, BOOK, "tax", address)
            set_contact(session, "other.book", "tax", "x@y.cn")
        assert known(peopled) == {"tax": address}
    for _ in range(2):
        with peopled.session(MINE) as session:
            set_contact(session, BOOK, "tax", "")
        assert known(peopled) == {}


def test_two_who_set_an_address_at_once_leave_one_of_theirs(peopled: Database) -> None:
    def note(address: str) -> None:
        with peopled.session(MINE) as session:
            set_contact(session, BOOK, "tax", address)

    assert at_once(lambda: note("a@b.cn"), lambda: note("c@d.cn")) == [None, None]
    assert known(peopled)["tax"] in ("a@b.cn", "c@d.cn")


def test_addresses_are_each_tenants_own(peopled: Database) -> None:
    for tenant in (COUNTY, NEIGHBOUR, PROVINCE):
        with peopled.session(Scope(tenant)) as session:
            set_contact(session, BOOK, "tax", f"tax@{tenant}.cn")
    with peopled.session(MINE) as session:
        set_contact(session, BOOK, "tax", "")
    assert known(peopled, NEIGHBOUR) == {"tax": f"tax@{NEIGHBOUR}.cn"}
    with peopled.reading(MINE) as session, pytest.raises(ScopeError):
        contacts(session, NEIGHBOUR, BOOK)


def test_a_reminder_is_noted_once_until_it_is_forgotten(peopled: Database) -> None:
    with peopled.session(MINE) as session:
        assert note_reminder(session, YEAR, BOOK, KEY) is True
        assert note_reminder(session, YEAR, BOOK, KEY) is False
    assert sent(peopled) == {KEY}
    with peopled.session(MINE) as session:
        assert note_reminder(session, YEAR, BOOK, KEY) is False
        forget_reminder(session, YEAR, BOOK, KEY)
    assert sent(peopled) == set()


@pytest.mark.parametrize(
    "other",
    [
        ("tax", *KEY[1:]),
        (KEY[0], "file", *KEY[2:]),
        (*KEY[:2], "一.1", *KEY[3:]),
        (*KEY[:3], date(2018, 10, 16), 7),
        (*KEY[:4], 1),
    ],
)
def test_another_reminder_is_another_and_forgetting_it_leaves_the_first(
    peopled: Database, other: ReminderKey
) -> None:
    with peopled.session(MINE) as session:
        note_reminder(session, YEAR, BOOK, KEY)
        assert note_reminder(session, YEAR, BOOK, other) is True
    assert sent(peopled) == {KEY, other}
    with peopled.session(MINE) as session:
        forget_reminder(session, YEAR, BOOK, other)
    assert sent(peopled) == {KEY}


def test_of_two_who_note_the_same_reminder_at_once_one_is_first(peopled: Database) -> None:
    def note() -> bool:
        with peopled.session(MINE) as session:
            return note_reminder(session, YEAR, BOOK, KEY)

    assert sorted(map(str, at_once(note, note, note))) == ["False", "False", "True"]


def test_a_neighbours_reminders_are_not_forgotten_with_ones_own(peopled: Database) -> None:
    for tenant in (COUNTY, NEIGHBOUR):
        with peopled.session(Scope(tenant)) as session:
            note_reminder(session, YEAR, BOOK, KEY)
    wide = Scope(PROVINCE, frozenset({COUNTY, NEIGHBOUR}))
    with peopled.session(wide) as session:
        forget_reminder(session, YEAR, BOOK, KEY)
    with peopled.session(MINE) as session:
        forget_reminder(session, YEAR, BOOK, KEY)
    assert sent(peopled) == set()
    assert sent(peopled, NEIGHBOUR) == {KEY}
