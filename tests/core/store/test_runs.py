"""Stored evaluations come back as they were saved, the latest first."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.core.store.records import COUNTY, NEIGHBOUR, PERIOD, PROVINCE

from dudao.errors import DudaoError
from dudao.store import (
    Database,
    RunRecord,
    Scope,
    ScopeError,
    latest_run,
    load_run,
    save_run,
    save_runs,
    summaries,
)

BOOK = "cn.balanced"
RUN = RunRecord(
    tenant=COUNTY,
    about=COUNTY,
    period=PERIOD,
    book=BOOK,
    edition="2017",
    as_of=date(2023, 12, 31),
    book_hash="b" * 64,
    facts_hash="f" * 64,
    facts_version=2**40,
    summary={"grade": ["达标"], "states": {"R1": [1, 0, 2]}},
    verdicts=b"\x00\xffpacked",
)


def save(database: Database, run: RunRecord) -> int:
    with database.session(Scope(run.tenant)) as session:
        return save_run(session, run)


def test_a_run_comes_back_as_it_was_saved(peopled: Database) -> None:
    number = save(peopled, RUN)
    with peopled.reading(Scope(COUNTY)) as session:
        loaded = load_run(session, number)
    assert loaded.created is not None
    assert loaded.created.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - loaded.created) < timedelta(minutes=5)
    assert dataclasses.replace(loaded, id=0, created=None) == RUN
    assert loaded.id == number


def test_the_latest_run_of_a_book_is_the_last_saved(peopled: Database) -> None:
    save(peopled, RUN)
    last = save(peopled, dataclasses.replace(RUN, edition="2018"))
    save(peopled, dataclasses.replace(RUN, book="cn.preschool"))
    save(peopled, dataclasses.replace(RUN, period="2022"))
    with peopled.reading(Scope(COUNTY)) as session:
        found = latest_run(session, COUNTY, PERIOD, BOOK)
        assert latest_run(session, COUNTY, "2021", BOOK) is None
    assert found is not None
    assert (found.id, found.edition) == (last, "2018")


def test_a_province_compares_the_latest_runs_of_its_counties(peopled: Database) -> None:
    save(peopled, RUN)
    mine = save(peopled, dataclasses.replace(RUN, summary={"grade": []}))
    theirs = save(peopled, dataclasses.replace(RUN, tenant=NEIGHBOUR, about=NEIGHBOUR))
    save(peopled, dataclasses.replace(RUN, tenant=NEIGHBOUR, about=NEIGHBOUR, period="2022"))
    with peopled.reading(Scope(PROVINCE, frozenset({COUNTY, NEIGHBOUR}))) as session:
        found = summaries(session, [PROVINCE, COUNTY, NEIGHBOUR], BOOK, PERIOD)
    assert {tenant: one.run for tenant, one in found.items()} == {COUNTY: mine, NEIGHBOUR: theirs}
    assert found[COUNTY].summary == {"grade": []}
    assert found[NEIGHBOUR].summary == RUN.summary


def test_a_foreign_run_is_neither_loaded_nor_saved(peopled: Database) -> None:
    number = save(peopled, dataclasses.replace(RUN, tenant=NEIGHBOUR, about=NEIGHBOUR))
    with peopled.session(Scope(COUNTY)) as session:
        with pytest.raises(DudaoError, match=f"评价运行 {number}:不存在或无权读取"):
            load_run(session, number)
        with pytest.raises(ScopeError, match=NEIGHBOUR):
            summaries(session, [NEIGHBOUR], BOOK, PERIOD)
    with pytest.raises(ScopeError, match="无权写入"), peopled.session(Scope(COUNTY)) as session:
        save_run(session, dataclasses.replace(RUN, tenant=NEIGHBOUR, about=NEIGHBOUR))


WIDE = Scope(PROVINCE, frozenset({COUNTY, NEIGHBOUR}))


def test_a_province_keeps_runs_about_its_counties_that_stay_its_own(peopled: Database) -> None:
    own = save(peopled, RUN)
    about = [dataclasses.replace(RUN, tenant=PROVINCE, about=code) for code in (COUNTY, NEIGHBOUR)]
    with peopled.session(WIDE) as session:
        assert save_runs(session, about) == 2
        found = summaries(session, [COUNTY, NEIGHBOUR], BOOK, PERIOD)
        assert latest_run(session, PROVINCE, PERIOD, BOOK) is None
    assert found.keys() == {COUNTY, NEIGHBOUR}
    assert found[COUNTY].run > own
    with peopled.reading(Scope(COUNTY)) as session:
        last = latest_run(session, COUNTY, PERIOD, BOOK)
        assert last is not None
        assert last.id == own
        assert summaries(session, [COUNTY], BOOK, PERIOD)[COUNTY].run == own


@pytest.mark.parametrize("many", [False, True])
def test_a_county_keeps_no_run_about_its_neighbour(peopled: Database, many: bool) -> None:
    forged = dataclasses.replace(RUN, about=NEIGHBOUR)
    with peopled.session(Scope(COUNTY)) as session, pytest.raises(ScopeError, match=NEIGHBOUR):
        save_runs(session, [RUN, forged]) if many else save_run(session, forged)
    with peopled.reading(WIDE) as session:
        assert summaries(session, [COUNTY, NEIGHBOUR], BOOK, PERIOD) == {}
