"""What the body above says of a county is its own rows, and reaches that county and no other."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, literal, select, union, update
from sqlalchemy.orm import aliased
from tests.core.store.records import COUNTY, NEIGHBOUR, PROVINCE
from tests.core.store.work import BOOK, DUE, YEAR, open_plan

from dudao.store import (
    Database,
    LogEntry,
    Review,
    Scope,
    ScopeError,
    Tenant,
    TenantSession,
    add_event,
    add_evidence,
    add_review,
    add_tenant,
    attach,
    enable_plugin,
    log_entries,
    note_reminder,
    reviews,
    set_contact,
    write_log,
)
from dudao.store.tables import Base, Owned, PluginRow, TenantRow
from dudao.store.worktables import LogRow, ReviewRow

MINE, NEXT = Scope(COUNTY), Scope(NEIGHBOUR)
WIDE = Scope(PROVINCE, frozenset({COUNTY, NEIGHBOUR}))
ELSEWHERE = "650000"
TABLE = Base.metadata.tables["review"]
OWNED = [each.class_ for each in Base.registry.mappers if issubclass(each.class_, Owned)]
other = aliased(ReviewRow)

READS: dict[str, Callable[[], Any]] = {
    "entity": lambda: select(ReviewRow.comment, ReviewRow),
    "column": lambda: select(ReviewRow.comment),
    "alias": lambda: select(other.comment),
    "where": lambda: select(ReviewRow.comment).where(
        (ReviewRow.about == NEIGHBOUR) | (ReviewRow.about != NEIGHBOUR)
    ),
    "join": lambda: (
        select(ReviewRow.comment)
        .select_from(TenantRow)
        .join(ReviewRow, ReviewRow.about == TenantRow.code)
    ),
    "outer join": lambda: (
        select(ReviewRow.comment)
        .select_from(TenantRow)
        .outerjoin(ReviewRow, ReviewRow.tenant == TenantRow.code)
        .where(ReviewRow.comment.is_not(None))
    ),
    "self join": lambda: (
        select(other.comment).select_from(ReviewRow).join(other, other.id > 0).distinct()
    ),
    "subquery": lambda: select(select(ReviewRow.comment).subquery().c.comment),
    "common table": lambda: select(select(ReviewRow.comment).cte("common").c.comment),
    "alias of a subquery": lambda: select(aliased(ReviewRow, select(ReviewRow).subquery()).comment),
    "union": lambda: union(select(ReviewRow.comment), select(other.comment)),
    "correlated subquery": lambda: select(
        select(func.max(ReviewRow.comment))
        .where(ReviewRow.about == TenantRow.code)
        .scalar_subquery()
    ).select_from(TenantRow),
    "exists": lambda: (
        select(literal("about_") + TenantRow.code)
        .select_from(TenantRow)
        .where(select(ReviewRow).where(ReviewRow.about == TenantRow.code).exists())
    ),
    "window": lambda: select(ReviewRow.comment, func.rank().over(order_by=ReviewRow.id)),
}
BYPASSES: dict[str, Callable[[], Any]] = {
    "table": lambda: select(TABLE),
    "alias of a table": lambda: select(TABLE.alias().c.comment),
    "table beside the class": lambda: select(
        ReviewRow.comment, select(func.max(TABLE.alias().c.comment)).scalar_subquery()
    ),
    "insert": lambda: insert(ReviewRow).values(tenant=PROVINCE, about=COUNTY),
    "insert into a table": lambda: insert(TABLE).values(tenant=PROVINCE, about=COUNTY),
    "update": lambda: update(ReviewRow).values(grade="优秀"),
    "update of a table": lambda: update(TABLE).values(grade="优秀"),
    "delete": lambda: delete(ReviewRow),
}


def say(database: Database, about: str, comment: str, scope: Scope = WIDE, **more: Any) -> None:
    with database.session(scope) as session:
        values = {"period": YEAR, "book": BOOK, "sending": 1, "content_hash": "c", **more}
        add_review(session, about, move="review", comment=comment, by="王审核", **values)


@pytest.fixture
def reviewed(peopled: Database) -> Database:
    """A province that said something of each of its two counties, and another of its own."""
    with peopled.session() as session:
        add_tenant(session, Tenant(ELSEWHERE, "另一省", "province"))
    for county in (COUNTY, NEIGHBOUR):
        say(peopled, county, f"about_{county}")
    say(peopled, ELSEWHERE, f"about_{ELSEWHERE}", Scope(ELSEWHERE))
    return peopled


def said(database: Database, about: str, scope: Scope, **narrowed: str) -> list[str]:
    with database.reading(scope) as session:
        return [review.comment for review in reviews(session, about, **narrowed)]


def test_a_review_reads_back_as_it_was_written(peopled: Database) -> None:
    say(peopled, COUNTY, "依据充分", sending=2, content_hash="d" * 64, grade="优秀")
    with peopled.reading(MINE) as session:
        [found] = reviews(session, COUNTY)
    assert found == Review(
        PROVINCE, COUNTY, YEAR, BOOK, 2, "d" * 64, "review", "优秀", "依据充分", "王审核", found.at
    )


def test_reviews_come_in_their_order_narrowed_to_a_plan(peopled: Database) -> None:
    say(peopled, COUNTY, "甲")
    say(peopled, COUNTY, "乙", period="2019")
    say(peopled, COUNTY, "丙", book="other")
    say(peopled, COUNTY, "丁")
    assert said(peopled, COUNTY, MINE) == ["甲", "乙", "丙", "丁"]
    assert said(peopled, COUNTY, MINE, period=YEAR) == ["甲", "丙", "丁"]
    assert said(peopled, COUNTY, MINE, period=YEAR, book=BOOK) == ["甲", "丁"]


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_a_county_finds_what_was_said_of_itself_and_nothing_else(
    reviewed: Database, read: Callable[[], Any]
) -> None:
    # One after the other: nothing of the first may stick to the statement of the second.
    for scope, about in (
        (WIDE, {COUNTY, NEIGHBOUR}),
        (MINE, {COUNTY}),
        (NEXT, {NEIGHBOUR}),
        (Scope(ELSEWHERE), {ELSEWHERE}),
        (WIDE, {COUNTY, NEIGHBOUR}),
    ):
        with reviewed.reading(scope) as session:
            found = {row[0] for row in session.execute(read())} - {None}
        assert found == {f"about_{code}" for code in about}, scope


@pytest.mark.parametrize("ask", [*READS.values(), *BYPASSES.values()], ids=[*READS, *BYPASSES])
def test_without_a_scope_no_review_is_read_or_written(
    reviewed: Database, ask: Callable[[], Any]
) -> None:
    with pytest.raises(ScopeError), reviewed.session() as session:
        session.execute(ask())


@pytest.mark.parametrize("scope", [MINE, WIDE], ids=["county", "province"])
@pytest.mark.parametrize("ask", BYPASSES.values(), ids=BYPASSES)
def test_no_way_round_the_wall_leads_to_reviews(
    reviewed: Database, scope: Scope, ask: Callable[[], Any]
) -> None:
    with pytest.raises(ScopeError), reviewed.session(scope) as session:
        session.execute(ask())
    assert said(reviewed, COUNTY, MINE) == [f"about_{COUNTY}"]


def test_being_addressed_opens_nothing_else_of_who_wrote(reviewed: Database) -> None:
    open_plan(reviewed, PROVINCE)
    with reviewed.session(WIDE) as session:
        enable_plugin(session, "national", "王")
        set_contact(session, BOOK, "tax", "a@b.cn")
        write_log(session, LogEntry("王", "review"))
    with reviewed.reading(MINE) as session:
        found = {table: list(session.scalars(select(table))) for table in OWNED}
        with pytest.raises(ScopeError):
            log_entries(session, PROVINCE)
        assert session.get(LogRow, (PROVINCE, 1)) is None
        assert session.get(PluginRow, (PROVINCE, "national")) is None
    assert {table for table, rows in found.items() if rows} == {ReviewRow}
    assert [row.about for row in found[ReviewRow]] == [COUNTY]


def test_a_county_does_not_ask_for_what_was_said_of_its_neighbour(reviewed: Database) -> None:
    with reviewed.reading(MINE) as session:
        for about in (NEIGHBOUR, PROVINCE):
            with pytest.raises(ScopeError):
                reviews(session, about)
        assert session.get(ReviewRow, 2) is None
        found = session.get(ReviewRow, 1)
        assert found is not None
        assert found.about == COUNTY


def test_a_county_reviews_neither_its_neighbour_nor_its_province(peopled: Database) -> None:
    for about in (NEIGHBOUR, PROVINCE):
        with pytest.raises(ScopeError):
            say(peopled, about, "越权", MINE)
    assert said(peopled, NEIGHBOUR, WIDE) == []


def forge(session: TenantSession) -> None:
    row = ReviewRow(about=COUNTY, period=YEAR, book=BOOK, sending=1, move="decide")
    row.content_hash, row.grade, row.comment, row.by = "c", "优秀", "", "王审核"
    row.tenant = PROVINCE
    session.add(row)


def rewrite(session: TenantSession) -> None:
    for row in session.scalars(select(ReviewRow)):
        row.grade = "优秀"


def erase(session: TenantSession) -> None:
    for row in session.scalars(select(ReviewRow)):
        session.delete(row)


@pytest.mark.parametrize("write", [forge, rewrite, erase])
def test_a_county_reads_its_reviews_and_does_not_write_them(
    reviewed: Database, write: Callable[[TenantSession], None]
) -> None:
    with pytest.raises(ScopeError), reviewed.session(MINE) as session:
        write(session)
    with reviewed.reading(MINE) as session:
        assert [review.grade for review in reviews(session, COUNTY)] == [""]


@pytest.mark.parametrize("write", [rewrite, erase])
def test_not_even_its_author_rewrites_a_review(
    reviewed: Database, write: Callable[[TenantSession], None]
) -> None:
    with pytest.raises(ScopeError, match="只能追加"), reviewed.session(WIDE) as session:
        write(session)
    with reviewed.reading(WIDE) as session:
        assert [review.grade for review in reviews(session, COUNTY)] == [""]


def rows_of_county(database: Database) -> dict[type[Owned], int]:
    """Count the county's own rows, as it sees them itself."""
    with database.reading(MINE) as session:
        counts = {
            table: session.scalar(
                select(func.count()).select_from(table).where(table.tenant == COUNTY)
            )
            for table in OWNED
        }
    return {table: count for table, count in counts.items() if count}


def test_a_province_reads_its_countys_work_and_writes_nothing_of_it(reviewed: Database) -> None:
    open_plan(reviewed)
    with reviewed.session(MINE) as session:
        write_log(session, LogEntry("张", "open"))
        set_contact(session, BOOK, "tax", "a@b.cn")
        add_evidence(session, "a" * 64, "a.pdf", 1, "application/pdf", "李")
        attach(session, (YEAR, BOOK, "一.1", "tax"), "a" * 64, "李")
        note_reminder(session, YEAR, BOOK, ("tax", "file", "一.1", DUE, 7))
        add_event(session, YEAR, "accidents", DUE, "事由", "张")
    before = rows_of_county(reviewed)
    assert len(before) == 9
    for table in OWNED:
        with suppress(ScopeError), reviewed.session(WIDE) as session:
            session.execute(delete(table))
        with suppress(ScopeError), reviewed.session(WIDE) as session:
            for row in session.scalars(select(table).where(table.tenant == COUNTY)):
                session.delete(row)
    assert rows_of_county(reviewed) == before
