"""A figure that is taken back is unknown again; what it was stays in its history."""

from __future__ import annotations

from tests.core.store.records import (
    AREA,
    COUNTY,
    FILE,
    NEIGHBOUR,
    PERIOD,
    STUDENTS,
    factset,
    load,
    record,
    school,
    version,
)

from dudao.facts import Key
from dudao.metrics import shared_vocabulary
from dudao.store import Database, Scope, history, withdraw_fact

FULL = factset(school(students=44, facts={"teaching_area": 9}))


def withdraw(database: Database, key: Key, tenant: str = COUNTY) -> None:
    with database.session(Scope(tenant)) as session:
        withdraw_fact(session, shared_vocabulary(), PERIOD, key, "撤销", FILE)


def test_what_is_taken_back_is_gone_and_the_rest_stays(peopled: Database) -> None:
    record(peopled, FULL)
    before = version(peopled)
    withdraw(peopled, STUDENTS)
    assert load(peopled) == factset(school(facts={"teaching_area": 9}))
    assert load(peopled, version=version(peopled)) == load(peopled)
    assert load(peopled, version=before) == FULL
    withdraw(peopled, AREA)
    assert load(peopled) == factset(school())


def test_its_history_says_so_and_it_can_be_reported_again(peopled: Database) -> None:
    record(peopled, FULL)
    withdraw(peopled, STUDENTS)
    record(peopled, factset(school(students=45)))
    with peopled.reading(Scope(COUNTY)) as session:
        changes = history(session, COUNTY, PERIOD, STUDENTS)
    assert [(change.old, change.new) for change in changes] == [(None, 44), (44, None), (None, 45)]
    assert changes[1].source.place == "撤销"


def test_taking_back_what_is_not_there_writes_nothing(peopled: Database) -> None:
    withdraw(peopled, STUDENTS)
    record(peopled, FULL)
    before = version(peopled)
    for key in (Key("S001", None, "books"), Key("S999", None, "books")):
        withdraw(peopled, key)
    withdraw(peopled, STUDENTS, NEIGHBOUR)
    assert version(peopled) == before
    assert load(peopled) == FULL
