"""A year's plan is opened once, read back as it was written, and moved by one at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests.core.store.records import COUNTY, NEIGHBOUR, PROVINCE
from tests.core.store.work import BOOK, DUE, DUTIES, YEAR, at_once, duty, open_plan, plan_of

from dudao.errors import DudaoError
from dudao.store import (
    Database,
    Scope,
    ScopeError,
    add_plan,
    duty_works,
    find_plan,
    hold_duty,
    hold_plan,
    move_duty,
    plans,
    write_part,
    write_plan,
)

MINE = Scope(COUNTY)


@pytest.fixture
def opened(peopled: Database) -> Database:
    """A county with its year opened."""
    open_plan(peopled)
    return peopled


def test_a_plan_reads_back_as_it_was_opened(opened: Database) -> None:
    with opened.reading(MINE) as session:
        assert find_plan(session, COUNTY, YEAR, BOOK) == plan_of()
        works = duty_works(session, COUNTY, YEAR, BOOK)
    assert tuple(works.values()) == DUTIES
    assert list(works) == ["二.1", "一.1"]
    assert [part.department for part in works["一.1"].parts] == ["education", "tax", "audit"]


def test_a_part_is_found_by_its_department(opened: Database) -> None:
    with opened.reading(MINE) as session:
        work = duty_works(session, COUNTY, YEAR, BOOK)["一.1"]
    found = work.part("tax")
    assert found is not None
    assert found.position == 1
    assert work.part("finance") is None


def test_a_plan_that_was_not_opened_is_none_and_cannot_be_held(opened: Database) -> None:
    with opened.reading(MINE) as session:
        assert find_plan(session, COUNTY, "2019", BOOK) is None
        assert find_plan(session, COUNTY, YEAR, "other") is None
        assert duty_works(session, COUNTY, "2019", BOOK) == {}
    for moving in (True, False):
        with pytest.raises(DudaoError, match="尚未部署"), opened.session(MINE) as session:
            hold_plan(session, "2019", BOOK, moving=moving)


def test_opening_twice_is_refused_and_changes_nothing(opened: Database) -> None:
    again = replace(plan_of(), edition="2019", opened=date(2018, 5, 1))
    with pytest.raises(DudaoError, match="已经部署过"), opened.session(MINE) as session:
        add_plan(session, again, [duty("九.9", 0, "finance")])
    with opened.reading(MINE) as session:
        assert find_plan(session, COUNTY, YEAR, BOOK) == plan_of()
        assert tuple(duty_works(session, COUNTY, YEAR, BOOK).values()) == DUTIES


def test_of_two_who_open_at_once_one_is_refused_in_plain_words(peopled: Database) -> None:
    first, second = at_once(*[lambda: open_plan(peopled)] * 2)
    refused = [each for each in (first, second) if each is not None]
    assert len(refused) == 1
    assert isinstance(refused[0], DudaoError), refused[0]
    assert "已经部署过" in str(refused[0])
    with peopled.reading(MINE) as session:
        assert tuple(duty_works(session, COUNTY, YEAR, BOOK).values()) == DUTIES


def test_a_plan_of_another_tenant_cannot_be_opened(peopled: Database) -> None:
    wide = Scope(PROVINCE, frozenset({COUNTY}))
    with pytest.raises(ScopeError, match="无权写入"), peopled.session(wide) as session:
        add_plan(session, plan_of(COUNTY), DUTIES)
    with peopled.reading(MINE) as session:
        assert plans(session, [COUNTY]) == []


def test_plans_are_listed_the_latest_year_first(peopled: Database) -> None:
    for tenant, period in ((COUNTY, "2018"), (NEIGHBOUR, "2019"), (COUNTY, "2020")):
        open_plan(peopled, tenant, period)
    wide = Scope(PROVINCE, frozenset({COUNTY, NEIGHBOUR}))
    with peopled.reading(wide) as session:
        found = [(plan.tenant, plan.period) for plan in plans(session, [COUNTY, NEIGHBOUR])]
        assert found == [(COUNTY, "2020"), (NEIGHBOUR, "2019"), (COUNTY, "2018")]
        assert [plan.tenant for plan in plans(session, [NEIGHBOUR])] == [NEIGHBOUR]
    with peopled.reading(MINE) as session, pytest.raises(ScopeError):
        plans(session, [COUNTY, NEIGHBOUR])


def test_a_plan_is_written_as_its_next_version_and_keeps_its_beginning(opened: Database) -> None:
    with opened.session(MINE) as session:
        held = hold_plan(session, YEAR, BOOK, moving=True)
        locked = replace(held, state="locked", sending=1, content="{}", content_hash="c", run=7)
        write_plan(session, replace(locked, edition="9", opened=date(1999, 1, 1)))
    with opened.reading(MINE) as session:
        assert find_plan(session, COUNTY, YEAR, BOOK) == replace(locked, version=2)


def test_a_part_is_written_as_its_next_version(opened: Database) -> None:
    saved = datetime(2018, 9, 3, 10, 30, tzinfo=UTC)
    with opened.session(MINE) as session:
        part = hold_duty(session, YEAR, BOOK, "一.1").part("tax")
        assert part is not None
        figures = {"gdp": "12.5", "education_spending": "3"}
        written = replace(part, state="filed", narrative="已征收\n第二行", figures=figures, by="赵")
        written = replace(written, at=saved)
        write_part(session, YEAR, BOOK, written)
    with opened.reading(MINE) as session:
        works = duty_works(session, COUNTY, YEAR, BOOK)
    found = works["一.1"].part("tax")
    assert found is not None
    assert found == replace(written, version=1)
    untouched = [part for work in works.values() for part in work.parts if part != found]
    assert {part.version for part in untouched} == {0}
    assert len(untouched) == 4


def test_a_duty_is_moved_with_what_was_said(opened: Database) -> None:
    with opened.session(MINE) as session:
        hold_duty(session, YEAR, BOOK, "一.1")
        move_duty(session, YEAR, BOOK, "一.1", "submitted", "税务局未交")
    with opened.reading(MINE) as session:
        works = duty_works(session, COUNTY, YEAR, BOOK)
    moved = works["一.1"]
    assert (moved.state, moved.comment, moved.version, moved.due) == (
        "submitted",
        "税务局未交",
        2,
        DUE,
    )
    assert works["二.1"] == DUTIES[0]


def test_a_duty_that_the_plan_lacks_is_refused(opened: Database) -> None:
    with pytest.raises(DudaoError, match=r"任务 九\.9.*中没有"), opened.session(MINE) as session:
        hold_duty(session, YEAR, BOOK, "九.9")


def test_a_tenant_holds_only_its_own_plan(opened: Database) -> None:
    for scope in (Scope(NEIGHBOUR), Scope(PROVINCE, frozenset({COUNTY, NEIGHBOUR}))):
        with opened.session(scope) as session:
            with pytest.raises(DudaoError, match="尚未部署"):
                hold_plan(session, YEAR, BOOK, moving=True)
            with pytest.raises(DudaoError, match="中没有"):
                hold_duty(session, YEAR, BOOK, "一.1")


def test_writers_of_one_duty_wait_for_each_other_and_lose_nothing(opened: Database) -> None:
    def count() -> None:
        for _ in range(5):
            with opened.session(MINE) as session:
                hold_plan(session, YEAR, BOOK, moving=False)
                part = hold_duty(session, YEAR, BOOK, "二.1").parts[0]
                write_part(session, YEAR, BOOK, replace(part, narrative=part.narrative + "一"))

    assert at_once(*[count] * 4) == [None] * 4
    with opened.reading(MINE) as session:
        part = duty_works(session, COUNTY, YEAR, BOOK)["二.1"].parts[0]
    assert (part.narrative, part.version) == ("一" * 20, 20)


def test_who_moves_a_plan_waits_for_those_who_work_below_it(opened: Database) -> None:
    def work(code: str) -> None:
        with opened.session(MINE) as session:
            if hold_plan(session, YEAR, BOOK, moving=False).state == "open":
                part = hold_duty(session, YEAR, BOOK, code).parts[0]
                write_part(session, YEAR, BOOK, replace(part, narrative="写于开放时"))

    def close() -> int:
        with opened.session(MINE) as session:
            plan = hold_plan(session, YEAR, BOOK, moving=True)
            works = duty_works(session, COUNTY, YEAR, BOOK)
            write_plan(session, replace(plan, state="assembled"))
            return sum(bool(work.parts[0].narrative) for work in works.values())

    *_, seen = at_once(lambda: work("一.1"), lambda: work("二.1"), close)
    with opened.reading(MINE) as session:
        works = duty_works(session, COUNTY, YEAR, BOOK)
    # What was written stood there when it was closed: nothing came in behind its back.
    assert sum(bool(work.parts[0].narrative) for work in works.values()) == seen
