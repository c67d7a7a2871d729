"""A year of two duties in short, for the tests of the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from threading import Barrier

from sqlalchemy import Connection, create_engine
from tests.core.store.records import COUNTY

from dudao.store import Database, DutyWork, Part, Plan, Scope, add_plan

YEAR, BOOK = "2018", "demo.duties"
OPENED, DUE = date(2018, 1, 20), date(2018, 10, 15)


def plan_of(tenant: str = COUNTY, period: str = YEAR, book: str = BOOK) -> Plan:
    return Plan(tenant, period, book, "2018", "b" * 64, OPENED, "open")


def duty(code: str, position: int, *departments: str) -> DutyWork:
    """Return a duty; the first department leads."""
    parts = tuple(Part(code, each, place, "draft") for place, each in enumerate(departments))
    return DutyWork(code, position, DUE, "collecting", parts=parts)


# Not in the order of their codes: the book's order is what counts.
DUTIES = (duty("二.1", 0, "finance", "education"), duty("一.1", 1, "education", "tax", "audit"))


def open_plan(database: Database, tenant: str = COUNTY, period: str = YEAR) -> None:
    """Open a year of a tenant."""
    with database.session(Scope(tenant)) as session:
        add_plan(session, plan_of(tenant, period), DUTIES)


@contextmanager
def raw(url: str) -> Iterator[Connection]:
    """Open a connection of the test's own, past every session of the store."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def at_once(*tasks: Callable[[], object]) -> list[object]:
    """Run tasks in threads that start together; return what each returned or raised."""
    start = Barrier(len(tasks), timeout=60)

    def run(task: Callable[[], object]) -> object:
        start.wait()
        return task()

    with ThreadPoolExecutor(len(tasks)) as pool:
        running = [pool.submit(run, task) for task in tasks]
        return [each.exception(timeout=90) or each.result() for each in running]
